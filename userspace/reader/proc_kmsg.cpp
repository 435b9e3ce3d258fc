// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_kmsg.hpp"

#include <cerrno>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/core.h>

#include "reader/error.hpp"
#include "reader/proc_text.hpp"
#include "wire/codec.hpp"

namespace mmscope::reader {
namespace {

constexpr const char* kmsg_path = "/dev/kmsg";

class FileDescriptor {
public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() {
    if (fd_ >= 0)
      ::close(fd_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  [[nodiscard]] int get() const { return fd_; }

private:
  int fd_;
};

[[noreturn]] void throw_errno(int error) {
  const auto kind = error == EACCES || error == EPERM    ? Error::Kind::permission
                    : error == ENOENT || error == ENODEV ? Error::Kind::not_there
                                                         : Error::Kind::bad_data;
  throw Error(kind, fmt::format("{}: {}", kmsg_path, std::strerror(error)));
}

// "6,339,5140900,-,caller=T1;text": priority, sequence number, microseconds,
// 'c' for the continuation of a line that could no longer be extended in place.
struct LogRecord {
  std::uint64_t sequence = 0;
  bool continuation = false;
  std::string_view text;
};

LogRecord parse_record(std::string_view line, const Lines& lines) {
  LogRecord record;
  const std::size_t semicolon = line.find(';');
  const std::string_view prefix = line.substr(0, semicolon);
  const std::size_t first = prefix.find(',');
  const std::size_t second = prefix.find(',', first + 1);
  const std::size_t third = prefix.find(',', second + 1);
  if (semicolon == std::string_view::npos || first == std::string_view::npos ||
      second == std::string_view::npos || third == std::string_view::npos ||
      !wire::parse_integer(prefix.substr(first + 1, second - first - 1), record.sequence))
    lines.fail("should be 'priority,sequence,time,flags;text'");
  record.continuation = prefix.substr(third + 1, 1) == "c";
  record.text = line.substr(semicolon + 1);
  return record;
}

// The numbers of a text that holds nothing else.
std::optional<std::vector<std::uint64_t>> numbers_only(std::string_view text, const Lines& lines) {
  std::vector<std::uint64_t> numbers;
  Words words(text, lines);
  while (!words.at_end()) {
    std::uint64_t number = 0;
    if (!wire::parse_integer(words.next(), number))
      return std::nullopt;
    numbers.push_back(number);
  }
  return numbers;
}

} // namespace

std::string read_kernel_log(const Source& source) {
  if (!source.is_live())
    return source.read(kmsg_path);

  // Each read() gives one record; without O_NONBLOCK the last one would wait for
  // the next message.
  const FileDescriptor fd(::open(kmsg_path, O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (fd.get() < 0)
    throw_errno(errno);
  std::string log;
  char record[8192]; // PRINTK_MESSAGE_MAX is 2048, escapes and tags come on top
  while (true) {
    const ssize_t length = ::read(fd.get(), record, sizeof(record));
    if (length > 0)
      log.append(record, static_cast<std::size_t>(length));
    else if (length == 0 || errno == EAGAIN)
      return log;
    else if (errno != EPIPE && errno != EINTR) // EPIPE: overwritten meanwhile, goes on behind
      throw_errno(errno);
  }
}

FallbackOrders parse_fallback_orders(std::string_view text, std::string_view file) {
  constexpr std::string_view heading = "Fallback order for Node ";
  FallbackOrders orders;
  std::vector<std::uint64_t>* open = nullptr; // the order that a continuation would extend
  bool first = true;
  Lines lines(text, file);
  std::string_view line;
  while (lines.next(line)) {
    if (line.empty() || line.front() == ' ')
      continue; // " KEY=value": properties of the record above
    const LogRecord record = parse_record(line, lines);
    if (first)
      orders.begins_at_boot = record.sequence == 0;
    first = false;
    if (record.text.substr(0, heading.size()) == heading) {
      Words words(record.text.substr(heading.size()), lines);
      open = &orders.by_node[static_cast<std::uint64_t>(words.number(":"))];
      const auto nodes = numbers_only(words.rest(), lines);
      if (!nodes)
        lines.fail("an order should be a list of nodes");
      *open = *nodes;
    } else if (record.continuation && open) {
      // Other continued lines may come in between; theirs are hardly ever bare numbers.
      if (const auto nodes = numbers_only(record.text, lines))
        open->insert(open->end(), nodes->begin(), nodes->end());
    }
  }
  return orders;
}

} // namespace mmscope::reader
