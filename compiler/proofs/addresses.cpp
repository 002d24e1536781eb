// SPDX-License-Identifier: Apache-2.0
// Proof: a test of an e-mail address means the domain that it names. "notexample.com" ends with
// "example.com" too, and an address can hold more than one @.
#include <unordered_set>

#include "compiler/proofs/room.h"

namespace lintel::compiler::proofs {
namespace {

using grammar::Diagnostic;

// An e-mail address or its domain, also with another letter case or without blanks around it.
const Typed* address_of(const Typed& node) {
  if (node.type->kind == TypeKind::email || node.type->kind == TypeKind::domain) return &node;
  const auto word = spelling(node);
  if (word == "lowerAscii" || word == "upperAscii" || word == "trim" || word == "string")
    return address_of(*node.operands[0]);
  if (node.kind == Kind::coalesce) return address_of(*node.operands[0]);
  return nullptr;
}

class Walk {
 public:
  explicit Walk(Context& context) : context_(context) {}

  void visit(const Typed& node) {
    if (node.constant || node.operands.empty()) return;
    if (spelling(node) == "endsWith") suffix(node);
    if (node.kind == Kind::at) part_of_split(node);
    // Only what stands below a let can be reached on many ways.
    if (node.from_let && !seen_.insert(node.operands.data()).second) return;
    for (const Typed* operand : node.operands) visit(*operand);
  }

 private:
  void suffix(const Typed& node) {
    const Typed* address = address_of(*node.operands[0]);
    const Typed& text = *node.operands[1];
    if (address == nullptr || text.kind != Kind::text) return;
    if (text.text.find('@') != std::string_view::npos || text.text.starts_with('.')) return;
    auto& made = context_.report<Diagnostic::loose_suffix>(text.span, text.text);
    made.label = fmt::format("`not{}` ends with it too", text.text);
    if (address->type->kind != TypeKind::email || text.from_let) return;
    const auto written = context_.written(text.span);
    const bool is_plain = written.starts_with('"') || written.starts_with('\'');
    if (!is_plain || written.substr(1, 1) == written.substr(0, 1)) return;
    const auto at = text.span.begin + 1;
    made.fixes.push_back({"ask for the whole domain", {{{text.span.file, at, at}, "@"}}, true});
  }

  void part_of_split(const Typed& node) {
    const Typed& list = *node.operands[0];
    if (spelling(list) != "split") return;
    if (list.operands[1]->kind != Kind::text || list.operands[1]->text != "@") return;
    auto& made = context_.report<Diagnostic::split_address>(node.span);
    const Typed* address = address_of(*list.operands[0]);
    if (address == nullptr || address->kind != Kind::field) return;
    const bool domain = node.operands[1]->kind == Kind::integer && node.operands[1]->number == 1;
    const auto name = domain ? "email.domain" : "email.local";
    made.label = fmt::format("`{}` is the part that is meant", name);
    made.fixes.push_back({fmt::format("write `{}`", name), {{node.span, name}}, true});
  }

  Context& context_;
  std::unordered_set<const Typed* const*> seen_;  // the operands of lets
};

}  // namespace

void prove_addresses(Context& context) {
  Walk walk(context);
  for (const auto& rule : context.rules) {
    if (rule.rule->condition != nullptr) walk.visit(*rule.rule->condition);
    for (const auto& action : rule.rule->actions) {
      if (action.value != nullptr) walk.visit(*action.value);
      for (const auto& argument : action.arguments) walk.visit(*argument.value);
    }
  }
}

}  // namespace lintel::compiler::proofs
