// SPDX-License-Identifier: GPL-2.0
#include "view/bench_matrix.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "view/bench.hpp"
#include "view/heat.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::BenchFigures;
using model::BenchResult;
using reader::present;

using Figure = std::function<std::optional<std::uint64_t>(const BenchFigures&)>;

// One kind of operation, its figures heated from the least to the most, and beside
// them what SLIT says.
class Heat {
public:
  Heat(const BenchResult& result, const std::string& op, const Figure& figure) {
    for (const BenchFigures& one : result.figures) {
      const auto value = figure(one);
      if (op != one.row.fields.op || !value)
        continue;
      const std::uint64_t cpu_node = present(one.row.fields.cpu_node).value_or(0);
      const std::uint64_t mem_node = present(one.row.fields.mem_node).value_or(0);
      values_[{cpu_node, mem_node}] = *value;
      cpu_nodes_.insert(cpu_node);
      mem_nodes_.insert(mem_node);
      least_ = std::min(least_, *value);
      most_ = std::max(most_, *value);
    }
  }

  [[nodiscard]] bool empty() const { return values_.empty(); }

  // `hot` is what is bad: the most of a time, the least of a bandwidth.
  [[nodiscard]] std::string render(const Screen& screen, const model::Distances& distances,
                                   const std::function<std::string(std::uint64_t)>& shown,
                                   bool most_is_hot) const {
    std::vector<Column> columns = {{"cpu node"}};
    for (const std::uint64_t nid : mem_nodes_)
      columns.push_back({fmt::format("mem {}", nid)});
    for (const std::uint64_t nid : mem_nodes_)
      columns.push_back({fmt::format("SLIT {}", nid), Align::right, 1});
    Table table(std::move(columns));
    for (const std::uint64_t cpu_node : cpu_nodes_) {
      std::vector<Cell> cells = {fmt::format("{}", cpu_node)};
      for (const std::uint64_t mem_node : mem_nodes_) {
        const auto found = values_.find({cpu_node, mem_node});
        if (found == values_.end()) {
          cells.emplace_back(absent_mark, Role::dim);
          continue;
        }
        const std::uint64_t part = most_is_hot ? found->second - least_ : most_ - found->second;
        cells.emplace_back(shown(found->second),
                           heat_cell(1, part, std::max<std::uint64_t>(most_ - least_, 1)).role);
      }
      for (const std::uint64_t mem_node : mem_nodes_) {
        const auto found = distances.slit.find({cpu_node, mem_node});
        cells.emplace_back(found == distances.slit.end() ? absent_mark
                                                         : fmt::format("{}", found->second),
                           Role::dim);
      }
      table.add(std::move(cells));
    }
    return table.render(screen.style, screen.width);
  }

private:
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> values_;
  std::set<std::uint64_t> cpu_nodes_;
  std::set<std::uint64_t> mem_nodes_;
  std::uint64_t least_ = ~std::uint64_t{0};
  std::uint64_t most_ = 0;
};

std::string titled(const Screen& screen, const std::string& text, const std::string& title) {
  return (text.empty() ? "" : "\n") + screen.style.paint(Role::title, title) + "\n";
}

std::string hmat_table(const Screen& screen, const model::Distances& distances) {
  if (distances.hmat.empty())
    return screen.style.paint(Role::dim,
                              "No HMAT: the firmware or the kernel gives no latency or bandwidth "
                              "(node*/access0).") +
           "\n";
  Table table({{"mem node"},
               {"nearest to", Align::left},
               {"read latency"},
               {"write latency"},
               {"read MB/s"},
               {"write MB/s"}});
  const auto time = [](const std::optional<std::uint64_t>& ns) {
    return ns ? nanoseconds(*ns) : std::string(absent_mark);
  };
  for (const model::Hmat& one : distances.hmat)
    table.add({fmt::format("{}", one.mem_node),
               one.initiators.empty() ? std::string(absent_mark)
                                      : fmt::format("node {}", fmt::join(one.initiators, ", ")),
               time(one.read_latency_ns), time(one.write_latency_ns), number(one.read_mb_per_s),
               number(one.write_mb_per_s)});
  return screen.style.paint(Role::title, "HMAT: what the firmware says") + "\n" +
         table.render(screen.style, screen.width);
}

} // namespace

std::string bench_matrix(const Screen& screen, const BenchResult& result,
                         const model::Distances& distances) {
  std::string text;
  for (const std::string& op : model::op_kinds({&result})) {
    const Heat times(result, op,
                     [](const BenchFigures& one) { return model::percentile(one, 500); });
    if (!times.empty())
      text += titled(screen, text,
                     op + ": median by CPU node (down) and memory node (across), beside SLIT") +
              times.render(screen, distances, nanoseconds, true);
    const Heat rates(result, op,
                     [&](const BenchFigures& one) { return model::bytes_per_second(result, one); });
    if (!rates.empty())
      text += titled(screen, text, op + ": bandwidth") +
              rates.render(
                  screen, distances, [](std::uint64_t rate) { return bytes(rate) + "/s"; }, false);
  }
  return text.empty() ? text : text + "\n" + hmat_table(screen, distances);
}

} // namespace mmscope::view
