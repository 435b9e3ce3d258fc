// SPDX-License-Identifier: GPL-2.0
// What a run is asked for: the line of bench/run, checked against the machine.
#include "core/bench_run.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

constexpr mms_u64 max_ops = mms_u64{1} << 40;
constexpr mms_u64 max_depth = mms_u64{1} << 20;
// Nobody else gets the CPU during a batch, unless the kernel is preemptible.
constexpr mms_u64 max_batch = 4096;
constexpr mms_u64 max_batch_bytes = mms_u64{64} << 20;
constexpr const char* common_keys =
    "case ops threads cpus cpu_node mem_node batch warm_up seconds seed pattern depth hold "
    "budget_pages";

struct PatternName {
  std::string_view name;
  Pattern pattern;
};
constexpr PatternName patterns[] = {{"pair", Pattern::pair},
                                    {"burst", Pattern::burst},
                                    {"random", Pattern::random},
                                    {"ramp", Pattern::ramp}};

bool has_cpu(int nid) {
  bool found = false;
  const CpusReadLock lock;
  lock.for_each_online_cpu([&](Cpu cpu) { found = found || mms_cpu_to_node(cpu.value()) == nid; });
  return found;
}

bool has_memory(int nid) {
  bool found = false;
  NodeView(mms_node_data(nid)).for_each_zone([&](ZoneView zone) {
    found = found || zone.populated();
  });
  return found;
}

bool online(mms_u64 nid) {
  bool found = false;
  for_each_online_node(
      [&](Nid node, NodeView) { found = found || static_cast<mms_u64>(node.value()) == nid; });
  return found;
}

// An online node.
Result<int> node(Request& request, std::string_view key) {
  const mms_u64 nid = MMS_TRY(request.number(key, 0, static_cast<mms_u64>(mms_nr_node_ids()) - 1));
  if (!online(nid)) {
    request.reason().add(key).add("=").add(nid).add(": that node is not online");
    return no_device;
  }
  return static_cast<int>(nid);
}

Result<Pattern> parse_pattern(Request& request) {
  const std::string_view name = request.word("pattern");
  for (const PatternName& known : patterns)
    if (known.name == name)
      return known.pattern;
  request.reason().add("there is no pattern '").add(name).add("'; allowed: pair burst random ramp");
  return invalid;
}

// "0,2,5"; each an online CPU.
Result<void> parse_cpus(Request& request, Array<int>& cpus) {
  std::string_view list = request.word("cpus");
  MMS_TRY(cpus.allocate(max_threads));
  while (true) {
    mms_u64 cpu = 0;
    std::size_t digits = 0;
    while (digits < list.size() && list[digits] >= '0' && list[digits] <= '9' && cpu < (1U << 20))
      cpu = cpu * 10 + static_cast<mms_u64>(list[digits++] - '0');
    if (digits == 0 || (digits < list.size() && list[digits] != ',')) {
      request.reason().add("cpus= takes CPU numbers separated by commas, not '").add(list).add("'");
      return invalid;
    }
    if (cpu >= static_cast<mms_u64>(mms_nr_cpu_ids()) || !mms_cpu_online(static_cast<int>(cpu))) {
      request.reason().add("cpus=: CPU ").add(cpu).add(" is not online");
      return no_device;
    }
    if (!cpus.push(static_cast<int>(cpu))) {
      request.reason().add("cpus= takes at most ").add(max_threads).add(" CPUs");
      return invalid;
    }
    if (digits == list.size())
      return {};
    list.remove_prefix(digits + 1);
  }
}

} // namespace

