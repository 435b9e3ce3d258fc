// SPDX-License-Identifier: GPL-2.0
// The one exception of the tool. Its kind becomes the exit code, its message is
// what the user reads: it names the file, record or key and what would be right.
#ifndef MMSCOPE_READER_ERROR_HPP
#define MMSCOPE_READER_ERROR_HPP

#include <stdexcept>
#include <string>

namespace mmscope::reader {

class Error : public std::runtime_error {
public:
  enum class Kind {
    not_there,  // module, file or kernel feature is missing
    permission, // it is there, but not for this user
    bad_data,   // it is there, but not what it should be
    usage,      // the module refused what was asked for
    failed,     // it was asked for rightly, and cannot be had
  };

  Error(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

  [[nodiscard]] Kind kind() const { return kind_; }

private:
  Kind kind_;
};

// What an errno of open() or read() is to the user.
[[nodiscard]] Error::Kind kind_of_errno(int error);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_ERROR_HPP
