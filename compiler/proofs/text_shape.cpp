// SPDX-License-Identifier: Apache-2.0
#include "compiler/proofs/text_shape.h"

#include <algorithm>

#include "compiler/proofs/context.h"
#include "runtime/number_text.h"
#include "runtime/text.h"
#include "runtime/time.h"

namespace lintel::compiler::proofs {
namespace {

constexpr std::uint64_t event_text = 2048;  // characters of an attribute (Cognito quotas)

struct FieldLengths {
  std::string_view path;
  std::uint64_t least;
  std::uint64_t most;
};
constexpr FieldLengths field_lengths[] = {
    {"triggerSource", 1, 64},
    {"region", 1, 32},
    {"userPoolId", 1, 55},
    {"callerContext.clientId", 1, 128},
    {code_placeholder.field, code_placeholder.open.size(), code_placeholder.open.size()},
    {name_placeholder.field, name_placeholder.open.size(), name_placeholder.open.size()},
    // The text between the marks is that of the pool's template.
    {link_placeholder.field, 7, event_text},
};

std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
  return a == no_bound || b == no_bound ? no_bound : a + b;
}

Lengths of_event(const Typed& node, std::uint64_t least, std::uint64_t most) {
  return {least, most, most, &node, most};
}

// A text that the runtime writes, in ASCII.
Lengths up_to(std::uint64_t most) { return {1, most, most, nullptr, 0}; }

Lengths either(const Lengths& a, const Lengths& b) {
  const Lengths& longer = b.most > a.most ? b : a;
  return {std::min(a.least, b.least), longer.most, std::max(a.most_bytes, b.most_bytes),
          longer.longest, longer.longest_most};
}

Lengths both(const Lengths& a, const Lengths& b) {
  const Lengths& longer = b.longest_most > a.longest_most ? b : a;
  return {plus(a.least, b.least), plus(a.most, b.most), plus(a.most_bytes, b.most_bytes),
          longer.longest, longer.longest_most};
}

Lengths of_field(const Typed& node) {
  for (const auto& known : field_lengths)
    if (is_field(node, known.path)) return of_event(node, known.least, known.most);
  const auto path = dotted(*node.field);
  for (const auto& row : schema::fields())
    if (row.path == path && row.max != 0) return of_event(node, 0, row.max);
  return of_event(node, 0, event_text);
}

// The values that a look-up can give; empty if the container is not written out.
void add_values(const Typed& container, std::vector<const Typed*>& values) {
  switch (container.kind) {
    case Kind::list:
      values.insert(values.end(), container.operands.begin(), container.operands.end());
      return;
    case Kind::map:
      for (std::size_t i = 1; i < container.operands.size(); i += 2)
        values.push_back(container.operands[i]);
      return;
    case Kind::conditional:
      add_values(*container.operands[1], values);
      add_values(*container.operands[2], values);
      return;
    case Kind::coalesce:
      add_values(*container.operands[0], values);
      add_values(*container.operands[1], values);
      return;
    default: return;
  }
}

std::vector<const Typed*> looked_up(const Typed& node) {
  std::vector<const Typed*> values;
  const Typed& container = *node.operands[0];
  const Typed& key = *node.operands[1];
  if (container.kind == Kind::map && key.kind == Kind::text) {
    for (std::size_t i = 0; i < container.operands.size(); i += 2)
      if (container.operands[i]->text == key.text) return {container.operands[i + 1]};
  }
  add_values(container, values);
  return values;
}

bool is_size_of(const Typed& node) { return spelling(node) == "size"; }

// What `test` says about a size if it is true, or false. a > b has become b < a.
void add_limit(const Typed& test, bool truth, SizeLimits& limits) {
  if (test.kind == Kind::invert) return add_limit(*test.operands[0], !truth, limits);
  if (test.operands.size() != 2) return;
  const auto word = spelling(test);
  const Typed& size = *test.operands[truth ? 0 : 1];
  const Typed& bound = *test.operands[truth ? 1 : 0];
  if (!is_size_of(size) || bound.kind != Kind::integer) return;
  const bool strict = truth == (word == "<");
  const std::int64_t most = bound.number - (strict ? 1 : 0);
  const bool bounds = word == "<" || word == "<=" || (truth && word == "==");
  if (!bounds || most < 0) return;
  const auto bounded = static_cast<std::uint64_t>(most);
  const auto [known, is_new] = limits.emplace(size.operands[0]->value, bounded);
  if (!is_new) known->second = std::min(known->second, bounded);
}

SizeLimits with_limits_if(const Typed& condition, bool truth, SizeLimits limits) {
  if (truth)
    for (const Typed* part : conjuncts(condition)) add_limit(*part, true, limits);
  else
    for (const Typed* part : disjuncts(condition)) add_limit(*part, false, limits);
  return limits;
}

Lengths lengths_of_call(const Typed& node, const SizeLimits& limits) {
  const auto word = spelling(node);
  const auto first = [&] { return lengths(*node.operands[0], limits); };
  if (word == "html" || word == "lowerAscii" || word == "upperAscii") return first();
  if (word == "string") {
    const auto kind = node.operands[0]->type->kind;
    if (kind == TypeKind::boolean) return {4, 5, 5, nullptr, 0};
    if (kind == TypeKind::integer) return up_to(runtime::max_integer_digits);
    if (kind == TypeKind::number) return up_to(runtime::max_number_characters);
    if (kind == TypeKind::timestamp) return up_to(runtime::max_timestamp_characters);
    if (kind == TypeKind::duration) return up_to(runtime::max_duration_characters);
    return first();
  }
  if (word == "trim" || word == "domain" || word == "local") {
    Lengths cut = first();
    // A placeholder has no blanks around it.
    if (word != "trim" || cut.least != cut.most) cut.least = 0;
    return cut;
  }
  if (word == "charAt") return of_event(node, 0, 1);
  if (word == "substring") {
    Lengths cut = first();
    cut.least = 0;
    if (node.operands.size() == 3 && node.operands[1]->kind == Kind::integer &&
        node.operands[2]->kind == Kind::integer) {
      const auto most = static_cast<std::uint64_t>(
          std::max<std::int64_t>(0, node.operands[2]->number - node.operands[1]->number));
      if (most < cut.most) return of_event(node, 0, most);
    }
    return cut;
  }
  if (word == "+") return both(first(), lengths(*node.operands[1], limits));
  return of_event(node, 0, no_bound);
}

}  // namespace

