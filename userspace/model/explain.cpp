// SPDX-License-Identifier: GPL-2.0
#include "model/explain.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>
#include <map>

namespace mmscope::model {
namespace {

using bpf::StepEvent;

// include/linux/mmzone.h enum zone_watermarks; the low bits of alloc_flags.
constexpr std::array watermarks = {"min", "low", "high", "promo"};

// Errors are the last page of numbers.
bool is_error(std::uint64_t result) { return result > ~std::uint64_t{4095}; }

std::string result_text(std::uint64_t result) {
  if (is_error(result))
    return fmt::format("-{}", ~result + 1);
  return result < 65536 ? fmt::format("{}", result) : fmt::format("{:#x}", result);
}

// The name of the call with what it was asked for. Only numbers of user space, and
// orders: pointers of the kernel are never shown.
std::string title_of(const StepSpec& spec, const mms_step& enter,
                     const std::optional<std::uint64_t>& result) {
  const auto& args = enter.args;
  std::string text;
  switch (spec.args) {
  case StepArgs::address_length:
    text = fmt::format("{}({:#x}, {})", spec.what, args[0], args[1]);
    break;
  case StepArgs::mmap:
    text = fmt::format("{}({:#x}, {}, prot {:#x}, flags {:#x})", spec.what, args[0], args[1],
                       args[2], args[3]);
    break;
  case StepArgs::brk:
    text = fmt::format("{}({:#x})", spec.what, args[0]);
    break;
  case StepArgs::fault:
    return fmt::format("{} at {:#x}, {}", spec.what, args[1],
                       (args[2] & 1) != 0 ? "write" : "read");
  case StepArgs::order:
    return fmt::format("{}: order {}, gfp {:#x}", spec.what, args[1] & 0xff, args[0] & 0xffffffff);
  default:
    return spec.what;
  }
  return result ? text + " = " + result_text(*result) : text;
}

class Timeline {
public:
  Timeline(const VisibleSteps& visible, const StepNames& names, Explanation& into)
      : visible_(visible), names_(names), into_(into), sums_(visible.steps.size()) {
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      sums_[i].what = visible.steps[i].spec->what;
      sums_[i].function = visible.steps[i].function;
    }
  }

  void take(const StepEvent& event) {
    Thread& thread = threads_[event.step.tid];
    switch (event.step.kind) {
    case MMS_STEP_ENTER:
      return enter(thread, event.step);
    case MMS_STEP_EXIT:
      return leave(thread, event.step);
    case MMS_STEP_ZONES:
      return look(thread, event);
    default:
      return page(thread, event.step);
    }
  }

  void finish() {
    for (auto& [tid, thread] : threads_)
      if (!thread.open.empty()) {
        into_.without_end += thread.open.size();
        into_.calls.push_back(std::move(thread.call));
      }
    std::stable_sort(into_.calls.begin(), into_.calls.end(),
                     [](const Call& a, const Call& b) { return a.begin_ns < b.begin_ns; });
    for (StepSum& sum : sums_)
      if (sum.calls != 0)
        into_.sums.push_back(std::move(sum));
  }

private:
  struct Open {
    std::size_t row;
    mms_step enter;
  };
  struct Thread {
    Call call;
    std::vector<Open> open; // functions that have not returned
    unsigned from_buddy = 0;
    bool refilled = false;
    bool fell_back = false;
  };

  TimelineRow& add(Thread& thread, std::uint64_t ns, std::string what, std::string function) {
    TimelineRow row;
    row.depth = static_cast<unsigned>(thread.open.size());
    row.at_ns = ns - thread.call.begin_ns;
    row.what = std::move(what);
    row.function = std::move(function);
    thread.call.rows.push_back(std::move(row));
    return thread.call.rows.back();
  }

  void enter(Thread& thread, const mms_step& step) {
    if (step.step >= visible_.steps.size())
      return;
    const VisibleStep& visible = visible_.steps[step.step];
    if (thread.open.empty()) {
      thread = Thread();
      thread.call.pid = step.tgid;
      thread.call.tid = step.tid;
      thread.call.begin_ns = step.ns;
      thread.call.title = title_of(*visible.spec, step, std::nullopt);
    }
    thread.refilled |= visible.function.starts_with("rmqueue_bulk");
    add(thread, step.ns,
        thread.open.empty() ? thread.call.title : title_of(*visible.spec, step, std::nullopt),
        visible.function);
    thread.open.push_back({thread.call.rows.size() - 1, step});
  }

  // Functions within it whose end was not seen have ended too.
  void leave(Thread& thread, const mms_step& step) {
    const auto at = std::find_if(thread.open.rbegin(), thread.open.rend(),
                                 [&](const Open& open) { return open.enter.step == step.step; });
    if (at == thread.open.rend())
      return;
    into_.without_end += static_cast<std::size_t>(at - thread.open.rbegin());
    thread.open.erase(at.base(), thread.open.end());
    const Open open = thread.open.back();
    thread.open.pop_back();
    TimelineRow& row = thread.call.rows[open.row];
    row.took_ns = step.ns - open.enter.ns;
    StepSum& sum = sums_[step.step];
    ++sum.calls;
    sum.total_ns += *row.took_ns;
    sum.max_ns = std::max(sum.max_ns, *row.took_ns);
    if (!thread.open.empty())
      return;
    const StepSpec& spec = *visible_.steps[step.step].spec;
    thread.call.title = row.what = title_of(spec, open.enter, step.args[0]);
    if (spec.args == StepArgs::order)
      thread.call.served = served(thread, step.args[0] != 0);
    into_.calls.push_back(std::move(thread.call));
    thread = Thread();
  }

