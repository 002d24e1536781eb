// SPDX-License-Identifier: Apache-2.0
#include "compiler/expressions.h"

#include "compiler/presence.h"

namespace lintel::compiler {

using grammar::Expr;
using grammar::ExprKind;

Expressions::Expressions(TypedTree& tree, Scope& scope, const Source& source,
                         const CompileOptions& options, std::vector<Finding>& findings)
    : tree_(tree), scope_(scope), source_(source), options_(options), findings_(findings) {}

void Expressions::enter(const Section& section) {
  section_ = &section;
  ++section_number_;
  calls_.clear();
  fields_.clear();
}

const Typed* Expressions::make(const Expr& expr) { return make(expr, {nullptr, scope_.next()}); }

const Typed* Expressions::make(const Expr& expr, const Parameters& parameters) {
  return make(expr, {&parameters, scope_.next()});
}

const Typed* Expressions::make_json(const Expr& expr) {
  mixing_ = true;
  const Typed* made = make(expr);
  mixing_ = false;
  return made;
}

void Expressions::make_let(std::string_view name) {
  if (Binding* binding = scope_.find(name, scope_.next()); binding != nullptr) {
    const bool used = binding->used;
    use_let(*binding, binding->let->name_span);
    binding->used = used;
  }
}

const Typed* Expressions::make(const Expr& expr, const View& view) {
  switch (expr.kind) {
    case ExprKind::null_literal: return tree_.absent(expr.span);
    case ExprKind::bool_literal: return tree_.boolean(expr.number != 0, expr.span);
    case ExprKind::int_literal: return tree_.integer(expr.number, expr.span);
    case ExprKind::double_literal: return real(expr);
    case ExprKind::string_literal: return tree_.text(expr.text, expr.span);
    case ExprKind::text_template: return text_template(expr, view);
    case ExprKind::list: return list(expr, view);
    case ExprKind::map: return map(expr, view);
    case ExprKind::name: return name(expr, view);
    case ExprKind::member: return member(expr, view);
    case ExprKind::index: return index(expr, view);
    case ExprKind::call: return call(expr, view);
    case ExprKind::method: return method(expr, view);
    case ExprKind::unary: return unary(expr, view);
    case ExprKind::binary: return binary(expr, view);
    case ExprKind::all_of:
    case ExprKind::any_of: return chain(expr, view);
    case ExprKind::conditional: return conditional(expr, view);
    case ExprKind::coalesce: return coalesce(expr, view);
  }
  return tree_.error(expr.span);
}

std::vector<const Typed*> Expressions::make_all(std::span<const Expr* const> exprs,
                                                const View& view) {
  std::vector<const Typed*> all;
  all.reserve(exprs.size());
  for (const Expr* expr : exprs) all.push_back(make(*expr, view));
  return all;
}

void Expressions::suggest(Finding& finding, Span span, std::string_view word,
                          std::span<const std::string_view> known) {
  const auto near = grammar::nearest(word, known);
  if (near.empty()) return;
  finding.label = fmt::format("did you mean `{}`?", near);
  finding.fixes.push_back({fmt::format("write `{}`", near), {{span, std::string(near)}}});
}

std::string described(const Type* type) {
  switch (type->kind) {
    case TypeKind::unknown:
    case TypeKind::null:
    case TypeKind::none: return name(type);
    case TypeKind::integer:
    case TypeKind::email: return fmt::format("an {}", name(type));
    case TypeKind::record:
      return fmt::format(
          "{} {}",
          std::string_view("aeiou").find(type->record.front()) == std::string_view::npos ? "a"
                                                                                         : "an",
          name(type));
    default: return fmt::format("a {}", name(type));
  }
}

}  // namespace lintel::compiler
