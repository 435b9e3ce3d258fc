// SPDX-License-Identifier: GPL-2.0
#include "model/own_pages.hpp"

#include <cstddef>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace mmscope::model {
namespace {

constexpr std::size_t huge_bytes = std::size_t{2} << 20;
constexpr int private_memory = MAP_PRIVATE | MAP_ANONYMOUS;

class PageFigures {
public:
  std::vector<OwnPage> take() {
    add("anonymous page", write_to(map(PROT_READ | PROT_WRITE, private_memory)));
    add("page of zeros", read_from(map(PROT_READ, private_memory)));
    add("page of the tool's binary", read_from(map_binary()));
    add("page of shared memory", write_to(map_shared()));
    add("page amid a huge page", huge_page());
    add("stack page", __builtin_frame_address(0));
    add("page never touched", map(PROT_READ | PROT_WRITE, private_memory));
    void* const forbidden = write_to(map(PROT_READ | PROT_WRITE, private_memory));
    if (forbidden != nullptr && ::mprotect(forbidden, page_bytes_, PROT_NONE) == 0)
      add("page that nobody may touch", forbidden);
    // Below vm.mmap_min_addr nothing is ever mapped.
    add("page outside all mappings", reinterpret_cast<void*>(page_bytes_));
    return std::move(pages_);
  }

private:
  void add(const char* name, const void* page) {
    if (page != nullptr)
      pages_.push_back({name, reinterpret_cast<std::uintptr_t>(page)});
  }

  void* map(int protection, int flags, int fd = -1) const {
    return map(page_bytes_, protection, flags, fd);
  }

  static void* map(std::size_t bytes, int protection, int flags, int fd) {
    void* const page = ::mmap(nullptr, bytes, protection, flags, fd, 0);
    return page == MAP_FAILED ? nullptr : page;
  }

  void* map_binary() const {
    const int fd = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    void* const page = fd < 0 ? nullptr : map(PROT_READ, MAP_PRIVATE, fd);
    if (fd >= 0)
      ::close(fd);
    return page;
  }

  void* map_shared() const { return map(PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS); }

  // Where there are none, small pages are as good.
  void* huge_page() const {
    auto* const room =
        static_cast<char*>(map(2 * huge_bytes, PROT_READ | PROT_WRITE, private_memory, -1));
    if (room == nullptr)
      return nullptr;
    const std::size_t past = reinterpret_cast<std::uintptr_t>(room) % huge_bytes;
    char* const start = room + (past == 0 ? 0 : huge_bytes - past);
    (void)::madvise(start, huge_bytes, MADV_HUGEPAGE);
    *start = 1;
    return write_to(start + 5 * page_bytes_);
  }

  // Locked, so that it is neither swapped out nor left on its way to an LRU list;
  // for want of permission it may move, and is then read again.
  void* write_to(void* page) const {
    if (page == nullptr)
      return nullptr;
    *static_cast<volatile char*>(page) = 1;
    (void)::mlock(page, page_bytes_);
    return page;
  }

  void* read_from(void* page) const {
    if (page == nullptr)
      return nullptr;
    (void)*static_cast<volatile char*>(page);
    (void)::mlock(page, page_bytes_);
    return page;
  }

  std::size_t page_bytes_ = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  std::vector<OwnPage> pages_;
};

} // namespace

const std::vector<OwnPage>& own_pages() {
  static const std::vector<OwnPage> pages = PageFigures().take();
  return pages;
}

} // namespace mmscope::model
