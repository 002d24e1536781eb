// SPDX-License-Identifier: Apache-2.0
// `pool {...}`: settings of the user pool that events do not show, declared once in the rules.
// Without a declaration nothing is assumed.
#pragma once

#include <string>
#include <vector>

#include "grammar/ast.h"
#include "grammar/finding.h"

namespace lintel::compiler {

struct Pool {
  std::string email_sending;          // COGNITO_DEFAULT, DEVELOPER or empty
  std::string verify_by;              // code, link or empty
  std::vector<std::string> aliases;   // email, phone_number, preferred_username
  std::string token_version;          // V1_0, V2_0, V3_0 or empty
  std::vector<std::string> declared;  // names of settings
};

// Takes the settings of a `pool` item over.
void declare_pool(const grammar::Item& item, Pool& pool, std::vector<Finding>& findings);

}  // namespace lintel::compiler
