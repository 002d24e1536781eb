// SPDX-License-Identifier: Apache-2.0
// Values, brackets and operators: how expressions are put together.
#include "grammar/builder.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "grammar/escapes.h"
#include "runtime/limits.h"

namespace lintel::grammar {

namespace {

Operator operator_of(std::string_view text) {
  for (int i = static_cast<int>(Operator::add); i <= static_cast<int>(Operator::in); ++i)
    if (spelling(static_cast<Operator>(i)) == text) return static_cast<Operator>(i);
  return Operator::none;
}

ExprKind kind_of(std::string_view infix) {
  if (infix == "&&") return ExprKind::all_of;
  if (infix == "||") return ExprKind::any_of;
  if (infix == "??") return ExprKind::coalesce;
  if (infix == "?") return ExprKind::conditional;
  return ExprKind::binary;
}

}  // namespace

Span Builder::span(const char* begin, const char* end) const {
  return {file_.index, static_cast<std::uint32_t>(begin - text_.data()),
          static_cast<std::uint32_t>(end - text_.data())};
}

void Builder::restart(std::uint32_t offset) {
  item_begin_ = offset;
  findings_.resize(findings_before_);
  stopped_ = false;
  expectation = {};
  awaited_ = {};
  values_.clear();
  pending_.clear();
  strings_.clear();
  buffer_.clear();
  nesting_ = 0;
  prefix_ = {};
  raw_ = false;
  let_ = {};
  rule_ = {};
  action_ = {};
  argument_ = {};
  on_names_.clear();
  arguments_.clear();
  actions_.clear();
  test_ = {};
  in_event_ = false;
  negated_ = false;
  expected_.clear();
}

const Span* Builder::innermost_bracket() const {
  for (std::size_t i = pending_.size(); i-- > 0;)
    if (pending_[i].bracket) return &pending_[i].span;
  return nullptr;
}

bool Builder::in_action() const {
  for (std::size_t i = pending_.size(); i-- > 0;)
    if (pending_[i].bracket)
      return pending_[i].kind == ExprKind::call && pending_[i].name == Span{};
  return false;
}

// ---- Values ------------------------------------------------------------------------------------

Builder::Value Builder::pop() {
  const Value value = values_.back();
  values_.pop_back();
  return value;
}

// Makes `expr` of the values above `base` and puts it in their place.
bool Builder::push(Expr expr, std::uint32_t begin, std::uint32_t end, std::size_t base) {
  children_.clear();
  for (std::size_t i = base; i < values_.size(); ++i) {
    children_.push_back(values_[i].expr);
    expr.depth = std::max(expr.depth, values_[i].expr->depth + 1);
  }
  if (expr.depth > limits::max_expression_depth) {
    findings_.push_back(
        finding<Diagnostic::expression_too_deep>(expr.name_span, limits::max_expression_depth));
    stopped_ = true;
    return false;
  }
  values_.resize(base);
  expr.span = join(begin, end);
  expr.children = file_.arena.copy<const Expr*>(children_);
  values_.push_back({file_.arena.make<Expr>(expr), begin, end});
  return true;
}

bool Builder::push_leaf(Expr expr, Span span) {
  expr.name_span = span;
  return push(expr, span.begin, span.end, values_.size());
}

bool Builder::push_integer(Span span, std::string_view digits) {
  const bool hexadecimal = digits.starts_with("0x");
  if (hexadecimal) digits.remove_prefix(2);
  std::uint64_t magnitude = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude,
                                            hexadecimal ? 16 : 10);
  constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
  Expr expr;
  expr.kind = ExprKind::int_literal;
  expr.text = at(span);
  if (error == std::errc{} && magnitude <= largest) {
    expr.number = static_cast<std::int64_t>(magnitude);
  } else if (error == std::errc{} && magnitude == largest + 1 && waiting(ExprKind::unary) &&
             pending_.back().op == Operator::negate) {
    // The smallest integer has no positive counterpart, so its sign belongs to the literal.
    expr.number = std::numeric_limits<std::int64_t>::min();
    span.begin = pending_.back().span.begin;
    pending_.pop_back();
  } else {
    findings_.push_back(finding<Diagnostic::integer_out_of_range>(span, at(span)));
  }
  return push_leaf(expr, span);
}

bool Builder::add_integer(Span span) { return push_integer(span, at(span)); }

void Builder::add_unsigned(Span span) {
  Finding result = finding<Diagnostic::unsigned_unsupported>(span, at(span));
  result.fixes.push_back({"make it a signed number", {{join(span.end - 1, span.end), ""}}});
  findings_.push_back(std::move(result));
  push_integer(span, at(span).substr(0, span.end - span.begin - 1));
}

bool Builder::add_double(Span span) {
  Expr expr;
  expr.kind = ExprKind::double_literal;
  expr.text = at(span);
  return push_leaf(expr, span);
}

bool Builder::add_true(Span span) {
  Expr expr;
  expr.kind = ExprKind::bool_literal;
  expr.number = 1;
  return push_leaf(expr, span);
}

