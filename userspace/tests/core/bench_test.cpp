// SPDX-License-Identifier: GPL-2.0
// The lab over a fake kernel: what is refused, what is measured and what the
// checks find.
#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <memory>
#include <random>

#include "base/histogram.hpp"
#include "core/bench.hpp"
#include "core_fixture.hpp"
#include "wire/samples.h"
#include "wire/schema.hpp"

namespace mmscope::test {
namespace {

TEST(HistogramTest, EveryValueIsInItsBucketAndBucketsAreNarrow) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 200000; ++i) {
    const std::uint64_t value = random() >> (24 + random() % 40);
    const std::size_t index = Histogram::index(value);
    const std::uint64_t low = Histogram::low(index);
    const std::uint64_t high = Histogram::high(index);
    ASSERT_LE(low, value);
    ASSERT_GE(high, value);
    const std::uint64_t middle = low + (high - low) / 2;
    const std::uint64_t off = middle > value ? middle - value : value - middle;
    ASSERT_LE(off * 100, value) << value; // 1 %
  }
}

TEST(HistogramTest, BucketsFollowEachOtherWithoutAGap) {
  for (std::size_t i = 0; i + 1 < Histogram::nr_buckets; ++i) {
    ASSERT_EQ(Histogram::high(i) + 1, Histogram::low(i + 1));
    ASSERT_EQ(Histogram::index(Histogram::low(i)), i);
    ASSERT_EQ(Histogram::index(Histogram::high(i)), i);
  }
  EXPECT_EQ(Histogram::index(~std::uint64_t{0}), Histogram::nr_buckets - 1);
}

TEST(HistogramTest, MergeAddsUp) {
  auto one = std::make_unique<Histogram>(Histogram());
  auto other = std::make_unique<Histogram>(Histogram());
  one->add(5);
  other->add(5);
  other->add(1000000);
  one->merge(*other);
  EXPECT_EQ(one->count(Histogram::index(5)), 2U);
  EXPECT_EQ(one->count(Histogram::index(1000000)), 1U);
}

TEST(SamplesTest, AreSpreadOverARunOfAnyLength) {
  for (const unsigned nr : {10U, 4096U, 4097U, 1000000U}) {
    const auto samples = std::make_unique<Samples>(Samples());
    Random random(7);
    for (unsigned i = 0; i < nr; ++i)
      samples->add(i, random);
    EXPECT_GE(samples->size(), std::min(nr, Samples::capacity / 2 - 1)) << nr;
    EXPECT_LE(samples->size(), Samples::capacity);
    // Each tenth of the run has about a tenth of the samples.
    std::array<unsigned, 10> tenths{};
    for (unsigned i = 0; i < samples->size(); ++i)
      ++tenths.at((*samples)[i] * std::uint64_t{10} / nr);
    for (const unsigned tenth : tenths)
      EXPECT_NEAR(tenth, samples->size() / 10.0, samples->size() / 20.0 + 1) << nr;
  }
}

class BenchTest : public CoreTest {
protected:
  ~BenchTest() override { mms_core_lab_exit(); }

  // "0", or the error and its reason.
  std::string start(const std::string& line, mms_u64 opener = 1) {
    const std::string answer = ask("bench/run", line, opener);
    return answer.starts_with("-") ? answer : "0";
  }

  // Runs it to its end; the rows of bench/result.
  std::vector<Line> run(const std::string& line) {
    EXPECT_EQ(start(line), "0") << line;
    mms_lab_join();
    EXPECT_EQ(kernel.lab.out, 0) << line;
    return lines("bench/result");
  }

  static std::string value(const std::vector<Line>& lines, const std::string& tag,
                           const std::string& key, const std::string& op = "") {
    for (const Line& line : lines)
      if (line.tag == tag && (op.empty() || line.fields.at("op") == op))
        return line.fields.contains(key) ? line.fields.at(key) : "absent";
    return "none";
  }
};

