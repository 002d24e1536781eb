// SPDX-License-Identifier: Apache-2.0
// What instructions that test say.
#include "tests/exhaustive/twin.h"
#include "tests/support/reference_text.h"

namespace lintel::exhaustive {

using image::Opcode;

std::optional<Truth> decide(Opcode opcode, const Operands& o) {
  const Value& a = o.a;
  const Value& b = o.b;
  const auto truth = [](bool yes) -> std::optional<Truth> { return yes ? Truth::yes : Truth::no; };
  if (opcode == Opcode::test_present) return truth(a.present());
  if (!a.present()) return Truth::absent;
  if (opcode == Opcode::test_member && !b.present()) return Truth::no;
  if (!b.present()) return Truth::absent;
  const auto holds = [&](const Value& list, auto is_it) {
    bool found = false;
    for (const Value& item : list.items) found |= is_it(item);
    return truth(found);
  };
  const auto is_a = [&](const Value& item) { return equal(item, a); };
  const auto points = [](const Value& of) { return reference::code_points(of.text); };
  switch (opcode) {
    case Opcode::test_boolean: return truth(a.integer != 0);
    case Opcode::test_is:
    case Opcode::test_equal:
    case Opcode::test_secret: return truth(a.text == b.text);
    case Opcode::test_same:
      return truth(reference::lower_ascii(a.text) == reference::lower_ascii(b.text));
    case Opcode::test_less: return truth(points(a) < points(b));
    case Opcode::test_at_most: return truth(points(a) <= points(b));
    case Opcode::test_contains: return truth(a.text.find(b.text) != std::string::npos);
    case Opcode::test_starts:
    case Opcode::test_starts_constant: return truth(a.text.rfind(b.text, 0) == 0);
    case Opcode::test_ends:
    case Opcode::test_ends_constant:
      return truth(reference::reverse(a.text).rfind(reference::reverse(b.text), 0) == 0);
    case Opcode::test_matches: {
      // ^a\u00e9*$, the pattern of ImageSketch.
      std::string rest = a.text;
      if (rest.empty() || rest.front() != 'a') return truth(false);
      rest.erase(0, 1);
      while (rest.rfind("\u00e9", 0) == 0) rest.erase(0, 2);
      return truth(rest.empty());
    }
    case Opcode::test_integer_equal:
    case Opcode::test_boolean_equal:
    case Opcode::test_integer_is: return truth(a.integer == b.integer);
    case Opcode::test_integer_less:
    case Opcode::test_boolean_less:
    case Opcode::test_integer_below: return truth(a.integer < b.integer);
    case Opcode::test_integer_at_most:
    case Opcode::test_boolean_at_most:
    case Opcode::test_integer_up_to: return truth(a.integer <= b.integer);
    case Opcode::test_integer_above: return truth(a.integer > b.integer);
    case Opcode::test_integer_from: return truth(a.integer >= b.integer);
    case Opcode::test_text_in:
    case Opcode::test_text_listed:
      return table(b).kind == Kind::map ? truth(find(table(b), a.text) != nullptr)
                                        : holds(table(b), is_a);
    case Opcode::test_integer_in:
      return table(b).kind == Kind::map ? truth(false) : holds(table(b), is_a);
    case Opcode::test_number_equal: return truth(a.number == b.number);
    case Opcode::test_number_less: return truth(a.number < b.number);
    case Opcode::test_number_at_most: return truth(a.number <= b.number);
    case Opcode::test_time_less: return truth(a.time < b.time);
    case Opcode::test_time_at_most: return truth(a.time <= b.time);
    case Opcode::test_value_equal: return truth(equal(a, b));
    case Opcode::test_in: return holds(b, is_a);
    case Opcode::test_same_in:
      return holds(b, [&](const Value& item) {
        return item.kind == Kind::text &&
               reference::lower_ascii(item.text) == reference::lower_ascii(a.text);
      });
    case Opcode::test_key: return truth(find(b, a.text) != nullptr);
    case Opcode::test_member: {
      bool found = false;
      for (const auto& [name, json] : members(b.text)) found |= name == a.text;
      return truth(found);
    }
    default: return std::nullopt;
  }
}

}  // namespace lintel::exhaustive
