// SPDX-License-Identifier: GPL-2.0
#include "cli/report_lab.hpp"

#include <array>
#include <chrono>
#include <fmt/core.h>

#include "cli/bench_drive.hpp"
#include "reader/error.hpp"

namespace mmscope::cli {
namespace {

using Clock = std::chrono::steady_clock;

// A run ends by itself after a second, so that none is begun in the last one.
constexpr std::chrono::seconds budget{5};
constexpr std::chrono::seconds longest_run{1};

constexpr std::array cases = {"case=alloc_pages order=0 ops=2000", "case=kmalloc size=64 ops=2000",
                              "case=vmalloc size=16384 ops=200", "case=percpu_counter ops=2000"};

// A node without CPUs is asked by those of the first node that has any, which the
// module chooses.
std::string line_for(const char* what, const model::Node& node) {
  std::string line =
      fmt::format("{} seconds={} mem_node={}", what, longest_run.count(), node.fields.nid);
  if (model::present(node.fields.has_cpu).value_or(0) != 0)
    line += fmt::format(" cpu_node={}", node.fields.nid);
  return line;
}

} // namespace

view::ReportLab run_report_lab(const reader::Source& source, const model::Nodes& nodes) {
  view::ReportLab lab;
  if (!source.is_live()) {
    lab.skipped = "a recorded tree cannot be driven";
    return lab;
  }
  const auto end = Clock::now() + budget;
  for (const model::Node& node : nodes.rows) {
    if (model::present(node.fields.has_memory).value_or(0) == 0)
      continue;
    for (const char* what : cases) {
      if (Clock::now() + longest_run > end) {
        ++lab.left_out;
        continue;
      }
      try {
        lab.results.push_back(run_bench(source, line_for(what, node)));
      } catch (const reader::Error& error) {
        // Busy, short of memory, or closed to this user: the rest is as good.
        lab.skipped = error.what();
        return lab;
      }
      if (std::string_view(lab.results.back().run->fields.stopped) == "cancelled") {
        lab.skipped = "cancelled";
        return lab;
      }
    }
  }
  return lab;
}

} // namespace mmscope::cli