TEST_F(BenchTest, BadRequestsAreRefusedWithAReason) {
  const auto refused = [&](const std::string& line) { return start(line); };
  EXPECT_EQ(refused(""), "-22 bench/run: 'case' is missing; bench/cases lists them");
  EXPECT_TRUE(
      refused("case=nope").starts_with("-22 bench/run: there is no case 'nope'; allowed: "));
  EXPECT_EQ(refused("case=alloc_pages ops=0"),
            "-22 bench/run: ops=0 is out of range: 1 to 1099511627776");
  EXPECT_TRUE(refused("case=alloc_pages ops=-1").starts_with("-22"));
  EXPECT_EQ(refused("case=alloc_pages ops=1180591620717411303424"),
            "-22 bench/run: ops='1180591620717411303424' is no number that fits 64 bits");
  EXPECT_EQ(refused("case=alloc_pages order=11"),
            "-22 bench/run: order=11 is out of range: 0 to 10");
  EXPECT_EQ(refused("case=alloc_pages mem_node=2"),
            "-19 bench/run: mem_node=2: that node is not online");
  EXPECT_EQ(refused("case=alloc_pages mem_node=4"),
            "-22 bench/run: mem_node=4 is out of range: 0 to 3");
  EXPECT_EQ(refused("case=alloc_pages cpu_node=3"),
            "-19 bench/run: cpu_node=3: that node has no online CPU");
  EXPECT_EQ(refused("case=alloc_pages cpus=1"), "-19 bench/run: cpus=: CPU 1 is not online");
  EXPECT_TRUE(refused("case=alloc_pages cpus=0,").starts_with("-22"));
  EXPECT_TRUE(refused("case=alloc_pages cpus=0 threads=2").starts_with("-22"));
  EXPECT_EQ(refused("case=alloc_pages order=10 batch=17"),
            "-22 bench/run: batch=17 objects of 4194304 bytes are more than the 67108864 bytes of "
            "a batch");
  EXPECT_TRUE(refused("case=empty batch=4097").starts_with("-22"));
  EXPECT_TRUE(refused("case=alloc_pages pattern=zigzag").starts_with("-22"));
  EXPECT_TRUE(refused("case=alloc_pages depth=4").starts_with("-22"));
  EXPECT_TRUE(refused("case=alloc_pages gfp=kernel,atomic").starts_with("-22"));
  EXPECT_TRUE(refused("case=alloc_pages gfp=movable,dma32").starts_with("-22"));
  EXPECT_TRUE(refused("case=alloc_pages gfp=").starts_with("-22"));
  EXPECT_TRUE(refused("case=alloc_pages gfp=movable,reclaimable").starts_with("-22"));
  for (const char* zone : {"highuser", "movable", "dma32"}) {
    EXPECT_EQ(refused(std::string("case=kmalloc gfp=") + zone),
              "-22 bench/run: gfp=: slabs are never highuser, movable or dma32");
    EXPECT_TRUE(refused(std::string("case=kmem_cache gfp=") + zone).starts_with("-22"));
  }
  EXPECT_TRUE(refused("case=alloc_pages bogus=1")
                  .starts_with("-22 bench/run: there is no key 'bogus'; allowed: case ops "));
  EXPECT_TRUE(refused("case=empty order=1").starts_with("-22 bench/run: there is no key 'order'"));
  EXPECT_TRUE(refused("case=kmalloc size=4").starts_with("-22"));
  EXPECT_EQ(refused("case=kmem_cache align=24"), "-22 bench/run: align=24 is no power of two");
  EXPECT_TRUE(refused("case=vmalloc size=67108865").starts_with("-22"));
  EXPECT_TRUE(refused("case=percpu_counter counter_batch=0").starts_with("-22"));
  EXPECT_TRUE(refused("case=alloc_pages_bulk bulk=65").starts_with("-22"));
  EXPECT_TRUE(refused("case=kmem_cache_bulk bulk=0").starts_with("-22"));
  EXPECT_TRUE(refused("case=alloc_percpu size=32769").starts_with("-22"));
  EXPECT_EQ(refused("case=alloc_percpu align=24"), "-22 bench/run: align=24 is no power of two");
  EXPECT_EQ(refused("case=touch size=5000"), "-22 bench/run: size=5000 is no power of two");
  EXPECT_EQ(refused("case=copy size=67108864 threads=3"),
            "-22 bench/run: 3 threads with 134217728 bytes each are more than the budget of 10000 "
            "pages; budget_pages= raises it, up to 100000");
  EXPECT_TRUE(refused("case=heap_contig size=4194305").starts_with("-22"));
  kernel.lab.no_contig = true;
  EXPECT_EQ(refused("case=alloc_contig"),
            "-95 bench/run: this kernel was built without CONFIG_CONTIG_ALLOC");
  kernel.lab.no_cma = true;
  EXPECT_EQ(refused("case=cma"), "-95 bench/run: this kernel was built without CONFIG_DMA_CMA");
  // Nothing was started, nothing is held.
  EXPECT_FALSE(kernel.lab.started);
  EXPECT_EQ(kernel.outstanding, 0);
  EXPECT_EQ(value(lines("bench/status"), "bench_run", "phase"), "idle");
}

