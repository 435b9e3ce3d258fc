// SPDX-License-Identifier: GPL-2.0
// What the command line asks of the lab, and the line that asks the module for it.
#ifndef MMSCOPE_CLI_BENCH_REQUEST_HPP
#define MMSCOPE_CLI_BENCH_REQUEST_HPP

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace mmscope::cli {

// A key of bench/run and the option that sets it; the module checks the value.
struct BenchKey {
  const char* key;
  const char* option;
  const char* help;
};

inline constexpr std::array bench_keys = {
    BenchKey{"ops", "--ops", "operations of each thread (10000)"},
    BenchKey{"threads", "--threads", "threads that run at once (1)"},
    BenchKey{"cpus", "--cpus", "the CPUs they are bound to, such as 0,2; not with --cpu-node"},
    BenchKey{"cpu_node", "--cpu-node", "the node whose CPUs they are bound to, or all"},
    BenchKey{"mem_node", "--mem-node", "the node that memory is asked from, or all"},
    BenchKey{"pattern", "--pattern", "pair, burst, random or ramp (pair; burst for *_remote)"},
    BenchKey{"depth", "--depth", "objects that a thread holds at most (burst, random, ramp)"},
    BenchKey{"batch", "--batch", "operations between two readings of the clock (1)"},
    BenchKey{"warm_up", "--warm-up", "operations before those that count (a tenth, at most 1000)"},
    BenchKey{"seconds", "--seconds", "time after which it ends by itself (60)"},
    BenchKey{"seed", "--seed", "seed of what is left to chance (1)"},
    BenchKey{"budget_pages", "--budget-pages", "pages that all threads may hold together"},
    BenchKey{"order", "--order", "alloc_pages, free_remote: blocks of 2^order pages (0)"},
    BenchKey{"size", "--size", "bytes of one object or buffer; K and M may follow"},
    BenchKey{"align", "--align", "kmem_cache, alloc_percpu: alignment of the objects (8)"},
    BenchKey{"bulk", "--bulk", "alloc_pages_bulk, kmem_cache_bulk: how many at a time (16)"},
    BenchKey{"free_node", "--free-node", "free_remote, kfree_remote: whose CPUs release (another)"},
    BenchKey{"gfp", "--gfp",
             "kernel (default), atomic, nowait, highuser, movable; zero, thisnode, ..."},
    BenchKey{"counter_batch", "--counter-batch", "percpu_counter: what a CPU keeps to itself"},
};

struct BenchAsked {
  std::string name;
  std::array<std::string, bench_keys.size()> values;
  bool no_save = false;
  bool trace = false; // of bench run alone

  [[nodiscard]] std::string& value(std::string_view key);
};

// Adds an option for each key, and --no-save.
void add_bench_options(CLI::App& command, const std::shared_ptr<BenchAsked>& asked);

// The same, and CASE.
void add_bench_keys(CLI::App& command, const std::shared_ptr<BenchAsked>& asked);

// Throws UsageError where a size is none.
[[nodiscard]] std::string request_line(const BenchAsked& asked);

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_BENCH_REQUEST_HPP
