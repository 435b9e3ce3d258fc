// SPDX-License-Identifier: GPL-2.0
// One figure and its counterpart, not judged yet; and the judge.
#ifndef MMSCOPE_MODEL_VERIFY_FIGURE_HPP
#define MMSCOPE_MODEL_VERIFY_FIGURE_HPP

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/verify.hpp"

namespace mmscope::model {

struct Figure {
  std::string what;
  std::string source;
  std::string field;
  std::optional<std::uint64_t> nid;
  std::optional<Value> ours;
  std::optional<Value> theirs;
  Rule rule;
  std::string skipped_because; // not empty: there is nothing to compare with
};

// Gathers the figures of one source file.
class FigureList {
public:
  explicit FigureList(std::string source) : source_(std::move(source)) {}

  // Figures added from here on are of this file and node.
  void set_source(std::string source) { source_ = std::move(source); }
  void set_node(std::optional<std::uint64_t> nid) { nid_ = nid; }

  void add(std::string what, std::string field, std::optional<Value> ours,
           std::optional<Value> theirs, Rule rule = {}) {
    figures_.push_back({std::move(what), source_, std::move(field), nid_, std::move(ours),
                        std::move(theirs), rule, ""});
  }

  void skip(std::string what, std::string field, std::string because) {
    figures_.push_back(
        {std::move(what), source_, std::move(field), nid_, {}, {}, {}, std::move(because)});
  }

  [[nodiscard]] std::vector<Figure> take() && { return std::move(figures_); }

private:
  std::string source_;
  std::optional<std::uint64_t> nid_;
  std::vector<Figure> figures_;
};

// The lowest and highest value that the source showed in all attempts so far.
struct Envelope {
  std::optional<std::int64_t> low;
  std::optional<std::int64_t> high;

  void widen(const std::optional<Value>& value);
};

// `before` and `after` are the same figure with the source's two readings;
// `recorded_drift` is 0 on a live system.
[[nodiscard]] Comparison judge(const Figure& before, const Figure& after, const Envelope& envelope,
                               std::int64_t recorded_drift);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_VERIFY_FIGURE_HPP
