// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <fmt/core.h>
#include <memory>

#include "cli/commands.hpp"
#include "model/vma_checks.hpp"
#include "reader/error.hpp"
#include "view/vma.hpp"

namespace mmscope::cli {
namespace {

using model::Vma;
using reader::Error;

struct VmaOptions {
  std::string pid;
  std::string addr;
  std::optional<std::uint64_t> nid;
};

std::uint64_t parse_address(const std::string& text) {
  const bool hexadecimal = text.substr(0, 2) == "0x";
  const char* const begin = text.data() + (hexadecimal ? 2 : 0);
  const char* const end = text.data() + text.size();
  std::uint64_t address = 0;
  const auto result = std::from_chars(begin, end, address, hexadecimal ? 16 : 10);
  if (begin == end || result.ec != std::errc() || result.ptr != end)
    throw UsageError(fmt::format("'{}' is no address: a number, hexadecimal after 0x", text));
  return address;
}

void keep_address(model::AddressSpace& space, const VmaOptions& options) {
  const std::uint64_t address = parse_address(options.addr);
  std::erase_if(space.vmas, [&](const Vma& vma) {
    return address < vma.range.start || address >= vma.range.end;
  });
  if (space.vmas.empty())
    throw Error(Error::Kind::failed,
                fmt::format("{:#x} lies in no VMA of process {}", address, options.pid));
}

void keep_node(model::AddressSpace& space, std::uint64_t nid) {
  std::erase_if(space.vmas, [&](const Vma& vma) {
    const auto nodes = vma.nodes();
    return !nodes || nodes->count(nid) == 0 || nodes->at(nid) == 0;
  });
}

void show_vmas(Context& context, const VmaOptions& options) {
  if (!options.addr.empty())
    (void)parse_address(options.addr); // before anything is read
  model::AddressSpace space = model::load_address_space(context.source, {options.pid});
  if (!options.addr.empty())
    keep_address(space, options);
  if (options.nid)
    keep_node(space, *options.nid);
  const std::vector<model::VmaCheck> checks = model::check_vmas(space);
  if (context.json)
    return context.print_json(view::vma_document(space, checks));
  context.print(options.addr.empty() ? view::vma_table(context.screen, space, checks)
                                     : view::vma_records(context.screen, space, checks));
}

} // namespace

void add_vma(CLI::App& app, Context& context) {
  CLI::App* vma = app.add_subcommand(
      "vma", "a process's address space (struct vm_area_struct); works without the module");
  vma->callback([vma] {
    if (vma->get_subcommands().empty())
      throw UsageError("vma what? show PID or watch PID: see mmscope vma -h.");
  });
  const auto options = std::make_shared<VmaOptions>();
  CLI::App* command = vma->add_subcommand(
      "show", "a line for each VMA: what is behind it, and where its pages are");
  command->add_option("PID", options->pid, "a process, or self")->required()->type_name("");
  command
      ->add_option("-a,--addr", options->addr, "every figure of the VMA that this address lies in")
      ->type_name("ADDR");
  command->add_option("--node", options->nid, "only VMAs with pages on this node")
      ->type_name("NID");
  command->callback([options, &context] { show_vmas(context, *options); });
  add_vma_watch(*vma, context);
}

} // namespace mmscope::cli
