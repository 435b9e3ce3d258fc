// SPDX-License-Identifier: GPL-2.0
// The files of debugfs: which there are and who writes each.
#ifndef MMS_CORE_PUBLISH_HPP
#define MMS_CORE_PUBLISH_HPP

#include "base/result.hpp"
#include "core/text_buffer.hpp"
#include "wire/encode.hpp"

namespace mmscope {

using Encoder = wire::Encoder<TextBuffer>;

// Each writes the records of one file; header and end line are added around
// them. An error is a negative errno for open().
Result<void> publish_info(Encoder& out);
Result<void> publish_schema(Encoder& out);
Result<void> publish_nodes(Encoder& out);
Result<void> publish_zones(Encoder& out);
Result<void> publish_zonelists(Encoder& out);
Result<void> publish_free_area(Encoder& out);
Result<void> publish_pcp(Encoder& out);
Result<void> publish_model(Encoder& out);
Result<void> publish_pages(Encoder& out);
Result<void> publish_memmap_read(Encoder& out);
Result<void> publish_vmalloc(Encoder& out);
Result<void> publish_bench_cases(Encoder& out);
Result<void> publish_bench_status(Encoder& out);
Result<void> publish_bench_result(Encoder& out);

// The whole of map.bin, header included.
Result<void> fill_map(TextBuffer& out);
// The whole of bench/samples.
Result<void> fill_bench_samples(TextBuffer& out);

// Adds a TEXT field whose value the kernel prints. print(buf, size) returns the
// full length as snprintf() does, or a negative errno.
template <typename Print>
Result<void> printed_text(Encoder& out, std::string_view key, Print&& print) {
  char small[128];
  const int length = print(small, sizeof(small));
  if (length < 0)
    return Errno{length};
  const std::size_t size = static_cast<std::size_t>(length);
  if (size < sizeof(small)) {
    out.text(key, {small, size});
    return {};
  }
  // The set may have grown in between; a text that is cut then is still a text.
  const std::size_t room = size + sizeof(small);
  char* const large = static_cast<char*>(mms_kvmalloc(room));
  if (large == nullptr)
    return out_of_memory;
  const int again = print(large, room);
  if (again >= 0) {
    const std::size_t full = static_cast<std::size_t>(again);
    out.text(key, {large, full < room ? full : room - 1});
  }
  mms_kvfree(large);
  return again < 0 ? Result<void>{Errno{again}} : Result<void>{};
}

} // namespace mmscope

#endif // MMS_CORE_PUBLISH_HPP
