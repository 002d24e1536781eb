// SPDX-License-Identifier: Apache-2.0
// What holds for the findings of any rules.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "compiler/compiler.h"
#include "grammar/ast.h"

namespace lintel::fuzz {

// Every place inside of its source, a known code and a message; fix-its that do not overlap.
void check_findings(const std::vector<Finding>& findings, std::span<const Source> sources);

bool has_error(const std::vector<Finding>& findings);

// The findings in full, to be compared.
std::string shown(const std::vector<Finding>& findings);

// The tree in full, but for the places.
std::string structure(const grammar::File& file);

// The text after the edits.
std::string repaired(std::string text, const FixIt& fix);

// The files that rules may import here: `text` under any name.
class OneFile final : public Files {
 public:
  explicit OneFile(std::string_view text) : text_(text) {}
  std::optional<std::string> read(const std::string&) override { return std::string(text_); }

 private:
  std::string_view text_;
};

}  // namespace lintel::fuzz
