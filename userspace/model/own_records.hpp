// SPDX-License-Identifier: GPL-2.0
// Records that the tool makes itself: computed from the module's, or read from
// the kernel's own files. Described as fields.h describes the wire's, so that
// `explain`, `show` and the JSON Schema treat all records alike.
#ifndef MMSCOPE_MODEL_OWN_RECORDS_HPP
#define MMSCOPE_MODEL_OWN_RECORDS_HPP

#include <vector>

#include "wire/schema.hpp"

namespace mmscope::model {

// Types besides those of the wire: "decimal" and "names" (a list of them). Where
// `file` is a path, the record is read from there.
[[nodiscard]] const std::vector<wire::RecordInfo>& own_records();

// The wire's records and these.
[[nodiscard]] std::vector<const wire::RecordInfo*> all_records();

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_OWN_RECORDS_HPP
