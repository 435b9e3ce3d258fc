// SPDX-License-Identifier: GPL-2.0
// What of programs and libraries is mapped where, as perf events tell it: of all
// processes, also of those that are gone before anyone could read their maps.
#ifndef MMSCOPE_BPF_MAPPING_EVENTS_HPP
#define MMSCOPE_BPF_MAPPING_EVENTS_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

struct perf_buffer;

namespace mmscope::bpf {

// Something executable was mapped.
struct Mapped {
  std::uint64_t start;
  std::uint64_t end;
  std::uint64_t offset_bytes; // in the file
  std::string path;           // "/usr/bin/cat", "[vdso]", "//anon"
  std::string build_id;       // of the file, "ab/cdef..."; empty where it is not told
};

// The process is new, and has all that its parent has.
struct Forked {
  std::uint32_t parent;
};

// Another program begins in it: what was mapped is gone.
struct Executed {};

struct MappingEvent {
  std::uint64_t at_ns; // CLOCK_MONOTONIC
  std::uint32_t tgid;
  std::variant<Mapped, Forked, Executed> what;
};

struct FreePerfBuffer {
  void operator()(perf_buffer* buffer) const;
};

// Of all CPUs that are online when it is made, from then on. Throws reader::Error.
class MappingEvents {
public:
  // `map_fd`: a BPF_MAP_TYPE_PERF_EVENT_ARRAY, which libbpf wants for it.
  explicit MappingEvents(int map_fd);
  ~MappingEvents();
  MappingEvents(const MappingEvents&) = delete;
  MappingEvents& operator=(const MappingEvents&) = delete;

  // All until now that were not taken yet, in order of time. The kernel has room for
  // about two thousand on each CPU.
  [[nodiscard]] std::vector<MappingEvent> take();

  // Events for which it had none, as far as it told.
  [[nodiscard]] std::uint64_t lost() const { return lost_; }

private:
  std::unique_ptr<perf_buffer, FreePerfBuffer> buffer_;
  std::vector<MappingEvent> events_;
  std::uint64_t lost_ = 0;
};

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_MAPPING_EVENTS_HPP
