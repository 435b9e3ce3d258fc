// SPDX-License-Identifier: GPL-2.0
#include "core/cases/gfp.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

struct Name {
  std::string_view name;
  mms_u32 bit;
};

// The first five say who asks; the rest modifies that.
constexpr Name names[] = {
    {"kernel", MMS_GFP(KERNEL)},       {"atomic", MMS_GFP(ATOMIC)},
    {"nowait", MMS_GFP(NOWAIT)},       {"highuser", MMS_GFP(HIGHUSER)},
    {"movable", MMS_GFP(MOVABLE)},     {"dma", MMS_GFP(DMA)},
    {"dma32", MMS_GFP(DMA32)},         {"reclaimable", MMS_GFP(RECLAIMABLE)},
    {"zero", MMS_GFP(ZERO)},           {"thisnode", MMS_GFP(THISNODE)},
    {"comp", MMS_GFP(COMP)},           {"high", MMS_GFP(HIGH)},
    {"noreclaim", MMS_GFP(NORECLAIM)},
};
static_assert(sizeof(names) / sizeof(names[0]) == MMS_NR_GFP_BITS);

constexpr mms_u32 bases =
    MMS_GFP(KERNEL) | MMS_GFP(ATOMIC) | MMS_GFP(NOWAIT) | MMS_GFP(HIGHUSER) | MMS_GFP(MOVABLE);
// What picks the zone: more than one is no request that the kernel knows.
constexpr mms_u32 zones = MMS_GFP(HIGHUSER) | MMS_GFP(MOVABLE) | MMS_GFP(DMA) | MMS_GFP(DMA32);

constexpr mms_u32 not_for_slabs = MMS_GFP(HIGHUSER) | MMS_GFP(MOVABLE) | MMS_GFP(DMA32);

bool more_than_one(mms_u32 bits) { return (bits & (bits - 1)) != 0; }

const Name* find(std::string_view word) {
  for (const Name& name : names)
    if (name.name == word)
      return &name;
  return nullptr;
}

} // namespace

Result<Gfp> parse_gfp(Request& request, GfpFor whom) {
  std::string_view list = request.has("gfp") ? request.word("gfp") : "kernel";
  mms_u32 bits = 0;
  while (true) {
    std::size_t length = 0;
    while (length < list.size() && list[length] != ',')
      ++length;
    const Name* const name = find({list.data(), length});
    if (name == nullptr) {
      request.reason().add("gfp= does not know '").add({list.data(), length}).add("'; allowed:");
      for (const Name& known : names)
        request.reason().add(" ").add(known.name);
      return invalid;
    }
    bits |= name->bit;
    if (length == list.size())
      break;
    list.remove_prefix(length + 1);
  }
  if ((bits & bases) == 0)
    bits |= MMS_GFP(KERNEL);
  if (more_than_one(bits & bases) || more_than_one(bits & zones)) {
    request.reason().add(
        "gfp= takes one of kernel atomic nowait highuser movable, and at most one that picks a "
        "zone (highuser movable dma dma32)");
    return invalid;
  }
  if (whom == GfpFor::slabs && (bits & not_for_slabs) != 0) {
    request.reason().add("gfp=: slabs are never highuser, movable or dma32");
    return invalid;
  }
  // Both say which free lists: the kernel warns.
  if ((bits & MMS_GFP(MOVABLE)) != 0 && (bits & MMS_GFP(RECLAIMABLE)) != 0) {
    request.reason().add("gfp=: movable and reclaimable exclude each other");
    return invalid;
  }
  return Gfp{mms_gfp(bits), (bits & MMS_GFP(ZERO)) != 0, (bits & MMS_GFP(THISNODE)) != 0};
}

} // namespace mmscope
