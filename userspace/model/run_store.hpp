// SPDX-License-Identifier: GPL-2.0
// The directory that runs of the lab are saved in, a file each.
#ifndef MMSCOPE_MODEL_RUN_STORE_HPP
#define MMSCOPE_MODEL_RUN_STORE_HPP

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace mmscope::model {

// By the XDG base directory rules: $XDG_DATA_HOME/mmscope/runs, or
// ~/.local/share/mmscope/runs; empty where neither says an absolute path.
[[nodiscard]] std::filesystem::path runs_dir(const std::string& xdg_data_home,
                                             const std::string& home);

class RunStore {
public:
  explicit RunStore(std::filesystem::path dir) : dir_(std::move(dir)) {}

  [[nodiscard]] const std::filesystem::path& dir() const { return dir_; }

  // Oldest first.
  [[nodiscard]] std::vector<std::string> ids() const;

  // Names of files that are none of ours. Hidden ones are passed over: they are
  // runs that are being written.
  [[nodiscard]] std::vector<std::string> foreign_files() const;

  // The run's file: for an id or a beginning that only one has, for "latest" and
  // "latest~N" (the Nth before it), or for a path, which has a slash or ends in
  // ".json". Throws Error(usage), which says what there is.
  [[nodiscard]] std::filesystem::path find(const std::string& name) const;

  // Writes text_of(id) under an id of its own, whole or not at all. Returns the
  // id. Throws Error(failed).
  std::string save(const std::function<std::string(const std::string&)>& text_of) const;

  void remove(const std::string& id) const;

private:
  [[nodiscard]] std::filesystem::path file_of(const std::string& id) const;
  [[nodiscard]] std::string new_id() const;

  std::filesystem::path dir_;
};

// The whole file. Throws Error.
[[nodiscard]] std::string read_run_file(const std::filesystem::path& path);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_RUN_STORE_HPP
