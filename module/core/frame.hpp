// SPDX-License-Identifier: GPL-2.0
// The header and the end line around the records of a debugfs file.
#ifndef MMS_CORE_FRAME_HPP
#define MMS_CORE_FRAME_HPP

#include "core/publish.hpp"

namespace mmscope {

// write(encoder) adds the records.
template <typename Write> Result<void> frame(TextBuffer& text, const char* kind, Write&& write) {
  const mms_u64 started = mms_ktime_get_ns();

  Encoder body(text);
  MMS_TRY(write(body));
  const mms_u64 nr_records = body.nr_records();

  Encoder end(text);
  end.begin("end");
  end.number("nr", nr_records);
  end.end();

  // The header counts the records, so it is made when they are all there.
  TextBuffer head;
  Encoder header(head);
  header.begin("mmscope");
  header.number("wire", MMS_WIRE_VERSION);
  header.text("kind", kind);
  header.number("nr", nr_records);
  header.number("page_size", mms_page_size());
  header.number("ktime_ns", started);
  header.number("took_ns", mms_ktime_get_ns() - started);
  header.text("kernel", mms_utsname_release());
  header.end();
  MMS_TRY(head.status());
  text.prepend(head.data(), head.size());
  return text.status();
}

} // namespace mmscope

#endif // MMS_CORE_FRAME_HPP
