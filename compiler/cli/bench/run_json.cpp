// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/bench/run_json.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace lintel::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view format_key = "lintelBench";
constexpr int format = 1;

double rounded(double value) { return std::round(value * 100) / 100; }

std::string_view name_of(Unit unit) { return unit == Unit::bytes ? "bytes" : "ns"; }

std::string_view name_of(Change change) {
  switch (change) {
    case Change::within_noise: return "withinNoise";
    case Change::better: return "better";
    case Change::worse: return "worse";
  }
  return "";
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json summary_json(const Summary& summary) {
  return {{"median", rounded(summary.median)},
          {"firstQuartile", rounded(summary.first_quartile)},
          {"thirdQuartile", rounded(summary.third_quartile)}};
}

Json figures_json(const Figures& figures) {
  Json json = Json::object();
  for (const FigureRow& row : figure_rows) {
    const auto& value = figures[row.figure];
    Json& entry = json[std::string(row.key)];
    if (!value) continue;
    entry = summary_json(*value);
    entry["unit"] = name_of(row.unit);
  }
  return json;
}

Json rule_json(const RuleCost& rule) {
  Json json = {
      {"name", rule.name}, {"place", rule.place}, {"rules", rule.rules}, {"fired", rule.fired}};
  json["decide"] = rule.ns ? Json{{"median", rounded(*rule.ns)},
                                  {"least", rounded(rule.interval.least)},
                                  {"most", rounded(rule.interval.most)},
                                  {"unit", "ns"}}
                           : Json();
  return json;
}

Json comparison_json(const Comparison& comparison) {
  Json figures = Json::object();
  for (const FigureChange& each : comparison.changes) {
    const FigureRow& row = figure_rows[static_cast<std::size_t>(each.figure)];
    figures[std::string(row.key)] = {
        {"before", summary_json(each.before)},
        {"ratio", rounded(each.ratio.median)},
        {"least", rounded(each.ratio.least)},
        {"most", rounded(each.ratio.most)},
        {"change", each.is_judged ? Json(name_of(each.change)) : Json()}};
  }
  return {{"sameMachine", comparison.same_machine},
          {"notes", comparison.notes},
          {"figures", std::move(figures)}};
}

// Takes a document apart whose fields may be missing or of any type. After the first that is not
// as it should be, why() names it.
class Fields {
 public:
  const std::string& why() const { return why_; }

  std::string text(const Json& object, const char* key) {
    const Json* found = find(object, key);
    if (found && found->is_string()) return found->get<std::string>();
    return refuse(key, "a text"), std::string();
  }

  double number(const Json& object, const char* key) {
    const Json* found = find(object, key);
    if (found && found->is_number()) return found->get<double>();
    return refuse(key, "a number"), 0.0;
  }

  std::uint64_t count(const Json& object, const char* key) {
    const Json* found = find(object, key);
    if (found && found->is_number_unsigned()) return found->get<std::uint64_t>();
    return refuse(key, "a number from 0 on"), 0;
  }

  // Null is a field as good as any.
  const Json& object(const Json& outer, const char* key) {
    static const Json nothing = Json::object();
    const Json* found = find(outer, key);
    if (found && (found->is_object() || found->is_null())) return *found;
    refuse(key, "an object");
    return nothing;
  }

  // Nothing too for a figure that another version of Lintel did not have yet.
  std::optional<Summary> summary(const Json& figures, const char* key) {
    if (!find(figures, key)) return {};
    const Json& json = object(figures, key);
    if (json.is_null() || !why_.empty()) return {};
    const Summary found = {number(json, "firstQuartile"), number(json, "median"),
                           number(json, "thirdQuartile")};
    const bool in_order = found.first_quartile >= 0 && found.first_quartile <= found.median &&
                          found.median <= found.third_quartile;
    if (!in_order) refuse(key, "quartiles in order");
    return found;
  }

  void refuse(std::string_view key, std::string_view wanted) {
    if (why_.empty()) why_ = fmt::format("is damaged: its `{}` is not {}", key, wanted);
  }

 private:
  static const Json* find(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
  }

  std::string why_;
};

RuleCost rule_of(const Json& json, Fields& fields) {
  RuleCost rule;
  rule.name = fields.text(json, "name");
  rule.place = fields.text(json, "place");
  rule.rules = static_cast<std::uint32_t>(fields.count(json, "rules"));
  rule.fired = fields.count(json, "fired");
  const Json& decide = fields.object(json, "decide");
  if (decide.is_null()) return rule;
  rule.ns = fields.number(decide, "median");
  rule.interval = {fields.number(decide, "least"), fields.number(decide, "most")};
  return rule;
}

}  // namespace

std::string run_json(const Run& run, const Comparison* comparison) {
  Json json = {{std::string(format_key), format},
               {"version", run.version},
               {"date", text_or_null(run.date)},
               {"machine", {{"cpu", run.cpu}, {"cores", run.cores}, {"load", rounded(run.load)}}},
               {"ruleset", {{"hash", run.image_hash}, {"rules", run.rule_count}}},
               {"events",
                {{"hash", run.events_hash},
                 {"count", run.events},
                 {"rejected", run.rejected},
                 {"bytes", run.event_bytes}}},
               {"rounds", run.rounds}};
  json["figures"] = figures_json(run.figures);
  const auto& whole = run.figures[Figure::whole];
  json["eventsPerSecond"] =
      whole && whole->median > 0 ? Json(std::round(1e9 / whole->median)) : Json();
  json["noColdStart"] = text_or_null(run.no_cold_start);
  json["rules"] = Json::array();
  for (const RuleCost& rule : run.rules) json["rules"].push_back(rule_json(rule));
  json["noRuleCosts"] = text_or_null(run.no_rule_costs);
  if (comparison) json["comparison"] = comparison_json(*comparison);
  // Names of rules and files may be of any bytes.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<Run> read_run(std::string_view text, std::string& why) {
  const Json json = Json::parse(text, nullptr, false);
  const auto mark = json.is_object() ? json.find(format_key) : json.end();
  if (!json.is_object() || mark == json.end()) {
    why = json.is_discarded() ? "is damaged: it is no JSON" : "is no run of `lintel bench`";
    return {};
  }
  if (*mark != format) {
    why = fmt::format("is of another version of Lintel, whose format is {}; this one reads {}",
                      mark->dump(), format);
    return {};
  }
  Fields fields;
  Run run;
  run.version = fields.text(json, "version");
  const Json& machine = fields.object(json, "machine");
  run.cpu = fields.text(machine, "cpu");
  run.cores = static_cast<std::uint32_t>(fields.count(machine, "cores"));
  run.load = fields.number(machine, "load");
  const Json& events = fields.object(json, "events");
  run.events_hash = fields.text(events, "hash");
  run.events = fields.count(events, "count");
  const Json& figures = fields.object(json, "figures");
  for (const FigureRow& row : figure_rows)
    run.figures[row.figure] = fields.summary(figures, row.key.data());
  const auto rules = json.find("rules");
  if (rules == json.end() || !rules->is_array())
    fields.refuse("rules", "a list");
  else
    for (const Json& rule : *rules) run.rules.push_back(rule_of(rule, fields));
  why = fields.why();
  if (!why.empty()) return {};
  return run;
}

}  // namespace lintel::cli
