// SPDX-License-Identifier: GPL-2.0
// Text of the wire, reading half. Freestanding, allocates nothing, trusts
// nothing; the grammar is told in codec.hpp.
#ifndef MMS_WIRE_DECODE_HPP
#define MMS_WIRE_DECODE_HPP

#include <charconv>
#include <cstddef>
#include <string_view>

#include "grammar.hpp"
#include "records.h"

namespace mmscope::wire {

// A field as it stands in the line. A quoted value is without its quotes but
// still escaped: unescape() it.
struct Field {
  std::string_view key;
  std::string_view value;
  bool quoted = false;
};

// Walks the fields of one line, newline already taken off.
class LineCursor {
public:
  explicit LineCursor(std::string_view line)
      : next_(line.data()), end_(line.data() + line.size()), tag_(take_word()) {
    malformed_ = tag_.empty();
  }

  [[nodiscard]] std::string_view tag() const { return tag_; }

  // True where the text at the cursor is no `key=value`: the line is unusable.
  [[nodiscard]] bool malformed() const { return malformed_; }

  // The next field; false at the end of the line and where it is malformed.
  bool next(Field& field) {
    if (malformed_ || next_ == end_)
      return false;
    if (*next_ != ' ')
      return fail();
    ++next_;
    field.key = take_word();
    if (field.key.empty() || next_ == end_ || *next_ != '=')
      return fail();
    ++next_;
    field.quoted = next_ != end_ && *next_ == '"';
    return field.quoted ? take_quoted(field.value) : take_bare(field.value);
  }

private:
  std::string_view take_word() {
    const char* start = next_;
    while (next_ != end_ && is_key_char(*next_))
      ++next_;
    return {start, static_cast<std::size_t>(next_ - start)};
  }

  bool take_bare(std::string_view& value) {
    const char* start = next_;
    while (next_ != end_ && is_plain(*next_))
      ++next_;
    value = {start, static_cast<std::size_t>(next_ - start)};
    return true;
  }

  bool take_quoted(std::string_view& value) {
    const char* start = ++next_;
    while (next_ != end_ && *next_ != '"') {
      if (*next_ == '\\' && ++next_ == end_)
        return fail();
      ++next_;
    }
    if (next_ == end_)
      return fail();
    value = {start, static_cast<std::size_t>(next_ - start)};
    ++next_;
    return true;
  }

  bool fail() {
    malformed_ = true;
    return false;
  }

  const char* next_;
  const char* end_;
  std::string_view tag_;
  bool malformed_ = false;
};

// Decimal, the whole text, in range; otherwise false and `value` untouched.
template <typename Integer> bool parse_integer(std::string_view text, Integer& value) {
  Integer parsed = 0;
  const char* end = text.data() + text.size();
  const std::from_chars_result result = std::from_chars(text.data(), end, parsed);
  if (text.empty() || result.ec != std::errc() || result.ptr != end)
    return false;
  value = parsed;
  return true;
}

// Calls sink(char) for each character of a quoted value; false on a bad escape.
template <typename CharSink> bool unescape(std::string_view value, CharSink&& sink) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\') {
      sink(value[i]);
      continue;
    }
    if (++i == value.size())
      return false;
    if (value[i] != 'x') {
      sink(value[i]);
      continue;
    }
    unsigned byte = 0;
    if (value.size() - i < 3)
      return false;
    const char* digits = value.data() + i + 1;
    if (std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2)
      return false;
    sink(static_cast<char>(byte));
    i += 2;
  }
  return true;
}

// Calls item(mms_u64) for each number of a LIST; false where one is no number.
// An empty text is an empty list.
template <typename Item> bool parse_list(std::string_view text, Item&& item) {
  if (text.empty())
    return true;
  const char* start = text.data();
  const char* const end = start + text.size();
  while (true) {
    const char* comma = start;
    while (comma != end && *comma != ',')
      ++comma;
    mms_u64 value = 0;
    if (!parse_integer({start, static_cast<std::size_t>(comma - start)}, value))
      return false;
    item(value);
    if (comma == end)
      return true;
    start = comma + 1;
  }
}

// Puts one field into the member of the same key. False if a known key holds a
// value that is not of its type; unknown keys, LIST and TEXT pass untouched.
inline bool store_name(char (&member)[MMS_NAME_SIZE], const Field& field) {
  std::size_t length = 0;
  bool fits = true;
  const auto put = [&](char c) {
    if (length + 1 < MMS_NAME_SIZE)
      member[length++] = c;
    else
      fits = false;
  };
  bool sound = true;
  if (field.quoted) {
    sound = unescape(field.value, put);
  } else {
    for (const char c : field.value)
      put(c);
  }
  member[length] = '\0';
  return sound && fits && length != 0;
}

#define MMS_STORE_U64(member)                                                                      \
  if (field.key == #member)                                                                        \
    return parse_integer(field.value, record.member);
#define MMS_STORE_S64(member) MMS_STORE_U64(member)
#define MMS_STORE_NAME(member)                                                                     \
  if (field.key == #member)                                                                        \
    return store_name(record.member, field);
#define MMS_STORE_LIST(member)
#define MMS_STORE_TEXT(member)
#define MMS_STORE(type, member, unit, since, source, meaning) MMS_STORE_##type(member)
#define MMS_STORE_RECORD(tag, file, meaning)                                                       \
  inline bool store(mms_wire_##tag& record, const Field& field) {                                  \
    MMS_FIELDS_##tag(MMS_STORE) return true;                                                       \
  }                                                                                                \
  inline void clear(mms_wire_##tag& record) { mms_wire_##tag##_clear(&record); }

MMS_RECORDS(MMS_STORE_RECORD)

#undef MMS_STORE_RECORD
#undef MMS_STORE
#undef MMS_STORE_TEXT
#undef MMS_STORE_LIST
#undef MMS_STORE_NAME
#undef MMS_STORE_S64
#undef MMS_STORE_U64

} // namespace mmscope::wire

#endif // MMS_WIRE_DECODE_HPP
