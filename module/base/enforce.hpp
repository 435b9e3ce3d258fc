// SPDX-License-Identifier: GPL-2.0
// What must not be written in the kernel half does not compile in it. Include
// this last: the standard headers that are fit for use come first, because they
// may name what is forbidden here.
#ifndef MMS_BASE_ENFORCE_HPP
#define MMS_BASE_ENFORCE_HPP

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

// The host build of the core lives in one process with the standard library.
#ifndef MMS_HOSTED

// No unwinder, no run-time type information, no FPU context, no C++ heap.
#pragma GCC poison throw try catch
#pragma GCC poison dynamic_cast typeid
#pragma GCC poison float double
#pragma GCC poison malloc calloc realloc
#pragma GCC poison printf sprintf
// Guards and per-thread storage need a run-time that the kernel is not.
#pragma GCC poison thread_local

#endif // MMS_HOSTED

#endif // MMS_BASE_ENFORCE_HPP
