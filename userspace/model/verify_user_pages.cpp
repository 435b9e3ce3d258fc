// SPDX-License-Identifier: GPL-2.0
// The pages of user space: what the census sees of them against the node's
// counters. Each counter has its own idea of what it counts:
//
//   nr_anon_pages  anonymous pages that are mapped, of huge pages those parts that
//                  are (mm/rmap.c NR_ANON_MAPPED); also those in the swap cache
//   nr_file_pages  pages in the page cache: of files, shmem, and all of the swap
//                  cache (mm/filemap.c, mm/shmem.c, add_to_swap_cache()); no hugetlb
//   nr_shmem       of those the ones of shmem that are not in the swap cache
//
// The census has large folios in one class, thp, whatever they are of. Counters
// tell of PMD-sized ones: of those that a PMD maps whole, if anonymous. The rest
// may be of any kind; so the right value is only known to lie in an interval,
// which is a single value where every large folio is told and nothing is in swap.
// How many there are of thp itself only /proc/kpageflags tells.
#include <algorithm>
#include <fmt/core.h>
#include <map>

#include "model/verify_pages.hpp"

namespace mmscope::model {
namespace {

// Of every CPU, so many pages may be on their way to a list, from which they
// have gone by one account and not by the other (PAGEVEC_SIZE is 15, since 6.10 31).
constexpr std::int64_t batch_per_cpu = 31;

struct Interval {
  std::int64_t low = 0;
  std::int64_t high = 0;

  [[nodiscard]] std::int64_t nearest(std::int64_t to) const {
    return std::max(low, std::min(to, high));
  }
};

class NodeComparer {
public:
  NodeComparer(FigureList& list, const Published& published, const Published& counters,
               const PublishedNode& node, std::int64_t thp_pages)
      : list_(list), node_(node), thp_pages_(thp_pages) {
    for (const PageRow& row : published.system.pages.rows)
      if (row.fields.nid == node.nid)
        pages_[row.text("class")] += static_cast<std::int64_t>(row.fields.pages);
    rule_.kind = Rule::Kind::pages;
    rule_.slack = counter_slack(counters, node.nid);
    rule_.why = "per-CPU counters and batches";
  }

  void compare() {
    const std::int64_t anon_thp = huge("nr_anon_transparent_hugepages");
    const std::int64_t shmem_thp = huge("nr_shmem_hugepages");
    const std::int64_t file_thp = huge("nr_file_hugepages");
    const std::int64_t thp = pages("thp");
    const std::int64_t untold = std::max<std::int64_t>(thp - anon_thp - shmem_thp - file_thp, 0);
    const std::int64_t swapcache = pages("swapcache");
    // Large folios in the swap cache: of class thp, and counted once more as file.
    const std::int64_t large_in_swap =
        std::max<std::int64_t>(counted("nr_swapcached") - swapcache, 0);

    const std::int64_t anon = pages("anon") + pages("ksm");
    const std::int64_t cache = pages("file") + pages("shmem") + swapcache;
    add("anonymous pages", "nr_anon_pages",
        {anon + anon_thp, anon + anon_thp + untold + swapcache});
    add("pages of files", "nr_file_pages",
        {cache + shmem_thp + file_thp, cache + shmem_thp + file_thp + untold + large_in_swap});
    add("shmem pages", "nr_shmem",
        {pages("shmem") + shmem_thp, pages("shmem") + shmem_thp + untold});
    add("pages in the swap cache", "nr_swapcached", {swapcache, swapcache + thp});
    // Whatever large folios are of: together they are no more than there are.
    const std::int64_t all = anon + cache + thp;
    add_sum("anonymous and file pages", {all - untold, all + counted("nr_swapcached")});
  }

private:
  // A CPU keeps up to the threshold of its zone, of a node's counters up to the
  // highest one, before it adds them up: refresh_zone_stat_thresholds().
  static std::int64_t counter_slack(const Published& counters, std::uint64_t nid) {
    std::map<std::uint64_t, std::int64_t> thresholds; // by CPU
    for (const PcpRow& row : counters.system.pcps.rows) {
      if (row.fields.nid != nid)
        continue;
      const auto threshold =
          static_cast<std::int64_t>(present(row.fields.stat_threshold).value_or(0));
      std::int64_t& highest = thresholds[row.fields.cpu];
      highest = std::max(highest, threshold);
    }
    std::int64_t slack = 0;
    for (const auto& [cpu, threshold] : thresholds)
      slack += threshold + batch_per_cpu;
    return slack;
  }

  std::int64_t pages(const char* page_class) { return pages_[page_class]; }

  [[nodiscard]] std::int64_t counted(const char* key) const {
    const auto found = node_.numbers.find(key);
    return found == node_.numbers.end() ? 0 : found->second;
  }

  [[nodiscard]] std::int64_t huge(const char* key) const { return counted(key) * thp_pages_; }

  // Not every kernel has every counter: nr_swapcached is CONFIG_SWAP's.
  void add(const char* what, const char* key, Interval right) {
    if (node_.numbers.count(key) == 0)
      return;
    list_.add(fmt::format("node {} {}", node_.nid, what), key, right.nearest(counted(key)),
              value_of(node_.numbers, key), rule_);
  }

  void add_sum(const char* what, Interval right) {
    if (node_.numbers.count("nr_anon_pages") == 0 || node_.numbers.count("nr_file_pages") == 0)
      return;
    const std::int64_t sum = counted("nr_anon_pages") + counted("nr_file_pages");
    list_.add(fmt::format("node {} {}", node_.nid, what), "nr_anon_pages + nr_file_pages",
              right.nearest(sum), sum, rule_);
  }

  FigureList& list_;
  const PublishedNode& node_;
  std::int64_t thp_pages_;
  std::map<std::string, std::int64_t> pages_; // of the census, by class
  Rule rule_;
};

} // namespace

void compare_user_pages(FigureList& list, const Published& published, const Published& counters,
                        const PublishedNode& node, std::int64_t thp_pages) {
  NodeComparer(list, published, counters, node, thp_pages).compare();
}

} // namespace mmscope::model
