// SPDX-License-Identifier: GPL-2.0
// What a bare word may hold; the one thing both halves of the codec must agree on.
#ifndef MMS_WIRE_GRAMMAR_HPP
#define MMS_WIRE_GRAMMAR_HPP

namespace mmscope::wire {

// A value made of these only is written without quotes.
constexpr bool is_plain(char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '='; }

constexpr bool is_key_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '-';
}

} // namespace mmscope::wire

#endif // MMS_WIRE_GRAMMAR_HPP
