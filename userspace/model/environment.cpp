// SPDX-License-Identifier: GPL-2.0
#include "model/environment.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <fmt/format.h>
#include <optional>
#include <set>
#include <string_view>

#include "model/system.hpp"
#include "reader/error.hpp"
#include "reader/hypervisor.hpp"
#include "reader/kernel_config.hpp"
#include "reader/proc_text.hpp"
#include "wire/version.h"

namespace mmscope::model {
namespace {

// Options that change what an allocator does or how long it takes.
constexpr std::array config_options = {
    "CONFIG_PREEMPT_NONE",
    "CONFIG_PREEMPT_VOLUNTARY",
    "CONFIG_PREEMPT",
    "CONFIG_PREEMPT_DYNAMIC",
    "CONFIG_PREEMPT_RT",
    "CONFIG_SLAB",
    "CONFIG_SLUB",
    "CONFIG_SLUB_DEBUG_ON",
    "CONFIG_SLAB_FREELIST_RANDOM",
    "CONFIG_SLAB_FREELIST_HARDENED",
    "CONFIG_RANDOM_KMALLOC_CACHES",
    "CONFIG_SLAB_BUCKETS",
    "CONFIG_SHUFFLE_PAGE_ALLOCATOR",
    "CONFIG_INIT_ON_ALLOC_DEFAULT_ON",
    "CONFIG_INIT_ON_FREE_DEFAULT_ON",
    "CONFIG_MEMCG",
    "CONFIG_MEMCG_KMEM",
    "CONFIG_MEM_ALLOC_PROFILING",
    "CONFIG_PAGE_OWNER",
    "CONFIG_PAGE_POISONING",
    "CONFIG_PAGE_TABLE_CHECK",
    "CONFIG_DEBUG_PAGEALLOC",
    "CONFIG_DEBUG_VM",
    "CONFIG_PROVE_LOCKING",
    "CONFIG_DEBUG_LIST",
    "CONFIG_KASAN",
    "CONFIG_KFENCE",
    "CONFIG_UBSAN",
    "CONFIG_FAILSLAB",
    "CONFIG_HAVE_DEBUG_KMEMLEAK",
    "CONFIG_DEBUG_KMEMLEAK",
    "CONFIG_HZ_100",
    "CONFIG_HZ_250",
    "CONFIG_HZ_1000",
};

// Nothing where the file is not there, cannot be read, or says nothing.
std::optional<std::string> line_of(const reader::Source& source, const std::string& path) {
  try {
    const auto text = source.try_read(path);
    const std::string line(reader::trim(text ? std::string_view(*text) : std::string_view()));
    return line.empty() ? std::nullopt : std::optional(line);
  } catch (const reader::Error&) {
    return std::nullopt;
  }
}

void add(Object& facts, const char* key, std::optional<std::string> value) {
  if (value && !value->empty())
    facts.emplace_back(key, *std::move(value));
}

void add(Object& facts, const char* key, std::vector<std::string> values) {
  if (!values.empty())
    facts.emplace_back(key, std::move(values));
}

// The first CPU's line of that name in /proc/cpuinfo.
std::optional<std::string> cpuinfo(const std::string& text, std::string_view name) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = std::string_view(text).substr(at, end - at);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && reader::trim(line.substr(0, colon)) == name)
      return std::string(reader::trim(line.substr(colon + 1)));
    at = end + 1;
  }
  return std::nullopt;
}

void add_cpu(Object& facts, const reader::Source& source) {
  const std::string text = source.try_read("/proc/cpuinfo").value_or("");
  add(facts, "cpu", cpuinfo(text, "model name"));
  add(facts, "microcode", cpuinfo(text, "microcode"));
  add(facts, "smt", line_of(source, "/sys/devices/system/cpu/smt/control"));
  std::set<std::string> governors;
  for (const std::string& name : source.list("/sys/devices/system/cpu/cpufreq"))
    if (const auto governor =
            line_of(source, "/sys/devices/system/cpu/cpufreq/" + name + "/scaling_governor"))
      governors.insert(*governor);
  add(facts, "governors", std::vector<std::string>(governors.begin(), governors.end()));
}

