// SPDX-License-Identifier: Apache-2.0
// Tree to rules text: the canonical layout, with only the parentheses that are needed.
#include "grammar/printer.h"

#include <fmt/format.h>

#include "grammar/escapes.h"

namespace lintel::grammar {

namespace {

// How tightly a form holds its parts together, in the order of the grammar.
enum class Binding {
  conditional,
  any_of,
  all_of,
  relation,
  coalesce,
  sum,
  product,
  unary,
  postfix
};

Binding binding(Operator op) {
  switch (op) {
    case Operator::add:
    case Operator::subtract: return Binding::sum;
    case Operator::multiply:
    case Operator::divide:
    case Operator::modulo: return Binding::product;
    default: return Binding::relation;
  }
}

Binding binding(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::conditional: return Binding::conditional;
    case ExprKind::any_of: return Binding::any_of;
    case ExprKind::all_of: return Binding::all_of;
    case ExprKind::coalesce: return Binding::coalesce;
    case ExprKind::binary: return binding(expr.op);
    case ExprKind::unary: return Binding::unary;
    // The smallest integer is written with its sign.
    case ExprKind::int_literal: return expr.number < 0 ? Binding::unary : Binding::postfix;
    default: return Binding::postfix;
  }
}

Binding tighter(Binding than) { return static_cast<Binding>(static_cast<int>(than) + 1); }

// A piece of a template, as opposed to a string literal that is interpolated.
bool is_piece(const Expr& expr) {
  return expr.kind == ExprKind::string_literal && expr.name_span.end == 0;
}

void append_character(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x20 || byte == 0x7f)
    out += fmt::format("\\x{:02x}", byte);
  else
    out += c;
}

// The inside of a string in double quotes.
void append_escaped(std::string& out, std::string_view value, bool interpolating) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (static_cast<unsigned char>(value[i]) >= 0x80) {
      const auto character = first_code_point(value.substr(i));
      if (character && is_bidirectional_control(character->value)) {
        out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(character->value));
        i += character->size - 1;
        continue;
      }
    }
    if (interpolating && value.substr(i).starts_with("${")) out += '\\';
    append_character(out, value[i]);
  }
}

class Printer {
 public:
  // `templates`: in a place where `${` opens an expression.
  explicit Printer(bool templates) : templates_(templates) {}

  void add(const Item& item) {
    switch (item.kind) {
      case ItemKind::on: add_on(item); break;
      case ItemKind::let: add_let(*item.let); break;
      case ItemKind::rule: add_rule(*item.rule); break;
      case ItemKind::pool:
        out_ += "pool ";
        add(*item.pool, Binding::conditional);
        break;
      case ItemKind::test: add_test(*item.test); break;
    }
    out_ += '\n';
  }

  void add(const Expr& expr, Binding at_least) {
    const bool parentheses = binding(expr) < at_least;
    if (parentheses) out_ += '(';
    add(expr);
    if (parentheses) out_ += ')';
  }

  void blank_line() { out_ += '\n'; }

  std::string take() { return std::move(out_); }

 private:
  void add_on(const Item& item) {
    out_ += "on ";
    join(item.on, [&](const OnName& on) { out_ += on.name; });
  }

  void add_let(const Let& let) {
    out_ += "let ";
    out_ += let.name;
    if (let.has_parameters) {
      out_ += '(';
      join(let.parameters, [&](const Argument& parameter) { out_ += parameter.name; });
      out_ += ')';
    }
    out_ += " = ";
    templates_ = true;
    add(*let.value, Binding::conditional);
  }

  void add_rule(const Rule& rule) {
    if (rule.name_span.end != 0) {
      out_ += "rule ";
      out_ += quote(rule.name, false);
      out_ += ' ';
    }
    if (rule.condition) {
      out_ += "when ";
      templates_ = false;
      add(*rule.condition, Binding::conditional);
      out_ += ' ';
    }
    out_ += "then ";
    templates_ = true;
    join(rule.actions, [&](const Action& action) { add_action(action); });
  }

  void add_test(const Test& test) {
    templates_ = false;
    out_ += "test ";
    out_ += quote(test.name, false);
    out_ += " given";
    if (!test.source.empty()) {
      out_ += ' ';
      out_ += test.source;
    }
    for (const Expr* part : {test.file, test.event}) {
      if (!part) continue;
      out_ += ' ';
      add(*part, Binding::conditional);
    }
    if (test.changes) {
      out_ += " with ";
      add(*test.changes, Binding::conditional);
    }
    out_ += test.nothing ? " expect nothing" : test.exactly ? " expect exactly " : " expect ";
    templates_ = true;
    join(test.expected, [&](const Expected& one) {
      if (one.negated) out_ += "not ";
      add_action(one.action);
    });
  }

