// SPDX-License-Identifier: GPL-2.0
// What libbpf says, as the tool's own errors: it returns negative errnos and
// prints the reason, if at all, to a function of ours.
#ifndef MMSCOPE_BPF_LIBBPF_HPP
#define MMSCOPE_BPF_LIBBPF_HPP

#include <memory>
#include <string>

struct bpf_link;
struct ring_buffer;

namespace mmscope::bpf {

// Catches what libbpf prints from now on, so that a failure can tell it.
void catch_messages();

// Throws reader::Error for an error of libbpf: permission for EPERM and EACCES,
// not_there for what this kernel does not have, else failed; with libbpf's last
// words. `what` completes "cannot ...". Returns what is no error.
int check(int result, const std::string& what);

// For functions that return a pointer, NULL with errno where they fail.
template <class T> T* check(T* result, const std::string& what) {
  if (result == nullptr)
    check(-1, what);
  return result;
}

// A skeleton of bpftool's, destroyed with its programs, maps and links.
template <class Skeleton> struct DestroySkeleton {
  void operator()(Skeleton* skeleton) const { Skeleton::destroy(skeleton); }
};

template <class Skeleton> using SkeletonPtr = std::unique_ptr<Skeleton, DestroySkeleton<Skeleton>>;

// A program where it is attached; detached with it.
struct DestroyLink {
  void operator()(bpf_link* link) const;
};

struct DestroyRing {
  void operator()(ring_buffer* ring) const;
};

using RingPtr = std::unique_ptr<ring_buffer, DestroyRing>;
using LinkPtr = std::unique_ptr<bpf_link, DestroyLink>;

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_LIBBPF_HPP
