// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/rig.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "runtime/limits.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/steps.h"

namespace lintel::fuzz {
namespace {

using image::Section;
using Json = nlohmann::json;

class Weigher : public Tracer {
 public:
  void part(const TracedPart& part) override {
    sum += part.expression.size();
    for (const TracedValue& value : part.values)
      for (const char c : value.text) sum += static_cast<unsigned char>(c);
  }
  std::size_t sum = 0;
};

std::optional<Json> parsed(std::string_view text) {
  Json json = Json::parse(with_small_numbers(text), nullptr, false);
  if (json.is_discarded()) return {};
  return json;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A plan may be deeper than any event: that is as deep as these events go.
constexpr std::size_t deep_enough = 100;

class EventWriter {
 public:
  // `part`: how many of the fields, in quarters.
  EventWriter(const image::View& image, unsigned part) : image_(image), part_(part) {}

  std::string write(std::string_view source, std::string_view version) {
    out_ = "{\"triggerSource\":" + quoted(source);
    if (!version.empty()) out_ += ",\"version\":" + quoted(version);
    out_ += ",\"userName\":\"jane\",\"response\":{}";
    if (image_.count(Section::plan_nodes) != 0) members(0, false, 0);
    return out_ + "}";
  }

 private:
  static std::string quoted(std::string_view text) { return Json(text).dump(); }

  void members(std::uint32_t node, bool is_first, std::size_t depth) {
    const auto row = image_.row<image::PlanNode>(Section::plan_nodes, node);
    for (std::uint32_t i = 0; i < row.edge_count; ++i) {
      const auto edge = image_.row<image::PlanEdge>(Section::plan_edges, row.first_edge + i);
      const std::string_view name = image_.string(edge.name);
      const bool is_said = depth == 0 && (name == "triggerSource" || name == "version" ||
                                          name == "userName" || name == "response");
      if (is_said || (edge.node + 1) % 4 > part_) continue;
      if (!is_first) out_ += ",";
      is_first = false;
      out_ += quoted(name) + ":";
      value(edge.node, depth + 1);
    }
  }

  void value(std::uint32_t number, std::size_t depth) {
    const auto row = image_.row<image::PlanNode>(Section::plan_nodes, number);
    const auto read_as = static_cast<image::ReadAs>(row.read_as);
    if (row.edge_count != 0 || read_as == image::ReadAs::object) {
      out_ += "{";
      if (depth < deep_enough) members(number, true, depth);
      out_ += "}";
      return;
    }
    static constexpr std::string_view texts[] = {"\"jane@Example.com\"", "\"a,b\\u0041\\n<\"",
                                                 "\"12\"", "\"[a, b]\""};
    static constexpr std::string_view flags[] = {"true", "\"False\""};
    static constexpr std::string_view lists[] = {R"(["a","b","a"])", R"([{"a":"b","c":1},{}])"};
    static constexpr std::string_view numbers[] = {"7", "-1"};
    switch (read_as) {
      case image::ReadAs::nothing: out_ += "null"; break;
      case image::ReadAs::text: out_ += texts[number % std::size(texts)]; break;
      case image::ReadAs::flag: out_ += flags[number % std::size(flags)]; break;
      case image::ReadAs::object: break;
      case image::ReadAs::array: out_ += lists[number % std::size(lists)]; break;
      case image::ReadAs::integer:
      case image::ReadAs::number: out_ += numbers[number % std::size(numbers)]; break;
    }
  }

  const image::View& image_;
  unsigned part_;
  std::string out_;
};

}  // namespace

std::string with_small_numbers(std::string_view json) {
  constexpr std::size_t most_digits = 15;
  std::string small;
  bool in_text = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (in_text || !is_digit(c)) {
      if (c == '"') in_text = !in_text;
      small += c;
      if (in_text && c == '\\' && at + 1 < json.size()) small += json[++at];
      continue;
    }
    std::size_t end = at;
    while (end < json.size() && is_digit(json[end])) ++end;
    const std::size_t sign = small.ends_with('-') || small.ends_with('+') ? 1 : 0;
    const char before = small.size() > sign ? small[small.size() - 1 - sign] : '\0';
    const std::size_t most = before == 'e' || before == 'E' ? 1 : most_digits;
    small.append(json.substr(at, std::min(end - at, most)));
    at = end - 1;
  }
  return small;
}

std::string shown(const Outcome& outcome) {
  std::string text;
  switch (outcome.kind()) {
    case OutcomeKind::answered: text = "answered "; break;
    case OutcomeKind::rejected: text = "rejected "; break;
    case OutcomeKind::fault: return std::string("fault ").append(outcome.fault().message());
  }
  text.append(outcome.body()).append("\n").append(outcome.message()).append("\n");
  text.append(outcome.trigger()).append(" ").append(outcome.source()).append(" fired");
  for (const std::uint32_t rule : outcome.fired()) text.append(" ").append(std::to_string(rule));
  for (const Effect& effect : outcome.effects()) {
    text.append("\n").append(effect.name).append(" of ").append(std::to_string(effect.rule));
    if (effect.reject_on_failure) text.append(" rejects");
    for (const EffectArgument& argument : effect.arguments) {
      text.append("\n  ").append(argument.name).append(argument.is_list ? "[]=" : "=");
      text.append(argument.text);
    }
  }
  return text;
}

void check_outcome(std::string_view event, const Outcome& outcome) {
  const auto body = parsed(outcome.body());
  require(body.has_value() && body->is_object(), "a body that is no JSON object", outcome.body());
  if (outcome.kind() == OutcomeKind::answered) {
    auto given = parsed(event);
    require(given.has_value() && given->is_object(), "an answer to what is no event", event);
    Json answer = *body;
    answer.erase("response");
    given->erase("response");
    if (answer != *given) require_same(event, outcome.body(), "an answer that changes the event");
    return;
  }
  const std::string_view type = outcome.kind() == OutcomeKind::rejected ? "Rejected" : "Fault";
  require(body->size() == 2 && body->value("errorType", "") == type &&
              body->contains("errorMessage") && (*body)["errorMessage"].is_string(),
          "a body that is no error", outcome.body());
  require(outcome.kind() != OutcomeKind::fault || outcome.effects().empty(), "effects of a fault",
          outcome.body());
}

std::unique_ptr<Rig> Rig::load(std::span<const std::byte> image) {
  std::unique_ptr<Rig> rig(new Rig);
  rig->image_.assign(image.begin(), image.end());
  const LoadResult loaded = Ruleset::load(rig->image_);
  if (!loaded) return nullptr;
  rig->ruleset_ = *loaded;
  rig->renew();
  return rig;
}

Outcome Rig::evaluate(std::string_view event, std::uint64_t& steps) {
  Weigher weigher;
  start_counting_steps();
  const Outcome outcome = evaluator_->evaluate(event, weigher);
  steps = counted_steps();
  return outcome;
}

std::uint64_t Rig::most_steps() const {
  const image::View image = view();
  std::uint64_t most = 0;
  for (std::uint32_t i = 0; i < image.count(Section::programs); ++i) {
    const auto program = image.row<image::ProgramRow>(Section::programs, i);
    std::uint64_t rounds = limits::max_loop_rounds;
    if (program.index != image::none)
      rounds += image.row<image::IndexRow>(Section::indexes, program.index).candidate_count;
    most = std::max(most, program.instruction_count * rounds);
  }
  return most;
}

std::vector<std::string> events_for(const image::View& image) {
  constexpr std::uint32_t enough = 2;
  std::vector<std::string> events;
  for (std::uint32_t i = 0; i < std::min(image.count(Section::triggers), enough); ++i) {
    const auto trigger = image.row<image::TriggerRow>(Section::triggers, i);
    const std::string_view versions = image.string(trigger.versions);
    const std::string_view version = versions.substr(0, versions.find(' '));
    for (std::uint32_t j = 0; j < std::min(trigger.source_count, enough); ++j) {
      const auto source = image.row<image::SourceRow>(Section::sources, trigger.first_source + j);
      for (const unsigned part : {3U, 1U})
        events.push_back(EventWriter(image, part).write(image.string(source.name), version));
    }
    const std::string unknown = std::string(image.string(trigger.prefix)).append("New");
    events.push_back(EventWriter(image, 2).write(unknown, version));
  }
  events.emplace_back("{}");
  return events;
}

}  // namespace lintel::fuzz
