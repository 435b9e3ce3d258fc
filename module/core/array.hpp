// SPDX-License-Identifier: GPL-2.0
// Owner of an array whose capacity is known before it is filled.
#ifndef MMS_CORE_ARRAY_HPP
#define MMS_CORE_ARRAY_HPP

#include <cstddef>
#include <span>
#include <type_traits>

#include "base/result.hpp"
#include "shim/shim.h"

namespace mmscope {

template <typename T> class Array {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
  Array() = default;
  Array(const Array&) = delete;
  Array& operator=(const Array&) = delete;
  ~Array() { mms_kvfree(data_); }

  // To be called once, before the first push().
  Result<void> allocate(std::size_t capacity) {
    if (capacity > max_bytes / sizeof(T))
      return too_big;
    data_ = static_cast<T*>(mms_kvmalloc(capacity * sizeof(T)));
    if (data_ == nullptr)
      return out_of_memory;
    capacity_ = capacity;
    return {};
  }

  // False where the array is full.
  bool push(T value) {
    if (data_ == nullptr || size_ == capacity_)
      return false;
    data_[size_++] = value;
    return true;
  }

  // Adds a value of zero bytes, for those too large for a stack; nullptr where
  // the array is full.
  T* push_zeroed() {
    if (size_ == capacity_)
      return nullptr;
    __builtin_memset(static_cast<void*>(data_ + size_), 0, sizeof(T));
    return data_ + size_++;
  }

  // Uses up the room that is left.
  void fill(T value) {
    while (push(value)) {
    }
  }

  // Keeps the room.
  void clear() { size_ = 0; }

  // The value pushed last; nullptr where there is none.
  [[nodiscard]] T* last() { return size_ == 0 ? nullptr : data_ + size_ - 1; }

  [[nodiscard]] std::span<T> all() { return {data_, size_}; }
  [[nodiscard]] std::span<const T> view() const { return {data_, size_}; }

  // Room for one value that is never pushed: scratch too large for a stack.
  [[nodiscard]] T* raw() { return data_; }

private:
  static constexpr std::size_t max_bytes = std::size_t{64} << 20;

  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

} // namespace mmscope

#endif // MMS_CORE_ARRAY_HPP
