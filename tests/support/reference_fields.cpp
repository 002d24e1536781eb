// SPDX-License-Identifier: Apache-2.0
// Names of the event for the reference evaluator.
#include "tests/support/reference_fields.h"

#include <algorithm>
#include <map>

#include "tests/support/reference_text.h"

namespace lintel::reference {
namespace {

using grammar::Expr;
using grammar::ExprKind;

const Path attributes = {"request", "userAttributes"};

const std::map<std::string_view, Path> event_names = {
    {"triggerSource", {"triggerSource"}},
    {"userName", {"userName"}},
    {"region", {"region"}},
    {"userPoolId", {"userPoolId"}},
    {"version", {"version"}},
    {"callerContext", {"callerContext"}},
    {"clientId", {"callerContext", "clientId"}},
    {"request", {"request"}},
    {"attr", attributes},
    {"userAttributes", attributes},
    {"clientMetadata", {"request", "clientMetadata"}},
    {"validationData", {"request", "validationData"}},
    {"email", {"request", "userAttributes", "email"}},
    {"codeParameter", {"request", "codeParameter"}},
    {"linkParameter", {"request", "linkParameter"}},
    {"usernameParameter", {"request", "usernameParameter"}},
};

std::optional<Path> path_of_name(const Expr& expr, const Scope& scope, const Evaluate& value) {
  if (const Binding* binding = scope.find(expr.text))
    return binding->known != nullptr ? std::nullopt
                                     : path_of(*binding->value, *binding->scope, value);
  const auto found = event_names.find(expr.text);
  return found == event_names.end() ? std::nullopt : std::optional(found->second);
}

[[noreturn]] void refuse(const Path& path) {
  std::string joined;
  for (const std::string& name : path) joined += "." + name;
  throw WrongType(joined.substr(1));
}

bool is_container(const Json& json) {
  return json.kind == Json::Kind::list || json.kind == Json::Kind::object;
}

}  // namespace

std::optional<Path> path_of(const Expr& expr, const Scope& scope, const Evaluate& value) {
  if (expr.kind == ExprKind::name) return path_of_name(expr, scope, value);
  if (expr.kind != ExprKind::member && expr.kind != ExprKind::index) return std::nullopt;
  std::optional<Path> path = path_of(*expr.children[0], scope, value);
  if (!path || !is_object(*path)) return std::nullopt;
  if (expr.kind == ExprKind::member) {
    path->push_back(std::string(expr.text));
  } else if (is_constant(*expr.children[1], scope, value)) {
    path->push_back(value(*expr.children[1], scope).text());
  } else {
    return std::nullopt;
  }
  return path;
}

bool is_constant(const Expr& expr, const Scope& scope, const Evaluate& value) {
  const auto constant = [&](const Expr* part) { return is_constant(*part, scope, value); };
  const auto decides = [&](bool truth) {
    return std::any_of(expr.children.begin(), expr.children.end(), [&](const Expr* part) {
      return constant(part) && value(*part, scope).is(truth);
    });
  };
  const auto& parts = expr.children;
  if (is_loop(expr)) {
    if (expr.text == "filter") return false;  // gives its variable
    const Value any = absent();
    Scope inner{&scope, {}};
    inner.names[parts[1]->text] = {nullptr, nullptr, {}, &any};
    return constant(parts[0]) && std::all_of(parts.begin() + 2, parts.end(), [&](const Expr* part) {
             return is_constant(*part, inner, value);
           });
  }
  if (expr.kind == ExprKind::name || expr.kind == ExprKind::call) {
    if (const Binding* binding = scope.find(expr.text)) {
      if (binding->known != nullptr) return false;
      // What a parameter stands for is looked at with the arguments, here or further out.
      Scope inner{binding->scope, {}};
      for (std::size_t i = 0; i < binding->parameters.size(); ++i)
        inner.names[binding->parameters[i]] = {parts[i], &scope, {}};
      return is_constant(*binding->value, inner, value);
    }
  }
  switch (expr.kind) {
    case ExprKind::name: return false;
    case ExprKind::conditional: {
      if (!constant(parts[0])) return false;
      const Value condition = value(*parts[0], scope);
      return !condition.present() || constant(parts[condition.boolean ? 1 : 2]);
    }
    case ExprKind::coalesce:
      return constant(parts[0]) && (value(*parts[0], scope).present() || constant(parts[1]));
    case ExprKind::all_of:
      if (decides(false)) return true;
      break;
    case ExprKind::any_of:
      if (decides(true)) return true;
      break;
    default: break;
  }
  return std::all_of(parts.begin(), parts.end(), constant);
}

bool is_object(const Path& path) {
  static const std::vector<Path> objects = {{"callerContext"},
                                            {"request"},
                                            attributes,
                                            {"request", "clientMetadata"},
                                            {"request", "validationData"}};
  return std::find(objects.begin(), objects.end(), path) != objects.end();
}

bool is_flag(const Path& path) {
  return path.size() == 3 && path[1] == "userAttributes" &&
         (path[2] == "email_verified" || path[2] == "phone_number_verified");
}

Value read_text(const Json& json, const Path& path) {
  if (json.kind == Json::Kind::null) return absent();
  if (is_container(json)) refuse(path);
  return plain_text(json.text);
}

Value read_flag(const Json& json, const Path& path) {
  if (json.kind == Json::Kind::null) return absent();
  if (is_container(json)) refuse(path);
  const std::string word = lower_ascii(json.text);
  if (word != "true" && word != "false") return absent();
  return boolean(word == "true");
}

Value missing(const Path& path) {
  Value value = absent();
  value.is_missing_map = is_object(path);
  return value;
}

Value Interpreter::read(const std::vector<std::string>& path) const {
  const Json* json = &event_;
  for (const std::string& name : path) {
    if (json->kind != Json::Kind::object) refuse(path);
    json = find_member(*json, name);
    if (!json || json->kind == Json::Kind::null) return missing(path);
  }
  if (is_flag(path)) return read_flag(*json, path);
  if (!is_object(path)) return read_text(*json, path);
  if (json->kind != Json::Kind::object) refuse(path);
  Value map;
  map.kind = Value::Kind::event_map;
  map.object = json;
  return map;
}

}  // namespace lintel::reference
