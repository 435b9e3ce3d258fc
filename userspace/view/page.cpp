// SPDX-License-Identifier: GPL-2.0
// Single pages.
#include <fmt/core.h>

#include "model/schema.hpp"
#include "view/objects.hpp"
#include "view/record.hpp"
#include "view/table.hpp"
#include "view/units.hpp"
#include "wire/page_class.hpp"

namespace mmscope::view {
namespace {

const char* class_meaning(const std::string& page_class) {
  for (const wire::PageClassInfo& info : wire::page_classes)
    if (page_class == info.name)
      return info.meaning;
  return "";
}

std::string flag_list(const Screen& screen, const model::PageInfo& page) {
  Table table({{"", Align::left}, {"", Align::left}, {"", Align::left, 0, true}});
  const mms_u64 bits = model::present(page.fields.flags_bits).value_or(0);
  for (const wire::PageFlagInfo& flag : wire::page_flags)
    if ((bits & (mms_u64{1} << flag.bit)) != 0)
      table.add({{fmt::format("  {}", flag.name), Role::accent},
                 {flag.source, Role::dim},
                 {flag.meaning, Role::plain}});
  return table.render(screen.style, screen.width);
}

std::string block_text(const model::PageInfo& page) {
  const auto& f = page.fields;
  if (f.order == 0)
    return "a single page";
  const std::string block = fmt::format("{} pages from pfn {:#x} on (order {})",
                                        mms_u64{1} << f.order, f.head_pfn, f.order);
  return f.head_pfn == f.pfn ? "the first of " + block
                             : fmt::format("page {} of {}", f.pfn - f.head_pfn, block);
}

} // namespace

std::string page_show(const Screen& screen, const model::PageInfos& pages) {
  static const RecordLayout layout = {{{"where it lies", {"pfn", "nid", "zone*", "section"}},
                                       {"its pageblock", {"pageblock", "migratetype"}},
                                       {"what it is", {"class", "head_pfn", "order"}},
                                       {"who uses it", {"refcount", "mapcount"}}},
                                      "others"};
  std::string text;
  for (const model::PageInfo& page : pages.rows) {
    const std::string page_class = page.text("class");
    model::Object object = model::to_object(page);
    object.erase(std::remove_if(object.begin(), object.end(),
                                [](const auto& entry) {
                                  return entry.first == "flags" || entry.first == "flags_bits";
                                }),
                 object.end());
    text += render_record(screen,
                          fmt::format("pfn {:#x}, physical address {:#x}", page.fields.pfn,
                                      page.fields.pfn * pages.header.page_size),
                          object, *model::find_record("page_info"), layout, pages.header.page_size);
    text += screen.style.paint(Role::accent, fmt::format("{}: ", page_class)) +
            fmt::format("{}; {}\n", class_meaning(page_class), block_text(page));
    text += screen.style.paint(Role::title, "Flags") + "\n";
    text += page.text("flags").empty() ? screen.style.paint(Role::dim, "  none") + "\n"
                                       : flag_list(screen, page);
  }
  return text;
}

std::string page_find(const Screen& screen, const model::PageInfos& pages) {
  if (pages.rows.empty())
    return screen.style.paint(Role::dim, "No page fits.") + "\n";
  Table table({{"pfn"},
               {"node"},
               {"zone", Align::left},
               {"class", Align::left},
               {"order"},
               {"refcount", Align::right, 1},
               {"mapcount", Align::right, 1},
               {"migratetype", Align::left, 2},
               {"flags", Align::left, 3, true}});
  for (const model::PageInfo& page : pages.rows) {
    const auto& f = page.fields;
    table.add({hex(f.pfn),
               number(model::present(f.nid)),
               {f.zone, Role::accent},
               page.text("class"),
               number(model::present(f.order)),
               number(model::present(f.refcount)),
               number(model::present(f.mapcount)),
               f.migratetype,
               {page.text("flags"), Role::dim}});
  }
  return table.render(screen.style, screen.width);
}

} // namespace mmscope::view
