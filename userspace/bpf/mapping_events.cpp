// SPDX-License-Identifier: GPL-2.0
#include "bpf/mapping_events.hpp"

#include <algorithm>
#include <array>
#include <bpf/libbpf.h>
#include <cstring>
#include <ctime>
#include <iterator>
#include <linux/perf_event.h>
#include <optional>
#include <string_view>
#include <utility>

#include "bpf/clock.hpp"
#include "bpf/libbpf.hpp"
#include "reader/elf_symbols.hpp"

namespace mmscope::bpf {
namespace {

constexpr std::size_t pages_of_a_cpu = 64;

// As include/uapi/linux/perf_event.h describes them; each ends with its time.
struct TaskRecord {
  perf_event_header header;
  std::uint32_t pid, parent;
  std::uint32_t tid, parent_tid;
  std::uint64_t time;
};

struct CommRecord {
  perf_event_header header;
  std::uint32_t pid, tid;
};

struct MappingRecord {
  perf_event_header header;
  std::uint32_t pid, tid;
  std::uint64_t address, length, offset;
  // Device and inode instead, where `misc` does not say that it is this.
  std::uint8_t build_id_size, reserved_1;
  std::uint16_t reserved_2;
  std::array<std::uint8_t, 20> build_id;
  std::uint32_t prot, flags;
  // The path, ended by a 0 and filled up, and the time.
};

struct LostRecord {
  perf_event_header header;
  std::uint64_t id, lost;
};

perf_event_attr side_band() {
  perf_event_attr attr{};
  attr.size = sizeof(attr);
  attr.type = PERF_TYPE_SOFTWARE;
  // Counts nothing of its own; the kind that libbpf's map takes.
  attr.config = PERF_COUNT_SW_BPF_OUTPUT;
  attr.sample_type = PERF_SAMPLE_TIME;
  attr.sample_id_all = 1;
  attr.mmap = 1; // executable ones
  attr.mmap2 = 1;
  attr.build_id = 1;
  attr.task = 1;
  attr.comm = 1;
  attr.comm_exec = 1;
  attr.use_clockid = 1;
  attr.clockid = CLOCK_MONOTONIC;
  return attr;
}

template <class Record> std::optional<Record> record_of(std::string_view bytes) {
  Record record{};
  if (bytes.size() < sizeof(record))
    return std::nullopt;
  std::memcpy(&record, bytes.data(), sizeof(record));
  return record;
}

std::uint64_t time_of(std::string_view bytes) {
  std::uint64_t time = 0;
  if (bytes.size() >= sizeof(time))
    std::memcpy(&time, bytes.data() + bytes.size() - sizeof(time), sizeof(time));
  return time;
}

std::string build_id_of(const MappingRecord& record) {
  if ((record.header.misc & PERF_RECORD_MISC_MMAP_BUILD_ID) == 0)
    return "";
  return reader::build_id_name(
      {record.build_id.data(),
       std::min<std::size_t>(record.build_id_size, record.build_id.size())});
}

std::optional<MappingEvent> mapping_of(std::string_view bytes) {
  const auto record = record_of<MappingRecord>(bytes);
  if (!record)
    return std::nullopt;
  const std::string_view path = bytes.substr(sizeof(MappingRecord));
  return MappingEvent{time_of(bytes), record->pid,
                      Mapped{record->address, record->address + record->length, record->offset,
                             std::string(path.substr(0, path.find('\0'))), build_id_of(*record)}};
}

// Of a thread, its process has all that it needs.
std::optional<MappingEvent> fork_of(std::string_view bytes) {
  const auto record = record_of<TaskRecord>(bytes);
  if (!record || record->pid == record->parent)
    return std::nullopt;
  return MappingEvent{record->time, record->pid, Forked{record->parent}};
}

std::optional<MappingEvent> exec_of(std::string_view bytes) {
  const auto record = record_of<CommRecord>(bytes);
  if (!record || (record->header.misc & PERF_RECORD_MISC_COMM_EXEC) == 0)
    return std::nullopt;
  return MappingEvent{time_of(bytes), record->pid, Executed{}};
}

} // namespace

void FreePerfBuffer::operator()(perf_buffer* buffer) const { perf_buffer__free(buffer); }

MappingEvents::MappingEvents(int map_fd) {
  perf_event_attr attr = side_band();
  const auto take = [](void* self, int, perf_event_header* header) {
    auto& events = *static_cast<MappingEvents*>(self);
    const std::string_view bytes(reinterpret_cast<const char*>(header), header->size);
    std::optional<MappingEvent> event;
    if (header->type == PERF_RECORD_MMAP2)
      event = mapping_of(bytes);
    else if (header->type == PERF_RECORD_FORK)
      event = fork_of(bytes);
    else if (header->type == PERF_RECORD_COMM)
      event = exec_of(bytes);
    else if (header->type == PERF_RECORD_LOST)
      events.lost_ += record_of<LostRecord>(bytes).value_or(LostRecord{}).lost;
    if (event)
      events.events_.push_back(std::move(*event));
    return LIBBPF_PERF_EVENT_CONT;
  };
  buffer_.reset(check(perf_buffer__new_raw(map_fd, pages_of_a_cpu, &attr, take, this, nullptr),
                      "watch what processes map"));
}

MappingEvents::~MappingEvents() = default;

std::vector<MappingEvent> MappingEvents::take() {
  // One CPU's events are read after the other's. What came before all of that is whole:
  // a child must not come before what its parent mapped.
  const std::uint64_t until = monotonic_ns();
  check(perf_buffer__consume(buffer_.get()), "read what processes map");
  const auto later =
      std::stable_partition(events_.begin(), events_.end(),
                            [&](const MappingEvent& event) { return event.at_ns < until; });
  std::vector<MappingEvent> whole(std::make_move_iterator(events_.begin()),
                                  std::make_move_iterator(later));
  events_.erase(events_.begin(), later);
  std::stable_sort(whole.begin(), whole.end(),
                   [](const MappingEvent& a, const MappingEvent& b) { return a.at_ns < b.at_ns; });
  return whole;
}

} // namespace mmscope::bpf
