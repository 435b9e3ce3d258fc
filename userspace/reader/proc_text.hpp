// SPDX-License-Identifier: GPL-2.0
// What the parsers of the kernel's own text files share: lines that know their
// number, words, numbers, and errors that name file and line.
#ifndef MMSCOPE_READER_PROC_TEXT_HPP
#define MMSCOPE_READER_PROC_TEXT_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mmscope::reader {

// Figures by the name that the kernel prints, in its order. A vector and not a
// map: a name that comes twice must not vanish.
using NamedNumbers = std::vector<std::pair<std::string, std::int64_t>>;

// Walks the lines of one file. The kernel ends every line with a newline, so a
// last line without one is a file that was cut short.
class Lines {
public:
  // `file` is only named in errors; both must outlive the walk.
  Lines(std::string_view text, std::string_view file) : rest_(text), file_(file) {}

  // False at the end. Throws Error(bad_data) where the file was cut short.
  bool next(std::string_view& line);

  // Throws Error(bad_data): "FILE:LINE: why".
  [[noreturn]] void fail(std::string_view why) const;

private:
  std::string_view rest_;
  std::string_view file_;
  std::size_t number_ = 0;
};

// Takes words off a line, one after the other; blanks only separate them.
class Words {
public:
  Words(std::string_view line, const Lines& lines) : rest_(line), lines_(&lines) {}

  // The next word; empty at the end.
  std::string_view next();

  // The next word, which must be this one.
  void expect(std::string_view word);

  // The next word, which must be a decimal number; `suffix` may follow it.
  std::int64_t number(std::string_view suffix = "");

  [[nodiscard]] bool at_end();

  // What has not been taken yet, without leading blanks.
  [[nodiscard]] std::string_view rest();

private:
  std::string_view rest_;
  const Lines* lines_;
};

// All of it, as a decimal number that is not negative; else `lines` fails.
[[nodiscard]] std::uint64_t count_of(std::string_view text, const Lines& lines);

// "N0=512": the pages of a node. False where the word is another: "file=" is, and so is
// "N" with anything but a number after it.
bool take_node_pages(std::string_view word, const Lines& lines,
                     std::map<std::uint64_t, std::uint64_t>& pages_by_node);

[[nodiscard]] std::string_view trim(std::string_view text);

// The first value of that name; nullptr if there is none.
[[nodiscard]] const std::int64_t* find_number(const NamedNumbers& numbers, std::string_view name);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_TEXT_HPP
