// SPDX-License-Identifier: Apache-2.0
// Loops over lists and maps: CEL's macros all, exists, exists_one, map and filter.
#include "compiler/expressions.h"
#include "runtime/limits.h"

namespace lintel::compiler {
namespace {

using grammar::Diagnostic;
using grammar::Expr;
using grammar::ExprKind;

// The number of arguments tells `map` with a condition from `map` without.
struct Loop {
  std::string_view name;
  std::size_t arguments;
  Kind kind;
};
constexpr Loop loops[] = {
    {"all", 2, Kind::for_all},        {"exists", 2, Kind::for_some},
    {"exists_one", 2, Kind::for_one}, {"existsOne", 2, Kind::for_one},
    {"filter", 2, Kind::collect},     {"map", 2, Kind::collect},
    {"map", 3, Kind::collect},
};

const Loop* find_loop(std::string_view name, std::size_t arguments) {
  const Loop* of_name = nullptr;
  for (const Loop& loop : loops) {
    if (loop.name != name) continue;
    if (loop.arguments == arguments) return &loop;
    of_name = &loop;
  }
  return of_name;
}

}  // namespace

bool Expressions::is_loop_call(const Expr& expr) const {
  return find_loop(expr.text, 0) != nullptr;
}

// What a loop over `range` calls its variable; null if there are no elements to go over.
const Type* Expressions::variable_type(const Typed& range) {
  switch (range.type->kind) {
    case TypeKind::list: return range.type->element;
    case TypeKind::map:
    case TypeKind::event_map: return Types::of(TypeKind::text);
    default: return nullptr;
  }
}

const Typed* Expressions::loop(const Expr& expr, const View& view) {
  const std::size_t arguments = expr.children.size() - 1;
  const Loop& loop = *find_loop(expr.text, arguments);
  if (arguments != loop.arguments)
    return refuse<Diagnostic::argument_count>(expr.name_span, expr.text, loop.arguments, arguments);
  const Expr& written = *expr.children[1];
  if (written.kind != ExprKind::name)
    return refuse<Diagnostic::loop_variable>(written.span, expr.text);
  if (scope_.find(written.text, view.before) != nullptr ||
      (view.parameters != nullptr && view.parameters->contains(written.text)))
    return refuse<Diagnostic::duplicate_let>(written.span, written.text);
  const schema::Trigger triggers[] = {schema::Trigger::envelope, section_->trigger};
  if (const auto taken = taken_by(written.text, triggers); !taken.empty())
    return refuse<Diagnostic::let_takes_name>(written.span, written.text, taken);

  const Typed* range = make(*expr.children[0], view);
  if (range->kind == Kind::error) return tree_.error(expr.span);
  const Type* type = variable_type(*range);
  if (type == nullptr)
    return refuse<Diagnostic::loop_range>(range->span, expr.text, described(range->type));

  const Typed* variable = tree_.variable(written.text, type, written.span);
  Parameters names;
  if (view.parameters != nullptr) names = *view.parameters;
  names.emplace(written.text, variable);
  const View inside{&names, view.before};
  std::vector<const Typed*> body;
  for (const Expr* part : expr.children.subspan(2)) body.push_back(make(*part, inside));
  for (const Typed* part : body)
    if (part->kind == Kind::error) return tree_.error(expr.span);

  const bool maps = expr.text == "map";
  const bool has_condition = !maps || body.size() == 2;
  if (has_condition && !fits(body[0]->type, TypeKind::boolean))
    return refuse<Diagnostic::wrong_operand>(body[0]->span, expr.text, described(body[0]->type));
  const Typed* made = nullptr;
  if (loop.kind == Kind::collect) {
    const Typed* condition = has_condition ? body[0] : tree_.boolean(true, expr.span);
    const Typed* value = maps ? body.back() : variable;
    made = tree_.loop(loop.kind, tree_.types().list(value->type), variable->number, range,
                      {condition, value}, expr.span);
  } else {
    made = tree_.loop(loop.kind, Types::of(TypeKind::boolean), variable->number, range, {body[0]},
                      expr.span);
  }
  if (made->loops > limits::max_loop_levels)
    return refuse<Diagnostic::loops_nested>(expr.span, limits::max_loop_levels);
  return made;
}

}  // namespace lintel::compiler
