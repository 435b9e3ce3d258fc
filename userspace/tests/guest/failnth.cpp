// SPDX-License-Identifier: GPL-2.0
// One system call whose N-th allocation in the kernel fails (/proc/self/fail-nth of
// kernels with CONFIG_FAULT_INJECTION), for the checks in the VM.
//
//   mmscope_failnth N load MODULE       finit_module()
//   mmscope_failnth N open FILE         open() for reading
//   mmscope_failnth N write FILE LINE   write() to a file that was opened before
//
// Prints whether the failure was used up, or left for want of so many allocations,
// what the call came to, and how many there were: "used ENOMEM 3", "left OK 17".
// Status: 0, or 1 where faults cannot be injected, or the file is not there.
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

int usage() {
  std::fputs("usage: mmscope_failnth N load MODULE | open FILE | write FILE LINE\n", stderr);
  return 2;
}

int failed(const char* what) {
  std::perror(what);
  return 1;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 4)
    return usage();
  const std::string_view count = argv[1];
  const std::string_view call = argv[2];
  const char* const path = argv[3];
  const std::string_view line = argc > 4 ? argv[4] : "";
  unsigned nth = 0;
  const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), nth);
  if (error != std::errc() || end != count.data() + count.size() || nth == 0 ||
      argc != (call == "write" ? 5 : 4) || (call != "load" && call != "open" && call != "write"))
    return usage();

  const int fault = open("/proc/self/fail-nth", O_RDWR | O_CLOEXEC);
  if (fault < 0)
    return failed("/proc/self/fail-nth");
  int file = -1;
  if (call != "open") {
    file = open(path, (call == "load" ? O_RDONLY : O_RDWR) | O_CLOEXEC);
    if (file < 0)
      return failed(path);
  }

  // Between the two nothing else may enter the kernel.
  if (write(fault, count.data(), count.size()) < 0)
    return failed("fail-nth");
  long result = 0;
  if (call == "load")
    result = syscall(SYS_finit_module, file, "", 0);
  else if (call == "open")
    result = open(path, O_RDONLY | O_CLOEXEC);
  else
    result = write(file, line.data(), line.size());
  const int why = result < 0 ? errno : 0;

  char left[16] = {};
  if (pread(fault, left, sizeof(left) - 1, 0) < 0 || write(fault, "0", 1) < 0)
    return failed("fail-nth");
  unsigned rest = 0;
  std::from_chars(left, left + std::strlen(left), rest);
  std::printf("%s %s %u\n", rest == 0 ? "used" : "left", why == 0 ? "OK" : strerrorname_np(why),
              rest == 0 ? nth : nth - rest);
  return 0;
}
