// SPDX-License-Identifier: GPL-2.0
// A directory that goes with the test.
#ifndef MMSCOPE_TESTS_SCRATCH_DIR_HPP
#define MMSCOPE_TESTS_SCRATCH_DIR_HPP

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace mmscope::tests {

class ScratchDir {
public:
  ScratchDir() {
    std::string name = std::filesystem::temp_directory_path() / "mmscope-test-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr)
      throw std::runtime_error("no temporary directory");
    path_ = name;
  }
  ~ScratchDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchDir(const ScratchDir&) = delete;
  ScratchDir& operator=(const ScratchDir&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  // Writes a file, absolute paths too, below it.
  void put(const std::string& file, const std::string& text) const {
    const std::filesystem::path path = path_ / std::filesystem::path(file).relative_path();
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }

private:
  std::filesystem::path path_;
};

} // namespace mmscope::tests

#endif // MMSCOPE_TESTS_SCRATCH_DIR_HPP
