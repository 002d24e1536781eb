// SPDX-License-Identifier: Apache-2.0
// The names of the event and how their values are read, for the reference evaluator.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast.h"
#include "tests/support/reference_expr.h"

namespace lintel::reference {

using Path = std::vector<std::string>;

// How the value of a constant is computed.
using Evaluate = std::function<Value(const grammar::Expr&, const Scope&)>;

// What an expression that names a field consists of: a name of the event, members and constant
// keys, as in attr.email, attr["custom:x"], request.clientMetadata. Nothing if it names none.
std::optional<Path> path_of(const grammar::Expr& expr, const Scope& scope, const Evaluate& value);

// The value of the expression can be computed without the event: none of its names stands in it,
// nor in the `let`s that it uses, or only where a constant has decided otherwise.
bool is_constant(const grammar::Expr& expr, const Scope& scope, const Evaluate& value);

bool is_object(const Path& path);  // has members, as request.userAttributes
bool is_flag(const Path& path);    // Cognito sends "true" and "false" as text

Value missing(const Path& path);
Value read_text(const Json& json, const Path& path);
Value read_flag(const Json& json, const Path& path);

}  // namespace lintel::reference
