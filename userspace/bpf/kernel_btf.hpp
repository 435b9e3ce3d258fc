// SPDX-License-Identifier: GPL-2.0
// What the running kernel's own type information (BTF) says: which functions and
// tracepoints there are, how page->flags is laid out, how many zones, orders and
// migratetypes there are and what they are called. Independent of the module.
#ifndef MMSCOPE_BPF_KERNEL_BTF_HPP
#define MMSCOPE_BPF_KERNEL_BTF_HPP

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bpf/counts.h"

struct btf;
struct btf_type;

namespace mmscope::bpf {

inline constexpr const char* btf_file = "/sys/kernel/btf/vmlinux";

class KernelBtf {
public:
  // Throws reader::Error where there is none (CONFIG_DEBUG_INFO_BTF).
  static KernelBtf load();

  [[nodiscard]] bool has_function(const std::string& name) const;
  [[nodiscard]] bool has_tracepoint(const std::string& name) const;

  // The first of the names that is a function; they are those that one function
  // has had, newest first.
  [[nodiscard]] std::optional<std::string>
  first_function(const std::vector<std::string>& names) const;

  // The value of an enumerator; nullopt where the kernel does not have it.
  [[nodiscard]] std::optional<std::int64_t> enumerator(const std::string& of,
                                                       const std::string& name) const;

  // Entries of a member that is an array.
  [[nodiscard]] std::optional<std::uint32_t> array_length(const std::string& of,
                                                          const std::string& member) const;

  // "DMA", "DMA32", ... by enum zone_type; "Unmovable", ... by enum migratetype.
  [[nodiscard]] std::vector<std::string> zone_names() const;
  [[nodiscard]] std::vector<std::string> migratetype_names() const;

  // Of any enum whose values begin at 0, by value: without the prefix and in small
  // letters; nothing where the kernel does not have it.
  [[nodiscard]] std::vector<std::string> enum_names(const std::string& of,
                                                    const std::string& prefix) const;

  // Throws reader::Error where page->flags cannot be told apart.
  [[nodiscard]] mms_layout layout(unsigned nodes) const;

private:
  explicit KernelBtf(btf* loaded);

  [[nodiscard]] const btf_type* find(const std::string& name, std::uint32_t kind) const;
  [[nodiscard]] std::vector<std::string> names_of(const std::string& of, const std::string& prefix,
                                                  const std::string& last) const;

  std::shared_ptr<btf> btf_;
};

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_KERNEL_BTF_HPP
