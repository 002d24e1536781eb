// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/bench/table.h"

#include <algorithm>
#include <cmath>
#include <span>

#include <fmt/format.h>

namespace lintel::cli {
namespace {

// Of the rules, those that cost most; the others are summed up.
constexpr std::size_t most_rules = 20;

constexpr std::string_view time_units[] = {"ns", "us", "ms", "s"};
constexpr std::string_view byte_units[] = {"B", "KB", "MB", "GB"};
constexpr std::string_view count_units[] = {"", "k", "M", "G"};

// Three or four digits and a unit, such as 12.3 us: each unit is a thousand of the one before.
std::string with_unit(double value, std::span<const std::string_view> units) {
  std::size_t unit = 0;
  for (; std::abs(value) >= 9999.5 && unit + 1 < units.size(); ++unit) value /= 1000;
  const bool is_whole = std::abs(value) >= 99.95 || (unit == 0 && units[0] == "B");
  return fmt::format("{:.{}f} {}", value, is_whole ? 0 : 1, units[unit]);
}

std::string shown(double value, Unit unit) {
  return unit == Unit::bytes ? with_unit(value, byte_units) : with_unit(value, time_units);
}

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string_view name_of(Change change) {
  switch (change) {
    case Change::within_noise: return "within noise";
    case Change::better: return "better, beyond noise";
    case Change::worse: return "worse, beyond noise";
  }
  return "";
}

std::string heading(const Run& run) {
  std::string text = fmt::format("{}", counted(run.events, "event"));
  if (run.rejected != 0) text += fmt::format(", {} of them rejected", run.rejected);
  text += fmt::format(", {} bytes on average; {}; Lintel {}\n", run.event_bytes / run.events,
                      counted(run.rule_count, "rule"), run.version);
  return text + fmt::format("{}, {}, load {:.1f}; {}\n", run.cpu, counted(run.cores, "core"),
                            run.load, counted(run.rounds, "round"));
}

// What a time means by the second, where that says more.
std::string rate(const Run& run, Figure figure, const Summary& value) {
  if (value.median <= 0) return {};
  const double each_second = 1e9 / value.median;
  if (figure == Figure::whole)
    return fmt::format("{} events/s", each_second < 9999.5 ? fmt::format("{:.0f}", each_second)
                                                           : with_unit(each_second, count_units));
  const auto& size = run.figures[Figure::image_size];
  if (figure == Figure::verify && size)
    return with_unit(size->median * each_second, byte_units) + "/s";
  return {};
}

void trim(std::string& line) { line.erase(line.find_last_not_of(' ') + 1); }

std::string figure_lines(const Run& run, const Comparison* comparison) {
  std::string text = fmt::format("\n{:<16} {:>10}  {:>7}", "", "median", "spread");
  text += comparison ? fmt::format("{:>30}   now / before\n", "before") : "\n";
  for (const FigureRow& row : figure_rows) {
    const auto& value = run.figures[row.figure];
    if (!value) continue;
    const bool is_exact = row.unit == Unit::bytes;
    std::string line =
        fmt::format("{:<16} {:>10}  {:>7}  {:<18}", row.label, shown(value->median, row.unit),
                    is_exact ? "" : fmt::format("{:.1f} %", 100 * value->spread()),
                    rate(run, row.figure, *value));
    if (const FigureChange* change = comparison ? comparison->find(row.figure) : nullptr) {
      line +=
          fmt::format("{:>10}   {:.2f} ({:.2f} to {:.2f})", shown(change->before.median, row.unit),
                      change->ratio.median, change->ratio.least, change->ratio.most);
      if (change->is_judged) line += fmt::format("  {}", name_of(change->change));
    }
    trim(line);
    text += line + '\n';
  }
  return text;
}

std::string fired_text(const Run& run, std::uint64_t fired, std::uint64_t rules) {
  // Of several rules, several may fire for one event.
  return rules == 1 ? fmt::format("{} of {}", fired, run.events) : counted(fired, "time");
}

std::string rule_line(const Run& run, const Run* before, const RuleCost& rule) {
  std::string line;
  if (rule.ns)
    line +=
        fmt::format("{:>10}  {:>20}", with_unit(*rule.ns, time_units),
                    fmt::format("{:.1f} to {:.1f} ns", rule.interval.least, rule.interval.most));
  if (before) {
    const auto earlier = rule_before(*before, rule);
    line += fmt::format("  {:>10}", earlier ? with_unit(*earlier, time_units) : "-");
  }
  line += fmt::format("  {:>14}  {}", fired_text(run, rule.fired, rule.rules), rule.name);
  if (rule.rules > 1) line += fmt::format(" ({} rules)", rule.rules);
  if (rule.name != rule.place && !rule.place.empty() && rule.rules == 1)
    line += fmt::format(", {}", rule.place);
  return line + '\n';
}

// Those beyond `most_rules`, in one.
RuleCost rest_of(std::span<const RuleCost> rules) {
  RuleCost rest;
  rest.rules = 0;
  rest.name = "all others";
  for (const RuleCost& rule : rules) {
    rest.rules += rule.rules;
    rest.fired += rule.fired;
    if (!rule.ns) continue;
    rest.ns = rest.ns.value_or(0) + *rule.ns;
    rest.interval.least += rule.interval.least;
    rest.interval.most += rule.interval.most;
  }
  return rest;
}

std::string rule_lines(const Run& run, const Run* before) {
  std::vector<RuleCost> rules = run.rules;
  std::stable_sort(rules.begin(), rules.end(), [](const RuleCost& a, const RuleCost& b) {
    return a.ns == b.ns ? a.fired > b.fired : a.ns > b.ns;
  });
  std::string text = "\n";
  if (run.no_rule_costs.empty()) text += fmt::format("{:>10}  {:>20}", "cost", "95 % sure");
  if (before) text += fmt::format("  {:>10}", "before");
  text += fmt::format("  {:>14}  rule\n", "fired");
  const std::size_t shown_rules = rules.size() > most_rules + 1 ? most_rules : rules.size();
  for (std::size_t i = 0; i < shown_rules; ++i) text += rule_line(run, before, rules[i]);
  if (shown_rules < rules.size())
    text += rule_line(run, before, rest_of(std::span(rules).subspan(shown_rules)));
  return text;
}

}  // namespace

std::string run_table(const Run& run, const Run* before, const Comparison* comparison) {
  std::string text = heading(run) + figure_lines(run, comparison);
  if (!run.no_cold_start.empty())
    text += fmt::format("cold start is left out: {}\n", run.no_cold_start);
  text += rule_lines(run, run.no_rule_costs.empty() ? before : nullptr);
  if (!run.no_rule_costs.empty())
    text += fmt::format("what each rule costs is left out: {}\n", run.no_rule_costs);
  if (comparison && !comparison->notes.empty()) {
    text += '\n';
    for (const std::string& note : comparison->notes) text += fmt::format("note: {}\n", note);
  }
  return text;
}

}  // namespace lintel::cli
