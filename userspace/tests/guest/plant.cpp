// SPDX-License-Identifier: GPL-2.0
// Memory of known size for the checks in the VM: maps it, touches and locks each
// page, prints its address (0 for none), and stays until it is killed.
//
//   mmscope_plant anon N    N pages that are no part of a huge page
//   mmscope_plant thp N     N transparent huge pages of 2 MiB, where the kernel has them
//   mmscope_plant touch N   as anon, but ends once they are touched
//   mmscope_plant stack N   a child touches them in plant_inner(), which plant_outer() calls,
//                           and ends
//   mmscope_plant calls     maps 16 pages, touches each, unmaps the middle 4, grows the
//                           heap by 32 pages and shrinks it, and ends
//   mmscope_plant bpf       prints how many BPF programs and links there are, and ends
//   mmscope_plant kpageflags   prints of how many pages that file has flags, and ends
//   mmscope_plant pagemap PID  prints address, permissions and pfn (- for none) of the first
//                           three pages and the last of each of its mappings, and ends
#include <array>
#include <bit>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <linux/bpf.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr std::size_t page_bytes = 4096;
constexpr std::size_t huge_bytes = std::size_t{2} << 20;
constexpr std::size_t most_bytes = std::size_t{256} << 20; // the VM is small

int usage() {
  std::fputs("usage: mmscope_plant anon|thp|touch|stack N (256 MiB at most), calls, bpf, "
             "kpageflags or pagemap PID\n",
             stderr);
  return 2;
}

// Where `bytes` begin on a huge page, with nothing beside them.
char* map_aligned(std::size_t bytes) {
  void* const whole =
      mmap(nullptr, bytes + huge_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (whole == MAP_FAILED)
    return nullptr;
  char* const begin = static_cast<char*>(whole);
  const std::size_t before =
      (huge_bytes - reinterpret_cast<std::uintptr_t>(whole) % huge_bytes) % huge_bytes;
  if (before != 0)
    munmap(begin, before);
  munmap(begin + before + bytes, huge_bytes - before);
  return begin + before;
}

// How many the kernel knows of one kind: each id leads to the next.
int count_bpf(bpf_cmd next_id) {
  int count = 0;
  bpf_attr attr{};
  while (syscall(SYS_bpf, next_id, &attr, sizeof(attr)) == 0) {
    attr.start_id = attr.next_id;
    ++count;
  }
  return errno == ENOENT ? count : -1;
}

int print_bpf() {
  const int programs = count_bpf(BPF_PROG_GET_NEXT_ID);
  const int links = count_bpf(BPF_LINK_GET_NEXT_ID);
  if (programs < 0 || links < 0) {
    std::perror("mmscope_plant: bpf");
    return 1;
  }
  std::printf("%d programs, %d links\n", programs, links);
  return 0;
}

// Those that the kernel does not call no page (KPF_NOPAGE).
int print_pages_with_flags() {
  constexpr unsigned no_page = 20;
  const int file = open("/proc/kpageflags", O_RDONLY | O_CLOEXEC);
  std::array<std::uint64_t, 8192> flags{};
  std::size_t pages = 0;
  ssize_t got = 0;
  while (file >= 0 && (got = read(file, flags.data(), sizeof(flags))) > 0)
    for (std::size_t i = 0; i < static_cast<std::size_t>(got) / sizeof(flags[0]); ++i)
      pages += (flags[i] >> no_page & 1) == 0;
  if (file < 0 || got < 0) {
    std::perror("mmscope_plant: /proc/kpageflags");
    return 1;
  }
  close(file);
  std::printf("%zu\n", pages);
  return 0;
}

// Those that are no pages to pagemap are left out.
int print_pagemap(const std::string& pid) {
  std::ifstream maps("/proc/" + pid + "/maps");
  const int pagemap = open(("/proc/" + pid + "/pagemap").c_str(), O_RDONLY | O_CLOEXEC);
  if (!maps || pagemap < 0) {
    std::fprintf(stderr, "mmscope_plant: maps and pagemap of process %s do not open\n",
                 pid.c_str());
    return 1;
  }
  bool read_all = true;
  for (std::string line; std::getline(maps, line);) {
    unsigned long begin = 0;
    unsigned long end = 0;
    std::array<char, 5> permissions{};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &begin, &end, permissions.data()) != 3 ||
        line.find("[vvar") != std::string::npos || line.find("[vsyscall") != std::string::npos)
      continue;
    for (unsigned long at = begin; at < end; at += page_bytes) {
      if (at >= begin + 3 * page_bytes)
        at = end - page_bytes;
      std::uint64_t entry = 0;
      read_all &= pread(pagemap, &entry, sizeof(entry),
                        static_cast<off_t>(at / page_bytes * sizeof(entry))) == sizeof(entry);
      constexpr std::uint64_t present = std::uint64_t{1} << 63;
      constexpr std::uint64_t pfn_bits = (std::uint64_t{1} << 55) - 1;
      const std::string pfn = (entry & present) != 0 ? std::to_string(entry & pfn_bits) : "-";
      std::printf("%#lx %s %s\n", at, permissions.data(), pfn.c_str());
    }
  }
  close(pagemap);
  return read_all ? 0 : 1;
}

