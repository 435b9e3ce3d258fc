// SPDX-License-Identifier: GPL-2.0
// The files that are read only, and the upcalls that debugfs.c makes for them.
#include "core/publish.hpp"
#include "core/frame.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

struct File {
  const char* name;
  const char* kind;
  Result<void> (*publish)(Encoder&);           // nullptr where the file is binary:
  Result<void> (*fill)(TextBuffer&) = nullptr; // then this makes all of it
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
    {"memmap_read", "memmap_read", publish_memmap_read},
    {"vmalloc", "vmalloc_extent", publish_vmalloc},
    {"map.bin", "map", nullptr, fill_map},
    {"bench/cases", "bench_case", publish_bench_cases},
    {"bench/status", "bench_run", publish_bench_status},
    {"bench/result", "bench", publish_bench_result},
    {"bench/samples", "bench_samples", nullptr, fill_bench_samples},
};

Result<void> build(const File& file, TextBuffer& buffer) {
  return file.fill != nullptr ? file.fill(buffer) : frame(buffer, file.kind, file.publish);
}

constexpr unsigned nr_files = sizeof(files) / sizeof(files[0]);

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
