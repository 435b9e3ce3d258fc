// SPDX-License-Identifier: GPL-2.0
#include "cli/bench_request.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/context.hpp"

namespace mmscope::cli {
namespace {

// "4M" as the module wants it: bytes.
std::string plain_size(const std::string& size) {
  if (size.empty())
    return size;
  unsigned shift = 0;
  switch (size.back()) {
  case 'k':
  case 'K':
    shift = 10;
    break;
  case 'm':
  case 'M':
    shift = 20;
    break;
  default:
    return size;
  }
  const std::string digits = size.substr(0, size.size() - 1);
  if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != digits.npos)
    throw UsageError(
        fmt::format("--size {}: a number of bytes is expected, K or M may follow", size));
  return fmt::format("{}", std::stoull(digits) << shift);
}

} // namespace

std::string& BenchAsked::value(std::string_view key) {
  std::size_t at = 0;
  while (bench_keys.at(at).key != key)
    ++at;
  return values.at(at);
}

void add_bench_keys(CLI::App& command, const std::shared_ptr<BenchAsked>& asked) {
  command.add_option("CASE", asked->name, "as in bench list")->required()->type_name("");
  add_bench_options(command, asked);
}

void add_bench_options(CLI::App& command, const std::shared_ptr<BenchAsked>& asked) {
  for (std::size_t i = 0; i < bench_keys.size(); ++i)
    command.add_option(bench_keys[i].option, asked->values[i], bench_keys[i].help)->type_name("");
  command.add_flag("--no-save", asked->no_save, "do not keep the run (mmscope run list)");
}

std::string request_line(const BenchAsked& asked) {
  std::string line = "case=" + asked.name;
  for (std::size_t i = 0; i < bench_keys.size(); ++i)
    if (!asked.values[i].empty())
      line +=
          fmt::format(" {}={}", bench_keys[i].key,
                      std::string_view(bench_keys[i].key) == "size" ? plain_size(asked.values[i])
                                                                    : asked.values[i]);
  return line;
}

} // namespace mmscope::cli