bool Builder::add_false(Span span) {
  Expr expr;
  expr.kind = ExprKind::bool_literal;
  return push_leaf(expr, span);
}

bool Builder::add_null(Span span) { return push_leaf(Expr{}, span); }

bool Builder::bare_name() {
  Expr expr;
  expr.kind = ExprKind::name;
  expr.text = at(name_);
  return push_leaf(expr, name_);
}

bool Builder::bare_member() {
  Expr expr;
  expr.kind = ExprKind::member;
  expr.text = at(name_);
  expr.name_span = name_;
  return push(expr, values_.back().begin, name_.end, values_.size() - 1);
}

// ---- Brackets ----------------------------------------------------------------------------------

bool Builder::open_bracket(ExprKind kind, Span span, Span name) {
  if (nesting_ == limits::max_nesting) {
    findings_.push_back(finding<Diagnostic::nesting_too_deep>(span, limits::max_nesting));
    stopped_ = true;
    return false;
  }
  ++nesting_;
  pending_.push_back({kind, Operator::none, true, span, name, values_.size()});
  return true;
}

bool Builder::close_bracket(Span span) {
  const Pending open = pending_.back();
  pending_.pop_back();
  --nesting_;
  Expr expr;
  expr.kind = open.kind;
  const bool named = open.kind == ExprKind::call || open.kind == ExprKind::method;
  expr.name_span = named ? open.name : join(open.span.begin, span.end);
  if (named) expr.text = at(open.name);
  const bool on_value = open.kind == ExprKind::index || open.kind == ExprKind::method;
  const std::size_t base = on_value ? open.base - 1 : open.base;
  const std::uint32_t begin = on_value                      ? values_[base].begin
                              : open.kind == ExprKind::call ? open.name.begin
                                                            : open.span.begin;
  return push(expr, begin, span.end, base);
}

bool Builder::open_group(Span span) { return open_bracket(ExprKind::null_literal, span); }

void Builder::close_group(Span span) {
  Value& value = values_.back();
  value.expr->parenthesised = true;
  value.begin = pending_.back().span.begin;
  value.end = span.end;
  pending_.pop_back();
  --nesting_;
}

bool Builder::open_call(Span span) { return open_bracket(ExprKind::call, span, name_); }
bool Builder::open_method(Span span) { return open_bracket(ExprKind::method, span, name_); }
bool Builder::close_call(Span span) { return close_bracket(span); }
bool Builder::open_index(Span span) { return open_bracket(ExprKind::index, span); }
bool Builder::close_index(Span span) { return close_bracket(span); }
bool Builder::open_list(Span span) { return open_bracket(ExprKind::list, span); }
bool Builder::close_list(Span span) { return close_bracket(span); }
bool Builder::open_map(Span span) { return open_bracket(ExprKind::map, span); }
bool Builder::close_map(Span span) { return close_bracket(span); }

// ---- Operators ---------------------------------------------------------------------------------

void Builder::prefix_operator(Span span) {
  const Operator op = at(span) == "-" ? Operator::negate : Operator::invert;
  pending_.push_back({ExprKind::unary, op, false, span, {}, values_.size()});
}

void Builder::infix_operator(Span span) {
  const ExprKind kind = kind_of(at(span));
  const Operator op = kind == ExprKind::binary ? operator_of(at(span)) : Operator::none;
  pending_.push_back({kind, op, false, span, {}, values_.size()});
}

bool Builder::fold_unary() {
  while (waiting(ExprKind::unary)) {
    const Pending operation = pending_.back();
    pending_.pop_back();
    Expr expr;
    expr.kind = ExprKind::unary;
    expr.op = operation.op;
    expr.name_span = operation.span;
    if (!push(expr, operation.span.begin, values_.back().end, values_.size() - 1)) return false;
  }
  return true;
}

bool Builder::fold_binary() {
  const Pending operation = pending_.back();
  pending_.pop_back();
  Expr expr;
  expr.kind = operation.kind;
  expr.op = operation.op;
  expr.name_span = operation.span;
  const std::size_t base = values_.size() - 2;
  return push(expr, values_[base].begin, values_.back().end, base);
}

bool Builder::fold_coalescing() {
  while (waiting(ExprKind::coalesce))
    if (!fold_binary()) return false;
  return true;
}

bool Builder::fold_chain(ExprKind kind) {
  if (!waiting(kind)) return true;
  Expr expr;
  expr.kind = kind;
  std::size_t base = values_.size() - 1;
  for (; waiting(kind); --base) {
    expr.name_span = pending_.back().span;
    pending_.pop_back();
  }
  return push(expr, values_[base].begin, values_.back().end, base);
}

bool Builder::fold_conditional() {
  while (waiting(ExprKind::conditional)) {
    Expr expr;
    expr.kind = ExprKind::conditional;
    expr.name_span = pending_.back().span;
    pending_.pop_back();
    const std::size_t base = values_.size() - 3;
    if (!push(expr, values_[base].begin, values_.back().end, base)) return false;
  }
  return true;
}

}  // namespace lintel::grammar