// The kernel falls back to the buddy allocator; that is not what was asked for.
TEST_F(BenchTest, CmaTellsWhatComesFromElsewhereAsFailed) {
  kernel.lab.cma_is_full = true;
  const std::vector<Line> result = run("case=cma ops=10 warm_up=0");
  EXPECT_EQ(value(result, "bench", "failed", "alloc"), "10");
  EXPECT_EQ(value(result, "bench", "ops", "alloc"), "0");
}

TEST_F(BenchTest, EveryCaseAndPatternRunsAndGivesEverythingBack) {
  kernel.lab.tick_ns = 10;
  kernel.lab.reserve_pages = 100;
  // Large objects would not fit the budget.
  const std::map<std::string, std::string> keys = {{"alloc_contig", " size=5000"},
                                                   {"cma", " size=9000"},
                                                   {"heap_system", " size=69632"},
                                                   {"heap_contig", " size=12000"}};
  for (const Line& line : rows("bench/cases", "bench_case")) {
    const std::string name = line.fields.at("name");
    std::vector<std::string> patterns = {" threads=2", " threads=2 batch=8"};
    if (line.fields.at("ops") == "alloc,free,pair")
      patterns = {" threads=2 pattern=pair", " threads=2 pattern=burst depth=7",
                  " threads=2 pattern=burst batch=4", " threads=2 pattern=ramp depth=200"};
    if (line.fields.at("ops") == "alloc,free,pair" && !name.ends_with("remote"))
      patterns.insert(patterns.end(),
                      {" threads=2 pattern=random depth=20", " threads=2 pattern=pair batch=50"});
    if (name == "reserves")
      patterns = {" threads=1"};
    const bool operations = line.fields.at("ops").find("alloc") == std::string::npos;
    for (std::string pattern : patterns) {
      pattern += keys.contains(name) ? keys.at(name) : "";
      const std::vector<Line> result = run("case=" + name + " ops=1000" + pattern);
      EXPECT_EQ(value(result, "bench_run", "stopped"), "done") << name << pattern;
      EXPECT_EQ(value(result, "bench_run", "done_ops"), name == "reserves" ? "1000" : "2000")
          << name << pattern;
      EXPECT_EQ(value(result, "bench_check", "acquired"), value(result, "bench_check", "released"));
      EXPECT_EQ(value(result, "bench_check", "acquired") == "0", operations) << name;
      for (const char* wrong :
           {"wrong_align", "wrong_zero", "wrong_data", "wrong_place", "wrong_sum", "wrong_bound"})
        EXPECT_EQ(value(result, "bench_check", wrong), "0") << name << pattern << " " << wrong;
      EXPECT_EQ(value(result, "bench", "ops", "empty"), name == "reserves" ? "1024" : "2048");
    }
  }
}

// Of all that the lab can do, every field comes out of something, and no other.
TEST_F(BenchTest, FilesHoldExactlyTheSchema) {
  kernel.lab.tick_ns = 10;
  kernel.lab.reserve_pages = 100;
  std::map<std::string, std::set<std::string>> found;
  const auto add = [&](const std::vector<Line>& lines) {
    for (const Line& line : lines)
      for (const auto& [key, value] : line.fields)
        found[line.tag].insert(key);
  };
  for (const char* line : {"case=vmalloc ops=10", "case=free_remote ops=10", "case=reserves"}) {
    run(line);
    for (const char* file : {"bench/cases", "bench/status", "bench/result"})
      add(lines(file));
  }
  add(parse(ask("bench/plain", "case=vmalloc mem_node=1")));
  for (const wire::RecordInfo& record : wire::records) {
    if (!std::string_view(record.file).starts_with("bench/"))
      continue;
    std::set<std::string> expected;
    for (std::size_t i = 0; i < record.nr_fields; ++i)
      expected.insert(record.fields[i].key);
    EXPECT_EQ(found[record.tag], expected) << record.tag;
  }
}

