// SPDX-License-Identifier: Apache-2.0
// Operators: overloads by the table, and those with a meaning of their own.
#include <algorithm>

#include "compiler/expressions.h"

namespace lintel::compiler {
namespace {

using grammar::Diagnostic;
using grammar::Expr;
using grammar::ExprKind;
using grammar::Operator;
using Form = BuiltinRow::Form;

const Type* boolean() { return Types::of(TypeKind::boolean); }

bool any_error(std::span<const Typed* const> nodes) {
  return std::any_of(nodes.begin(), nodes.end(),
                     [](const Typed* node) { return node->kind == Kind::error; });
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

// True if the text has no upper-case letters, whatever the event is. The type Domain does not say
// so: one side of a choice is enough for it.
bool is_lower(const Typed& node) {
  switch (node.kind) {
    case Kind::text: return lower(node.text) == node.text;
    case Kind::builtin:
      return node.builtin == Builtin::email_domain || node.builtin == Builtin::lower;
    case Kind::conditional: return is_lower(*node.operands[1]) && is_lower(*node.operands[2]);
    case Kind::coalesce: return is_lower(*node.operands[0]) && is_lower(*node.operands[1]);
    default: return false;
  }
}

// True if all elements of the list are texts without upper-case letters.
bool is_lower_list(const Typed& node) {
  switch (node.kind) {
    case Kind::list:
      if (is_table(node)) return true;  // compared_as_domain() has been there
      return std::all_of(node.operands.begin(), node.operands.end(),
                         [](const Typed* element) { return is_lower(*element); });
    case Kind::conditional:
      return is_lower_list(*node.operands[1]) && is_lower_list(*node.operands[2]);
    case Kind::coalesce:
      return is_lower_list(*node.operands[0]) && is_lower_list(*node.operands[1]);
    case Kind::at:
    case Kind::get: return is_tabular(node);  // there too
    default: return false;
  }
}

// True for a split whose pieces are others if the texts that it is given are in lower case.
bool splits_at_letters(const Typed& node) {
  if (node.builtin != Builtin::split && node.builtin != Builtin::split_first) return false;
  const Typed& separator = *node.operands[1];
  return separator.kind != Kind::text ||
         std::any_of(separator.text.begin(), separator.text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

bool is_domain(const Typed* node) { return node->type->kind == TypeKind::domain; }

// The first operand that the overload does not take; how many there are if it takes them all.
std::size_t first_misfit(const BuiltinRow& row, std::span<const Typed* const> operands) {
  std::size_t i = 0;
  while (i < operands.size() && fits(operands[i]->type, row.parameters()[i])) ++i;
  return i;
}

// Overloads match in the order of the table; `text` takes its kinds too.
const BuiltinRow* find_overload(std::string_view spelling, Form form,
                                std::span<const Typed* const> operands) {
  for (const auto& row : builtin_rows()) {
    const bool form_fits = row.form == form || (row.form == Form::either &&
                                                (form == Form::call || form == Form::method));
    if (!form_fits || row.spelling != spelling) continue;
    if (operands.size() != row.parameter_count()) continue;
    if (first_misfit(row, operands) == operands.size()) return &row;
  }
  return nullptr;
}

}  // namespace

const Typed* Expressions::overload(std::string_view spelling, Form form,
                                   std::span<const Typed* const> operands, const Expr& expr) {
  if (any_error(operands)) return tree_.error(expr.span);
  const BuiltinRow* row = find_overload(spelling, form, operands);
  if (row == nullptr) return wrong_operands(spelling, operands, expr);
  const auto builtin = static_cast<Builtin>(row - builtin_rows().data());
  const bool joins = builtin == Builtin::join || builtin == Builtin::join_with;
  if (joins && is_aggregate(operands[0]->type) && !fits(operands[0]->type->element, TypeKind::text))
    return refuse<Diagnostic::wrong_operand>(operands[0]->span, spelling,
                                             described(operands[0]->type));
  const Typed* node = tree_.builtin(builtin, operands, expr.span);
  const bool secret = std::any_of(operands.begin(), operands.end(), [](const Typed* operand) {
    return operand->type->kind == TypeKind::secret;
  });
  if (secret && node->type->kind == TypeKind::text)
    node = tree_.as(node, Types::of(TypeKind::secret));
  if (builtin == Builtin::distinct) node = tree_.as(node, operands[0]->type);
  if (builtin == Builtin::flatten) {
    const Type* inner = operands[0]->type->element;
    if (inner == nullptr || inner->kind != TypeKind::list)  // null has no elements
      return refuse<Diagnostic::wrong_operand>(operands[0]->span, spelling,
                                               described(operands[0]->type));
    node = tree_.as(node, inner);
  }
  const bool given = std::none_of(operands.begin(), operands.end(),
                                  [](const Typed* operand) { return is_absent(*operand); });
  if (node->kind == Kind::absent && given)
    return refuse<Diagnostic::constant_fails>(expr.span, spelling);
  return node;
}

const Typed* Expressions::wrong_operands(std::string_view spelling,
                                         std::span<const Typed* const> operands, const Expr& expr) {
  const Span at = expr.name_span;
  if (operands.size() == 1)
    return refuse<Diagnostic::wrong_operand>(operands[0]->span, spelling,
                                             described(operands[0]->type));
  if (operands.size() > 2) {
    std::size_t misfit = 0;
    for (const auto& row : builtin_rows())
      if (row.spelling == spelling && row.parameter_count() == operands.size())
        misfit = std::max(misfit, first_misfit(row, operands));
    return refuse<Diagnostic::wrong_operand>(operands[misfit]->span, spelling,
                                             described(operands[misfit]->type));
  }
  const Typed& left = *operands[0];
  const Typed& right = *operands[1];
  Finding& finding =
      report<Diagnostic::wrong_operands>(at, spelling, described(left.type), described(right.type));
  // Attributes are texts: the two mistakes that people make with them.
  const auto repair = [&](const Typed& text, const Typed& other) {
    if (!is_text(text.type)) return;
    if (other.kind == Kind::boolean) {
      const std::string quoted = other.number != 0 ? "\"true\"" : "\"false\"";
      finding.fixes.push_back({"compare with the text", {{other.span, quoted}}});
    } else if (other.type->kind == TypeKind::integer && expr.kind == ExprKind::binary &&
               expr.op != Operator::in) {
      finding.fixes.push_back({"read the text as a number",
                               {{{text.span.file, text.span.begin, text.span.begin}, "int("},
                                {{text.span.file, text.span.end, text.span.end}, ")"}}});
    }
  };
  repair(left, right);
  repair(right, left);
  // ... and the flags among them are no texts.
  const auto flag = [&](const Typed& left_side, const Typed& text) {
    if (left_side.type->kind != TypeKind::boolean || text.kind != Kind::text || text.from_let)
      return;
    const auto word = lower(text.text);
    if (word == "true" || word == "false")
      finding.fixes.push_back({"compare with the bool", {{text.span, word}}});
  };
  flag(left, right);
  flag(right, left);
  return tree_.error(expr.span);
}

const Typed* Expressions::unary(const Expr& expr, const View& view) {
  const Typed* operand = make(*expr.children[0], view);
  if (expr.op == Operator::negate) return overload("-", Form::unary, {&operand, 1}, expr);
  if (operand->kind == Kind::error) return tree_.error(expr.span);
  if (!fits(operand->type, TypeKind::boolean))
    return refuse<Diagnostic::wrong_operand>(operand->span, "!", described(operand->type));
  return tree_.make(Kind::invert, boolean(), {operand}, expr.span);
}

const Typed* Expressions::binary(const Expr& expr, const View& view) {
  const Typed* operands[] = {make(*expr.children[0], view), make(*expr.children[1], view)};
  const auto& [left, right] = operands;
  if (any_error(operands)) return tree_.error(expr.span);
  const bool arithmetic = expr.op <= Operator::modulo;
  if (!arithmetic && (left->kind == Kind::absent || right->kind == Kind::absent))
    return refuse<Diagnostic::null_compared>(expr.span);
  switch (expr.op) {
    case Operator::in: return membership(expr, left, right);
    case Operator::equal: return equal(expr, left, right);
    case Operator::not_equal: {
      const Typed* same = equal(expr, left, right);
      return same->kind == Kind::error ? same
                                       : tree_.make(Kind::invert, boolean(), {same}, expr.span);
    }
    case Operator::greater:
    case Operator::greater_equal: {
      const Typed* exchanged[] = {right, left};
      const std::string_view opposite = expr.op == Operator::greater ? "<" : "<=";
      if (find_overload(opposite, Form::binary, exchanged) == nullptr)
        return wrong_operands(spelling(expr.op), operands, expr);
      return overload(opposite, Form::binary, exchanged, expr);
    }
    case Operator::add:
      if (left->type->kind == TypeKind::list && right->type->kind == TypeKind::list) {
        const Type* type = tree_.types().join(left->type, right->type);
        if (type == nullptr) break;
        if (left->kind != Kind::list || right->kind != Kind::list)
          return tree_.as(tree_.builtin(Builtin::join_lists, operands, expr.span), type);
        joined_elements_ += left->operands.size() + right->operands.size();
        if (joined_elements_ > max_joined_elements)
          return refuse<Diagnostic::expression_too_large>(expr.span, max_joined_elements);
        std::vector<const Typed*> all(left->operands.begin(), left->operands.end());
        all.insert(all.end(), right->operands.begin(), right->operands.end());
        return tree_.make(Kind::list, type, all, expr.span);
      }
      break;
    default: break;
  }
  return overload(spelling(expr.op), Form::binary, operands, expr);
}

// What is compared with a domain, in lower case; lists and the lists in maps likewise.
const Typed* Expressions::compared_as_domain(const Typed* node) {
  if (node->kind == Kind::text) {
    const auto folded = lower(node->text);
    if (folded == node->text) return node;
    const bool written_here = node->span.end > node->span.begin && !node->from_let;
    if (written_here) report<Diagnostic::domain_folded>(node->span, node->text);
    return tree_.text(folded, node->span);
  }
  const bool is_list = node->kind == Kind::list;
  if (const auto known = in_lower_case_.find(node->value); is_list && known != in_lower_case_.end())
    return known->second;
  std::vector<const Typed*> parts(node->operands.begin(), node->operands.end());
  switch (node->kind) {
    case Kind::list:
      for (auto& part : parts) part = compared_as_domain(part);
      break;
    case Kind::map:
      for (std::size_t i = 1; i < parts.size(); i += 2) parts[i] = compared_as_domain(parts[i]);
      break;
    case Kind::conditional:
      parts[1] = compared_as_domain(parts[1]);
      parts[2] = compared_as_domain(parts[2]);
      break;
    case Kind::coalesce:
      parts[0] = compared_as_domain(parts[0]);
      parts[1] = compared_as_domain(parts[1]);
      break;
    case Kind::get:
    case Kind::at:
      if (node->operands[0]->type->kind == TypeKind::event_map)
        return tree_.builtin(Builtin::lower, {node}, node->span);
      parts[0] = compared_as_domain(parts[0]);
      break;
    case Kind::collect: parts[2] = compared_as_domain(parts[2]); return tree_.with(*node, parts);
    case Kind::builtin:
      if (node->type->kind == TypeKind::list) {
        if (splits_at_letters(*node)) return node;
        for (auto& part : parts) part = compared_as_domain(part);
        return tree_.with(*node, parts);
      }
      [[fallthrough]];
    default:
      return is_text(node->type) && !is_lower(*node)
                 ? tree_.builtin(Builtin::lower, {node}, node->span)
                 : node;
  }
  const Typed* made = tree_.make(node->kind, node->type, parts, node->span);
  if (node->from_let) made = tree_.use(made, node->let_name, node->span);
  // Lists can be long and stand in many rules.
  if (is_list) in_lower_case_.emplace(node->value, made);
  return made;
}

// A list that is equal to one of domains, in lower case also if only the event knows what it holds.
const Typed* Expressions::list_as_domains(const Typed* list, Span span) {
  list = compared_as_domain(list);
  if (is_lower_list(*list)) return list;
  const Type* text = Types::of(TypeKind::text);
  const Typed* element = tree_.variable("element", text, span);
  return tree_.loop(Kind::collect, tree_.types().list(text), element->number, list,
                    {tree_.boolean(true, span), tree_.builtin(Builtin::lower, {element}, span)},
                    span);
}

// A comparison of `triggerSource` with something that Cognito never sends here.
void Expressions::check_source_constant(const Typed& a, const Typed& b) {
  if (a.kind != Kind::field || a.field->path.front() != "triggerSource") return;
  if (b.kind == Kind::list)
    for (const Typed* element : b.operands) check_source_constant(a, *element);
  if (b.kind != Kind::text) return;
  const auto& sources = section_->sources;
  if (std::find(sources.begin(), sources.end(), b.text) != sources.end()) return;
  Finding& finding = report<Diagnostic::source_never>(b.span, b.text);
  const auto near = grammar::nearest(b.text, sources);
  if (near.empty()) return;
  finding.label = fmt::format("did you mean `{}`?", near);
  if (!b.from_let)
    finding.fixes.push_back(
        {fmt::format("write `{}`", near), {{b.span, fmt::format("\"{}\"", near)}}});
}

const Typed* Expressions::equal(const Expr& expr, const Typed* left, const Typed* right) {
  check_source_constant(*left, *right);
  check_source_constant(*right, *left);
  if (is_aggregate(left->type) && left->type->kind == right->type->kind) {
    const Type* type = tree_.types().join(left->type, right->type);
    if (type == nullptr) {
      const Typed* operands[] = {left, right};
      return wrong_operands(spelling(expr.op), operands, expr);
    }
    if (type->kind == TypeKind::list && type->element->kind == TypeKind::domain) {
      left = list_as_domains(left, expr.span);
      right = list_as_domains(right, expr.span);
    }
    return tree_.make(Kind::list_equal, boolean(), {left, right}, expr.span);
  }
  if (is_text(left->type) && is_text(right->type) && (is_domain(left) || is_domain(right))) {
    if (left->kind == Kind::text) left = compared_as_domain(left);
    if (right->kind == Kind::text) right = compared_as_domain(right);
    if (!is_lower(*left) || !is_lower(*right))
      return tree_.builtin(Builtin::equal_domain, {left, right}, expr.span);
  }
  const Typed* operands[] = {left, right};
  // The table says ==; the finding, if there is one, what was written.
  if (find_overload("==", Form::binary, operands) == nullptr)
    return wrong_operands(spelling(expr.op), operands, expr);
  return overload("==", Form::binary, operands, expr);
}

const Typed* Expressions::membership(const Expr& expr, const Typed* left, const Typed* right) {
  const Typed* operands[] = {left, right};
  const auto kind = right->type->kind;
  if (kind == TypeKind::map || kind == TypeKind::event_map) {
    if (!is_text(left->type)) return wrong_operands("in", operands, expr);
    // A key of the event that is a constant is a field like any other.
    if (right->kind == Kind::field && left->kind == Kind::text) {
      const Typed* field = attribute(*right, left->text, expr.span);
      // Of a flag, another text than true or false is no value, but the key is there.
      if (is_text(field->type)) return tree_.make(Kind::has, boolean(), {field}, expr.span);
    }
    return key_of(right, left, expr.span);
  }
  if (kind != TypeKind::list) return wrong_operands("in", operands, expr);
  const Type* element = right->type->element;
  if (left->type->kind == TypeKind::record || tree_.types().join(element, left->type) == nullptr)
    return wrong_operands("in", operands, expr);
  check_source_constant(*left, *right);
  if (is_domain(left) || element->kind == TypeKind::domain) {
    operands[0] = compared_as_domain(left);
    operands[1] = compared_as_domain(right);
    if (!is_lower_list(*operands[1]))
      return tree_.make(Kind::same_in, boolean(), operands, expr.span);
  }
  return tree_.make(Kind::in_list, boolean(), operands, expr.span);
}

// `key` in `map`. Keeps the number of map[key], which has a value where this is true.
const Typed* Expressions::key_of(const Typed* map, const Typed* key, Span span) {
  const Type* type =
      map->type->kind == TypeKind::map ? map->type->element : Types::of(TypeKind::text);
  Typed node;
  node.kind = Kind::in_map;
  node.type = boolean();
  node.span = span;
  node.number = tree_.make(Kind::get, type, {map, key}, span)->value;
  const Typed* operands[] = {key, map};
  return tree_.with(node, operands);
}

const Typed* Expressions::chain(const Expr& expr, const View& view) {
  const bool all = expr.kind == ExprKind::all_of;
  auto operands = make_all(expr.children, view);
  if (any_error(operands)) return tree_.error(expr.span);
  for (const Typed* operand : operands)
    if (!fits(operand->type, TypeKind::boolean))
      return refuse<Diagnostic::wrong_operand>(operand->span, all ? "&&" : "||",
                                               described(operand->type));
  return tree_.make(all ? Kind::all_of : Kind::any_of, boolean(), operands, expr.span);
}

const Typed* Expressions::conditional(const Expr& expr, const View& view) {
  const auto operands = make_all(expr.children, view);
  if (any_error(operands)) return tree_.error(expr.span);
  if (!fits(operands[0]->type, TypeKind::boolean))
    return refuse<Diagnostic::wrong_operand>(operands[0]->span,
                                             "? :", described(operands[0]->type));
  const Type* type = tree_.types().join(operands[1]->type, operands[2]->type);
  if (type == nullptr)
    return refuse<Diagnostic::no_common_type>(expr.span, described(operands[1]->type),
                                              described(operands[2]->type));
  return tree_.as(tree_.make(Kind::conditional, type, operands, expr.span), type);
}

const Typed* Expressions::coalesce(const Expr& expr, const View& view) {
  const auto operands = make_all(expr.children, view);
  if (any_error(operands)) return tree_.error(expr.span);
  const Type* type = tree_.types().join(operands[0]->type, operands[1]->type);
  if (type == nullptr)
    return refuse<Diagnostic::no_common_type>(expr.span, described(operands[0]->type),
                                              described(operands[1]->type));
  if (is_literal(*operands[0]) || is_table(*operands[0]))
    report<Diagnostic::useless_default>(operands[1]->span);
  return tree_.as(tree_.make(Kind::coalesce, type, operands, expr.span), type);
}

}  // namespace lintel::compiler
