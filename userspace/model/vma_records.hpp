// SPDX-License-Identifier: GPL-2.0
// The records of `mmscope vma`, for own_records.cpp.
#ifndef MMSCOPE_MODEL_VMA_RECORDS_HPP
#define MMSCOPE_MODEL_VMA_RECORDS_HPP

#include <array>

#include "wire/schema.hpp"

namespace mmscope::model {

// One field, one line, as in fields.h.
/* clang-format off */
inline constexpr std::array vma_fields = {
    wire::FieldInfo{"text", "start_addr", "", "6.1", "vm_area_struct.vm_start", "First address, hexadecimal."},
    wire::FieldInfo{"text", "end_addr", "", "6.1", "vm_area_struct.vm_end", "First address after it."},
    wire::FieldInfo{"name", "perms", "", "6.1", "show_vma_header_prefix()", "read, write, execute, and s for shared or p for private (copy on write)."},
    wire::FieldInfo{"name", "backing", "", "6.1", "get_vma_name()", "What is behind it: file, anon, heap, stack, shmem, hugetlb, device, vdso, vvar, vsyscall or special."},
    wire::FieldInfo{"u64", "size_bytes", "bytes", "6.1", "vm_area_struct", "Address space."},
    wire::FieldInfo{"u64", "offset_bytes", "bytes", "6.1", "vm_area_struct.vm_pgoff", "Where in the file it begins."},
    wire::FieldInfo{"text", "dev", "", "6.1", "super_block.s_dev", "Device of the file, major:minor, hexadecimal."},
    wire::FieldInfo{"u64", "inode", "", "6.1", "inode.i_ino", "Inode of the file; 0 without one."},
    wire::FieldInfo{"text", "path", "", "6.1", "get_vma_name()", "Path of the file, or what the kernel calls it; absent without a name."},
    wire::FieldInfo{"u64", "steady", "", "6.1", "/proc/PID/maps", "1 if it was the same before and after everything was read."},
    wire::FieldInfo{"u64", "memory_pages", "pages", "6.1", "smaps: Rss, Private_Hugetlb, Shared_Hugetlb", "Pages that are in memory and mapped."},
    wire::FieldInfo{"list", "nids", "nid", "6.1", "page_to_nid()", "Nodes that they are on."},
    wire::FieldInfo{"list", "node_pages", "pages", "6.1", "page_to_nid()", "How many on each: by pfn where the module tells, else by numa_maps."},
    wire::FieldInfo{"u64", "shared_pages", "pages", "6.1", "smaps: Shared_Clean, Shared_Dirty, Shared_Hugetlb", "Those of them that other page-table entries map too."},
    wire::FieldInfo{"u64", "anon_pages", "pages", "6.1", "smaps: Anonymous", "Those that are of no file: copied on write, or never of one."},
    wire::FieldInfo{"u64", "thp_pages", "pages", "6.1", "smaps: AnonHugePages, ShmemPmdMapped, FilePmdMapped", "Those in transparent huge pages that one PMD maps."},
    wire::FieldInfo{"u64", "hugetlb_pages", "pages", "6.1", "smaps: Private_Hugetlb, Shared_Hugetlb", "Those in hugetlb pages, in pages of the base size."},
    wire::FieldInfo{"u64", "ksm_pages", "pages", "6.1", "PAGE_MAPPING_KSM", "Those that KSM merged: by the module, else smaps (since 6.6)."},
    wire::FieldInfo{"u64", "swapped_pages", "pages", "6.1", "smaps: Swap", "Pages that are in swap."},
    wire::FieldInfo{"u64", "locked_pages", "pages", "6.1", "smaps: Locked", "Pages that mlock() keeps in memory, its share of shared ones."},
    wire::FieldInfo{"u64", "pss_bytes", "bytes", "6.1", "smaps: Pss", "Memory, each page divided by how often it is mapped."},
    wire::FieldInfo{"u64", "present_pages", "pages", "6.1", "/proc/PID/pagemap", "Pages in memory, counted one by one; pages of zeros are not among them."},
    wire::FieldInfo{"u64", "zero_pages", "pages", "6.1", "is_zero_pfn()", "Pages that were read and never written: all map the one page of zeros."},
    wire::FieldInfo{"u64", "raced_pages", "pages", "6.1", "/proc/PID/pagemap", "Pages that had become something no process maps by the time they were asked about."},
    wire::FieldInfo{"text", "policy", "", "6.1", "numa_maps", "Memory policy."},
    wire::FieldInfo{"names", "flags", "", "6.1", "smaps: VmFlags", "vm_flags, two letters each: see proc(5)."},
};

inline constexpr std::array vma_page_fields = {
    wire::FieldInfo{"text", "start_addr", "", "6.1", "vm_area_struct.vm_start", "The VMA, by its first address."},
    wire::FieldInfo{"u64", "nid", "nid", "6.1", "page_to_nid()", "Node of the pages; absent without the module."},
    wire::FieldInfo{"name", "zone", "", "6.1", "page_zonenum()", "Zone of the pages; absent without the module."},
    wire::FieldInfo{"text", "class", "", "6.1", "stable_page_flags()", "What they are, as in page census; none for memory without struct page."},
    wire::FieldInfo{"u64", "pages", "pages", "6.1", "/proc/PID/pagemap", "Pages counted."},
};

inline constexpr std::array vma_check_fields = {
    wire::FieldInfo{"text", "start_addr", "", "6.1", "vm_area_struct.vm_start", "The VMA, by its first address."},
    wire::FieldInfo{"text", "what", "", "6.1", "/proc/PID/pagemap", "What was counted: in memory, shared, swapped, ksm, or a node."},
    wire::FieldInfo{"text", "file", "", "6.1", "/proc/PID", "The file that says a sum of it: smaps or numa_maps."},
    wire::FieldInfo{"u64", "counted_pages", "pages", "6.1", "/proc/PID/pagemap", "Pages counted one by one."},
    wire::FieldInfo{"u64", "said_pages", "pages", "6.1", "/proc/PID", "Pages that the file says."},
    wire::FieldInfo{"u64", "agrees", "", "6.1", "/proc/PID", "1 if both are equal."},
};

inline constexpr std::array vma_change_fields = {
    wire::FieldInfo{"u64", "look", "", "6.1", "/proc/PID/maps", "The look that saw it; the first one is 0, and sees no change."},
    wire::FieldInfo{"u64", "at_ns", "ns", "6.1", "clock_gettime()", "When that look began, after the first."},
    wire::FieldInfo{"name", "change", "", "6.1", "/proc/PID/maps", "came, went, grew, shrank, moved (grew at one end, shrank at the other), split, merged, regrouped (several into several), replaced (of something else, there) or permissions."},
    wire::FieldInfo{"text", "start_addr", "", "6.1", "vm_area_struct.vm_start", "First address of all VMAs that take part, before or after."},
    wire::FieldInfo{"text", "end_addr", "", "6.1", "vm_area_struct.vm_end", "First address after all of them."},
    wire::FieldInfo{"names", "before", "", "6.1", "/proc/PID/maps", "The VMAs as they were: range and permissions."},
    wire::FieldInfo{"names", "after", "", "6.1", "/proc/PID/maps", "The VMAs as they are."},
    wire::FieldInfo{"u64", "before_bytes", "bytes", "6.1", "/proc/PID/maps", "Their address space before."},
    wire::FieldInfo{"u64", "after_bytes", "bytes", "6.1", "/proc/PID/maps", "Their address space after."},
    wire::FieldInfo{"name", "backing", "", "6.1", "get_vma_name()", "What is behind the first of them: see vma.backing."},
    wire::FieldInfo{"text", "path", "", "6.1", "get_vma_name()", "Its name, where it has one."},
};

inline constexpr std::array vma_page_change_fields = {
    wire::FieldInfo{"u64", "look", "", "6.1", "/proc/PID/numa_maps", "The look that saw it."},
    wire::FieldInfo{"u64", "at_ns", "ns", "6.1", "clock_gettime()", "When that look began, after the first."},
    wire::FieldInfo{"text", "start_addr", "", "6.1", "vm_area_struct.vm_start", "First address of the VMA, or of all that take part in a change of VMAs."},
    wire::FieldInfo{"text", "end_addr", "", "6.1", "vm_area_struct.vm_end", "First address after it."},
    wire::FieldInfo{"name", "backing", "", "6.1", "get_vma_name()", "What is behind it."},
    wire::FieldInfo{"text", "path", "", "6.1", "get_vma_name()", "Its name, where it has one."},
    wire::FieldInfo{"name", "what", "", "6.1", "/proc/PID", "Of what there are more or fewer: node (numa_maps), thp, hugetlb, ksm or swapped (smaps)."},
    wire::FieldInfo{"u64", "nid", "nid", "6.1", "/proc/PID/numa_maps", "The node, where it is one."},
    wire::FieldInfo{"u64", "before_pages", "pages", "6.1", "/proc/PID", "Pages at the look before."},
    wire::FieldInfo{"u64", "after_pages", "pages", "6.1", "/proc/PID", "Pages at this look."},
};
/* clang-format on */

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_VMA_RECORDS_HPP
