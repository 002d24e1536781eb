// SPDX-License-Identifier: Apache-2.0
// Proof: the service that carries an effect out will take what the rules name outright. What comes
// from the event is for the host to look at.
#include <algorithm>

#include "compiler/proofs/room.h"
#include "compiler/proofs/text_shape.h"
#include "runtime/text.h"

namespace lintel::compiler::proofs {
namespace {

using grammar::Diagnostic;
using schema::Escape;

// Names of groups (Amazon Cognito, AdminAddUserToGroup) and types of details (Amazon EventBridge,
// PutEvents).
constexpr std::int64_t max_name = 128;

// `address`, or `name <address>`.
bool is_mailbox(std::string_view text) {
  if (text.ends_with('>')) {
    const auto begin = text.rfind('<');
    if (begin == std::string_view::npos) return false;
    text = text.substr(begin + 1, text.size() - begin - 2);
  }
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<signed char>(c) >= 0; });
  return ascii && text.find_first_of(",;") == std::string_view::npos &&
         runtime::parse_address(text).has_value();
}

void check_mailbox(Context& context, const Typed& value) {
  for (const Typed* text : outcomes(value)) {
    // `attr.email ?? ""`: who writes it knows that there may be none.
    if (text != &value && text->kind == Kind::text && text->text.empty()) continue;
    if (text->kind == Kind::list)
      for (const Typed* element : text->operands) check_mailbox(context, *element);
    else if (text->kind == Kind::text && !is_mailbox(text->text))
      context.report<Diagnostic::no_mailbox>(text->span, text->text);
  }
}

// What is wrong with the name; empty if nothing is.
std::string_view objection(std::string_view name, bool takes_blanks) {
  if (name.empty()) return "is empty";
  if (runtime::count_code_points(name) > max_name) return "has more than 128 characters";
  const bool has_blank = name.find_first_of(" \t\r\n") != std::string_view::npos;
  return has_blank && !takes_blanks ? "holds a blank" : "";
}

void check_name(Context& context, const Typed& value, std::string_view effect) {
  for (const Typed* text : outcomes(value)) {
    if (text->kind != Kind::text) continue;
    if (const auto why = objection(text->text, effect == "emit"); !why.empty())
      context.report<Diagnostic::effect_name>(text->span, text->text, effect, why);
  }
}

}  // namespace

void prove_effect_arguments(Context& context) {
  for (const auto& rule : context.rules) {
    for (const auto& action : rule.rule->actions) {
      for (const auto& [parameter, value, is_list] : action.arguments) {
        if (parameter->escape == Escape::mailbox || parameter->escape == Escape::mailboxes)
          check_mailbox(context, *value);
        else if (parameter->escape == Escape::name)
          check_name(context, *value, parameter->effect);
      }
    }
  }
}

}  // namespace lintel::compiler::proofs
