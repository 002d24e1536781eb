// SPDX-License-Identifier: Apache-2.0
// Proof: the texts of CustomMessage are ones that Cognito sends. It falls back to its own text
// without a word if the code is missing, and refuses what is too long.
#include <algorithm>
#include <array>

#include "compiler/proofs/room.h"
#include "compiler/proofs/text_shape.h"
#include "runtime/text.h"

namespace lintel::compiler::proofs {
namespace {

using grammar::Diagnostic;

constexpr std::string_view invitation = "CustomMessage_AdminCreateUser";
constexpr std::string_view mails_with_link[] = {"CustomMessage_SignUp", "CustomMessage_ResendCode"};

bool can_hold_link(const schema::ResponseRow& response, std::string_view source) {
  return response.action == "emailMessage" &&
         std::find(std::begin(mails_with_link), std::end(mails_with_link), source) !=
             std::end(mails_with_link);
}

// ---- Placeholders ------------------------------------------------------------------------------

void require(Context& context, const TypedAction& action, const Typed& text,
             std::span<const Placeholder> any_of, const Facts& present, std::string_view source) {
  const Typed* part = part_without(text, any_of, present, source);
  if (part == nullptr) return;
  auto& found = context.report<Diagnostic::placeholder_missing>(part->span, action.response->action,
                                                                any_of.front().word);
  const auto& field = any_of.front().field;
  const auto name = field.substr(field.rfind('.') + 1);
  found.label = fmt::format("no `${{{}}}` in this text", name);
  if (part != action.value) found.related.push_back({action.span, "the message it can become"});
}

void check_placeholders(Context& context, const TypedAction& action, const Typed& text,
                        const Case& one) {
  Facts present;
  if (one.condition != nullptr) present = facts_if(*one.condition, true);
  // Which of the two a pool sends is its own setting, so either will do where both can be.
  const std::array<Placeholder, 2> code_or_link{code_placeholder, link_placeholder};
  std::span<const Placeholder> accepted = code_or_link;
  const auto& declared = context.module.pool.verify_by;
  if (!can_hold_link(*action.response, one.source) || declared == "code")
    accepted = accepted.first(1);
  else if (declared == "link")
    accepted = accepted.last(1);
  require(context, action, text, accepted, present, one.source);
  if (one.source == invitation)
    require(context, action, text, {&name_placeholder, 1}, present, one.source);
}

// ---- What stands around the code ---------------------------------------------------------------

// True if `text`, up to the code, is inside of a URL: no blank or quote since it began. Parts of
// the event are a letter.
bool ends_in_url(std::string_view text) {
  const auto stop = text.find_last_of(" \t\r\n<>");
  const auto word = stop == std::string_view::npos ? text : text.substr(stop + 1);
  const auto quote = word.find_last_of("\"'");
  const auto rest = quote == std::string_view::npos ? word : word.substr(quote + 1);
  if (rest.find("://") != std::string_view::npos || rest.starts_with("mailto:")) return true;
  return quote != std::string_view::npos && word.substr(0, quote).ends_with("href=");
}

void check_surroundings(Context& context, const Typed& text) {
  for (const Typed* outcome : outcomes(text)) {
    const auto parts = sequence(*outcome);
    std::string so_far;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const Typed& part = *parts[i];
      const bool is_text = part.kind == Kind::text;
      std::size_t at = is_text ? part.text.find(code_placeholder.open) : 0;
      if (is_text ? at != std::string_view::npos : is_field(part, code_placeholder.field)) {
        const auto before = so_far + std::string(is_text ? part.text.substr(0, at) : "");
        std::string_view behind =
            is_text ? part.text.substr(at + code_placeholder.open.size()) : "";
        if (behind.empty() && i + 1 < parts.size() && parts[i + 1]->kind == Kind::text)
          behind = parts[i + 1]->text;
        if (ends_in_url(before))
          context.report<Diagnostic::code_in_url>(part.span);
        else if (behind.starts_with('.'))
          context.report<Diagnostic::code_before_stop>(part.span);
      }
      so_far += is_text ? std::string(part.text) : "x";
    }
  }
}

// ---- Lengths -----------------------------------------------------------------------------------

// False if there is no text to look at further.
bool check_length(Context& context, const TypedAction& action, const Typed& text, const Case& one) {
  const auto* limit = action.response;
  if (limit->max == 0) return true;
  const Lengths found = lengths(text, size_limits(one.condition));
  const auto name = action.response->action;
  if (found.most == 0) {
    context.report<Diagnostic::message_empty>(text.span, name);
    return false;
  }
  const auto range = fmt::format("{} to {}", limit->min, limit->max);
  if (found.most < limit->min || found.least > limit->max) {
    const auto size = found.most < limit->min ? found.most : found.least;
    auto& made = context.report<Diagnostic::message_length>(text.span, name, range);
    made.label =
        fmt::format("{} {} characters", found.most < limit->min ? "at most" : "at least", size);
    return true;
  }
  if (found.most > limit->max) {
    const Typed* longest = found.longest;
    auto& made = context.report<Diagnostic::message_may_be_long>(
        longest != nullptr ? longest->span : text.span, name, limit->max);
    if (found.most == no_bound) {
      made.label = "the whole text can have any length";
      return true;
    }
    made.label = fmt::format("the whole text can have {} characters", found.most);
    const auto rest = found.most - found.longest_most;
    if (longest != nullptr && rest < limit->max)
      made.label += fmt::format("; {} are left for this part", limit->max - rest);
    return true;
  }
  if (found.least < limit->min)
    context.report<Diagnostic::message_may_be_short>(text.span, name, limit->min);
  if (name == "smsMessage" && found.most_bytes > limit->max)
    context.report<Diagnostic::message_bytes>(text.span, found.most_bytes);
  return true;
}

}  // namespace

void prove_messages(Context& context) {
  for (const auto& rule : context.rules) {
    if (rule.section->trigger != schema::Trigger::CustomMessage) continue;
    for (const auto& action : rule.rule->actions) {
      if (action.response == nullptr || action.value == nullptr ||
          action.value->kind == Kind::error)
        continue;
      for (const Case& one : context.of(rule)) {
        if (!one.fires) continue;
        const Typed& text = *context.special(action.value, one.source);
        if (!check_length(context, action, text, one)) continue;
        if (action.response->action == "emailSubject") continue;
        check_placeholders(context, action, text, one);
        check_surroundings(context, text);
      }
    }
  }
}

}  // namespace lintel::compiler::proofs
