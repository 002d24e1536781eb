// SPDX-License-Identifier: Apache-2.0
// Compiling a text in a test, and what came of it in short.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"
#include "runtime/lintel.h"

namespace lintel::testing {

// Files in memory.
class MemoryFiles : public Files {
 public:
  std::optional<std::string> read(const std::string& path) override {
    ++reads;
    const auto found = contents.find(path);
    if (found == contents.end()) return std::nullopt;
    return found->second;
  }

  std::map<std::string, std::string> contents;
  int reads = 0;
};

// The options, for rules that are about something else than what compiler/proofs looks at.
CompileOptions without_proofs(CompileOptions options = {});

// The findings of `text`, each as its code and the text that it marks: "E0201 emial". Joined by ";
// ".
// What compiler/proofs finds is left out: most tests are about something else.
std::string findings_of(std::string_view text, const CompileOptions& options = {});

// The same, with what compiler/proofs finds.
std::string proofs_of(std::string_view text);

// findings_of() for one rule of a section, `on PreSignUp` unless another is named.
std::string findings_of_rule(std::string_view rule, std::string_view section = "PreSignUp");

// The text after the fix-it `number` of the first finding.
std::string fixed(std::string_view text, std::size_t number, bool proofs = false);

// The body that the rules answer the event with; "does not compile: ..." if they do not.
std::string answer(std::string_view rules, std::string_view event,
                   const CompileOptions& options = {});

}  // namespace lintel::testing
