// SPDX-License-Identifier: GPL-2.0
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/doctor.hpp"
#include "tests/verify_machine.hpp"
#include "view/doctor.hpp"
#include "wire/version.h"

namespace mmscope::tests {
namespace {

using model::Finding;
using model::Health;

// A machine on which nothing is missing.
Files sound_machine() {
  Files files = machine_files(Kernel::v6_1);
  files["/proc/sys/kernel/osrelease"] = "6.1.0-test\n";
  files["/proc/sys/kernel/tainted"] = "12288\n";
  files["/proc/sys/kernel/kptr_restrict"] = "1\n";
  files["/proc/mounts"] = "none /sys/kernel/debug debugfs rw 0 0\n";
  files["/sys/module/mmscope/version"] = MMS_VERSION "\n";
  files["/sys/kernel/security/lockdown"] = "[none] integrity confidentiality\n";
  files["/sys/kernel/btf/vmlinux"] = "BTF";
  return files;
}

std::vector<Finding> examine(const Files& files) {
  return model::examine(reader::Source::recorded(Tree(files).root()));
}

Finding finding(const Files& files, const std::string& check) {
  for (const Finding& found : examine(files)) {
    if (found.check == check)
      return found;
  }
  ADD_FAILURE() << "no check " << check;
  return {};
}

TEST(Doctor, SoundMachine) {
  const std::vector<Finding> findings = examine(sound_machine());
  for (const Finding& found : findings)
    EXPECT_LE(found.health, Health::info) << found.check << ": " << found.found;
  EXPECT_EQ(verdict_of(findings), Health::ok);
}

TEST(Doctor, EachCheckOnItsOwn) {
  struct Case {
    const char* path;
    const char* text; // nullptr: the file is not there
    const char* check;
    Health health;
  };
  const std::string info = std::string(published_dir) + "info";
  for (const Case& one : std::vector<Case>{
           {"/proc/sys/kernel/osrelease", "6.0.9\n", "kernel", Health::missing},
           {"/proc/sys/kernel/osrelease", "5.10.0-30-amd64\n", "kernel", Health::missing},
           {"/proc/sys/kernel/osrelease", "6.12.3+deb12\n", "kernel", Health::ok},
           {"/proc/sys/kernel/osrelease", "7.0\n", "kernel", Health::ok},
           {"/proc/sys/kernel/osrelease", "strange\n", "kernel", Health::missing},
           {"/proc/sys/kernel/osrelease", nullptr, "kernel", Health::warning},
           {"/sys/kernel/security/lockdown", "none [integrity] confidentiality\n", "lockdown",
            Health::warning},
           {"/sys/kernel/security/lockdown", nullptr, "lockdown", Health::info},
           {"/dev/kmsg", "6,900,0,-;late\n", "kernel log", Health::warning},
           {"/dev/kmsg", "6,0,0,-;Linux\n", "kernel log", Health::info},
           {"/dev/kmsg", "nonsense\n", "kernel log", Health::warning},
           {"/dev/kmsg", nullptr, "kernel log", Health::warning},
           {"/proc/pagetypeinfo", nullptr, "/proc/pagetypeinfo", Health::warning},
           {"/proc/sys/kernel/kptr_restrict", "2\n", "kptr_restrict", Health::info},
           {"/proc/sys/kernel/kptr_restrict", "7\n", "kptr_restrict", Health::info},
           {"/sys/kernel/btf/vmlinux", nullptr, "BTF", Health::info},
           {"/proc/sys/kernel/tainted", "512\n", "taint", Health::warning},
           {"/proc/sys/kernel/tainted", "x\n", "taint", Health::info},
           {info.c_str(), nullptr, "wire", Health::missing},
           {info.c_str(), "mmscope wire=1 kind=info nr=7 page_size=4096\n", "wire",
            Health::missing}}) {
    Files files = sound_machine();
    if (one.text)
      files[one.path] = one.text;
    else
      files.erase(one.path);
    const Finding found = finding(files, one.check);
    EXPECT_EQ(found.health, one.health) << one.path << ": " << found.found;
  }
}

TEST(Doctor, WireOfTheFuture) {
  Files files = sound_machine();
  std::string& info = files[std::string(published_dir) + "info"];
  info = replaced(info, "wire=1", "wire=99");
  const Finding found = finding(files, "wire");
  EXPECT_EQ(found.health, Health::missing);
  EXPECT_NE(found.found.find("99"), std::string::npos);
  EXPECT_NE(found.mend.find("make load"), std::string::npos);
  EXPECT_EQ(verdict_of(examine(files)), Health::missing);
}

TEST(Doctor, ModuleOfAnotherKernelOrVersion) {
  Files files = sound_machine();
  std::string& info = files[std::string(published_dir) + "info"];
  info = replaced(info, "built_for=6.1.0-test", "built_for=6.1.0-other");
  EXPECT_EQ(finding(files, "wire").health, Health::warning);
  files = sound_machine();
  std::string& version = files[std::string(published_dir) + "info"];
  version = replaced(version, "version=" MMS_VERSION, "version=9.9.9");
  EXPECT_EQ(finding(files, "wire").health, Health::warning);
}

TEST(Doctor, FeaturesThatAreNotBuiltInAreNoFault) {
  Files files = sound_machine();
  std::string& info = files[std::string(published_dir) + "info"];
  info = replaced(info, "config_cma=1", "config_cma=0");
  info = replaced(info, " config_numa=1", "");
  EXPECT_EQ(finding(files, "CONFIG_CMA").health, Health::info);
  EXPECT_EQ(finding(files, "CONFIG_NUMA").found, "the module does not say");
  EXPECT_EQ(verdict_of(examine(files)), Health::ok);
}

TEST(Doctor, Taint) {
  EXPECT_EQ(model::taint_text(0), "not tainted");
  EXPECT_EQ(model::taint_text(1 << 12 | 1 << 13), "O (out-of-tree module), E (unsigned module)");
  EXPECT_EQ(model::taint_text(1ULL << 40), "bit 40");
}

TEST(Doctor, PermissionComesBeforeWhatIsMissing) {
  const Finding ok = {"a", Health::ok, "", ""};
  const Finding warning = {"b", Health::warning, "", ""};
  const Finding missing = {"c", Health::missing, "", ""};
  const Finding denied = {"d", Health::denied, "", ""};
  EXPECT_EQ(model::verdict_of({ok, warning}), Health::ok);
  EXPECT_EQ(model::verdict_of({ok, missing}), Health::missing);
  EXPECT_EQ(model::verdict_of({missing, denied, ok}), Health::denied);
}

TEST(Doctor, TextNamesTheRemedy) {
  const std::string text = view::doctor_text(
      {view::Style(), 0}, {{"debugfs", Health::missing, "not mounted", "mount -t debugfs none x"}});
  EXPECT_EQ(text, "missing  debugfs                      not mounted  -> mount -t debugfs none x\n"
                  "something that mmscope needs is missing\n");
}

TEST(Doctor, Json) {
  const auto json = nlohmann::json::parse(
      view::render_json(view::doctor_document(examine(sound_machine())), false));
  EXPECT_EQ(json["kind"], "doctor");
  EXPECT_EQ(json["result"], "ok");
  EXPECT_EQ(json["rows"][0]["check"], "kernel");
  EXPECT_EQ(json["rows"][0]["result"], "ok");
  EXPECT_EQ(json["rows"][0]["found"], "6.1.0-test");
}

} // namespace
} // namespace mmscope::tests