SizeLimits size_limits(const Typed* condition) {
  return condition == nullptr ? SizeLimits{} : with_limits_if(*condition, true, {});
}

Lengths lengths(const Typed& text, const SizeLimits& limits) {
  if (const auto known = limits.find(text.value); known != limits.end())
    return of_event(text, 0, known->second);
  switch (text.kind) {
    case Kind::text: {
      const auto size = static_cast<std::uint64_t>(runtime::count_code_points(text.text));
      return {size, size, text.text.size(), nullptr, 0};
    }
    case Kind::field: return of_field(text);
    case Kind::joined: {
      Lengths all;
      for (const Typed* part : text.operands) all = both(all, lengths(*part, limits));
      return all;
    }
    case Kind::conditional: {
      const Typed& choice = *text.operands[0];
      return either(lengths(*text.operands[1], with_limits_if(choice, true, limits)),
                    lengths(*text.operands[2], with_limits_if(choice, false, limits)));
    }
    case Kind::coalesce:
      return either(lengths(*text.operands[0], limits), lengths(*text.operands[1], limits));
    case Kind::at:
    case Kind::get: {
      const auto values = looked_up(text);
      if (values.empty()) return of_event(text, 0, event_text);
      Lengths all = lengths(*values.front(), limits);
      for (const Typed* value : values) all = either(all, lengths(*value, limits));
      return all;
    }
    case Kind::builtin: return lengths_of_call(text, limits);
    case Kind::random: {
      const std::uint64_t size = random_count(text);
      return {size, size, size, nullptr, 0};
    }
    // Reported already, or never a value.
    case Kind::error: return of_event(text, 0, no_bound);
    case Kind::member:
    case Kind::variable:
    case Kind::environment: return of_event(text, 0, event_text);
    case Kind::absent: return {no_bound, 0, 0, nullptr, 0};
    default: return of_event(text, 0, no_bound);
  }
}

