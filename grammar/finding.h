// SPDX-License-Identifier: Apache-2.0
// A finding: one diagnostic about a rules file. Public: installed as <lintel/grammar/finding.h>.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lintel {

enum class Severity : std::uint8_t { error, warning, note };

// The text [begin, end), in bytes, of the source with index `file` among those that were compiled.
struct Span {
  std::uint32_t file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

// Replace the text of `span` by `text`; an empty span inserts.
struct Edit {
  Span span;
  std::string text;

  friend bool operator==(const Edit&, const Edit&) = default;
};

// One way to repair a finding. The edits do not overlap and are applied together.
struct FixIt {
  std::string label;
  std::vector<Edit> edits;
  bool needs_review = false;  // a guess, or a value to choose: not to be applied unseen
};

// A second place that explains a finding, such as the declaration that a use clashes with.
struct Related {
  Span span;
  std::string text;
};

struct Finding {
  std::string_view code;  // such as "E0401"; static, never dangles
  Severity severity = Severity::error;
  Span span;            // the narrowest text that the finding is about
  std::string message;  // lower case, no full stop, text of the user in backticks
  std::string label;    // stands under the caret: what is there, what was expected; may be empty
  std::vector<Related> related;
  std::vector<FixIt> fixes;
};

}  // namespace lintel
