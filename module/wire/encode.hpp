// SPDX-License-Identifier: GPL-2.0
// Text of the wire, writing half. Freestanding; the grammar is told in codec.hpp.
#ifndef MMS_WIRE_ENCODE_HPP
#define MMS_WIRE_ENCODE_HPP

#include <charconv>
#include <cstddef>
#include <span>
#include <string_view>

#include "grammar.hpp"
#include "records.h"

namespace mmscope::wire {

// Sink: anything with `void append(const char*, std::size_t)`. A sink that runs
// out of room remembers that by itself; the encoder goes on regardless.
template <typename Sink> class Encoder {
public:
  explicit Encoder(Sink& sink) : sink_(sink) {}

  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  // One record line: begin(), any number of fields, end().
  void begin(std::string_view tag) { put(tag); }

  void end() {
    put("\n");
    ++nr_records_;
  }

  void number(std::string_view key, mms_u64 value) {
    start_field(key);
    put_integer(value);
  }

  void signed_number(std::string_view key, mms_s64 value) {
    start_field(key);
    put_integer(value);
  }

  void list(std::string_view key, std::span<const mms_u64> values) {
    start_field(key);
    bool first = true;
    for (const mms_u64 value : values) {
      if (!first)
        put(",");
      put_integer(value);
      first = false;
    }
  }

  void text(std::string_view key, std::string_view value) {
    start_field(key);
    bool plain = !value.empty();
    for (const char c : value)
      plain = plain && is_plain(c);
    if (plain)
      put(value);
    else
      put_quoted(value);
  }

  // Every member that is there; LIST and TEXT fields are the caller's to add
  // between fields() and end().
#define MMS_ENCODE_U64(key)                                                                        \
  if (record.key != MMS_ABSENT_U64)                                                                \
    number(#key, record.key);
#define MMS_ENCODE_S64(key)                                                                        \
  if (record.key != MMS_ABSENT_S64)                                                                \
    signed_number(#key, record.key);
#define MMS_ENCODE_NAME(key)                                                                       \
  if (record.key[0] != '\0')                                                                       \
    text(#key, name_view(record.key));
#define MMS_ENCODE_LIST(key)
#define MMS_ENCODE_TEXT(key)
#define MMS_ENCODE(type, key, unit, since, source, meaning) MMS_ENCODE_##type(key)
#define MMS_ENCODE_RECORD(tag, file, meaning)                                                      \
  void fields(const mms_wire_##tag& record) { MMS_FIELDS_##tag(MMS_ENCODE) }                       \
  void record(const mms_wire_##tag& record) {                                                      \
    begin(#tag);                                                                                   \
    fields(record);                                                                                \
    end();                                                                                         \
  }

  MMS_RECORDS(MMS_ENCODE_RECORD)

#undef MMS_ENCODE_RECORD
#undef MMS_ENCODE
#undef MMS_ENCODE_TEXT
#undef MMS_ENCODE_LIST
#undef MMS_ENCODE_NAME
#undef MMS_ENCODE_S64
#undef MMS_ENCODE_U64

  [[nodiscard]] std::size_t nr_records() const { return nr_records_; }

private:
  static std::string_view name_view(const char (&name)[MMS_NAME_SIZE]) {
    std::size_t length = 0;
    while (length < MMS_NAME_SIZE && name[length] != '\0')
      ++length;
    return {name, length};
  }

  void put(std::string_view text) { sink_.append(text.data(), text.size()); }

  void start_field(std::string_view key) {
    put(" ");
    put(key);
    put("=");
  }

  template <typename Integer> void put_integer(Integer value) {
    char digits[24]; // 20 digits and a sign fit
    const std::to_chars_result result = std::to_chars(digits, digits + sizeof(digits), value);
    put({digits, static_cast<std::size_t>(result.ptr - digits)});
  }

  void put_quoted(std::string_view value) {
    static constexpr char hex[] = "0123456789abcdef";
    put("\"");
    for (const char c : value) {
      const unsigned char byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        const char escaped[] = {'\\', c};
        put({escaped, sizeof(escaped)});
      } else if (byte < 0x20 || byte == 0x7f) {
        const char escaped[] = {'\\', 'x', hex[byte >> 4], hex[byte & 0xf]};
        put({escaped, sizeof(escaped)});
      } else {
        put({&c, 1});
      }
    }
    put("\"");
  }

  Sink& sink_;
  std::size_t nr_records_ = 0;
};

} // namespace mmscope::wire

#endif // MMS_WIRE_ENCODE_HPP