void add_topology(Object& facts, const reader::Source& source) {
  std::vector<std::uint64_t> nids;
  std::vector<std::string> cpus;
  std::vector<std::string> distances;
  std::vector<std::uint64_t> memory;
  for (const Node& node : load_nodes(source).rows) {
    nids.push_back(node.fields.nid);
    cpus.push_back(node.text("cpus"));
    memory.push_back(present(node.fields.node_present_pages).value_or(0));
    distances.push_back(fmt::format("{}", fmt::join(node.list("distance"), " ")));
  }
  facts.emplace_back("nodes", std::move(nids));
  facts.emplace_back("node_cpus", std::move(cpus));
  facts.emplace_back("node_present_pages", std::move(memory));
  facts.emplace_back("node_distances", std::move(distances));
}

void add_config(Object& facts, const reader::Source& source) {
  const auto config = reader::load_kernel_config(source);
  if (!config)
    return add(facts, "config_unknown", reader::why_no_kernel_config(source));
  std::vector<std::string> options;
  for (const char* option : config_options)
    if (config->enabled.count(option) != 0)
      options.emplace_back(option);
  facts.emplace_back("config", std::move(options));
}

void add_mitigations(Object& facts, const reader::Source& source) {
  const std::string dir = "/sys/devices/system/cpu/vulnerabilities/";
  std::vector<std::string> mitigations;
  for (const std::string& name : source.list(dir))
    if (const auto state = line_of(source, dir + name))
      mitigations.push_back(name + ": " + *state);
  add(facts, "mitigations", std::move(mitigations));
}

void collect(const Object& a, const Object& b, std::vector<EnvironmentDifference>& found) {
  static const std::set<std::string> passing = {"date", "mem_available_pages", "config_unknown"};
  std::vector<std::string> names;
  for (const Object* object : {&a, &b})
    for (const auto& [name, value] : *object)
      if (passing.count(name) == 0 && std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
  for (const std::string& name : names) {
    const Value* const left = find_value(a, name);
    const Value* const right = find_value(b, name);
    if (left == nullptr || right == nullptr || *left != *right)
      found.push_back({name, left ? text_of(*left) : "-", right ? text_of(*right) : "-"});
  }
}

} // namespace

Circumstances present_circumstances() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  std::array<char, 32> date{};
  std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return {date.data(), MMS_VERSION, reader::hypervisor_signature()};
}

Environment load_environment(const reader::Source& source, const Circumstances& circumstances) {
  Environment environment;
  environment.info = to_object(load_info(source).row);
  Object& facts = environment.facts;
  facts.emplace_back("date", circumstances.date);
  facts.emplace_back("tool", circumstances.tool);
  add(facts, "srcversion", line_of(source, "/sys/module/mmscope/srcversion"));
  add(facts, "kernel", line_of(source, "/proc/sys/kernel/osrelease"));
  add(facts, "kernel_version", line_of(source, "/proc/sys/kernel/version"));
  add_config(facts, source);
  add_cpu(facts, source);
  add_topology(facts, source);
  add_mitigations(facts, source);
  add(facts, "clock_source",
      line_of(source, "/sys/devices/system/clocksource/clocksource0/current_clocksource"));
  facts.emplace_back("virtualization", reader::virtualization(source, circumstances.signature));
  const auto vendor = line_of(source, "/sys/class/dmi/id/sys_vendor");
  const auto product = line_of(source, "/sys/class/dmi/id/product_name");
  if (vendor || product)
    facts.emplace_back("machine",
                       std::string(reader::trim(vendor.value_or("") + " " + product.value_or(""))));
  return environment;
}

std::vector<EnvironmentDifference> differences(const Environment& a, const Environment& b) {
  std::vector<EnvironmentDifference> found;
  collect(a.facts, b.facts, found);
  collect(a.info, b.info, found);
  return found;
}

Object to_object(const EnvironmentDifference& difference) {
  return {{"name", difference.name}, {"a", difference.a}, {"b", difference.b}};
}

const Value* find_value(const Object& object, std::string_view key) {
  for (const auto& [name, value] : object)
    if (name == key)
      return &value;
  return nullptr;
}

std::string text_of(const Value& value) {
  struct {
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(std::uint64_t number) const { return fmt::format("{}", number); }
    std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::vector<std::uint64_t>& numbers) const {
      return fmt::format("{}", fmt::join(numbers, ", "));
    }
    std::string operator()(const std::vector<std::string>& texts) const {
      return fmt::format("{}", fmt::join(texts, ", "));
    }
  } const as_text;
  return std::visit(as_text, value);
}

} // namespace mmscope::model