  void add_action(const Action& action) {
    out_ += action.name;
    if (!action.has_parentheses) return;
    out_ += '(';
    join(action.arguments, [&](const Argument& argument) {
      if (!argument.name.empty()) {
        out_ += argument.name;
        out_ += ": ";
      }
      add(*argument.value, Binding::conditional);
    });
    out_ += ')';
  }

  void add(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::null_literal: out_ += "null"; break;
      case ExprKind::bool_literal: out_ += expr.number ? "true" : "false"; break;
      case ExprKind::int_literal: out_ += fmt::format("{}", expr.number); break;
      case ExprKind::double_literal:
      case ExprKind::name: out_ += expr.text; break;
      case ExprKind::string_literal: out_ += quote(expr.text, templates_); break;
      case ExprKind::text_template: add_template(expr); break;
      case ExprKind::list: add_list('[', expr.children, ']'); break;
      case ExprKind::map: add_map(expr); break;
      case ExprKind::member:
      case ExprKind::index:
      case ExprKind::method: add_postfix(expr); break;
      case ExprKind::call:
        out_ += expr.text;
        add_list('(', expr.children, ')');
        break;
      case ExprKind::unary:
        out_ += spelling(expr.op);
        add(*expr.children[0], Binding::unary);
        break;
      case ExprKind::binary: add_binary(expr); break;
      case ExprKind::all_of: add_chain(expr, " && "); break;
      case ExprKind::any_of: add_chain(expr, " || "); break;
      case ExprKind::conditional: add_conditional(expr); break;
      case ExprKind::coalesce:
        add(*expr.children[0], Binding::sum);
        out_ += " ?? ";
        add(*expr.children[1], Binding::coalesce);
        break;
    }
  }

  void add_postfix(const Expr& expr) {
    add(*expr.children[0], Binding::postfix);
    if (expr.kind == ExprKind::index) {
      add_list('[', expr.children.subspan(1), ']');
      return;
    }
    out_ += '.';
    out_ += expr.text;
    if (expr.kind == ExprKind::method) add_list('(', expr.children.subspan(1), ')');
  }

  void add_binary(const Expr& expr) {
    const Binding own = binding(expr.op);
    // Between comparisons stands `??`, which goes to the right; all others go to the left.
    add(*expr.children[0], own);
    out_ += ' ';
    out_ += spelling(expr.op);
    out_ += ' ';
    add(*expr.children[1], tighter(own));
  }

  void add_chain(const Expr& expr, std::string_view separator) {
    bool first = true;
    for (const Expr* child : expr.children) {
      if (!first) out_ += separator;
      first = false;
      add(*child, tighter(binding(expr)));
    }
  }

  void add_conditional(const Expr& expr) {
    add(*expr.children[0], Binding::any_of);
    out_ += " ? ";
    add(*expr.children[1], Binding::any_of);
    out_ += " : ";
    add(*expr.children[2], Binding::conditional);
  }

  void add_list(char open, std::span<const Expr* const> elements, char close) {
    out_ += open;
    join(elements, [&](const Expr* element) { add(*element, Binding::conditional); });
    out_ += close;
  }

  void add_map(const Expr& expr) {
    out_ += '{';
    for (std::size_t i = 0; i < expr.children.size(); i += 2) {
      if (i > 0) out_ += ", ";
      add(*expr.children[i], Binding::conditional);
      out_ += ": ";
      add(*expr.children[i + 1], Binding::conditional);
    }
    out_ += '}';
  }

  void add_template(const Expr& expr) {
    out_ += '"';
    for (const Expr* child : expr.children) {
      if (is_piece(*child)) {
        append_escaped(out_, child->text, true);
        continue;
      }
      out_ += "${";
      add(*child, Binding::conditional);
      out_ += '}';
    }
    out_ += '"';
  }

  template <typename Elements, typename Add>
  void join(const Elements& elements, Add add_element) {
    bool first = true;
    for (const auto& element : elements) {
      if (!first) out_ += ", ";
      first = false;
      add_element(element);
    }
  }

  std::string out_;
  bool templates_;
};

}  // namespace

std::string print(const File& file) {
  Printer printer(false);
  bool first = true;
  for (const Item& item : file.items) {
    if (item.kind == ItemKind::on && !first) printer.blank_line();
    first = false;
    printer.add(item);
  }
  return printer.take();
}

std::string print(const Expr& expr) {
  Printer printer(true);
  printer.add(expr, Binding::conditional);
  return printer.take();
}

std::string quote(std::string_view value, bool interpolating) {
  std::string result = "\"";
  append_escaped(result, value, interpolating);
  result += '"';
  return result;
}

}  // namespace lintel::grammar
