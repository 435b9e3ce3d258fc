// SPDX-License-Identifier: GPL-2.0
// The fragmentation indices of the machine, with the formulas of mm/vmstat.c
// written down once more, as the kernel has them.
#include <fmt/format.h>

#include "tests/verify_figures.hpp"

namespace mmscope::tests {
namespace {

struct Contig {
  std::uint64_t pages = 0;
  std::uint64_t total = 0;
  std::uint64_t suitable = 0;
};

Contig fill(const FigureZone& zone, std::size_t suitable_order) {
  Contig info;
  for (std::size_t order = 0; order < nr_orders; ++order) {
    const std::uint64_t blocks = zone.nr_free(order);
    info.total += blocks;
    info.pages += blocks << order;
    if (order >= suitable_order)
      info.suitable += blocks << (order - suitable_order);
  }
  return info;
}

int unusable(const Contig& info, std::size_t order) {
  return static_cast<int>((info.pages - (info.suitable << order)) * 1000 / info.pages);
}

int extfrag(const Contig& info, std::size_t order) {
  if (info.suitable != 0)
    return -1000;
  return static_cast<int>(1000 - (1000 + info.pages * 1000 / (1ULL << order)) / info.total);
}

template <class Index> std::string lines(const Figures& figures, const char* format, Index index) {
  std::string text;
  for (const FigureNode& node : figures.nodes) {
    for (const FigureZone& zone : node.zones) {
      if (!zone.populated())
        continue;
      text += fmt::format("Node {}, zone {:>8} ", node.nid, zone_names[zone.idx]);
      for (std::size_t order = 0; order < nr_orders; ++order) {
        const int value = index(fill(zone, order), order);
        text += fmt::format(fmt::runtime(format), value / 1000, value % 1000);
      }
      text += "\n";
    }
  }
  return text;
}

} // namespace

void print_extfrag(const Figures& figures, Files& files) {
  const std::string dir = "/sys/kernel/debug/extfrag/";
  files[dir + "unusable_index"] = lines(figures, "{}.{:03} ", unusable);
  files[dir + "extfrag_index"] = lines(figures, "{:2}.{:03} ", extfrag);
}

} // namespace mmscope::tests
