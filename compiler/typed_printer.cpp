// SPDX-License-Identifier: Apache-2.0
#include "compiler/typed_printer.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/presence.h"
#include "grammar/printer.h"

namespace lintel::compiler {
namespace {

constexpr std::size_t shown_elements = 4;

// How tightly an expression binds; see the table of operators in grammar/language.md.
enum Tightness { ternary, any, all, relation, default_value, sum, product, prefix, whole };

Tightness tightness(const Typed& node) {
  if (!node.let_name.empty()) return whole;
  switch (node.kind) {
    case Kind::conditional: return ternary;
    case Kind::any_of: return any;
    case Kind::all_of: return all;
    case Kind::coalesce: return default_value;
    case Kind::in_list:
    case Kind::same_in:
    case Kind::in_map:
    case Kind::list_equal: return relation;
    case Kind::invert:
      return node.operands[0]->kind == Kind::builtin &&
                     row(node.operands[0]->builtin).spelling == "=="
                 ? relation
                 : prefix;
    case Kind::builtin: {
      const auto& builtin = row(node.builtin);
      if (builtin.form == BuiltinRow::Form::unary) return prefix;
      if (builtin.form != BuiltinRow::Form::binary) return whole;
      if (builtin.spelling == "+" || builtin.spelling == "-") return sum;
      if (builtin.spelling == "*" || builtin.spelling == "/" || builtin.spelling == "%")
        return product;
      return relation;
    }
    default: return whole;
  }
}

std::string print(const Typed& node, Tightness at_least) {
  const auto text = compiler::print(node);
  return tightness(node) < at_least ? fmt::format("({})", text) : text;
}

bool is_word(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  for (const char c : text)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'))
      return false;
  return true;
}

std::string member(std::string_view base, std::string_view name) {
  if (is_word(name)) return fmt::format("{}.{}", base, name);
  return fmt::format("{}[{}]", base, grammar::quote(name, false));
}

// The name that rules use for a field of the table: its alias, if it has one.
std::string_view name_of(const schema::FieldRow& row) {
  for (const auto& alias : schema::aliases())
    if (alias.field == row.name && alias.attribute.empty()) return alias.name;
  return row.name;
}

// A field by the name that rules use for it: that of the table, and members of it.
std::string print_field(const Field& field) {
  std::string path;
  std::string text;
  for (const auto& part : field.path) {
    path.append(path.empty() ? "" : ".").append(part);
    const auto& rows = schema::fields();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const schema::FieldRow& known) {
      return known.path == path;
    });
    if (row != rows.end())
      text = name_of(*row);
    else
      text = text.empty() ? part : member(text, part);
  }
  return text;
}

// `email` stands for `attr.email`, and is how its members are usually written.
bool is_email_attribute(const Typed& node) {
  return node.kind == Kind::field && node.let_name.empty() && node.type->kind == TypeKind::email;
}

std::string print_parts(const Typed& node, std::string_view open, std::string_view close) {
  std::string text(open);
  const std::size_t step = node.kind == Kind::map ? 2 : 1;
  const std::size_t count = node.operands.size() / step;
  const std::size_t shown = count > shown_elements + 1 ? shown_elements : count;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i != 0) text += ", ";
    text += compiler::print(*node.operands[i * step]);
    if (step == 2) text.append(": ").append(compiler::print(*node.operands[i * step + 1]));
  }
  if (shown < count) text += fmt::format(", ... {} more", count - shown);
  return text.append(close);
}

std::string print_chain(const Typed& node, std::string_view joint, Tightness tight) {
  std::string text;
  for (const Typed* operand : node.operands) {
    if (operand != node.operands[0]) text.append(joint);
    text += print(*operand, static_cast<Tightness>(tight + 1));
  }
  return text;
}

std::string print_pair(const Typed& node, std::string_view operation, Tightness tight) {
  return fmt::format("{} {} {}", print(*node.operands[0], tight), operation,
                     print(*node.operands[1], static_cast<Tightness>(tight + 1)));
}

std::string print_builtin(const Typed& node) {
  const auto& builtin = row(node.builtin);
  const Typed& first = *node.operands[0];
  switch (builtin.form) {
    case BuiltinRow::Form::unary:
      return fmt::format("{}{}", builtin.spelling, print(first, prefix));
    case BuiltinRow::Form::binary: return print_pair(node, builtin.spelling, tightness(node));
    case BuiltinRow::Form::member:
      return member(is_email_attribute(first) ? "email" : print(first, whole), builtin.spelling);
    case BuiltinRow::Form::call:
      return fmt::format("{}({})", builtin.spelling, compiler::print(first));
    case BuiltinRow::Form::method:
    case BuiltinRow::Form::either: {
      std::string arguments;
      for (const Typed* argument : node.operands.subspan(1))
        arguments += (arguments.empty() ? "" : ", ") + compiler::print(*argument);
      return fmt::format("{}.{}({})", print(first, whole), builtin.spelling, arguments);
    }
    case BuiltinRow::Form::internal: break;
  }
  if (node.builtin == Builtin::join_lists) return print_pair(node, "+", sum);
  return fmt::format("{}({})", builtin.name, compiler::print(first));
}

