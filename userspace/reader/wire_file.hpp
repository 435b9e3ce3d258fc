// SPDX-License-Identifier: GPL-2.0
// One file of the module, parsed and typed.
#ifndef MMSCOPE_READER_WIRE_FILE_HPP
#define MMSCOPE_READER_WIRE_FILE_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "reader/row.hpp"

namespace mmscope::reader {

struct Header {
  std::uint64_t wire = 0;
  std::uint64_t nr = 0;
  std::uint64_t page_size = 0;
  std::optional<std::uint64_t> ktime_ns;
  std::optional<std::uint64_t> took_ns;
  std::string kind;
  std::string kernel;
};

class WireFile {
public:
  Header header;

  // Every record of one type, in the file's order.
  template <class Record> [[nodiscard]] const std::vector<Row<Record>>& rows() const& {
    return std::get<std::vector<Row<Record>>>(rows_);
  }
  template <class Record> [[nodiscard]] std::vector<Row<Record>> rows() && {
    return std::move(std::get<std::vector<Row<Record>>>(rows_));
  }
  template <class Record> void add(Row<Record> row) {
    std::get<std::vector<Row<Record>>>(rows_).push_back(std::move(row));
  }

private:
  // One vector for each record of fields.h; monostate only takes up the place
  // before the first comma.
#define MMS_ROWS(tag, file, meaning) , std::vector<Row<mms_wire_##tag>>
  std::tuple<std::monostate MMS_RECORDS(MMS_ROWS)> rows_;
#undef MMS_ROWS
};

// Throws Error(bad_data) with the file's name, the line and what is wrong with
// it. Unknown tags and keys are passed over. A row that is returned has the keys
// that identify it (identity.hpp). A pure function: fuzzed as it is.
[[nodiscard]] WireFile parse_wire(std::string_view text, std::string_view file_name);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_WIRE_FILE_HPP
