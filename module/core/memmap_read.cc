// SPDX-License-Identifier: GPL-2.0
// The `memmap_read` file: what it costs just to read every struct page, walked
// over as the census walks.
#include "core/publish.hpp"
#include "core/walk.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

struct NodeRead {
  WalkRange range;
  WalkFigures figures;
  mms_u64 sum; // of every word: stays here, because pointers are in it
};

class MemmapRead : public mms_node_walk {
public:
  MemmapRead() : mms_node_walk() { run = read_node; }

  // -EINTR where the caller got a signal.
  Result<void> take() {
    MMS_TRY(ranges_.load());
    MMS_TRY(nodes_.allocate(ranges_.view().size()));
    for (const WalkRange& range : ranges_.view())
      nodes_.push({range, {}, 0});
    return ranges_.run(*this, cancelled_);
  }

  [[nodiscard]] std::span<const NodeRead> nodes() const { return nodes_.view(); }

private:
  static void read_node(mms_node_walk& walk, int nid) {
    auto& all = static_cast<MemmapRead&>(walk);
    for (NodeRead& node : all.nodes_.all())
      if (node.range.nid == nid)
        all.read(node);
  }

  void read(NodeRead& node) {
    node.figures = BatchWalk().walk(
        node.range.start, node.range.end,
        [&node](mms_u64 pfn, mms_u64 stop, WalkFigures& figures) {
          if (mms_memmap_read(pfn, stop, &node.sum) != 0)
            return pfn;
          figures.pages += stop - pfn;
          return stop;
        },
        [this] { return mms_walk_cancelled(&cancelled_) != 0; });
  }

  WalkRanges ranges_;
  Array<NodeRead> nodes_;
  mms_u32 cancelled_ = 0;
};

} // namespace

Result<void> publish_memmap_read(Encoder& out) {
  MemmapRead memmap;
  MMS_TRY(memmap.take());
  for (const NodeRead& node : memmap.nodes()) {
    mms_wire_memmap_read record;
    record.nid = static_cast<mms_u64>(node.range.nid);
    record.pages = node.figures.pages;
    record.hole_pages = node.figures.holes;
    record.took_ns = node.figures.took_ns;
    out.begin("memmap_read");
    out.fields(record);
    out.end();
  }
  return {};
}

} // namespace mmscope
