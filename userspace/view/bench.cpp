// SPDX-License-Identifier: GPL-2.0
#include "view/bench.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fmt/core.h>
#include <map>
#include <string_view>

#include "view/bars.hpp"
#include "view/bench_memory.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::BenchFigures;
using model::BenchResult;
using reader::present;

std::string why_stopped(std::string_view stopped) {
  if (stopped == "time")
    return "its time was over";
  if (stopped == "watermark")
    return "the node came near its high watermark";
  if (stopped == "memory")
    return "the lab itself got no memory";
  if (stopped == "no_cpu")
    return "its CPUs went offline";
  if (stopped == "closed")
    return "whoever asked for it went away";
  return std::string(stopped);
}

void headline(std::string& text, const Screen& screen, const BenchResult& result) {
  const model::BenchRun& run = *result.run;
  text += screen.style.paint(Role::title,
                             fmt::format("Run {}: {}", run.fields.run, run.text("request"))) +
          "\n";
  const std::string_view phase = run.fields.phase;
  const std::string_view stopped = run.fields.stopped;
  if (phase != "done")
    text += screen.style.paint(Role::warning,
                               fmt::format("It still goes ({}): {}", phase, bench_progress(run))) +
            "\n";
  else if (stopped != "done")
    text += screen.style.paint(Role::warning,
                               fmt::format("It ended early: {}. {} of {} operations were done.",
                                           why_stopped(stopped), grouped(run.fields.done_ops),
                                           grouped(run.fields.total_ops))) +
            "\n";
}

void figures(std::string& text, const Screen& screen, const BenchResult& result) {
  Table table({{"cpu node"},
               {"mem node"},
               {"threads", Align::right, 3},
               {"op", Align::left},
               {"ops"},
               {"p50"},
               {"p90", Align::right, 2},
               {"p99"},
               {"p99.9", Align::right, 2},
               {"max", Align::right, 1},
               {"mean"},
               {"ops/s", Align::right, 1},
               {"failed"},
               {"fallback"}});
  for (const BenchFigures& one : result.figures) {
    const auto& fields = one.row.fields;
    const std::optional<double> mean = model::mean_ns(one);
    table.add({number(present(fields.cpu_node)),
               number(present(fields.mem_node)),
               number(present(fields.threads)),
               {fields.op, Role::accent},
               grouped(present(fields.ops).value_or(0)),
               time_text(model::percentile(one, 500)),
               time_text(model::percentile(one, 900)),
               time_text(model::percentile(one, 990)),
               time_text(model::percentile(one, 999)),
               time_text(present(fields.max_ns)),
               mean ? nanoseconds(static_cast<std::uint64_t>(std::llround(*mean))) : absent_mark,
               rate_text(one),
               warned_count(present(fields.failed)),
               warned_count(present(fields.fallback))});
  }
  text += table.render(screen.style, screen.width);
}

void clock_note(std::string& text, const Screen& screen, const BenchResult& result) {
  std::optional<std::uint64_t> empty;
  for (const BenchFigures& one : result.figures)
    if (one.empty_ns && (!empty || *one.empty_ns < *empty))
      empty = one.empty_ns;
  const std::uint64_t batch = present(result.run->fields.batch).value_or(1);
  if (empty)
    text += note(screen, batch == 1
                             ? fmt::format("In every figure: {} for reading the clock (op empty).",
                                           nanoseconds(*empty))
                             : fmt::format("The clock was read once for {} operations: percentiles "
                                           "are those of their means.",
                                           batch));
}

std::string what_was_checked(const BenchResult& result, std::uint64_t objects) {
  if (objects != 0)
    return fmt::format("{} objects, each aligned, placed, holding what was written to it, and "
                       "given back.",
                       grouped(objects));
  // Cases of operations: on memory that lies somewhere, or on counters.
  if (!result.places.empty())
    return "what was read is what had been written.";
  return result.run->text("case") == "empty" ? "" : "the sums are what was added.";
}

void findings(std::string& text, const Screen& screen, const BenchResult& result) {
  const std::string faults = bench_faults(screen, result);
  text += faults;
  if (!faults.empty())
    return;
  std::uint64_t objects = 0;
  for (const auto& check : result.checks)
    objects += present(check.fields.acquired).value_or(0);
  const std::string checked = what_was_checked(result, objects);
  if (!checked.empty() && !result.checks.empty())
    text += screen.style.paint(Role::good, "Checked: " + checked) + "\n";
}

