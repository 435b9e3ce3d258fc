// SPDX-License-Identifier: GPL-2.0
// What user space asks for: one line of `key=value` words, and the reason why it
// cannot be had.
#ifndef MMS_CORE_REQUEST_HPP
#define MMS_CORE_REQUEST_HPP

#include <array>
#include <string_view>

#include "base/result.hpp"
#include "core/publish.hpp"

namespace mmscope {

// A short text made from pieces; what does not fit is cut.
class Reason {
public:
  Reason& add(std::string_view text);
  Reason& add(mms_u64 number);
  Reason& add_hex(mms_u64 number);
  [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }

private:
  std::array<char, 400> text_{};
  std::size_t size_ = 0;
};

class Request {
public:
  Request() = default;
  // `opener` tells open files apart.
  explicit Request(mms_u64 opener) : opener_(opener) {}

  // -EINVAL where the line is no list of `key=value`, or a key stands twice. The
  // line is borrowed for as long as the request lives.
  Result<void> parse(std::string_view line);

  // As it was given, without the newline.
  [[nodiscard]] std::string_view line() const { return line_; }
  [[nodiscard]] mms_u64 opener() const { return opener_; }

  [[nodiscard]] bool has(std::string_view key) const;

  // Decimal, or hexadecimal after 0x; -EINVAL where it is missing, no number or
  // out of [min, max].
  Result<mms_u64> number(std::string_view key, mms_u64 min, mms_u64 max);
  Result<mms_u64> number_or(std::string_view key, mms_u64 fallback, mms_u64 min, mms_u64 max);

  // The word as it is; empty where the key is not there.
  std::string_view word(std::string_view key);

  // -EINVAL where a key stands in the line that nobody asked for; `allowed`
  // names those that may.
  Result<void> finish(std::string_view allowed);

  // The reason for an error that is about to be returned.
  [[nodiscard]] Reason& reason() { return reason_; }
  [[nodiscard]] const Reason& reason() const { return reason_; }

private:
  struct Param {
    std::string_view key;
    std::string_view value;
    bool asked = false;
  };

  Param* find(std::string_view key);

  std::array<Param, 24> params_;
  std::size_t nr_params_ = 0;
  std::string_view line_;
  mms_u64 opener_ = 0;
  Reason reason_;
};

// Each answers one request file: adds its records, or returns an error and says
// why in request.reason().
Result<void> answer_page(Request& request, Encoder& out);
Result<void> answer_page_find(Request& request, Encoder& out);
Result<void> answer_translate(Request& request, Encoder& out);
Result<void> answer_bench_run(Request& request, Encoder& out);
Result<void> answer_bench_cancel(Request& request, Encoder& out);
Result<void> answer_bench_plain(Request& request, Encoder& out);

} // namespace mmscope

#endif // MMS_CORE_REQUEST_HPP
