// SPDX-License-Identifier: GPL-2.0
// Known numbers of faults, of pages that are moved and of pages that can be reclaimed,
// for the checks of `mmscope trace fault`, `migrate` and `reclaim` in the VM.
//
//   mmscope_faults write N          writes to N new anonymous pages
//   mmscope_faults read N           reads from as many
//   mmscope_faults cow N            writes to N pages, and a child to the same
//   mmscope_faults reuse N          the same, once the child is gone
//   mmscope_faults private FILE N   writes to N pages of a private mapping of it
//   mmscope_faults shared FILE N    writes to N pages of a shared one
//   mmscope_faults populate N       has the kernel fault N pages in (MAP_POPULATE)
//   mmscope_faults move N FROM TO   moves N pages from a node to another: move_pages(2)
//   mmscope_faults lazy N M         N pages that may be discarded, then M new ones
//   mmscope_faults swap N           has N pages swapped out, prints of how many that is
//                                   true, and reads them
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <linux/mempolicy.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr std::size_t page_bytes = 4096;

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "mmscope_faults: %s: %s\n", what, std::strerror(errno));
  std::exit(1);
}

[[noreturn]] void usage() {
  std::fputs("usage: mmscope_faults write|read|cow|reuse|populate|swap N, private|shared FILE N, "
             "move N FROM TO or lazy N M\n",
             stderr);
  std::exit(2);
}

std::size_t number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    usage();
  return value;
}

char* map(std::size_t count, int flags = MAP_PRIVATE | MAP_ANONYMOUS, int file = -1) {
  void* const memory = mmap(nullptr, count * page_bytes, PROT_READ | PROT_WRITE, flags, file, 0);
  if (memory == MAP_FAILED)
    fail("mmap");
  return static_cast<char*>(memory);
}

void write_each(char* memory, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    static_cast<volatile char*>(memory)[i * page_bytes] = 1;
}

void read_each(const char* memory, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    (void)static_cast<const volatile char*>(memory)[i * page_bytes];
}

// A child that writes, or only is there, while the parent waits for its end.
void fork_child(char* memory, std::size_t count) {
  const pid_t child = fork();
  if (child == -1)
    fail("fork");
  if (child == 0) {
    write_each(memory, count);
    _exit(0);
  }
  if (waitpid(child, nullptr, 0) != child)
    fail("waitpid");
}

void write_file(const char* name, std::size_t count, int flags) {
  const int file = open(name, O_RDWR | O_CLOEXEC);
  if (file == -1)
    fail(name);
  write_each(map(count, flags, file), count);
  close(file);
}

void move(std::size_t count, std::size_t from, int to) {
  char* const memory = map(count);
  unsigned long mask = 1UL << from;
  if (syscall(SYS_mbind, memory, count * page_bytes, MPOL_BIND, &mask, 8 * sizeof(mask), 0) != 0)
    fail("mbind");
  write_each(memory, count);
  std::vector<void*> pages;
  for (std::size_t i = 0; i < count; ++i)
    pages.push_back(memory + i * page_bytes);
  const std::vector<int> nodes(count, to);
  std::vector<int> status(count, -1);
  if (syscall(SYS_move_pages, 0, count, pages.data(), nodes.data(), status.data(), MPOL_MF_MOVE) <
      0)
    fail("move_pages");
  std::size_t moved = 0;
  for (const int one : status)
    moved += one == to ? 1 : 0;
  std::printf("moved %zu\n", moved);
}

void discard(std::size_t lazy, std::size_t fresh) {
  char* const memory = map(lazy);
  write_each(memory, lazy);
  if (madvise(memory, lazy * page_bytes, MADV_FREE) != 0)
    fail("madvise");
  write_each(map(fresh), fresh);
}

// What another CPU keeps for its LRU lists is not swapped out.
void stay_on_this_cpu() {
  cpu_set_t here;
  CPU_ZERO(&here);
  CPU_SET(static_cast<std::size_t>(sched_getcpu()), &here);
  if (sched_setaffinity(0, sizeof(here), &here) != 0)
    fail("sched_setaffinity");
}

// Bit 62 of /proc/self/pagemap, see Documentation/admin-guide/mm/pagemap.rst.
std::size_t swapped_of(const char* memory, std::size_t count) {
  std::vector<std::uint64_t> entries(count);
  const std::size_t bytes = count * sizeof(entries[0]);
  const auto at = reinterpret_cast<std::uintptr_t>(memory) / page_bytes * sizeof(entries[0]);
  const int file = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  if (file == -1 ||
      pread(file, entries.data(), bytes, static_cast<off_t>(at)) != static_cast<ssize_t>(bytes))
    fail("/proc/self/pagemap");
  close(file);
  std::size_t swapped = 0;
  for (const std::uint64_t entry : entries)
    swapped += (entry >> 62) & 1;
  return swapped;
}

void swap(std::size_t count) {
  stay_on_this_cpu();
  char* const memory = map(count);
  write_each(memory, count);
  if (madvise(memory, count * page_bytes, MADV_PAGEOUT) != 0)
    fail("madvise");
  std::printf("swapped %zu\n", swapped_of(memory, count));
  read_each(memory, count);
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3)
    usage();
  // Of the whole process: what mmap() populates is there before madvise() can ask.
  if (prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) != 0)
    fail("prctl");
  const std::string_view kind = argv[1];
  if (kind == "move" && argc == 5)
    move(number(argv[2]), number(argv[3]), static_cast<int>(number(argv[4])));
  else if (kind == "lazy" && argc == 4)
    discard(number(argv[2]), number(argv[3]));
  else if (kind == "private" && argc == 4)
    write_file(argv[2], number(argv[3]), MAP_PRIVATE);
  else if (kind == "shared" && argc == 4)
    write_file(argv[2], number(argv[3]), MAP_SHARED);
  else if (kind == "write" && argc == 3)
    write_each(map(number(argv[2])), number(argv[2]));
  else if (kind == "swap" && argc == 3)
    swap(number(argv[2]));
  else if (kind == "read" && argc == 3)
    read_each(map(number(argv[2])), number(argv[2]));
  else if (kind == "populate" && argc == 3)
    map(number(argv[2]), MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE);
  else if ((kind == "cow" || kind == "reuse") && argc == 3) {
    const std::size_t count = number(argv[2]);
    char* const memory = map(count);
    write_each(memory, count);
    fork_child(memory, kind == "cow" ? count : 0);
    // Nobody else has them any more.
    if (kind == "reuse")
      write_each(memory, count);
  } else
    usage();
  return 0;
}
