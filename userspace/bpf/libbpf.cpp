// SPDX-License-Identifier: GPL-2.0
#include "bpf/libbpf.hpp"

#include <algorithm>
#include <bpf/libbpf.h>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <fmt/core.h>
#include <unistd.h>

#include "reader/error.hpp"

namespace mmscope::bpf {
namespace {

using reader::Error;

// libbpf's function takes no context. The verifier's log is long; its end tells.
std::string& last_words() {
  static std::string words;
  return words;
}

int take_message(libbpf_print_level level, const char* format, va_list args) {
  if (level == LIBBPF_DEBUG)
    return 0;
  va_list again;
  va_copy(again, args);
  const int length = std::vsnprintf(nullptr, 0, format, again);
  va_end(again);
  std::string text(static_cast<std::size_t>(std::max(length, 0)) + 1, '\0');
  std::vsnprintf(text.data(), text.size(), format, args);
  text.pop_back();
  last_words() += text;
  if (constexpr std::size_t kept = 1200; last_words().size() > kept) {
    last_words().erase(0, last_words().size() - kept);
    last_words().erase(0, last_words().find('\n') + 1);
  }
  return length;
}

Error::Kind kind_of(int code) {
  switch (code) {
  case EPERM:
    return Error::Kind::permission;
  case EACCES: // the verifier's word as well
    return ::geteuid() == 0 ? Error::Kind::failed : Error::Kind::permission;
  case ENOENT:
  case ESRCH:
  case EOPNOTSUPP:
    return Error::Kind::not_there;
  default:
    return Error::Kind::failed;
  }
}

} // namespace

void catch_messages() { libbpf_set_print(take_message); }

void DestroyLink::operator()(bpf_link* link) const { bpf_link__destroy(link); }

void DestroyRing::operator()(ring_buffer* ring) const { ring_buffer__free(ring); }

int check(int result, const std::string& what) {
  if (result >= 0)
    return result;
  // Some return -1 and set errno, some the negative errno itself.
  const int code = result == -1 && errno != 0 ? errno : -result;
  const Error::Kind kind = kind_of(code);
  std::string message = fmt::format("cannot {}: {}", what, std::strerror(code));
  if (kind == Error::Kind::permission)
    message += "; tracing needs root (CAP_BPF, CAP_PERFMON and CAP_SYS_ADMIN)";
  else if (!last_words().empty())
    message += "\n" + last_words();
  last_words().clear();
  throw Error(kind, message);
}

} // namespace mmscope::bpf
