// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/lifting.h"

#include <algorithm>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "grammar/parser.h"

namespace lintel::conformance {
namespace {

using grammar::Expr;
using grammar::ExprKind;

void collect(const Expr& expr, std::vector<const Expr*>& literals) {
  switch (expr.kind) {
    case ExprKind::bool_literal:
    case ExprKind::int_literal:
    case ExprKind::double_literal:
    case ExprKind::string_literal: literals.push_back(&expr); return;
    case ExprKind::map:
      for (std::size_t i = 1; i < expr.children.size(); i += 2)
        collect(*expr.children[i], literals);
      return;
    default:
      for (const Expr* child : expr.children) collect(*child, literals);
  }
}

// As JSON has it: digits on both sides of the point.
std::string double_text(std::string_view written) {
  return nlohmann::json(std::strtod(std::string(written).c_str(), nullptr)).dump();
}

Value value_of(const Expr& literal) {
  if (literal.kind == ExprKind::string_literal) return {"string", std::string(literal.text), {}};
  if (literal.kind == ExprKind::double_literal) return {"double", double_text(literal.text), {}};
  if (literal.kind == ExprKind::int_literal) return {"int", std::to_string(literal.number), {}};
  return {"bool", literal.number != 0 ? "true" : "false", {}};
}

}  // namespace

Lifted lift(std::string_view expression, std::optional<std::size_t> only) {
  constexpr std::string_view before = "when ";
  const std::string text = std::string(before).append(expression).append("\nthen value");
  std::vector<Finding> findings;
  const auto file = grammar::parse(text, 0, findings);
  if (!findings.empty() || file.items.size() != 1) return {};
  std::vector<const Expr*> literals;
  collect(*file.items[0].rule->condition, literals);
  std::sort(literals.begin(), literals.end(),
            [](const Expr* a, const Expr* b) { return a->span.begin < b->span.begin; });
  if (only && *only >= literals.size()) return {};
  if (only) literals = {literals[*only]};
  Lifted lifted;
  std::size_t from = before.size();
  for (const Expr* literal : literals) {
    const std::string name = "literal_" + std::to_string(lifted.variables.size());
    const Value value = value_of(*literal);
    lifted.expression.append(text, from, literal->span.begin - from).append(name);
    from = literal->span.end;
    lifted.variables.push_back({name, value.kind, value});
  }
  lifted.expression.append(expression.substr(from - before.size()));
  return lifted;
}

}  // namespace lintel::conformance
