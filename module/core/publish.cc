// SPDX-License-Identifier: GPL-2.0
// The frame around every debugfs file, and the upcalls that debugfs.c makes.
#include "core/publish.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

struct File {
  const char* name;
  const char* kind;
  Result<void> (*publish)(Encoder&);
};

constexpr File files[] = {
    {"info", "info", publish_info},
    {"schema", "field", publish_schema},
    {"nodes", "node", publish_nodes},
    {"zones", "zone", publish_zones},
    {"zonelists", "zoneref", publish_zonelists},
    {"free_area", "free_area", publish_free_area},
    {"pcp", "pcp", publish_pcp},
    {"model", "model", publish_model},
    {"pages", "page", publish_pages},
};
constexpr unsigned nr_files = sizeof(files) / sizeof(files[0]);

Result<void> build(const File& file, TextBuffer& text) {
  const mms_u64 started = mms_ktime_get_ns();

  Encoder body(text);
  MMS_TRY(file.publish(body));
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
  header.text("kind", file.kind);
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

} // namespace
} // namespace mmscope

unsigned int mms_core_nr_files(void) { return mmscope::nr_files; }

const char* mms_core_file_name(unsigned int file) {
  return file < mmscope::nr_files ? mmscope::files[file].name : nullptr;
}

int mms_core_file_build(unsigned int file, char** text, mms_size* size) {
  if (file >= mmscope::nr_files)
    return mmscope::no_such_file.value;
  mmscope::TextBuffer buffer;
  const mmscope::Result<void> result = mmscope::build(mmscope::files[file], buffer);
  if (!result.ok())
    return result.error().value;
  *size = buffer.size();
  *text = buffer.release();
  return 0;
}
