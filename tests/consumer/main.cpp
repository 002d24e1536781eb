// SPDX-License-Identifier: Apache-2.0
// The embedding example of the README, word for word.
#include <iostream>

#include <lintel/compiler.h>
#include <lintel/lintel.h>

int main() {
  const lintel::Source rules{"sign_up.rules",
                             "on PreSignUp\n"
                             "when email.domain == \"example.com\" then autoConfirm\n"};
  const lintel::Compilation compiled = lintel::compile({&rules, 1});
  for (const lintel::Finding& finding : compiled.findings)
    std::cerr << finding.code << ": " << finding.message << '\n';
  if (!compiled.ok()) return 1;

  const lintel::LoadResult loaded = lintel::Ruleset::load(compiled.image);
  if (!loaded) {
    std::cerr << loaded.fault().message() << '\n';
    return 1;
  }
  lintel::Evaluator evaluator(*loaded);  // once for each thread
  const lintel::Outcome outcome = evaluator.evaluate(
      R"({"request":{"userAttributes":{"email":"jane@example.com"}},"response":{}})");
  std::cout << outcome.body() << '\n';
  return outcome.kind() == lintel::OutcomeKind::answered ? 0 : 1;
}
