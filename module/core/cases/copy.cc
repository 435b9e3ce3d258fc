// SPDX-License-Identifier: GPL-2.0
// memcpy() within memory of one node: how fast a CPU reads and writes there.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/node_buffer.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class Copy {
public:
  static constexpr const char* ops[max_case_ops] = {"copy"};
  static constexpr CaseInfo info{"copy", "size",
                                 "memcpy() from one buffer on mem_node to another one there", ops};
  static constexpr unsigned weights[max_case_ops] = {1};

  struct Local {
    NodeBuffer from;
    NodeBuffer to;
  };

  Result<void> configure(Request& request, BenchSettings& settings) {
    size_ = MMS_TRY(NodeBuffer::parse_size(request));
    settings.object_bytes = size_;
    return {};
  }
  [[nodiscard]] mms_u64 held_bytes() const { return 2 * size_; }
  Result<void> set_up(const Leg&, Tally&) { return {}; }
  void tear_down(Tally&) {}

  Result<void> open(Local& local, const BenchThread& thread, Tally& tally) {
    MMS_TRY(local.from.allocate(thread.mem_node, size_, tally));
    return local.to.allocate(thread.mem_node, size_, tally);
  }
  void close(Local& local) {
    local.from.free();
    local.to.free();
  }

  // The two may be of blocks of different orders.
  bool operate(unsigned, Local& local) {
    const mms_u64 step = smaller_block(local);
    for (mms_u64 offset = 0; offset < size_; offset += step)
      __builtin_memcpy(local.to.at(offset), local.from.at(offset), step);
    return true;
  }

  void check(unsigned, Local& local, Tally& tally) {
    const mms_u64 step = smaller_block(local);
    for (mms_u64 offset = 0; offset < size_; offset += step) {
      const unsigned char* const from = local.from.at(offset);
      unsigned char* const to = local.to.at(offset);
      for (const mms_u64 at : {mms_u64{0}, step - sizeof(mms_u64)})
        if (__builtin_memcmp(to + at, from + at, sizeof(mms_u64)) != 0)
          ++tally.findings.wrong_data;
      // What is there already proves nothing the next time.
      __builtin_memset(to, 0, sizeof(mms_u64));
      __builtin_memset(to + step - sizeof(mms_u64), 0, sizeof(mms_u64));
    }
  }

private:
  static mms_u64 smaller_block(const Local& local) {
    const mms_u64 from = local.from.block_bytes();
    const mms_u64 to = local.to.block_bytes();
    return from < to ? from : to;
  }

  mms_u64 size_ = 0;
};

} // namespace

constinit const CaseEntry case_copy = case_entry<Copy>;

} // namespace mmscope
