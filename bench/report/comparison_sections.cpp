// SPDX-License-Identifier: Apache-2.0
// Lintel beside other programs: the sections on answering events and on starting.
#include "bench/report/format.h"
#include "bench/report/sections.h"

namespace lintel::bench {
namespace {

// What Lintel's time is to be at most, as a multiple of the other program's.
struct Aim {
  std::string_view workload;
  std::string_view program;
  std::string_view most;
};
constexpr Aim aims[] = {
    {"W1", "simdjson", "0.75"},
    {"W2", "simdjson", "0.45"},
    {"W3", "simdjson", "0.8"},
    {"W1", "walk", "1"},
    {"W2", "walk", "1"},
    {"W3", "walk", "1"},
    {"cold_start", "exchange_musl", "1.2"},
};

std::string aim_text(std::string_view workload, std::string_view program) {
  for (const Aim& aim : aims) {
    if (aim.workload == workload && aim.program == program) return std::string(aim.most);
  }
  return "";
}

// Lintel's time by this row's, and in brackets what the quartiles of both allow.
std::string ratio_cell(const Row* lintel, const Row& row) {
  if (!lintel || lintel == &row) return "";
  const cli::Ratio ratio = cli::ratio(lintel->time(), row.time());
  return ratio_text(ratio.median) + " (" + ratio_text(ratio.least) + " to " +
         ratio_text(ratio.most) + ")";
}

bool is_cold_start(const NamedRow& named) {
  return named.parts.size() == 3 && named.parts[0] == "compare" && named.parts[1] == "cold_start";
}

// compare/WORKLOAD/EVENTS/PROGRAM; compare/EVENTS/PROGRAM, from when there was one workload, is W1.
bool is_comparison(const NamedRow& named) {
  return named.parts[0] == "compare" && !is_cold_start(named) &&
         (named.parts.size() == 3 || named.parts.size() == 4);
}

std::string workload_of(const NamedRow& named) {
  return named.parts.size() == 4 ? named.parts[1] : "W1";
}

std::string events_of(const NamedRow& named) { return named.parts[named.parts.size() - 2]; }

std::string group_of(const Row& row) { return row.name.substr(0, row.name.rfind('/') + 1); }

std::string title_of(const std::string& events) {
  if (events == "one_event") return "#### The same event again and again\n\n";
  if (events == "many_events") return "#### Different events in turn\n\n";
  return "#### " + events + "\n\n";
}

std::string comparison_table(Rows& rows, const std::string& events) {
  Table table({"workload", "program", "median", "spread", "lintel / this", "aim"},
              {"program", "lintel / this"});
  std::string workload;
  for (const NamedRow& named : rows.all()) {
    if (!is_comparison(named) || events_of(named) != events) continue;
    const std::string& program = named.parts.back();
    const Row* lintel = rows.show(group_of(*named.row) + "lintel");
    const bool repeats = workload_of(named) == workload;
    workload = workload_of(named);
    table.add({repeats ? "" : workload, program, median_text(named.row),
               percent_text(named.row->time().spread()), ratio_cell(lintel, *named.row),
               aim_text(workload, program)});
    rows.show(named);
  }
  return title_of(events) + table.text();
}

// The bootstrap that is linked as this program is: lintel_glibc for exchange_glibc.
const Row* bootstrap_like(Rows& rows, const std::string& program) {
  if (program.starts_with("lintel")) return nullptr;
  const std::string group = "compare/cold_start/";
  const std::size_t underscore = program.find('_');
  const Row* same = underscore == std::string::npos
                        ? nullptr
                        : rows.show(group + "lintel" + program.substr(underscore));
  return same ? same : rows.show(group + "lintel");
}

}  // namespace

std::string comparison_section(Rows& rows) {
  std::vector<std::string> kinds;
  for (const NamedRow& named : rows.all()) {
    if (is_comparison(named)) add_once(kinds, events_of(named));
  }
  if (kinds.empty()) return "";
  std::string text = "### Bytes to bytes, and programs by hand\n";
  for (const std::string& events : kinds) text.append("\n").append(comparison_table(rows, events));
  return text;
}

std::string cold_start_section(Rows& rows) {
  Table table({"program", "median", "spread", "lintel / this", "aim", "memory at most"},
              {"lintel / this"});
  for (const NamedRow& named : rows.all()) {
    if (!is_cold_start(named)) continue;
    const std::string& program = named.parts[2];
    const double peak = named.row->counter("peak_bytes");
    table.add({program, median_text(named.row), percent_text(named.row->time().spread()),
               ratio_cell(bootstrap_like(rows, program), *named.row),
               aim_text("cold_start", program), peak > 0 ? bytes_text(peak) : ""});
    rows.show(named);
  }
  return table.empty() ? "" : "### Cold start: from exec to the posted answer\n\n" + table.text();
}

}  // namespace lintel::bench
