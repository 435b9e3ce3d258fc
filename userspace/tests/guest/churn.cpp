// SPDX-License-Identifier: GPL-2.0
// A workload for an allocator, the same in each run: blocks of many sizes come and
// go, each is written to. Linked dynamically, so that LD_PRELOAD can give it another.
//
//   mmscope_churn [ROUNDS [THREADS]]   20000 allocations in each of 2 threads
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <pthread.h>

namespace {

constexpr std::size_t slots = 2048;
constexpr std::size_t most_threads = 16;

std::size_t rounds = 20000;
std::size_t threads = 2;

// xorshift64: nothing of it depends on where or when it runs.
class Numbers {
public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}

  std::uint64_t below(std::uint64_t end) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_ % end;
  }

private:
  std::uint64_t state_;
};

// Small blocks mostly, and one in a hundred of up to 256 KiB.
std::size_t size_of_next(Numbers& numbers) {
  if (numbers.below(100) == 0)
    return 1 + numbers.below(std::uint64_t{256} << 10);
  return 1 + numbers.below(std::uint64_t{16} << numbers.below(8));
}

void* churn(void* seed) {
  Numbers numbers(reinterpret_cast<std::uintptr_t>(seed));
  void** const blocks = static_cast<void**>(std::calloc(slots, sizeof(void*)));
  if (blocks == nullptr)
    return nullptr;
  for (std::size_t i = 0; i < rounds; ++i) {
    void*& block = blocks[numbers.below(slots)];
    std::free(block);
    const std::size_t size = size_of_next(numbers);
    block = std::malloc(size);
    if (block != nullptr)
      std::memset(block, 1, size);
  }
  for (std::size_t i = 0; i < slots; ++i)
    std::free(blocks[i]);
  std::free(blocks);
  return seed;
}

bool parse(const char* word, std::size_t most, std::size_t& number) {
  const std::string_view text = word;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number >= 1 && number <= most;
}

} // namespace

int main(int argc, char** argv) {
  if (argc > 3 || (argc > 1 && !parse(argv[1], 1000000000, rounds)) ||
      (argc > 2 && !parse(argv[2], most_threads, threads))) {
    std::fputs("usage: mmscope_churn [ROUNDS [THREADS]] (10^9 and 16 at most)\n", stderr);
    return 2;
  }
  pthread_t running[most_threads];
  for (std::size_t i = 0; i < threads; ++i)
    if (pthread_create(&running[i], nullptr, churn, reinterpret_cast<void*>(i + 1)) != 0) {
      std::fputs("mmscope_churn: cannot start a thread\n", stderr);
      return 1;
    }
  int status = 0;
  for (std::size_t i = 0; i < threads; ++i) {
    void* result = nullptr;
    pthread_join(running[i], &result);
    if (result == nullptr)
      status = 1;
  }
  return status;
}
