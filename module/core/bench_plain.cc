// SPDX-License-Identifier: GPL-2.0
// bench/plain: what a loop of plain C takes for the same work as a case of the
// lab. The two are to agree once the empty case is taken off; `make bench-check`
// holds them to that.
#include "core/bench_case.hpp"
#include "core/cases/gfp.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

// Whoever asks waits for it, and no signal ends it.
constexpr mms_u64 max_plain_ops = 100000;
constexpr mms_u64 max_vmalloc_bytes = mms_u64{1} << 20;

Result<int> online_node(Request& request) {
  const mms_u64 nid =
      MMS_TRY(request.number("mem_node", 0, static_cast<mms_u64>(mms_nr_node_ids()) - 1));
  bool online = false;
  for_each_online_node(
      [&](Nid node, NodeView) { online = online || static_cast<mms_u64>(node.value()) == nid; });
  if (!online) {
    request.reason().add("mem_node=").add(nid).add(": that node is not online");
    return no_device;
  }
  return static_cast<int>(nid);
}

} // namespace

Result<void> answer_bench_plain(Request& request, Encoder& out) {
  const std::string_view name = request.word("case");
  const bool pages = name == "alloc_pages";
  if (!pages && name != "vmalloc") {
    request.reason().add("case=").add(name).add(": only alloc_pages and vmalloc are there in C");
    return invalid;
  }
  mms_wire_bench_plain record;
  mms_wire_bench_plain_clear(&record);
  record.ops = MMS_TRY(request.number_or("ops", 1000, 1, max_plain_ops));
  const int mem_node = MMS_TRY(online_node(request));
  record.mem_node = static_cast<mms_u64>(mem_node);
  unsigned order = 0;
  Gfp gfp;
  if (pages) {
    order =
        static_cast<unsigned>(MMS_TRY(request.number_or("order", 0, 0, mms_nr_page_orders() - 1)));
    gfp = MMS_TRY(parse_gfp(request, GfpFor::pages));
    record.object_bytes = mms_page_size() << order;
  } else {
    record.object_bytes = MMS_TRY(request.number_or("size", mms_page_size(), 1, max_vmalloc_bytes));
  }
  MMS_TRY(request.finish(pages ? "case mem_node ops order gfp" : "case mem_node ops size"));
  if (spare_pages_serving(mem_node) * mms_page_size() < 2 * record.object_bytes) {
    request.reason().add("the node has no memory to spare above its high watermark");
    return out_of_memory;
  }
  const int err =
      pages ? mms_plain_alloc_pages(mem_node, gfp.flags, order, record.ops, &record.sum_ns)
            : mms_plain_vmalloc(mem_node, record.object_bytes, record.ops, &record.sum_ns);
  if (err != 0) {
    request.reason().add("the allocator failed");
    return Errno{err};
  }
  out.begin("bench_plain");
  out.text("case", name);
  out.fields(record);
  out.end();
  return {};
}

} // namespace mmscope
