// SPDX-License-Identifier: GPL-2.0
#include "reader/wire_file.hpp"

#include <algorithm>
#include <fmt/core.h>

#include "reader/error.hpp"
#include "reader/identity.hpp"
#include "wire/codec.hpp"

namespace mmscope::reader {
namespace {

// Text that goes into a message: short, and nothing that a terminal would act on.
std::string shown(std::string_view text) {
  constexpr std::size_t longest = 60;
  std::string safe;
  for (const char c : text.substr(0, longest))
    safe += c >= ' ' && c < 0x7f ? c : '?';
  return text.size() > longest ? safe + "..." : safe;
}

const char* expected(std::string_view type) {
  if (type == "u64")
    return "a number from 0 to 2^64-2";
  if (type == "s64")
    return "a signed number";
  if (type == "name")
    return "a name of 1 to 31 characters";
  if (type == "list")
    return "numbers with commas between them";
  return "text with sound escapes";
}

// The schema's entry of a key, or nullptr. Fields come in the order of the schema,
// so that the search begins behind the last one found.
const wire::FieldInfo* find_field(const wire::RecordInfo& info, const wire::FieldInfo* from,
                                  std::string_view key) {
  for (std::size_t i = 0; i < info.nr_fields; ++i, ++from) {
    if (from == info.fields + info.nr_fields)
      from = info.fields;
    if (key == from->key)
      return from;
  }
  return nullptr;
}

class Parser {
public:
  Parser(std::string_view text, std::string_view file_name) : rest_(text), name_(file_name) {}

  WireFile parse() {
    if (rest_.empty())
      fail("is empty; expected a line that starts with \"mmscope wire=\"");
    if (rest_.find('\0') != std::string_view::npos)
      fail("holds NUL bytes, which no text of mmscope.ko does");
    parse_header();
    while (true) {
      if (rest_.empty())
        fail(fmt::format("is cut short: no \"end nr=\" after line {}, {} of {} records came",
                         line_nr_, nr_records_, file_.header.nr));
      const std::string_view line = take_line();
      wire::LineCursor cursor(line);
      if (cursor.malformed())
        fail_at_line(
            fmt::format("\"{}\" is no record; expected a tag and key=value fields", shown(line)));
      if (cursor.tag() == "end") {
        parse_end(cursor);
        return std::move(file_);
      }
      parse_record(cursor);
    }
  }

private:
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(Error::Kind::bad_data, fmt::format("{} {}", name_, what));
  }

  [[noreturn]] void fail_at_line(const std::string& what) const {
    throw Error(Error::Kind::bad_data, fmt::format("{}: line {}: {}", name_, line_nr_, what));
  }

  std::string_view take_line() {
    ++line_nr_;
    const std::size_t newline = rest_.find('\n');
    if (newline == std::string_view::npos)
      fail(fmt::format("is cut short in line {}, \"{}\"", line_nr_, shown(rest_)));
    const std::string_view line = rest_.substr(0, newline);
    rest_.remove_prefix(newline + 1);
    return line;
  }

  bool next(wire::LineCursor& cursor, wire::Field& field) {
    if (cursor.next(field))
      return true;
    if (cursor.malformed())
      fail_at_line(field.key.empty()
                       ? std::string("malformed; expected key=value fields, one blank apart")
                       : fmt::format("malformed at or after \"{}\"; expected key=value fields, one "
                                     "blank apart",
                                     shown(field.key)));
    return false;
  }

  std::string unescaped(const wire::Field& field) const {
    if (!field.quoted)
      return std::string(field.value);
    std::string text;
    if (!wire::unescape(field.value, [&](char c) { text += c; }))
      fail_value(field, "text");
    return text;
  }

  [[noreturn]] void fail_value(const wire::Field& field, std::string_view type) const {
    fail_at_line(fmt::format("{}=\"{}\": expected {}", shown(field.key), shown(field.value),
                             expected(type)));
  }

  std::uint64_t number(const wire::Field& field) const {
    std::uint64_t value = 0;
    if (field.quoted || !wire::parse_integer(field.value, value))
      fail_value(field, "u64");
    return value;
  }

