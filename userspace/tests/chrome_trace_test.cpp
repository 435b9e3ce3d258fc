// SPDX-License-Identifier: GPL-2.0
// Files for Perfetto, held to the Trace Event Format: fields and their types, times in
// order, steps within steps, a name for each process and thread.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "model/chrome_trace.hpp"

namespace mmscope::tests {
namespace {

using model::Call;
using model::Explanation;
using Json = nlohmann::json;

model::TimelineRow row(unsigned depth, std::uint64_t at_ns, std::optional<std::uint64_t> took_ns,
                       std::string what, std::string function = "f") {
  return {depth, at_ns, took_ns, std::move(what), std::move(function)};
}

Call call(unsigned pid, unsigned tid, std::uint64_t begin_ns) {
  Call one;
  one.pid = pid;
  one.tid = tid;
  one.begin_ns = begin_ns;
  one.title = "munmap(0x1000, 4096) = 0";
  one.rows = {row(0, 0, 1000, one.title), row(1, 100, 200, "split a VMA"),
              row(1, 300, 500, "unmap pages"), row(2, 350, std::nullopt, "freed: node 1")};
  return one;
}

// Two processes, one of them with two threads that overlap in time.
Explanation two_processes() {
  Explanation explanation;
  explanation.kind = "munmap";
  explanation.calls = {call(5, 5, 1000), call(5, 6, 1500), call(5, 5, 3000), call(8, 8, 3500)};
  return explanation;
}

Json events_of(const Explanation& explanation, const std::string& command = "cmd arg") {
  return Json::parse(model::chrome_trace(explanation, command)).at("traceEvents");
}

std::uint64_t ns_of(const Json& microseconds) {
  return static_cast<std::uint64_t>(microseconds.get<double>() * 1000 + 0.5);
}

TEST(ChromeTrace, FieldsHaveTheirTypes) {
  const Json trace = Json::parse(model::chrome_trace(two_processes(), "cmd"));
  EXPECT_TRUE(trace.is_object());
  EXPECT_EQ(trace.at("displayTimeUnit"), "ns");
  ASSERT_TRUE(trace.at("traceEvents").is_array());
  for (const Json& event : trace.at("traceEvents")) {
    ASSERT_TRUE(event.at("name").is_string()) << event;
    ASSERT_TRUE(event.at("ph").is_string()) << event;
    EXPECT_TRUE(event.at("pid").is_number_unsigned()) << event;
    EXPECT_TRUE(event.at("tid").is_number_unsigned()) << event;
    EXPECT_TRUE(event.at("args").is_object()) << event;
    const std::string phase = event["ph"];
    EXPECT_THAT(phase, ::testing::AnyOf("X", "i", "M")) << event;
    EXPECT_EQ(event.contains("ts"), phase != "M") << event;
    EXPECT_EQ(event.contains("dur"), phase == "X") << event;
    EXPECT_EQ(event.contains("s"), phase == "i") << event;
    EXPECT_EQ(event.value("s", "t"), "t") << event;
    EXPECT_TRUE(phase != "X" || (event["dur"].is_number() && event["dur"] >= 0)) << event;
    EXPECT_TRUE(phase == "M" || (event["ts"].is_number() && event["ts"] >= 0)) << event;
  }
}

TEST(ChromeTrace, TimesOfAThreadAreInOrderAndStepsNest) {
  struct Thread {
    std::uint64_t last = 0;
    std::vector<std::uint64_t> ends; // of what is open
  };
  std::map<std::pair<unsigned, unsigned>, Thread> threads;
  for (const Json& event : events_of(two_processes())) {
    if (event["ph"] == "M")
      continue;
    Thread& thread = threads[{event["pid"], event["tid"]}];
    const std::uint64_t begin = ns_of(event["ts"]);
    EXPECT_GE(begin, thread.last) << event;
    thread.last = begin;
    while (!thread.ends.empty() && thread.ends.back() <= begin)
      thread.ends.pop_back();
    if (event["ph"] != "X")
      continue;
    const std::uint64_t end = begin + ns_of(event["dur"]);
    EXPECT_TRUE(thread.ends.empty() || end <= thread.ends.back()) << event;
    thread.ends.push_back(end);
  }
  EXPECT_EQ(threads.size(), 3U);
}

TEST(ChromeTrace, ProcessesAndThreadsHaveOneNameEach) {
  std::map<unsigned, std::string> processes;
  std::map<std::pair<unsigned, unsigned>, std::string> threads;
  for (const Json& event : events_of(two_processes())) {
    if (event["ph"] != "M") {
      EXPECT_TRUE(processes.contains(event["pid"])) << event;
      EXPECT_TRUE(threads.contains({event["pid"], event["tid"]})) << event;
    } else if (event["name"] == "process_name") {
      EXPECT_TRUE(processes.emplace(event["pid"], event["args"].at("name")).second) << event;
    } else {
      EXPECT_EQ(event["name"], "thread_name");
      EXPECT_TRUE(
          threads.emplace(std::pair(event["pid"], event["tid"]), event["args"].at("name")).second)
          << event;
    }
  }
  EXPECT_EQ(processes, (std::map<unsigned, std::string>{{5, "cmd arg"}, {8, "cmd arg, a child"}}));
  EXPECT_EQ((threads[{5, 5}]), "main thread");
  EXPECT_EQ((threads[{5, 6}]), "thread 6");
}

TEST(ChromeTrace, NanosecondsAreKeptAfterMonthsOfUptime) {
  Explanation explanation;
  explanation.kind = "brk";
  explanation.calls = {call(1, 1, 20'000'000'000'000'123)};
  EXPECT_THAT(model::chrome_trace(explanation, "cmd"),
              ::testing::HasSubstr("\"ts\":20000000000000.123,"));
}

TEST(ChromeTrace, HostileCommandsAreText) {
  const std::string hostile = "a\"\\\n\x01\xff</script>";
  const Json events = events_of(two_processes(), hostile);
  EXPECT_THAT(events[0]["args"]["name"].get<std::string>(), ::testing::StartsWith("a\"\\\n\x01"));
}

TEST(ChromeTrace, NothingSeenIsAFileToo) { EXPECT_TRUE(events_of(Explanation()).empty()); }

} // namespace
} // namespace mmscope::tests