Result<void> BenchRun::parse(Request& request) {
  const std::string_view name = request.word("case");
  entry_ = find_case(name);
  if (entry_ == nullptr) {
    if (name.empty()) {
      request.reason().add("'case' is missing; bench/cases lists them");
    } else {
      request.reason().add("there is no case '").add(name).add("'; allowed:");
      for (const CaseEntry* entry : all_cases())
        request.reason().add(" ").add(entry->info->name);
    }
    return invalid;
  }
  settings_.ops = MMS_TRY(request.number_or("ops", 10000, 1, max_ops));
  settings_.batch = static_cast<unsigned>(MMS_TRY(request.number_or("batch", 1, 1, max_batch)));
  const mms_u64 tenth = settings_.ops / 10;
  settings_.warm_up =
      MMS_TRY(request.number_or("warm_up", tenth < 1000 ? tenth : 1000, 0, max_ops));
  settings_.seconds = MMS_TRY(request.number_or("seconds", 60, 1, 86400));
  settings_.seed = MMS_TRY(request.number_or("seed", 1, 0, ~mms_u64{0}));
  if (request.has("cpus")) {
    if (request.has("threads") || request.has("cpu_node")) {
      request.reason().add("cpus= says which CPUs: it goes with neither threads= nor cpu_node=");
      return invalid;
    }
    MMS_TRY(parse_cpus(request, chosen_cpus_));
    settings_.threads = static_cast<unsigned>(chosen_cpus_.view().size());
  } else {
    settings_.threads =
        static_cast<unsigned>(MMS_TRY(request.number_or("threads", 1, 1, max_threads)));
  }
  if (!entry_->objects)
    return {};
  settings_.pattern = entry_->pattern;
  if (request.has("pattern"))
    settings_.pattern = MMS_TRY(parse_pattern(request));
  settings_.hold = MMS_TRY(request.number_or("hold", 0, 0, 1)) == 1;
  if (settings_.hold && settings_.pattern != Pattern::burst && request.has("pattern")) {
    request.reason().add("hold=1 goes with pattern=burst only");
    return invalid;
  }
  if (settings_.hold)
    settings_.pattern = Pattern::burst;
  if (settings_.pattern == Pattern::random && settings_.batch > 1) {
    request.reason().add("pattern=random times each operation: batch= must be 1");
    return invalid;
  }
  if (settings_.pattern == Pattern::pair && request.has("depth")) {
    request.reason().add("pattern=pair holds one object: depth= goes with burst and random");
    return invalid;
  }
  return {};
}

Result<void> BenchRun::choose_legs(Request& request) {
  const bool all_cpu_nodes = request.word("cpu_node") == "all";
  const bool all_mem_nodes = request.word("mem_node") == "all";
  int cpu_node = -1;
  int mem_node = -1;
  if (request.has("cpu_node") && !all_cpu_nodes) {
    cpu_node = MMS_TRY(node(request, "cpu_node"));
    if (!has_cpu(cpu_node)) {
      request.reason()
          .add("cpu_node=")
          .add(static_cast<mms_u64>(cpu_node))
          .add(": that node has no online CPU");
      return no_device;
    }
  }
  if (request.has("mem_node") && !all_mem_nodes)
    mem_node = MMS_TRY(node(request, "mem_node"));

  MMS_TRY(legs_.allocate(max_legs));
  bool fits = true;
  const auto add = [&](int cpus_of, int memory_of) {
    fits = legs_.push({cpus_of, memory_of}) && fits;
  };
  const auto add_cpu_node = [&](int cpus_of, int home) {
    if (!all_mem_nodes) {
      add(cpus_of, mem_node >= 0 ? mem_node : home);
      return;
    }
    for_each_online_node([&](Nid nid, NodeView) {
      if (has_memory(nid.value()))
        add(cpus_of, nid.value());
    });
  };
  if (!chosen_cpus_.view().empty()) {
    add_cpu_node(-1, mms_cpu_to_node(chosen_cpus_.view()[0]));
  } else if (cpu_node >= 0) {
    add_cpu_node(cpu_node, cpu_node);
  } else {
    bool first = true;
    for_each_online_node([&](Nid nid, NodeView) {
      if (!has_cpu(nid.value()) || !(first || all_cpu_nodes))
        return;
      add_cpu_node(nid.value(), nid.value());
      first = false;
    });
  }
  if (!fits || legs_.view().empty()) {
    request.reason()
        .add("more than ")
        .add(max_legs)
        .add(" pairs of nodes: name a cpu_node or a mem_node");
    return invalid;
  }
  return {};
}

