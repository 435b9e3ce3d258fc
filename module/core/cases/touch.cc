// SPDX-License-Identifier: GPL-2.0
// memset() of memory of one node: how fast a CPU writes there.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/node_buffer.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class Touch {
public:
  static constexpr const char* ops[max_case_ops] = {"write"};
  static constexpr CaseInfo info{"touch", "size", "memset() of a buffer on mem_node", ops};
  static constexpr unsigned weights[max_case_ops] = {1};

  struct Local {
    NodeBuffer buffer;
    unsigned char value;
  };

  Result<void> configure(Request& request, BenchSettings& settings) {
    size_ = MMS_TRY(NodeBuffer::parse_size(request));
    settings.object_bytes = size_;
    return {};
  }
  [[nodiscard]] mms_u64 held_bytes() const { return size_; }
  Result<void> set_up(const Leg&, Tally&) { return {}; }
  void tear_down(Tally&) {}

  Result<void> open(Local& local, const BenchThread& thread, Tally& tally) {
    return local.buffer.allocate(thread.mem_node, size_, tally);
  }
  void close(Local& local) { local.buffer.free(); }

  bool operate(unsigned, Local& local) {
    ++local.value;
    for (const NodeBuffer::Block& block : local.buffer.blocks())
      __builtin_memset(block.at, local.value, local.buffer.block_bytes());
    return true;
  }

  void check(unsigned, Local& local, Tally& tally) {
    const mms_u64 bytes = local.buffer.block_bytes();
    for (const NodeBuffer::Block& block : local.buffer.blocks())
      if (block.at[0] != local.value || block.at[bytes / 2] != local.value ||
          block.at[bytes - 1] != local.value)
        ++tally.findings.wrong_data;
  }

private:
  mms_u64 size_ = 0;
};

} // namespace

constinit const CaseEntry case_touch = case_entry<Touch>;

} // namespace mmscope