std::string print_template(const Typed& node) {
  std::string text = "\"";
  for (const Typed* part : node.operands) {
    if (part->kind == Kind::text) {
      const auto quoted = grammar::quote(part->text, true);
      text += quoted.substr(1, quoted.size() - 2);
      continue;
    }
    const bool converted =
        part->kind == Kind::builtin && !part->from_let && is_conversion_to_text(part->builtin);
    text += fmt::format("${{{}}}", compiler::print(converted ? *part->operands[0] : *part));
  }
  return text.append("\"");
}

// A double as a literal that is read back as the same number.
std::string print_real(double value) {
  std::string text = fmt::format("{}", value);
  const bool is_digits = text.find_first_not_of("-0123456789") == std::string::npos;
  return is_digits ? text + ".0" : text;
}

std::string print_time(const Typed& node) {
  char timestamp[runtime::max_timestamp_characters];
  char duration[runtime::max_duration_characters];
  const runtime::Time time = time_value(node);
  if (node.type->kind == TypeKind::timestamp)
    return fmt::format("timestamp(\"{}\")", runtime::write_timestamp(time, timestamp));
  return fmt::format("duration(\"{}\")", runtime::write_duration(time, duration));
}

// The name of the variable of a loop: wherever its body uses it, it says so.
std::string_view variable_name(const Typed& node, std::int64_t variable) {
  if (node.kind == Kind::variable && node.number == variable) return node.text;
  for (const Typed* operand : node.operands) {
    const bool looks = std::find(operand->variables.begin(), operand->variables.end(),
                                 static_cast<std::uint32_t>(variable)) != operand->variables.end();
    if (looks) return variable_name(*operand, variable);
  }
  return "_";
}

std::string print_loop(const Typed& node) {
  const auto range = print(*node.operands[0], whole);
  std::string_view variable = "_";
  for (const Typed* part : node.operands.subspan(1)) {
    variable = variable_name(*part, node.number);
    if (variable != "_") break;
  }
  const auto call = [&](std::string_view name, std::string_view arguments) {
    return fmt::format("{}.{}({}, {})", range, name, variable, arguments);
  };
  const auto first = compiler::print(*node.operands[1]);
  switch (node.kind) {
    case Kind::for_all: return call("all", first);
    case Kind::for_some: return call("exists", first);
    case Kind::for_one: return call("exists_one", first);
    default: break;
  }
  const Typed& value = *node.operands[2];
  const auto second = compiler::print(value);
  if (node.operands[1]->kind == Kind::boolean && node.operands[1]->number != 0)
    return call("map", second);
  if (value.kind == Kind::variable && value.number == node.number) return call("filter", first);
  return call("map", fmt::format("{}, {}", first, second));
}

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::error: return "error";
    case Kind::absent: return "absent";
    case Kind::boolean: return "boolean";
    case Kind::integer: return "integer";
    case Kind::real: return "real";
    case Kind::time: return "time";
    case Kind::decoded: return "decoded";
    case Kind::variable: return "variable";
    case Kind::now: return "now";
    case Kind::random: return "random";
    case Kind::environment: return "environment";
    case Kind::same_in: return "same_in";
    case Kind::member: return "member";
    case Kind::for_all: return "for_all";
    case Kind::for_some: return "for_some";
    case Kind::for_one: return "for_one";
    case Kind::collect: return "collect";
    case Kind::text: return "text";
    case Kind::list: return "list";
    case Kind::map: return "map";
    case Kind::field: return "field";
    case Kind::builtin: return "builtin";
    case Kind::joined: return "joined";
    case Kind::in_list: return "in_list";
    case Kind::in_map: return "in_map";
    case Kind::list_equal: return "list_equal";
    case Kind::at: return "at";
    case Kind::get: return "get";
    case Kind::invert: return "invert";
    case Kind::all_of: return "all_of";
    case Kind::any_of: return "any_of";
    case Kind::conditional: return "conditional";
    case Kind::coalesce: return "coalesce";
    case Kind::has: return "has";
    case Kind::matches: return "matches";
  }
  return {};
}

// Outlines one rule. What a node is worth is graded under the facts of the whole rule only.
class Outliner {
 public:
  explicit Outliner(std::string& out) : out_(out) {}

