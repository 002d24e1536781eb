// SPDX-License-Identifier: Apache-2.0
// Loops that look names up in objects as large as events can be: they end with a fault, soon, and
// answer as ever where the objects have a usual size.
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "compiler/compiler.h"
#include "runtime/lintel.h"

namespace lintel::security {
namespace {

// `count` attributes of `bytes` bytes each.
std::string event(std::size_t count, std::size_t bytes) {
  const std::string value(bytes, 'x');
  std::string members;
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) members += ",";
    members += "\"a" + std::to_string(i) + "\":\"" + value + "\"";
  }
  return "{\"triggerSource\":\"PreSignUp_SignUp\",\"userName\":\"u\",\"request\":{"
         "\"userAttributes\":{" +
         members + "}},\"response\":{}}";
}

std::string outcome(std::string_view condition, const std::string& event) {
  const Source source{"a.rules",
                      "on PreSignUp\nwhen " + std::string(condition) + " then autoConfirm\n"};
  CompileOptions options;
  options.proofs = false;
  const Compilation made = compile({&source, 1}, options);
  if (!made.ok()) return made.findings.front().message;
  Evaluator evaluator(*Ruleset::load(made.image));
  const Outcome found = evaluator.evaluate(event);
  if (found.kind() == OutcomeKind::fault) return std::string(found.fault().message());
  return found.body().find("\"autoConfirmUser\":true") != std::string_view::npos ? "yes" : "no";
}

constexpr std::string_view too_many =
    "the loops and comparisons of the rules take more steps than an evaluation may";

TEST(Effort, OfLookingUpInLargeObjectsIsBounded) {
  const std::string small = event(20, 20);
  const std::string large = event(300, 8000);
  for (const std::string_view condition :
       {"attr.exists(a, attr.exists(b, attr[a] != attr[b] && attr[b] == \"y\"))",
        "attr.exists(a, attr.exists(b, !(b in attr)))"}) {
    EXPECT_EQ(outcome(condition, small), "no") << condition;
    EXPECT_EQ(outcome(condition, large), too_many) << condition;
  }
}

}  // namespace
}  // namespace lintel::security
