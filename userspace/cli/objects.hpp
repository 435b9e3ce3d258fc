// SPDX-License-Identifier: GPL-2.0
// What runs behind `mmscope OBJECT COMMAND [ARGS]`. Each prints to the context
// and throws reader::Error or UsageError.
#ifndef MMSCOPE_CLI_OBJECTS_HPP
#define MMSCOPE_CLI_OBJECTS_HPP

#include "cli/context.hpp"
#include "cli/select.hpp"

namespace mmscope::cli {

void node_list(Context& context, const Args& args);
void node_show(Context& context, const Args& args); // NID

void zone_list(Context& context, const Args& args);
void zone_show(Context& context, const Args& args); // [NID] [ZONE]

void zonelist_list(Context& context, const Args& args);
void zonelist_show(Context& context, const Args& args); // NID

void buddy_list(Context& context, const Args& args);
void buddy_show(Context& context, const Args& args); // [NID] [ZONE]
void buddy_frag(Context& context, const Args& args); // [NID] [ZONE]

void pcp_list(Context& context, const Args& args);
void pcp_show(Context& context, const Args& args); // [NID] [ZONE]

void model_list(Context& context, const Args& args);
void model_show(Context& context, const Args& args);

void page_census(Context& context, const Args& args); // [NID] [ZONE]

void info_show(Context& context, const Args& args);

void explain_field(Context& context, const Args& args);  // [NAME]
void explain_record(Context& context, const Args& args); // [NAME]

void report(Context& context, const Args& args);

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_OBJECTS_HPP