TEST_F(BenchTest, PlainLoopsAreToldApartFromTheLab) {
  const std::vector<Line> pages = parse(ask("bench/plain", "case=alloc_pages order=3 mem_node=1"));
  EXPECT_EQ(value(pages, "bench_plain", "object_bytes"), "32768");
  EXPECT_EQ(value(pages, "bench_plain", "sum_ns"), "7000");
  EXPECT_EQ(ask("bench/plain", "case=kmalloc mem_node=1"),
            "-22 bench/plain: case=kmalloc: only alloc_pages and vmalloc are there in C");
  EXPECT_EQ(ask("bench/plain", "case=vmalloc"), "-22 bench/plain: 'mem_node' is missing");
  EXPECT_EQ(ask("bench/plain", "case=vmalloc mem_node=2"),
            "-19 bench/plain: mem_node=2: that node is not online");
  EXPECT_TRUE(ask("bench/plain", "case=vmalloc mem_node=1 order=1").starts_with("-22"));
  EXPECT_TRUE(ask("bench/plain", "case=vmalloc mem_node=1 ops=100001").starts_with("-22"));
  kernel.lab.refuse_from = kernel.lab.tried + 500;
  EXPECT_EQ(ask("bench/plain", "case=vmalloc mem_node=1"), "-12 bench/plain: the allocator failed");
  EXPECT_EQ(kernel.lab.out, 0);
  kernel.lab.spare_pages = 0;
  EXPECT_TRUE(ask("bench/plain", "case=vmalloc mem_node=1").starts_with("-12"));
}

TEST_F(BenchTest, ReservesAreEmptiedStepByStep) {
  kernel.lab.reserve_pages = 100;
  const std::vector<Line> result = run("case=reserves ops=3");
  std::vector<std::string> taken;
  for (const Line& line : result)
    if (line.tag == "bench_reserve")
      taken.push_back(line.fields.at("gfp") + "=" + line.fields.at("taken_pages"));
  EXPECT_EQ(taken, (std::vector<std::string>{"kernel=60", "nowait=0", "high=20", "atomic=5"}));
  EXPECT_EQ(value(result, "bench_check", "acquired"), "255");
  EXPECT_EQ(value(result, "bench", "failed", "alloc"), "12");
  EXPECT_EQ(value(result, "bench_order", "failed"), "12");
  EXPECT_EQ(kernel.lab.reserve_pages, 100U);
  EXPECT_TRUE(start("case=reserves threads=2").starts_with("-22"));
  EXPECT_TRUE(start("case=reserves ops=1001").starts_with("-22"));
  // A large zone is left alone.
  for (zone& zone : kernel.nodes.at(1)->zones)
    zone.fields.nr_free_pages = 20000;
  EXPECT_EQ(start("case=reserves"),
            "-22 bench/run: the lowest zone of node 1, DMA32, has 20000 free pages: reserves "
            "empties a zone, and takes at most 16384");
}

TEST_F(BenchTest, BuffersFallThroughTheOrders) {
  // 1 MiB and 17 pages: one block of order 8, one of order 4, one page.
  const std::vector<Line> result =
      run("case=heap_system size=1118208 ops=10 warm_up=0 pattern=pair");
  std::map<std::string, std::string> blocks;
  for (const Line& line : result)
    if (line.tag == "bench_order")
      blocks[line.fields.at("order")] = line.fields.at("blocks") + "/" + line.fields.at("failed");
  EXPECT_EQ(blocks,
            (std::map<std::string, std::string>{{"0", "10/0"}, {"4", "10/0"}, {"8", "10/0"}}));
  // The second block fails, then everything: what was got is given back.
  kernel.lab.refuse_from = kernel.lab.tried + 2;
  const std::vector<Line> failed =
      run("case=heap_system size=1118208 ops=1 warm_up=0 pattern=pair");
  EXPECT_EQ(value(failed, "bench", "failed", "alloc"), "1");
  blocks.clear();
  for (const Line& line : failed)
    if (line.tag == "bench_order")
      blocks[line.fields.at("order")] = line.fields.at("blocks") + "/" + line.fields.at("failed");
  EXPECT_EQ(blocks, (std::map<std::string, std::string>{{"0", "0/1"}, {"4", "0/1"}}));
}

