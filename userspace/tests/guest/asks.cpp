// SPDX-License-Identifier: GPL-2.0
// Asks the kernel for memory by exactly known calls, for `mmscope trace heap`: by
// syscall(), because a library may do without some of them.
//
//   mmscope_asks N [CHILDREN]   N of each; the same in each child, one by one
//
// Once each, in this order, N times: brk up and down by 16 pages; mmap of 4 pages and
// 100 bytes, of 64 pages with PROT_NONE, of 2 pages of a file, of nothing (fails);
// mremap to 9 and to 3 pages, to the same 3; mprotect and NOHUGEPAGE of the 64, which
// are all touched; DONTNEED of 32 of them, FREE of 16, advice that nobody knows (fails);
// a read into a page never touched; munmap of the 64.
#include <charconv>
#include <cstdio>
#include <string_view>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr long page = 4096;
constexpr long reserved = 64 * page;
constexpr long most = 64;
constexpr int no_such_advice = 77;

int failed(const char* what) {
  std::perror(what);
  return 1;
}

long map(long bytes, int protection) {
  return syscall(SYS_mmap, nullptr, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

int move_the_break() {
  const long end = syscall(SYS_brk, 0); // one brk that does not move
  const long higher = end + 16 * page;
  return syscall(SYS_brk, higher) == higher && syscall(SYS_brk, end) == end ? 0 : failed("brk");
}

int map_and_resize(int file) {
  const long small = map(4 * page + 100, PROT_READ | PROT_WRITE);
  if (small == -1 || syscall(SYS_mmap, nullptr, 2 * page, PROT_READ, MAP_PRIVATE, file, 0) == -1 ||
      map(0, PROT_READ) != -1)
    return failed("mmap");
  const long large = syscall(SYS_mremap, small, 5 * page, 9 * page, MREMAP_MAYMOVE);
  if (large == -1 || syscall(SYS_mremap, large, 9 * page, 3 * page, 0) != large ||
      syscall(SYS_mremap, large, 3 * page, 3 * page, 0) != large)
    return failed("mremap");
  return 0;
}

int reserve(long& area) {
  area = map(reserved, PROT_NONE);
  if (area == -1 || syscall(SYS_mprotect, area, reserved, PROT_READ | PROT_WRITE) != 0)
    return failed("mmap, mprotect");
  // Where the kernel has no huge pages, it does not know that word.
  syscall(SYS_madvise, area, reserved, MADV_NOHUGEPAGE);
  for (long at = 0; at < reserved; at += page)
    *reinterpret_cast<volatile char*>(area + at) = 1;
  return 0;
}

int give_back(int zeros, long area) {
  if (syscall(SYS_madvise, area, 32 * page, MADV_DONTNEED) != 0 ||
      syscall(SYS_madvise, area + 32 * page, 16 * page, MADV_FREE) != 0 ||
      syscall(SYS_madvise, area, page, no_such_advice) != -1)
    return failed("madvise");
  if (syscall(SYS_read, zeros, area, 8) != 8)
    return failed("read");
  return syscall(SYS_munmap, area, reserved) == 0 ? 0 : failed("munmap");
}

int ask(long times) {
  static long areas[most];
  const int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  const int zeros = open("/dev/zero", O_RDONLY | O_CLOEXEC);
  if (file < 0 || zeros < 0)
    return failed("open");
  int result = 0;
  for (long i = 0; i < times && result == 0; ++i)
    result = move_the_break() + map_and_resize(file);
  for (long i = 0; i < times && result == 0; ++i)
    result = reserve(areas[i]);
  for (long i = 0; i < times && result == 0; ++i)
    result = give_back(zeros, areas[i]);
  return result;
}

bool parse(const char* word, long& number) {
  const std::string_view text = word;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number >= 0 && number <= most;
}

} // namespace

int main(int argc, char** argv) {
  long times = 0;
  long children = 0;
  if (argc < 2 || argc > 3 || !parse(argv[1], times) || (argc == 3 && !parse(argv[2], children))) {
    std::fputs("usage: mmscope_asks N [CHILDREN] (64 at most)\n", stderr);
    return 2;
  }
  for (long i = 0; i < children; ++i) {
    const pid_t child = fork();
    if (child == 0)
      _exit(ask(times));
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
      return failed("child");
  }
  return ask(times);
}
