// SPDX-License-Identifier: Apache-2.0
// Calls: functions and methods of the table, lets with parameters, has() and imports.
#include <algorithm>
#include <string>

#include "compiler/expressions.h"
#include "runtime/limits.h"

namespace lintel::compiler {
namespace {

using grammar::Diagnostic;
using grammar::Expr;
using grammar::ExprKind;
using Form = BuiltinRow::Form;

constexpr std::string_view has_name = "has";
constexpr std::string_view matches_name = "matches";

bool is_function(const BuiltinRow& row) {
  return row.form == Form::call || row.form == Form::method || row.form == Form::either;
}

std::vector<std::string_view> function_names() {
  std::vector<std::string_view> names{has_name,   "lines",        "csv",         "json",
                                      "jsonList", "randomDigits", "randomToken", matches_name};
  for (const auto& row : builtin_rows())
    if (is_function(row)) names.push_back(row.spelling);
  return names;
}

}  // namespace

const Typed* Expressions::call(const Expr& expr, const View& view) {
  if (Binding* binding = scope_.find(expr.text, view.before); binding != nullptr)
    return call_let(*binding, expr, view);
  if (expr.text == has_name) return has(expr, view);
  if (is_import(expr)) return import(expr);
  if (expr.text == matches_name) return matches(expr, view);
  if (expr.text == "randomDigits" || expr.text == "randomToken") return random(expr, view);
  if (expr.text == "json" || expr.text == "jsonList") return json_of_text(expr, view);
  return function(expr, make_all(expr.children, view));
}

const Typed* Expressions::method(const Expr& expr, const View& view) {
  if (is_loop_call(expr)) return loop(expr, view);
  if (expr.text == matches_name) return matches(expr, view);
  return function(expr, make_all(expr.children, view));
}

// `operands`: of a method, what it is called on comes first.
const Typed* Expressions::function(const Expr& expr, std::span<const Typed* const> operands) {
  const bool is_method = expr.kind == ExprKind::method;
  const Form form = is_method ? Form::method : Form::call;
  const std::size_t receiver = is_method ? 1 : 0;
  std::string wanted;
  for (const auto& row : builtin_rows()) {
    if (!is_function(row) || row.spelling != expr.text) continue;
    const std::size_t count = row.parameter_count();
    if (row.form != form && row.form != Form::either) {
      Finding& finding = report<Diagnostic::unknown_function>(expr.name_span, expr.text);
      finding.label = row.form == Form::method ? fmt::format("written `x.{}(...)`", expr.text)
                                               : fmt::format("written `{}(x)`", expr.text);
      return tree_.error(expr.span);
    }
    if (operands.size() == count) return overload(expr.text, form, operands, expr);
    const std::string arguments = std::to_string(count - receiver);
    if (wanted.find(arguments) == std::string::npos)
      wanted += wanted.empty() ? arguments : " or " + arguments;
  }
  if (!wanted.empty())
    return refuse<Diagnostic::argument_count>(expr.name_span, expr.text, wanted,
                                              operands.size() - receiver);
  auto names = function_names();
  const auto lets = scope_.names(scope_.next());
  names.insert(names.end(), lets.begin(), lets.end());
  std::sort(names.begin(), names.end());
  Finding& finding = report<Diagnostic::unknown_function>(expr.name_span, expr.text);
  if (expr.text == "not")
    finding.label = "written `!`";
  else
    suggest(finding, expr.name_span, expr.text, names);
  return tree_.error(expr.span);
}

const Typed* Expressions::random(const Expr& expr, const View& view) {
  const auto operands = make_all(expr.children, view);
  if (operands.size() != 1)
    return refuse<Diagnostic::argument_count>(expr.name_span, expr.text, 1, operands.size());
  const Typed& count = *operands[0];
  if (count.kind == Kind::error) return tree_.error(expr.span);
  if (count.kind != Kind::integer || count.number < 1 ||
      count.number > limits::max_random_characters)
    return refuse<Diagnostic::random_count>(count.span, expr.text, limits::max_random_characters);
  return tree_.random(expr.text == "randomDigits" ? "digits" : "token",
                      static_cast<std::uint32_t>(count.number), expr.span);
}

// JSON in a text of the event: of an attribute whose members are known, a list of records;
// otherwise an object of texts, or with jsonList a list of them.
const Typed* Expressions::json_of_text(const Expr& expr, const View& view) {
  const auto operands = make_all(expr.children, view);
  if (operands.size() != 1)
    return refuse<Diagnostic::argument_count>(expr.name_span, expr.text, 1, operands.size());
  const Typed* text = operands[0];
  if (text->kind == Kind::error) return tree_.error(expr.span);
  if (!is_text(text->type))
    return refuse<Diagnostic::wrong_operand>(text->span, expr.text, described(text->type));
  const Type* element = expr.text == "jsonList" ? Types::of(TypeKind::text) : nullptr;
  if (text->kind == Kind::field)
    for (const auto& member : schema::members())
      if (member.field == text->field->path.back()) element = tree_.types().record(member.field);
  if (element == nullptr) return tree_.builtin(Builtin::parse_object, {text}, expr.span);
  const Typed* json = tree_.builtin(Builtin::parse_array, {text}, expr.span);
  return tree_.make(Kind::decoded, tree_.types().list(element), {json}, expr.span);
}

const Typed* Expressions::has(const Expr& expr, const View& view) {
  const auto operands = make_all(expr.children, view);
  if (operands.size() != 1)
    return refuse<Diagnostic::argument_count>(expr.name_span, has_name, 1, operands.size());
  if (operands[0]->kind == Kind::error) return tree_.error(expr.span);
  return tree_.make(Kind::has, Types::of(TypeKind::boolean), operands, expr.span);
}

}  // namespace lintel::compiler
