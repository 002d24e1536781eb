// SPDX-License-Identifier: Apache-2.0
// Expressions of the reference evaluator.
#include "tests/support/reference_expr.h"

#include <algorithm>
#include <set>

#include "tests/support/reference_fields.h"
#include "tests/support/reference_functions.h"
#include "tests/support/reference_text.h"

namespace lintel::reference {
namespace {

using grammar::Expr;
using grammar::ExprKind;
using grammar::Operator;

bool all_present(const std::vector<Value>& values) {
  return std::all_of(values.begin(), values.end(), [](const Value& v) { return v.present(); });
}

// One absent operand makes the result absent.
template <typename Apply>
Value strict(const std::vector<Value>& operands, Apply apply) {
  return all_present(operands) ? apply() : absent();
}

// A template: the texts of its parts, one after the other.
Value joined_texts(const std::vector<Value>& parts) {
  Value result = markup("");
  for (const Value& part : parts)
    result = joined(result, part.kind == Value::Kind::text ? part : markup(as_text(part)));
  return result;
}

Value joined_lists(const Value& a, const Value& b) {
  std::vector<Value> elements = a.elements;
  elements.insert(elements.end(), b.elements.begin(), b.elements.end());
  return of_one_type(list(std::move(elements)), {a, b});
}

Value from(std::optional<std::int64_t> number) { return number ? integer(*number) : absent(); }

// Distinct names whose value is not null.
std::size_t entry_count(const Json& object) {
  std::set<std::string> names;
  for (const JsonMember& member : object.members)
    if (find_member(object, member.name)->kind != Json::Kind::null) names.insert(member.name);
  return names.size();
}

// For `in` and size(), a map that the event does not have counts as empty.
Value empty_if_missing(const Value& map) {
  static const Json empty{Json::Kind::object, {}, 0, 0, {}, {}, {}};
  if (!map.is_missing_map) return map;
  Value value;
  value.kind = Value::Kind::event_map;
  value.object = &empty;
  return value;
}

std::size_t size_of(const Value& value) {
  switch (value.kind) {
    case Value::Kind::text: return code_points(value.text()).size();
    case Value::Kind::list: return value.elements.size();
    case Value::Kind::map: return value.entries.size();
    default: return entry_count(*value.object);
  }
}

Value as_domain(Value value) {
  value.is_domain = true;
  return value;
}

Value absent_member(std::string_view name) {
  return name == "domain" ? as_domain(absent()) : absent();
}

Value negated(const Value& value) {
  if (value.kind == Value::Kind::number) return real(-value.number);
  if (value.kind == Value::Kind::duration) return time(value.kind, -value.time);
  return from(arithmetic(Operator::subtract, 0, value.integer));
}

}  // namespace

const Binding* Scope::find(std::string_view name) const {
  for (const Scope* scope = this; scope; scope = scope->outer)
    if (const auto found = scope->names.find(name); found != scope->names.end())
      return &found->second;
  return nullptr;
}

Value Interpreter::evaluate(const Expr& expr, const Scope& scope) const {
  if (const auto path = path_of(expr, scope, evaluator())) return read(*path);
  const auto child = [&](std::size_t i) { return evaluate(*expr.children[i], scope); };
  switch (expr.kind) {
    case ExprKind::null_literal: return absent();
    case ExprKind::bool_literal: return boolean(expr.number != 0);
    case ExprKind::int_literal: return integer(expr.number);
    case ExprKind::string_literal: return markup(expr.text);
    case ExprKind::text_template: {
      const Values parts = evaluate_all(expr.children, scope);
      return strict(parts, [&] { return joined_texts(parts); });
    }
    case ExprKind::list: {
      Values elements = evaluate_all(expr.children, scope);
      return strict(elements, [&] { return of_one_type(list(elements), elements); });
    }
    case ExprKind::map: return evaluate_map(expr, scope);
    case ExprKind::name: return evaluate_name(expr, scope);
    case ExprKind::member: {
      const Value of = child(0);
      return of.present() ? apply_member(of, expr.text) : absent_member(expr.text);
    }
    case ExprKind::index: {
      const Value of = child(0);
      const Value index = child(1);
      return strict({of, index}, [&] { return apply_index(of, index); });
    }
    case ExprKind::call:
    case ExprKind::method: return evaluate_call(expr, scope);
    case ExprKind::unary: return evaluate_unary(expr, scope);
    case ExprKind::binary: {
      const Value a = child(0);
      const Value b = expr.op == Operator::in ? empty_if_missing(child(1)) : child(1);
      return strict({a, b}, [&] { return apply_binary(expr.op, a, b); });
    }
    case ExprKind::all_of: return all_of(evaluate_all(expr.children, scope));
    case ExprKind::any_of: return any_of(evaluate_all(expr.children, scope));
    case ExprKind::conditional: {
      const Value condition = child(0);
      const Values branches = {child(1), child(2)};
      if (!condition.present()) return of_one_type(absent(), branches);
      return of_one_type(branches[condition.boolean ? 0 : 1], branches);
    }
    case ExprKind::coalesce: {
      const Values choices = {child(0), child(1)};
      return of_one_type(choices[choices[0].present() ? 0 : 1], choices);
    }
    case ExprKind::double_literal: return real(*parse_number(expr.text));
  }
  throw NotAccepted("an expression");
}

std::function<Value(const Expr&, const Scope&)> Interpreter::evaluator() const {
  return [this](const Expr& expr, const Scope& scope) { return evaluate(expr, scope); };
}

Values Interpreter::evaluate_all(std::span<const Expr* const> exprs, const Scope& scope) const {
  Values values;
  for (const Expr* expr : exprs) values.push_back(evaluate(*expr, scope));
  return values;
}

Value Interpreter::evaluate_name(const Expr& expr, const Scope& scope) const {
  const Binding* binding = scope.find(expr.text);
  if (!binding) throw NotAccepted("an unknown name");
  if (binding->known) return *binding->known;
  return evaluate(*binding->value, *binding->scope);
}

Value Interpreter::evaluate_call(const Expr& expr, const Scope& scope) const {
  if (expr.kind == ExprKind::call) {
    if (const Binding* let = scope.find(expr.text)) return evaluate_let(expr, *let, scope);
    if (expr.text == "lines") return lines(*expr.children[0], scope);
    if (expr.text == "has") return boolean(evaluate(*expr.children[0], scope).present());
  }
  if (is_loop(expr)) return evaluate_loop(expr, scope);
  return evaluate_function(expr, scope);
}

Value Interpreter::evaluate_let(const Expr& expr, const Binding& let, const Scope& scope) const {
  Scope inner{let.scope, {}};
  for (std::size_t i = 0; i < let.parameters.size(); ++i)
    inner.names[let.parameters[i]] = {expr.children[i], &scope, {}};
  return evaluate(*let.value, inner);
}

Value Interpreter::evaluate_function(const Expr& expr, const Scope& scope) const {
  Values arguments = evaluate_all(expr.children, scope);
  if (expr.text == "size") arguments[0] = empty_if_missing(arguments[0]);
  return strict(arguments, [&] {
    return apply_function(expr.text, arguments, is_constant(expr, scope, evaluator()));
  });
}

Value Interpreter::evaluate_unary(const Expr& expr, const Scope& scope) const {
  const Value operand = evaluate(*expr.children[0], scope);
  if (expr.op == Operator::invert) return invert(operand);
  return strict({operand}, [&] { return negated(operand); });
}

Value Interpreter::evaluate_map(const Expr& expr, const Scope& scope) const {
  const Values values = evaluate_all(expr.children, scope);
  return strict(values, [&] {
    Value map;
    map.kind = Value::Kind::map;
    for (std::size_t i = 0; i < values.size(); i += 2)
      map.entries.push_back({values[i].text(), values[i + 1]});
    return of_one_type(map, values);
  });
}

Value Interpreter::lines(const Expr& path, const Scope& scope) const {
  const auto found = imports_.find(evaluate(path, scope).text());
  if (found == imports_.end()) throw NotAccepted("an import that cannot be read");
  Values elements;
  for (const std::string& line : lines_of(found->second)) elements.push_back(markup(line));
  return list(std::move(elements));
}

Value Interpreter::apply_binary(Operator op, const Value& a, const Value& b) const {
  if (op != Operator::in)
    if (const auto result = library_operator(op, a, b)) return *result;
  switch (op) {
    case Operator::equal: return boolean(equal(a, b));
    case Operator::not_equal: return boolean(!equal(a, b));
    case Operator::less: return boolean(less(a, b));
    case Operator::less_equal: return boolean(!less(b, a));
    case Operator::greater: return boolean(less(b, a));
    case Operator::greater_equal: return boolean(!less(a, b));
    case Operator::in: return contained(a, b);
    default: break;
  }
  if (a.kind == Value::Kind::text) return joined(a, b);
  if (a.kind == Value::Kind::list) return joined_lists(a, b);
  return from(arithmetic(op, a.integer, b.integer));
}

Value Interpreter::contained(const Value& element, const Value& in) const {
  const auto matches = [&](const Value& other) { return equal(element, other); };
  if (in.kind == Value::Kind::list)
    return boolean(std::any_of(in.elements.begin(), in.elements.end(), matches));
  // Keys are names: they have no domains among them.
  const std::string key = element.kind == Value::Kind::text ? element.text() : std::string();
  if (in.kind == Value::Kind::map)
    return boolean(std::any_of(in.entries.begin(), in.entries.end(),
                               [&](const Entry& entry) { return entry.key == key; }));
  return boolean(std::any_of(
      in.object->members.begin(), in.object->members.end(), [&](const JsonMember& member) {
        return member.name == key && find_member(*in.object, member.name)->kind != Json::Kind::null;
      }));
}

Value Interpreter::apply_function(std::string_view name, const Values& arguments,
                                  bool constant) const {
  const Value& first = arguments[0];
  // What a function makes of a value of the event is still a value of the event.
  const auto made = [&](std::string_view text) {
    return constant ? markup(text) : plain_text(text);
  };
  if (const auto result = library_function(name, arguments, made)) return *result;
  if (name == "size") return integer(static_cast<std::int64_t>(size_of(first)));
  if (name == "int")
    return first.kind == Value::Kind::text ? from(parse_integer(first.text())) : first;
  if (name == "string") return made(as_text(first));
  if (name == "distinct") return constant ? distinct(first) : without_markup(distinct(first));
  if (name == "html") return markup(first.text());
  if (name == "lowerAscii") return made(lower_ascii(first.text()));
  if (name == "upperAscii") return made(upper_ascii(first.text()));
  if (name == "trim") return made(trim(first.text()));
  const std::string text = first.text();
  const std::string other = arguments[1].text();
  if (name == "contains") return boolean(text.find(other) != std::string::npos);
  if (name == "startsWith") return boolean(text.starts_with(other));
  if (name == "endsWith") return boolean(text.ends_with(other));
  if (name == "equalsIgnoreCase") return boolean(lower_ascii(text) == lower_ascii(other));
  throw NotAccepted("an unknown function");
}

Value Interpreter::apply_member(const Value& of, std::string_view name) const {
  if (of.kind != Value::Kind::text) return apply_index(of, markup(name));
  const std::optional<Address> address = parse_address(of.text());
  if (name == "local") return address ? plain_text(address->local) : absent();
  return as_domain(address ? plain_text(address->domain) : absent());
}

Value Interpreter::apply_index(const Value& of, const Value& index) const {
  if (of.kind == Value::Kind::list) {
    const std::int64_t i = index.integer;
    const bool in_range = i >= 0 && i < static_cast<std::int64_t>(of.elements.size());
    return in_range ? of.elements[static_cast<std::size_t>(i)] : of_one_type(absent(), of.elements);
  }
  const std::string key = index.text();
  if (of.kind == Value::Kind::event_map) {
    const Json* found = find_member(*of.object, key);
    return found ? read_text(*found, {"an entry", key}) : absent();
  }
  for (const Entry& entry : of.entries)
    if (entry.key == key) return entry.value;
  return of_one_type(absent(), {of});
}

}  // namespace lintel::reference