  void node(const Typed& node, int indent) {
    constexpr std::string_view grades[] = {"", " fails only at run time", "?"};
    const auto grade = presence_.grade(node, Facts{}).grade;
    const std::string_view detail =
        node.kind == Kind::builtin ? row(node.builtin).name : kind_name(node.kind);
    const bool leaf = node.operands.empty() || !node.let_name.empty() || node.kind == Kind::matches;
    fmt::format_to(std::back_inserter(out_), "{:{}}%{} {}{}: {}{}\n", "", indent, node.value,
                   detail, leaf ? fmt::format(" {}", print(node)) : "", name(node.type),
                   grades[static_cast<std::size_t>(grade)]);
    if (node.kind == Kind::list || node.kind == Kind::map) return;
    for (const Typed* operand : node.operands) this->node(*operand, indent + 2);
  }

 private:
  std::string& out_;
  Presence presence_;
};

std::string action_name(const TypedAction& action) {
  if (action.response != nullptr) return std::string(action.response->action);
  return action.effect != nullptr ? std::string(action.effect->name) : "reject";
}

}  // namespace

std::string print(const Typed& node) {
  if (!node.let_name.empty()) return std::string(node.let_name);
  switch (node.kind) {
    case Kind::error: return "<error>";
    case Kind::absent: return "null";
    case Kind::boolean: return node.number != 0 ? "true" : "false";
    case Kind::integer: return std::to_string(node.number);
    case Kind::real: return print_real(real_value(node));
    case Kind::time: return print_time(node);
    case Kind::decoded: return print(*node.operands[0]);
    case Kind::variable: return std::string(node.text);
    case Kind::random:
      return fmt::format("{}({})", node.text == "digits" ? "randomDigits" : "randomToken",
                         random_count(node));
    case Kind::now: return "now";
    case Kind::environment: return fmt::format("env[{}]", grammar::quote(node.text, false));
    case Kind::member: return member(print(*node.operands[0], whole), node.text);
    case Kind::for_all:
    case Kind::for_some:
    case Kind::for_one:
    case Kind::collect: return print_loop(node);
    case Kind::text: return grammar::quote(node.text, false);
    case Kind::list: return print_parts(node, "[", "]");
    case Kind::map: return print_parts(node, "{", "}");
    case Kind::field: return print_field(*node.field);
    case Kind::builtin: return print_builtin(node);
    case Kind::joined: return print_template(node);
    case Kind::in_list:
    case Kind::same_in:
    case Kind::in_map: return print_pair(node, "in", relation);
    case Kind::list_equal: return print_pair(node, "==", relation);
    case Kind::at:
    case Kind::get:
      return fmt::format("{}[{}]", print(*node.operands[0], whole), print(*node.operands[1]));
    case Kind::invert:
      if (tightness(node) == relation) return print_pair(*node.operands[0], "!=", relation);
      return fmt::format("!{}", print(*node.operands[0], prefix));
    case Kind::all_of: return print_chain(node, " && ", all);
    case Kind::any_of: return print_chain(node, " || ", any);
    case Kind::conditional:
      return fmt::format("{} ? {} : {}", print(*node.operands[0], any), print(*node.operands[1]),
                         print(*node.operands[2]));
    case Kind::coalesce:
      return fmt::format("{} ?? {}", print(*node.operands[0], sum),
                         print(*node.operands[1], default_value));
    case Kind::has: return fmt::format("has({})", print(*node.operands[0]));
    case Kind::matches:
      return fmt::format("{}.matches({})", print(*node.operands[0], whole),
                         grammar::quote(node.text, false));
  }
  return {};
}

std::string outline(const Module& module) {
  std::string out;
  const auto to = std::back_inserter(out);
  for (const auto& section : module.sections) {
    fmt::format_to(to, "section {}{}\n", schema::row(section.trigger).name,
                   section.whole ? "" : " for:");
    if (!section.whole)
      for (const auto source : section.sources) fmt::format_to(to, "  {}\n", source);
    for (const auto& rule : section.rules) {
      Outliner outliner(out);
      fmt::format_to(to, "  rule {}{}\n", rule.number,
                     rule.name.empty() ? "" : fmt::format(" {}", grammar::quote(rule.name, false)));
      if (rule.condition != nullptr) outliner.node(*rule.condition, 4);
      for (const auto& action : rule.actions) {
        fmt::format_to(to, "    then {}\n", action_name(action));
        if (action.key != nullptr) outliner.node(*action.key, 6);
        if (action.value != nullptr) outliner.node(*action.value, 6);
        for (const auto& argument : action.arguments) {
          fmt::format_to(to, "      {}:\n", argument.parameter->name);
          outliner.node(*argument.value, 8);
        }
      }
    }
  }
  return out;
}

}  // namespace lintel::compiler
