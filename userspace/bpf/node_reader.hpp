// SPDX-License-Identifier: GPL-2.0
// Nodes and zones as a BPF program reads them out of the kernel's own structs:
// neither the module nor a file of /proc has a part in it.
#ifndef MMSCOPE_BPF_NODE_READER_HPP
#define MMSCOPE_BPF_NODE_READER_HPP

#include <memory>
#include <string>
#include <vector>

#include "bpf/nodes.h"

namespace mmscope::bpf {

class NodeReader {
public:
  // Throws reader::Error where there is no BTF, or no right to it.
  NodeReader();
  ~NodeReader();
  NodeReader(const NodeReader&) = delete;
  NodeReader& operator=(const NodeReader&) = delete;

  // `there` is 0 for a node that the kernel has no struct for.
  [[nodiscard]] mms_node_seen read(unsigned nid) const;

  // Of the zones[] of each node.
  [[nodiscard]] const std::vector<std::string>& zone_names() const { return zone_names_; }

private:
  struct State;

  std::unique_ptr<State> state_;
  std::vector<std::string> zone_names_;
};

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_NODE_READER_HPP
