// SPDX-License-Identifier: GPL-2.0
#include "reader/kernel_config.hpp"

#include <fmt/core.h>

#include "reader/proc_text.hpp"

namespace mmscope::reader {
namespace {

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

} // namespace

std::string kernel_release(const Source& source) {
  const auto text = source.try_read("/proc/sys/kernel/osrelease");
  return text ? std::string(trim(*text)) : "";
}

std::optional<KernelConfig> load_kernel_config(const Source& source) {
  KernelConfig config;
  config.path = "/boot/config-" + kernel_release(source);
  const auto text = source.try_read(config.path);
  if (!text)
    return std::nullopt;
  Lines lines(*text, config.path);
  std::string_view line;
  while (lines.next(line)) {
    if (line.substr(0, 7) == "CONFIG_" && (ends_with(line, "=y") || ends_with(line, "=m")))
      config.enabled.emplace(line.substr(0, line.size() - 2));
  }
  return config;
}

std::string why_no_kernel_config(const Source& source) {
  const std::string path = "/boot/config-" + kernel_release(source);
  const bool packed = source.try_read("/proc/config.gz").has_value();
  return packed ? fmt::format("there is no {0}; zcat /proc/config.gz >{0} makes it", path)
                : fmt::format("there is no {}", path);
}

} // namespace mmscope::reader
