// SPDX-License-Identifier: GPL-2.0
// Memory of one node that a thread writes and reads: blocks as large as can be
// had, lest the TLB is what is measured.
#ifndef MMS_CORE_CASES_NODE_BUFFER_HPP
#define MMS_CORE_CASES_NODE_BUFFER_HPP

#include <span>

#include "core/cases/memory.hpp"

namespace mmscope {

// Trivial, as all that a case holds: free() is called by hand.
class NodeBuffer {
public:
  // A power of two, a page at least.
  static Result<mms_u64> parse_size(Request& request) {
    const mms_u64 size =
        MMS_TRY(request.number_or("size", mms_u64{1} << 20, mms_page_size(), max_size));
    if ((size & (size - 1)) != 0) {
      request.reason().add("size=").add(size).add(" is no power of two");
      return invalid;
    }
    return size;
  }

  // Each block has the stamp of check_block().
  Result<void> allocate(int nid, mms_u64 bytes, Tally& tally) {
    unsigned order = 0;
    while (order < largest_order && (mms_page_size() << (order + 1)) <= bytes)
      ++order;
    while (!allocate_blocks(nid, bytes, order).ok()) {
      free();
      if (order-- == 0)
        return out_of_memory;
    }
    for (const Block& block : blocks())
      check_block(block.first, {block_bytes_, mms_u64{1} << order, nid, false, false}, tally);
    return {};
  }

  void free() {
    while (nr_ > 0)
      mms_free_pages(blocks_[--nr_].first, order_);
    mms_kvfree(blocks_);
    blocks_ = nullptr;
  }

  struct Block {
    page* first;
    unsigned char* at;
  };

  [[nodiscard]] std::span<const Block> blocks() const { return {blocks_, nr_}; }
  [[nodiscard]] mms_u64 block_bytes() const { return block_bytes_; }

  // As if the blocks lay one after the other.
  [[nodiscard]] unsigned char* at(mms_u64 offset) const {
    return blocks_[offset / block_bytes_].at + offset % block_bytes_;
  }

private:
  static constexpr mms_u64 max_size = mms_u64{64} << 20;
  static constexpr unsigned largest_order = 9; // 2 MiB of pages of 4 KiB

  Result<void> allocate_blocks(int nid, mms_u64 bytes, unsigned order) {
    order_ = order;
    block_bytes_ = mms_page_size() << order;
    const mms_u64 wanted = bytes / block_bytes_;
    blocks_ = static_cast<Block*>(mms_kvmalloc(wanted * sizeof(Block)));
    if (blocks_ == nullptr)
      return out_of_memory;
    for (nr_ = 0; nr_ < wanted; ++nr_) {
      page* const first = mms_alloc_pages_node(nid, mms_gfp(MMS_GFP(KERNEL)), order);
      if (first == nullptr)
        return out_of_memory;
      blocks_[nr_] = {first, static_cast<unsigned char*>(mms_page_address(first))};
    }
    return {};
  }

  Block* blocks_ = nullptr;
  std::size_t nr_ = 0;
  mms_u64 block_bytes_ = 0;
  unsigned order_ = 0;
};

} // namespace mmscope

#endif // MMS_CORE_CASES_NODE_BUFFER_HPP
