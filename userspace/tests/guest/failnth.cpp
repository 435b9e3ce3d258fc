// SPDX-License-Identifier: GPL-2.0
// System calls whose N-th allocation in the kernel fails (/proc/self/fail-nth of kernels
// with CONFIG_FAULT_INJECTION), for the checks in the VM.
//
//   mmscope_failnth N CALL               once
//   mmscope_failnth each[:SPARSE] CALL   N from 1 on, until there are no more to fail;
//                                        the first SPARSE are tried in steps of 50
//
// CALL is one of
//   load MODULE       finit_module(); with `each` what was loaded without what it was
//                     refused is unloaded, and what it is loaded by at last stays
//   open FILE         open() for reading
//   write FILE LINE   write() to a file that was opened before
//
// Prints whether the failure was used up, or left for want of so many allocations,
// what the call came to, and how many there were: "used ENOMEM 3", "left OK 17". With
// `each` how often it was refused, how often it did without, and the last of these.
// Status: 0, or 1 where faults cannot be injected, the file is not there, or, with
// `each`, where something else came of it, or nothing was ever refused.
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

constexpr unsigned most = 5000;
constexpr unsigned sparse_step = 50;

struct Call {
  std::string_view kind;
  const char* path;
  std::string_view line;
};

struct Outcome {
  bool used;      // the failure
  int error;      // errno, or 0
  unsigned count; // of allocations
};

int usage() {
  std::fputs("usage: mmscope_failnth N|each[:SPARSE] load MODULE | open FILE | write FILE LINE\n",
             stderr);
  return 2;
}

bool is_number(std::string_view text, unsigned& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

std::string text_of(const Outcome& outcome) {
  return std::string(outcome.used ? "used " : "left ") +
         (outcome.error == 0 ? "OK" : strerrorname_np(outcome.error)) + " " +
         std::to_string(outcome.count);
}

std::nullopt_t failed(const char* what) {
  std::perror(what);
  return std::nullopt;
}

// What is opened for a call, and what it opened.
struct Fd {
  int number;
  ~Fd() {
    if (number >= 0)
      close(number);
  }
};

std::optional<Outcome> fail_nth(int fault, unsigned nth, const Call& call) {
  const std::string count = std::to_string(nth);
  const bool opens = call.kind == "open";
  const int mode = call.kind == "load" ? O_RDONLY : O_RDWR;
  const Fd file{opens ? -1 : open(call.path, mode | O_CLOEXEC)};
  if (!opens && file.number < 0)
    return failed(call.path);

  // Between the two nothing else may enter the kernel.
  if (pwrite(fault, count.data(), count.size(), 0) < 0)
    return failed("fail-nth");
  long result = 0;
  if (opens)
    result = open(call.path, O_RDONLY | O_CLOEXEC);
  else if (call.kind == "load")
    result = syscall(SYS_finit_module, file.number, "", 0);
  else
    result = write(file.number, call.line.data(), call.line.size());
  const int error = result < 0 ? errno : 0;

  char left[16] = {};
  if (pread(fault, left, sizeof(left) - 1, 0) < 0 || pwrite(fault, "0", 1, 0) < 0)
    return failed("fail-nth");
  const Fd opened{opens ? static_cast<int>(result) : -1};
  unsigned rest = 0;
  std::from_chars(left, left + std::strlen(left), rest);
  return Outcome{rest == 0, error, rest == 0 ? nth : nth - rest};
}

int fail_each(int fault, unsigned sparse, const Call& call) {
  unsigned refused = 0;
  unsigned without = 0;
  for (unsigned nth = 1; nth < most; nth += nth < sparse ? sparse_step : 1) {
    const std::optional<Outcome> outcome = fail_nth(fault, nth, call);
    if (!outcome)
      return 1;
    if (!outcome->used) {
      std::printf("%u refused, %u done without, then %s\n", refused, without,
                  text_of(*outcome).c_str());
      return outcome->error == 0 && refused > 0 ? 0 : 1;
    }
    if (outcome->error != 0 && outcome->error != ENOMEM) {
      std::printf("allocation %u: %s\n", nth, text_of(*outcome).c_str());
      return 1;
    }
    ++(outcome->error == 0 ? without : refused);
    if (outcome->error == 0 && call.kind == "load" &&
        syscall(SYS_delete_module, "mmscope", O_NONBLOCK) != 0)
      return failed("unloading mmscope"), 1;
  }
  std::printf("there is no end to it after %u\n", most);
  return 1;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 4)
    return usage();
  const std::string_view which = argv[1];
  const Call call{argv[2], argv[3], argc > 4 ? argv[4] : ""};
  if (argc != (call.kind == "write" ? 5 : 4) ||
      (call.kind != "load" && call.kind != "open" && call.kind != "write"))
    return usage();
  const bool each = which == "each" || which.starts_with("each:");
  unsigned number = 0;
  const std::string_view digits = each ? which.substr(which.find(':') + 1) : which;
  if (which != "each" && (!is_number(digits, number) || (number == 0 && !each)))
    return usage();

  const Fd fault{open("/proc/self/fail-nth", O_RDWR | O_CLOEXEC)};
  if (fault.number < 0)
    return failed("/proc/self/fail-nth"), 1;
  if (each)
    return fail_each(fault.number, number, call);
  const std::optional<Outcome> outcome = fail_nth(fault.number, number, call);
  if (outcome)
    std::puts(text_of(*outcome).c_str());
  return outcome ? 0 : 1;
}
