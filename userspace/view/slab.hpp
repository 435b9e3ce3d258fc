// SPDX-License-Identifier: GPL-2.0
// `mmscope slab` as text and as JSON.
#ifndef MMSCOPE_VIEW_SLAB_HPP
#define MMSCOPE_VIEW_SLAB_HPP

#include <optional>
#include <string>
#include <vector>

#include "model/slab.hpp"
#include "model/slab_pages.hpp"
#include "view/json.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// `shown` are some of all, in the order that was asked for.
[[nodiscard]] std::string slab_list(const Screen& screen, const model::Slabs& all,
                                    const std::vector<model::SlabCache>& shown);

[[nodiscard]] std::string slab_show(const Screen& screen, const model::SlabCache& cache,
                                    const std::vector<model::Hardening>& hardening);

// Rows are the caches; their nodes stand beside them, and what protects all of
// them where that was asked for.

// By node, against the census; for one cache, the slabs of its order.
[[nodiscard]] std::string slab_pages(const Screen& screen, const model::SlabJoin& join);
[[nodiscard]] std::string slab_pages_of_order(const Screen& screen, const model::SlabJoin& join,
                                              const model::SlabCache& cache);

[[nodiscard]] Document slab_document(const model::Slabs& all,
                                     const std::vector<model::SlabCache>& shown,
                                     const std::vector<model::Hardening>& hardening,
                                     const std::optional<model::SlabJoin>& join);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_SLAB_HPP
