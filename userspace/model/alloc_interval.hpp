// SPDX-License-Identifier: GPL-2.0
// Two readings of the tracer's counters, and what lies between them.
#ifndef MMSCOPE_MODEL_ALLOC_INTERVAL_HPP
#define MMSCOPE_MODEL_ALLOC_INTERVAL_HPP

#include "bpf/alloc_tracer.hpp"

namespace mmscope::model {

// What was counted after `before` was read; of a state, as the blocks that are
// outstanding, what `now` says.
[[nodiscard]] bpf::AllocCounts between(const bpf::AllocCounts& before, bpf::AllocCounts now);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_ALLOC_INTERVAL_HPP
