// SPDX-License-Identifier: Apache-2.0
// The tree, one node a line: kind, text, and the bytes that it was read from.
#include <iterator>

#include <fmt/format.h>

#include "grammar/printer.h"

namespace lintel::grammar {

namespace {

std::string_view word(ExprKind kind) {
  switch (kind) {
    case ExprKind::null_literal: return "null";
    case ExprKind::bool_literal: return "bool";
    case ExprKind::int_literal: return "int";
    case ExprKind::double_literal: return "double";
    case ExprKind::string_literal: return "string";
    case ExprKind::text_template: return "template";
    case ExprKind::list: return "list";
    case ExprKind::map: return "map";
    case ExprKind::name: return "name";
    case ExprKind::member: return "member";
    case ExprKind::index: return "index";
    case ExprKind::call: return "call";
    case ExprKind::method: return "method";
    case ExprKind::unary: return "unary";
    case ExprKind::binary: return "binary";
    case ExprKind::all_of: return "all_of";
    case ExprKind::any_of: return "any_of";
    case ExprKind::conditional: return "conditional";
    case ExprKind::coalesce: return "coalesce";
  }
  return "";
}

std::string text_of(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::bool_literal: return expr.number ? "true" : "false";
    case ExprKind::int_literal: return fmt::format("{}", expr.number);
    case ExprKind::string_literal: return quote(expr.text, false);
    case ExprKind::unary:
    case ExprKind::binary: return std::string(spelling(expr.op));
    default: return std::string(expr.text);
  }
}

class Outline {
 public:
  std::string of(const File& file) {
    line("file", fmt::format("language {}", file.language), {});
    ++level_;
    for (const Item& item : file.items) add(item);
    return std::move(out_);
  }

 private:
  void line(std::string_view kind, std::string_view text, const Span& span) {
    out_.append(2 * level_, ' ');
    out_ += kind;
    if (!text.empty()) {
      out_ += ' ';
      out_ += text;
    }
    if (span.end != 0) fmt::format_to(std::back_inserter(out_), " [{}, {})", span.begin, span.end);
    out_ += '\n';
  }

  void add(const Item& item) {
    switch (item.kind) {
      case ItemKind::on:
        line("on", "", item.span);
        ++level_;
        for (const OnName& on : item.on) line("trigger", on.name, on.span);
        --level_;
        break;
      case ItemKind::let: add(*item.let); break;
      case ItemKind::rule: add(*item.rule); break;
      case ItemKind::pool:
        line("pool", "", item.span);
        ++level_;
        add(*item.pool);
        --level_;
        break;
      case ItemKind::test: add(*item.test); break;
    }
  }

  void add(const Let& let) {
    line("let", let.name, let.span);
    ++level_;
    if (let.has_parameters) line("parameters", "", {});
    for (const Argument& parameter : let.parameters)
      line("parameter", parameter.name, parameter.name_span);
    add(*let.value);
    --level_;
  }

  void add(const Rule& rule) {
    line("rule", rule.name_span.end != 0 ? quote(rule.name, false) : "", rule.span);
    ++level_;
    if (rule.condition) {
      line("when", "", {});
      ++level_;
      add(*rule.condition);
      --level_;
    }
    for (const Action& action : rule.actions) add(action);
    --level_;
  }

  void add(const Test& test) {
    line("test", quote(test.name, false), test.span);
    ++level_;
    line("given", test.source, test.source_span);
    ++level_;
    if (test.file) add(*test.file);
    if (test.event) add(*test.event);
    --level_;
    if (test.changes) {
      line("with", "", {});
      ++level_;
      add(*test.changes);
      --level_;
    }
    line("expect", test.nothing ? "nothing" : test.exactly ? "exactly" : "", {});
    ++level_;
    for (const Expected& one : test.expected) {
      if (one.negated) line("not", "", {});
      add(one.action);
    }
    level_ -= 2;
  }

  void add(const Action& action) {
    line("action", std::string(action.name) + (action.has_parentheses ? "()" : ""), action.span);
    ++level_;
    for (const Argument& argument : action.arguments) {
      if (!argument.name.empty()) line("argument", argument.name, argument.name_span);
      add(*argument.value);
    }
    --level_;
  }

  void add(const Expr& expr) {
    line(word(expr.kind), text_of(expr), expr.span);
    ++level_;
    for (const Expr* child : expr.children) add(*child);
    --level_;
  }

  std::string out_;
  std::size_t level_ = 0;
};

}  // namespace

std::string outline(const File& file) { return Outline().of(file); }

}  // namespace lintel::grammar
