// SPDX-License-Identifier: GPL-2.0
#include <utility>

#include <fmt/core.h>

#include "model/doctor_checks.hpp"
#include "model/system.hpp"
#include "reader/debugfs.hpp"
#include "reader/error.hpp"
#include "wire/codec.hpp"
#include "wire/version.h"

namespace mmscope::model {
namespace {

using reader::Error;

constexpr std::pair<unsigned, unsigned> oldest_kernel = {6, 1};
constexpr const char* module_dir = "/sys/module/mmscope";

// "6.12.3-amd64" -> 6, 12
std::optional<std::pair<unsigned, unsigned>> parse_release(std::string_view release) {
  const std::size_t dot = release.find('.');
  if (dot == std::string_view::npos)
    return std::nullopt;
  const std::string_view rest = release.substr(dot + 1);
  std::pair<unsigned, unsigned> version;
  if (!wire::parse_integer(release.substr(0, dot), version.first) ||
      !wire::parse_integer(rest.substr(0, rest.find_first_not_of("0123456789")), version.second))
    return std::nullopt;
  return version;
}

Finding examine_kernel(const reader::Source& source) {
  const auto release = read_line(source, "/proc/sys/kernel/osrelease");
  if (!release)
    return {"kernel", Health::warning, "its release cannot be read", "mount -t proc proc /proc"};
  const auto version = parse_release(*release);
  if (!version || *version < oldest_kernel)
    return {"kernel", Health::missing, *release,
            fmt::format("boot a kernel from {}.{} on", oldest_kernel.first, oldest_kernel.second)};
  return {"kernel", Health::ok, *release, ""};
}

Finding examine_debugfs(const reader::Source& source) {
  if (reader::debugfs_mounted(source))
    return {"debugfs", Health::ok, fmt::format("mounted on {}", reader::debugfs_dir), ""};
  if (!source.is_live())
    return {"debugfs", Health::info, "a recorded tree: no mount is needed", ""};
  return {"debugfs", Health::missing, "not mounted",
          fmt::format("mount -t debugfs none {}", reader::debugfs_dir)};
}

Finding examine_module(const reader::Source& source) {
  if (!source.list(module_dir).empty())
    return {"module", Health::ok,
            "loaded, version " +
                read_line(source, std::string(module_dir) + "/version").value_or("unknown"),
            ""};
  if (!source.is_live())
    return {"module", Health::info, "a recorded tree: none is needed", ""};
  return {"module", Health::missing, "not loaded", "make load (or insmod mmscope.ko)"};
}

Finding examine_lockdown(const reader::Source& source) {
  const auto modes = read_line(source, "/sys/kernel/security/lockdown");
  if (!modes)
    return {"lockdown", Health::info, "cannot be read: no securityfs, or not for this user", ""};
  const std::size_t open = modes->find('[');
  const std::string mode =
      open == std::string::npos ? *modes : modes->substr(open + 1, modes->find(']') - open - 1);
  if (mode == "none")
    return {"lockdown", Health::ok, mode, ""};
  return {"lockdown", Health::warning, mode,
          "the kernel refuses unsigned modules and all of debugfs that can be written to: sign "
          "mmscope.ko, turn Secure Boot off or boot without lockdown="};
}

// Which module this is, for which kernel, and whether the tool speaks its wire.
Finding finding_of(const Info& info) {
  const std::string built_for = info.row.text("built_for");
  const std::string found = fmt::format("wire {}, module {}, tool {}", info.header.wire,
                                        info.row.fields.version, MMS_VERSION);
  if (!built_for.empty() && !info.header.kernel.empty() && built_for != info.header.kernel)
    return {"wire", Health::warning,
            fmt::format("{}; built for {} but running on {}", found, built_for, info.header.kernel),
            "make module && make unload load"};
  if (std::string_view(info.row.fields.version) != MMS_VERSION)
    return {"wire", Health::warning, found, "make load: module and tool are of different versions"};
  return {"wire", Health::ok, found, ""};
}

} // namespace

void examine_needs(const reader::Source& source, std::vector<Finding>& findings) {
  findings.push_back(examine_kernel(source));
  findings.push_back(examine_debugfs(source));
  findings.push_back(examine_module(source));
  findings.push_back(examine_lockdown(source));
  try {
    const Info info = load_info(source);
    findings.push_back({"permission", Health::ok, "the module's files can be read", ""});
    findings.push_back(finding_of(info));
  } catch (const Error& error) {
    if (error.kind() == Error::Kind::permission)
      findings.push_back({"permission", Health::denied, error.what(), "sudo mmscope doctor"});
    else if (error.kind() == Error::Kind::bad_data)
      findings.push_back({"wire", Health::missing, error.what(),
                          "make load: the module and this tool must be of one version"});
    else if (verdict_of(findings) == Health::ok) // otherwise what is missing stands above
      findings.push_back({"wire", Health::missing, error.what(), ""});
  }
}

} // namespace mmscope::model
