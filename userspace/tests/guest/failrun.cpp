// SPDX-License-Identifier: GPL-2.0
// Runs of the lab whose N-th allocation in the kernel fails, N from 1 on, for the
// checks in the VM. A run is not done by whoever asks for it, so its N is told to the
// module (lab_fail_nth, with CONFIG_FAULT_INJECTION).
//
//   mmscope_failrun MOST LINE   LINE as for bench/run; MOST such N at most
//
// Each time the run either ends for want of memory, or counts what failed, or did
// without; nothing that it checks is wrong, and it has released what it acquired.
// Prints how often it was refused and how often it did without, and whether there were
// allocations left to fail: "12 refused, 3 done without, none left". Status: 0, or 1
// where it was otherwise or nothing was ever refused.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace {

constexpr const char* parameter = "/sys/module/mmscope/parameters/lab_fail_nth";
constexpr const char* lab = "/sys/kernel/debug/mmscope/bench/";

std::optional<std::string> read_file(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::string text;
  char part[4096];
  ssize_t got = -1;
  while (file >= 0 && (got = read(file, part, sizeof(part))) > 0)
    text.append(part, static_cast<std::size_t>(got));
  if (file < 0 || got < 0)
    std::perror(path.c_str());
  if (file >= 0)
    close(file);
  return got == 0 ? std::optional(text) : std::nullopt;
}

bool write_file(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  const bool written =
      file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (!written)
    std::perror(path.c_str());
  if (file >= 0)
    close(file);
  return written;
}

// The countdown is given back a moment after the run is done: what is left of it, or
// nothing where that does not come within a minute.
std::optional<unsigned> left_of(unsigned nth) {
  for (int tries = 0; tries < 6000; ++tries) {
    const auto status = read_file(std::string(lab) + "status");
    const auto countdown = read_file(parameter);
    if (!status || !countdown)
      return std::nullopt;
    unsigned left = 0;
    std::from_chars(countdown->data(), countdown->data() + countdown->size(), left);
    if (status->find(" phase=done ") != std::string::npos && left != nth)
      return left;
    usleep(10000);
  }
  std::puts("the run does not end");
  return std::nullopt;
}

std::uint64_t number_at(std::string_view word) {
  std::uint64_t number = 0;
  std::from_chars(word.data(), word.data() + word.size(), number);
  return number;
}

enum class Verdict { refused, without, unsound };

// What the words of one record say.
struct Record {
  bool memory = false;
  bool done = false;
  bool failed = false;
  bool wrong = false;
  std::uint64_t acquired = 0;
  std::uint64_t released = 0;
};

Record read_record(std::istringstream& words) {
  Record record;
  for (std::string word; words >> word;) {
    const std::size_t equals = word.find('=');
    const std::string key = word.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
    record.memory |= word == "stopped=memory";
    record.done |= word == "stopped=done";
    record.failed |= key == "failed" && number_at(value) != 0;
    record.wrong |= key.starts_with("wrong_") && number_at(value) != 0;
    if (key == "acquired")
      record.acquired = number_at(value);
    if (key == "released")
      record.released = number_at(value);
  }
  return record;
}

Verdict verdict_of(const std::string& result) {
  Verdict verdict = Verdict::unsound;
  std::istringstream lines(result);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string tag;
    words >> tag;
    const Record record = read_record(words);
    if (tag == "bench_run" && (record.memory || record.done))
      verdict = record.memory ? Verdict::refused : Verdict::without;
    if (tag == "bench" && record.failed)
      verdict = Verdict::refused;
    if (tag == "bench_check" && (record.wrong || record.acquired != record.released))
      return Verdict::unsound;
  }
  return verdict;
}

} // namespace

int main(int argc, char** argv) {
  const std::string_view digits = argc == 3 ? argv[1] : "";
  unsigned most = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), most);
  if (error != std::errc() || end != digits.data() + digits.size() || most == 0) {
    std::fputs("usage: mmscope_failrun MOST LINE\n", stderr);
    return 2;
  }
  unsigned refused = 0;
  unsigned without = 0;
  bool none_left = false;
  for (unsigned nth = 1; nth <= most && !none_left; ++nth) {
    if (!write_file(parameter, std::to_string(nth)) ||
        !write_file(std::string(lab) + "run", argv[2]))
      return 1;
    const auto left = left_of(nth);
    const auto result = read_file(std::string(lab) + "result");
    if (!left || !result)
      return 1;
    none_left = *left != 0;
    const Verdict verdict = verdict_of(*result);
    if (verdict == Verdict::unsound || (none_left && verdict != Verdict::without)) {
      std::printf("allocation %u:\n%s", nth, result->c_str());
      return 1;
    }
    if (!none_left)
      ++(verdict == Verdict::refused ? refused : without);
  }
  std::printf("%u refused, %u done without, %s\n", refused, without,
              none_left ? "none left" : "and more that are not tried");
  return write_file(parameter, "0") && refused > 0 ? 0 : 1;
}
