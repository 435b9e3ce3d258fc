// SPDX-License-Identifier: GPL-2.0
#include "view/bench_json.hpp"

namespace mmscope::view {
namespace {

void add_buckets(std::vector<model::Object>& buckets,
                 const std::vector<model::BenchFigures>& figures) {
  for (const model::BenchFigures& one : figures)
    for (const model::BenchBucket& bucket : one.buckets)
      buckets.push_back(model::to_object(bucket));
}

} // namespace

Document bench_document(const model::BenchResult& result) {
  std::vector<model::Object> rows;
  std::vector<model::Object> buckets;
  for (const model::BenchFigures& figures : result.figures)
    rows.push_back(model::to_object(result, figures));
  add_buckets(buckets, result.figures);
  std::vector<model::Object> runs;
  if (result.run)
    runs.push_back(model::to_object(*result.run));
  return {json_head("bench_result", result.header),
          std::move(rows),
          {{"bench_runs", std::move(runs)},
           {"bench_checks", model::to_objects(result.checks)},
           {"bench_places", model::to_objects(result.places)},
           {"bench_orders", model::to_objects(result.orders)},
           {"bench_reserves", model::to_objects(result.reserves)},
           {"bench_threads", model::to_objects(result.threads)},
           {"bench_buckets", std::move(buckets)}}};
}

Document saved_document(const model::SavedRun& run) {
  Document document = bench_document(run.result);
  document.head.emplace_back("id", run.id);
  std::vector<model::Object> empties;
  for (const model::BenchFigures& empty : run.result.empties)
    empties.push_back(model::to_object(empty.row));
  for (auto& [name, objects] : document.more)
    if (name == "bench_buckets")
      add_buckets(objects, run.result.empties);
  std::vector<model::Object> samples;
  for (const model::OpSamples& one : run.samples)
    samples.push_back(model::to_object(one));
  document.more.push_back({"bench_empties", std::move(empties)});
  document.more.push_back({"bench_samples", std::move(samples)});
  document.more.push_back({"bench_environments", {run.environment.facts}});
  document.more.push_back({"infos", {run.environment.info}});
  return document;
}

} // namespace mmscope::view
