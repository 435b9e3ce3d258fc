// SPDX-License-Identifier: GPL-2.0
#include "view/explain.hpp"

#include <algorithm>
#include <fmt/core.h>

#include "view/bench.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::Call;
using model::Explanation;

// Moments that are alike and follow each other: a refill takes the same from the
// buddy lists many times.
std::size_t alike_from(const std::vector<model::TimelineRow>& rows, std::size_t first) {
  std::size_t end = first + 1;
  while (end < rows.size() && rows[first].function.empty() && rows[end].function.empty() &&
         rows[end].what == rows[first].what && rows[end].depth == rows[first].depth)
    ++end;
  return end - first;
}

std::string timeline(const Screen& screen, const Call& call) {
  const model::TimelineRow& root = call.rows.front();
  std::string text =
      screen.style.paint(Role::title, call.title) +
      fmt::format("   pid {}, {}\n", call.pid,
                  root.took_ns ? "took " + nanoseconds(*root.took_ns) : "no end was seen");
  Table table({{"at ns"}, {"took ns"}, {"step", Align::left}, {"function", Align::left, 1}});
  for (std::size_t i = 1; i < call.rows.size();) {
    const model::TimelineRow& row = call.rows[i];
    const std::size_t alike = alike_from(call.rows, i);
    i += alike;
    const std::string times = alike > 1 ? fmt::format("{} times ", alike) : "";
    table.add({fmt::format("+{}", grouped(row.at_ns)),
               row.took_ns ? Cell(grouped(*row.took_ns)) : Cell("", Role::dim),
               {std::string(2 * (row.depth - 1), ' ') + times + row.what,
                row.function.empty() ? Role::dim : Role::plain},
               {row.function.empty() ? "" : row.function + "()", Role::accent}});
  }
  if (call.rows.size() > 1)
    text += table.render(screen.style, screen.width);
  if (!call.served.empty())
    text += "Served from " + call.served + ".\n";
  return text + "\n";
}

std::string sums(const Screen& screen, const Explanation& explanation) {
  Table table(
      {{"step", Align::left}, {"times"}, {"mean ns"}, {"max ns"}, {"function", Align::left, 1}});
  for (const model::StepSum& sum : explanation.sums)
    table.add({sum.what,
               grouped(sum.calls),
               grouped(sum.total_ns / std::max<std::uint64_t>(sum.calls, 1)),
               grouped(sum.max_ns),
               {sum.function + "()", Role::accent}});
  return table.render(screen.style, screen.width);
}

} // namespace

std::string explanation(const Screen& screen, const Explanation& explanation, std::size_t limit) {
  if (explanation.calls.empty())
    return fmt::format("No call of that kind was made ({}).\n", explanation.kind);
  const std::size_t shown =
      limit == 0 ? explanation.calls.size() : std::min(limit, explanation.calls.size());
  std::string text;
  for (std::size_t i = 0; i < shown; ++i)
    text += timeline(screen, explanation.calls[i]);
  text += screen.style.paint(Role::title,
                             explanation.calls.size() == 1
                                 ? std::string("The one call")
                                 : fmt::format("All {} calls", grouped(explanation.calls.size()))) +
          "\n" + sums(screen, explanation);
  if (shown < explanation.calls.size())
    text += screen.style.paint(
        Role::dim, fmt::format("The first {} of {} calls are drawn; --limit 0 draws all.\n", shown,
                               explanation.calls.size()));
  for (const std::string& step : explanation.unseen)
    text += screen.style.paint(Role::dim, fmt::format("Not visible on this kernel: {}\n", step));
  if (explanation.without_end != 0)
    text += screen.style.paint(Role::warning, fmt::format("{} steps were not seen to end.\n",
                                                          grouped(explanation.without_end)));
  if (explanation.lost != 0)
    text += screen.style.paint(
        Role::bad,
        fmt::format("{} events were lost: there was no room, or a probe came in another.\n",
                    grouped(explanation.lost)));
  return text + screen.style.paint(Role::dim,
                                   "Times hold those of the probes within: what is large beside "
                                   "others is large.\n");
}

Document explanation_document(const Explanation& explanation) {
  Document document;
  document.head = json_head("explain");
  document.head.emplace_back("explained", explanation.kind);
  document.head.emplace_back("lost", explanation.lost);
  document.head.emplace_back("without_end", explanation.without_end);
  document.head.emplace_back("unseen", explanation.unseen);
  for (std::size_t i = 0; i < explanation.calls.size(); ++i)
    for (const model::TimelineRow& row : explanation.calls[i].rows)
      document.rows.push_back(model::to_object(explanation.calls[i], i, row));
  std::vector<model::Object> all;
  for (const model::StepSum& sum : explanation.sums)
    all.push_back(model::to_object(sum));
  document.more = {{"step_sums", std::move(all)}};
  return document;
}

} // namespace mmscope::view
