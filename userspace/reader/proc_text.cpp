// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_text.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "reader/error.hpp"
#include "wire/codec.hpp"

namespace mmscope::reader {
namespace {

constexpr std::string_view blanks = " \t";

} // namespace

bool Lines::next(std::string_view& line) {
  if (rest_.empty())
    return false;
  ++number_;
  const std::size_t length = rest_.find('\n');
  if (length == std::string_view::npos)
    fail("the file was cut short in this line");
  line = rest_.substr(0, length);
  rest_.remove_prefix(length + 1);
  return true;
}

void Lines::fail(std::string_view why) const {
  throw Error(Error::Kind::bad_data, fmt::format("{}:{}: {}", file_, number_, why));
}

std::string_view Words::rest() {
  rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size()));
  return rest_;
}

bool Words::at_end() { return rest().empty(); }

std::string_view Words::next() {
  const std::string_view text = rest();
  const std::string_view word = text.substr(0, text.find_first_of(blanks));
  rest_.remove_prefix(word.size());
  return word;
}

void Words::expect(std::string_view word) {
  const std::string_view found = next();
  if (found != word)
    lines_->fail(fmt::format("'{}' where '{}' should be", found, word));
}

std::int64_t Words::number(std::string_view suffix) {
  const std::string_view word = next();
  std::string_view digits = word;
  std::int64_t value = 0;
  const bool ended =
      digits.size() >= suffix.size() && digits.substr(digits.size() - suffix.size()) == suffix;
  if (ended)
    digits.remove_suffix(suffix.size());
  if (!ended || !wire::parse_integer(digits, value))
    lines_->fail(fmt::format("'{}' where a number{}{} should be", word,
                             suffix.empty() ? "" : " and ", suffix));
  return value;
}

std::uint64_t count_of(std::string_view text, const Lines& lines) {
  std::uint64_t count = 0;
  if (!wire::parse_integer(text, count))
    lines.fail(fmt::format("'{}' where a count should be", text));
  return count;
}

bool take_node_pages(std::string_view word, const Lines& lines,
                     std::map<std::uint64_t, std::uint64_t>& pages_by_node) {
  const std::size_t equals = word.find('=');
  std::uint64_t nid = 0;
  if (word.front() != 'N' || equals == std::string_view::npos ||
      !wire::parse_integer(word.substr(1, equals - 1), nid))
    return false;
  pages_by_node[nid] = count_of(word.substr(equals + 1), lines);
  return true;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view white = " \t\r\n";
  const std::size_t first = text.find_first_not_of(white);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(white) - first + 1);
}

const std::int64_t* find_number(const NamedNumbers& numbers, std::string_view name) {
  for (const auto& [key, value] : numbers) {
    if (key == name)
      return &value;
  }
  return nullptr;
}

} // namespace mmscope::reader
