// SPDX-License-Identifier: Apache-2.0
// Strings with their templates, and items.
#include <charconv>

#include "grammar/builder.h"
#include "grammar/escapes.h"

namespace lintel::grammar {

// ---- Strings -----------------------------------------------------------------------------------

void Builder::raw_mark(Span span) {
  if (prefix_.end == 0) prefix_ = span;
  raw_ = true;
}

void Builder::bytes_mark(Span span) {
  if (prefix_.end == 0) prefix_ = span;
  Finding result = finding<Diagnostic::bytes_unsupported>(span);
  result.fixes.push_back({"make it a string of text", {{span, ""}}});
  findings_.push_back(std::move(result));
}

void Builder::open_string(Span span) {
  if (prefix_.end != 0) span.begin = prefix_.begin;
  const Span piece = join(span.end, span.end);
  strings_.push_back({span, piece, values_.size(), raw_, false, false});
  prefix_ = {};
  raw_ = false;
}

void Builder::add_text(Span span) {
  StringState& string = strings_.back();
  if (string.escaped) buffer_ += at(span);
  string.piece.end = span.end;
}

void Builder::add_escape(Span span) {
  StringState& string = strings_.back();
  if (!string.escaped) buffer_ = at(string.piece);
  string.escaped = true;
  string.piece.end = span.end;
  if (const auto character = decode_escape(at(span)))
    append_utf8(buffer_, *character);
  else
    findings_.push_back(finding<Diagnostic::escape_not_a_character>(span, at(span)));
}

// The piece that has been read becomes a value, unless it is empty.
void Builder::flush_piece() {
  StringState& string = strings_.back();
  if (string.piece.begin != string.piece.end) {
    Expr expr;
    expr.kind = ExprKind::string_literal;
    expr.text = string.escaped ? file_.arena.copy(buffer_) : at(string.piece);
    push(expr, string.piece.begin, string.piece.end, values_.size());
  }
  string.escaped = false;
}

bool Builder::open_interpolation(Span span) {
  flush_piece();
  strings_.back().interpolated = true;
  return open_bracket(ExprKind::text_template, span);
}

void Builder::close_interpolation(Span span) {
  const Span open = pending_.back().span;
  pending_.pop_back();
  --nesting_;
  StringState& string = strings_.back();
  string.piece = join(span.end, span.end);
  const bool one_line = !at(string.open).ends_with("\"\"\"") && !at(string.open).ends_with("'''");
  if (one_line && at(join(open.begin, span.end)).find('\n') != std::string_view::npos)
    findings_.push_back(finding<Diagnostic::line_end_in_template>(string.open));
}

bool Builder::close_string(Span span) {
  const StringState& string = strings_.back();
  const Span whole = join(string.open.begin, span.end);
  Expr expr;
  expr.name_span = whole;
  if (string.interpolated) {
    flush_piece();
    expr.kind = ExprKind::text_template;
  } else {
    expr.kind = ExprKind::string_literal;
    expr.raw = string.raw;
    expr.text = string.escaped ? file_.arena.copy(buffer_) : at(string.piece);
  }
  const std::size_t base = string.base;
  strings_.pop_back();
  return push(expr, whole.begin, whole.end, base);
}

// ---- Items -------------------------------------------------------------------------------------

void Builder::language(Span span) {
  language_ = span;
  form_end_ = span.end;
}

void Builder::finish_language(Span span) {
  const Span whole = join(span.begin, form_end_);
  if (language_seen_)
    findings_.push_back(finding<Diagnostic::language_repeated>(whole));
  else if (!file_.items.empty())
    findings_.push_back(finding<Diagnostic::language_not_first>(whole));
  const std::string_view digits = at(language_);
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), file_.language);
  if (error != std::errc{} || file_.language != 1) {
    findings_.push_back(finding<Diagnostic::language_unknown>(language_, digits));
    file_.language = 1;
  }
  language_seen_ = true;
  item_begin_ = span.end;
  keep_findings();
}

void Builder::on_name(Span span) {
  on_names_.push_back({at(span), span});
  form_end_ = span.end;
}

void Builder::let_name(Span span) {
  let_.name = at(span);
  let_.name_span = span;
}

void Builder::parameter(Span span) { arguments_.push_back({at(span), span, nullptr}); }

void Builder::argument_name(Span span) {
  argument_.name = at(span);
  argument_.name_span = span;
}

void Builder::argument() {
  argument_.value = pop().expr;
  arguments_.push_back(argument_);
  argument_ = {};
}

void Builder::action_name(Span span) {
  action_.name = at(span);
  action_.name_span = span;
  action_.span = span;
}

bool Builder::open_action(Span span) {
  action_.has_parentheses = true;
  return open_bracket(ExprKind::call, span);
}

void Builder::close_action(Span span) {
  action_.span.end = span.end;
  action_.arguments = file_.arena.copy<Argument>(arguments_);
  arguments_.clear();
  pending_.pop_back();
  --nesting_;
}

void Builder::action() {
  form_end_ = action_.span.end;
  actions_.push_back(action_);
  action_ = {};
}

void Builder::rule_name(Span span) {
  rule_.name = pop().expr->text;
  rule_.name_span = span;
}

void Builder::condition() { rule_.condition = pop().expr; }

void Builder::finish_item(ItemKind kind, Span span) {
  item_.kind = kind;
  item_.span = join(span.begin, form_end_);
  file_.items.push_back(item_);
  item_ = {};
  item_begin_ = span.end;
  keep_findings();
}

void Builder::finish_pool(Span span) {
  const Value settings = pop();
  form_end_ = settings.end;
  item_.pool = settings.expr;
  finish_item(ItemKind::pool, span);
}

void Builder::finish_on(Span span) {
  item_.on = file_.arena.copy<OnName>(on_names_);
  on_names_.clear();
  finish_item(ItemKind::on, span);
}

void Builder::finish_let(Span span) {
  const Value value = pop();
  form_end_ = value.end;
  let_.value = value.expr;
  let_.span = join(span.begin, form_end_);
  let_.parameters = file_.arena.copy<Argument>(arguments_);
  arguments_.clear();
  item_.let = file_.arena.make<Let>(let_);
  let_ = {};
  finish_item(ItemKind::let, span);
}

void Builder::finish_rule(Span span) {
  rule_.span = join(span.begin, form_end_);
  rule_.actions = file_.arena.copy<Action>(actions_);
  actions_.clear();
  item_.rule = file_.arena.make<Rule>(rule_);
  rule_ = {};
  finish_item(ItemKind::rule, span);
}

}  // namespace lintel::grammar
