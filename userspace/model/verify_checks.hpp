// SPDX-License-Identifier: GPL-2.0
// The checks that `verify` is made of, one per source.
#ifndef MMSCOPE_MODEL_VERIFY_CHECKS_HPP
#define MMSCOPE_MODEL_VERIFY_CHECKS_HPP

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bpf/nodes.h"
#include "model/verify_figure.hpp"
#include "model/verify_published.hpp"
#include "reader/proc_pagemap.hpp"
#include "reader/source.hpp"

namespace mmscope::model {

// What the kernel says of one of own_pages().
struct OwnPagemap {
  reader::PagemapEntry entry;
  std::string page_class; // as /proc/kpageflags has it; empty where it cannot be told
};

// One reading of a source: files by path, not parsed, so that no work lies
// between it and the reading of the module's files.
struct Reading {
  std::map<std::string, std::string> texts;
  std::optional<Published> own = {};    // where the module is held against itself
  std::vector<OwnPagemap> pagemap = {}; // of own_pages(), in their order
  // As a BPF program read them, by nid; and what their zones are called.
  std::map<unsigned, mms_node_seen> nodes = {};
  std::vector<std::string> zone_names = {};
};

struct Check {
  std::string source; // for the summary
  unsigned needs;     // files of the module: Need
  // Throws reader::Error; not_there and permission mean "skipped".
  Reading (*read)(const reader::Source& source);
  // Throws reader::Error(bad_data) where the source does not parse.
  std::vector<Figure> (*compare)(const Reading& reading, const Published& published);
  bool self_check = false; // the module against itself: no file of the kernel is read
};

// One file of every node that has a directory; not_there without any.
[[nodiscard]] Reading read_node_files(const reader::Source& source, const std::string& file);
[[nodiscard]] std::string node_file_path(std::uint64_t nid, const std::string& file);
[[nodiscard]] std::string node_files_name(const std::string& file); // ".../node*/FILE"

[[nodiscard]] Check check_zoneinfo();
[[nodiscard]] Check check_buddyinfo();
[[nodiscard]] Check check_pagetypeinfo();
[[nodiscard]] Check check_unusable_index();
[[nodiscard]] Check check_extfrag_index();
[[nodiscard]] Check check_meminfo();
[[nodiscard]] Check check_node_meminfo();
[[nodiscard]] Check check_node_numastat();
[[nodiscard]] Check check_node_vmstat();
[[nodiscard]] Check check_node_distance();
[[nodiscard]] Check check_node_cpulist();
[[nodiscard]] Check check_node_states();
[[nodiscard]] Check check_fallback_log();
[[nodiscard]] Check check_zonelists();
[[nodiscard]] Check check_free_lists();
[[nodiscard]] Check check_zones();
[[nodiscard]] Check check_sums();
[[nodiscard]] Check check_kpageflags();
[[nodiscard]] Check check_page_counters();
[[nodiscard]] Check check_translations();
[[nodiscard]] Check check_bpf_nodes(); // not among all: it loads a program into the kernel

[[nodiscard]] std::vector<Check> all_checks();

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_VERIFY_CHECKS_HPP
