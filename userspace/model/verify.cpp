// SPDX-License-Identifier: GPL-2.0
#include "model/verify.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <stdexcept>
#include <thread>
#include <tuple>
#include <utility>

#include "model/verify_checks.hpp"
#include "reader/error.hpp"

namespace mmscope::model {
namespace {

using reader::Error;

// Long enough for a burst of allocations to pass, short enough not to be felt;
// doubled each time, so that all attempts together take five seconds. The kernel
// looks for per-CPU counters to fold each second, folds them in the second after
// that, and hands back idle pages of other nodes three seconds later
// (vmstat_shepherd(), vmstat_update(), per_cpu_pages.expire).
constexpr std::chrono::milliseconds first_pause(20);
constexpr std::chrono::milliseconds longest_pause(1280);

// What makes a figure the same in another reading.
using Key = std::tuple<std::string, std::string, std::string>;

Key key_of(const Figure& figure) { return {figure.source, figure.what, figure.field}; }

// A figure with the source's two readings.
struct Bracket {
  Figure before;
  Figure after;
};

// Figures that only the second reading has (a CPU came online) stand last.
std::vector<Bracket> join(std::vector<Figure> before, const std::vector<Figure>& after) {
  std::map<Key, const Figure*> later;
  for (const Figure& figure : after)
    later.emplace(key_of(figure), &figure);
  std::vector<Bracket> brackets;
  for (Figure& figure : before) {
    const auto found = later.find(key_of(figure));
    const Figure second = found == later.end() ? figure : *found->second;
    if (found != later.end())
      later.erase(found);
    brackets.push_back({std::move(figure), second});
  }
  for (const Figure& figure : after) {
    if (later.count(key_of(figure)) != 0)
      brackets.push_back({figure, figure});
  }
  return brackets;
}

// The kernel's file is not there, or not for this user. If the module's files
// go (rmmod), that is no reason to skip but an error of its own.
class SkippedSource : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

Reading read_source(const Check& check, const reader::Source& source) {
  try {
    return check.read(source);
  } catch (const Error& error) {
    if (check.self_check || error.kind() == Error::Kind::bad_data)
      throw;
    throw SkippedSource(error.what());
  }
}

std::vector<Bracket> read_bracket(const Check& check, const reader::Source& source) {
  const Reading before = read_source(check, source);
  const Published published = load_published(source, check.needs);
  const Reading after = read_source(check, source);
  return join(check.compare(before, published), check.compare(after, published));
}

class SourceVerifier {
public:
  // `recorded` is what the module said; nullptr on a live system.
  SourceVerifier(const Check& check, const reader::Source& source, const VerifyOptions& options,
                 const Published* recorded)
      : check_(check), source_(source), drift_(recorded ? options.recorded_drift_pages : 0) {
    take(recorded ? join(check.compare(read_source(check, source), *recorded), {})
                  : read_bracket(check, source));
    std::chrono::milliseconds pause = first_pause;
    for (std::size_t attempt = 1; source.is_live() && attempt < options.attempts; ++attempt) {
      if (!anything_failed())
        break;
      std::this_thread::sleep_for(pause);
      pause = std::min(2 * pause, longest_pause);
      retry();
    }
  }

  [[nodiscard]] std::vector<Comparison> take_comparisons() && { return std::move(comparisons_); }

private:
  Comparison judge_bracket(const Bracket& bracket) {
    Envelope& envelope = envelopes_[key_of(bracket.before)];
    envelope.widen(bracket.before.theirs);
    envelope.widen(bracket.after.theirs);
    return judge(bracket.before, bracket.after, envelope, drift_);
  }

  void take(const std::vector<Bracket>& brackets) {
    for (const Bracket& bracket : brackets)
      comparisons_.push_back(judge_bracket(bracket));
  }

  [[nodiscard]] bool anything_failed() const {
    return std::any_of(comparisons_.begin(), comparisons_.end(), [](const Comparison& comparison) {
      return comparison.outcome == Outcome::failed;
    });
  }

  // Only what failed is judged anew; what has gone since (a CPU that went
  // offline) can no longer be held against anything.
  void retry() {
    std::map<Key, Bracket> again;
    for (Bracket& bracket : read_bracket(check_, source_))
      again.emplace(key_of(bracket.before), std::move(bracket));
    std::vector<Comparison> kept;
    for (Comparison& comparison : comparisons_) {
      if (comparison.outcome == Outcome::failed) {
        const auto found = again.find({comparison.source, comparison.what, comparison.field});
        if (found == again.end())
          continue;
        comparison = judge_bracket(found->second);
      }
      kept.push_back(std::move(comparison));
    }
    comparisons_ = std::move(kept);
  }

  const Check& check_;
  const reader::Source& source_;
  std::int64_t drift_;
  std::map<Key, Envelope> envelopes_;
  std::vector<Comparison> comparisons_;
};

void count(VerifySummary& summary, Outcome outcome) {
  summary.compared += outcome != Outcome::skipped;
  summary.exact += outcome == Outcome::exact;
  summary.within_tolerance += outcome == Outcome::within;
  summary.failed += outcome == Outcome::failed;
  summary.skipped += outcome == Outcome::skipped;
}

// A source that is not there, as a comparison that was skipped.
Comparison skipped_source(const Check& check, const std::string& because) {
  Comparison comparison;
  comparison.what = "whole file";
  comparison.source = check.source;
  comparison.note = because;
  return comparison;
}

} // namespace

std::vector<Check> all_checks() {
  return {
      check_zoneinfo(),      check_buddyinfo(),     check_pagetypeinfo(),  check_unusable_index(),
      check_extfrag_index(), check_meminfo(),       check_node_meminfo(),  check_node_numastat(),
      check_node_vmstat(),   check_node_distance(), check_node_cpulist(),  check_node_states(),
      check_fallback_log(),  check_zonelists(),     check_free_lists(),    check_zones(),
      check_sums(),          check_kpageflags(),    check_page_counters(), check_translations()};
}

VerifyResult verify(const reader::Source& source, const VerifyOptions& options) {
  VerifyResult result;
  result.header = load_info(source).header;
  // A recorded tree says the same each time: the module's files are read once.
  std::optional<Published> recorded;
  if (!source.is_live())
    recorded = load_published(source, need_all);
  // A tree from before there was a census is still good for the rest.
  const bool has_census =
      source.is_live() || source.try_read(std::string(reader::mmscope_dir) + "/pages").has_value();
  if (recorded && has_census)
    recorded->system.pages = load_pages(source);
  std::vector<Check> checks = all_checks();
  if (options.bpf) {
    // What was asked for is not skipped.
    (void)check_bpf_nodes().read(source);
    checks.push_back(check_bpf_nodes());
  }
  for (const Check& check : checks) {
    if ((check.needs & need_pages) != 0 && !has_census)
      continue;
    SourceSummary summary;
    summary.source = check.source;
    std::vector<Comparison> comparisons;
    try {
      comparisons = SourceVerifier(check, source, options, recorded ? &*recorded : nullptr)
                        .take_comparisons();
    } catch (const SkippedSource& skipped) {
      summary.skipped_because = skipped.what();
      comparisons.push_back(skipped_source(check, skipped.what()));
    }
    for (Comparison& comparison : comparisons) {
      count(summary.summary, comparison.outcome);
      count(result.total, comparison.outcome);
      result.compared_with_kernel += !check.self_check && comparison.outcome != Outcome::skipped;
      result.comparisons.push_back(std::move(comparison));
    }
    result.sources.push_back(std::move(summary));
  }
  return result;
}

} // namespace mmscope::model
