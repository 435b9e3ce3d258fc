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
    if (size_ == capacity_)
      return false;
    data_[size_++] = value;
    return true;
  }

  [[nodiscard]] std::span<const T> view() const { return {data_, size_}; }

private:
  static constexpr std::size_t max_bytes = std::size_t{64} << 20;

  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

} // namespace mmscope

#endif // MMS_CORE_ARRAY_HPP
