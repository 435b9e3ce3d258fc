// SPDX-License-Identifier: GPL-2.0
#include "model/chrome_trace.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <set>

namespace mmscope::model {
namespace {

// What a user calls a command is bytes: what is no UTF-8 must not end in an exception.
std::string json_text(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Exact: a double has no room for the nanoseconds of a long uptime.
std::string microseconds(std::uint64_t ns) { return fmt::format("{}.{:03}", ns / 1000, ns % 1000); }

class Events {
public:
  void add(const std::string& event) {
    text_ += first_ ? "\n" : ",\n";
    text_ += event;
    first_ = false;
  }

  [[nodiscard]] std::string end() && { return std::move(text_) + "\n]}\n"; }

private:
  std::string text_ = "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[";
  bool first_ = true;
};

std::string metadata(const char* what, unsigned pid, unsigned tid, const std::string& name) {
  return fmt::format(
      "{{\"name\":\"{}\",\"ph\":\"M\",\"pid\":{},\"tid\":{},\"args\":{{\"name\":{}}}}}", what, pid,
      tid, json_text(name));
}

// A step that took its time is complete ("X"), one without an end a moment of its
// thread ("i").
std::string step(const Explanation& explanation, const Call& call, const TimelineRow& row) {
  const std::string kind = row.took_ns
                               ? fmt::format("\"ph\":\"X\",\"dur\":{}", microseconds(*row.took_ns))
                               : "\"ph\":\"i\",\"s\":\"t\"";
  return fmt::format("{{\"name\":{},\"cat\":\"{}\",{},\"ts\":{},\"pid\":{},\"tid\":{},"
                     "\"args\":{{\"function\":{}}}}}",
                     json_text(row.what), explanation.kind, kind,
                     microseconds(call.begin_ns + row.at_ns), call.pid, call.tid,
                     json_text(row.function));
}

} // namespace

std::string chrome_trace(const Explanation& explanation, const std::string& command) {
  Events events;
  std::set<unsigned> processes;
  std::set<std::pair<unsigned, unsigned>> threads;
  for (const Call& call : explanation.calls) {
    if (processes.insert(call.pid).second)
      events.add(metadata("process_name", call.pid, call.pid,
                          processes.size() == 1 ? command : command + ", a child"));
    if (threads.insert({call.pid, call.tid}).second)
      events.add(
          metadata("thread_name", call.pid, call.tid,
                   call.tid == call.pid ? "main thread" : fmt::format("thread {}", call.tid)));
    for (const TimelineRow& row : call.rows)
      events.add(step(explanation, call, row));
  }
  return std::move(events).end();
}

} // namespace mmscope::model
