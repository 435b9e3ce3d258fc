// SPDX-License-Identifier: GPL-2.0
// Did you mean ...?
#ifndef MMSCOPE_CLI_SUGGEST_HPP
#define MMSCOPE_CLI_SUGGEST_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mmscope::cli {

// Insertions, deletions, replacements and swaps of neighbours that turn one
// word into the other; upper and lower case are the same.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

// " Did you mean X?" with the nearest of the words, or nothing if all are far.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       const std::vector<std::string>& words);

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_SUGGEST_HPP
