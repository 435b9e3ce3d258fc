// SPDX-License-Identifier: GPL-2.0
#include <fmt/core.h>

#include "view/objects.hpp"
#include "view/record.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {

std::string model_list(const Screen& screen, const model::MemoryModel& model) {
  Table table({{"start pfn"}, {"end pfn"}, {"size"}, {"state", Align::left}});
  for (const model::SectionRange& range : model.ranges) {
    const auto& f = range.fields;
    const std::string_view state = f.state;
    const Role role = state == "online" ? Role::good : state == "hole" ? Role::dim : Role::warning;
    // A range that ends before it starts is nonsense, and no size.
    const auto length =
        f.end_pfn >= f.start_pfn ? std::optional(f.end_pfn - f.start_pfn) : std::nullopt;
    table.add(
        {hex(f.start_pfn), hex(f.end_pfn), pages(length, model.header.page_size), {f.state, role}});
  }
  return table.render(screen.style, screen.width);
}

std::string model_show(const Screen& screen, const model::MemoryModel& model) {
  static const RecordLayout layout = {
      {{"Model",
        {"memory_model", "page_size_bytes", "max_order", "pageblock_order", "struct_page_bytes"}},
       {"Sections",
        {"section_size_bytes", "subsection_size_bytes", "sections_scanned", "sections_present",
         "sections_online", "memmap_bytes"}},
       {"page->flags",
        {"nodes_*", "nr_pageflags", "sections_width", "sections_pgshift", "zones_*",
         "last_cpupid_*"}},
       {"Addresses", {"max_physmem_bits", "phys_bits", "virt_bits", "pgtable_levels", "*"}}},
      ""};
  return render_record(screen, "Memory model", model::to_object(model.row),
                       reader::RecordOf<mms_wire_model>::info(), layout, model.header.page_size) +
         "\n" + screen.style.paint(Role::title, "Sections by pfn") + "\n" +
         model_list(screen, model);
}

std::string info_show(const Screen& screen, const model::Info& info) {
  static const RecordLayout layout = {
      {{"Module", {"version", "built_for", "arch", "free_list_bound"}},
       {"Memory and machine", {"mem_*", "nr_*", "max_nr_zones", "nodes_*", "cpus_online"}},
       {"Kernel features (1 is on)", {"init_on_*", "config_*"}}},
      ""};
  return render_record(screen, fmt::format("mmscope.ko on Linux {}", info.header.kernel),
                       model::to_object(info.row), reader::RecordOf<mms_wire_info>::info(), layout,
                       info.header.page_size);
}

} // namespace mmscope::view
