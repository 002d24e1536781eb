// SPDX-License-Identifier: Apache-2.0
#include "compiler/lookups.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include "runtime/text.h"

namespace lintel::compiler {
namespace {

using image::Lookup;

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

// What is computed before any rule is looked at costs all events, so keys are short.
constexpr std::uint32_t max_key_depth = 4;

bool is_key_builtin(Builtin builtin) {
  switch (builtin) {
    case Builtin::email_domain:
    case Builtin::email_local:
    case Builtin::lower:
    case Builtin::upper:
    case Builtin::trim:
    case Builtin::int_of_text:
    case Builtin::size_text: return true;
    default: return false;
  }
}

bool is_key(const Typed& node) {
  if (node.depth > max_key_depth || node.type->kind == TypeKind::secret) return false;
  if (!is_text(node.type) && node.type->kind != TypeKind::integer) return false;
  switch (node.kind) {
    case Kind::field: return true;
    case Kind::builtin: return is_key_builtin(node.builtin) && is_key(*node.operands[0]);
    case Kind::coalesce:
      return is_key(*node.operands[0]) &&
             (is_literal(*node.operands[1]) || is_key(*node.operands[1]));
    default: return false;
  }
}

// True for a key without capital letters.
bool is_lower(const Typed& node) {
  return node.kind == Kind::builtin &&
         (node.builtin == Builtin::lower || node.builtin == Builtin::email_domain);
}

// True if the expression gives a result or is absent, but never ends the evaluation with a fault.
bool is_safe(const Typed& node) {
  switch (node.kind) {
    case Kind::absent:
    case Kind::boolean:
    case Kind::integer:
    case Kind::real:
    case Kind::time:
    case Kind::text:
    case Kind::field:
    case Kind::environment: return true;
    case Kind::list:
    case Kind::map: return is_table(node);
    case Kind::builtin:
      if (!is_test(node.builtin) && !is_key_builtin(node.builtin)) return false;
      break;
    case Kind::in_list: return is_table(*node.operands[1]) && is_safe(*node.operands[0]);
    case Kind::at:
    case Kind::get: return is_table(*node.operands[0]) && is_safe(*node.operands[1]);
    case Kind::invert:
    case Kind::all_of:
    case Kind::any_of:
    case Kind::conditional:
    case Kind::coalesce:
    case Kind::has:
    case Kind::matches: break;
    default: return false;
  }
  return std::all_of(node.operands.begin(), node.operands.end(),
                     [](const Typed* operand) { return is_safe(*operand); });
}

void flatten(const Typed& node, std::vector<const Typed*>& to) {
  if (node.kind != Kind::all_of) return to.push_back(&node);
  for (const Typed* operand : node.operands) flatten(*operand, to);
}

class Gatherer {
 public:
  Gatherer(TypedTree& tree, bool denies, RuleRequirements& to)
      : tree_(tree), denies_(denies), to_(to) {}

  void condition(const Typed& node) {
    const auto parts = conjuncts(node);
    for (std::size_t i = 0; i < parts.size() && i < max_decided_conjuncts; ++i) {
      if (full()) return;
      conjunct(*parts[i], std::uint64_t{1} << i);
      if (!is_safe(*parts[i])) return;
    }
  }

  std::uint32_t count() const { return count_; }

 private:
  bool full() const { return count_ == max_requirements; }

  void conjunct(const Typed& node, std::uint64_t bit) {
    // What is asked twice, as in x >= 1 && x < 9, is one range.
    if (const auto test = one_test(node); test && test->lookup == Lookup::range)
      if (narrow(*test, bit)) return;
    const auto first = static_cast<std::uint32_t>(to_.tests.size());
    bool exact = true;
    if (add_tests(node, exact))
      add(first, exact ? bit : 0);
    else
      to_.tests.resize(first);
    // A choice that is false otherwise needs both its condition and its value.
    if (!denies_ && node.kind == Kind::conditional && never_yes(*node.operands[2])) {
      if (!is_safe(*node.operands[0])) return;
      conjunct(*node.operands[0], 0);
      conjunct(*node.operands[1], 0);
    }
  }

  bool never_yes(const Typed& node) const {
    return is_absent(node) || (node.kind == Kind::boolean && node.number == 0);
  }

  void add(std::uint32_t first, std::uint64_t decides) {
    if (full()) return to_.tests.resize(first);
    const auto count = static_cast<std::uint32_t>(to_.tests.size()) - first;
    to_.requirements.push_back({first, count, decides});
    ++count_;
  }

  bool narrow(const KeyTest& test, std::uint64_t bit) {
    const auto ours = std::span(to_.requirements).last(count_);
    for (Requirement& requirement : ours) {
      KeyTest& known = to_.tests[requirement.first_test];
      if (requirement.test_count != 1 || known.lookup != Lookup::range ||
          known.key->value != test.key->value || (requirement.decides == 0) != (bit == 0))
        continue;
      known.low = std::max(known.low, test.low);
      known.high = std::min(known.high, test.high);
      requirement.decides |= bit;
      return true;
    }
    return false;
  }

  // Adds tests of which one holds if the node does. False if there are none. `exact` becomes false
  // if one may hold while the node does not.
  bool add_tests(const Typed& node, bool& exact) {
    if (const auto test = one_test(node)) {
      to_.tests.push_back(*test);
      return true;
    }
    switch (node.kind) {
      case Kind::any_of:
        return std::all_of(node.operands.begin(), node.operands.end(),
                           [&](const Typed* operand) { return add_tests(*operand, exact); });
      case Kind::all_of:
        exact = false;
        if (!is_safe(node)) return false;
        for (const Typed* operand : node.operands) {
          const std::size_t before = to_.tests.size();
          if (add_tests(*operand, exact)) return true;
          to_.tests.resize(before);
        }
        return false;
      case Kind::coalesce:
        return !denies_ && never_yes(*node.operands[1]) && is_safe(*node.operands[0]) &&
               add_tests(*node.operands[0], exact);
      case Kind::builtin: return !denies_ && add_lookup(node);
      default: return false;
    }
  }

