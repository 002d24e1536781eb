// SPDX-License-Identifier: Apache-2.0
// Loops of the reference evaluator, and what is made of whole lists.
#include <algorithm>
#include <set>

#include "tests/support/reference_expr.h"

namespace lintel::reference {
namespace {

using grammar::Expr;

// What a loop goes over: the elements of a list, or the keys of a map.
std::vector<Value> elements_of(const Value& range) {
  if (range.kind == Value::Kind::list) return range.elements;
  std::vector<Value> keys;
  for (const Entry& entry : range.entries) keys.push_back(plain_text(entry.key));
  if (range.kind != Value::Kind::event_map) return keys;
  // Of a repeated name the last one counts, and stands where it stands.
  const auto& members = range.object->members;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const bool again =
        std::any_of(members.begin() + static_cast<std::ptrdiff_t>(i) + 1, members.end(),
                    [&](const JsonMember& later) { return later.name == members[i].name; });
    if (!again && members[i].value.kind != Json::Kind::null)
      keys.push_back(plain_text(members[i].name));
  }
  return keys;
}

}  // namespace

bool is_loop(const Expr& expr) {
  static const std::set<std::string_view> names = {"all", "exists", "exists_one", "filter", "map"};
  return expr.kind == grammar::ExprKind::method && names.contains(expr.text);
}

Value without_markup(Value value) {
  for (Piece& piece : value.pieces) piece.markup = false;
  for (Value& element : value.elements) element = without_markup(std::move(element));
  return value;
}

Value distinct(const Value& of) {
  Values found;
  for (const Value& element : of.elements) {
    const auto same = [&](const Value& other) { return as_text(element) == as_text(other); };
    if (std::none_of(found.begin(), found.end(), same)) found.push_back(element);
  }
  return list(std::move(found));
}

Value Interpreter::evaluate_loop(const Expr& expr, const Scope& scope) const {
  const Value range = evaluate(*expr.children[0], scope);
  if (!range.present()) return absent();
  Values truths;
  Values made;
  for (const Value& written : elements_of(range)) {
    const Value element = without_markup(written);
    Scope inner{&scope, {}};
    inner.names[expr.children[1]->text] = {nullptr, nullptr, {}, &element};
    const auto part = [&](std::size_t i) { return evaluate(*expr.children[i], inner); };
    const bool maps = expr.text == "map";
    if (maps && expr.children.size() == 3) {
      made.push_back(part(2));
      continue;
    }
    const Value truth = part(2);
    truths.push_back(truth);
    if (expr.text == "all" && truth.is(false)) return truth;
    if (expr.text == "exists" && truth.is(true)) return truth;
    if (truth.is(true)) made.push_back(maps ? part(3) : element);
  }
  if (expr.text == "all") return all_of(truths);
  if (expr.text == "exists") return any_of(truths);
  for (const Values* of : {&truths, &made})
    for (const Value& value : *of)
      if (!value.present()) return of_one_type(absent(), made);
  return expr.text == "exists_one" ? boolean(made.size() == 1) : list(std::move(made));
}

}  // namespace lintel::reference
