// SPDX-License-Identifier: GPL-2.0
// The `page` request: everything about one page.
#include "core/page_info.hpp"

#include "core/flag_names.hpp"
#include "core/views.hpp"
#include "wire/page_class.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

// The batch of a single page is too large for a kernel stack.
class Reader {
public:
  Result<void> prepare() { return batch_.allocate(1); }

  // The run that starts at the pfn; nullptr where that is not online.
  const mms_page_run* read(mms_u64 pfn) {
    mms_page_batch& batch = *batch_.raw();
    if (mms_pages_read(pfn, pfn + 1, &batch) != 0 || batch.nr_runs == 0)
      return nullptr;
    return &batch.runs[0];
  }

private:
  Array<mms_page_batch> batch_;
};

// Within a free block only the first page is marked. Looks for a block that
// starts before the pfn and reaches over it.
bool in_free_block(Reader& reader, mms_u64 pfn, mms_page_run& block) {
  for (unsigned order = 1; order < mms_nr_page_orders(); ++order) {
    const mms_u64 head = pfn & ~((mms_u64{1} << order) - 1);
    if (head == pfn)
      continue;
    const mms_page_run* const run = reader.read(head);
    if (run != nullptr && (run->flags & MMS_PG(BUDDY)) && head + run->nr_pages > pfn) {
      block = *run;
      return true;
    }
  }
  return false;
}

Errno not_online(mms_u64 pfn, Reason& reason) {
  const mms_u64 end = end_of_memory();
  reason.add("pfn ").add_hex(pfn);
  if (pfn >= end)
    reason.add(" is past the end of memory at ").add_hex(end);
  else if (mms_pages_per_section() != 0 &&
           mms_section_nr_state(pfn / mms_pages_per_section()) == MMS_SECTION_OFFLINE)
    reason.add(" is offline");
  else
    reason.add(" lies in a hole: no memory, or not the kernel's");
  return not_there;
}

} // namespace

Result<PageInfo> read_page(mms_u64 pfn, Reason& reason) {
  Reader reader;
  MMS_TRY(reader.prepare());
  const mms_page_run* const run = reader.read(pfn);
  if (run == nullptr)
    return not_online(pfn, reason);
  PageInfo page{*run, pfn, pfn};
  if (run->flags & MMS_PG(COMPOUND_TAIL))
    page.head_pfn = pfn + run->nr_pages - (mms_u64{1} << run->order);
  mms_page_run block{};
  if (run->refcount == 0 && wire::classify_page(run->flags) == MMS_CLASS_KERNEL &&
      in_free_block(reader, pfn, block)) {
    page.head_pfn = block.pfn;
    page.run = block;
  }
  return page;
}

void put_page(Encoder& out, const PageInfo& page, bool in_memmap) {
  const mms_page_run& run = page.run;
  mms_wire_page_info record;
  mms_wire_page_info_clear(&record);
  record.pfn = page.pfn;
  record.nid = static_cast<mms_u64>(run.nid);
  record.zone_idx = run.zone_idx;
  if (mms_pages_per_section() != 0)
    record.section = page.pfn / mms_pages_per_section();
  record.pageblock = page.pfn & ~((mms_u64{1} << mms_pageblock_order()) - 1);
  record.head_pfn = page.head_pfn;
  record.order = run.order;
  record.refcount = run.refcount;
  record.mapcount = run.mapcount;
  record.flags_bits = run.flags;

  mms_page_class page_class = wire::classify_page(run.flags);
  if (page_class == MMS_CLASS_RESERVED && in_memmap)
    page_class = MMS_CLASS_MEMMAP;
  out.begin("page_info");
  out.fields(record);
  out.text("zone", zone_name(run.nid, run.zone_idx));
  out.text("migratetype", migratetype_name(mms_pageblock_migratetype(page.pfn)));
  out.text("class", wire::page_classes[page_class].name);
  put_flag_names<wire::PageFlagInfo>(out, wire::page_flags, run.flags);
  out.end();
}

Result<void> answer_page(Request& request, Encoder& out) {
  const mms_u64 pfn = MMS_TRY(request.number("pfn", 0, ~mms_u64{0} >> 1));
  MMS_TRY(request.finish("pfn"));
  const PageInfo page = MMS_TRY(read_page(pfn, request.reason()));
  MemmapRanges memmap;
  MMS_TRY(memmap.load());
  put_page(out, page, memmap.pages_in(pfn, pfn + 1) != 0);
  return {};
}

} // namespace mmscope
