// SPDX-License-Identifier: GPL-2.0
// Requests: parsing, and the upcalls that debugfs.c makes for them.
#include "core/request.hpp"

#include <charconv>

#include "core/frame.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

bool parse_number(std::string_view text, mms_u64& number) {
  int base = 10;
  const char* start = text.data();
  const char* const end = start + text.size();
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    base = 16;
    start += 2;
  }
  const std::from_chars_result result = std::from_chars(start, end, number, base);
  return start != end && result.ec == std::errc() && result.ptr == end;
}

// Cuts the first word off `line`.
std::string_view take_word(std::string_view& line) {
  const char* start = line.data();
  const char* const end = start + line.size();
  while (start != end && *start == ' ')
    ++start;
  const char* stop = start;
  while (stop != end && *stop != ' ')
    ++stop;
  line = {stop, static_cast<std::size_t>(end - stop)};
  return {start, static_cast<std::size_t>(stop - start)};
}

} // namespace

Reason& Reason::add(std::string_view text) {
  for (const char c : text)
    if (size_ < text_.size())
      text_[size_++] = wire::is_plain(c) || c == ' ' || c == '=' ? c : '?';
  return *this;
}

Reason& Reason::add(mms_u64 number) {
  char digits[24];
  const std::to_chars_result result = std::to_chars(digits, digits + sizeof(digits), number);
  return add({digits, static_cast<std::size_t>(result.ptr - digits)});
}

Reason& Reason::add_hex(mms_u64 number) {
  char digits[24];
  const std::to_chars_result result = std::to_chars(digits, digits + sizeof(digits), number, 16);
  return add("0x").add({digits, static_cast<std::size_t>(result.ptr - digits)});
}

Result<void> Request::parse(std::string_view line) {
  if (!line.empty() && line.back() == '\n')
    line.remove_suffix(1);
  line_ = line;
  for (std::string_view word = take_word(line); !word.empty(); word = take_word(line)) {
    std::size_t equals = 0;
    while (equals < word.size() && wire::is_key_char(word[equals]))
      ++equals;
    if (equals == 0 || equals == word.size() || word[equals] != '=') {
      reason_.add("'").add(word).add("' is no key=value");
      return invalid;
    }
    const std::string_view key{word.data(), equals};
    if (find(key) != nullptr) {
      reason_.add("'").add(key).add("' stands twice");
      return invalid;
    }
    if (nr_params_ == params_.size()) {
      reason_.add("more than ").add(params_.size()).add(" keys");
      return invalid;
    }
    params_[nr_params_++] = {key, {word.data() + equals + 1, word.size() - equals - 1}};
  }
  return {};
}

Request::Param* Request::find(std::string_view key) {
  for (std::size_t i = 0; i < nr_params_; ++i)
    if (params_[i].key == key)
      return &params_[i];
  return nullptr;
}

bool Request::has(std::string_view key) const {
  for (std::size_t i = 0; i < nr_params_; ++i)
    if (params_[i].key == key)
      return true;
  return false;
}

Result<mms_u64> Request::number(std::string_view key, mms_u64 min, mms_u64 max) {
  Param* const param = find(key);
  if (param == nullptr) {
    reason_.add("'").add(key).add("' is missing");
    return invalid;
  }
  param->asked = true;
  mms_u64 number = 0;
  if (!parse_number(param->value, number)) {
    reason_.add(key).add("='").add(param->value).add("' is no number that fits 64 bits");
    return invalid;
  }
  if (number < min || number > max) {
    reason_.add(key)
        .add("=")
        .add(param->value)
        .add(" is out of range: ")
        .add(min)
        .add(" to ")
        .add(max);
    return invalid;
  }
  return number;
}

Result<mms_u64> Request::number_or(std::string_view key, mms_u64 fallback, mms_u64 min,
                                   mms_u64 max) {
  return has(key) ? number(key, min, max) : Result<mms_u64>(fallback);
}

std::string_view Request::word(std::string_view key) {
  Param* const param = find(key);
  if (param == nullptr)
    return {};
  param->asked = true;
  return param->value;
}

Result<void> Request::finish(std::string_view allowed) {
  for (std::size_t i = 0; i < nr_params_; ++i) {
    if (params_[i].asked)
      continue;
    reason_.add("there is no key '").add(params_[i].key).add("'; allowed: ").add(allowed);
    return invalid;
  }
  return {};
}

namespace {

struct RequestFile {
  const char* name;
  const char* kind;
  Result<void> (*answer)(Request&, Encoder&);
};

constexpr RequestFile request_files[] = {
    {"page", "page_info", answer_page},
    {"page_find", "page_info", answer_page_find},
    {"translate", "pgtable_level", answer_translate},
    {"bench/run", "bench_run", answer_bench_run},
    {"bench/cancel", "bench_run", answer_bench_cancel},
    {"bench/plain", "bench_plain", answer_bench_plain},
};
constexpr unsigned nr_request_files = sizeof(request_files) / sizeof(request_files[0]);

Result<void> answer(const RequestFile& file, std::string_view line, Request& request,
                    TextBuffer& buffer) {
  MMS_TRY(request.parse(line));
  return frame(buffer, file.kind, [&](Encoder& out) { return file.answer(request, out); });
}

} // namespace
} // namespace mmscope

unsigned int mms_core_nr_requests(void) { return mmscope::nr_request_files; }

const char* mms_core_request_name(unsigned int request) {
  return request < mmscope::nr_request_files ? mmscope::request_files[request].name : nullptr;
}

int mms_core_request_answer(unsigned int file, mms_u64 opener, const char* line, mms_size length,
                            char** text, mms_size* size) {
  if (file >= mmscope::nr_request_files)
    return mmscope::no_such_file.value;
  mmscope::TextBuffer buffer;
  mmscope::Request request(opener);
  const mmscope::Result<void> result =
      mmscope::answer(mmscope::request_files[file], {line, length}, request, buffer);
  if (!result.ok()) {
    const std::string_view reason = request.reason().text();
    mms_last_error_set(mmscope::request_files[file].name, reason.data(), reason.size());
    return result.error().value;
  }
  *size = buffer.size();
  *text = buffer.release();
  return 0;
}

void mms_core_request_closed(unsigned int file, mms_u64 opener) {
  if (file < mmscope::nr_request_files &&
      mmscope::request_files[file].answer == mmscope::answer_bench_run)
    mms_core_lab_closed(opener);
}
