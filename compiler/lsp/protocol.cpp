// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/protocol.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "compiler/lsp/framing.h"

namespace lintel::lsp {
namespace {

std::string message(const Json& json) {
  // Texts of files that are not UTF-8 stand in findings.
  return framed(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

const Json* member(const Json& value, std::string_view name) {
  if (!value.is_object()) return nullptr;
  const auto found = value.find(std::string(name));
  return found == value.end() ? nullptr : &*found;
}

const std::string* text(const Json& value, std::string_view name) {
  const Json* found = member(value, name);
  return found == nullptr ? nullptr : found->get_ptr<const std::string*>();
}

std::optional<std::int64_t> integer(const Json& value, std::string_view name) {
  const Json* found = member(value, name);
  if (found == nullptr) return {};
  if (const auto* natural = found->get_ptr<const Json::number_unsigned_t*>()) {
    constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(std::min<std::uint64_t>(*natural, largest));
  }
  const auto* number = found->get_ptr<const Json::number_integer_t*>();
  return number == nullptr ? std::nullopt : std::optional<std::int64_t>(*number);
}

bool is_true(const Json& value, std::string_view name) {
  const Json* found = member(value, name);
  const auto* flag = found == nullptr ? nullptr : found->get_ptr<const bool*>();
  return flag != nullptr && *flag;
}

bool is_id(const Json& value) { return value.is_string() || value.is_number_integer(); }

std::string response(const Json& id, Answer answer) {
  Json json = {{"jsonrpc", "2.0"}, {"id", id}};
  if (auto* failure = std::get_if<Failure>(&answer))
    json["error"] = {{"code", static_cast<int>(failure->code)}, {"message", failure->message}};
  else
    json["result"] = std::move(std::get<Json>(answer));
  return message(json);
}

std::string notification(std::string_view method, Json params) {
  return message({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

}  // namespace lintel::lsp
