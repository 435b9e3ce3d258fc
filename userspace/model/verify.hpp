// SPDX-License-Identifier: GPL-2.0
// `mmscope verify`: every figure of the module that the kernel also gives
// elsewhere, laid beside it.
//
// A figure that stands still must be equal. One that moves is bracketed: the
// kernel's file is read before and after the module's, and ours must lie between
// both readings, widened by as much as they differ (so that a counter that did
// not move must be equal) and by the rule's slack. What fails is read again.
#ifndef MMSCOPE_MODEL_VERIFY_HPP
#define MMSCOPE_MODEL_VERIFY_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/value.hpp"
#include "reader/source.hpp"
#include "reader/wire_file.hpp"

namespace mmscope::model {

struct Rule {
  enum class Kind {
    exact,  // must be equal to one of the two readings
    pages,  // moves both ways
    events, // only ever counts up
  };
  Kind kind = Kind::exact;
  std::int64_t slack = 0;          // what it may be off although the source did not move
  const char* why = "";            // where slack comes from
  std::int64_t units_per_page = 1; // what a page counts in the figure: 4 where it is in KiB
};

enum class Outcome { exact, within, failed, skipped };

struct Comparison {
  std::string what;   // "zone 0:Normal managed"
  std::string source; // "/proc/zoneinfo"
  std::string field;  // key of the wire
  std::optional<std::uint64_t> nid;
  std::optional<Value> ours; // absent: that side does not have the figure
  std::optional<Value> theirs;
  std::optional<Value> theirs_after; // where the second reading differs
  Rule rule;
  std::int64_t tolerance = 0; // in force: slack and what the source itself moved
  Outcome outcome = Outcome::skipped;
  std::string note; // why it was skipped
};

struct VerifySummary {
  std::size_t compared = 0; // exact + within_tolerance + failed
  std::size_t exact = 0;
  std::size_t within_tolerance = 0;
  std::size_t failed = 0;
  std::size_t skipped = 0;
};

struct SourceSummary {
  std::string source; // all nodes' files together: ".../node*/vmstat"
  VerifySummary summary;
  std::string skipped_because; // not empty: nothing of it could be read
};

struct VerifyOptions {
  std::size_t attempts = 10; // live only

  // Live only: reads nodes and zones by a BPF program as well. That it cannot is an
  // error then.
  bool bpf = false;

  // Recorded trees only: files that were copied one after the other cannot be
  // bracketed, so this is how far a moving figure may lie apart.
  std::int64_t recorded_drift_pages = 4096;
};

struct VerifyResult {
  reader::Header header; // of the module's info: kernel, page size
  std::vector<Comparison> comparisons;
  std::vector<SourceSummary> sources;
  VerifySummary total;
  std::size_t compared_with_kernel = 0; // of total.compared; the rest are self-checks

  // A module that could only be held against itself has not been verified.
  [[nodiscard]] bool passed() const { return total.failed == 0 && compared_with_kernel != 0; }
};

// Throws reader::Error where the module's files are not there or unsound, and
// where one of the kernel's does not parse. Kernel files that are not there are
// skipped, with the reason.
[[nodiscard]] VerifyResult verify(const reader::Source& source, const VerifyOptions& options = {});

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_VERIFY_HPP
