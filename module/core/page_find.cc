// SPDX-License-Identifier: GPL-2.0
// The `page_find` request: pages of a class, node, zone, order or migratetype.
#include "core/page_info.hpp"
#include "core/views.hpp"
#include "core/walk.hpp"
#include "wire/page_class.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

// Rows asked for with one request; a debugfs file is no place for millions.
constexpr mms_u64 max_limit = 10000;
constexpr mms_u64 default_limit = 20;

constexpr mms_u64 any = ~mms_u64{0};

struct Wanted {
  std::string_view zone; // empty: any
  std::string_view migratetype;
  mms_u64 page_class = any;
  mms_u64 nid = any;
  mms_u64 order = any;
  mms_u64 from = 0;
  mms_u64 limit = default_limit;
};

// Index of the name that `at(i)` gives; `any` where there is none.
template <typename At> mms_u64 index_of(std::string_view name, unsigned count, At&& at) {
  for (unsigned i = 0; i < count; ++i)
    if (name == at(i))
      return i;
  return any;
}

// Says which names there are.
template <typename At> Errno unknown_name(Reason& reason, std::string_view key,
                                          std::string_view name, unsigned count, At&& at) {
  reason.add("there is no ").add(key).add(" '").add(name).add("'; allowed:");
  for (unsigned i = 0; i < count; ++i)
    reason.add(" ").add(at(i));
  return invalid;
}

Result<Wanted> parse_wanted(Request& request) {
  Wanted wanted;
  const auto class_name = [](unsigned i) { return std::string_view(wire::page_classes[i].name); };
  if (const std::string_view name = request.word("class"); request.has("class")) {
    wanted.page_class = index_of(name, MMS_NR_PAGE_CLASSES, class_name);
    if (wanted.page_class == any)
      return unknown_name(request.reason(), "class", name, MMS_NR_PAGE_CLASSES, class_name);
  }
  const auto type_name = [](unsigned i) { return std::string_view(mms_migratetype_name(i)); };
  wanted.migratetype = request.word("migratetype");
  if (request.has("migratetype") &&
      index_of(wanted.migratetype, mms_nr_migratetypes(), type_name) == any)
    return unknown_name(request.reason(), "migratetype", wanted.migratetype, mms_nr_migratetypes(),
                        type_name);
  // Every node has a struct zone of each name; zone_name() adds "none".
  const int first_nid = mms_next_node(-1, MMS_NODE_ONLINE);
  const auto zone_at = [&](unsigned i) { return std::string_view(zone_name(first_nid, i)); };
  const unsigned nr_zone_names = mms_max_nr_zones() + 1;
  wanted.zone = request.word("zone");
  if (request.has("zone") && index_of(wanted.zone, nr_zone_names, zone_at) == any)
    return unknown_name(request.reason(), "zone", wanted.zone, nr_zone_names, zone_at);
  if (request.has("nid")) {
    wanted.nid = MMS_TRY(request.number("nid", 0, static_cast<mms_u64>(mms_nr_node_ids()) - 1));
    bool online = false;
    for_each_online_node(
        [&](Nid nid, NodeView) { online |= static_cast<mms_u64>(nid.value()) == wanted.nid; });
    if (!online) {
      request.reason().add("node ").add(wanted.nid).add(" is not online");
      return not_there;
    }
  }
  if (request.has("order"))
    wanted.order = MMS_TRY(request.number("order", 0, MMS_MAX_COMPOUND_ORDER));
  wanted.from = MMS_TRY(request.number_or("from", 0, 0, any >> 1));
  wanted.limit = MMS_TRY(request.number_or("limit", default_limit, 1, max_limit));
  MMS_TRY(request.finish("class nid zone order migratetype from limit"));
  return wanted;
}

class Finder {
public:
  Finder(Encoder& out, const Wanted& wanted, const WalkRanges& ranges, const MemmapRanges& memmap)
      : out_(out), wanted_(wanted), ranges_(ranges), memmap_(memmap) {}

  void set_node(int nid) { nid_ = nid; }
  [[nodiscard]] bool stop() const { return found_ == wanted_.limit || mms_signal_pending() != 0; }

  void run(const mms_page_run& run, unsigned migratetype) {
    if (!ranges_.counts(nid_, run.nid, run.pfn) || blocks_in(run) == 0 ||
        !matches(run, migratetype))
      return;
    const mms_u64 end = run.pfn + run.nr_pages;
    for (mms_u64 pfn = run.pfn; pfn < end && found_ < wanted_.limit; pfn += mms_u64{1} << run.order)
      tell(run, pfn);
  }

private:
  [[nodiscard]] bool matches(const mms_page_run& run, unsigned migratetype) const {
    if (wanted_.nid != any && wanted_.nid != static_cast<mms_u64>(run.nid))
      return false;
    if (wanted_.order != any && wanted_.order != run.order)
      return false;
    if (!wanted_.migratetype.empty() && wanted_.migratetype != migratetype_name(migratetype))
      return false;
    if (!wanted_.zone.empty() && wanted_.zone != zone_name(run.nid, run.zone_idx))
      return false;
    const mms_page_class page_class = wire::classify_page(run.flags);
    // Page by page, for reserved runs may hold both.
    return wanted_.page_class == any || wanted_.page_class == page_class ||
           (wanted_.page_class == MMS_CLASS_MEMMAP && page_class == MMS_CLASS_RESERVED);
  }

  void tell(const mms_page_run& run, mms_u64 pfn) {
    if (pfn < wanted_.from)
      return;
    const bool in_memmap = memmap_.pages_in(pfn, pfn + 1) != 0;
    if (wanted_.page_class == MMS_CLASS_MEMMAP && !in_memmap)
      return;
    if (wanted_.page_class == MMS_CLASS_RESERVED && in_memmap)
      return;
    put_page(out_, {run, pfn, pfn}, in_memmap);
    ++found_;
  }

  Encoder& out_;
  const Wanted& wanted_;
  const WalkRanges& ranges_;
  const MemmapRanges& memmap_;
  mms_u64 found_ = 0;
  int nid_ = -1;
};

} // namespace

Result<void> answer_page_find(Request& request, Encoder& out) {
  const Wanted wanted = MMS_TRY(parse_wanted(request));
  MemmapRanges memmap;
  MMS_TRY(memmap.load());
  WalkRanges ranges;
  MMS_TRY(ranges.load());
  Finder finder(out, wanted, ranges, memmap);
  PageWalk<Finder> walk(finder);
  MMS_TRY(walk.prepare());
  for (const WalkRange& range : ranges.view()) {
    finder.set_node(range.nid);
    walk.walk(wanted.from > range.start ? wanted.from : range.start, range.end);
  }
  return mms_signal_pending() != 0 ? Result<void>(interrupted) : Result<void>();
}

} // namespace mmscope