  void parse_header() {
    wire::LineCursor cursor(take_line());
    if (cursor.tag() != "mmscope")
      fail("is no file of mmscope.ko: it does not start with \"mmscope wire=\"");
    Header& header = file_.header;
    std::optional<std::uint64_t> nr;
    wire::Field field;
    while (next(cursor, field)) {
      if (field.key == "wire")
        check_version(header.wire = number(field));
      else if (field.key == "nr")
        nr = number(field);
      else if (field.key == "page_size")
        header.page_size = number(field);
      else if (field.key == "ktime_ns")
        header.ktime_ns = number(field);
      else if (field.key == "took_ns")
        header.took_ns = number(field);
      else if (field.key == "kind")
        header.kind = unescaped(field);
      else if (field.key == "kernel")
        header.kernel = unescaped(field);
    }
    if (header.wire == 0)
      fail_at_line("the header has no wire=, the version of the format");
    if (header.kind.empty())
      fail_at_line("the header has no kind=, which says what the records are");
    if (!nr)
      fail_at_line("the header has no nr=, the number of records");
    header.nr = *nr;
    if (header.page_size == 0 || (header.page_size & (header.page_size - 1)) != 0)
      fail_at_line("the header has no page_size= that is a power of two");
  }

  void check_version(std::uint64_t version) const {
    if (version > MMS_WIRE_VERSION)
      fail(fmt::format("says wire={}, this tool understands {}: update mmscope", version,
                       MMS_WIRE_VERSION));
    if (version < MMS_WIRE_VERSION)
      fail(fmt::format("says wire={}, this tool understands {}: update mmscope.ko", version,
                       MMS_WIRE_VERSION));
  }

  void parse_record(wire::LineCursor& cursor) {
    ++nr_records_;
#define MMS_PARSE(tag_name, file, meaning)                                                         \
  if (cursor.tag() == #tag_name)                                                                   \
    return parse_row<mms_wire_##tag_name>(cursor);
    MMS_RECORDS(MMS_PARSE)
#undef MMS_PARSE
    wire::Field field; // unknown tag: of a newer module, but it must be sound
    while (next(cursor, field)) {
    }
  }

  template <class Record> void parse_row(wire::LineCursor& cursor) {
    constexpr wire::RecordInfo info = RecordOf<Record>::info();
    std::vector<std::string_view> missing = identity_keys(info.tag);
    Row<Record> row;
    const wire::FieldInfo* from = info.fields;
    wire::Field field;
    while (next(cursor, field)) {
      if (!missing.empty())
        missing.erase(std::remove(missing.begin(), missing.end(), field.key), missing.end());
      const wire::FieldInfo* const known = find_field(info, from, field.key);
      if (known == nullptr)
        continue;
      store(row, field, known->type);
      from = known + 1;
    }
    if (!missing.empty())
      fail_at_line(fmt::format("a {} record without {}=", info.tag, missing.front()));
    file_.add(std::move(row));
  }

  template <class Record>
  void store(Row<Record>& row, const wire::Field& field, std::string_view type) const {
    if (type == "text") {
      row.texts[std::string(field.key)] = unescaped(field);
    } else if (type == "list") {
      std::vector<std::uint64_t>& list = row.lists[std::string(field.key)];
      list.clear();
      if (!wire::parse_list(field.quoted ? unescaped(field) : field.value,
                            [&](std::uint64_t value) { list.push_back(value); }))
        fail_value(field, type);
    } else if ((field.quoted && type != "name") || !wire::store(row.fields, field) ||
               (type == "u64" && number(field) == MMS_ABSENT_U64)) {
      fail_value(field, type);
    }
  }

  void parse_end(wire::LineCursor& cursor) {
    wire::Field field;
    std::optional<std::uint64_t> nr;
    while (next(cursor, field))
      if (field.key == "nr")
        nr = number(field);
    if (!nr)
      fail_at_line("\"end\" without nr=");
    if (nr != nr_records_ || file_.header.nr != nr_records_)
      fail(fmt::format("does not add up: {} records came, the header says nr={}, the end nr={}",
                       nr_records_, file_.header.nr, *nr));
    if (!rest_.empty())
      fail(fmt::format("goes on after \"end nr=\" in line {}", line_nr_));
  }

  std::string_view rest_;
  std::string_view name_;
  WireFile file_;
  std::uint64_t line_nr_ = 0;
  std::uint64_t nr_records_ = 0;
};

} // namespace

WireFile parse_wire(std::string_view text, std::string_view file_name) {
  return Parser(text, file_name).parse();
}

} // namespace mmscope::reader
