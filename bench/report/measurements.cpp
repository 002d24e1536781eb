// SPDX-License-Identifier: Apache-2.0
#include "bench/report/measurements.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <nlohmann/json.hpp>

namespace lintel::bench {
namespace {

using Json = nlohmann::ordered_json;

double in_nanoseconds(const std::string& unit) {
  if (unit == "s") return 1e9;
  if (unit == "ms") return 1e6;
  return unit == "us" ? 1e3 : 1;
}

// What Google Benchmark says of each run beside the counters.
const std::set<std::string_view> housekeeping = {"family_index", "per_family_instance_index",
                                                 "repetitions",  "repetition_index",
                                                 "threads",      "iterations",
                                                 "real_time",    "cpu_time"};

// All times are processor time, so that what other processes do is in none of them. This is Google
// Benchmark's mark of a benchmark that measures its time itself.
constexpr std::string_view timed_itself = "/manual_time";

// A row while it is being read: with the place that it was first seen in, and all that it counted.
struct Gathered {
  std::array<int, 3> place;  // file, family and member of it
  Row row;
  std::map<std::string, std::vector<double>> counted;
};

class Gathering {
 public:
  void add(const Json& raw) {
    for (const auto& [name, value] : raw.at("context").items())
      result_.facts[name] = value.is_string() ? value.get<std::string>() : value.dump();
    for (const Json& run : raw.at("benchmarks"))
      run.at("run_type") == "iteration" ? add_repetition(run) : add_growth(run);
    ++files_;
  }

  Measurements take() {
    std::sort(rows_.begin(), rows_.end(),
              [](const Gathered& a, const Gathered& b) { return a.place < b.place; });
    for (Gathered& gathered : rows_) {
      std::sort(gathered.row.times.begin(), gathered.row.times.end());
      for (const auto& [name, values] : gathered.counted)
        gathered.row.counters[name] = cli::summarise(values).median;
      result_.rows.push_back(std::move(gathered.row));
    }
    return std::move(result_);
  }

 private:
  void add_repetition(const Json& run) {
    const std::string run_name = run.at("run_name");
    const std::string name = row_name(run_name);
    auto gathered = std::find_if(rows_.begin(), rows_.end(),
                                 [&](const Gathered& seen) { return seen.row.name == name; });
    if (gathered == rows_.end()) {
      const std::array<int, 3> place = {files_, run.at("family_index"),
                                        run.at("per_family_instance_index")};
      gathered = rows_.insert(gathered, Gathered{place, Row{name, {}, {}}, {}});
    }
    gathered->row.times.push_back(
        run.at(run_name.ends_with(timed_itself) ? "real_time" : "cpu_time").get<double>() *
        in_nanoseconds(run.at("time_unit")));
    for (const auto& [key, value] : run.items()) {
      if (value.is_number() && !housekeeping.contains(key)) gathered->counted[key].push_back(value);
    }
  }

  // The order of growth that was fitted to the sizes of one benchmark; all of them, if processes
  // differ.
  void add_growth(const Json& run) {
    if (run.at("aggregate_name") != "BigO") return;
    std::string& orders = result_.growth[run.at("run_name")];
    const std::string order = run.at("big_o");
    if ((" or " + orders + " or ").find(" or " + order + " or ") != std::string::npos) return;
    orders += (orders.empty() ? "" : " or ") + order;
  }

  int files_ = 0;
  std::vector<Gathered> rows_;
  Measurements result_;
};

// One line a row, so that two results can be compared with any tool for text.
std::string with_a_line_a_row(Json file, const std::vector<Json>& rows) {
  file["rows"] = "ROWS";
  std::string lines;
  for (const Json& row : rows) lines += (lines.empty() ? "\n    " : ",\n    ") + row.dump();
  std::string text = file.dump(2) + "\n";
  return text.replace(text.find("\"ROWS\""), 6, "[" + lines + "\n  ]");
}

}  // namespace

double Row::counter(const std::string& counter_name) const {
  const auto found = counters.find(counter_name);
  return found == counters.end() ? 0 : found->second;
}

std::string row_name(const std::string& run_name) {
  return run_name.substr(0, std::min(run_name.find(timed_itself), run_name.find("/iterations:")));
}

const Row* Measurements::find(std::string_view name) const {
  for (const Row& row : rows) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

std::string Measurements::fact(const std::string& name) const {
  const auto found = facts.find(name);
  return found == facts.end() ? "unknown" : found->second;
}

Measurements read_raw(const std::vector<std::string>& texts) {
  Gathering gathering;
  for (const std::string& text : texts) gathering.add(Json::parse(text));
  return gathering.take();
}

std::string write_result(const Measurements& measurements) {
  Json file;
  for (const char* name : fact_names) file[name] = measurements.fact(name);
  std::vector<Json> rows;
  for (const Row& row : measurements.rows) {
    Json times = Json::array();
    for (const double time : row.times) times.push_back(std::round(time * 100) / 100);
    Json entry = {{"name", row.name}, {"nanoseconds", times}};
    for (const auto& [name, value] : row.counters) entry[name] = value;
    rows.push_back(std::move(entry));
  }
  for (const auto& [name, order] : measurements.growth) file["growth"][name] = order;
  return with_a_line_a_row(std::move(file), rows);
}

Measurements read_result(const std::string& text) {
  const Json file = Json::parse(text);
  Measurements result;
  for (const char* name : fact_names) result.facts[name] = file.at(name);
  for (const Json& entry : file.at("rows")) {
    Row row{entry.at("name"), entry.at("nanoseconds"), {}};
    for (const auto& [name, value] : entry.items()) {
      if (value.is_number()) row.counters[name] = value;
    }
    result.rows.push_back(std::move(row));
  }
  if (file.contains("growth")) {
    for (const auto& [name, order] : file.at("growth").items()) result.growth[name] = order;
  }
  return result;
}

}  // namespace lintel::bench
