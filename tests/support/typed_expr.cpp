// SPDX-License-Identifier: Apache-2.0
// Expressions of the typed reference but for the functions.
#include "tests/support/typed_expr.h"

#include <algorithm>

#include <re2/re2.h>

#include "tests/support/reference_expr.h"
#include "tests/support/reference_text.h"

namespace lintel::reference {
namespace {

using compiler::Builtin;
using compiler::Kind;
using compiler::Type;
using compiler::Typed;
using compiler::TypeKind;

constexpr Nanoseconds second = 1'000'000'000;

bool all_present(const Values& values) {
  return std::all_of(values.begin(), values.end(), [](const Value& v) { return v.present(); });
}

Value of_texts(const Values& parts) {
  Value text = markup("");
  for (const Value& part : parts) text = joined(text, part);
  return text;
}

// A text in a list keeps what is markup in it if the rules put the list together, so that each of
// its elements can be told apart; of any other list all is text of the event.
bool is_put_together(const Typed& list) {
  if (list.constant) return true;
  std::size_t first = 0;
  std::size_t step = 1;
  switch (list.kind) {
    case Kind::list:
    case Kind::coalesce: break;
    case Kind::map:
      first = 1;
      step = 2;
      break;
    case Kind::conditional: first = 1; break;
    case Kind::at:
    case Kind::get: step = 2; break;
    case Kind::collect: first = 2; break;
    case Kind::builtin:
      if (list.builtin != Builtin::join_lists) return false;
      break;
    default: return false;
  }
  for (std::size_t i = first; i < list.operands.size(); i += step)
    if (compiler::is_aggregate(list.operands[i]->type) && !is_put_together(*list.operands[i]))
      return false;
  return true;
}

bool same_but_for_case(const Value& a, const Value& b) {
  return lower_ascii(a.text()) == lower_ascii(b.text());
}

bool matches(const std::string& text, std::string_view pattern) {
  static std::map<std::string, RE2, std::less<>> known;
  auto found = known.find(pattern);
  if (found == known.end())
    found =
        known.try_emplace(std::string(pattern), re2::StringPiece(pattern.data(), pattern.size()))
            .first;
  return RE2::PartialMatch(text, found->second);
}

const Value* entry_of(const Value& map, const std::string& key) {
  for (const Entry& entry : map.entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

// What a loop goes over: the elements of a list, or the keys of a map.
Values elements_of(const Value& range) {
  if (range.kind == Value::Kind::list) return range.elements;
  Values keys;
  for (const Entry& entry : range.entries) keys.push_back(plain_text(entry.key));
  if (range.kind == Value::Kind::event_map)
    for (const std::string& name : names_of(*range.object)) keys.push_back(plain_text(name));
  return keys;
}

}  // namespace

Value TypedInterpreter::evaluate(const Typed& node) {
  const auto operand = [&](std::size_t i) { return evaluate(*node.operands[i]); };
  switch (node.kind) {
    case Kind::error: break;
    case Kind::absent: return absent();
    case Kind::boolean: return boolean(node.number != 0);
    case Kind::integer: return integer(node.number);
    case Kind::real: return real(compiler::real_value(node));
    case Kind::time:
      return time(
          node.type->kind == TypeKind::timestamp ? Value::Kind::timestamp : Value::Kind::duration,
          node.number * second + node.nanoseconds);
    case Kind::text: return markup(node.text);
    case Kind::list: {
      Values elements = evaluate_all(node.operands);
      return all_present(elements) ? list(std::move(elements)) : absent();
    }
    case Kind::map: return map(node);
    case Kind::field: return read_field(event_, *node.field);
    case Kind::decoded: {
      const Value json = operand(0);
      return json.present() ? decoded(*json.object, *node.type) : absent();
    }
    case Kind::variable: return variables_.at(node.number);
    case Kind::now: return time(Value::Kind::timestamp, surroundings_.now);
    case Kind::random: return random(node);
    case Kind::environment: {
      const auto found = surroundings_.variables.find(node.text);
      return found == surroundings_.variables.end() ? absent() : plain_text(found->second);
    }
    case Kind::builtin: return builtin(node);
    case Kind::joined: {
      const Values parts = evaluate_all(node.operands);
      return all_present(parts) ? of_texts(parts) : absent();
    }
    case Kind::in_list:
    case Kind::same_in: {
      const Value element = operand(0);
      const Value in = operand(1);
      if (!element.present() || !in.present()) return absent();
      const auto equal = node.kind == Kind::in_list ? same : same_but_for_case;
      return boolean(std::any_of(in.elements.begin(), in.elements.end(),
                                 [&](const Value& other) { return equal(element, other); }));
    }
    case Kind::in_map: return key_in_map(node);
    case Kind::list_equal: {
      const Value a = operand(0);
      const Value b = operand(1);
      return a.present() && b.present() ? boolean(same(a, b)) : absent();
    }
    case Kind::member: {
      const Value record = operand(0);
      const Json* found = record.present() ? find_member(*record.object, node.text) : nullptr;
      return found ? decoded(*found, *node.type) : absent();
    }
    case Kind::at:
    case Kind::get: return looked_up(node);
    case Kind::invert: return invert(operand(0));
    case Kind::all_of: return chain(node, false);
    case Kind::any_of: return chain(node, true);
    case Kind::conditional: {
      const Value condition = operand(0);
      return condition.present() ? operand(condition.boolean ? 1 : 2) : absent();
    }
    case Kind::coalesce: {
      const Value first = operand(0);
      return first.present() ? first : operand(1);
    }
    case Kind::has: return boolean(operand(0).present());
    case Kind::for_all:
    case Kind::for_some:
    case Kind::for_one:
    case Kind::collect: return loop(node);
    case Kind::matches: {
      const Value text = operand(0);
      return text.present() ? boolean(matches(text.text(), node.text)) : absent();
    }
  }
  throw NotAccepted("an expression with an error");
}

Values TypedInterpreter::evaluate_all(std::span<const Typed* const> nodes) {
  Values values;
  for (const Typed* node : nodes) values.push_back(evaluate(*node));
  return values;
}

// The first operand that decides ends it; what may be asked of the event behind it is not asked.
Value TypedInterpreter::chain(const Typed& node, bool decisive) {
  bool is_known = true;
  for (const Typed* operand : node.operands) {
    const Value value = evaluate(*operand);
    if (value.is(decisive)) return value;
    is_known = is_known && value.present();
  }
  return is_known ? boolean(!decisive) : absent();
}

Value TypedInterpreter::map(const Typed& node) {
  const Values parts = evaluate_all(node.operands);
  if (!all_present(parts)) return absent();
  Value made;
  made.kind = Value::Kind::map;
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    if (entry_of(made, parts[i].text()) != nullptr) return absent();
    made.entries.push_back({parts[i].text(), parts[i + 1]});
  }
  return made;
}

Value TypedInterpreter::loop(const Typed& node) {
  const Value range = evaluate(*node.operands[0]);
  if (!range.present()) return absent();
  const Values elements = elements_of(range);
  if (node.kind == Kind::collect) return collected(node, elements);
  const bool decisive = node.kind == Kind::for_some;
  std::size_t found = 0;
  bool is_known = true;
  for (const Value& element : elements) {
    variables_[node.number] = as_event_text(element);
    const Value truth = evaluate(*node.operands[1]);
    if (node.kind == Kind::for_one) {
      if (!truth.present()) return absent();
      found += truth.boolean ? 1 : 0;
      continue;
    }
    if (truth.is(decisive)) return truth;
    is_known = is_known && truth.present();
  }
  if (node.kind == Kind::for_one) return boolean(found == 1);
  return is_known ? boolean(!decisive) : absent();
}

Value TypedInterpreter::collected(const Typed& node, const Values& elements) {
  Values made;
  for (const Value& element : elements) {
    variables_[node.number] = as_event_text(element);
    const Value condition = evaluate(*node.operands[1]);
    if (!condition.present()) return absent();
    if (condition.boolean) made.push_back(evaluate(*node.operands[2]));
  }
  return all_present(made) ? list(std::move(made)) : absent();
}

Value TypedInterpreter::looked_up(const Typed& node) {
  const Value of = evaluate(*node.operands[0]);
  const Value key = evaluate(*node.operands[1]);
  if (!of.present() || !key.present()) return absent();
  if (of.kind == Value::Kind::event_map) {
    const Json* found = find_member(*of.object, key.text());
    if (!found || found->kind == Json::Kind::null) return absent();
    const bool is_text = found->kind != Json::Kind::list && found->kind != Json::Kind::object;
    if (!is_text) throw WrongType(key.text());
    return plain_text(found->text);
  }
  const Value* found = nullptr;
  if (of.kind == Value::Kind::map) {
    found = entry_of(of, key.text());
  } else if (key.integer >= 0 && key.integer < static_cast<std::int64_t>(of.elements.size())) {
    found = &of.elements[static_cast<std::size_t>(key.integer)];
  }
  if (!found) return absent();
  return is_put_together(*node.operands[0]) ? *found : as_event_text(*found);
}

// A map of the event that is missing is empty here.
Value TypedInterpreter::key_in_map(const Typed& node) {
  const Value key = evaluate(*node.operands[0]);
  const Value map = evaluate(*node.operands[1]);
  if (!key.present()) return absent();
  if (node.operands[1]->type->kind == TypeKind::event_map) {
    const Json* found = map.present() ? find_member(*map.object, key.text()) : nullptr;
    return boolean(found && found->kind != Json::Kind::null);
  }
  return map.present() ? boolean(entry_of(map, key.text()) != nullptr) : absent();
}

// Bytes past the last multiple of the alphabet's size are left out.
Value TypedInterpreter::random(const Typed& node) const {
  std::string alphabet = "0123456789";
  if (node.text == "token")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" + alphabet;
  std::string drawn;
  while (drawn.size() < compiler::random_count(node))
    for (const unsigned char byte : surroundings_.random)
      if (byte < 256 / alphabet.size() * alphabet.size()) drawn += alphabet[byte % alphabet.size()];
  return plain_text(drawn.substr(0, compiler::random_count(node)));
}

}  // namespace lintel::reference
