// SPDX-License-Identifier: Apache-2.0
// The slow twin of compiler and runtime: it walks the tree of the rules over the event, as
// grammar/language.md says it, and is compared with them. It shares only the parser with them.
//
// The rules must be rules that the compiler accepts.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/reference_expr.h"

namespace lintel::reference {

enum class Kind { answered, rejected, fault };

struct RequestedEffect {
  std::string name;
  std::vector<std::pair<std::string, std::string>> arguments;
  std::vector<std::string> lists;  // names of the arguments that are lists
  bool reject_on_failure = false;
  std::uint32_t rule = 0;

  friend bool operator==(const RequestedEffect&, const RequestedEffect&) = default;
};

struct Answer {
  Kind kind = Kind::answered;
  std::string body;     // of a fault: empty, its text is the runtime's own
  std::string message;  // rejected: the rule's text; fault: the name of its row in faults.def
  std::vector<RequestedEffect> effects;
  std::vector<std::uint32_t> fired;

  friend bool operator==(const Answer&, const Answer&) = default;
};

// The text of a denial whose own text could not be computed.
inline constexpr std::string_view neutral_rejection = "the request was rejected";

class Rules {
 public:
  // The texts of the files, in order, and what lines() reads.
  explicit Rules(std::vector<std::string> files, Imports imports = {});
  ~Rules();

  Answer evaluate(std::string_view event) const;

 private:
  struct Parsed;
  std::unique_ptr<Parsed> parsed_;
};

// The event with these members of `response` set, each to a JSON text, in this order.
struct ResponseField {
  std::string name;
  std::string json;
};
std::string with_response(std::string_view event, const Json& parsed,
                          const std::vector<ResponseField>& fields);

}  // namespace lintel::reference
