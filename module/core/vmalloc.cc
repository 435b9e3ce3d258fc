// SPDX-License-Identifier: GPL-2.0
// The `vmalloc` file: what is mapped where vmalloc areas lie, and into how many
// physically contiguous runs it falls.

#include "core/array.hpp"
#include "core/publish.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

constexpr const char* range_names[] = {"vmalloc", "modules"};

// Pages of one extent by node.
class NodePages {
public:
  Result<void> prepare() {
    const auto nodes = static_cast<std::size_t>(mms_nr_node_ids());
    MMS_TRY(pages_.allocate(nodes));
    MMS_TRY(nids_.allocate(nodes));
    MMS_TRY(counts_.allocate(nodes));
    pages_.fill(0);
    return {};
  }

  void add(int nid, mms_u64 pages) { pages_.all()[static_cast<std::size_t>(nid)] += pages; }

  // Forgets them, too.
  void put(Encoder& out) {
    nids_.clear();
    counts_.clear();
    for (std::size_t nid = 0; nid < pages_.view().size(); ++nid) {
      mms_u64& pages = pages_.all()[nid];
      if (pages == 0)
        continue;
      nids_.push(nid);
      counts_.push(pages);
      pages = 0;
    }
    out.list("nids", nids_.view());
    out.list("node_pages", counts_.view());
  }

private:
  Array<mms_u64> pages_; // by nid
  Array<mms_u64> nids_;
  Array<mms_u64> counts_;
};

// Joins what is mapped one after another into extents and writes each.
class ExtentWriter {
public:
  ExtentWriter(Encoder& out, NodePages& nodes, const char* range)
      : out_(out), nodes_(nodes), range_(range) {}

  Result<void> add(const mms_vmalloc_run& run) {
    if (extent_.pages != 0 && run.addr != next_addr_)
      MMS_TRY(flush());
    if (extent_.pages == 0)
      start(run.addr);
    if (extent_.runs == 0 || run.pfn != next_pfn_) {
      ++extent_.runs;
      run_pages_ = 0;
    }
    run_pages_ += run.nr_pages;
    if (run_pages_ > extent_.longest_run_pages)
      extent_.longest_run_pages = run_pages_;
    extent_.pages += run.nr_pages;
    if (run.level == MMS_LEVEL_PMD)
      extent_.pmd_entries += entries(run.nr_pages, pmd_pages);
    if (run.level == MMS_LEVEL_PUD)
      extent_.pud_entries += entries(run.nr_pages, pmd_pages * pmd_pages);
    if (run.nid >= 0 && run.nid < mms_nr_node_ids()) {
      extent_.memory_pages += run.nr_pages;
      nodes_.add(run.nid, run.nr_pages);
    }
    next_addr_ = run.addr + run.nr_pages * mms_page_size();
    next_pfn_ = run.pfn + run.nr_pages;
    return {};
  }

  Result<void> flush() {
    if (extent_.pages == 0)
      return {};
    ++extents_;
    pages_ += extent_.pages;
    out_.begin("vmalloc_extent");
    MMS_TRY(printed_text(out_, "start_addr", [this](char* buf, mms_size size) {
      return mms_vmalloc_address_print(start_addr_, buf, size);
    }));
    out_.text("area", range_);
    out_.fields(extent_);
    nodes_.put(out_);
    out_.end();
    extent_.pages = 0;
    return {};
  }

  [[nodiscard]] mms_u64 extents() const { return extents_; }
  [[nodiscard]] mms_u64 pages() const { return pages_; }

private:
  // 512 of 8 bytes: x86-64 has no other tables.
  static constexpr mms_u64 pmd_pages = 512;

  // The first one may be cut where the range begins.
  static mms_u64 entries(mms_u64 pages, mms_u64 of_entry) {
    return (pages + of_entry - 1) / of_entry;
  }

  void start(mms_u64 addr) {
    mms_wire_vmalloc_extent_clear(&extent_);
    start_addr_ = addr;
    extent_.pages = extent_.memory_pages = 0;
    extent_.runs = extent_.longest_run_pages = 0;
    extent_.pmd_entries = extent_.pud_entries = 0;
  }

  Encoder& out_;
  NodePages& nodes_;
  const char* range_;
  mms_wire_vmalloc_extent extent_{};
  mms_u64 start_addr_ = 0;
  mms_u64 next_addr_ = 0;
  mms_u64 next_pfn_ = 0;
  mms_u64 run_pages_ = 0; // of the run that may still grow
  mms_u64 extents_ = 0;
  mms_u64 pages_ = 0;
};

Result<void> walk_range(const char* range, mms_u64 start, mms_u64 end, mms_vmalloc_batch& batch,
                        NodePages& nodes, Encoder& out) {
  mms_wire_vmalloc_walk walk;
  mms_wire_vmalloc_walk_clear(&walk);
  walk.nr_reads = walk.raced_tables = 0;
  ExtentWriter writer(out, nodes, range);
  for (mms_u64 addr = start; addr < end; addr = batch.next_addr) {
    if (mms_signal_pending() != 0)
      return interrupted;
    mms_vmalloc_read(addr, end, &batch);
    ++walk.nr_reads;
    walk.raced_tables += batch.raced;
    for (mms_u32 i = 0; i < batch.nr_runs; ++i)
      MMS_TRY(writer.add(batch.runs[i]));
    mms_cond_resched();
  }
  MMS_TRY(writer.flush());
  walk.extents = writer.extents();
  walk.pages = writer.pages();
  out.begin("vmalloc_walk");
  out.text("area", range);
  out.fields(walk);
  out.end();
  return {};
}

} // namespace

Result<void> publish_vmalloc(Encoder& out) {
  Array<mms_vmalloc_batch> batch; // too large for a stack
  MMS_TRY(batch.allocate(1));
  NodePages nodes;
  MMS_TRY(nodes.prepare());
  for (unsigned idx = 0; idx < std::size(range_names); ++idx) {
    mms_u64 start = 0;
    mms_u64 end = 0;
    if (const int err = mms_vmalloc_range(idx, &start, &end); err != 0)
      return Errno{err};
    MMS_TRY(walk_range(range_names[idx], start, end, *batch.raw(), nodes, out));
  }
  return {};
}

} // namespace mmscope
