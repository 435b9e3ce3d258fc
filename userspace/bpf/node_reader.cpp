// SPDX-License-Identifier: GPL-2.0
#include "bpf/node_reader.hpp"

#include <algorithm>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fmt/core.h>

#include "bpf/kernel_btf.hpp"
#include "bpf/libbpf.hpp"
#include "bpf/nodes.skel.h"

namespace mmscope::bpf {

struct NodeReader::State {
  SkeletonPtr<nodes> skeleton;
};

NodeReader::NodeReader()
    : state_(std::make_unique<State>()), zone_names_(KernelBtf::load().zone_names()) {
  zone_names_.resize(std::min<std::size_t>(zone_names_.size(), MMS_ZONES_MAX));
  state_->skeleton.reset(check(nodes::open(), "open the program that reads nodes"));
  check(nodes::load(state_->skeleton.get()), "load the program that reads nodes");
}

NodeReader::~NodeReader() = default;

mms_node_seen NodeReader::read(unsigned nid) const {
  nodes& skeleton = *state_->skeleton;
  skeleton.bss->nid = nid;
  skeleton.bss->nr_zones = static_cast<unsigned>(zone_names_.size());
  LIBBPF_OPTS(bpf_test_run_opts, options);
  check(bpf_prog_test_run_opts(bpf_program__fd(skeleton.progs.read_node), &options),
        fmt::format("read node {}", nid));
  return skeleton.bss->seen;
}

} // namespace mmscope::bpf
