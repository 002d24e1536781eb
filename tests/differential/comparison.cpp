// SPDX-License-Identifier: Apache-2.0
#include "tests/differential/comparison.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "runtime/image.h"

namespace lintel::differential {
namespace {

using reference::Answer;

class Imports : public Files {
 public:
  std::optional<std::string> read(const std::string& path) override {
    if (!path.ends_with(generator::import_name)) return std::nullopt;
    return std::string(generator::import_text);
  }
};

// The row of faults.def; what the reference does not tell apart has one name.
std::string name_of(FaultKind kind) {
  static constexpr std::string_view names[] = {
#define LINTEL_FAULT(name, message) #name,
#include "runtime/faults.def"
#undef LINTEL_FAULT
  };
  switch (kind) {
    case FaultKind::event_truncated:
    case FaultKind::event_encoding:
    case FaultKind::event_too_deep:
    case FaultKind::event_not_object: kind = FaultKind::event_malformed; break;
    default: break;
  }
  return std::string(names[static_cast<std::size_t>(kind)]);
}

// The body of a fault is the runtime's own text, but has to be of this shape.
std::string fault_body(std::string_view body) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  const bool good = json.is_object() && json.size() == 2 &&
                    json.value("errorType", "") == "Fault" &&
                    !json.value("errorMessage", "").empty();
  return good ? std::string() : "not the body of a fault: " + std::string(body);
}

ToldHost& told_host() {
  static ToldHost host(surroundings());
  return host;
}

std::vector<std::string> texts_of(const generator::Program& program) {
  std::vector<std::string> texts;
  for (const generator::File& file : program.files) texts.push_back(file.text());
  return texts;
}

}  // namespace

Answer to_answer(const Outcome& outcome) {
  Answer answer;
  answer.body = outcome.body();
  answer.message = outcome.message();
  answer.fired.assign(outcome.fired().begin(), outcome.fired().end());
  for (const Effect& effect : outcome.effects()) {
    auto& copy = answer.effects.emplace_back();
    copy.name = effect.name;
    copy.reject_on_failure = effect.reject_on_failure;
    copy.rule = effect.rule;
    for (const EffectArgument& argument : effect.arguments) {
      copy.arguments.emplace_back(argument.name, argument.text);
      if (argument.is_list) copy.lists.emplace_back(argument.name);
    }
  }
  switch (outcome.kind()) {
    case OutcomeKind::answered: answer.kind = reference::Kind::answered; break;
    case OutcomeKind::rejected: answer.kind = reference::Kind::rejected; break;
    case OutcomeKind::fault:
      answer.kind = reference::Kind::fault;
      answer.body = fault_body(outcome.body());
      answer.message = name_of(outcome.fault().kind);
      break;
  }
  return answer;
}

std::string describe(const Answer& answer) {
  static constexpr std::string_view kinds[] = {"answered", "rejected", "fault"};
  std::string text(kinds[static_cast<std::size_t>(answer.kind)]);
  text += "\n  body:    " + answer.body + "\n  message: " + answer.message + "\n  fired:  ";
  for (const std::uint32_t rule : answer.fired) text += " " + std::to_string(rule);
  for (const auto& effect : answer.effects) {
    text += "\n  effect:  " + effect.name + " of rule " + std::to_string(effect.rule) +
            (effect.reject_on_failure ? ", rejects" : "");
    for (const auto& [name, value] : effect.arguments) text += "\n    " + name + ": " + value;
    for (const std::string& name : effect.lists) text += "\n    " + name + " is a list";
  }
  return text + "\n";
}

std::string_view ToldHost::variable(std::string_view name) {
  const auto found = told_.variables.find(name);
  return found == told_.variables.end() ? std::string_view() : std::string_view(found->second);
}

bool ToldHost::now(Instant& time) {
  constexpr reference::Nanoseconds second = 1'000'000'000;
  time = {static_cast<std::int64_t>(told_.now / second),
          static_cast<std::uint32_t>(told_.now % second)};
  return true;
}

// The same bytes whenever they are asked for: a program may draw in another order.
bool ToldHost::random(std::span<std::byte> bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::byte>(told_.random[i % told_.random.size()]);
  return true;
}

