// SPDX-License-Identifier: GPL-2.0
// Where files come from: the live system, or a tree recorded from one, which
// holds the same files under their absolute paths (DIR/proc/zoneinfo, ...).
#ifndef MMSCOPE_READER_SOURCE_HPP
#define MMSCOPE_READER_SOURCE_HPP

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmscope::reader {

inline constexpr std::string_view debugfs_dir = "/sys/kernel/debug";
inline constexpr std::string_view mmscope_dir = "/sys/kernel/debug/mmscope";

class Source {
public:
  static Source live() { return Source("/", true); }
  static Source recorded(std::filesystem::path root) { return Source(std::move(root), false); }

  // The whole file. Throws Error: not_there, permission or, for anything else
  // that goes wrong, bad_data.
  [[nodiscard]] std::string read(const std::string& absolute_path) const;

  // The same in pieces, for files too large to be held.
  void read_pieces(const std::string& absolute_path,
                   const std::function<void(std::string_view)>& take) const;

  // The number at an index of a file that is an array of them, such as those that
  // tell of pages.
  [[nodiscard]] std::uint64_t read_u64(const std::string& absolute_path, std::uint64_t index) const;

  // nullopt where the file cannot be opened; still throws if reading it fails.
  [[nodiscard]] std::optional<std::string> try_read(const std::string& absolute_path) const;

  // A file below /sys/kernel/debug/mmscope/, with errors that say what to do.
  [[nodiscard]] std::string read_debugfs(const std::string& name) const;

  // Writes one line to a request file of the module and returns the answer. An
  // Error says why the module refused. Needs a live source.
  [[nodiscard]] std::string request(const std::string& name, const std::string& line) const;

  // Names in a directory, sorted; none where it cannot be opened.
  [[nodiscard]] std::vector<std::string> list(const std::string& absolute_dir) const;

  [[nodiscard]] bool is_live() const { return live_; }

  // Where an absolute path lies in this source.
  [[nodiscard]] std::filesystem::path locate(const std::string& absolute_path) const;

private:
  Source(std::filesystem::path root, bool live) : root_(std::move(root)), live_(live) {}

  std::filesystem::path root_;
  bool live_;
};

} // namespace mmscope::reader

#endif // MMSCOPE_READER_SOURCE_HPP
