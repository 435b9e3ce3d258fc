// SPDX-License-Identifier: GPL-2.0
// Runs of the lab that are saved: the way to JSON and back, and the directory.
#include <cstring>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/run_store.hpp"
#include "model/saved_run.hpp"
#include "reader/error.hpp"
#include "reader/samples_file.hpp"
#include "scratch_dir.hpp"
#include "tool.hpp"
#include "view/bench_json.hpp"
#include "wire/samples.h"

namespace mmscope::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The run of the recorded tree, with samples and an environment.
model::SavedRun example() {
  const auto source = reader::Source::recorded(data_dir() / "trees/handmade");
  model::SavedRun run;
  run.id = "20240131-235959-042";
  run.result = model::load_bench_result(source);
  run.samples = {{0, "alloc", {300, 301, 500}}, {0, "free", {100}}};
  run.environment = model::load_environment(source, {"2024-01-31T23:59:59Z", "9.9", "KVMKVMKVM"});
  return run;
}

std::string text_of(const model::SavedRun& run) {
  return view::render_json(view::saved_document(run), false);
}

std::string save(const std::filesystem::path& dir) {
  return model::RunStore(dir).save([](const std::string& id) {
    model::SavedRun run = example();
    run.id = id;
    return text_of(run);
  });
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path) << text;
}

std::string reason(const std::function<void()>& what) {
  try {
    what();
  } catch (const reader::Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(SavedRun, ComesBackAsItWas) {
  const std::string text = text_of(example());
  const model::SavedRun back = model::parse_saved_run(text, "x.json");
  EXPECT_EQ(text_of(back), text);
  // Not only what was written: what is worked out of it, too.
  ASSERT_EQ(back.result.figures.size(), 4U);
  EXPECT_EQ(model::percentile(back.result.figures[0], 500), 301U);
  EXPECT_EQ(back.result.figures[0].empty_ns, 31U);
  ASSERT_EQ(back.samples.size(), 2U);
  EXPECT_THAT(back.samples[0].ns, ElementsAre(300, 301, 500));
  EXPECT_EQ(model::faults(back.result), model::faults(example().result));
  EXPECT_TRUE(model::differences(back.environment, example().environment).empty());
}

TEST(SavedRun, WhatBenchPrintsIsOneToo) {
  const auto printed = tool_on("handmade", "bench show -j");
  const model::SavedRun run = model::parse_saved_run(printed.out, "x.json");
  EXPECT_EQ(run.result.figures.size(), 4U);
  EXPECT_TRUE(run.samples.empty());
  EXPECT_TRUE(run.environment.facts.empty());
}

TEST(SavedRun, DamageIsNamed) {
  const std::string good = text_of(example());
  const auto why = [](const std::string& text) {
    return reason([&] { (void)model::parse_saved_run(text, "/x/y.json"); });
  };
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("{\"kind\":\"zone\"}"), std::string("7"),
        good.substr(0, good.size() / 2), std::string("{\"wire\":1,\"kind\":\"bench_result\"}"),
        std::string("{\"wire\":1,\"kind\":\"bench_result\",\"page_size\":4096,\"rows\":7,"
                    "\"bench_runs\":[{\"run\":1,\"phase\":\"done\"}]}")})
    EXPECT_THAT(why(text), HasSubstr("/x/y.json is no saved run: ")) << text;
  EXPECT_THAT(why("{\"wire\":2,\"kind\":\"bench_result\"}"), HasSubstr("wire=2"));
  std::string wrong = good;
  wrong.replace(wrong.find("\"run\":7"), 7, "\"run\":\"\"");
  EXPECT_THAT(why(wrong), HasSubstr("bench_run record whose run has the wrong type"));
}

// Cut off anywhere and every byte changed: an Error or a run, nothing else.
TEST(SavedRun, NoDamageDoesHarm) {
  const std::string good = text_of(example());
  for (std::size_t at = 0; at < good.size(); at += 41) {
    std::string text = good;
    text[at] = text[at] == '1' ? '"' : '1';
    for (const std::string& one : {text, good.substr(0, at)}) {
      try {
        (void)model::parse_saved_run(one, "x.json");
      } catch (const reader::Error&) {
      }
    }
  }
}

TEST(RunsDir, FollowsTheXdgRules) {
  EXPECT_EQ(model::runs_dir("/data", "/home/u"), "/data/mmscope/runs");
  EXPECT_EQ(model::runs_dir("", "/home/u"), "/home/u/.local/share/mmscope/runs");
  EXPECT_EQ(model::runs_dir("relative", "/home/u"), "/home/u/.local/share/mmscope/runs");
  EXPECT_EQ(model::runs_dir("", ""), "");
}

