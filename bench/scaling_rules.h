// SPDX-License-Identifier: Apache-2.0
// Rulesets of any number of rules that look alike, and events that fire exactly one of the rules,
// or none: what an index over rules has to find.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lintel::bench {

enum class Likeness {
  domains,   // email.domain == X
  pairs,     // email.domain == X && clientId == Y; neither X nor Y alone is of one rule
  prefixes,  // userName.startsWith(X)
  suffixes,  // email.endsWith("@X")
  ranges,    // a <= int(attr["custom:n"]) < b, one range beside the other
  sets,      // email.domain in [X, Y, Z]
  mixed,     // six kinds in turn, over five fields
};

inline constexpr Likeness likenesses[] = {Likeness::domains,  Likeness::pairs,  Likeness::prefixes,
                                          Likeness::suffixes, Likeness::ranges, Likeness::sets,
                                          Likeness::mixed};

std::string_view name_of(Likeness likeness);

// The text of so many rules, one a line.
std::string rules_text(Likeness likeness, std::size_t rules);

// An event of Cognito that fires this rule alone, or none.
std::string event_for(Likeness likeness, std::optional<std::size_t> rule);

}  // namespace lintel::bench
