// SPDX-License-Identifier: Apache-2.0
// Reads what the benchmarks wrote (Google Benchmark's JSON), keeps the times of all repetitions in
// one file, and prints one table: median, spread, throughput, and the ratio to each program by
// hand. A benchmark may have run in several processes.
//
//   bench_report COMMIT RESULT.json RAW.json...
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::ordered_json;

// The value that `share` of the sorted values do not exceed.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - std::floor(place)) * (sorted[above] - sorted[below]);
}

// All repetitions of one benchmark: the times, in nanoseconds, and what it counted. Sorted when all
// have been read.
struct Row {
  std::string name;
  std::array<int, 3> place;  // where it was first seen: file, family and member of it
  std::vector<double> times;
  std::map<std::string, std::vector<double>> counters;

  double median() const { return quantile(times, 0.5); }
  double first_quartile() const { return quantile(times, 0.25); }
  double third_quartile() const { return quantile(times, 0.75); }

  // Half the distance of the quartiles, as a share of the median.
  double spread() const { return (third_quartile() - first_quartile()) / 2 / median(); }
};

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

class Results {
 public:
  void add(const Json& raw) {
    for (const auto& [name, value] : raw.at("context").items()) {
      facts_[name] = value.is_string() ? value.get<std::string>() : value.dump();
    }
    for (const Json& run : raw.at("benchmarks")) {
      run.at("run_type") == "iteration" ? add_repetition(run) : add_growth(run);
    }
    ++files_;
  }

  void sort() {
    const auto by_place = [](const Row& a, const Row& b) { return a.place < b.place; };
    std::sort(rows_.begin(), rows_.end(), by_place);
    for (Row& row : rows_) {
      std::sort(row.times.begin(), row.times.end());
      for (auto& [name, values] : row.counters) std::sort(values.begin(), values.end());
    }
  }

  const std::vector<Row>& rows() const { return rows_; }
  const std::map<std::string, std::string>& growth() const { return growth_; }
  const std::string& fact(const char* name) const { return facts_.at(name); }

  const Row* find(std::string_view name) const {
    for (const Row& row : rows_) {
      if (row.name == name) return &row;
    }
    return nullptr;
  }

 private:
  void add_repetition(const Json& run) {
    const std::string run_name = run.at("run_name");
    const std::string name = run_name.substr(0, run_name.find(timed_itself));
    auto row =
        std::find_if(rows_.begin(), rows_.end(), [&](const Row& r) { return r.name == name; });
    if (row == rows_.end()) {
      const std::array<int, 3> place = {files_, run.at("family_index"),
                                        run.at("per_family_instance_index")};
      row = rows_.insert(row, Row{name, place, {}, {}});
    }
    row->times.push_back(run.at(name == run_name ? "cpu_time" : "real_time").get<double>() *
                         in_nanoseconds(run.at("time_unit")));
    for (const auto& [key, value] : run.items()) {
      if (value.is_number() && !housekeeping.contains(key)) row->counters[key].push_back(value);
    }
  }

  // The order of growth that was fitted to the sizes of one benchmark, such as N or NlgN; all of
  // them, if processes differ.
  void add_growth(const Json& run) {
    if (run.at("aggregate_name") != "BigO") return;
    std::string& orders = growth_[run.at("run_name")];
    const std::string order = run.at("big_o");
    if ((" or " + orders + " or ").find(" or " + order + " or ") != std::string::npos) return;
    orders += (orders.empty() ? "" : " or ") + order;
  }

  std::map<std::string, std::string> facts_;  // of the machine and the build
  int files_ = 0;
  std::vector<Row> rows_;
  std::map<std::string, std::string> growth_;
};

// Three or four digits and a unit, such as 12.3 us: each unit is a thousand of the one before.
std::string with_unit(double value, std::span<const std::string_view> units) {
  std::size_t unit = 0;
  for (; value >= 9999.5 && unit + 1 < units.size(); ++unit) value /= 1000;
  char text[32];
  std::snprintf(text, sizeof text, "%.*f %s", value < 99.95 ? 1 : 0, value, units[unit].data());
  return text;
}

constexpr std::string_view time_units[] = {"ns", "us", "ms", "s"};
constexpr std::string_view byte_units[] = {"B", "KB", "MB", "GB"};
constexpr std::string_view count_units[] = {"", "k", "M", "G"};

