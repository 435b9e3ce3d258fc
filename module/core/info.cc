// SPDX-License-Identifier: GPL-2.0
// The `info` file: the module, the kernel and what it was built with.
#include "core/node_list.hpp"
#include "core/publish.hpp"
#include "core/views.hpp"

#include "base/enforce.hpp"

namespace mmscope {

Result<void> publish_info(Encoder& out) {
  mms_wire_info record;
  mms_wire_info_clear(&record);
  mms_info_read(&record);
  record.nr_node_ids = static_cast<mms_u64>(mms_nr_node_ids());
  record.nr_cpu_ids = static_cast<mms_u64>(mms_nr_cpu_ids());

  out.begin("info");
  out.fields(record);
  out.text("built_for", mms_built_for());
  MMS_TRY(put_node_list(out, "nodes_possible", MMS_NODE_POSSIBLE,
                        [](Nid nid) { return static_cast<mms_u64>(nid.value()); }));
  MMS_TRY(put_node_list(out, "nodes_online", MMS_NODE_ONLINE,
                        [](Nid nid) { return static_cast<mms_u64>(nid.value()); }));
  MMS_TRY(printed_text(out, "cpus_online", mms_cpus_online_print));
  out.end();
  return {};
}

} // namespace mmscope