  static std::string served(const Thread& thread, bool got) {
    if (!got)
      return "nothing: the allocation failed";
    std::string text = "the pcp list of this CPU";
    if (thread.from_buddy > 1 || thread.refilled)
      text += fmt::format(", refilled with {} blocks from the buddy lists", thread.from_buddy);
    else if (thread.from_buddy == 1)
      text = "the buddy lists";
    return text + (thread.fell_back ? ", out of another migratetype's block" : "");
  }

  void look(Thread& thread, const StepEvent& event) {
    if (thread.open.empty())
      return;
    const auto order = static_cast<unsigned>(event.step.args[1]);
    const std::size_t mark = event.step.args[2] & 3;
    for (const mms_zone_look& zone : event.zones) {
      // __zone_watermark_ok(): what is left after the block must be above both.
      const std::int64_t left = zone.free - ((std::int64_t{1} << order) - 1);
      const std::int64_t floor = static_cast<std::int64_t>(zone.mark) + zone.reserve;
      const std::string name =
          zone.zone_idx < names_.zones.size() ? names_.zones[zone.zone_idx] : "?";
      add(thread, event.step.ns,
          fmt::format("node {} {}: {} pages free, {} watermark {} and reserve {}: {}", zone.nid,
                      name, zone.free, watermarks.at(mark), zone.mark, zone.reserve,
                      left > floor ? "enough" : "too few"),
          "");
      // It takes the first zone that has enough; those behind it are not tried.
      if (left > floor)
        return;
    }
  }

  void page(Thread& thread, const mms_step& step) {
    if (thread.open.empty())
      return;
    const mms_layout& layout = names_.layout;
    const std::uint64_t flags = step.args[0];
    const auto node = (flags >> layout.nodes_pgshift) & layout.nodes_mask;
    const auto zone = (flags >> layout.zones_pgshift) & layout.zones_mask;
    const std::string where =
        fmt::format("node {} {}, order {}", node,
                    zone < names_.zones.size() ? names_.zones[zone] : "?", step.args[1]);
    const std::string type =
        step.args[2] < names_.migratetypes.size() ? names_.migratetypes[step.args[2]] : "?";
    switch (step.step) {
    case MMS_PAGE_ALLOC:
      add(thread, step.ns, fmt::format("allocated: {}, {}", where, type), "");
      break;
    case MMS_PAGE_FREE:
      add(thread, step.ns, fmt::format("freed: {}", where), "");
      break;
    case MMS_PAGE_ZONE_LOCKED:
      ++thread.from_buddy;
      add(thread, step.ns, fmt::format("from the buddy lists: {}, {}", where, type), "");
      break;
    case MMS_PAGE_PCPU_DRAIN:
      add(thread, step.ns, fmt::format("to the buddy lists: {}, {}", where, type), "");
      break;
    default:
      thread.fell_back = true;
      add(thread, step.ns,
          fmt::format("out of another migratetype's block: {}, for {}", where, type), "");
    }
  }

  const VisibleSteps& visible_;
  const StepNames& names_;
  Explanation& into_;
  std::vector<StepSum> sums_;
  std::map<std::uint32_t, Thread> threads_;
};

} // namespace

Explanation explain(const ExplainSpec& spec, const VisibleSteps& visible,
                    const std::vector<StepEvent>& events, const StepNames& names) {
  Explanation explanation;
  explanation.kind = spec.name;
  explanation.unseen = visible.unseen;
  Timeline timeline(visible, names, explanation);
  for (const StepEvent& event : events)
    timeline.take(event);
  timeline.finish();
  return explanation;
}

Object to_object(const Call& call, std::size_t number, const TimelineRow& row) {
  Object object = {{"call", std::uint64_t{number}},
                   {"pid", std::uint64_t{call.pid}},
                   {"tid", std::uint64_t{call.tid}},
                   {"depth", std::uint64_t{row.depth}},
                   {"at_ns", row.at_ns}};
  if (row.took_ns)
    object.emplace_back("took_ns", *row.took_ns);
  object.emplace_back("what", row.what);
  if (!row.function.empty())
    object.emplace_back("function", row.function);
  if (row.depth == 0 && !call.served.empty())
    object.emplace_back("served", call.served);
  return object;
}

Object to_object(const StepSum& sum) {
  return {{"what", sum.what},
          {"function", sum.function},
          {"calls", sum.calls},
          {"total_ns", sum.total_ns},
          {"max_ns", sum.max_ns}};
}

} // namespace mmscope::model
