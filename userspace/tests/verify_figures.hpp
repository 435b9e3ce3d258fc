// SPDX-License-Identifier: GPL-2.0
// The figures of the made-up machine, and how the two sides write them down.
#ifndef MMSCOPE_TESTS_VERIFY_FIGURES_HPP
#define MMSCOPE_TESTS_VERIFY_FIGURES_HPP

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/verify_machine.hpp"

namespace mmscope::tests {

inline constexpr std::uint64_t page_size = 4096;
inline constexpr std::uint64_t thp_bytes = 2 << 20;
inline constexpr std::size_t nr_orders = 3;
inline constexpr std::array zone_names = {"DMA", "DMA32", "Normal", "Movable"};
inline constexpr std::array type_names = {"Unmovable",  "Movable", "Reclaimable",
                                          "HighAtomic", "CMA",     "Isolate"};
inline constexpr std::array<unsigned, 3> cpus = {0, 1, 2};

using Counters = std::vector<std::pair<std::string, std::uint64_t>>;

[[nodiscard]] std::uint64_t counter(const Counters& counters, const std::string& name);

struct FigureZone {
  std::size_t idx = 0;
  std::uint64_t start = 0;
  std::uint64_t spanned = 0;
  std::uint64_t present = 0;
  std::uint64_t managed = 0;
  std::uint64_t cma = 0;
  std::uint64_t boost = 0;
  std::array<std::uint64_t, 4> marks{}; // min, low, high, promo; boost included
  std::array<std::uint64_t, zone_names.size()> reserve{};
  std::array<std::array<std::uint64_t, nr_orders>, type_names.size()> blocks{};
  Counters stats;
  Counters numa;

  [[nodiscard]] bool populated() const { return present != 0; }
  // Movable has none, so that a request can fail there (extfrag_index).
  [[nodiscard]] bool has_large_blocks() const { return idx != 3; }
  [[nodiscard]] std::uint64_t nr_free(std::size_t order) const;
  [[nodiscard]] std::uint64_t pages_of(std::size_t type) const;
};

struct FigureNode {
  std::uint64_t nid = 0;
  std::string cpulist;
  std::vector<std::uint64_t> distance;
  std::vector<std::uint64_t> fallback;
  std::uint64_t failures = 0;
  Counters stats;
  std::vector<FigureZone> zones;

  [[nodiscard]] std::uint64_t sum(std::uint64_t FigureZone::*member) const;
  [[nodiscard]] std::uint64_t sum_stat(const std::string& name) const;
  [[nodiscard]] std::uint64_t sum_numa(const std::string& name) const;
  [[nodiscard]] std::uint64_t reserve() const; // totalreserve_pages
};

struct Figures {
  Kernel kernel = Kernel::v6_1;
  std::vector<FigureNode> nodes;

  [[nodiscard]] std::uint64_t available(const FigureNode* node) const; // all nodes: nullptr
};

[[nodiscard]] Figures make_figures(Kernel kernel);

// Each adds its side's files.
void publish(const Figures& figures, Files& files);
void publish_census(const Figures& figures, Files& files);
void print_proc(const Figures& figures, Files& files);
void print_extfrag(const Figures& figures, Files& files);
void print_node_files(const Figures& figures, Files& files);

} // namespace mmscope::tests

#endif // MMSCOPE_TESTS_VERIFY_FIGURES_HPP
