// SPDX-License-Identifier: GPL-2.0
// What the suites in kunit/ may call; see hooks.h.
#include "core/hooks.h"

#include <string_view>

#include "base/histogram.hpp"
#include "core/publish.hpp"
#include "core/request.hpp"
#include "wire/codec.hpp"

#include "base/enforce.hpp"

struct mms_hook_histogram : mmscope::Histogram {};

namespace mmscope {
namespace {

// debugfs.c counts its openers from 1 on and never comes here.
constexpr mms_u64 hook_opener = ~mms_u64{0};

std::string_view view(const mms_hook_record& record) { return {record.line, record.size}; }

// The number of the file `name` of those that name_of() knows; `nr` where none is it.
template <typename NameOf> unsigned file_named(std::string_view name, unsigned nr, NameOf name_of) {
  unsigned file = 0;
  while (file < nr && name != name_of(file))
    ++file;
  return file;
}

// An own version of substr(), which may throw.
std::string_view part(std::string_view text, std::size_t from, std::size_t to) {
  return {text.data() + from, to - from};
}

// Where the line that begins at `from` ends.
std::size_t line_end(std::string_view text, std::size_t from) {
  while (from < text.size() && text[from] != '\n')
    ++from;
  return from;
}

// A field as it stands in the line; false where the line has no such key.
bool find_field(std::string_view line, std::string_view key, wire::Field& field) {
  wire::LineCursor cursor(line);
  while (cursor.next(field))
    if (field.key == key)
      return true;
  return false;
}

// True where the line has each field of `fields`, "key=value key=value".
bool has_fields(std::string_view line, std::string_view fields) {
  wire::LineCursor wanted(fields);
  wire::Field want;
  wire::Field got;
  while (wanted.next(want))
    if (!find_field(line, want.key, got) || got.value != want.value)
      return false;
  return true;
}

bool is_record(std::string_view line) {
  wire::LineCursor cursor(line);
  for (wire::Field field; cursor.next(field);) {
  }
  return !cursor.malformed();
}

template <typename Write> int encode(mms_hook_text& text, Write&& write) {
  TextBuffer buffer;
  Encoder out(buffer);
  write(out);
  if (!buffer.status().ok())
    return buffer.status().error().value;
  text.size = buffer.size();
  text.bytes = buffer.release();
  return 0;
}

template <typename Integer>
int number(const mms_hook_record& record, std::string_view key, Integer& value) {
  wire::Field field;
  if (!find_field(view(record), key, field))
    return no_such_file.value;
  return wire::parse_integer(field.value, value) ? 0 : invalid.value;
}

} // namespace
} // namespace mmscope

using namespace mmscope;

int mms_hook_read(const char* name, mms_hook_text* text) {
  const unsigned file = file_named(name, mms_core_nr_files(), mms_core_file_name);
  return mms_core_file_build(file, &text->bytes, &text->size);
}

int mms_hook_ask(const char* name, const char* line, mms_hook_text* text) {
  const unsigned file = file_named(name, mms_core_nr_requests(), mms_core_request_name);
  const std::string_view request = line;
  return mms_core_request_answer(file, hook_opener, request.data(), request.size(), &text->bytes,
                                 &text->size);
}

void mms_hook_close(const char* name) {
  mms_core_request_closed(file_named(name, mms_core_nr_requests(), mms_core_request_name),
                          hook_opener);
}

void mms_hook_text_free(mms_hook_text* text) {
  mms_kvfree(text->bytes);
  *text = {};
}

int mms_hook_next(const mms_hook_text* text, const char* match, mms_hook_record* record) {
  const std::string_view all{text->bytes, text->size};
  std::size_t start = 0;
  if (record->line != nullptr)
    start = static_cast<std::size_t>(record->line - all.data()) + record->size + 1;
  const std::string_view tag = wire::LineCursor(match).tag();
  while (start < all.size()) {
    const std::size_t end = line_end(all, start);
    const std::string_view line = part(all, start, end);
    if (!is_record(line))
      return invalid.value;
    if (wire::LineCursor(line).tag() == tag && has_fields(line, match)) {
      *record = {line.data(), line.size()};
      return 0;
    }
    start = end + 1;
  }
  return no_such_file.value;
}

