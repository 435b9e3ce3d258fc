// SPDX-License-Identifier: GPL-2.0
#include "view/translation.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <span>

#include "view/table.hpp"
#include "view/units.hpp"
#include "wire/page_class.hpp"
#include "wire/pgtable.hpp"

namespace mmscope::view {
namespace {

template <class Info> const char* meaning_of(std::string_view name, std::span<const Info> infos) {
  for (const Info& info : infos)
    if (name == info.name)
      return info.meaning;
  return "";
}

std::string with_blanks(std::string names) {
  std::replace(names.begin(), names.end(), ',', ' ');
  return names;
}

class TranslationPicture {
public:
  TranslationPicture(const Screen& screen, const model::Translation& translation)
      : screen_(screen), it_(translation), f_(translation.row.fields) {}

  [[nodiscard]] std::string draw() {
    headline();
    tables();
    facts();
    return std::move(text_);
  }

private:
  [[nodiscard]] bool mapped() const { return std::string_view(f_.state) == "mapped"; }

  void headline() {
    std::string title = it_.row.text("addr");
    if (const auto pid = model::present(f_.pid))
      title += fmt::format(" of process {}", *pid);
    text_ += screen_.style.paint(Role::title, title) + "  " +
             screen_.style.paint(mapped() ? Role::good : Role::warning, f_.state) + ": " +
             meaning_of<wire::PgtableName>(f_.state, wire::walk_ends) + "\n\n";
  }

  // Each level a step further in, the page at the end of them.
  void tables() {
    if (it_.levels.empty())
      return;
    Table table({{"level", Align::left},
                 {"index"},
                 {"table at", Align::right, 1},
                 {"entry"},
                 {"flags", Align::left, 0, true}});
    for (std::size_t i = 0; i < it_.levels.size(); ++i) {
      const auto& f = it_.levels[i].fields;
      const std::string flags = it_.levels[i].text("flags");
      table.add({{branch(i) + f.level, Role::accent},
                 number(model::present(f.index)),
                 hex(physical(model::present(f.table_pfn))),
                 it_.levels[i].text("entry"),
                 flags.empty() ? Cell(f_.state, Role::dim) : Cell(with_blanks(flags))});
    }
    text_ += table.render(screen_.style, screen_.width);
    if (mapped())
      text_ += branch(it_.levels.size()) +
               screen_.style.paint(Role::good, fmt::format("page of {}", entry_size())) + "\n";
    text_ += "\n";
  }

  static std::string branch(std::size_t depth) {
    return depth == 0 ? "" : std::string(2 * (depth - 1), ' ') + "└─";
  }

  [[nodiscard]] std::optional<std::uint64_t> physical(std::optional<std::uint64_t> pfn) const {
    return pfn ? std::optional(*pfn * it_.header.page_size) : std::nullopt;
  }

  [[nodiscard]] std::string entry_size() const {
    const auto size = model::present(f_.entry_bytes);
    return size ? bytes(*size) : absent_mark;
  }

  void facts() {
    fact("area", fmt::format("{}: {}", f_.area,
                             meaning_of<wire::PgtableName>(f_.area, wire::address_areas)));
    if (const std::string start = it_.row.text("vma_start"); !start.empty())
      fact("VMA", fmt::format("{}-{} {}", start, it_.row.text("vma_end"), f_.vma_flags));
    if (const auto address = model::present(f_.phys_addr))
      fact("physical", fmt::format("{:#x}", *address));
    if (const auto pfn = model::present(f_.pfn))
      fact("pfn", fmt::format("{:#x} ({})", *pfn, *pfn));
    if (const auto type = model::present(f_.swap_type))
      fact("swap",
           fmt::format("device {}, page {}", *type, number(model::present(f_.swap_offset))));
    if (mapped())
      fact("allows", allowed());
    else if (model::present(f_.entry_bytes))
      fact("covers", entry_size() + " with this entry");
    for (const model::PageInfo& page : it_.pages)
      page_facts(page);
    if (mapped() && it_.pages.empty())
      fact("page", "none: no memory of the kernel, a device's registers for instance");
  }

  [[nodiscard]] std::string allowed() const {
    if (it_.levels.empty())
      return absent_mark;
    const auto last = model::present(it_.levels.back().fields.flags_bits).value_or(0);
    if ((last & MMS_PTE(PROTNONE)) != 0)
      return "nothing: each access faults";
    const model::Access access = model::access_of(it_);
    std::string text = access.write ? "read, write" : "read";
    if (access.execute)
      text += ", execute";
    text += access.user ? "" : "; the kernel only";
    if (!access.write && f_.vma_flags[1] == 'w')
      text += "; a write faults first (copy on write, or not dirty yet)";
    return text;
  }

  void page_facts(const model::PageInfo& page) {
    const auto& f = page.fields;
    const std::string page_class = page.text("class");
    fact("page", fmt::format("{}: {}", page_class,
                             meaning_of<wire::PageClassInfo>(page_class, wire::page_classes)));
    fact("", fmt::format("node {} {}, {}, order {}, refcount {}, mapcount {}",
                         number(model::present(f.nid)), f.zone, f.migratetype,
                         number(model::present(f.order)), number(model::present(f.refcount)),
                         number(model::present(f.mapcount))));
    if (const std::string flags = page.text("flags"); !flags.empty())
      fact("", with_blanks(flags));
  }

  void fact(std::string_view label, std::string_view what) {
    constexpr std::size_t indent = 10;
    const std::size_t room = screen_.width > 2 * indent ? screen_.width - indent : 0;
    for (const std::string& line : wrapped(what, room)) {
      text_ += screen_.style.paint(Role::dim, padded(label, indent, Align::left)) + line + "\n";
      label = "";
    }
  }

  const Screen& screen_;
  const model::Translation& it_;
  const mms_wire_translation& f_;
  std::string text_;
};

} // namespace

std::string translation(const Screen& screen, const model::Translation& translation) {
  return TranslationPicture(screen, translation).draw();
}

} // namespace mmscope::view
