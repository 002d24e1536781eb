// SPDX-License-Identifier: Apache-2.0
// How a comparison is shown: a table, one line, JSON.
#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "bench/report/comparison.h"
#include "bench/report/format.h"

namespace lintel::bench {
namespace {

using Json = nlohmann::ordered_json;

struct Word {
  Verdict verdict;
  const char* word;
};
constexpr Word words[] = {{Verdict::faster, "faster"},   {Verdict::slower, "slower"},
                          {Verdict::moved, "moved"},     {Verdict::unchanged, "unchanged"},
                          {Verdict::untold, "untold"},   {Verdict::only_a, "only in A"},
                          {Verdict::only_b, "only in B"}};

const char* word_of(Verdict verdict) {
  return std::find_if(std::begin(words), std::end(words),
                      [verdict](const Word& word) { return word.verdict == verdict; })
      ->word;
}

bool has_ratio(const ComparedRow& row) { return row.pairs > 0; }

std::string time_cell(const std::optional<double>& time) { return time ? time_text(*time) : ""; }

std::string count_cell(const std::optional<double>& count) {
  if (!count) return "";
  if (*count >= 1e6) return count_text(*count);
  return std::to_string(std::llround(*count));
}

std::string ratio_cell(const ComparedRow& row) {
  if (!has_ratio(row)) return "";
  return ratio_text(row.ratio.median) + " (" + ratio_text(row.ratio.least) + " to " +
         ratio_text(row.ratio.most) + ")";
}

// 4 slower (a, b, c, d)
void add_names(std::string& line, const std::vector<ComparedRow>& rows, Verdict verdict) {
  std::string names;
  std::size_t count = 0;
  for (const ComparedRow& row : rows) {
    if (row.verdict != verdict) continue;
    names.append(count == 0 ? "" : ", ").append(row.name);
    ++count;
  }
  if (count == 0) return;
  line.append(line.ends_with(' ') ? "" : ", ").append(std::to_string(count)).append(" ");
  line.append(word_of(verdict));
  if (verdict != Verdict::unchanged && verdict != Verdict::untold)
    line.append(" (").append(names).append(")");
}

std::string instructions_text(const std::vector<ComparedRow>& rows) {
  std::size_t fewer = 0;
  std::size_t more = 0;
  std::size_t same = 0;
  for (const ComparedRow& row : rows) {
    const std::optional<double> ratio = row.instructions.ratio();
    if (!ratio) continue;
    ++(std::abs(*ratio - 1) < least_change_of_instructions ? same : *ratio < 1 ? fewer : more);
  }
  if (fewer + more + same == 0) return "";
  return " Instructions: fewer in " + std::to_string(fewer) + " rows, more in " +
         std::to_string(more) + ", the same in " + std::to_string(same) + ".";
}

Json json_of(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json json_of(const ComparedRow& row) {
  Json json = {{"name", row.name},
               {"verdict", word_of(row.verdict)},
               {"nanoseconds", {{"a", json_of(row.median.a)}, {"b", json_of(row.median.b)}}},
               {"ratio", nullptr},
               {"instructions",
                {{"a", json_of(row.instructions.a)},
                 {"b", json_of(row.instructions.b)},
                 {"ratio", json_of(row.instructions.ratio())}}}};
  if (has_ratio(row)) {
    json["ratio"] = {{"median", row.ratio.median},
                     {"least", row.ratio.least},
                     {"most", row.ratio.most},
                     {"pairs", row.pairs}};
  }
  return json;
}

}  // namespace

std::string comparison_table(const Side& a, const Side& b, const std::vector<ComparedRow>& rows) {
  Table table({"row", "time A", "time B", "time B / A", "instructions A", "instructions B", "B / A",
               "verdict"},
              {"time B / A", "verdict"});
  for (const ComparedRow& row : rows) {
    const std::optional<double> counted = row.instructions.ratio();
    table.add({row.name, time_cell(row.median.a), time_cell(row.median.b), ratio_cell(row),
               count_cell(row.instructions.a), count_cell(row.instructions.b),
               counted ? ratio_text(*counted) : "",
               row.verdict == Verdict::unchanged ? "" : word_of(row.verdict)});
  }
  return "A is " + a.name + ", B is " + b.name + ".\n\n" + table.text();
}

std::string closing_line(const std::vector<ComparedRow>& rows) {
  if (rows.empty()) return "There is no such row in either.\n";
  std::string line = "Beyond noise: ";
  for (const Word& word : words) add_names(line, rows, word.verdict);
  line += ".";
  if (std::any_of(rows.begin(), rows.end(),
                  [](const ComparedRow& row) { return row.verdict == Verdict::untold; }))
    line += " It takes " + std::to_string(fewest_pairs) + " pairs to tell a change from noise.";
  return line + instructions_text(rows) + "\n";
}

std::string comparison_json(const Side& a, const Side& b, const std::vector<ComparedRow>& rows) {
  Json json = {{"a", a.name}, {"b", b.name}, {"rows", Json::array()}};
  const std::vector<Measurements>& processes = a.processes.empty() ? b.processes : a.processes;
  if (!processes.empty()) {
    for (const char* fact : {"date", "cpu", "num_cpus", "compiler", "flags"})
      json[fact] = processes.front().fact(fact);
  }
  for (const ComparedRow& row : rows) json["rows"].push_back(json_of(row));
  return json.dump(2) + "\n";
}

}  // namespace lintel::bench
