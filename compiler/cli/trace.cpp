// SPDX-License-Identifier: Apache-2.0
// Collects and words a trace.
#include "compiler/cli/trace.h"

#include <algorithm>

#include <fmt/format.h>

#include "grammar/printer.h"

namespace lintel::cli {
namespace {

std::string conclusion(const Outcome& outcome) {
  switch (outcome.kind()) {
    case OutcomeKind::answered: return "answered\n";
    case OutcomeKind::rejected: return fmt::format("rejected: {}\n", outcome.message());
    case OutcomeKind::fault: return fmt::format("fault: {}\n", outcome.message());
  }
  return "";
}

}  // namespace

std::string_view word(Truth truth) {
  switch (truth) {
    case Truth::no: return "false";
    case Truth::yes: return "true";
    case Truth::absent: return "absent";
  }
  return "";
}

void Trace::part(const TracedPart& part) {
  std::string& text = parts_[part.rule];
  text += fmt::format("  {:<7} {}{}\n", word(part.truth), part.expression,
                      part.constant ? "   (known from the source)" : "");
  for (const TracedValue& value : part.values)
    text += fmt::format("            {} is {}\n", value.expression,
                        !value.present  ? std::string("absent")
                        : value.is_text ? grammar::quote(value.text, false)
                                        : std::string(value.text));
}

std::string Trace::take(const Outcome& outcome) {
  const auto fired = outcome.fired();
  for (const std::uint32_t rule : fired) parts_[rule];
  std::string text;
  for (const auto& [rule, parts] : parts_) {
    const bool has_fired = std::find(fired.begin(), fired.end(), rule) != fired.end();
    text += heading(rule) + parts + (has_fired ? "  fired\n" : "  did not fire\n");
  }
  parts_.clear();
  return text + conclusion(outcome);
}

std::string Trace::heading(std::uint32_t number) const {
  const RuleInfo rule = ruleset_.rule(number);
  std::string text = fmt::format("rule {}", number);
  if (!rule.name.empty()) text.append(" ").append(grammar::quote(rule.name, false));
  if (!rule.file.empty()) text += fmt::format(" ({}:{}:{})", rule.file, rule.line, rule.column);
  return text.append("\n");
}

}  // namespace lintel::cli
