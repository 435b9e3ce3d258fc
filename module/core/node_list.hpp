// SPDX-License-Identifier: GPL-2.0
// LIST fields with one number per node.
#ifndef MMS_CORE_NODE_LIST_HPP
#define MMS_CORE_NODE_LIST_HPP

#include "core/array.hpp"
#include "core/publish.hpp"
#include "core/views.hpp"

namespace mmscope {

// Adds value(nid) of every node in the state, by ascending nid.
template <typename Value> Result<void> put_node_list(Encoder& out, std::string_view key,
                                                     mms_node_state state, Value&& value) {
  // nr_node_ids bounds the nodes, whatever comes online in between.
  Array<mms_u64> values;
  MMS_TRY(values.allocate(static_cast<std::size_t>(mms_nr_node_ids())));
  for_each_nid(state, [&](Nid nid) { values.push(value(nid)); });
  out.list(key, values.view());
  return {};
}

} // namespace mmscope

#endif // MMS_CORE_NODE_LIST_HPP
