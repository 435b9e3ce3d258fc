// SPDX-License-Identifier: GPL-2.0
#include "bpf/misses.hpp"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "bpf/libbpf.hpp"

namespace mmscope::bpf {

std::vector<MissCount> misses_of(const bpf_object* object) {
  std::vector<MissCount> found;
  bpf_program* program = nullptr;
  bpf_object__for_each_program(program, object) {
    const int fd = bpf_program__fd(program);
    if (fd < 0)
      continue;
    bpf_prog_info info{};
    std::uint32_t size = sizeof(info);
    check(bpf_obj_get_info_by_fd(fd, &info, &size),
          std::string("ask what missed the program ") + bpf_program__name(program));
    if (info.recursion_misses != 0)
      found.push_back({bpf_program__name(program), info.recursion_misses});
  }
  return found;
}

std::uint64_t missed_by(const bpf_link& link) {
  // bpf_link_info as it is since 6.7; older headers do not have what is asked for here.
  struct Info {
    std::uint32_t type, id, prog_id, hole;
    std::uint64_t functions;
    std::uint32_t count, flags;
    std::uint64_t missed;
  };
  union {
    Info multi;
    bpf_link_info any;
  } info{};
  std::uint32_t size = sizeof(info);
  check(bpf_obj_get_info_by_fd(bpf_link__fd(&link), &info, &size), "ask what missed a link");
  return info.multi.type == BPF_LINK_TYPE_KPROBE_MULTI ? info.multi.missed : 0;
}

} // namespace mmscope::bpf
