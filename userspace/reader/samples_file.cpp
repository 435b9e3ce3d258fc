// SPDX-License-Identifier: GPL-2.0
#include "reader/samples_file.hpp"

#include <cstring>
#include <fmt/core.h>

#include "reader/error.hpp"
#include "wire/samples.h"

namespace mmscope::reader {

SamplesFile parse_samples(std::string_view bytes, std::string_view file_name) {
  const auto fail = [&](const std::string& what) {
    throw Error(Error::Kind::bad_data, fmt::format("{} {}", file_name, what));
  };
  mms_samples_header header{};
  if (bytes.size() < sizeof(header.magic) ||
      std::memcmp(bytes.data(), MMS_SAMPLES_MAGIC, sizeof(header.magic)) != 0)
    fail("holds no samples of mmscope: it does not start with " MMS_SAMPLES_MAGIC);
  if (bytes.size() < sizeof(header))
    fail(fmt::format("is cut short: {} bytes, its header alone takes {}", bytes.size(),
                     sizeof(header)));
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.version != MMS_SAMPLES_VERSION)
    fail(fmt::format("is of version {}, this tool understands {}", header.version,
                     MMS_SAMPLES_VERSION));
  if (header.header_size < sizeof(header) || header.header_size > bytes.size() ||
      header.record_size < sizeof(mms_samples_record))
    fail("is damaged: its header contradicts itself");
  const std::uint64_t room = (bytes.size() - header.header_size) / header.record_size;
  if (room < header.nr_records)
    fail(fmt::format("is cut short: {} of {} records are there", room, header.nr_records));

  SamplesFile file{header.run, {}};
  file.samples.reserve(header.nr_records);
  for (std::uint64_t i = 0; i < header.nr_records; ++i) {
    mms_samples_record record;
    std::memcpy(&record, bytes.data() + header.header_size + i * header.record_size,
                sizeof(record));
    file.samples.push_back({record.leg, record.op, record.ns});
  }
  return file;
}

} // namespace mmscope::reader