bool is_placeholder(const Typed& node, const Placeholder& placeholder) {
  if (is_field(node, placeholder.field)) return true;
  if (node.kind != Kind::text) return false;
  const auto open = node.text.find(placeholder.open);
  if (open == std::string_view::npos) return false;
  return placeholder.close.empty() ||
         node.text.find(placeholder.close, open + placeholder.open.size() + 1) !=
             std::string_view::npos;
}

const Typed* part_without(const Typed& text, std::span<const Placeholder> any_of,
                          const Facts& present, std::string_view source) {
  const auto without = [&](const Typed& part) {
    return part_without(part, any_of, present, source);
  };
  if (std::any_of(any_of.begin(), any_of.end(),
                  [&](const auto& one) { return is_placeholder(text, one); }))
    return nullptr;
  switch (text.kind) {
    case Kind::error:
    case Kind::absent: return nullptr;
    case Kind::conditional: {
      const Typed* found = without(*text.operands[1]);
      return found != nullptr ? found : without(*text.operands[2]);
    }
    case Kind::coalesce: {
      const Typed& first = *text.operands[0];
      if (const Typed* found = without(first)) return found;
      if (present.contains(first.value)) return nullptr;
      if (first.kind == Kind::field) {
        const auto* trigger = schema::find_source(source);
        const auto* row = trigger == nullptr
                              ? nullptr
                              : schema::find_field(trigger->trigger, first.field->path.back());
        if (row != nullptr && schema::always_sent(*row, source)) return nullptr;
      }
      return without(*text.operands[1]);
    }
    case Kind::at:
    case Kind::get: {
      const auto values = looked_up(text);
      for (const Typed* value : values)
        if (const Typed* found = without(*value)) return found;
      return values.empty() ? &text : nullptr;
    }
    case Kind::joined: break;
    case Kind::builtin: {
      const auto word = spelling(text);
      if (word == "html" || word == "trim" || word == "string" || word == "lowerAscii")
        return without(*text.operands[0]);
      if (word != "+") return &text;
      break;
    }
    default: return &text;
  }
  // Joined: one part that always holds it is enough. A choice that holds it on some branches alone
  // is the place to look at.
  const Typed* nearest = &text;
  for (const Typed* part : text.operands) {
    const Typed* found = without(*part);
    if (found == nullptr) return nullptr;
    if (found != part && part->kind != Kind::joined) nearest = found;
  }
  return nearest;
}

std::vector<const Typed*> sequence(const Typed& text) {
  const bool joins = text.kind == Kind::joined || spelling(text) == "+";
  const bool passes =
      spelling(text) == "html" || (spelling(text) == "string" && is_text(text.operands[0]->type));
  if (!joins && !passes) return {&text};
  std::vector<const Typed*> parts;
  for (const Typed* operand : text.operands)
    for (const Typed* part : sequence(*operand)) parts.push_back(part);
  return parts;
}

std::vector<const Typed*> outcomes(const Typed& text) {
  std::vector<const Typed*> choices;
  switch (text.kind) {
    case Kind::conditional: choices = {text.operands[1], text.operands[2]}; break;
    case Kind::coalesce: choices = {text.operands[0], text.operands[1]}; break;
    case Kind::at:
    case Kind::get: choices = looked_up(text); break;
    default: break;
  }
  if (choices.empty()) return {&text};
  std::vector<const Typed*> all;
  for (const Typed* choice : choices)
    for (const Typed* outcome : outcomes(*choice)) all.push_back(outcome);
  return all;
}

}  // namespace lintel::compiler::proofs
