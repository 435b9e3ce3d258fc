// SPDX-License-Identifier: GPL-2.0
// A run of the lab with all that is kept of it, and the way back from its JSON,
// which view/bench_json.hpp makes.
#ifndef MMSCOPE_MODEL_SAVED_RUN_HPP
#define MMSCOPE_MODEL_SAVED_RUN_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/bench.hpp"
#include "model/environment.hpp"

namespace mmscope::model {

// Times of single operations of one kind in one leg, in the order of time.
struct OpSamples {
  std::uint64_t leg = 0;
  std::string op;
  std::vector<std::uint64_t> ns;
};

struct SavedRun {
  std::string id;
  BenchResult result;
  Environment environment;
  std::vector<OpSamples> samples;
};

// What bench/samples holds of this run; nothing where it is of another one.
[[nodiscard]] std::vector<OpSamples> load_samples(const reader::Source& source,
                                                  const BenchResult& result);

// What `bench run -j` printed will do: what is not there (samples, environment)
// stays empty. Throws Error(bad_data), which names the file.
[[nodiscard]] SavedRun parse_saved_run(std::string_view text, const std::string& file_name);

// A saved_run record: what `run list` tells of it.
[[nodiscard]] Object summary_of(const SavedRun& run);

[[nodiscard]] Object to_object(const OpSamples& samples);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_SAVED_RUN_HPP
