// SPDX-License-Identifier: GPL-2.0
// Pages of this process, one of each sort, to ask about: what they are mapped to
// is known to /proc/self/pagemap as well.
#ifndef MMSCOPE_MODEL_OWN_PAGES_HPP
#define MMSCOPE_MODEL_OWN_PAGES_HPP

#include <cstdint>
#include <string>
#include <vector>

namespace mmscope::model {

struct OwnPage {
  std::string name; // "anonymous page"
  std::uint64_t addr = 0;
};

// Mapped by the first call and kept. A sort that cannot be had is left out.
[[nodiscard]] const std::vector<OwnPage>& own_pages();

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_OWN_PAGES_HPP
