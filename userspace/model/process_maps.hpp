// SPDX-License-Identifier: GPL-2.0
// Which file, and where in it, an address of a process is, from all that was mapped
// there while it was watched: processes may be gone.
#ifndef MMSCOPE_MODEL_PROCESS_MAPS_HPP
#define MMSCOPE_MODEL_PROCESS_MAPS_HPP

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "bpf/mapping_events.hpp"
#include "reader/source.hpp"

namespace mmscope::model {

// A file that was mapped.
struct MappedFile {
  std::string path;     // as bpf::Mapped has it
  std::string build_id; // the same

  bool operator<(const MappedFile& other) const {
    return std::tie(path, build_id) < std::tie(other.path, other.build_id);
  }
};

class ProcessMaps {
public:
  // What the processes that are there have mapped now, and from now on all others.
  void watch_all(const reader::Source& source);

  // The same of one process, and of children that it makes: no event of others counts.
  void watch(const reader::Source& source, unsigned tgid);

  // Events in order of time.
  void add(const bpf::MappingEvent& event);

  struct Place {
    const MappedFile* file;
    std::uint64_t offset_bytes; // in the file
  };

  // Nobody tells what was unmapped: it is the last that was mapped there, of the program
  // that runs, else of those that ran before it in this process.
  [[nodiscard]] std::optional<Place> find(unsigned tgid, std::uint64_t address) const;

  // Mappings for which there was no room, and processes whose maps could not be read.
  [[nodiscard]] std::uint64_t lost() const { return lost_; }

private:
  struct Range {
    std::uint64_t start;
    std::uint64_t end;
    std::uint64_t offset_bytes;
    const MappedFile* file;
  };
  using Program = std::vector<Range>; // by address; none overlaps another
  // What ran in it, the last one last. A child shares them until it maps something.
  using Process = std::vector<std::shared_ptr<Program>>;

  void read_current(const reader::Source& source, unsigned tgid);
  void map(Process& process, const bpf::Mapped& mapped);

  bool all_ = false;
  std::set<MappedFile> files_;
  std::map<unsigned, Process> processes_;
  std::size_t ranges_ = 0; // in all programs
  std::uint64_t lost_ = 0;
};

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_PROCESS_MAPS_HPP
