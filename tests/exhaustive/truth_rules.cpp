// SPDX-License-Identifier: Apache-2.0
#include "tests/exhaustive/truth_rules.h"

#include <algorithm>

namespace lintel::exhaustive {
namespace {

constexpr std::size_t at_once = 60;  // an evaluation can ask for 64 effects

// A condition fires one of the first three rules.
std::string rules_of(const Shown& shown) {
  const std::string value = "(" + shown.text + ")";
  std::string rules;
  if (shown.is_condition) {
    rules = "when " + value + " then autoNothing\n";
    rules += "when !" + value + " then autoNothing\n";
    rules += "when !has(" + value + ") then autoNothing\n";
  }
  return rules + "then log(string(" + value + ") ?? \"A\")\n";
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
    text.replace(at, what.size(), with);
  return text;
}

}  // namespace

TruthRules::TruthRules(std::string head, std::vector<Shown> shown) : shown_(std::move(shown)) {
  // Something that each trigger has, and that asks for nothing.
  const bool is_token = head.find("PreTokenGeneration") != std::string::npos;
  const std::string action = is_token ? "suppressClaim(\"x\")" : "autoConfirm";
  for (std::size_t first = 0; first < shown_.size(); first += at_once) {
    const std::size_t end = std::min(first + at_once, shown_.size());
    std::string rules = head;
    for (std::size_t i = first; i < end; ++i)
      rules += replaced(rules_of(shown_[i]), "autoNothing", action);
    images_.push_back({first, end, Forms(rules)});
    if (refusal_.empty()) refusal_ = images_.back().forms.refusal().substr(0, 500);
  }
}

std::optional<std::string> TruthRules::difference(std::string_view event) {
  for (Image& image : images_)
    if (auto found = difference(image, event)) return found;
  return std::nullopt;
}

std::optional<std::string> TruthRules::difference(Image& image, std::string_view event) {
  std::vector<std::string> worth;
  std::vector<std::uint32_t> fired;
  std::uint32_t rule = 0;
  for (std::size_t i = image.first; i < image.end; ++i) {
    worth.push_back(shown_[i].worth());
    if (shown_[i].is_condition) {
      fired.push_back(rule + static_cast<std::uint32_t>(std::string("TFA").find(worth.back())));
      rule += 3;
      if (worth.back() == "T") worth.back() = "true";
      if (worth.back() == "F") worth.back() = "false";
    }
    fired.push_back(rule++);
  }
  cases_ += worth.size();
  for (std::size_t form = 0; form < Forms::count; ++form) {
    const Outcome outcome = image.forms.run(form, event);
    std::string wrong;
    for (std::size_t i = 0; i < worth.size() && wrong.empty(); ++i) {
      if (i >= outcome.effects().size() || outcome.effects()[i].arguments[0].text != worth[i]) {
        wrong = shown_[image.first + i].text + " as a value is not " + worth[i];
        if (i < outcome.effects().size())
          wrong += " but " + std::string(outcome.effects()[i].arguments[0].text);
      }
    }
    if (wrong.empty() && !std::ranges::equal(outcome.fired(), fired)) {
      const auto at = std::ranges::mismatch(outcome.fired(), fired).in2;
      wrong = "rule " + (at == fired.end() ? "after the last" : std::to_string(*at)) +
              " of the expressions from " + shown_[image.first].text + " on did not fire";
    }
    if (!wrong.empty()) {
      return std::string(Forms::names[form]) + ": " + wrong + "\n" + std::string(event) + "\n" +
             std::string(outcome.message());
    }
  }
  return std::nullopt;
}

}  // namespace lintel::exhaustive
