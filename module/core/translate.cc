// SPDX-License-Identifier: GPL-2.0
// The `translate` request: from an address to its page, entry by entry.
#include <charconv>

#include "core/flag_names.hpp"
#include "core/names.hpp"
#include "core/page_info.hpp"
#include "wire/pgtable.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

// PID_MAX_LIMIT of a 64-bit kernel.
constexpr mms_u64 max_pid = mms_u64{1} << 22;

void put_hex(Encoder& out, std::string_view key, mms_u64 number) {
  char digits[24] = {'0', 'x'};
  const std::to_chars_result result =
      std::to_chars(digits + 2, digits + sizeof(digits), number, 16);
  out.text(key, {digits, static_cast<std::size_t>(result.ptr - digits)});
}

void put_step(Encoder& out, const mms_pgtable_step& step) {
  mms_wire_pgtable_level record;
  mms_wire_pgtable_level_clear(&record);
  set_name(record.level, wire::pgtable_levels[step.level]);
  record.index = step.index;
  record.table_pfn = step.table_pfn;
  record.flags_bits = step.flags;
  out.begin("pgtable_level");
  out.fields(record);
  put_hex(out, "entry", step.value);
  put_flag_names<wire::PteFlagInfo>(out, wire::pte_flags, step.flags);
  out.end();
}

struct Asked {
  mms_u64 addr;
  mms_u64 pid; // 0: nobody's
  mms_address_area area;
};

void put_translation(Encoder& out, const Asked& asked, const mms_pgtable_walk& walk) {
  mms_wire_translation record;
  mms_wire_translation_clear(&record);
  if (asked.pid != 0)
    record.pid = asked.pid;
  set_name(record.area, wire::address_areas[asked.area].name);
  set_name(record.state, wire::walk_ends[walk.end].name);
  record.entry_bytes = walk.entry_bytes;
  record.pfn = walk.pfn;
  if (walk.end == MMS_WALK_MAPPED)
    record.phys_addr = walk.pfn * mms_page_size() + asked.addr % mms_page_size();
  record.swap_type = walk.swap_type;
  record.swap_offset = walk.swap_offset;
  set_name(record.vma_flags, walk.vma_flags);
  out.begin("translation");
  out.fields(record);
  put_hex(out, "addr", asked.addr);
  if (walk.vma_end != 0) {
    put_hex(out, "vma_start", walk.vma_start);
    put_hex(out, "vma_end", walk.vma_end);
  }
  out.end();
}

// The page may be another's by now: nothing holds it.
Result<void> put_its_page(Encoder& out, mms_u64 pfn) {
  Reason unheard; // memory without struct page is no error here
  const Result<PageInfo> page = read_page(pfn, unheard);
  if (page.error().value == not_there.value)
    return {};
  const PageInfo info = MMS_TRY(page);
  MemmapRanges memmap;
  MMS_TRY(memmap.load());
  put_page(out, info, memmap.pages_in(pfn, pfn + 1) != 0);
  return {};
}

Result<Asked> parse_asked(Request& request) {
  Asked asked{};
  asked.addr = MMS_TRY(request.number("addr", 0, ~mms_u64{0}));
  asked.pid = MMS_TRY(request.number_or("pid", 0, 1, max_pid));
  MMS_TRY(request.finish("addr pid"));
  asked.area = mms_area_of(asked.addr);
  if (asked.area == MMS_AREA_NONCANONICAL) {
    request.reason()
        .add("addr=")
        .add_hex(asked.addr)
        .add(
            " is not canonical: the bits above the highest that the CPU translates must repeat it");
    return invalid;
  }
  if (asked.area == MMS_AREA_USER && asked.pid == 0) {
    request.reason()
        .add("addr=")
        .add_hex(asked.addr)
        .add(" lies in the half of processes: pid= must say whose");
    return invalid;
  }
  return asked;
}

Errno no_tables(const Asked& asked, Errno error, Reason& reason) {
  switch (error.value) {
  case no_process.value:
    reason.add("there is no process with pid ").add(asked.pid);
    return no_process;
  case no_such_file.value:
    reason.add("process ").add(asked.pid).add(" has exited: it has no memory any more");
    return no_process;
  case not_there.value:
    reason.add("process ")
        .add(asked.pid)
        .add(" is a kernel thread, without an address space of its own");
    return no_process;
  case unsupported.value:
    reason.add("mmscope knows the page tables of x86-64 only");
    return unsupported;
  default:
    return error;
  }
}

} // namespace

Result<void> answer_translate(Request& request, Encoder& out) {
  const Asked asked = MMS_TRY(parse_asked(request));
  mms_pgtable_walk walk;
  if (const int err = mms_walk_pgtable(asked.pid, asked.addr, &walk); err != 0)
    return no_tables(asked, Errno{err}, request.reason());
  for (mms_u32 i = 0; i < walk.nr_steps; ++i)
    put_step(out, walk.steps[i]);
  put_translation(out, asked, walk);
  return walk.pfn != MMS_ABSENT_U64 ? put_its_page(out, walk.pfn) : Result<void>();
}

} // namespace mmscope
