// SPDX-License-Identifier: GPL-2.0
// The `model` file: the memory model and the pfn ranges that hold memory.
#include "core/publish.hpp"
#include "core/views.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

const char* state_name(mms_section_state state) {
  switch (state) {
  case MMS_SECTION_HOLE:
    return "hole";
  case MMS_SECTION_OFFLINE:
    return "offline";
  case MMS_SECTION_ONLINE:
    return "online";
  }
  return "unknown";
}

// Joins neighbouring pieces of one state into runs and writes each run.
class RunWriter {
public:
  explicit RunWriter(Encoder& out) : out_(out) {}

  void add(mms_u64 start_pfn, mms_u64 nr_pages, mms_section_state state) {
    if (end_ != start_ && state != state_)
      flush();
    if (end_ == start_) {
      start_ = start_pfn;
      state_ = state;
    }
    end_ = start_pfn + nr_pages;
  }

  void flush() {
    if (end_ == start_)
      return;
    out_.begin("section_range");
    out_.number("start_pfn", start_);
    out_.number("end_pfn", end_);
    out_.text("state", state_name(state_));
    out_.end();
    start_ = end_;
  }

private:
  Encoder& out_;
  mms_u64 start_ = 0;
  mms_u64 end_ = 0;
  mms_section_state state_ = MMS_SECTION_HOLE;
};

struct SectionCounts {
  mms_u64 scanned = 0;
  mms_u64 present = 0;
  mms_u64 online = 0;
};

// A section is looked at in subsections only where it holds something, so that
// a wide hole costs one step for each section.
void walk_section(mms_u64 section, mms_section_state state, RunWriter& runs) {
  const mms_u64 pages = mms_pages_per_section();
  const mms_u64 start = section * pages;
  if (state == MMS_SECTION_HOLE) {
    runs.add(start, pages, state);
    return;
  }
  const mms_u64 step = mms_pages_per_subsection();
  for (mms_u64 pfn = start; pfn < start + pages; pfn += step)
    runs.add(pfn, step, mms_subsection_state(pfn));
}

SectionCounts walk_sections(RunWriter& runs) {
  SectionCounts counts;
  const mms_u64 pages = mms_pages_per_section();
  if (pages == 0)
    return counts;
  counts.scanned = (end_of_memory() + pages - 1) / pages;
  for (mms_u64 section = 0; section < counts.scanned; ++section) {
    const mms_section_state state = mms_section_nr_state(section);
    counts.present += state != MMS_SECTION_HOLE;
    counts.online += state == MMS_SECTION_ONLINE;
    walk_section(section, state, runs);
    mms_cond_resched();
  }
  runs.flush();
  return counts;
}

Result<void> put_address(Encoder& out, std::string_view key, mms_address address) {
  return printed_text(out, key, [address](char* buf, mms_size size) {
    return mms_address_print(address, buf, size);
  });
}

} // namespace

Result<void> publish_model(Encoder& out) {
  mms_wire_model model;
  mms_wire_model_clear(&model);
  mms_model_read(&model);
  model.pageblock_order = mms_pageblock_order();

  RunWriter runs(out);
  const SectionCounts sections = walk_sections(runs);
  if (sections.scanned != 0) {
    model.sections_scanned = sections.scanned;
    model.sections_present = sections.present;
    model.sections_online = sections.online;
    model.memmap_bytes = sections.present * mms_pages_per_section() * model.struct_page_bytes;
  }

  out.begin("model");
  out.fields(model);
  MMS_TRY(put_address(out, "page_offset_addr", MMS_ADDR_PAGE_OFFSET));
  MMS_TRY(put_address(out, "vmalloc_start_addr", MMS_ADDR_VMALLOC_START));
  MMS_TRY(put_address(out, "vmemmap_addr", MMS_ADDR_VMEMMAP));
  out.end();
  return {};
}

} // namespace mmscope
