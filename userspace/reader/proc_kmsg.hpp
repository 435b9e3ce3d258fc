// SPDX-License-Identifier: GPL-2.0
// The kernel log, and the one thing that is wanted of it: the order in which
// build_zonelists() (mm/page_alloc.c) says that each node falls back to others.
#ifndef MMSCOPE_READER_PROC_KMSG_HPP
#define MMSCOPE_READER_PROC_KMSG_HPP

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reader/source.hpp"

namespace mmscope::reader {

// All records that the kernel still holds, as /dev/kmsg gives them. A recorded
// tree has them in DIR/dev/kmsg. Throws Error.
[[nodiscard]] std::string read_kernel_log(const Source& source);

struct FallbackOrders {
  // The last order logged for each node: memory hotplug builds the lists anew.
  std::map<std::uint64_t, std::vector<std::uint64_t>> by_node;

  // False where the oldest records were overwritten, and the orders with them.
  bool begins_at_boot = false;
};

// Throws Error(bad_data) where the text is no kernel log.
[[nodiscard]] FallbackOrders parse_fallback_orders(std::string_view text,
                                                   std::string_view file = "/dev/kmsg");

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_KMSG_HPP
