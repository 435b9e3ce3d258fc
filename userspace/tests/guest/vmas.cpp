// SPDX-License-Identifier: GPL-2.0
// VMAs and pages of known number for the checks of `mmscope vma` in the VM. Each kind
// does its first step, prints its address, and then one step more for each line that
// it reads, and a line for each; at the end of its input it ends.
//
//   mmscope_vmas split         16 pages, touched, between pages that nobody may touch; then
//                              unmaps the middle 4, maps them again, and forbids writing to them
//   mmscope_vmas brk K         then grows the heap by K pages and touches them, and shrinks it
//   mmscope_vmas file PATH N   maps N pages of a file, shared, and reads each
//   mmscope_vmas cow N M       N pages, touched; forks, and the child writes to M of them:
//                              prints the child's pid too
//   mmscope_vmas zeros N       N pages that are only read
//   mmscope_vmas ksm N         N pages of the same content that KSM may merge
//   mmscope_vmas swap N        N pages of different content; then has them swapped out, and
//                              reads them again
//   mmscope_vmas thp N         N transparent huge pages
//   mmscope_vmas hugetlb N     N hugetlb pages of 2 MiB
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr std::size_t page_bytes = 4096;
constexpr std::size_t huge_bytes = std::size_t{2} << 20;
constexpr std::size_t most_pages = 65536; // the VM is small
constexpr int private_memory = MAP_PRIVATE | MAP_ANONYMOUS;
constexpr int read_write = PROT_READ | PROT_WRITE;

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "mmscope_vmas: %s: %s\n", what, std::strerror(errno));
  _exit(1);
}

void say(const void* address, long more = -1) {
  if (more < 0)
    std::printf("%#lx\n", reinterpret_cast<unsigned long>(address));
  else
    std::printf("%#lx %ld\n", reinterpret_cast<unsigned long>(address), more);
  std::fflush(stdout);
}

// Whether there is another step to do.
bool next() {
  char letter = 0;
  while (read(STDIN_FILENO, &letter, 1) == 1)
    if (letter == '\n')
      return true;
  return false;
}

void stay() {
  while (next()) {
  }
}

// The memory becomes a VMA of its own: nothing beside it is mapped alike.
char* map(std::size_t bytes, std::size_t alignment = page_bytes) {
  const std::size_t around = alignment + page_bytes;
  void* const whole = mmap(nullptr, bytes + 2 * around, PROT_NONE, private_memory, -1, 0);
  if (whole == MAP_FAILED)
    fail("mmap");
  const std::uintptr_t begin =
      (reinterpret_cast<std::uintptr_t>(whole) + page_bytes + alignment - 1) / alignment *
      alignment;
  char* const memory = reinterpret_cast<char*>(begin);
  if (mprotect(memory, bytes, read_write) != 0)
    fail("mprotect");
  return memory;
}

void touch(char* memory, std::size_t pages) {
  for (std::size_t i = 0; i < pages; ++i)
    static_cast<volatile char*>(memory)[i * page_bytes] = static_cast<char>(i + 1);
}

// Small pages, whatever the kernel would rather have.
char* touched(std::size_t pages) {
  char* const memory = map(pages * page_bytes);
  (void)madvise(memory, pages * page_bytes, MADV_NOHUGEPAGE);
  touch(memory, pages);
  return memory;
}

void split() {
  char* const memory = touched(16);
  char* const middle = memory + 6 * page_bytes;
  const std::size_t bytes = 4 * page_bytes;
  say(memory);
  if (!next())
    return;
  if (munmap(middle, bytes) != 0)
    fail("munmap");
  say(middle);
  if (!next())
    return;
  if (mmap(middle, bytes, read_write, private_memory | MAP_FIXED, -1, 0) != middle)
    fail("mmap");
  (void)madvise(middle, bytes, MADV_NOHUGEPAGE);
  say(middle);
  if (!next())
    return;
  if (mprotect(middle, bytes, PROT_READ) != 0)
    fail("mprotect");
  say(middle);
  stay();
}

// By syscall(): a library may keep an end of its own.
void grow_brk(std::size_t pages) {
  const long begin = syscall(SYS_brk, 0);
  const long first = (begin + 4095) / 4096 * 4096;
  // So that there is a heap to grow.
  if (syscall(SYS_brk, first + 4096) != first + 4096)
    fail("brk");
  char* const heap = reinterpret_cast<char*>(first);
  touch(heap, 1);
  say(heap);
  if (!next())
    return;
  const long grown = first + 4096 + static_cast<long>(pages * page_bytes);
  if (syscall(SYS_brk, grown) != grown)
    fail("brk");
  touch(heap + page_bytes, pages);
  say(heap);
  if (!next())
    return;
  if (syscall(SYS_brk, first + 4096) != first + 4096)
    fail("brk");
  say(heap);
  stay();
}

