// SPDX-License-Identifier: GPL-2.0
// The commands that bring their own options. Each adds itself to the app; its
// callback runs after all options are parsed and the context is set up, and may
// throw reader::Error or UsageError. All others stand in grammar.cpp.
#ifndef MMSCOPE_CLI_COMMANDS_HPP
#define MMSCOPE_CLI_COMMANDS_HPP

#include "cli/context.hpp"

namespace CLI {
class App;
}

namespace mmscope::cli {

// Adds `munmap`, `mmap` and the other calls to the explain object.
void add_explain_calls(CLI::App& explain, Context& context); // cmd_explain_call.cpp

// Adds `find` and `show` to the page object.
void add_page(CLI::App& page, Context& context);     // cmd_page.cpp
void add_map(CLI::App& app, Context& context);       // cmd_map.cpp
void add_slab(CLI::App& app, Context& context);      // cmd_slab.cpp
void add_translate(CLI::App& app, Context& context); // cmd_translate.cpp
void add_vmalloc(CLI::App& app, Context& context);   // cmd_vmalloc.cpp
void add_bench(CLI::App& app, Context& context);     // cmd_bench.cpp
void add_run(CLI::App& app, Context& context);       // cmd_run.cpp
void add_trace(CLI::App& app, Context& context);     // cmd_trace.cpp
void add_vma(CLI::App& app, Context& context);       // cmd_vma.cpp
void add_verify(CLI::App& app, Context& context);    // cmd_verify.cpp
void add_doctor(CLI::App& app, Context& context);    // cmd_doctor.cpp

// Adds `heap` to the trace object.
void add_trace_heap(CLI::App& trace, Context& context); // cmd_trace_heap.cpp

// Adds `reclaim`, `fault` and `migrate` to it.
void add_trace_events(CLI::App& trace, Context& context); // cmd_trace_events.cpp

// Adds `watch` to the vma object.
void add_vma_watch(CLI::App& vma, Context& context); // cmd_vma_watch.cpp

// Each adds a command to the bench object.
void add_sweep(CLI::App& bench, Context& context);   // cmd_sweep.cpp
void add_compare(CLI::App& bench, Context& context); // cmd_compare.cpp

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_COMMANDS_HPP