TEST(RunStore, SavesWholeFilesForTheUserAlone) {
  const ScratchDir scratch;
  const model::RunStore store(scratch.path() / "a/b/runs");
  const std::string first = save(store.dir());
  const std::string second = save(store.dir());
  EXPECT_THAT(store.ids(), ElementsAre(first, second));
  struct stat status {};
  ASSERT_EQ(::stat(store.dir().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
  EXPECT_EQ(store.find("latest").stem(), second);
  EXPECT_EQ(store.find("latest~1").stem(), first);
  EXPECT_EQ(store.find(first).stem(), first);
  EXPECT_EQ(store.find("./else.json"), "./else.json");
  const std::string text = model::read_run_file(store.find(first));
  EXPECT_EQ(model::parse_saved_run(text, "x").id, first);
  store.remove(first);
  EXPECT_THAT(store.ids(), ElementsAre(second));
}

TEST(RunStore, WhatFailsLeavesNothing) {
  const ScratchDir scratch;
  const model::RunStore store(scratch.path() / "runs");
  EXPECT_THROW(
      store.save([](const std::string&) -> std::string { throw std::runtime_error("no text"); }),
      std::runtime_error);
  EXPECT_TRUE(std::filesystem::is_empty(store.dir()));
  write_file(scratch.path() / "file", "");
  EXPECT_THAT(reason([&] { save(scratch.path() / "file/runs"); }), HasSubstr("cannot make"));
  EXPECT_THAT(reason([&] { save(""); }), HasSubstr("neither XDG_DATA_HOME nor HOME"));
}

TEST(RunStore, SaysWhichRunsThereAre) {
  const ScratchDir scratch;
  const model::RunStore store(scratch.path());
  EXPECT_THAT(reason([&] { (void)store.find("latest"); }), HasSubstr("none is saved in"));
  const std::string id = save(store.dir());
  EXPECT_THAT(reason([&] { (void)store.find("latest~1"); }), HasSubstr("1 are saved"));
  EXPECT_THAT(reason([&] { (void)store.find("latest~x"); }), HasSubstr("expected latest"));
  EXPECT_THAT(reason([&] { (void)store.find("nope"); }), HasSubstr("there is no run nope"));
  save(store.dir());
  EXPECT_THAT(reason([&] { (void)store.find(id.substr(0, 4)); }), HasSubstr("2 runs begin with"));
}

TEST(RunTool, ListsAndShowsWhatIsSaved) {
  const ScratchDir scratch;
  cli::Terminal terminal;
  terminal.runs_dir = scratch.path();
  EXPECT_THAT(tool("run list", terminal).out, HasSubstr("No saved runs in"));
  EXPECT_THAT(tool("run list").out, HasSubstr("neither XDG_DATA_HOME nor HOME"));
  const std::string id = save(scratch.path());
  write_file(scratch.path() / "20240101-000000-000.json", "{");
  write_file(scratch.path() / "notes.txt", "mine");
  const auto list = tool("run list", terminal);
  EXPECT_EQ(list.exit_code, 0);
  EXPECT_THAT(list.out, HasSubstr(id));
  EXPECT_THAT(list.out, HasSubstr("kvm"));
  EXPECT_THAT(list.out, HasSubstr("time")); // why it stopped
  EXPECT_THAT(list.err, HasSubstr("20240101-000000-000.json is no saved run: "));
  EXPECT_THAT(list.err, HasSubstr("notes.txt is no saved run"));
  const auto show = tool("run show latest", terminal);
  EXPECT_THAT(show.out, HasSubstr(tool_on("handmade", "bench show").out));
  EXPECT_THAT(show.out, HasSubstr("2024-01-31T23:59:59Z"));
  EXPECT_THAT(tool("run show latest -v", terminal).out, HasSubstr("config_unknown"));
  EXPECT_EQ(tool("run show latest -j", terminal).out,
            model::read_run_file(model::RunStore(scratch.path()).find("latest")));
  EXPECT_EQ(tool("run show nope", terminal).exit_code, 2);
  EXPECT_EQ(tool("run show /nope.json", terminal).exit_code, 2);
  EXPECT_EQ(tool("run show 20240101-000000-000", terminal).exit_code, 5);
  EXPECT_EQ(tool("run delete 20240101-000000-000", terminal).exit_code, 0);
  EXPECT_EQ(tool("run delete /etc/x.json", terminal).exit_code, 2);
  EXPECT_EQ(tool("run delete", terminal).exit_code, 2);
  EXPECT_THAT(model::RunStore(scratch.path()).ids(), ElementsAre(id));
}

std::string samples_bytes(std::uint32_t record_size = sizeof(mms_samples_record)) {
  mms_samples_header header{};
  std::memcpy(header.magic, MMS_SAMPLES_MAGIC, sizeof(header.magic));
  header.version = MMS_SAMPLES_VERSION;
  header.header_size = sizeof(header) + 4; // a newer module's
  header.record_size = record_size;
  header.run = 9;
  header.nr_records = 2;
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof(header));
  bytes += "more";
  for (const mms_samples_record& record :
       {mms_samples_record{1, 2, 3}, mms_samples_record{4, 5, 0xffffffff}}) {
    bytes.append(reinterpret_cast<const char*>(&record), sizeof(record));
    bytes.append(record_size - sizeof(record), 'x');
  }
  return bytes;
}

TEST(SamplesFile, IsReadByItsOwnSizes) {
  for (const std::uint32_t size : {8U, 24U}) {
    const reader::SamplesFile file = reader::parse_samples(samples_bytes(size), "samples");
    EXPECT_EQ(file.run, 9U);
    ASSERT_EQ(file.samples.size(), 2U);
    EXPECT_EQ(file.samples[0].op, 2U);
    EXPECT_EQ(file.samples[1].leg, 4U);
    EXPECT_EQ(file.samples[1].ns, 0xffffffffU);
  }
}

TEST(SamplesFile, DamageIsNamed) {
  const std::string good = samples_bytes();
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_NE(reason([&] { (void)reader::parse_samples(good.substr(0, size), "s"); }), "no error");
  std::string bad = good;
  bad[16] = 1; // record_size
  EXPECT_THAT(reason([&] { (void)reader::parse_samples(bad, "s"); }), HasSubstr("contradicts"));
  bad = good;
  bad[8] = 9;
  EXPECT_THAT(reason([&] { (void)reader::parse_samples(bad, "s"); }), HasSubstr("of version 9"));
}

} // namespace
} // namespace mmscope::tests