TEST_F(BenchTest, ObjectsAreFreedWhereItIsAsked) {
  kernel.lab.node_of_cpu = {{0, 1}, {2, 3}};
  std::vector<Line> result = run("case=free_remote ops=20 warm_up=0 cpu_node=1");
  EXPECT_EQ(value(result, "bench_check", "freed_remote"), "20");
  EXPECT_EQ(value(result, "bench_check", "freed_local"), "0");
  EXPECT_EQ(value(result, "bench_check", "moved_threads"), "0");
  result = run("case=kfree_remote ops=20 warm_up=0 cpu_node=1 free_node=1");
  EXPECT_EQ(value(result, "bench_check", "freed_remote"), "0");
  EXPECT_EQ(value(result, "bench_check", "freed_local"), "20");
  EXPECT_EQ(start("case=free_remote free_node=0"),
            "-19 bench/run: free_node=0: that node has no online CPU");
  EXPECT_TRUE(start("case=free_remote pattern=random").starts_with("-22"));
  EXPECT_TRUE(start("case=free_remote pattern=pair batch=2").starts_with("-22"));
}

TEST_F(BenchTest, FiguresAreThoseOfTheClock) {
  kernel.lab.tick_ns = 10;
  const std::vector<Line> result = run("case=alloc_pages ops=500 warm_up=0 threads=2 gfp=zero");
  for (const char* op : {"empty", "alloc", "free"}) {
    const std::uint64_t ops = op == std::string("empty") ? 2048 : 1000;
    EXPECT_EQ(value(result, "bench", "ops", op), std::to_string(ops));
    EXPECT_EQ(value(result, "bench", "sum_ns", op), std::to_string(ops * 10));
    EXPECT_EQ(value(result, "bench", "min_ns", op), "10");
    EXPECT_EQ(value(result, "bench", "max_ns", op), "10");
    EXPECT_EQ(value(result, "bench_bucket", "count", op), std::to_string(ops));
    EXPECT_EQ(value(result, "bench_bucket", "low_ns", op), "10");
  }
  EXPECT_EQ(value(result, "bench_thread", "ops", "alloc"), "500");
  EXPECT_EQ(value(result, "bench_place", "objects"), "1000");
  EXPECT_EQ(value(result, "bench_place", "zone"), "Normal");
  EXPECT_EQ(kernel.lab.cpus_used, (std::set<int>{0, 2}));
  // Batches are told by their mean.
  const std::vector<Line> batched = run("case=alloc_pages ops=500 batch=10 warm_up=0");
  EXPECT_EQ(value(batched, "bench", "ops", "pair"), "500");
  EXPECT_EQ(value(batched, "bench", "sum_ns", "pair"), "500");
  EXPECT_EQ(value(batched, "bench", "ops", "alloc"), "none");
}

TEST_F(BenchTest, SamplesTellTheSame) {
  kernel.lab.tick_ns = 10;
  run("case=kmalloc ops=300 warm_up=0");
  const std::string bytes = build(file_id("bench/samples"));
  mms_samples_header header;
  ASSERT_GE(bytes.size(), sizeof(header));
  std::memcpy(&header, bytes.data(), sizeof(header));
  EXPECT_EQ(std::string(header.magic, 8), MMS_SAMPLES_MAGIC);
  EXPECT_EQ(header.nr_records, 600U);
  ASSERT_EQ(bytes.size(), header.header_size + header.nr_records * header.record_size);
  for (std::uint64_t i = 0; i < header.nr_records; ++i) {
    mms_samples_record record;
    std::memcpy(&record, bytes.data() + header.header_size + i * header.record_size,
                sizeof(record));
    EXPECT_EQ(record.ns, 10U);
    EXPECT_EQ(record.op, i < 300 ? 0U : 1U);
  }
}

