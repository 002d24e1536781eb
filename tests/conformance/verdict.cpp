// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/verdict.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "compiler/probe.h"
#include "runtime/lintel.h"
#include "tests/conformance/lifting.h"
#include "tests/conformance/values.h"

namespace lintel::conformance {
namespace {

using compiler::Probe;
using Kind = Verdict::Kind;

std::string in_short(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings)
    if (finding.severity == Severity::error)
      return std::string(finding.code) + ' ' + finding.message;
  return "no answer of this type";
}

// A refusal of something that is not there, rather than of something that CEL would refuse too.
bool is_gap(const Case& test, const std::vector<Finding>& findings) {
  const bool undeclared = test.error.find("undeclared") != std::string::npos ||
                          test.error.find("unbound") != std::string::npos;
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    if (finding.severity != Severity::error) return false;
    const bool unknown_function = finding.code == "E0213";
    const bool syntax = finding.code.starts_with("E01");
    return syntax || (unknown_function && !undeclared);
  });
}

Verdict refused(const Case& test, const std::string& why) {
  if (test.needs.empty()) return {Kind::todo, why};
  if (test.needs.front() == "dyn") return {Kind::refused, why};
  return {Kind::skipped, test.needs.front()};
}

std::vector<compiler::ProbeVariable> variables(const std::vector<Variable>& all) {
  std::vector<compiler::ProbeVariable> made;
  for (const Variable& variable : all) made.push_back({variable.name, type_named(variable.type)});
  return made;
}

// What the image of the expression answers: the members of its response.
nlohmann::json response(const Probe& probe, const std::vector<Variable>& all) {
  nlohmann::ordered_json event = {{"version", "2"},
                                  {"triggerSource", "TokenGeneration_Authentication"}};
  event["request"] = nlohmann::ordered_json::object();
  for (const Variable& variable : all)
    if (variable.value) event["request"][variable.name] = to_json(*variable.value);
  event["response"] = nlohmann::ordered_json::object();
  const auto loaded = Ruleset::load(probe.image);
  if (!loaded) return std::string(loaded.fault().message());
  Evaluator evaluator(*loaded);
  const Outcome outcome = evaluator.evaluate(event.dump());
  const auto body = nlohmann::json::parse(outcome.body());
  static const nlohmann::json::json_pointer claims(
      "/response/claimsAndScopeOverrideDetails/idTokenGeneration/claimsToAddOrOverride");
  if (body.contains(claims)) return body[claims];
  if (body.contains("response")) return nlohmann::json::object();
  return body.dump();
}

// What is wrong with the answer; empty if nothing is.
std::string objection(const Case& test, const Probe& probe, const std::vector<Variable>& all) {
  const nlohmann::json answer = response(probe, all);
  if (!answer.is_object()) return "fault: " + answer.dump();
  const bool absent = !answer.contains("value");
  const bool wants_absence = test.about == Case::About::error || test.expected->kind == "null";
  if (absent && !wants_absence) return "absent, expected " + shown(*test.expected);
  if (!absent && wants_absence)
    return "the value " + answer["value"].dump() + ", expected " +
           (test.about == Case::About::error ? "the error " + test.error : "null");
  if (!absent && !same(*test.expected, answer["value"], probe.type))
    return "the " + probe.type_name + " " + answer["value"].dump() + ", expected " +
           shown(*test.expected);
  if (probe.type.kind != compiler::TypeKind::boolean) return {};
  const bool yes = !absent && test.expected->text == "true";
  const bool no = !absent && test.expected->text == "false";
  if (answer.contains("holds") != yes) return "as a condition it differs from its value";
  if (answer.contains("fails") != no) return "as an inverted condition it differs from its value";
  return {};
}

// False for a number that JSON has not.
bool is_finite(const Case& test) {
  if (!test.expected || test.expected->kind != "double") return true;
  const std::string& text = test.expected->text;
  return text != "NaN" && text != "Infinity" && text != "-Infinity";
}

Verdict judge_syntax(const Case& test, const Probe& probe) {
  if (probe.parsed != test.fails) return {test.fails ? Kind::error : Kind::same, {}};
  if (probe.parsed) return {Kind::wrong, "read, though CEL has no such syntax"};
  return refused(test, in_short(probe.findings));
}

Verdict judge_type(const Case& test, const Probe& probe) {
  if (!probe.checked) {
    const bool as_expected = test.fails && test.needs.empty() && !is_gap(test, probe.findings);
    return as_expected ? Verdict{Kind::error, {}, false} : refused(test, in_short(probe.findings));
  }
  if (test.fails) return {Kind::wrong, "accepted as " + probe.type_name};
  if (test.type.empty() || same_type(test.type, probe.type)) return {Kind::same, {}, false};
  return {Kind::wrong, "the type " + probe.type_name + ", expected " + test.type};
}