const reference::Surroundings& surroundings() {
  static const reference::Surroundings told = [] {
    reference::Surroundings made;
    made.variables = {{"STAGE", "Example.COM"}, {"EMPTY", ""}, {"HTML", "<b>"}};
    made.now = reference::Nanoseconds{1'782'909'296} * 1'000'000'000 + 789'000'000;
    for (std::size_t i = 0; i < made.random.size(); ++i)
      made.random[i] = static_cast<unsigned char>(i * 37 + 200);
    return made;
  }();
  return told;
}

Comparison::Comparison(const generator::Program& program, Extent extent)
    : Comparison(texts_of(program), program.is_classic, extent) {}

Comparison::Comparison(const std::vector<std::string>& files, bool is_classic, Extent extent) {
  std::vector<Source> sources;
  for (const std::string& text : files)
    sources.push_back({"rules/" + std::to_string(sources.size()) + ".rules", text});
  compile("optimised", sources, {});
  compile("without an index", sources, {.index = false});
  compile("not optimised", sources, {.optimise = false});
  if (extent == Extent::all) {
    compile("not optimised, without an index", sources, {.optimise = false, .index = false});
    compile("stripped", sources, {.strip = true});
  }
  if (!refusal_.empty()) return;
  Imports imports;
  typed_ = std::make_unique<reference::TypedRules>(files, &imports);
  if (!is_classic) return;
  tree_ = std::make_unique<reference::Rules>(
      files, reference::Imports{
                 {std::string(generator::import_name), std::string(generator::import_text)}});
}

bool Comparison::is_indexed() const {
  const image::View image(variants_.front().image);
  return image.count(image::Section::indexes) != 0;
}

void Comparison::compile(std::string name, const std::vector<Source>& sources,
                         CompileOptions options) {
  if (!refusal_.empty()) return;
  Imports imports;
  options.files = &imports;
  options.proofs = false;  // what is generated means nothing to Cognito
  Compilation compiled = lintel::compile(sources, options);
  if (!compiled.ok()) {
    for (const Finding& finding : compiled.findings) {
      if (finding.severity != Severity::error) continue;
      const Span& span = finding.span;
      refusal_ += std::string(finding.code) + " " + finding.message + ": " + finding.label +
                  " at " + sources[span.file].text.substr(span.begin, span.end - span.begin) + "\n";
    }
    if (refusal_.empty()) refusal_ = "no image, and no finding that is an error";
    return;
  }
  // Small programs have no index anyway, and look alike in other ways too.
  if (std::any_of(variants_.begin(), variants_.end(),
                  [&](const Variant& known) { return known.image == compiled.image; }))
    return;
  Variant& variant = variants_.emplace_back();
  variant.name = std::move(name);
  variant.image = std::move(compiled.image);
  const LoadResult loaded = Ruleset::load(variant.image);
  if (!loaded) {
    variant.load_fault = std::string(loaded.fault().message()) + ", at byte " +
                         std::to_string(loaded.fault().offset);
    return;
  }
  variant.ruleset = std::make_unique<Ruleset>(*loaded);
  variant.evaluator = std::make_unique<Evaluator>(*loaded, &told_host());
}

std::optional<std::string> Comparison::difference(std::string_view event, bool fresh) {
  last_ = typed_->evaluate(event, surroundings());
  const auto differs = [&](const std::string& who, const Answer& answer) {
    return who + " answers: " + describe(answer) +
           "the typed reference answers: " + describe(last_);
  };
  if (tree_)
    if (const Answer answer = tree_->evaluate(event); answer != last_)
      return differs("the tree reference", answer);
  for (Variant& variant : variants_) {
    if (!variant.load_fault.empty())
      return variant.name + ": the image does not load: " + variant.load_fault + "\n";
    if (const Answer answer = to_answer(variant.evaluator->evaluate(event)); answer != last_)
      return differs(variant.name, answer);
    if (!fresh) continue;
    Evaluator evaluator(*variant.ruleset, &told_host());
    if (const Answer answer = to_answer(evaluator.evaluate(event)); answer != last_)
      return differs(variant.name + " in a fresh evaluator", answer);
  }
  return std::nullopt;
}

}  // namespace lintel::differential
