// SPDX-License-Identifier: GPL-2.0
// Slab caches: the parsers on text of the kernel, the join of both sources, and
// the commands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/slab.hpp"
#include "reader/error.hpp"
#include "reader/proc_slabinfo.hpp"
#include "reader/sysfs_slab.hpp"
#include "tests/verify_machine.hpp"
#include "tool.hpp"

namespace mmscope::tests {
namespace {

using reader::Error;
using reader::Source;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* slabinfo_text =
    R"(slabinfo - version: 2.1
# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>
dentry             10401  10416    192   21    1 : tunables    0    0    0 : slabdata    496    496      0
a name with blanks      0      0   2176   15    8 : tunables    0    0    0 : slabdata      0      0      0
)";

std::string error_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::bad_data);
    return error.what();
  }
  return "";
}

TEST(Slabinfo, Caches) {
  const auto caches = reader::parse_slabinfo(slabinfo_text);
  ASSERT_EQ(caches.size(), 2U);
  EXPECT_EQ(caches[0].name, "dentry");
  EXPECT_EQ(caches[0].active_objs, 10401U);
  EXPECT_EQ(caches[0].num_objs, 10416U);
  EXPECT_EQ(caches[0].objsize, 192U);
  EXPECT_EQ(caches[0].objperslab, 21U);
  EXPECT_EQ(caches[0].pagesperslab, 1U);
  EXPECT_EQ(caches[0].num_slabs, 496U);
  EXPECT_EQ(caches[1].name, "a name with blanks");
  EXPECT_EQ(caches[1].objsize, 2176U);
}

TEST(Slabinfo, Broken) {
  const std::string text = slabinfo_text;
  const auto error = [](const std::string& broken) {
    return error_of([&] { (void)reader::parse_slabinfo(broken); });
  };
  EXPECT_THAT(error(""), HasSubstr("does not begin with"));
  EXPECT_THAT(error("slabinfo - version: 3.0\n"), HasSubstr("/proc/slabinfo:1: "));
  EXPECT_THAT(error(text.substr(0, text.size() - 1)), HasSubstr(":4: the file was cut short"));
  EXPECT_THAT(error(replaced(text, " 10401 ", " many ")), HasSubstr(":3: 'many'"));
  EXPECT_THAT(error(replaced(text, " 10401 ", " -1 ")), HasSubstr(":3: -1 where a count"));
  EXPECT_THAT(error(replaced(text, "1 : tunables", "1 ; tunables")),
              HasSubstr(":3: no ' : tunables"));
  EXPECT_THAT(error("slabinfo - version: 2.1\na 1 2 : tunables 0 0 0 : slabdata 0 0 0\n"),
              HasSubstr(":2: less than a name and five numbers"));
}

TEST(SysfsSlab, CountsByNode) {
  const auto counts = reader::parse_node_counts("259 N0=41 N12=218\n", "slabs");
  EXPECT_EQ(counts.total, 259U);
  EXPECT_THAT(counts.by_node, ElementsAre(std::pair{0U, 41U}, std::pair{12U, 218U}));
  EXPECT_TRUE(reader::parse_node_counts("0\n", "slabs").by_node.empty());
  for (const char* bad : {"", "x\n", "1 N0\n", "1 N0=\n", "1 C0=1\n", "1 N=1\n", "1"})
    EXPECT_THAT(error_of([&] { (void)reader::parse_node_counts(bad, "slabs"); }),
                HasSubstr("slabs:"))
        << bad;
}

TEST(SysfsSlab, SlabsOfCpuPartialLists) {
  EXPECT_EQ(reader::parse_cpu_partial_slabs("31(3) C0=10(1) C3=20(2)\n", "f"), 3U);
  EXPECT_EQ(reader::parse_cpu_partial_slabs("0(0)\n", "f"), 0U);
  for (const char* bad : {"31\n", "31(\n", "31(x)\n", "\n"})
    EXPECT_NE(error_of([&] { (void)reader::parse_cpu_partial_slabs(bad, "f"); }), "") << bad;
}

// --- both sources together ---

model::Slabs recorded() {
  return model::load_slabs(Source::recorded(data_dir() / "trees" / "6.12-numa4"));
}

