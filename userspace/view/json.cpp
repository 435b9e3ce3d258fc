// SPDX-License-Identifier: GPL-2.0
#include "view/json.hpp"

#include <nlohmann/json.hpp>

namespace mmscope::view {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const model::Object& object) {
  Json json = Json::object();
  for (const auto& [key, value] : object)
    std::visit([&, &name = key](const auto& held) { json[name] = held; }, value);
  return json;
}

Json to_json(const std::vector<model::Object>& objects) {
  Json json = Json::array();
  for (const model::Object& object : objects)
    json.push_back(to_json(object));
  return json;
}

} // namespace

model::Object json_head(std::string kind) {
  return {{"wire", std::uint64_t{MMS_WIRE_VERSION}}, {"kind", std::move(kind)}};
}

model::Object json_head(std::string kind, const reader::Header& header) {
  model::Object head = json_head(std::move(kind));
  if (!header.kernel.empty())
    head.emplace_back("kernel", header.kernel);
  head.emplace_back("page_size", header.page_size);
  if (header.ktime_ns)
    head.emplace_back("ktime_ns", *header.ktime_ns);
  if (header.took_ns)
    head.emplace_back("took_ns", *header.took_ns);
  return head;
}

model::Object json_head(const reader::Header& header) {
  model::Object head = json_head(header.kind, header);
  head.emplace_back("nr", header.nr);
  return head;
}

std::string render_json(const Document& document, bool pretty) {
  Json json = to_json(document.head);
  json["rows"] = to_json(document.rows);
  for (const auto& [name, objects] : document.more)
    json[name] = to_json(objects);
  // Text of the kernel is bytes: what is no UTF-8 must not end in an exception.
  return json.dump(pretty ? 2 : -1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace mmscope::view