TEST_F(BenchTest, ChecksFindWhatIsWrong) {
  kernel.lab.forget_to_zero = true;
  EXPECT_EQ(value(run("case=alloc_pages ops=10 warm_up=0 gfp=zero"), "bench_check", "wrong_zero"),
            "10");
  EXPECT_EQ(value(run("case=alloc_pages ops=10 warm_up=0"), "bench_check", "wrong_zero"), "0");
  kernel.lab.forget_to_zero = false;
  kernel.lab.scribble = true;
  EXPECT_EQ(value(run("case=alloc_pages ops=10 warm_up=0"), "bench_check", "wrong_data"), "10");
  kernel.lab.scribble = false;
  kernel.lab.misplace_pfn = 1;
  EXPECT_EQ(value(run("case=alloc_pages ops=10 order=1 warm_up=0"), "bench_check", "wrong_align"),
            "10");
  kernel.lab.misplace_pfn = 0;
  kernel.lab.lost_adds = -1;
  EXPECT_EQ(value(run("case=percpu_counter ops=10"), "bench_check", "wrong_sum"), "1");
  kernel.lab.lost_adds = 0;
  kernel.lab.counter_off = 97; // three CPUs at most keep 32 each
  EXPECT_EQ(value(run("case=percpu_counter ops=10"), "bench_check", "wrong_bound"), "1");
  kernel.lab.counter_off = 0;
  kernel.lab.map_wrong_page = true;
  EXPECT_EQ(value(run("case=vmap ops=10 warm_up=0 size=8192"), "bench_check", "wrong_data"),
            "20"); // once when it is mapped, once before it is unmapped
  EXPECT_EQ(value(run("case=vm_map_ram ops=10 warm_up=0 size=4096"), "bench_check", "wrong_data"),
            "0");
}

TEST_F(BenchTest, FallbackIsCountedAndThisnodeForbidsIt) {
  // Node 3 serves itself; take its memory away.
  kernel.nodes.at(3)->lists[0].erase(kernel.nodes.at(3)->lists[0].begin());
  const std::vector<Line> result = run("case=alloc_pages ops=20 warm_up=0 mem_node=3");
  EXPECT_EQ(value(result, "bench", "fallback", "alloc"), "20");
  EXPECT_EQ(value(result, "bench_place", "nid"), "1");
  EXPECT_EQ(value(result, "bench_check", "wrong_place"), "0");
  EXPECT_EQ(value(run("case=alloc_pages ops=20 warm_up=0 mem_node=3 gfp=thisnode"), "bench_check",
                  "wrong_place"),
            "20");
}

TEST_F(BenchTest, AMatrixIsALegForEachPairOfNodes) {
  const std::vector<Line> result = run("case=alloc_pages ops=10 cpu_node=all mem_node=all");
  EXPECT_EQ(value(result, "bench_run", "legs"), "2"); // node 3 has no CPU
  std::vector<std::string> mem_nodes;
  for (const Line& line : result)
    if (line.tag == "bench" && line.fields.at("op") == "alloc")
      mem_nodes.push_back(line.fields.at("mem_node"));
  EXPECT_EQ(mem_nodes, (std::vector<std::string>{"1", "3"}));
}

TEST_F(BenchTest, FailuresAreOrdinaryResults) {
  kernel.lab.refuse_from = 21;
  const std::vector<Line> result = run("case=alloc_pages ops=100 warm_up=0 pattern=burst depth=50");
  EXPECT_EQ(value(result, "bench", "ops", "alloc"), "20");
  EXPECT_EQ(value(result, "bench", "failed", "alloc"), "80");
  EXPECT_EQ(value(result, "bench", "ops", "free"), "20");
  // Memory that the case itself needs is another matter.
  kernel.lab.refuse_from = 1;
  EXPECT_EQ(value(run("case=percpu_counter"), "bench_run", "stopped"), "memory");
}

