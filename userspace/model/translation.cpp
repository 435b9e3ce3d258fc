// SPDX-License-Identifier: GPL-2.0
#include "model/translation.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include "reader/error.hpp"
#include "wire/pgtable.h"

namespace mmscope::model {

Translation parse_translation(std::string_view answer) {
  const reader::WireFile file = reader::parse_wire(answer, "translate");
  const auto& rows = file.rows<mms_wire_translation>();
  if (rows.size() != 1)
    throw reader::Error(
        reader::Error::Kind::bad_data,
        fmt::format("translate answered with {} translation records, expected 1", rows.size()));
  return {file.header, file.rows<mms_wire_pgtable_level>(), rows.front(),
          file.rows<mms_wire_page_info>()};
}

Translation request_translation(const reader::Source& source, const std::string& addr,
                                const std::string& pid) {
  return parse_translation(source.request(
      "translate", fmt::format("addr={}{}{}", addr, pid.empty() ? "" : " pid=", pid)));
}

Translation request_own_translation(const reader::Source& source, std::uint64_t addr) {
  return request_translation(source, fmt::format("{:#x}", addr), std::to_string(::getpid()));
}

Access access_of(const Translation& translation) {
  const bool of_process = std::string_view(translation.row.fields.area) == "user";
  Access access{true, true, true};
  for (std::size_t i = 0; i < translation.levels.size(); ++i) {
    const std::uint64_t flags = present(translation.levels[i].fields.flags_bits).value_or(0);
    access.write = access.write && (flags & MMS_PTE(WRITABLE)) != 0;
    access.user = access.user && (flags & MMS_PTE(USER)) != 0;
    // With page-table isolation the kernel sees the whole user half as nx; in
    // the tables that user space runs on this flag is not there.
    const bool isolation = of_process && i == 0;
    access.execute = access.execute && ((flags & MMS_PTE(NX)) == 0 || isolation);
  }
  return access;
}

} // namespace mmscope::model
