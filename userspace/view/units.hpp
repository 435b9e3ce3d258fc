// SPDX-License-Identifier: GPL-2.0
// Numbers as people read them. JSON has the exact ones.
#ifndef MMSCOPE_VIEW_UNITS_HPP
#define MMSCOPE_VIEW_UNITS_HPP

#include <cstdint>
#include <optional>
#include <string>

namespace mmscope::view {

// "0 B", "640.0 KiB", "512.0 MiB", "1.5 TiB"
[[nodiscard]] std::string bytes(std::uint64_t bytes);

// The same for a number of pages; absent_mark where there is none.
[[nodiscard]] std::string pages(std::optional<std::uint64_t> pages, std::uint64_t page_size);

// "1,234,567"
[[nodiscard]] std::string grouped(std::uint64_t number);

// The plain number; absent_mark where there is none.
[[nodiscard]] std::string number(std::optional<std::uint64_t> number);
[[nodiscard]] std::string number(std::optional<std::int64_t> number);

// "0x100000", as the kernel log prints pfns and addresses.
[[nodiscard]] std::string hex(std::optional<std::uint64_t> number);

// At most four characters: "9999", "12k", "3M" (thousands, cut off, not rounded).
[[nodiscard]] std::string brief(std::uint64_t number);

// Stands for a figure that this kernel does not have, which is not zero.
inline constexpr const char* absent_mark = "-";

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_UNITS_HPP