TEST(Slab, MergedCachesGoByTheNameOfSlabinfo) {
  const model::Slabs slabs = recorded();
  EXPECT_EQ(slabs.caches.size(), 8U);
  const model::SlabCache* cache = model::find_cache(slabs, "vmap_area");
  ASSERT_NE(cache, nullptr);
  EXPECT_EQ(cache->id, ":0000072");
  EXPECT_THAT(cache->aliases, ElementsAre("Acpi-Operand", "fanotify_fid_event"));
  EXPECT_EQ(model::find_cache(slabs, "Acpi-Operand"), cache);
  EXPECT_EQ(model::find_cache(slabs, ":0000072"), cache);
  EXPECT_EQ(model::find_cache(slabs, "Acpi"), nullptr);
}

TEST(Slab, FiguresAgreeWithSlabinfo) {
  const Source source = Source::recorded(data_dir() / "trees" / "6.12-numa4");
  const model::Slabs slabs = recorded();
  for (const auto& line : reader::parse_slabinfo(source.read(reader::slabinfo_path))) {
    const model::SlabCache* cache = model::find_cache(slabs, line.name);
    ASSERT_NE(cache, nullptr) << line.name;
    EXPECT_EQ(cache->slab_size, line.objsize);
    EXPECT_EQ(cache->objs_per_slab, line.objperslab);
    EXPECT_EQ(cache->slab_bytes(), line.pagesperslab * 4096);
    std::uint64_t slabs_on_nodes = 0;
    for (const model::SlabNode& node : cache->nodes)
      slabs_on_nodes += node.slabs;
    EXPECT_EQ(cache->slabs, slabs_on_nodes) << line.name;
  }
}

TEST(Slab, Waste) {
  const model::Slabs slabs = recorded();
  const model::SlabCache* cache = model::find_cache(slabs, "task_struct");
  ASSERT_NE(cache, nullptr);
  EXPECT_EQ(cache->slab_bytes(), 32768U);
  EXPECT_EQ(cache->slab_waste_bytes(), 32768U - 3 * 8448);
  EXPECT_EQ(cache->object_waste_bytes(), 8448U - 8392);
  EXPECT_EQ(cache->memory_bytes(), *cache->slabs * 32768);
  EXPECT_EQ(cache->waste_bytes(), *cache->slabs * (32768 - 3 * 8392));
}

const std::string dir = "/sys/kernel/slab/";

// A cache that goes while it is read leaves a directory without files.
TEST(Slab, CachesMayVanish) {
  const Tree tree(Files{{dir + "gone/trace", "0\n"},
                        {dir + "here/object_size", "8\n"},
                        {dir + "here/slab_size", "16\n"}});
  const model::Slabs slabs = model::load_slabs(Source::recorded(tree.root()));
  ASSERT_EQ(slabs.caches.size(), 1U);
  EXPECT_EQ(slabs.caches[0].name, "here");
  EXPECT_EQ(slabs.caches[0].memory_bytes(), std::nullopt);
  EXPECT_EQ(slabs.caches[0].object_waste_bytes(), 8U);
}

TEST(Slab, SlabinfoAloneWillDo) {
  const Tree tree(Files{{"/proc/slabinfo", slabinfo_text}});
  const model::Slabs slabs = model::load_slabs(Source::recorded(tree.root()));
  ASSERT_EQ(slabs.caches.size(), 2U);
  const model::SlabCache* cache = model::find_cache(slabs, "dentry");
  ASSERT_NE(cache, nullptr);
  EXPECT_EQ(cache->memory_bytes(), 496U * 4096);
  EXPECT_EQ(cache->object_size, std::nullopt);
  EXPECT_EQ(cache->waste_bytes(), std::nullopt);
}

TEST(Slab, NoSourceIsExit3) {
  const Tree tree(Files{{"/proc/meminfo", ""}});
  const cli::Outcome outcome = tool("slab list --root " + tree.root().native());
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("CONFIG_SLUB_DEBUG"));
}

TEST(Slab, BrokenFilesAreExit5) {
  const Tree tree(Files{{dir + "a/object_size", "eight\n"}, {dir + "a/slab_size", "16\n"}});
  const cli::Outcome outcome = tool("slab list --root " + tree.root().native());
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.err, HasSubstr("/sys/kernel/slab/a/object_size:1: 'eight'"));
}

// --- what protects them ---

std::string state_of(const Source& source, const std::string& name) {
  for (const model::Hardening& item : model::load_hardening(source)) {
    if (item.name == name)
      return item.state;
  }
  return "missing";
}

