// SPDX-License-Identifier: Apache-2.0
#include "bench/report/page.h"

#include <algorithm>

#include "bench/report/format.h"
#include "bench/report/sections.h"

namespace lintel::bench {
namespace {

std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t slash; (slash = name.find('/', begin)) != std::string::npos; begin = slash + 1)
    parts.push_back(name.substr(begin, slash - begin));
  parts.push_back(name.substr(begin));
  return parts;
}

std::string counters_text(const Row& row) {
  std::string text;
  for (const auto& [name, value] : row.counters) {
    if (name == "bytes_per_second") continue;
    text += (text.empty() ? "" : ", ") + name + " ";
    text += name.ends_with("_bytes") ? bytes_text(value) : count_text(value);
  }
  return text;
}

}  // namespace

Rows::Rows(const Measurements& measurements) : measurements_(&measurements) {
  for (const Row& row : measurements.rows) all_.push_back({&row, parts_of(row.name)});
}

const Row* Rows::show(const std::string& name) {
  const Row* row = measurements_->find(name);
  if (row) shown_.insert(row);
  return row;
}

std::string median_text(const Row* row) { return row ? time_text(row->time().median) : ""; }

std::string rate_text(const Row* row) {
  const double rate = row ? row->counter("bytes_per_second") : 0;
  return rate > 0 ? bytes_text(rate) + "/s" : "";
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string with_separators(std::string_view number) {
  std::string text;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (i > 0 && (number.size() - i) % 3 == 0) text += ',';
    text += number[i];
  }
  return text;
}

void add_once(std::vector<std::string>& texts, const std::string& text) {
  if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
}

std::string other_section(Rows& rows) {
  Table table({"row", "median", "spread", "rate", "counted"}, {"counted"});
  for (const NamedRow& named : rows.all()) {
    if (rows.is_shown(named)) continue;
    const Row& row = *named.row;
    table.add({row.name, median_text(&row), percent_text(row.time().spread()), rate_text(&row),
               counters_text(row)});
  }
  return table.empty() ? "" : "### Other rows\n\n" + table.text();
}

std::string results_page(const Measurements& measurements) {
  std::string page = measurements.fact("cpu") + ", " + measurements.fact("num_cpus") + " cores; " +
                     measurements.fact("compiler") + ", " + measurements.fact("flags") +
                     "; commit " + measurements.fact("commit") + "; " + measurements.fact("date") +
                     "\n";
  Rows rows(measurements);
  for (const auto section : {comparison_section, scaling_section, steps_section, start_section,
                             cold_start_section, compile_section, other_section}) {
    const std::string text = section(rows);
    if (!text.empty()) page += "\n" + text;
  }
  return page;
}

std::optional<std::string> with_page(std::string_view text, std::string_view page) {
  const std::size_t begin = text.find(page_begins);
  const std::size_t end = text.find(page_ends);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return {};
  if (text.rfind(page_begins) != begin || text.rfind(page_ends) != end) return {};
  const std::string_view before = text.substr(0, begin + page_begins.size());
  std::string result(before);
  result.append("\n").append(page).append("\n").append(text.substr(end));
  return result;
}

}  // namespace lintel::bench
