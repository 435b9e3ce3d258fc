// SPDX-License-Identifier: GPL-2.0
#include "model/process_maps.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/core.h>

#include "reader/error.hpp"
#include "reader/proc_maps.hpp"

namespace mmscope::model {
namespace {

// What is gone is kept, for its groups are named at the end: 130 MB of ranges at most.
constexpr std::size_t most_ranges = 4'000'000;

// Of programs that ran in one process, one after the other.
constexpr std::size_t most_programs = 8;

// Maps change as they are read.
constexpr int most_tries = 5;

} // namespace

void ProcessMaps::watch_all(const reader::Source& source) {
  all_ = true;
  for (const std::string& name : source.list("/proc")) {
    unsigned tgid = 0;
    const char* const end = name.data() + name.size();
    if (const auto read = std::from_chars(name.data(), end, tgid);
        read.ptr == end && read.ec == std::errc())
      read_current(source, tgid);
  }
}

void ProcessMaps::watch(const reader::Source& source, unsigned tgid) { read_current(source, tgid); }

void ProcessMaps::read_current(const reader::Source& source, unsigned tgid) {
  Process& process = processes_[tgid];
  const std::string file = fmt::format("/proc/{}/maps", tgid);
  for (int i = 0; i < most_tries; ++i) {
    try {
      for (reader::MapsLine& line : reader::parse_maps(source.try_read(file).value_or(""), file))
        if (line.perms.find('x') != std::string::npos)
          map(process, {line.start, line.end, line.offset_bytes, std::move(line.path), ""});
      return;
    } catch (const reader::Error&) {
      continue;
    }
  }
  ++lost_;
}

void ProcessMaps::map(Process& process, const bpf::Mapped& mapped) {
  if (mapped.start >= mapped.end)
    return;
  if (process.empty())
    process.push_back(std::make_shared<Program>());
  std::shared_ptr<Program>& program = process.back();
  if (ranges_ + program->size() >= most_ranges) {
    ++lost_;
    return;
  }
  if (program.use_count() > 1) {
    program = std::make_shared<Program>(*program);
    ranges_ += program->size();
  }
  const auto first =
      std::lower_bound(program->begin(), program->end(), mapped.start,
                       [](const Range& range, std::uint64_t start) { return range.end <= start; });
  const auto last =
      std::lower_bound(first, program->end(), mapped.end,
                       [](const Range& range, std::uint64_t end) { return range.start < end; });
  ranges_ -= static_cast<std::size_t>(last - first);
  const MappedFile* file = &*files_.insert({mapped.path, mapped.build_id}).first;
  program->insert(program->erase(first, last),
                  {mapped.start, mapped.end, mapped.offset_bytes, file});
  ++ranges_;
}

void ProcessMaps::add(const bpf::MappingEvent& event) {
  if (const auto* forked = std::get_if<bpf::Forked>(&event.what)) {
    if (const auto parent = processes_.find(forked->parent); parent != processes_.end())
      processes_[event.tgid] = Process(parent->second);
    return;
  }
  const auto process =
      all_ ? processes_.try_emplace(event.tgid).first : processes_.find(event.tgid);
  if (process == processes_.end())
    return;
  if (const auto* mapped = std::get_if<bpf::Mapped>(&event.what)) {
    map(process->second, *mapped);
  } else {
    Process& programs = process->second;
    programs.push_back(std::make_shared<Program>());
    if (programs.size() > most_programs)
      programs.erase(programs.begin());
  }
}

std::optional<ProcessMaps::Place> ProcessMaps::find(unsigned tgid, std::uint64_t address) const {
  const auto process = processes_.find(tgid);
  if (process == processes_.end())
    return std::nullopt;
  for (auto program = process->second.rbegin(); program != process->second.rend(); ++program) {
    const auto range =
        std::lower_bound((*program)->begin(), (*program)->end(), address,
                         [](const Range& one, std::uint64_t at) { return one.end <= at; });
    if (range != (*program)->end() && range->start <= address)
      return Place{range->file, range->offset_bytes + (address - range->start)};
  }
  return std::nullopt;
}

} // namespace mmscope::model
