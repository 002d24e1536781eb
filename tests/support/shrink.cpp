// SPDX-License-Identifier: Apache-2.0
#include "tests/support/shrink.h"

#include <algorithm>
#include <utility>

namespace lintel::generator {
namespace {

// Asks whether what is shrunk still shows the mistake, after each change.
using Shows = std::function<bool()>;

// Takes parts out of the list, in halves, quarters and so on down to single ones.
template <typename Part>
bool without_some(std::vector<Part>& parts, std::size_t least, const Shows& shows) {
  bool smaller = false;
  for (std::size_t count = std::max<std::size_t>(parts.size() / 2, 1); count > 0; count /= 2) {
    for (std::size_t i = 0; i < parts.size();) {
      const std::size_t taken = std::min(count, parts.size() - i);
      if (parts.size() - taken < least) break;
      std::vector<Part> before = parts;
      parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i),
                  parts.begin() + static_cast<std::ptrdiff_t>(i + taken));
      if (shows()) {
        smaller = true;
      } else {
        parts = std::move(before);
        i += taken;
      }
    }
  }
  return smaller;
}

// Another value, if that shows the mistake too.
template <typename T>
bool replaced(T& value, T other, const Shows& shows) {
  std::swap(value, other);
  if (shows()) return true;
  std::swap(value, other);
  return false;
}

void collect(const Expression& from, Type type, std::vector<Expression>& found) {
  for (const Expression& part : from.parts) {
    if (part.type == type) found.push_back(part);
    collect(part, type, found);
  }
}

// Expressions of the type that may take the place of this one: a constant, what it is made of, the
// same with a part less.
std::vector<Expression> smaller(const Expression& whole) {
  std::vector<Expression> found;
  const auto constant = [&](std::string text) {
    found.push_back({whole.type, false, {std::move(text)}, {}});
  };
  switch (whole.type) {
    case Type::boolean: constant("true"); break;
    case Type::integer: constant("1"); break;
    case Type::number: constant("0.0"); break;
    case Type::text:
      constant("\"a\"");
      constant("userName");
      break;
    case Type::texts: constant("[\"a\"]"); break;
    case Type::integers: constant("[1]"); break;
    case Type::map: constant("{\"a\": \"a\"}"); break;
    case Type::timestamp:
    case Type::duration: break;
  }
  collect(whole, whole.type, found);
  for (std::size_t i = 0; whole.parts.size() > 1 && i < whole.parts.size(); ++i) {
    Expression less = whole;
    less.parts.erase(less.parts.begin() + static_cast<std::ptrdiff_t>(i));
    const std::size_t separator = i + 1 < whole.parts.size() ? i + 1 : i;
    less.pieces.erase(less.pieces.begin() + static_cast<std::ptrdiff_t>(separator));
    found.push_back(std::move(less));
  }
  std::stable_sort(found.begin(), found.end(), [](const Expression& a, const Expression& b) {
    return a.text().size() < b.text().size();
  });
  return found;
}

bool shrink_expression(Expression& expression, const Shows& shows) {
  bool any = false;
  for (bool again = true; again;) {
    again = false;
    for (Expression& candidate : smaller(expression)) {
      if (candidate.text().size() >= expression.text().size()) break;
      if (!replaced(expression, std::move(candidate), shows)) continue;
      any = again = true;
      break;
    }
  }
  for (Expression& part : expression.parts) any |= shrink_expression(part, shows);
  return any;
}

bool shrink_rule(Rule& rule, const Shows& shows) {
  bool any = without_some(rule.actions, 1, shows);
  any |= without_some(rule.condition, 0, shows);
  for (Expression& condition : rule.condition) any |= shrink_expression(condition, shows);
  for (Action& action : rule.actions) {
    any |= without_some(action.arguments, 0, shows);
    for (auto& [name, value] : action.arguments) any |= shrink_expression(value, shows);
  }
  if (!rule.head.empty()) any |= replaced(rule.head, std::string(), shows);
  return any;
}

bool shrink_lets(std::vector<Let>& lets, const Shows& shows) {
  bool any = without_some(lets, 0, shows);
  for (Let& let : lets) any |= shrink_expression(let.value, shows);
  return any;
}

bool shrink_program(Program& program, const Shows& shows) {
  bool any = without_some(program.files, 1, shows);
  for (File& file : program.files) {
    any |= without_some(file.sections, 0, shows);
    any |= shrink_lets(file.lets, shows);
    for (Section& section : file.sections) {
      any |= without_some(section.rules, 0, shows);
      any |= shrink_lets(section.lets, shows);
      for (Rule& rule : section.rules) any |= shrink_rule(rule, shows);
    }
  }
  return any;
}

// A JSON string without its middle character that is no escape; others as the empty text.
bool shrink_scalar(std::string& scalar, const Shows& shows) {
  bool any = false;
  if (scalar.size() > 2) any |= replaced(scalar, std::string("\"\""), shows);
  for (std::size_t i = 1; scalar.starts_with('"') && i + 1 < scalar.size();) {
    std::string less = scalar;
    less.erase(i, 1);
    if (replaced(scalar, std::move(less), shows))
      any = true;
    else
      ++i;
  }
  return any;
}

bool shrink_event(Node& node, const Shows& shows) {
  if (node.kind == Node::Kind::scalar) return shrink_scalar(node.scalar, shows);
  bool any = without_some(node.members, 0, shows);
  if (!node.blank.empty()) any |= replaced(node.blank, std::string(), shows);
  for (NodeMember& member : node.members) any |= shrink_event(member.value, shows);
  return any;
}

}  // namespace

void shrink(Program& program, Node& event,
            const std::function<bool(const Program&, const Node&)>& shows) {
  const Shows still = [&] { return shows(program, event); };
  for (bool smaller = true; smaller;) {
    smaller = shrink_event(event, still);
    smaller |= shrink_program(program, still);
  }
}

}  // namespace lintel::generator
