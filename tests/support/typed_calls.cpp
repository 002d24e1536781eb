// SPDX-License-Identifier: Apache-2.0
// Functions and operators of the typed reference: the overload is known, its values are computed by
// reference_text.h and reference_library.h.
#include <algorithm>

#include "runtime/limits.h"
#include "tests/support/reference_expr.h"
#include "tests/support/reference_functions.h"
#include "tests/support/reference_text.h"
#include "tests/support/typed_expr.h"

namespace lintel::reference {
namespace {

using compiler::Builtin;
using compiler::BuiltinRow;
using compiler::Typed;
using grammar::Operator;

Value from(std::optional<std::int64_t> number) { return number ? integer(*number) : absent(); }

Operator operator_of(std::string_view spelling) {
  if (spelling == "-") return Operator::subtract;
  if (spelling == "+") return Operator::add;
  if (spelling == "*") return Operator::multiply;
  if (spelling == "/") return Operator::divide;
  if (spelling == "%") return Operator::modulo;
  if (spelling == "==") return Operator::equal;
  return spelling == "<" ? Operator::less : Operator::less_equal;
}

Value negated(const Value& value) {
  if (value.kind == Value::Kind::number) return real(-value.number);
  if (value.kind == Value::Kind::duration) return time(value.kind, -value.time);
  return from(arithmetic(Operator::subtract, 0, value.integer));
}

Values inner_elements(const Value& lists) {
  Values all;
  for (const Value& inner : lists.elements)
    all.insert(all.end(), inner.elements.begin(), inner.elements.end());
  return all;
}

Values without_repeats(const Value& list) {
  Values found;
  for (const Value& element : list.elements)
    if (std::none_of(found.begin(), found.end(),
                     [&](const Value& other) { return same(element, other); }))
      found.push_back(element);
  return found;
}

Values one_after_the_other(const Value& a, const Value& b) {
  Values all = a.elements;
  all.insert(all.end(), b.elements.begin(), b.elements.end());
  return all;
}

std::size_t size_of(const Value& value) {
  switch (value.kind) {
    case Value::Kind::text: return code_points(value.text()).size();
    case Value::Kind::list: return value.elements.size();
    case Value::Kind::map: return value.entries.size();
    default: return names_of(*value.object).size();
  }
}

}  // namespace

Value TypedInterpreter::builtin(const Typed& node) {
  const Values operands = evaluate_all(node.operands);
  // A map of the event that is missing is empty here.
  if (node.builtin == Builtin::size_event_map && !operands[0].present()) return integer(0);
  if (std::any_of(operands.begin(), operands.end(), [](const Value& v) { return !v.present(); }))
    return absent();
  const BuiltinRow::Form form = compiler::row(node.builtin).form;
  if (form == BuiltinRow::Form::unary) return negated(operands[0]);
  return form == BuiltinRow::Form::binary ? operation(node, operands) : function(node, operands);
}

Value TypedInterpreter::operation(const Typed& node, const Values& operands) const {
  const Value& a = operands[0];
  const Value& b = operands[1];
  const Operator op = operator_of(compiler::row(node.builtin).spelling);
  if (node.builtin == Builtin::equal_domain)
    return boolean(lower_ascii(a.text()) == lower_ascii(b.text()));
  if (const auto result = library_operator(op, a, b)) return *result;
  switch (op) {
    case Operator::equal: return boolean(same(a, b));
    case Operator::less: return boolean(less(a, b));
    case Operator::less_equal: return boolean(!less(b, a));
    default: break;
  }
  return a.kind == Value::Kind::text ? joined(a, b) : from(arithmetic(op, a.integer, b.integer));
}

Value TypedInterpreter::function(const Typed& node, const Values& operands) {
  const Value& first = operands[0];
  // What a function makes of a value of the event is still a value of the event.
  const auto made = [&](std::string_view text) {
    return node.constant ? markup(text) : plain_text(text);
  };
  const auto made_list = [&](Values elements) {
    Value value = list(std::move(elements));
    return node.constant ? value : as_event_text(std::move(value));
  };
  const auto text = [&](std::size_t i) { return operands[i].text(); };
  switch (node.builtin) {
    case Builtin::join_lists: return list(one_after_the_other(first, operands[1]));
    case Builtin::flatten: return made_list(inner_elements(first));
    case Builtin::distinct: return made_list(without_repeats(first));
    case Builtin::parse_object: return parsed(text(0), Json::Kind::object);
    case Builtin::parse_array: return parsed(text(0), Json::Kind::list);
    case Builtin::email_domain:
    case Builtin::email_local: {
      const auto address = parse_address(text(0));
      if (!address) return absent();
      return plain_text(node.builtin == Builtin::email_domain ? address->domain : address->local);
    }
    case Builtin::html: return markup(text(0));
    case Builtin::lower: return made(lower_ascii(text(0)));
    case Builtin::upper: return made(upper_ascii(text(0)));
    case Builtin::trim: return made(trim(text(0)));
    case Builtin::same_text: return boolean(lower_ascii(text(0)) == lower_ascii(text(1)));
    case Builtin::contains: return boolean(text(0).find(text(1)) != std::string::npos);
    case Builtin::starts_with: return boolean(text(0).starts_with(text(1)));
    case Builtin::ends_with: return boolean(text(0).ends_with(text(1)));
    case Builtin::size_text:
    case Builtin::size_list:
    case Builtin::size_map:
    case Builtin::size_event_map: return integer(static_cast<std::int64_t>(size_of(first)));
    case Builtin::int_of_text: return from(parse_integer(text(0)));
    case Builtin::int_of_integer: return first;
    case Builtin::string_of_text:
    case Builtin::string_of_integer:
    case Builtin::string_of_boolean: return made(as_text(first));
    default: break;
  }
  const auto result = library_function(compiler::row(node.builtin).spelling, operands, made);
  if (!result) throw NotAccepted("a function without a twin");
  return *result;
}

Value TypedInterpreter::parsed(const std::string& text, Json::Kind kind) {
  auto& [document, json] = documents_.emplace_back(text, Json{});
  const auto found = parse_json(document, limits::max_event_depth);
  if (!found || found->kind != kind) return absent();
  json = *found;
  Value value;
  value.kind = kind == Json::Kind::object ? Value::Kind::event_map : Value::Kind::event_json;
  value.object = &json;
  return value;
}

}  // namespace lintel::reference
