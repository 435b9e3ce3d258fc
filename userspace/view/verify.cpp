// SPDX-License-Identifier: GPL-2.0
#include "view/verify.hpp"

#include <fmt/format.h>

#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::Comparison;
using model::Outcome;
using model::Rule;
using model::Value;

const char* outcome_name(Outcome outcome) {
  switch (outcome) {
  case Outcome::exact:
    return "exact";
  case Outcome::within:
    return "within";
  case Outcome::failed:
    return "failed";
  default:
    return "skipped";
  }
}

Role outcome_role(Outcome outcome) {
  switch (outcome) {
  case Outcome::exact:
  case Outcome::within:
    return Role::good;
  case Outcome::failed:
    return Role::bad;
  default:
    return Role::warning;
  }
}

struct ValueText {
  std::string operator()(const std::string& text) const { return text; }
  template <class Item> std::string operator()(const std::vector<Item>& list) const {
    return fmt::format("[{}]", fmt::join(list, ", "));
  }
  template <class Number> std::string operator()(Number number) const {
    return fmt::format("{}", number);
  }
};

std::string value_text(const std::optional<Value>& value) {
  return value ? std::visit(ValueText(), *value) : absent_mark;
}

// Both readings where they differ.
std::string theirs_text(const Comparison& comparison) {
  std::string text = value_text(comparison.theirs);
  if (comparison.theirs_after)
    text += " .. " + value_text(comparison.theirs_after);
  return text;
}

std::string rule_text(const Comparison& comparison) {
  if (comparison.outcome == Outcome::skipped)
    return comparison.note;
  if (comparison.rule.kind == Rule::Kind::exact)
    return "exact";
  std::string text = fmt::format("within {} of both readings", comparison.tolerance);
  if (comparison.rule.why[0] != '\0')
    text += fmt::format(" ({})", comparison.rule.why);
  return text;
}

std::string comparisons_table(const Screen& screen, const model::VerifyResult& result) {
  Table table({{"result", Align::left},
               {"what", Align::left},
               {"ours", Align::right},
               {"theirs", Align::right},
               {"rule", Align::left, 2},
               {"source", Align::left, 1}});
  for (const Comparison& comparison : result.comparisons)
    table.add({{outcome_name(comparison.outcome), outcome_role(comparison.outcome)},
               comparison.what,
               value_text(comparison.ours),
               theirs_text(comparison),
               {rule_text(comparison), Role::dim},
               {comparison.source, Role::dim}});
  return table.render(screen.style, screen.width);
}

Cell count_cell(std::size_t count, Role role) {
  return {fmt::format("{}", count), count == 0 ? Role::dim : role};
}

std::string sources_table(const Screen& screen, const model::VerifyResult& result) {
  Table table({{"source", Align::left},
               {"compared"},
               {"exact", Align::right, 1},
               {"within", Align::right, 1},
               {"failed"},
               {"skipped", Align::right, 2}});
  for (const model::SourceSummary& source : result.sources) {
    const model::VerifySummary& counts = source.summary;
    table.add({source.source, count_cell(counts.compared, Role::plain),
               count_cell(counts.exact, Role::good),
               count_cell(counts.within_tolerance, Role::good),
               count_cell(counts.failed, Role::bad), count_cell(counts.skipped, Role::warning)});
  }
  return table.render(screen.style, screen.width);
}

// The same reason is told once for all figures of a source.
std::string skipped_lines(const Screen& screen, const model::VerifyResult& result) {
  std::string text;
  std::string last;
  for (const Comparison& comparison : result.comparisons) {
    const std::string line = fmt::format("{}: {}\n", comparison.source, comparison.note);
    if (comparison.outcome != Outcome::skipped || line == last)
      continue;
    text += screen.style.paint(Role::warning, "skipped ") + line;
    last = line;
  }
  return text;
}

std::string failure_lines(const Screen& screen, const model::VerifyResult& result) {
  std::string text;
  for (const Comparison& comparison : result.comparisons) {
    if (comparison.outcome != Outcome::failed)
      continue;
    text += screen.style.paint(Role::bad, "failed ") +
            fmt::format("{} ({})\n  ours   {}\n  theirs {}   {}\n  rule   {}\n", comparison.what,
                        comparison.field, value_text(comparison.ours), theirs_text(comparison),
                        comparison.source, rule_text(comparison));
  }
  return text;
}

std::string verdict(const Screen& screen, const model::VerifyResult& result) {
  const model::VerifySummary& total = result.total;
  if (total.failed == 0 && !result.passed())
    return screen.style.paint(Role::bad, "no file of the kernel could be compared") + "\n";
  const char* word = result.passed() ? "agrees" : "DISAGREES";
  return screen.style.paint(result.passed() ? Role::good : Role::bad, word) +
         fmt::format("  {} figures compared: {} exact, {} within tolerance, {} failed\n",
                     total.compared, total.exact, total.within_tolerance, total.failed);
}

void add_counts(model::Object& object, const model::VerifySummary& summary) {
  object.emplace_back("compared", std::uint64_t{summary.compared});
  object.emplace_back("exact", std::uint64_t{summary.exact});
  object.emplace_back("within_tolerance", std::uint64_t{summary.within_tolerance});
  object.emplace_back("failed", std::uint64_t{summary.failed});
  object.emplace_back("skipped", std::uint64_t{summary.skipped});
}

// As in all of mmscope's JSON, what is not there is absent.
model::Object to_object(const Comparison& comparison) {
  model::Object object = {
      {"what", comparison.what}, {"source", comparison.source}, {"field", comparison.field}};
  if (comparison.nid)
    object.emplace_back("nid", *comparison.nid);
  if (comparison.ours)
    object.emplace_back("ours", *comparison.ours);
  if (comparison.theirs)
    object.emplace_back("theirs", *comparison.theirs);
  if (comparison.theirs_after)
    object.emplace_back("theirs_after", *comparison.theirs_after);
  object.emplace_back("rule", rule_text(comparison));
  object.emplace_back("tolerance", comparison.tolerance);
  object.emplace_back("result", std::string(outcome_name(comparison.outcome)));
  return object;
}

} // namespace

std::string verify_text(const Screen& screen, const model::VerifyResult& result, bool all) {
  std::string text;
  if (all)
    text += comparisons_table(screen, result) + "\n";
  return text + sources_table(screen, result) + "\n" + skipped_lines(screen, result) +
         failure_lines(screen, result) + verdict(screen, result);
}

Document verify_document(const model::VerifyResult& result) {
  Document document;
  document.head = json_head("verify");
  document.head.emplace_back("kernel", result.header.kernel);
  document.head.emplace_back("page_size", result.header.page_size);
  add_counts(document.head, result.total);
  for (const Comparison& comparison : result.comparisons)
    document.rows.push_back(to_object(comparison));
  std::vector<model::Object> sources;
  for (const model::SourceSummary& source : result.sources) {
    model::Object& object = sources.emplace_back(model::Object{{"source", source.source}});
    add_counts(object, source.summary);
    if (!source.skipped_because.empty())
      object.emplace_back("skipped_because", source.skipped_because);
  }
  document.more.emplace_back("sources", std::move(sources));
  return document;
}

} // namespace mmscope::view
