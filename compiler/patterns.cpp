// SPDX-License-Identifier: Apache-2.0
// matches(): its pattern is read when the rules are compiled.
#include "compiler/expressions.h"
#include "compiler/regex/regex.h"

namespace lintel::compiler {
namespace {

using grammar::Diagnostic;
using grammar::Expr;
using grammar::ExprKind;

constexpr std::string_view matches_name = "matches";

// How many bytes of a string literal stand before its text, if it stands there without escapes;
// nothing otherwise.
std::optional<std::size_t> opening_of(std::string_view literal, std::string_view text) {
  for (const std::string_view opening : {"r\"\"\"", "R\"\"\"", "r'''", "R'''", "\"\"\"", "'''",
                                         "r\"", "R\"", "r'", "R'", "\"", "'"}) {
    if (!literal.starts_with(opening)) continue;
    if (literal.substr(opening.size()).starts_with(text) &&
        literal.size() < opening.size() + text.size() + opening.size() + 1)
      return opening.size();
    return std::nullopt;
  }
  return std::nullopt;
}

// How large the pattern is, as far as it has been looked at.
std::string extent(const regex::Error& error) {
  const std::string_view unit = regex::row(error.kind).message;
  switch (error.kind) {
    case regex::ErrorKind::too_many_parts:
    case regex::ErrorKind::too_many_classes:
      return fmt::format("{} {}, at most {}", error.reached, unit, error.limit);
    default: return fmt::format("more than {} {}", error.limit, unit);
  }
}

}  // namespace

const Typed* Expressions::matches(const Expr& expr, const View& view) {
  const auto operands = make_all(expr.children, view);
  if (operands.size() != 2) {
    const std::size_t receiver = expr.kind == ExprKind::method ? 1 : 0;
    return refuse<Diagnostic::argument_count>(expr.name_span, matches_name, 2 - receiver,
                                              operands.size() - receiver);
  }
  const Typed& subject = *operands[0];
  const Typed& pattern = *operands[1];
  if (subject.kind == Kind::error || pattern.kind == Kind::error) return tree_.error(expr.span);
  if (!fits(subject.type, TypeKind::text) || !fits(pattern.type, TypeKind::text))
    return wrong_operands(matches_name, operands, expr);
  if (pattern.kind != Kind::text) return refuse<Diagnostic::pattern_not_constant>(pattern.span);

  const regex::Automaton* automaton = tree_.known_pattern(pattern.text);
  if (automaton == nullptr) {
    auto made = regex::compile(pattern.text);
    if (const auto* error = std::get_if<regex::Error>(&made))
      return bad_pattern(*expr.children[1], pattern, *error);
    automaton = &tree_.keep_pattern(pattern.text, std::move(*std::get_if<regex::Automaton>(&made)));
  }
  return tree_.matches(&subject, pattern.text, *automaton, expr.span);
}

const Typed* Expressions::bad_pattern(const Expr& expr, const Typed& pattern,
                                      const regex::Error& error) {
  const auto& row = regex::row(error.kind);
  const Span span = pattern_part(expr, pattern, error);
  const std::string_view part = pattern.text.substr(error.offset, error.size);
  Finding* finding = nullptr;
  switch (row.group) {
    case regex::ErrorGroup::syntax:
      finding = &report<Diagnostic::pattern_syntax>(span, part, row.message);
      break;
    case regex::ErrorGroup::unsupported:
      finding = &report<Diagnostic::pattern_unsupported>(span, part, row.message);
      break;
    case regex::ErrorGroup::too_large:
      finding = &report<Diagnostic::pattern_too_large>(span, extent(error));
      break;
  }
  finding->label = row.hint;
  return tree_.error(expr.span);
}

// Where the part stands in the source: in the literal, if its characters stand there one by one.
Span Expressions::pattern_part(const Expr& expr, const Typed& pattern,
                               const regex::Error& error) const {
  if (expr.kind != ExprKind::string_literal) return pattern.span;
  const std::string_view source = source_.text;
  const auto opening =
      opening_of(source.substr(expr.span.begin, expr.span.end - expr.span.begin), pattern.text);
  if (!opening) return pattern.span;
  const auto begin = expr.span.begin + static_cast<std::uint32_t>(*opening + error.offset);
  return {expr.span.file, begin, begin + static_cast<std::uint32_t>(error.size)};
}

}  // namespace lintel::compiler
