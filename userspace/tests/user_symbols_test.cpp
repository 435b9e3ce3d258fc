// SPDX-License-Identifier: GPL-2.0
// Names for addresses of user space. That the kernel tells all that is mapped is shown
// in the VM (scripts/tests/guest-trace).
#include <cstring>
#include <dlfcn.h>
#include <elf.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/user_symbols.hpp"
#include "reader/elf_symbols.hpp"
#include "reader/source.hpp"
#include "scratch_dir.hpp"

// With a name that the compiler does not change.
extern "C" [[gnu::noinline]] int user_symbols_landmark(int value) { return value + 1; }

namespace mmscope::tests {
namespace {

using bpf::MappingEvent;
using model::ProcessMaps;
using model::UserSymbols;
using reader::ElfSymbols;
using ::testing::ElementsAre;

MappingEvent mapped(unsigned tgid, std::uint64_t start, const char* path, std::uint64_t offset = 0,
                    const char* build_id = "") {
  return {1, tgid, bpf::Mapped{start, start + 0x1000, offset, path, build_id}};
}

MappingEvent forked(unsigned tgid, unsigned parent) { return {1, tgid, bpf::Forked{parent}}; }

MappingEvent executed(unsigned tgid) { return {1, tgid, bpf::Executed{}}; }

std::string path_at(const ProcessMaps& maps, unsigned tgid, std::uint64_t address) {
  const auto place = maps.find(tgid, address);
  return place ? place->file->path : "";
}

// Of which each event counts.
ProcessMaps of_all(const ScratchDir& root) {
  ProcessMaps maps;
  maps.watch_all(reader::Source::recorded(root.path()));
  return maps;
}

TEST(ProcessMaps, TheLastThatWasMappedThere) {
  const ScratchDir root;
  ProcessMaps maps = of_all(root);
  maps.add(mapped(7, 0x1000, "/a", 0x5000));
  ASSERT_TRUE(maps.find(7, 0x1fff));
  EXPECT_EQ(maps.find(7, 0x1fff)->offset_bytes, 0x5fffU);
  EXPECT_FALSE(maps.find(7, 0x2000));
  EXPECT_FALSE(maps.find(7, 0xfff));
  EXPECT_FALSE(maps.find(8, 0x1000));
  maps.add(mapped(7, 0x3000, "/c"));
  maps.add(mapped(7, 0x1000, "/b"));
  EXPECT_EQ(path_at(maps, 7, 0x1000), "/b");
  EXPECT_EQ(path_at(maps, 7, 0x3000), "/c");
  maps.add({1, 7, bpf::Mapped{0x1800, 0x3800, 0, "/over", ""}});
  EXPECT_EQ(path_at(maps, 7, 0x1000), "");
  EXPECT_EQ(path_at(maps, 7, 0x37ff), "/over");
  EXPECT_EQ(path_at(maps, 7, 0x3800), "");
}

TEST(ProcessMaps, AChildHasWhatItsParentHadThen) {
  const ScratchDir root;
  ProcessMaps maps = of_all(root);
  maps.add(mapped(7, 0x1000, "/a"));
  maps.add(forked(8, 7));
  maps.add(mapped(7, 0x1000, "/later"));
  maps.add(mapped(7, 0x3000, "/later"));
  maps.add(forked(9, 8));
  maps.add(mapped(8, 0x1000, "/own"));
  EXPECT_EQ(path_at(maps, 8, 0x1000), "/own");
  EXPECT_EQ(path_at(maps, 8, 0x3000), "");
  EXPECT_EQ(path_at(maps, 9, 0x1000), "/a");
  EXPECT_EQ(path_at(maps, 7, 0x1000), "/later");
  // A pid that was given again, to a child of its own child even.
  maps.add(forked(7, 9));
  EXPECT_EQ(path_at(maps, 7, 0x1000), "/a");
  EXPECT_EQ(path_at(maps, 7, 0x3000), "");
}

TEST(ProcessMaps, AnotherProgramComesFirst) {
  const ScratchDir root;
  ProcessMaps maps = of_all(root);
  maps.add(mapped(7, 0x1000, "/old"));
  maps.add(mapped(7, 0x3000, "/old"));
  maps.add(forked(8, 7));
  maps.add(executed(7));
  maps.add(mapped(7, 0x1000, "/new"));
  EXPECT_EQ(path_at(maps, 7, 0x1000), "/new");
  // Stacks of before that are named as well.
  EXPECT_EQ(path_at(maps, 7, 0x3000), "/old");
  EXPECT_EQ(path_at(maps, 8, 0x1000), "/old");
  for (int i = 0; i < 100000; ++i)
    maps.add(executed(7));
  EXPECT_EQ(path_at(maps, 7, 0x1000), "");
}

TEST(ProcessMaps, LongLinesOfAncestorsCostNothing) {
  const ScratchDir root;
  ProcessMaps maps = of_all(root);
  maps.add(mapped(1, 0x1000, "/a"));
  constexpr unsigned pids = 1000;
  for (unsigned i = 1; i < 300000; ++i)
    maps.add(forked(1 + i % pids, 1 + (i - 1) % pids));
  EXPECT_EQ(path_at(maps, 2, 0x1000), "/a");
  EXPECT_EQ(path_at(maps, 2, 0x9000), "");
}

TEST(ProcessMaps, OfOneProcessAndItsChildren) {
  ScratchDir root;
  root.put("/proc/12/maps", "00001000-00002000 r-xp 00000000 fd:00 9   /bin/one\n");
  ProcessMaps maps;
  maps.watch(reader::Source::recorded(root.path()), 12);
  maps.add(forked(13, 12));
  maps.add(mapped(13, 0x5000, "/child"));
  maps.add(mapped(99, 0x5000, "/foreign"));
  maps.add(forked(100, 99));
  EXPECT_EQ(path_at(maps, 13, 0x1000), "/bin/one");
  EXPECT_EQ(path_at(maps, 13, 0x5000), "/child");
  EXPECT_FALSE(maps.find(99, 0x5000));
  EXPECT_FALSE(maps.find(100, 0x5000));
}

TEST(ProcessMaps, OfStrangeEventsNothingComes) {
  const ScratchDir root;
  ProcessMaps maps = of_all(root);
  maps.add(forked(5, 4)); // nobody knows it
  maps.add(forked(5, 5));
  EXPECT_FALSE(maps.find(5, 0x1000));
  maps.add({1, 5, bpf::Mapped{0x2000, 0x1000, 0, "/backwards", ""}});
  EXPECT_FALSE(maps.find(5, 0x1800));
}

TEST(ProcessMaps, WhatIsThereNow) {
  ScratchDir root;
  root.put("/proc/12/maps", "00001000-00003000 r-xp 00004000 fd:00 9   /bin/one\n"
                            "00003000-00004000 rw-p 00006000 fd:00 9   /bin/one\n");
  root.put("/proc/13/maps", "nonsense\n");
  root.put("/proc/self/maps", "00001000-00003000 r-xp 00000000 fd:00 9   /bin/no\n");
  const ProcessMaps maps = of_all(root);
  EXPECT_EQ(maps.lost(), 1U);
  ASSERT_TRUE(maps.find(12, 0x2000));
  EXPECT_EQ(maps.find(12, 0x2000)->offset_bytes, 0x5000U);
  EXPECT_FALSE(maps.find(12, 0x3000)); // no code
  EXPECT_FALSE(maps.find(13, 0x1000));
}

TEST(UserSymbols, FunctionsOfThisVeryProcess) {
  UserSymbols symbols;
  symbols.maps().watch(reader::Source::live(), static_cast<unsigned>(::getpid()));
  const auto self = static_cast<unsigned>(::getpid());
  const auto address = reinterpret_cast<std::uint64_t>(&user_symbols_landmark);
  EXPECT_EQ(symbols.name(self, address), "user_symbols_landmark");
  EXPECT_EQ(symbols.name(self, 16), "[unknown]");
  // The second is a return address: one that begins a function is in the one before.
  const auto stack = symbols.names(self, {address, address + 1});
  EXPECT_THAT(stack, ElementsAre("user_symbols_landmark", "user_symbols_landmark"));
  EXPECT_NE(symbols.names(self, {address, address})[1], "user_symbols_landmark");
  // libc has names for the dynamic linker, at the least. (One that ASan does not put
  // its own in place of.)
  void* const in_libc = ::dlsym(RTLD_DEFAULT, "getopt_long");
  ASSERT_NE(in_libc, nullptr);
  EXPECT_EQ(symbols.name(self, reinterpret_cast<std::uint64_t>(in_libc)), "getopt_long");
}

TEST(UserSymbols, FilesWithoutNames) {
  ScratchDir scratch;
  scratch.put("/script", "#!/bin/sh\n");
  const std::string script = scratch.path() / "script";
  UserSymbols symbols;
  symbols.maps().watch_all(reader::Source::recorded(scratch.path()));
  symbols.maps().add(mapped(1, 0x1000, script.c_str()));
  symbols.maps().add(mapped(1, 0x2000, "/no/such.so"));
  symbols.maps().add(mapped(1, 0x3000, "[vdso]"));
  symbols.maps().add(mapped(1, 0x4000, "//anon"));
  EXPECT_EQ(symbols.name(1, 0x1000), "[script]");
  EXPECT_EQ(symbols.name(1, 0x2000), "[such.so]");
  EXPECT_EQ(symbols.name(1, 0x3000), "[vdso]");
  EXPECT_EQ(symbols.name(1, 0x4000), "[anon]");
}

TEST(ElfSymbols, NeverWaitsForWhatIsNoFile) {
  ScratchDir scratch;
  const std::string pipe = scratch.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_TRUE(ElfSymbols::load(pipe).empty());
  EXPECT_TRUE(ElfSymbols::load(scratch.path()).empty());
  EXPECT_TRUE(ElfSymbols::load("/no/such").empty());
}

// A program of one function, 16 bytes at 0x401000, that is at 0x1000 in the file.
std::string small_elf(const std::string& function = "_ZN5plant5innerEi") {
  const std::string names = '\0' + function + '\0';
  Elf64_Sym symbols[2]{};
  symbols[1] = {1, ELF64_ST_INFO(STB_GLOBAL, STT_FUNC), 0, 1, 0x401000, 16};
  Elf64_Phdr segment{};
  segment.p_type = PT_LOAD;
  segment.p_offset = 0x1000;
  segment.p_vaddr = 0x401000;
  segment.p_filesz = segment.p_memsz = 0x100;
  Elf64_Ehdr elf_header{};
  std::memcpy(elf_header.e_ident, ELFMAG, SELFMAG);
  elf_header.e_ident[EI_CLASS] = ELFCLASS64;
  elf_header.e_ident[EI_DATA] = ELFDATA2LSB;
  elf_header.e_ident[EI_VERSION] = EV_CURRENT;
  elf_header.e_type = ET_EXEC;
  elf_header.e_machine = EM_X86_64;
  elf_header.e_version = EV_CURRENT;
  elf_header.e_ehsize = sizeof(elf_header);
  elf_header.e_phentsize = sizeof(segment);
  elf_header.e_phnum = 1;
  elf_header.e_phoff = sizeof(elf_header);
  const std::uint64_t symbols_at = elf_header.e_phoff + sizeof(segment);
  const std::uint64_t names_at = symbols_at + sizeof(symbols);
  elf_header.e_shoff = (names_at + names.size() + 7) / 8 * 8;
  elf_header.e_shentsize = sizeof(Elf64_Shdr);
  elf_header.e_shnum = 3;
  elf_header.e_shstrndx = 2;
  Elf64_Shdr sections[3]{};
  sections[1] = {0, SHT_SYMTAB, 0, 0, symbols_at, sizeof(symbols), 2, 1, 8, sizeof(Elf64_Sym)};
  sections[2] = {0, SHT_STRTAB, 0, 0, names_at, names.size(), 0, 0, 1, 0};
  std::string bytes;
  const auto add = [&bytes](const auto& part) {
    bytes.append(reinterpret_cast<const char*>(&part), sizeof(part));
  };
  add(elf_header);
  add(segment);
  add(symbols);
  bytes += names;
  bytes.resize(elf_header.e_shoff);
  add(sections);
  return bytes;
}

TEST(ElfSymbols, ByPlaceInTheFile) {
  ScratchDir scratch;
  scratch.put("/small", small_elf());
  const std::string path = scratch.path() / "small";
  const ElfSymbols symbols = ElfSymbols::load(path);
  EXPECT_EQ(symbols.function_at(0x1000), "_ZN5plant5innerEi");
  EXPECT_EQ(symbols.function_at(0x100f), "_ZN5plant5innerEi");
  EXPECT_EQ(symbols.function_at(0x1010), ""); // behind its end
  EXPECT_EQ(symbols.function_at(0xfff), "");
  EXPECT_EQ(symbols.function_at(0x1100), ""); // no segment
  UserSymbols named;
  named.maps().watch_all(reader::Source::recorded(scratch.path()));
  named.maps().add(mapped(1, 0x7000, path.c_str(), 0x1000));
  EXPECT_EQ(named.name(1, 0x7004), "plant::inner(int)");
  // By now the path is that of another file.
  named.maps().add(mapped(1, 0x9000, path.c_str(), 0x1000, "ab/cdef"));
  EXPECT_EQ(named.name(1, 0x9004), "[small]");
}

TEST(UserSymbols, NamesThatGrowAreNotDemangled) {
  const ScratchDir scratch;
  std::string grows = "_Z1fI";
  for (int i = 0; i < 40; ++i)
    grows += "1AIS_S_E";
  scratch.put("/grows", small_elf(grows + "E"));
  UserSymbols named;
  named.maps().watch_all(reader::Source::recorded(scratch.path()));
  named.maps().add(mapped(1, 0x7000, (scratch.path() / "grows").c_str(), 0x1000));
  EXPECT_EQ(named.name(1, 0x7004), grows + "E");
}

// What a process maps is anybody's file.
TEST(ElfSymbols, BrokenFilesDoNoHarm) {
  ScratchDir scratch;
  const std::string whole = small_elf();
  const std::string path = scratch.path() / "broken";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    scratch.put("/broken", whole.substr(0, length));
    (void)ElfSymbols::load(path).function_at(0x1000);
  }
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (const char with : {'\xff', '\x80', '\0'}) {
      std::string bytes = whole;
      bytes[at] = with;
      scratch.put("/broken", bytes);
      (void)ElfSymbols::load(path).function_at(0x1000);
    }
}

} // namespace
} // namespace mmscope::tests
