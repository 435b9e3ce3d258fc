// SPDX-License-Identifier: GPL-2.0
#include "model/frag.hpp"

namespace mmscope::model {
namespace {

constexpr std::uint64_t scale = 1000;

// As the kernel prints it: 0.123
double decimal(std::int64_t thousandths) {
  return static_cast<double>(thousandths) / static_cast<double>(scale);
}

} // namespace

ContigPages contig_pages(const std::vector<std::uint64_t>& blocks, std::uint64_t order) {
  ContigPages pages;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    pages.free_blocks += blocks[i];
    pages.free_pages += blocks[i] << i;
    if (i >= order)
      pages.suitable_blocks += blocks[i] << (i - order);
  }
  return pages;
}

std::int64_t unusable_index(const ContigPages& pages, std::uint64_t order) {
  if (pages.free_pages == 0)
    return scale;
  const std::uint64_t unusable = pages.free_pages - (pages.suitable_blocks << order);
  return static_cast<std::int64_t>(unusable * scale / pages.free_pages);
}

std::int64_t extfrag_index(const ContigPages& pages, std::uint64_t order) {
  if (pages.free_blocks == 0)
    return 0;
  if (pages.suitable_blocks != 0)
    return would_not_fail;
  const std::uint64_t requested = std::uint64_t{1} << order;
  const std::uint64_t lack = (scale + pages.free_pages * scale / requested) / pages.free_blocks;
  return static_cast<std::int64_t>(scale) - static_cast<std::int64_t>(lack);
}

std::vector<FragIndex> frag_indices(const FreeAreas& areas) {
  std::vector<FragIndex> indices;
  for (const FreeByOrder& zone : free_by_order(areas)) {
    for (std::uint64_t order = 0; order < zone.blocks.size(); ++order) {
      const ContigPages pages = contig_pages(zone.blocks, order);
      indices.push_back(
          {zone.zone, order, pages, unusable_index(pages, order), extfrag_index(pages, order)});
    }
  }
  return indices;
}

Object to_object(const FragIndex& index) {
  return {{"nid", index.zone.nid},
          {"zone", index.zone.name},
          {"zone_idx", index.zone.zone_idx},
          {"order", index.order},
          {"free_pages", index.pages.free_pages},
          {"free_blocks", index.pages.free_blocks},
          {"suitable_blocks", index.pages.suitable_blocks},
          {"unusable_index", decimal(index.unusable)},
          {"extfrag_index", decimal(index.extfrag)}};
}

} // namespace mmscope::model
