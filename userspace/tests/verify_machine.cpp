// SPDX-License-Identifier: GPL-2.0
#include "tests/verify_machine.hpp"

#include <cstdlib>
#include <fmt/core.h>
#include <fstream>
#include <gtest/gtest.h>

#include "tests/verify_figures.hpp"

namespace mmscope::tests {

Files machine_files(Kernel kernel) {
  const Figures figures = make_figures(kernel);
  Files files;
  publish(figures, files);
  print_proc(figures, files);
  print_extfrag(figures, files);
  print_node_files(figures, files);
  return files;
}

Files census_files(Kernel kernel) {
  Files files;
  publish_census(make_figures(kernel), files);
  return files;
}

Tree::Tree(const Files& files) {
  std::string name = (std::filesystem::temp_directory_path() / "mmscope-XXXXXX").native();
  if (::mkdtemp(name.data()) == nullptr)
    throw std::runtime_error("mkdtemp " + name);
  root_ = name;
  for (const auto& [path, text] : files)
    write(path, text);
}

Tree::~Tree() {
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

void Tree::write(const std::string& path, const std::string& text) const {
  const std::filesystem::path file = root_ / path.substr(1);
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

void Tree::remove(const std::string& path) const {
  std::filesystem::remove_all(root_ / path.substr(1));
}

model::VerifyResult verify_still(const Tree& tree) {
  return model::verify(reader::Source::recorded(tree.root()),
                       {.attempts = 1, .recorded_drift_pages = 0});
}

std::string replaced(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << "there is no '" << from << "'";
  if (at == std::string::npos)
    return text;
  return text.substr(0, at) + to + text.substr(at + from.size());
}

} // namespace mmscope::tests