void map_file(const char* path, std::size_t pages) {
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    fail(path);
  void* const memory = mmap(nullptr, pages * page_bytes, PROT_READ, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED)
    fail("mmap");
  for (std::size_t i = 0; i < pages; ++i)
    (void)static_cast<volatile char*>(memory)[i * page_bytes];
  say(memory);
  stay();
}

void copy_on_write(std::size_t pages, std::size_t written) {
  char* const memory = touched(pages);
  const pid_t parent = getpid();
  int ready[2];
  if (pipe(ready) != 0)
    fail("pipe");
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
      _exit(1);
    touch(memory, written);
    (void)!write(ready[1], "", 1);
    for (;;)
      pause();
  }
  char byte = 0;
  if (child < 0 || read(ready[0], &byte, 1) != 1)
    fail("fork");
  say(memory, child);
  stay();
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
}

void zeros(std::size_t pages) {
  char* const memory = map(pages * page_bytes);
  (void)madvise(memory, pages * page_bytes, MADV_NOHUGEPAGE);
  for (std::size_t i = 0; i < pages; ++i)
    (void)static_cast<volatile char*>(memory)[i * page_bytes];
  say(memory);
  stay();
}

void same_pages(std::size_t pages) {
  char* const memory = map(pages * page_bytes);
  (void)madvise(memory, pages * page_bytes, MADV_NOHUGEPAGE);
  std::memset(memory, 0x5a, pages * page_bytes);
  if (madvise(memory, pages * page_bytes, MADV_MERGEABLE) != 0)
    fail("MADV_MERGEABLE");
  say(memory);
  stay();
}

void swap(std::size_t pages) {
  char* const memory = touched(pages);
  for (std::size_t i = 0; i < pages; ++i)
    *reinterpret_cast<std::size_t*>(memory + i * page_bytes) = i + 1;
  say(memory);
  if (!next())
    return;
  if (madvise(memory, pages * page_bytes, MADV_PAGEOUT) != 0)
    fail("MADV_PAGEOUT");
  say(memory);
  if (!next())
    return;
  long wrong = 0;
  for (std::size_t i = 0; i < pages; ++i)
    wrong += *reinterpret_cast<std::size_t*>(memory + i * page_bytes) == i + 1 ? 0 : 1;
  say(memory, wrong);
  stay();
}

void huge(std::size_t pages) {
  char* const memory = map(pages * huge_bytes, huge_bytes);
  if (madvise(memory, pages * huge_bytes, MADV_HUGEPAGE) != 0)
    fail("MADV_HUGEPAGE");
  touch(memory, pages * (huge_bytes / page_bytes));
  say(memory);
  stay();
}

void hugetlb(std::size_t pages) {
  void* const memory =
      mmap(nullptr, pages * huge_bytes, read_write, private_memory | MAP_HUGETLB, -1, 0);
  if (memory == MAP_FAILED)
    fail("MAP_HUGETLB");
  touch(static_cast<char*>(memory), pages * (huge_bytes / page_bytes));
  say(memory);
  stay();
}

bool parse(const char* text, std::size_t& number) {
  const std::string_view digits = text;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return result.ec == std::errc() && result.ptr == digits.data() + digits.size() && number != 0 &&
         number <= most_pages;
}

} // namespace

int main(int argc, char** argv) {
  const std::string_view kind = argc > 1 ? argv[1] : "";
  std::size_t number = 0;
  std::size_t second = 0;
  const bool one = argc == 3 && parse(argv[2], number);
  if (kind == "split" && argc == 2)
    split();
  else if (kind == "brk" && one)
    grow_brk(number);
  else if (kind == "file" && argc == 4 && parse(argv[3], number))
    map_file(argv[2], number);
  else if (kind == "cow" && argc == 4 && parse(argv[2], number) && parse(argv[3], second) &&
           second <= number)
    copy_on_write(number, second);
  else if (kind == "zeros" && one)
    zeros(number);
  else if (kind == "ksm" && one)
    same_pages(number);
  else if (kind == "swap" && one)
    swap(number);
  else if (kind == "thp" && one)
    huge(number);
  else if (kind == "hugetlb" && one)
    hugetlb(number);
  else {
    std::fputs("usage: mmscope_vmas split|brk K|file PATH N|cow N M|zeros N|ksm N|swap N|thp N|"
               "hugetlb N\n",
               stderr);
    return 2;
  }
  return 0;
}
