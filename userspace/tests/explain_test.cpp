// SPDX-License-Identifier: GPL-2.0
// Timelines out of events, as the kernel sends them and as it may not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/chrome_trace.hpp"
#include "model/explain.hpp"
#include "tool.hpp"
#include "view/explain.hpp"

namespace mmscope::tests {
namespace {

using bpf::StepEvent;
using model::Explanation;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* symbols_text = "ffffffff81000000 T __x64_sys_munmap\n"
                                     "ffffffff81000100 t __split_vma.isra.0\n"
                                     "ffffffff81000180 t __split_vma.isra.0.cold\n"
                                     "ffffffff81000200 T unmap_vmas\n"
                                     "ffffffff81000300 T __alloc_pages\n"
                                     "ffffffff81000400 T get_page_from_freelist\n"
                                     "ffffffff81000500 t rmqueue_bulk\n";

const model::ExplainSpec& spec_of(std::string_view name) {
  const auto& specs = model::explain_specs();
  return *std::find_if(specs.begin(), specs.end(),
                       [&](const model::ExplainSpec& spec) { return spec.name == name; });
}

// Events of the steps that are visible with symbols_text.
class Events {
public:
  explicit Events(const char* kind)
      : spec_(spec_of(kind)),
        visible_(model::visible_steps(spec_, reader::Kallsyms::parse(symbols_text))) {}

  Events& add(mms_step_kind kind, std::uint64_t ns, unsigned step,
              std::vector<std::uint64_t> args = {}, unsigned tid = 7) {
    StepEvent event{};
    event.step.kind = static_cast<unsigned short>(kind);
    event.step.ns = ns;
    event.step.step = static_cast<unsigned short>(step);
    event.step.tid = tid;
    event.step.tgid = 5;
    std::copy(args.begin(), args.end(), event.step.args);
    events_.push_back(event);
    return *this;
  }

  Events& zones(std::uint64_t ns, std::vector<mms_zone_look> zones, unsigned mark = 1) {
    add(MMS_STEP_ZONES, ns, 1, {0, 0, mark});
    events_.back().zones = std::move(zones);
    return *this;
  }

  [[nodiscard]] unsigned step(std::string_view function) const {
    for (unsigned i = 0; i < visible_.steps.size(); ++i)
      if (visible_.steps[i].function.starts_with(function))
        return i;
    ADD_FAILURE() << function;
    return 0;
  }