TEST(SlabHardening, IsReadFromTheModuleAndTheConfiguration) {
  const Source source = Source::recorded(data_dir() / "trees" / "6.12-numa4");
  EXPECT_EQ(state_of(source, "init_on_alloc"), "on");
  EXPECT_EQ(state_of(source, "init_on_free"), "off");
  EXPECT_EQ(state_of(source, "CONFIG_SLAB_FREELIST_HARDENED"), "on");
  EXPECT_EQ(state_of(source, "CONFIG_RANDOM_KMALLOC_CACHES"), "off");
}

TEST(SlabHardening, IsUnknownWithoutThem) {
  const Tree tree(Files{{"/proc/slabinfo", slabinfo_text}});
  for (const model::Hardening& item : model::load_hardening(Source::recorded(tree.root())))
    EXPECT_EQ(item.state, "unknown") << item.name;
}

TEST(SlabHardening, TellsHowToUnpackTheConfiguration) {
  const Tree tree(Files{{"/proc/config.gz", "\x1f\x8b"}, {"/proc/sys/kernel/osrelease", "6.1\n"}});
  EXPECT_THAT(model::load_hardening(Source::recorded(tree.root())).back().source,
              HasSubstr("zcat /proc/config.gz >/boot/config-6.1"));
}

// --- the commands ---

std::vector<std::string> names(const std::string& command) {
  const auto json = nlohmann::json::parse(tool_on("6.12-numa4", command + " -j").out);
  std::vector<std::string> names;
  for (const auto& row : json["rows"])
    names.push_back(row["name"]);
  return names;
}

TEST(SlabCommands, Order) {
  EXPECT_EQ(names("slab").front(), names("slab list --sort memory").front());
  EXPECT_EQ(names("slab list --sort name").front(), "dentry");
  EXPECT_EQ(names("slab list --sort waste --limit 1"), std::vector<std::string>{"task_struct"});
  EXPECT_EQ(names("slab list --sort objects").back(), "xfrm_state");
}

TEST(SlabCommands, PatternsAreHeldAgainstAliasesToo) {
  EXPECT_THAT(names("slab list kmalloc-*"), ElementsAre("kmalloc-64"));
  EXPECT_THAT(names("slab list Acpi-*"), ElementsAre("vmap_area"));
}

TEST(SlabCommands, Usage) {
  const auto error = [](const std::string& command) {
    const cli::Outcome outcome = tool_on("6.12-numa4", command);
    EXPECT_EQ(outcome.exit_code, 2) << command;
    return outcome.err;
  };
  EXPECT_THAT(error("slab show dentri"), HasSubstr("Did you mean dentry?"));
  EXPECT_THAT(error("slab list nothing*"), HasSubstr("there is no slab cache nothing*"));
  EXPECT_THAT(error("slab list --sort size"), HasSubstr("--sort"));
  EXPECT_THAT(error("slab list --limit 0"), HasSubstr("--limit"));
  EXPECT_THAT(error("slab show"), HasSubstr("NAME is required"));
  EXPECT_THAT(error("slab lst"), HasSubstr("Did you mean list?"));
}

TEST(SlabCommands, NodesStandBesideTheRows) {
  const auto json = nlohmann::json::parse(tool_on("6.12-numa4", "slab show dentry -j").out);
  EXPECT_EQ(json["kind"], "slab");
  EXPECT_EQ(json["page_size"], 4096);
  ASSERT_EQ(json["rows"].size(), 1U);
  EXPECT_EQ(json["rows"][0]["aliases"], nlohmann::json::array());
  EXPECT_EQ(json["slab_nodes"].size(), 4U);
  EXPECT_EQ(json["slab_nodes"][3]["nid"], 3);
  EXPECT_EQ(json["hardening"].size(), 8U);
  EXPECT_FALSE(nlohmann::json::parse(tool_on("6.12-numa4", "slab -j").out).contains("hardening"));
}

TEST(SlabCommands, PartOfTheCachesIsSaidToBeOne) {
  EXPECT_THAT(tool_on("6.12-numa4", "slab list --limit 2").out, HasSubstr("; 2 of them shown"));
  EXPECT_THAT(tool_on("6.12-numa4", "slab list").out, Not(HasSubstr("of them shown")));
}

} // namespace
} // namespace mmscope::tests