Verdict judge_value(const Case& test, const Probe& probe) {
  if (probe.image.empty()) {
    const bool as_expected = test.about == Case::About::error && !probe.checked &&
                             test.needs.empty() && !is_gap(test, probe.findings);
    return as_expected ? Verdict{Kind::error, {}, false} : refused(test, in_short(probe.findings));
  }
  if (const auto wrong = objection(test, probe, test.variables); !wrong.empty())
    return {Kind::wrong, wrong};
  if (!test.type.empty() && !same_type(test.type, probe.type))
    return {Kind::wrong, "the type " + probe.type_name + ", expected " + test.type};
  CompileOptions plain;
  plain.optimise = false;
  const Probe unoptimised = compiler::probe(test.expression, variables(test.variables), plain);
  if (const auto wrong = objection(test, unoptimised, test.variables); !wrong.empty())
    return {Kind::wrong, "without optimisation: " + wrong};
  return {test.about == Case::About::error ? Kind::error : Kind::same, {}};
}

// The question that a bool can answer, for an expression whose value JSON cannot say.
Case asked_by_comparison(const Case& test) {
  Case asked = test;
  const std::string expression = "(" + test.expression + "\n)";
  asked.about = Case::About::value;
  asked.type.clear();
  if (test.about == Case::About::error) {
    asked.expression = "has" + expression;
    asked.expected = {"bool", "false", {}};
    return asked;
  }
  const bool not_a_number = test.expected->text == "NaN";
  asked.expression =
      expression + (not_a_number ? " != " + expression : " == " + literal(*test.expected));
  asked.expected = {"bool", "true", {}};
  return asked;
}

struct Run {
  bool done = false;  // false: refused
  std::string objection;
};

Run run(const Case& test, const Lifted& lifted, bool may_be_absent) {
  std::vector<Variable> all = test.variables;
  all.insert(all.end(), lifted.variables.begin(), lifted.variables.end());
  for (const bool optimise : {true, false}) {
    CompileOptions options;
    options.optimise = optimise;
    const Probe probe = compiler::probe(lifted.expression, variables(all), options);
    if (probe.image.empty()) return {};
    if (may_be_absent && !response(probe, all).contains("value")) continue;
    if (const auto wrong = objection(test, probe, all); !wrong.empty())
      return {true, "as " + lifted.expression + ": " + wrong};
  }
  return {true, {}};
}

// The same expression with its literals in the event. Some may have to be literals; and if one is
// refused that the event may hold, the expression may be absent.
Run run_lifted(const Case& test, bool may_be_absent) {
  const Lifted all = lift(test.expression);
  if (all.variables.empty()) return {};
  Run done = run(test, all, may_be_absent);
  for (std::size_t i = 0; !done.done && i < all.variables.size(); ++i)
    done = run(test, lift(test.expression, i), may_be_absent);
  return done;
}

Verdict judge_comparison(const Case& test, const Probe& probe) {
  if (!test.type.empty() && !same_type(test.type, probe.type))
    return {Kind::wrong, "the type " + probe.type_name + ", expected " + test.type};
  if (test.expected && test.expected->kind == "null") return {Kind::todo, in_short(probe.findings)};
  const Case asked = asked_by_comparison(test);
  const Probe question = compiler::probe(asked.expression, variables(asked.variables));
  if (question.image.empty()) return refused(test, in_short(question.findings));
  const Verdict verdict = judge(asked);
  const bool passes = verdict.kind == Kind::same && test.about == Case::About::error;
  return passes ? Verdict{Kind::error, {}, verdict.ran} : verdict;
}

}  // namespace

Verdict judge(const Case& test) {
  for (const Variable& variable : test.variables)
    if (type_named(variable.type).kind == compiler::TypeKind::unknown)
      return refused(test, "no variable is a " + variable.type);
  // No name of ours has a dot: such a variable cannot even be declared.
  for (const Variable& variable : test.variables)
    if (variable.name.find('.') != std::string::npos) return {Kind::skipped, "namespaces"};
  const Probe probe = compiler::probe(test.expression, variables(test.variables));
  if (test.about == Case::About::parse) return judge_syntax(test, probe);
  if (test.about == Case::About::check) return judge_type(test, probe);
  if (probe.checked && (probe.image.empty() || !is_finite(test)))
    return judge_comparison(test, probe);
  Verdict verdict = judge_value(test, probe);
  if (verdict.kind == Kind::wrong) return verdict;
  const bool passes = verdict.kind == Kind::same || verdict.kind == Kind::error;
  const Run lifted = run_lifted(test, !passes);
  if (!lifted.objection.empty()) return {Kind::wrong, lifted.objection};
  verdict.ran = lifted.done || (!test.variables.empty() && !probe.image.empty());
  return verdict;
}

}  // namespace lintel::conformance