  // {"a": 1, "b": 2}[x] == 1. It is absent for other x too.
  bool add_lookup(const Typed& node) {
    if (node.builtin != Builtin::equal_text && node.builtin != Builtin::equal_integer) return false;
    const bool exchanged = node.operands[0]->kind != Kind::get;
    const Typed& get = *node.operands[exchanged ? 1 : 0];
    const Typed& wanted = *node.operands[exchanged ? 0 : 1];
    if (get.kind != Kind::get || !is_literal(wanted) || !is_table(*get.operands[0])) return false;
    if (!is_text(get.operands[1]->type) || !is_key(*get.operands[1])) return false;
    const auto entries = get.operands[0]->operands;
    bool found = false;
    for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
      if (entries[i + 1]->value != wanted.value) continue;
      to_.tests.push_back({Lookup::whole, get.operands[1], entries[i], {}, 0, 0, 0});
      found = true;
    }
    return found;
  }

  std::optional<KeyTest> one_test(const Typed& node) {
    if (node.kind == Kind::in_list) {
      const Typed& key = *node.operands[0];
      const Typed& list = *node.operands[1];
      if (!is_key(key) || !is_table(list) || list.operands.empty()) return {};
      return KeyTest{is_text(key.type) ? Lookup::whole : Lookup::integer,
                     &key,
                     nullptr,
                     list.operands,
                     0,
                     0,
                     list.value};
    }
    if (node.kind == Kind::invert && node.operands[0]->kind == Kind::builtin) {
      auto test = integer_test(*node.operands[0]);
      if (!test || test->lookup != Lookup::range) return {};
      return outside(*test);
    }
    if (node.kind != Kind::builtin) return {};
    if (auto test = integer_test(node)) return test;
    return text_test(node);
  }

  // What is left of a range that is open at one end.
  static std::optional<KeyTest> outside(KeyTest test) {
    if (test.low > test.high) return {};
    if (test.low == lowest && test.high != highest) {
      test.low = test.high + 1;
      test.high = highest;
      return test;
    }
    if (test.high == highest && test.low != lowest) {
      test.high = test.low - 1;
      test.low = lowest;
      return test;
    }
    return {};
  }

  static std::optional<KeyTest> integer_test(const Typed& node) {
    const bool less = node.builtin == Builtin::less_integer;
    const bool equal = node.builtin == Builtin::equal_integer;
    if (!less && !equal && node.builtin != Builtin::at_most_integer) return {};
    const bool first_is_key = is_key(*node.operands[0]);
    const Typed& key = *node.operands[first_is_key ? 0 : 1];
    const Typed& constant = *node.operands[first_is_key ? 1 : 0];
    if (!is_key(key) || constant.kind != Kind::integer) return {};
    if (equal) return KeyTest{Lookup::integer, &key, &constant, {}, 0, 0, 0};
    const std::int64_t bound = constant.number;
    KeyTest test{Lookup::range, &key, nullptr, {}, lowest, highest, 0};
    if (first_is_key) {
      if (less && bound == lowest) return {};  // never
      test.high = less ? bound - 1 : bound;
    } else {
      if (less && bound == highest) return {};
      test.low = less ? bound + 1 : bound;
    }
    return test;
  }

  std::optional<KeyTest> text_test(const Typed& node) {
    switch (node.builtin) {
      case Builtin::equal_text: return equality(node, false);
      case Builtin::equal_domain:
      case Builtin::same_text: return equality(node, true);
      case Builtin::starts_with: return affix(node, Lookup::prefix);
      case Builtin::ends_with: return affix(node, Lookup::suffix);
      default: return {};
    }
  }

  std::optional<KeyTest> equality(const Typed& node, bool folded) {
    const bool first_is_constant = node.operands[0]->kind == Kind::text;
    const Typed* constant = node.operands[first_is_constant ? 0 : 1];
    const Typed* key = node.operands[first_is_constant ? 1 : 0];
    if (constant->kind != Kind::text || !is_text(key->type) || !is_key(*key)) return {};
    if (folded) {
      std::string text(constant->text);
      std::transform(text.begin(), text.end(), text.begin(), runtime::ascii_lower);
      if (text != constant->text) constant = tree_.text(text, constant->span);
      if (!is_lower(*key)) key = tree_.builtin(Builtin::lower, {key}, key->span);
      if (!is_key(*key)) return {};
    }
    return KeyTest{Lookup::whole, key, constant, {}, 0, 0, 0};
  }

  static std::optional<KeyTest> affix(const Typed& node, Lookup lookup) {
    const Typed& key = *node.operands[0];
    const Typed& constant = *node.operands[1];
    if (constant.kind != Kind::text || constant.text.empty() || !is_key(key)) return {};
    return KeyTest{lookup, &key, &constant, {}, 0, 0, 0};
  }

  TypedTree& tree_;
  bool denies_;
  RuleRequirements& to_;
  std::uint32_t count_ = 0;
};

}  // namespace

std::vector<const Typed*> conjuncts(const Typed& condition) {
  std::vector<const Typed*> parts;
  flatten(condition, parts);
  return parts;
}

std::uint32_t add_requirements(TypedTree& tree, const Typed& condition, bool denies,
                               RuleRequirements& to) {
  Gatherer gatherer(tree, denies, to);
  gatherer.condition(condition);
  return gatherer.count();
}

}  // namespace lintel::compiler
