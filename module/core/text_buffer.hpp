// SPDX-License-Identifier: GPL-2.0
// Owner of a growing text, or of bytes: the sink that debugfs content is made in.
#ifndef MMS_CORE_TEXT_BUFFER_HPP
#define MMS_CORE_TEXT_BUFFER_HPP

#include <cstddef>

#include "base/result.hpp"
#include "shim/shim.h"

namespace mmscope {

// Remembers the first failure and drops what is appended after it, so that
// writers need not check each append; status() tells at the end.
class TextBuffer {
public:
  // More than any text file needs on the largest machines; a runaway is cut off.
  static constexpr std::size_t max_size = std::size_t{64} << 20;

  // Where the size is known, it is allocated at once, however large.
  Result<void> allocate(std::size_t size) {
    limit_ = size > max_size ? size : max_size;
    if (!reserve(size))
      return failure_;
    return {};
  }

  // What is there already, to be changed: a header that counts what follows it.
  [[nodiscard]] char* bytes() { return data_; }

  TextBuffer() = default;
  TextBuffer(const TextBuffer&) = delete;
  TextBuffer& operator=(const TextBuffer&) = delete;
  ~TextBuffer() { mms_kvfree(data_); }

  void append(const char* text, std::size_t size) {
    if (!reserve(size))
      return;
    __builtin_memcpy(data_ + size_, text, size);
    size_ += size;
  }

  // Puts text before all that is there: a header that tells of its body.
  void prepend(const char* text, std::size_t size) {
    if (!reserve(size))
      return;
    __builtin_memmove(data_ + size, data_, size_);
    __builtin_memcpy(data_, text, size);
    size_ += size;
  }

  [[nodiscard]] Result<void> status() const { return failure_; }
  [[nodiscard]] const char* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }

  // Hands the memory over: the caller owes mms_kvfree().
  [[nodiscard]] char* release() {
    char* data = data_;
    data_ = nullptr;
    size_ = capacity_ = 0;
    return data;
  }

private:
  bool reserve(std::size_t more) {
    if (!failure_.ok())
      return false;
    if (more <= capacity_ - size_)
      return true;
    if (more > limit_ - size_)
      return fail(too_big);
    std::size_t capacity = capacity_ == 0 ? first_capacity : capacity_ * 2;
    while (capacity - size_ < more)
      capacity *= 2;
    // Past the limit nobody will go: the last doubling stops there.
    if (capacity > limit_)
      capacity = limit_;
    char* data = static_cast<char*>(mms_kvmalloc(capacity));
    if (data == nullptr)
      return fail(out_of_memory);
    if (size_ != 0)
      __builtin_memcpy(data, data_, size_);
    mms_kvfree(data_);
    data_ = data;
    capacity_ = capacity;
    return true;
  }

  bool fail(Errno error) {
    failure_ = error;
    return false;
  }

  static constexpr std::size_t first_capacity = 4096;

  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::size_t limit_ = max_size;
  Result<void> failure_;
};

} // namespace mmscope

#endif // MMS_CORE_TEXT_BUFFER_HPP
