// SPDX-License-Identifier: Apache-2.0
// JSON-RPC 2.0 as the Language Server Protocol uses it: values, answers and errors.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <nlohmann/json.hpp>

namespace lintel::lsp {

using Json = nlohmann::json;

enum class ErrorCode : std::int16_t {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  not_initialized = -32002,
};

struct Failure {
  ErrorCode code;
  std::string message;
};

// What a request is answered with.
using Answer = std::variant<Json, Failure>;

// Parts of what a client has sent, which may be anything. Null or nothing if `value` is no object,
// has no such member, or one of another type. An integer that is too large is the largest there is.
const Json* member(const Json& value, std::string_view name);
const std::string* text(const Json& value, std::string_view name);
std::optional<std::int64_t> integer(const Json& value, std::string_view name);
bool is_true(const Json& value, std::string_view name);

// A string or an integer: what a request may be called.
bool is_id(const Json& value);

// Messages, ready to be sent. `id` is null if that of the request could not be read.
std::string response(const Json& id, Answer answer);
std::string notification(std::string_view method, Json params);

}  // namespace lintel::lsp
