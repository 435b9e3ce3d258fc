// SPDX-License-Identifier: GPL-2.0
#include "model/saved_run.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "model/row_of_object.hpp"
#include "reader/error.hpp"
#include "reader/samples_file.hpp"

namespace mmscope::model {
namespace {

using reader::present;

using Json = nlohmann::ordered_json;

Value value_of(const Json& json) {
  if (json.is_number_unsigned())
    return json.get<std::uint64_t>();
  if (json.is_number_integer())
    return json.get<std::int64_t>();
  if (json.is_number())
    return json.get<double>();
  if (json.is_array() && (json.empty() || json.front().is_number()))
    return json.get<std::vector<std::uint64_t>>();
  if (json.is_array())
    return json.get<std::vector<std::string>>();
  return json.get<std::string>();
}

Object object_of(const Json& json) {
  Object object;
  for (const auto& item : json.get_ref<const Json::object_t&>())
    object.emplace_back(item.first, value_of(item.second));
  return object;
}

std::vector<Object> objects_of(const Json& document, const char* name) {
  std::vector<Object> objects;
  if (document.contains(name))
    for (const Json& one : document[name].get_ref<const Json::array_t&>())
      objects.push_back(object_of(one));
  return objects;
}

template <class Record>
std::vector<reader::Row<Record>> rows_in(const Json& document, const char* name) {
  return rows_of<Record>(objects_of(document, name));
}

Object only_object(const Json& document, const char* name) {
  std::vector<Object> objects = objects_of(document, name);
  return objects.empty() ? Object() : std::move(objects.front());
}

reader::Header header_of(const Json& document) {
  reader::Header header;
  header.wire = document.at("wire").get<std::uint64_t>();
  header.kind = document.at("kind").get<std::string>();
  header.kernel = document.value("kernel", "");
  header.page_size = document.at("page_size").get<std::uint64_t>();
  if (document.contains("ktime_ns"))
    header.ktime_ns = document["ktime_ns"].get<std::uint64_t>();
  if (document.contains("took_ns"))
    header.took_ns = document["took_ns"].get<std::uint64_t>();
  return header;
}

SavedRun run_of(const Json& document) {
  SavedRun saved;
  saved.id = document.value("id", "");
  BenchResult& result = saved.result;
  result.header = header_of(document);
  const auto runs = rows_in<mms_wire_bench_run>(document, "bench_runs");
  if (runs.size() != 1)
    throw reader::Error(reader::Error::Kind::bad_data,
                        fmt::format("{} bench_run records, expected 1", runs.size()));
  result.run = runs.front();
  result.checks = rows_in<mms_wire_bench_check>(document, "bench_checks");
  result.places = rows_in<mms_wire_bench_place>(document, "bench_places");
  result.orders = rows_in<mms_wire_bench_order>(document, "bench_orders");
  result.reserves = rows_in<mms_wire_bench_reserve>(document, "bench_reserves");
  result.threads = rows_in<mms_wire_bench_thread>(document, "bench_threads");
  std::vector<reader::Row<mms_wire_bench>> rows = rows_in<mms_wire_bench>(document, "rows");
  for (auto& row : rows_in<mms_wire_bench>(document, "bench_empties"))
    rows.push_back(std::move(row));
  add_figures(result, rows, rows_in<mms_wire_bench_bucket>(document, "bench_buckets"));
  saved.environment.facts = only_object(document, "bench_environments");
  saved.environment.info = only_object(document, "infos");
  if (document.contains("bench_samples"))
    for (const Json& one : document["bench_samples"])
      saved.samples.push_back({one.at("leg").get<std::uint64_t>(), one.at("op").get<std::string>(),
                               one.at("ns").get<std::vector<std::uint64_t>>()});
  return saved;
}

// Name of the op at that place in "alloc,free".
std::string op_at(const std::string& ops, std::uint64_t place) {
  std::size_t at = 0;
  for (; place > 0 && at != std::string::npos; --place)
    at = ops.find(',', at) == std::string::npos ? std::string::npos : ops.find(',', at) + 1;
  return at == std::string::npos ? "" : ops.substr(at, ops.find(',', at) - at);
}

} // namespace

std::vector<OpSamples> load_samples(const reader::Source& source, const BenchResult& result) {
  std::vector<OpSamples> all;
  const reader::SamplesFile file =
      reader::parse_samples(source.read_debugfs("bench/samples"), "bench/samples");
  if (!result.run || file.run != result.run->fields.run)
    return all;
  std::string ops;
  const reader::WireFile cases = load_bench_cases(source);
  for (const auto& one : cases.rows<mms_wire_bench_case>())
    if (result.run->text("case") == one.fields.name)
      ops = one.text("ops");
  for (const reader::Sample& sample : file.samples) {
    const std::string op = op_at(ops, sample.op);
    if (all.empty() || all.back().leg != sample.leg || all.back().op != op)
      all.push_back({sample.leg, op, {}});
    all.back().ns.push_back(sample.ns);
  }
  return all;
}

SavedRun parse_saved_run(std::string_view text, const std::string& file_name) {
  const auto bad = [&](const std::string& why) {
    return reader::Error(reader::Error::Kind::bad_data,
                         fmt::format("{} is no saved run: {}", file_name, why));
  };
  try {
    const Json document = Json::parse(text);
    if (!document.is_object() || document.value("kind", "") != "bench_result")
      throw bad("its kind is not bench_result");
    if (document.at("wire") != MMS_WIRE_VERSION)
      throw bad(fmt::format("it says wire={}, this tool understands {}", document.at("wire").dump(),
                            MMS_WIRE_VERSION));
    return run_of(document);
  } catch (const Json::exception& error) {
    throw bad(error.what());
  } catch (const reader::Error& error) {
    if (std::string_view(error.what()).substr(0, file_name.size()) == file_name)
      throw;
    throw bad(error.what());
  }
}

Object summary_of(const SavedRun& run) {
  Object object = {{"id", run.id}};
  const auto add = [&](const char* key, const Value* value) {
    if (value != nullptr)
      object.emplace_back(key, *value);
  };
  add("date", find_value(run.environment.facts, "date"));
  object.emplace_back("kernel", run.result.header.kernel);
  add("virtualization", find_value(run.environment.facts, "virtualization"));
  const BenchRun& row = *run.result.run;
  object.emplace_back("case", row.text("case"));
  object.emplace_back("request", row.text("request"));
  if (const auto legs = present(row.fields.legs))
    object.emplace_back("legs", *legs);
  object.emplace_back("stopped", std::string(row.fields.stopped));
  return object;
}

Object to_object(const OpSamples& samples) {
  return {{"leg", samples.leg}, {"op", samples.op}, {"ns", samples.ns}};
}

} // namespace mmscope::model