// Calls that `mmscope explain` is to find, by numbers that nothing else uses. By
// syscall(): a library may do without some of them.
int make_calls() {
  constexpr std::size_t pages = 16;
  const long mapped = syscall(SYS_mmap, nullptr, pages * page_bytes, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == -1)
    return 1;
  char* const memory = std::bit_cast<char*>(mapped);
  for (std::size_t i = 0; i < pages; ++i)
    static_cast<volatile char*>(memory)[i * page_bytes] = 1;
  if (syscall(SYS_munmap, memory + 6 * page_bytes, 4 * page_bytes) != 0)
    return 1;
  const long heap_end = syscall(SYS_brk, 0);
  const long grown = heap_end + 32 * static_cast<long>(page_bytes);
  if (syscall(SYS_brk, grown) != grown || syscall(SYS_brk, heap_end) != heap_end)
    return 1;
  std::printf("mmap %#lx\n", static_cast<unsigned long>(mapped));
  return 0;
}

} // namespace

// Named as they are here, and with frames of their own (see where this is compiled).
extern "C" {
[[gnu::noinline]] void plant_inner(char* memory, std::size_t bytes) {
  // What calls nothing has a frame only where it is asked for.
  asm volatile("" : : "r"(__builtin_frame_address(0)));
  for (std::size_t at = 0; at < bytes; at += page_bytes)
    static_cast<volatile char*>(memory)[at] = 1;
}

[[gnu::noinline]] void plant_outer(char* memory, std::size_t bytes) {
  plant_inner(memory, bytes);
  asm volatile(""); // not as its last word: then it would be no caller
}
}

// Of which only the kernel can have told where its program is mapped.
[[gnu::noinline]] int touch_by_child(char* memory, std::size_t bytes) {
  const pid_t child = fork();
  if (child == 0) {
    plant_outer(memory, bytes);
    _exit(0);
  }
  int status = -1;
  if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
    std::perror("mmscope_plant: a child");
    return 1;
  }
  return 0;
}

int main(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "bpf")
    return print_bpf();
  if (argc == 2 && std::string_view(argv[1]) == "kpageflags")
    return print_pages_with_flags();
  if (argc == 2 && std::string_view(argv[1]) == "calls")
    return make_calls();
  if (argc == 3 && std::string_view(argv[1]) == "pagemap")
    return print_pagemap(argv[2]);
  if (argc != 3)
    return usage();
  const std::string_view kind = argv[1];
  const bool huge = kind == "thp";
  const std::size_t unit = huge ? huge_bytes : page_bytes;
  const std::string_view text = argv[2];
  std::size_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool by_child = kind == "stack";
  const bool ends = kind == "touch" || by_child;
  if ((!huge && !ends && kind != "anon") || error != std::errc() ||
      end != text.data() + text.size() || count > most_bytes / unit)
    return usage();

  char* memory = nullptr;
  if (count != 0) {
    const std::size_t bytes = count * unit;
    memory = map_aligned(bytes);
    // Without huge pages in the kernel, madvise() knows neither.
    if (memory == nullptr ||
        (madvise(memory, bytes, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE) != 0 && errno != EINVAL)) {
      std::perror("mmscope_plant: mapping");
      return 1;
    }
    if (by_child)
      return touch_by_child(memory, bytes);
    for (std::size_t at = 0; at < bytes; at += page_bytes)
      memory[at] = 1;
    if (mlock(memory, bytes) != 0) {
      std::perror("mmscope_plant: mlock");
      return 1;
    }
  }
  if (ends)
    return 0;
  // The same with nothing: printing needs memory of its own.
  std::printf("%#018lx\n", reinterpret_cast<unsigned long>(memory));
  std::fflush(stdout);
  for (;;)
    pause();
}
