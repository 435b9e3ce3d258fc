// SPDX-License-Identifier: GPL-2.0
#include "reader/error.hpp"

#include <cerrno>

namespace mmscope::reader {

Error::Kind kind_of_errno(int error) {
  switch (error) {
  case ENOENT:
  case ENOTDIR:
  case ENODEV:
    return Error::Kind::not_there;
  case EACCES:
  case EPERM:
    return Error::Kind::permission;
  case ESRCH: // the process has ended
    return Error::Kind::failed;
  default:
    return Error::Kind::bad_data;
  }
}

} // namespace mmscope::reader