Result<void> BenchRun::choose_budget(Request& request) {
  const mms_u64 percent = mms_bench_budget_percent();
  mms_u64 spare = ~mms_u64{0};
  for (const Leg& leg : legs_.view()) {
    const mms_u64 pages = spare_pages_serving(leg.mem_node);
    spare = pages < spare ? pages : spare;
  }
  // However large the request, half of what is spare stays for others.
  const mms_u64 asked =
      MMS_TRY(request.number_or("budget_pages", spare / 100 * percent, 1, ~mms_u64{0}));
  settings_.budget_pages = asked < spare / 2 ? asked : spare / 2;
  const mms_u64 held_bytes = settings_.held_bytes * settings_.threads;
  if (held_bytes > settings_.budget_pages * mms_page_size()) {
    request.reason()
        .add(static_cast<mms_u64>(settings_.threads))
        .add(" threads with ")
        .add(settings_.held_bytes)
        .add(" bytes each are more than the budget of ")
        .add(settings_.budget_pages)
        .add(" pages; budget_pages= raises it, up to ")
        .add(spare / 2);
    return invalid;
  }
  return entry_->objects ? choose_depth(request, spare) : Result<void>();
}

Result<void> BenchRun::choose_depth(Request& request, mms_u64 spare) {
  if (settings_.batch > 1 && settings_.batch * settings_.object_bytes > max_batch_bytes) {
    request.reason()
        .add("batch=")
        .add(static_cast<mms_u64>(settings_.batch))
        .add(" objects of ")
        .add(settings_.object_bytes)
        .add(" bytes are more than the ")
        .add(max_batch_bytes)
        .add(" bytes of a batch");
    return invalid;
  }
  const bool asked_depth = request.has("depth");
  settings_.depth = MMS_TRY(request.number_or("depth", 64, 1, max_depth));
  const mms_u64 budget_bytes =
      settings_.budget_pages * mms_page_size() - settings_.held_bytes * settings_.threads;
  const mms_u64 each = settings_.object_bytes == 0 ? 1 : settings_.object_bytes;
  mms_u64 most = budget_bytes / each / settings_.threads;
  most = most < max_depth ? most : max_depth;
  mms_u64 depth = settings_.depth;
  bool fixed = asked_depth;
  if (settings_.pattern == Pattern::pair) {
    depth = 1;
  } else if (settings_.hold) {
    depth = settings_.ops;
    fixed = true;
  } else if (settings_.pattern == Pattern::ramp && !asked_depth) {
    depth = most;
  }
  if (depth > most && (fixed || most == 0)) {
    request.reason()
        .add(static_cast<mms_u64>(settings_.threads))
        .add(" threads with ")
        .add(depth)
        .add(" objects of ")
        .add(each)
        .add(" bytes are more than the budget of ")
        .add(settings_.budget_pages)
        .add(" pages; budget_pages= raises it, up to ")
        .add(spare / 2);
    return invalid;
  }
  settings_.depth = depth < most ? depth : most;
  if (settings_.depth == 0) {
    request.reason().add("the node has no memory to spare above its high watermark");
    return out_of_memory;
  }
  return {};
}

Result<void> BenchRun::configure(Request& request, mms_u64 number) {
  number_ = number;
  opener_ = request.opener();
  MMS_TRY(parse(request));
  MMS_TRY(choose_legs(request));
  MMS_TRY(entry_->configure(case_, request, settings_));
  for (const Leg& leg : legs_.view())
    MMS_TRY(entry_->admit(case_, request, leg));
  if (entry_->objects || settings_.held_bytes != 0)
    MMS_TRY(choose_budget(request));
  Reason allowed;
  allowed.add(common_keys);
  if (entry_->info->keys[0] != '\0')
    allowed.add(" ").add(entry_->info->keys);
  MMS_TRY(request.finish(allowed.text()));
  MMS_TRY(line_.allocate(request.line().size() + 1));
  for (const char c : request.line())
    line_.push(c);
  return allocate();
}

Result<void> BenchRun::allocate() {
  const std::size_t nr_legs = legs_.view().size();
  MMS_TRY(cpus_.allocate(settings_.threads));
  MMS_TRY(threads_.allocate(settings_.threads));
  MMS_TRY(records_.allocate(nr_legs));
  MMS_TRY(figures_.allocate(nr_legs * settings_.threads));
  MMS_TRY(place_counts_.allocate(nr_legs * Places::size()));
  place_counts_.fill(0);
  return {};
}

} // namespace mmscope