void threads(std::string& text, const Screen& screen, const BenchResult& result) {
  text += "\n" + screen.style.paint(Role::title, "By thread") + "\n";
  Table table({{"leg"},
               {"thread"},
               {"cpu"},
               {"node"},
               {"op", Align::left},
               {"ops"},
               {"mean"},
               {"min"},
               {"max"}});
  for (const auto& thread : result.threads) {
    const auto& fields = thread.fields;
    const std::uint64_t ops = present(fields.ops).value_or(0);
    table.add({number(present(fields.leg)),
               number(present(fields.thread)),
               number(present(fields.cpu)),
               number(present(fields.nid)),
               {fields.op, Role::accent},
               grouped(ops),
               ops == 0 ? absent_mark : nanoseconds(present(fields.sum_ns).value_or(0) / ops),
               time_text(present(fields.min_ns)),
               time_text(present(fields.max_ns))});
  }
  text += table.render(screen.style, screen.width);
}

// Buckets are 1.6 % wide: too many for a screen. Four to each power of two.
void histogram(std::string& text, const Screen& screen, const BenchFigures& figures) {
  constexpr unsigned parts_log = 2;
  std::map<std::uint64_t, std::uint64_t> rows; // by their lowest time
  for (const model::BenchBucket& bucket : figures.buckets) {
    const std::uint64_t low = bucket.fields.low_ns;
    const auto bits = static_cast<unsigned>(std::bit_width(low));
    const unsigned shift = bits > parts_log + 1 ? bits - parts_log - 1 : 0;
    rows[low >> shift << shift] += bucket.fields.count;
  }
  std::uint64_t most = 0;
  for (const auto& [low, count] : rows)
    most = std::max(most, count);
  text +=
      "\n" +
      screen.style.paint(Role::title, fmt::format("{}: leg {}, CPU node {}, memory node {}",
                                                  figures.row.fields.op, figures.row.fields.leg,
                                                  number(present(figures.row.fields.cpu_node)),
                                                  number(present(figures.row.fields.mem_node)))) +
      "\n";
  Table table({{"from"}, {"ops"}, {"", Align::left}});
  for (const auto& [low, count] : rows)
    table.add(
        {nanoseconds(low), grouped(count), share_bar(screen.style, Role::accent, count, most, 40)});
  text += table.render(screen.style, screen.width);
}

} // namespace

std::string time_text(const std::optional<std::uint64_t>& ns) {
  return ns ? nanoseconds(*ns) : absent_mark;
}

std::string rate_text(const BenchFigures& figures) {
  const std::optional<double> rate = model::ops_per_second(figures);
  return rate ? brief(static_cast<std::uint64_t>(*rate)) : absent_mark;
}

Cell warned_count(const std::optional<std::uint64_t>& count) {
  return {number(count), count.value_or(0) == 0 ? Role::dim : Role::warning};
}

std::string bench_faults(const Screen& screen, const BenchResult& result) {
  std::string text;
  for (const std::string& fault : model::faults(result))
    text += screen.style.paint(Role::bad, "WRONG: " + fault) + "\n";
  return text;
}

std::string nanoseconds(std::uint64_t ns) {
  if (ns < 100000)
    return grouped(ns) + " ns";
  if (ns < 100000000)
    return grouped(ns / 1000) + " us";
  return grouped(ns / 1000000) + " ms";
}

std::string bench_list(const Screen& screen, const reader::WireFile& cases) {
  Table table({{"case", Align::left},
               {"ops", Align::left},
               {"keys", Align::left, 1},
               {"what it does", Align::left, 0, true}});
  for (const auto& row : cases.rows<mms_wire_bench_case>())
    table.add(
        {{row.fields.name, Role::accent}, row.text("ops"), row.text("keys"), row.text("does")});
  return table.render(screen.style, screen.width);
}

std::string bench_progress(const model::BenchRun& run) {
  const std::uint64_t done = present(run.fields.done_ops).value_or(0);
  const std::uint64_t total = std::max<std::uint64_t>(present(run.fields.total_ops).value_or(1), 1);
  const double seconds = static_cast<double>(present(run.fields.elapsed_ns).value_or(0)) / 1e9;
  std::string text = fmt::format("{} of {} operations ({:.0f} %)", grouped(done), grouped(total),
                                 100.0 * static_cast<double>(done) / static_cast<double>(total));
  if (done == 0 || seconds <= 0)
    return text;
  const double rate = static_cast<double>(done) / seconds;
  return text + fmt::format(", {}/s, {:.0f} s left", brief(static_cast<std::uint64_t>(rate)),
                            static_cast<double>(total - std::min(done, total)) / rate);
}

std::string bench_result(const Screen& screen, const BenchResult& result, bool all) {
  if (!result.run || std::string_view(result.run->fields.phase) == "idle")
    return "No run yet: mmscope bench run CASE starts one, mmscope bench list names the cases.\n";
  std::string text;
  headline(text, screen, result);
  if (result.figures.empty())
    return text;
  figures(text, screen, result);
  clock_note(text, screen, result);
  findings(text, screen, result);
  text += bench_memory(screen, result);
  if (!all)
    return text;
  threads(text, screen, result);
  for (const BenchFigures& one : result.figures)
    histogram(text, screen, one);
  return text;
}

} // namespace mmscope::view
