// SPDX-License-Identifier: Apache-2.0
// What the programs in C++ share of bench/rules/policy.rules: the decision, given its texts.
#pragma once

#include <array>
#include <string_view>

#include "bench/peers/domain_set.h"

namespace lintel::bench {

// A text without data() is absent.
struct PolicyFields {
  std::string_view user_name;
  std::string_view client_id;
  std::string_view age;
  std::string_view email;
  std::string_view locale;
  std::string_view phone_number;
  std::string_view plan;
};

// The members of the response that are set, in the order in which they are added.
inline constexpr std::array<std::string_view, 3> policy_members = {
    "autoConfirmUser", "autoVerifyEmail", "autoVerifyPhone"};

struct PolicyVerdict {
  std::string_view rejection;      // the whole answer to a user who is refused; empty: nobody is
  std::array<bool, 3> flags = {};  // as policy_members
};

PolicyVerdict decide_policy(const PolicyFields& fields, const DomainSet& blocked);

}  // namespace lintel::bench
