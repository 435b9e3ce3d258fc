// SPDX-License-Identifier: GPL-2.0
// One command under several allocators: each figure of all of them, side by side.
#ifndef MMSCOPE_MODEL_HEAP_COMPARE_HPP
#define MMSCOPE_MODEL_HEAP_COMPARE_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "model/allocators.hpp"
#include "model/heap_trace.hpp"

namespace mmscope::model {

struct HeapRun {
  HeapTrace trace;
  std::string ending; // how the command ended
  bool succeeded = false;
};

// An allocator with its runs, in the order of time.
struct HeapSide {
  Allocator allocator;
  std::vector<HeapRun> runs;
};

enum class HeapUnit { calls, bytes, ns };

// What one figure came to under one allocator, in all runs.
struct HeapValues {
  std::uint64_t least = 0;
  std::uint64_t median = 0; // the upper one of two
  std::uint64_t most = 0;
};

// A trace_heap_figure record for each side. With one run of each there are no
// ranges: then figures are equal, or differ by what nobody knows.
struct HeapFigure {
  std::string key;   // "mmap_anon_bytes"
  std::string words; // "mmap anonymous"
  HeapUnit unit;
  std::vector<HeapValues> sides; // as HeapComparison::sides
};

struct HeapComparison {
  std::vector<HeapSide> sides;
  std::vector<HeapFigure> figures; // those that are not 0 on all sides
};

[[nodiscard]] HeapComparison compare_heaps(std::vector<HeapSide> sides);

// Of `other` against `base`: "less" or "more" where no run of one reaches into the
// range of the other; "overlap" where one does; "equal" where all runs agree.
[[nodiscard]] std::string heap_verdict(const HeapValues& base, const HeapValues& other);

[[nodiscard]] Object to_object(const HeapComparison& comparison, const HeapFigure& figure,
                               std::size_t side);
[[nodiscard]] Object to_object(const HeapSide& side, std::size_t run);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_HEAP_COMPARE_HPP
