// SPDX-License-Identifier: Apache-2.0
#include "compiler/test_checker.h"

#include <algorithm>
#include <array>
#include <bit>

#include "compiler/escaping.h"
#include "compiler/imports.h"
#include "compiler/test_events.h"
#include "compiler/written.h"
#include "grammar/diagnostic.h"
#include "runtime/number_text.h"

namespace lintel::compiler {
namespace {

using grammar::Diagnostic;
using grammar::Expr;
using grammar::ExprKind;
using grammar::finding;

constexpr std::string_view failure_name = "onFailure";

// The digits of a number as JSON has them; nothing if the expression is no number.
std::optional<std::string> digits(const Expr& expr) {
  if (expr.kind == ExprKind::int_literal) return std::to_string(expr.number);
  if (expr.kind == ExprKind::double_literal)
    return expr.text.starts_with('.') ? std::string("0").append(expr.text) : std::string(expr.text);
  const bool negative = expr.kind == ExprKind::unary && expr.op == grammar::Operator::negate;
  if (!negative) return std::nullopt;
  const auto positive = digits(*expr.children[0]);
  if (!positive || positive->starts_with('-')) return std::nullopt;
  return "-" + *positive;
}

}  // namespace

std::optional<TypedTest> TestChecker::make(const grammar::Test& test, const Section& section) {
  TypedTest made;
  made.name = test.name;
  made.span = test.span;
  made.trigger = section.trigger;
  made.nothing = test.nothing;
  made.exactly = test.exactly;
  bool good = check_source(test, section);
  if (const auto given = event(test, section); given && good)
    made.event = print(*given);
  else
    good = false;
  for (const auto& expected : test.expected) {
    auto one = expectation(expected, section);
    if (test.exactly && expected.negated) {
      findings_.push_back(finding<Diagnostic::exactly_not>(expected.action.span));
      good = false;
    }
    if (one)
      made.expected.push_back(std::move(*one));
    else
      good = false;
  }
  if (!good) return std::nullopt;
  return made;
}

// ---- Events ------------------------------------------------------------------------------------

bool TestChecker::check_source(const grammar::Test& test, const Section& section) {
  if (test.source.empty()) return true;
  const auto triggers = schema::triggers_of(test.source);
  if (std::find(triggers.begin(), triggers.end(), section.trigger) != triggers.end()) return true;
  Finding made = finding<Diagnostic::test_source>(test.source_span, test.source,
                                                  schema::row(section.trigger).name);
  std::vector<std::string_view> known;
  for (const auto& source : schema::sources())
    if (source.trigger == section.trigger) known.push_back(source.name);
  if (const auto near = grammar::nearest(test.source, known); !near.empty()) {
    made.label = fmt::format("did you mean `{}`?", near);
    made.fixes.push_back(
        {fmt::format("write `{}`", near), {{test.source_span, std::string(near)}}});
  }
  findings_.push_back(std::move(made));
  return false;
}

std::optional<Json> TestChecker::event(const grammar::Test& test, const Section& section) {
  std::optional<Json> event;
  if (test.file != nullptr)
    event = recorded(*test.file);
  else
    event =
        default_event(test.source.empty() ? section.sources.front() : test.source, section.trigger);
  for (const Expr* on_top : {test.event, test.changes}) {
    if (on_top == nullptr) continue;
    const auto changes = constant(*on_top);
    if (event && changes)
      merge(*event, *changes);
    else
      event.reset();
  }
  return event;
}

// An event of a file, as it stands.
std::optional<Json> TestChecker::recorded(const Expr& path) {
  const auto content = import_bytes(path.text, source_, path.span, options_, findings_);
  if (!content) return std::nullopt;
  Fault fault{};
  auto event = parse_json(*content, fault);
  if (event && event->kind == Json::Kind::object) return event;
  const std::string why = event ? "it is not a JSON object"
                                : fmt::format("{} (byte {})", fault.message(), fault.offset);
  findings_.push_back(
      finding<Diagnostic::test_event>(path.span, import_path(source_.name, path.text), why));
  return std::nullopt;
}

std::nullopt_t TestChecker::refuse(Span span, std::string_view where) {
  findings_.push_back(finding<Diagnostic::test_not_constant>(span, where));
  return std::nullopt;
}

std::optional<Json> TestChecker::constant(const Expr& expr) {
  if (const auto number = digits(expr)) return Json{Json::Kind::number, *number, {}, {}};
  if (expr.kind == ExprKind::map) return object(expr);
  if (expr.kind == ExprKind::list) return list(expr);
  if (expr.kind == ExprKind::null_literal) return Json();
  return constant(*expressions_.make(expr), expr.span, "given");
}

std::optional<Json> TestChecker::object(const Expr& expr) {
  Json made;
  made.kind = Json::Kind::object;
  bool good = true;
  for (std::size_t i = 0; i < expr.children.size(); i += 2) {
    const Typed* key = expressions_.make(*expr.children[i]);
    if (key->kind != Kind::text && key->kind != Kind::error)
      findings_.push_back(
          finding<Diagnostic::map_key>(expr.children[i]->span, described(key->type)));
    else if (made.find(key->text) != nullptr)
      findings_.push_back(finding<Diagnostic::duplicate_key>(expr.children[i]->span, key->text));
    auto value = constant(*expr.children[i + 1]);
    if (key->kind == Kind::text && made.find(key->text) == nullptr && value)
      made.set(key->text, std::move(*value));
    else
      good = false;
  }
  if (!good) return std::nullopt;
  return made;
}

std::optional<Json> TestChecker::list(const Expr& expr) {
  Json made;
  made.kind = Json::Kind::list;
  for (const Expr* child : expr.children)
    if (auto value = constant(*child)) made.values.push_back(std::move(*value));
  if (made.values.size() != expr.children.size()) return std::nullopt;
  return made;
}

// The value of a let, or of an expression over constants.
std::optional<Json> TestChecker::constant(const Typed& value, Span span, std::string_view where) {
  switch (value.kind) {
    case Kind::error: return std::nullopt;
    case Kind::absent: return Json();
    case Kind::boolean: return Json::of(value.number != 0);
    case Kind::integer: return Json{Json::Kind::number, std::to_string(value.number), {}, {}};
    case Kind::real: {
      std::array<char, runtime::max_number_characters> buffer;
      const auto digits = runtime::write_number(std::bit_cast<double>(value.number), buffer);
      return Json{Json::Kind::number, std::string(digits), {}, {}};
    }
    case Kind::text: return Json::of(value.text);
    case Kind::list:
    case Kind::map: {
      Json made;
      const bool is_map = value.kind == Kind::map;
      made.kind = is_map ? Json::Kind::object : Json::Kind::list;
      for (std::size_t i = 0; i < value.operands.size(); ++i) {
        if (is_map && i % 2 == 0) continue;
        auto part = constant(*value.operands[i], span, where);
        if (!part) return std::nullopt;
        if (is_map)
          made.set(value.operands[i - 1]->text, std::move(*part));
        else
          made.values.push_back(std::move(*part));
      }
      return made;
    }
    default: return refuse(span, where);
  }
}

// ---- Expectations ------------------------------------------------------------------------------

std::optional<ExpectedAction> TestChecker::expectation(const grammar::Expected& expected,
                                                       const Section& section) {
  ExpectedAction made;
  made.negated = expected.negated;
  const Span& span = expected.action.span;
  made.written =
      on_one_line(std::string_view(source_.text).substr(span.begin, span.end - span.begin));
  if (by_name(expected.action, section, made)) return made;
  const auto action = actions_.expected(expected.action, section);
  if (!action || !with_values(*action, made)) return std::nullopt;
  for (const auto& argument : expected.action.arguments)
    if (argument.name == failure_name) made.reject_on_failure = action->reject_on_failure;
  return made;
}

// An action without brackets that takes arguments stands for any of them.
bool TestChecker::by_name(const grammar::Action& action, const Section& section,
                          ExpectedAction& made) {
  if (action.has_parentheses) return false;
  const auto* response = schema::find_response(section.trigger, action.name);
  if (response != nullptr && response->kind == image::FieldKind::flag) return false;
  const auto* effect = schema::find_effect(section.trigger, action.name);
  made.any_arguments = true;
  if (action.name == schema::reject_action) {
    made.kind = ExpectedAction::Kind::reject;
  } else if (response != nullptr) {
    made.kind = ExpectedAction::Kind::field;
    made.response = response;
  } else if (effect != nullptr) {
    made.kind = ExpectedAction::Kind::effect;
    made.effect = effect;
  } else {
    made.any_arguments = false;
    return false;
  }
  return true;
}

bool TestChecker::with_values(const TypedAction& action, ExpectedAction& made) {
  if (action.response != nullptr) return with_response(action, made);
  if (action.kind == TypedAction::Kind::reject) {
    made.kind = ExpectedAction::Kind::reject;
    const auto message = text(action.value, schema::Escape::text);
    if (message) made.value = Json::of(*message);
    return message.has_value();
  }
  made.kind = ExpectedAction::Kind::effect;
  made.effect = action.effect;
  for (const auto& argument : action.arguments) {
    auto value = argument_value(argument);
    if (!value) return false;
    made.arguments.emplace_back(argument.parameter->name, std::move(*value));
  }
  return true;
}

bool TestChecker::with_response(const TypedAction& action, ExpectedAction& made) {
  made.kind = ExpectedAction::Kind::field;
  made.response = action.response;
  if (action.key != nullptr) {
    const auto key = text(action.key, schema::Escape::text);
    if (!key) return false;
    made.key = *key;
  }
  if (action.value == nullptr) {
    made.value = Json::of(true);
    return true;
  }
  if (is_text(action.value->type)) {
    const auto value = text(action.value, action.response->escape);
    if (value) made.value = Json::of(*value);
    if (value && action.kind == TypedAction::Kind::add_item)
      made.value = Json{Json::Kind::list, {}, {}, {made.value}};
    return value.has_value();
  }
  auto value = constant(*action.value, action.value->span, "expect");
  if (value) made.value = std::move(*value);
  return value.has_value();
}

// Lists and maps are compared as what they are, not as the JSON that the host gets.
std::optional<Json> TestChecker::argument_value(const TypedArgument& argument) {
  if (is_aggregate(argument.value->type))
    return constant(*argument.value, argument.value->span, "expect");
  const auto value = text(argument.value, argument.parameter->escape);
  if (!value) return std::nullopt;
  return Json::of(*value);
}

// What the rules would write for this text; nothing after a finding.
std::optional<std::string> TestChecker::text(const Typed* value, schema::Escape context) {
  if (value->kind == Kind::error) return std::nullopt;
  const Typed* made = escaped(tree_, value, context);
  if (made->kind == Kind::text) return std::string(made->text);
  return refuse(value->span, "expect");
}

}  // namespace lintel::compiler