int mms_hook_number(const mms_hook_record* record, const char* key, mms_u64* value) {
  return number(*record, key, *value);
}

int mms_hook_signed(const mms_hook_record* record, const char* key, mms_s64* value) {
  return number(*record, key, *value);
}

int mms_hook_word(const mms_hook_record* record, const char* key, char* word, mms_size size) {
  wire::Field field;
  if (!find_field(view(*record), key, field))
    return no_such_file.value;
  mms_size length = 0;
  const auto count = [&](char) { ++length; };
  if (field.quoted && !wire::unescape(field.value, count))
    return invalid.value;
  if (!field.quoted)
    length = field.value.size();
  if (length >= size)
    return too_big.value;
  char* next = word;
  const auto put = [&](char c) { *next++ = c; };
  if (field.quoted) {
    wire::unescape(field.value, put);
  } else {
    for (const char c : field.value)
      put(c);
  }
  *next = '\0';
  return 0;
}

int mms_hook_encode_word(const char* value, mms_size size, mms_hook_text* text) {
  return encode(*text, [&](Encoder& out) {
    out.begin("info");
    out.text("kernel", {value, size});
    out.end();
  });
}

int mms_hook_decode_zone(const mms_hook_record* record, mms_wire_zone* zone) {
  mms_wire_zone decoded;
  mms_wire_zone_clear(&decoded);
  wire::LineCursor cursor(view(*record));
  for (wire::Field field; cursor.next(field);)
    if (!wire::store(decoded, field))
      return invalid.value;
  if (cursor.malformed() || cursor.tag() != "zone")
    return invalid.value;
  *zone = decoded;
  return 0;
}

int mms_hook_encode_zone(const mms_wire_zone* zone, mms_hook_text* text) {
  return encode(*text, [&](Encoder& out) { out.record(*zone); });
}

int mms_hook_request_number(const char* line, const char* key, mms_u64 min, mms_u64 max,
                            mms_u64* value, char reason[MMS_HOOK_REASON_SIZE]) {
  Request request;
  mms_u64 taken = 0;
  const auto take = [&]() -> Result<void> {
    MMS_TRY(request.parse(line));
    taken = MMS_TRY(request.number(key, min, max));
    return request.finish(key);
  };
  const Result<void> result = take();
  if (result.ok()) {
    *value = taken;
    return 0;
  }
  const std::string_view text = request.reason().text();
  const std::size_t length =
      text.size() < MMS_HOOK_REASON_SIZE ? text.size() : MMS_HOOK_REASON_SIZE - 1;
  __builtin_memcpy(reason, text.data(), length);
  reason[length] = '\0';
  return result.error().value;
}

mms_size mms_hook_histogram_buckets(void) { return Histogram::nr_buckets; }
mms_size mms_hook_histogram_index(mms_u64 value) { return Histogram::index(value); }
mms_u64 mms_hook_histogram_low(mms_size bucket) { return Histogram::low(bucket); }
mms_u64 mms_hook_histogram_high(mms_size bucket) { return Histogram::high(bucket); }

mms_hook_histogram* mms_hook_histogram_new(void) {
  void* const memory = mms_kvmalloc(sizeof(mms_hook_histogram));
  return memory == nullptr ? nullptr : new (memory) mms_hook_histogram{};
}

void mms_hook_histogram_delete(mms_hook_histogram* histogram) { mms_kvfree(histogram); }

void mms_hook_histogram_add(mms_hook_histogram* histogram, mms_u64 value) { histogram->add(value); }

void mms_hook_histogram_merge(mms_hook_histogram* into, const mms_hook_histogram* from) {
  into->merge(*from);
}

mms_u64 mms_hook_histogram_count(const mms_hook_histogram* histogram, mms_size bucket) {
  return histogram->count(bucket);
}
