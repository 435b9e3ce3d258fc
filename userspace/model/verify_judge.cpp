// SPDX-License-Identifier: GPL-2.0
#include <algorithm>

#include "model/verify_figure.hpp"

namespace mmscope::model {
namespace {

// A fork and exec alone allocates hundreds of pages and frees them again: events
// run ahead of the pages in use by far.
constexpr std::int64_t events_per_page_of_drift = 16;

std::optional<std::int64_t> number(const std::optional<Value>& value) {
  if (const auto* held = value ? std::get_if<std::int64_t>(&*value) : nullptr)
    return *held;
  return std::nullopt;
}

// What the figure may lie outside the envelope.
std::int64_t tolerance_of(const Rule& rule, const Envelope& envelope, std::int64_t drift) {
  if (rule.kind == Rule::Kind::exact)
    return 0;
  const std::int64_t moved = envelope.low ? *envelope.high - *envelope.low : 0;
  const std::int64_t units =
      rule.kind == Rule::Kind::events ? events_per_page_of_drift : rule.units_per_page;
  return rule.slack + moved + drift * units;
}

Outcome outcome_of(const Figure& before, const Figure& after, const Envelope& envelope,
                   std::int64_t tolerance) {
  if (!before.skipped_because.empty())
    return Outcome::skipped;
  if (!before.ours || (!before.theirs && !after.theirs))
    return Outcome::failed;
  if (before.ours == before.theirs || before.ours == after.theirs)
    return Outcome::exact;
  const std::optional<std::int64_t> ours = number(before.ours);
  if (before.rule.kind == Rule::Kind::exact || !ours || !envelope.low)
    return Outcome::failed;
  const bool inside = *ours >= *envelope.low - tolerance && *ours <= *envelope.high + tolerance;
  return inside ? Outcome::within : Outcome::failed;
}

} // namespace

void Envelope::widen(const std::optional<Value>& value) {
  const std::optional<std::int64_t> seen = number(value);
  if (!seen)
    return;
  low = low ? std::min(*low, *seen) : *seen;
  high = high ? std::max(*high, *seen) : *seen;
}

Comparison judge(const Figure& before, const Figure& after, const Envelope& envelope,
                 std::int64_t recorded_drift) {
  Comparison result;
  result.what = before.what;
  result.source = before.source;
  result.field = before.field;
  result.nid = before.nid;
  result.ours = before.ours;
  result.theirs = before.theirs;
  if (after.theirs != before.theirs)
    result.theirs_after = after.theirs;
  result.rule = before.rule;
  result.tolerance = tolerance_of(before.rule, envelope, recorded_drift);
  result.outcome = outcome_of(before, after, envelope, result.tolerance);
  result.note = before.skipped_because;
  return result;
}

} // namespace mmscope::model