  [[nodiscard]] Explanation explain() const {
    mms_layout layout{};
    layout.nodes_pgshift = 62;
    layout.nodes_mask = 3;
    layout.zones_pgshift = 60;
    layout.zones_mask = 3;
    return model::explain(spec_, visible_, events_,
                          {layout, {"DMA", "DMA32", "Normal"}, {"Unmovable", "Movable"}});
  }

private:
  const model::ExplainSpec& spec_;
  model::VisibleSteps visible_;
  std::vector<StepEvent> events_;
};

Events munmap_with_a_split() {
  Events events("munmap");
  const unsigned split = events.step("__split_vma");
  const unsigned unmap = events.step("unmap_vmas");
  events.add(MMS_STEP_ENTER, 1000, 0, {0x7f0000000000, 8192})
      .add(MMS_STEP_ENTER, 1100, split)
      .add(MMS_STEP_EXIT, 1300, split)
      .add(MMS_STEP_ENTER, 1400, unmap)
      .add(MMS_STEP_PAGE, 1450, MMS_PAGE_FREE, {std::uint64_t{1} << 62 | std::uint64_t{2} << 60, 0})
      .add(MMS_STEP_EXIT, 1500, unmap)
      .add(MMS_STEP_EXIT, 2000, 0, {0});
  return events;
}

TEST(Explain, StepsAreFoundByAnyOfTheirNames) {
  const auto visible =
      model::visible_steps(spec_of("munmap"), reader::Kallsyms::parse(symbols_text));
  ASSERT_EQ(visible.steps.size(), 3U);
  EXPECT_EQ(visible.steps[1].function, "__split_vma.isra.0");
  EXPECT_THAT(visible.unseen, ::testing::Contains(HasSubstr("free page tables (free_pgtables)")));
}

TEST(Explain, ATimelineNestsAndTimes) {
  const Explanation explanation = munmap_with_a_split().explain();
  ASSERT_EQ(explanation.calls.size(), 1U);
  const model::Call& call = explanation.calls.front();
  EXPECT_EQ(call.title, "munmap(0x7f0000000000, 8192) = 0");
  EXPECT_EQ(call.pid, 5U);
  ASSERT_EQ(call.rows.size(), 4U);
  EXPECT_EQ(call.rows[0].took_ns, 1000U);
  EXPECT_EQ(call.rows[1].what, "split a VMA");
  EXPECT_EQ(call.rows[1].at_ns, 100U);
  EXPECT_EQ(call.rows[1].took_ns, 200U);
  EXPECT_EQ(call.rows[3].depth, 2U);
  EXPECT_EQ(call.rows[3].what, "freed: node 1 Normal, order 0");
  EXPECT_EQ(call.rows[3].took_ns, std::nullopt);
  EXPECT_EQ(explanation.without_end, 0U);
}

TEST(Explain, AnErrorIsShownAsOne) {
  Events events("munmap");
  events.add(MMS_STEP_ENTER, 0, 0, {1, 2})
      .add(MMS_STEP_EXIT, 9, 0, {static_cast<std::uint64_t>(-22)});
  EXPECT_EQ(events.explain().calls.front().title, "munmap(0x1, 2) = -22");
}

TEST(Explain, ThreadsDoNotMix) {
  Events events("munmap");
  const unsigned split = events.step("__split_vma");
  events.add(MMS_STEP_ENTER, 100, 0, {}, 1)
      .add(MMS_STEP_ENTER, 110, 0, {}, 2)
      .add(MMS_STEP_ENTER, 120, split, {}, 1)
      .add(MMS_STEP_EXIT, 130, 0, {}, 2)
      .add(MMS_STEP_EXIT, 140, split, {}, 1)
      .add(MMS_STEP_EXIT, 150, 0, {}, 1);
  const Explanation explanation = events.explain();
  ASSERT_EQ(explanation.calls.size(), 2U);
  EXPECT_EQ(explanation.calls[0].tid, 1U);
  EXPECT_EQ(explanation.calls[0].rows.size(), 2U);
  EXPECT_EQ(explanation.calls[1].rows.size(), 1U);
}

TEST(Explain, LostEndsAreCountedAndEndsAloneAreNot) {
  Events events("munmap");
  const unsigned split = events.step("__split_vma");
  events
      .add(MMS_STEP_EXIT, 50, split) // of a call that began before
      .add(MMS_STEP_ENTER, 100, 0)
      .add(MMS_STEP_ENTER, 120, split)
      .add(MMS_STEP_EXIT, 150, 0)
      .add(MMS_STEP_ENTER, 200, 0); // ended by a signal
  const Explanation explanation = events.explain();
  EXPECT_EQ(explanation.calls.size(), 2U);
  EXPECT_EQ(explanation.without_end, 2U);
  EXPECT_THAT(view::explanation(view::Screen(), explanation, 0),
              HasSubstr("2 steps were not seen to end"));
}

TEST(Explain, AnAllocationTellsItsZonesAndWhereItCameFrom) {
  Events events("alloc");
  const unsigned look = events.step("get_page_from_freelist");
  const unsigned refill = events.step("rmqueue_bulk");
  const std::uint64_t flags = std::uint64_t{1} << 62 | std::uint64_t{1} << 60;
  events.add(MMS_STEP_ENTER, 0, 0, {0xcc0, 0})
      .add(MMS_STEP_ENTER, 10, look, {0xcc0, 0, 1})
      .zones(10, {{0, 2, 100, 90, 20}, {1, 1, 500, 90, 20}, {1, 0, 500, 90, 20}})
      .add(MMS_STEP_ENTER, 20, refill);
  for (unsigned i = 0; i < 3; ++i)
    events.add(MMS_STEP_PAGE, 21 + i, MMS_PAGE_ZONE_LOCKED, {flags, 0, 1});
  events.add(MMS_STEP_EXIT, 30, refill)
      .add(MMS_STEP_EXIT, 40, look, {1})
      .add(MMS_STEP_PAGE, 41, MMS_PAGE_ALLOC, {flags, 0, 1})
      .add(MMS_STEP_EXIT, 50, 0, {1});
  const Explanation explanation = events.explain();
  EXPECT_EQ(explanation.calls.front().served,
            "the pcp list of this CPU, refilled with 3 blocks from the buddy lists");
  const std::string text = view::explanation(view::Screen(), explanation, 0);
  EXPECT_THAT(text,
              HasSubstr("node 0 Normal: 100 pages free, low watermark 90 and reserve 20: too few"));
  EXPECT_THAT(text,
              HasSubstr("node 1 DMA32: 500 pages free, low watermark 90 and reserve 20: enough"));
  EXPECT_THAT(text, Not(HasSubstr("node 1 DMA:"))); // behind the one that has enough
  EXPECT_THAT(text, HasSubstr("3 times from the buddy lists: node 1 DMA32, order 0, Movable"));
  EXPECT_THAT(text, HasSubstr("allocated: node 1 DMA32"));
}

TEST(Explain, AnAllocationThatFailsSaysSo) {
  Events events("alloc");
  events.add(MMS_STEP_ENTER, 0, 0, {0xcc0, 9}).add(MMS_STEP_EXIT, 50, 0, {0});
  EXPECT_EQ(events.explain().calls.front().served, "nothing: the allocation failed");
}

TEST(Explain, NoPointerOfTheKernelIsShown) {
  Events events("alloc");
  events.add(MMS_STEP_ENTER, 0, 0, {0xcc0, 0}).add(MMS_STEP_EXIT, 50, 0, {0xffffea0000123440});
  const Explanation explanation = events.explain();
  EXPECT_THAT(view::explanation(view::Screen(), explanation, 0), Not(HasSubstr("ffffea")));
  EXPECT_THAT(model::chrome_trace(explanation, "true"), Not(HasSubstr("ffffea")));
  EXPECT_THAT(view::render_json(view::explanation_document(explanation), false),
              Not(HasSubstr("ffffea")));
}

TEST(Explain, NothingSeen) {
  EXPECT_EQ(view::explanation(view::Screen(), Events("munmap").explain(), 3),
            "No call of that kind was made (munmap).\n");
}

TEST(ExplainCommand, BadInput) {
  const auto fails = [](const std::vector<std::string>& words, const std::string& because) {
    const cli::Outcome outcome = cli::run(words, {});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr(because));
  };
  fails({"explain", "munmap"}, "mmscope explain munmap -- CMD");
  fails({"explain", "field", "--", "true"}, "runs no command");
  fails({"--root", "/tmp", "explain", "munmap", "--", "true"}, "--root does not go with it");
  fails({"explain", "mremap", "--", "true"}, "there is no explain command mremap");
}

} // namespace
} // namespace mmscope::tests
