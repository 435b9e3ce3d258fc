// SPDX-License-Identifier: GPL-2.0
#include "view/doctor.hpp"

#include "view/text.hpp"

namespace mmscope::view {
namespace {

using model::Finding;
using model::Health;

const char* health_name(Health health) {
  switch (health) {
  case Health::ok:
    return "ok";
  case Health::info:
    return "info";
  case Health::warning:
    return "warning";
  case Health::missing:
    return "missing";
  default:
    return "denied";
  }
}

Role health_role(Health health) {
  switch (health) {
  case Health::ok:
    return Role::good;
  case Health::info:
    return Role::dim;
  case Health::warning:
    return Role::warning;
  default:
    return Role::bad;
  }
}

// The longest names of a health and of a check, and two blanks.
constexpr std::size_t health_width = 9;
constexpr std::size_t check_width = 29;

} // namespace

std::string doctor_text(const Screen& screen, const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    const std::string health = padded(health_name(finding.health), health_width, Align::left);
    text += screen.style.paint(health_role(finding.health), health) +
            padded(finding.check, check_width, Align::left) + finding.found;
    if (!finding.mend.empty())
      text += screen.style.paint(Role::accent, "  -> " + finding.mend);
    text += "\n";
  }
  switch (verdict_of(findings)) {
  case Health::ok:
    return text + screen.style.paint(Role::good, "everything that mmscope needs is there") + "\n";
  case Health::denied:
    return text + screen.style.paint(Role::bad, "this user may not read it") + "\n";
  default:
    return text + screen.style.paint(Role::bad, "something that mmscope needs is missing") + "\n";
  }
}

Document doctor_document(const std::vector<Finding>& findings) {
  Document document;
  document.head = json_head("doctor");
  document.head.emplace_back("result", std::string(health_name(verdict_of(findings))));
  for (const Finding& finding : findings) {
    model::Object& row = document.rows.emplace_back();
    row.emplace_back("check", finding.check);
    row.emplace_back("result", std::string(health_name(finding.health)));
    row.emplace_back("found", finding.found);
    if (!finding.mend.empty())
      row.emplace_back("mend", finding.mend);
  }
  return document;
}

} // namespace mmscope::view