// Lintel's time as a multiple of this row's: the medians, and the least and the most that the
// quartiles of both allow. Empty for rows that nothing is compared with.
std::string ratio_text(const Results& results, const Row& row) {
  const std::size_t slash = row.name.rfind('/');
  if (!row.name.starts_with("compare/") || row.name.ends_with("/lintel")) return {};
  const Row* lintel = results.find(row.name.substr(0, slash) + "/lintel");
  if (!lintel) return {};
  char text[64];
  std::snprintf(text, sizeof text, "%.3f (%.3f to %.3f)", lintel->median() / row.median(),
                lintel->first_quartile() / row.third_quartile(),
                lintel->third_quartile() / row.first_quartile());
  return text;
}

std::string counters_text(const Row& row) {
  std::string text;
  for (const auto& [name, values] : row.counters) {
    if (name == "bytes_per_second") continue;
    const double value = quantile(values, 0.5);
    const bool is_bytes = name.ends_with("_bytes");
    text += (text.empty() ? "" : ", ") + name + " ";
    text += is_bytes ? with_unit(value, byte_units) : with_unit(value, count_units);
  }
  return text;
}

std::string rate_text(const Row& row) {
  const auto rates = row.counters.find("bytes_per_second");
  if (rates == row.counters.end()) return {};
  return with_unit(quantile(rates->second, 0.5), byte_units) + "/s";
}

void print(const Results& results, const std::string& commit) {
  std::printf("%s, %s cores; %s, %s; commit %s; %s\n\n", results.fact("cpu").c_str(),
              results.fact("num_cpus").c_str(), results.fact("compiler").c_str(),
              results.fact("flags").c_str(), commit.c_str(), results.fact("date").c_str());
  std::printf("| %-34s | %10s | %6s | %10s | %-22s | counted\n", "workload", "median", "spread",
              "rate", "lintel / this");
  std::printf("|%s|-----------:|-------:|-----------:|%s|---\n", std::string(36, '-').c_str(),
              std::string(24, '-').c_str());
  for (const Row& row : results.rows()) {
    std::printf("| %-34s | %10s | %4.1f %% | %10s | %-22s | %s\n", row.name.c_str(),
                with_unit(row.median(), time_units).c_str(), 100 * row.spread(),
                rate_text(row).c_str(), ratio_text(results, row).c_str(),
                counters_text(row).c_str());
  }
  std::printf("\n");
  for (const auto& [name, order] : results.growth()) {
    std::printf("%s grows like %s\n", name.c_str(), order.c_str());
  }
}

Json result_file(const Results& results, const std::string& commit) {
  Json file = {{"commit", commit}};
  for (const char* fact : {"date", "cpu", "num_cpus", "compiler", "flags"}) {
    file[fact] = results.fact(fact);
  }
  for (const Row& row : results.rows()) {
    Json times = Json::array();
    for (const double time : row.times) times.push_back(std::round(time * 100) / 100);
    Json entry = {{"name", row.name}, {"nanoseconds", times}};
    for (const auto& [name, values] : row.counters) entry[name] = quantile(values, 0.5);
    file["rows"].push_back(entry);
  }
  for (const auto& [name, order] : results.growth()) file["growth"][name] = order;
  return file;
}

// One line a benchmark, so that two results can be compared with any tool for text.
std::string text_of(Json file) {
  const Json rows = file["rows"];
  file["rows"] = "ROWS";
  std::string lines;
  for (const Json& row : rows) lines += (lines.empty() ? "\n    " : ",\n    ") + row.dump();
  std::string text = file.dump(2) + "\n";
  return text.replace(text.find("\"ROWS\""), 6, "[" + lines + "\n  ]");
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 4) {
    std::fprintf(stderr, "usage: bench_report COMMIT RESULT.json RAW.json...\n");
    return 2;
  }
  Results results;
  for (int i = 3; i < argc; ++i) {
    std::ifstream file(argv[i]);
    results.add(Json::parse(file));
  }
  results.sort();
  print(results, argv[1]);
  std::ofstream(argv[2]) << text_of(result_file(results, argv[1]));
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "bench_report: %s\n", error.what());
  return 1;
}
