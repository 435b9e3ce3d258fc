// SPDX-License-Identifier: GPL-2.0
// Parts of the check of the census against counters.
#ifndef MMSCOPE_MODEL_VERIFY_PAGES_HPP
#define MMSCOPE_MODEL_VERIFY_PAGES_HPP

#include <cstdint>

#include "model/verify_checks.hpp"

namespace mmscope::model {

// `published` has the census; `counters` are of another moment: nodes and, for
// how far counters may be off, the per-CPU lists. `thp_pages`: of one PMD-sized
// huge page; 0 where the kernel has none.
void compare_user_pages(FigureList& list, const Published& published, const Published& counters,
                        const PublishedNode& node, std::int64_t thp_pages);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_VERIFY_PAGES_HPP
