// SPDX-License-Identifier: GPL-2.0
// One error path: a value or a negative errno, never both, never ignored.
#ifndef MMS_BASE_RESULT_HPP
#define MMS_BASE_RESULT_HPP

#include <utility>

namespace mmscope {

// A kernel error number, negative as the kernel returns it (-ENOMEM).
struct Errno {
  int value;
};

// The numbers that the core itself makes; the ABI of Linux fixes them.
inline constexpr Errno out_of_memory{-12}; // -ENOMEM
inline constexpr Errno no_such_file{-2};   // -ENOENT
inline constexpr Errno no_process{-3};     // -ESRCH
inline constexpr Errno interrupted{-4};    // -EINTR
inline constexpr Errno not_there{-6};      // -ENXIO
inline constexpr Errno busy{-16};          // -EBUSY
inline constexpr Errno no_device{-19};     // -ENODEV
inline constexpr Errno invalid{-22};       // -EINVAL
inline constexpr Errno too_big{-27};       // -EFBIG
inline constexpr Errno unsupported{-95};   // -EOPNOTSUPP

template <typename T> class [[nodiscard]] Result {
public:
  Result(T value) : value_(std::move(value)) {}
  Result(Errno error) : error_(error.value) {}

  [[nodiscard]] bool ok() const { return error_ == 0; }
  [[nodiscard]] Errno error() const { return {error_}; }
  [[nodiscard]] T&& take() { return std::move(value_); }

private:
  T value_{};
  int error_ = 0;
};

template <> class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Errno error) : error_(error.value) {}

  [[nodiscard]] bool ok() const { return error_ == 0; }
  [[nodiscard]] Errno error() const { return {error_}; }
  void take() {}

private:
  int error_ = 0;
};

} // namespace mmscope

// The one way to hand an error up: returns it from the function around, or is
// the value.
#define MMS_TRY(expression)                                                                        \
  ({                                                                                               \
    auto mms_result = (expression);                                                                \
    if (!mms_result.ok())                                                                          \
      return mms_result.error();                                                                   \
    mms_result.take();                                                                             \
  })

#endif // MMS_BASE_RESULT_HPP
