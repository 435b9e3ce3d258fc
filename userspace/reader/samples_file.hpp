// SPDX-License-Identifier: GPL-2.0
// bench/samples: times of single operations, in the order of time.
#ifndef MMSCOPE_READER_SAMPLES_FILE_HPP
#define MMSCOPE_READER_SAMPLES_FILE_HPP

#include <cstdint>
#include <string_view>
#include <vector>

namespace mmscope::reader {

struct Sample {
  std::uint64_t leg = 0;
  std::uint64_t op = 0; // place in the case's ops= in bench/cases, from 0
  std::uint64_t ns = 0;
};

struct SamplesFile {
  std::uint64_t run = 0;
  std::vector<Sample> samples;
};

// Throws Error(bad_data) where the bytes are not what module/wire/samples.h says.
[[nodiscard]] SamplesFile parse_samples(std::string_view bytes, std::string_view file_name);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_SAMPLES_FILE_HPP
