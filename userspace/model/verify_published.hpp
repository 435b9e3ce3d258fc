// SPDX-License-Identifier: GPL-2.0
// What the module says, as verify wants it: figures by the key of the wire.
#ifndef MMSCOPE_MODEL_VERIFY_PUBLISHED_HPP
#define MMSCOPE_MODEL_VERIFY_PUBLISHED_HPP

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/system.hpp"
#include "model/translation.hpp"
#include "model/value.hpp"
#include "model/verify.hpp"

namespace mmscope::model {

using Numbers = std::map<std::string, std::int64_t, std::less<>>;

// The value under a key, as one side of a comparison.
[[nodiscard]] std::optional<Value> value_of(const Numbers& numbers, std::string_view key);

[[nodiscard]] std::optional<Value> to_value(std::optional<std::int64_t> number);
[[nodiscard]] std::optional<Value> to_value(std::optional<std::uint64_t> number);

// Which files a check needs; reading no others keeps the bracket narrow.
enum Need : unsigned {
  need_info = 1,
  need_nodes = 2,
  need_zones = 4,
  need_zonelists = 8,
  need_free_areas = 16,
  need_pcps = 32,
  need_model = 64,
  need_all = 127,
  need_pages = 128,        // walks all of memory: not among all
  need_translations = 256, // asks about this process: on a live system only
};

struct PublishedNode {
  std::uint64_t nid = 0;
  Numbers numbers;
  std::vector<std::uint64_t> distance;
  std::string cpus;
};

struct PublishedZone {
  std::uint64_t nid = 0;
  std::uint64_t zone_idx = 0;
  std::string name;
  bool populated = false;
  Numbers numbers;
  std::vector<std::uint64_t> lowmem_reserve;

  [[nodiscard]] std::string label() const; // "zone 0:DMA32"

  // Pages that one refill or drain of a per-CPU list moves.
  [[nodiscard]] std::int64_t batch() const;
};

struct Published {
  System system; // only what was asked for
  std::int64_t page_size = 0;
  std::vector<PublishedNode> nodes;
  std::vector<PublishedZone> zones;
  std::vector<Translation> translations; // of own_pages(), in their order

  [[nodiscard]] const PublishedNode* node(std::uint64_t nid) const;
  [[nodiscard]] const PublishedZone* zone(std::uint64_t nid, std::string_view name) const;
  [[nodiscard]] bool has_populated_zone(std::uint64_t nid) const;

  // Nothing where no row has the key. Without a node: over all of them.
  [[nodiscard]] std::optional<std::int64_t> sum_zones(std::string_view key,
                                                      std::optional<std::uint64_t> nid = {}) const;
  [[nodiscard]] std::optional<std::int64_t> sum_nodes(std::string_view key) const;

  // The batches of all zones (of a node): how far a sum of free pages may be off.
  [[nodiscard]] std::int64_t batches(std::optional<std::uint64_t> nid = {}) const;
};

// Throws reader::Error.
[[nodiscard]] Published load_published(const reader::Source& source, unsigned needs);

// Keys of the vmstat counters that a zone and a node have, in the schema.
[[nodiscard]] const std::vector<std::string>& zone_stat_keys();
[[nodiscard]] const std::vector<std::string>& node_stat_keys();
[[nodiscard]] const std::vector<std::string>& numa_stat_keys();

// How far a vmstat counter may be off. Free pages move by a batch when anybody,
// the reader of the files for one, makes a per-CPU list refill.
[[nodiscard]] Rule rule_of_counter(std::string_view key, std::int64_t batches);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_VERIFY_PUBLISHED_HPP
