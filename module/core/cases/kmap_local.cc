// SPDX-License-Identifier: GPL-2.0
// kmap_local_page() and kunmap_local(), around the read of one word. Where all
// memory is in the direct map, as on 64 bits, that is all there is to it.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/page_list.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class KmapLocal {
public:
  static constexpr const char* ops[max_case_ops] = {"map"};
  static constexpr CaseInfo info{
      "kmap_local", "", "kmap_local_page() of a page of mem_node, a read, kunmap_local()", ops};
  static constexpr unsigned weights[max_case_ops] = {256};

  struct Local {
    PageList page;
    mms_u64 expected;
    mms_u64 seen; // all that was read, xored
  };

  Result<void> configure(Request&, BenchSettings&) { return {}; }
  [[nodiscard]] static mms_u64 held_bytes() { return mms_page_size(); }
  Result<void> set_up(const Leg&, Tally&) { return {}; }
  void tear_down(Tally&) {}

  Result<void> open(Local& local, const BenchThread& thread, Tally& tally) {
    MMS_TRY(local.page.allocate(thread.mem_node, 1, tally));
    local.expected = *static_cast<const mms_u64*>(mms_page_address(local.page.data()[0]));
    return {};
  }
  void close(Local& local) { local.page.free(); }

  bool operate(unsigned, Local& local) {
    const void* const at = mms_kmap_local(local.page.data()[0]);
    local.seen ^= *static_cast<const volatile mms_u64*>(at);
    mms_kunmap_local(at);
    return true;
  }

  void check(unsigned reads, Local& local, Tally& tally) {
    if (local.seen != (reads % 2 == 0 ? 0 : local.expected))
      ++tally.findings.wrong_data;
    local.seen = 0;
  }
};

} // namespace

constinit const CaseEntry case_kmap_local = case_entry<KmapLocal>;

} // namespace mmscope
