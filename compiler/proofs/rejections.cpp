// SPDX-License-Identifier: Apache-2.0
// Proof: the text of a denial reads well where it is shown. Cognito puts it between
// "PreSignUp failed with error " and a full stop, and hands it on in URLs.
#include <algorithm>

#include "compiler/proofs/room.h"
#include "compiler/proofs/text_shape.h"

namespace lintel::compiler::proofs {
namespace {

using grammar::Diagnostic;

// Browsers take URLs of 2,000 characters everywhere; percent-encoding makes three of one.
constexpr std::uint64_t long_text = 600;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

void check(Context& context, const Typed& text) {
  const Lengths size = lengths(text, {});
  if (size.most == 0) {
    context.report<Diagnostic::rejection_text>(text.span, "is empty");
    return;
  }
  if (size.least != no_bound && size.least > long_text)
    context.report<Diagnostic::rejection_text>(
        text.span, fmt::format("has {} characters or more", size.least));
  for (const Typed* outcome : outcomes(text)) {
    const auto parts = sequence(*outcome);
    if (parts.back()->kind == Kind::text && parts.back()->text.ends_with('.')) {
      auto& made = context.report<Diagnostic::rejection_stop>(parts.back()->span);
      made.label = "shown with two full stops";
    }
    for (const Typed* part : parts)
      if (part->kind == Kind::text && std::any_of(part->text.begin(), part->text.end(), is_control))
        context.report<Diagnostic::rejection_text>(part->span, "holds control characters");
  }
}

}  // namespace

void prove_rejections(Context& context) {
  for (const auto& rule : context.rules)
    for (const auto& action : rule.rule->actions)
      if (action.kind == TypedAction::Kind::reject && action.value->kind != Kind::error)
        check(context, *action.value);
}

}  // namespace lintel::compiler::proofs