TEST_F(BenchTest, TheBudgetBoundsWhatIsHeld) {
  kernel.lab.spare_pages = 1000; // of each of node 1's two zones
  EXPECT_EQ(
      start("case=alloc_pages order=10 budget_pages=1"),
      "-22 bench/run: 1 threads with 1 objects of 4194304 bytes are more than the budget of 1 "
      "pages; budget_pages= raises it, up to 1000");
  EXPECT_TRUE(start("case=alloc_pages pattern=burst depth=101").starts_with("-22"));
  run("case=alloc_pages ops=1000 pattern=ramp");
  EXPECT_EQ(kernel.lab.most_out, 100); // 5 %
  run("case=alloc_pages ops=4000 pattern=ramp budget_pages=5000");
  EXPECT_EQ(kernel.lab.most_out, 1000); // never more than half
  // Memory that is gone when it runs ends it.
  EXPECT_EQ(start("case=alloc_pages ops=1000"), "0");
  kernel.lab.spare_pages = -5;
  mms_lab_join();
  EXPECT_EQ(value(lines("bench/result"), "bench_run", "stopped"), "watermark");
  EXPECT_EQ(kernel.lab.out, 0);
}

TEST_F(BenchTest, OneRunAtATimeAndCancelEndsIt) {
  EXPECT_EQ(start("case=alloc_pages ops=1000000"), "0");
  EXPECT_EQ(start("case=empty"), "-16 bench/run: run " +
                                     value(lines("bench/status"), "bench_run", "run") +
                                     " is going: wait for it, or write to bench/cancel");
  ask("bench/cancel", "\n");
  mms_lab_join();
  const std::vector<Line> result = lines("bench/result");
  EXPECT_EQ(value(result, "bench_run", "stopped"), "cancelled");
  EXPECT_EQ(kernel.lab.out, 0);
  EXPECT_EQ(start("case=empty"), "0");
}

TEST_F(BenchTest, TimeEndsARun) {
  kernel.lab.tick_ns = 1000000; // 1 ms
  const std::vector<Line> result = run("case=alloc_pages ops=1000000 seconds=2");
  EXPECT_EQ(value(result, "bench_run", "stopped"), "time");
  EXPECT_LT(std::stoull(value(result, "bench_run", "done_ops")), 1000000U);
}

TEST_F(BenchTest, HeldObjectsStayUntilTheOpenerGoes) {
  EXPECT_EQ(start("case=alloc_pages order=2 ops=30 hold=1", 77), "0");
  kernel.lab.on_sleep = [&] {
    EXPECT_EQ(kernel.lab.out, 30);
    if (kernel.lab.sleeps == 2)
      mms_core_request_closed(request_id("bench/run"), 5); // somebody else
    if (kernel.lab.sleeps == 4)
      mms_core_request_closed(request_id("bench/run"), 77);
    ASSERT_LT(kernel.lab.sleeps, 5U);
  };
  mms_lab_join();
  EXPECT_EQ(kernel.lab.sleeps, 4U);
  EXPECT_EQ(kernel.lab.out, 0);
  EXPECT_EQ(value(lines("bench/result"), "bench_run", "stopped"), "closed");
  EXPECT_EQ(value(lines("bench/result"), "bench", "ops", "free"), "30");
}

// Each in turn: memory for the run, for its threads, and what cases have to
// themselves.
TEST_F(BenchTest, EveryAllocationOfTheLabMayFail) {
  for (const char* const line :
       {"case=alloc_pages ops=10 threads=2 pattern=burst", "case=vmap ops=10 size=20000",
        "case=copy ops=10 size=65536", "case=chase ops=10 size=8192"})
    for (unsigned fail_at = 1;; ++fail_at) {
      kernel.nr_allocations = 0;
      kernel.fail_at = fail_at;
      const std::string started = start(line);
      mms_lab_join();
      const bool failed = kernel.nr_allocations >= fail_at;
      kernel.fail_at = 0;
      EXPECT_EQ(kernel.lab.out, 0);
      if (started == "0" && !failed)
        break;
      if (started != "0") {
        EXPECT_TRUE(started.starts_with("-12")) << started;
      } else {
        // A buffer may be had of smaller blocks.
        const std::string stopped = value(lines("bench/result"), "bench_run", "stopped");
        EXPECT_TRUE(stopped == "memory" || (stopped == "done" && strstr(line, "size=")))
            << line << " " << fail_at << " " << stopped;
      }
    }
  mms_core_lab_exit();
  EXPECT_EQ(kernel.outstanding, 0);
}

} // namespace
} // namespace mmscope::test
