// SPDX-License-Identifier: Apache-2.0
#include "compiler/pool.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "grammar/diagnostic.h"

namespace lintel::compiler {
namespace {

using grammar::Diagnostic;
using grammar::Expr;
using grammar::ExprKind;
using grammar::finding;

struct Setting {
  std::string_view name;
  std::string_view values;  // separated by spaces
  std::string Pool::*text;  // null: a list
};
constexpr Setting settings[] = {
    {"emailSending", "COGNITO_DEFAULT DEVELOPER", &Pool::email_sending},
    {"verifyBy", "code link", &Pool::verify_by},
    {"aliases", "email phone_number preferred_username", nullptr},
    {"tokenVersion", "V1_0 V2_0 V3_0", &Pool::token_version},
};

bool takes(const Setting& setting, const Expr& value) {
  if (value.kind != ExprKind::string_literal) return false;
  std::string_view rest = setting.values;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(' '), rest.size());
    if (rest.substr(0, end) == value.text) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

std::string wanted(const Setting& setting) {
  std::string all;
  for (const char c : setting.values) c == ' ' ? all += "`, `" : all += c;
  return setting.text == nullptr ? "a list of `" + all + "`" : "one of `" + all + "`";
}

bool take(const Setting& setting, const Expr& value, Pool& pool) {
  if (setting.text != nullptr) {
    if (!takes(setting, value)) return false;
    pool.*setting.text = value.text;
    return true;
  }
  if (value.kind != ExprKind::list) return false;
  for (const Expr* element : value.children) {
    if (!takes(setting, *element)) return false;
    pool.aliases.emplace_back(element->text);
  }
  return true;
}

}  // namespace

void declare_pool(const grammar::Item& item, Pool& pool, std::vector<Finding>& findings) {
  const auto& parts = item.pool->children;
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    const Expr& key = *parts[i];
    const auto setting = std::find_if(
        std::begin(settings), std::end(settings),
        [&](const Setting& one) { return key.kind == ExprKind::name && one.name == key.text; });
    if (setting == std::end(settings)) {
      std::vector<std::string_view> names;
      for (const auto& one : settings) names.push_back(one.name);
      Finding made = finding<Diagnostic::pool_setting>(key.span, key.text);
      if (const auto near = grammar::nearest(key.text, names); !near.empty()) {
        made.label = fmt::format("did you mean `{}`?", near);
        made.fixes.push_back({fmt::format("write `{}`", near), {{key.span, std::string(near)}}});
      }
      findings.push_back(std::move(made));
      continue;
    }
    auto& declared = pool.declared;
    if (std::find(declared.begin(), declared.end(), setting->name) != declared.end()) {
      findings.push_back(finding<Diagnostic::pool_repeated>(key.span, setting->name));
      continue;
    }
    declared.emplace_back(setting->name);
    if (!take(*setting, *parts[i + 1], pool))
      findings.push_back(
          finding<Diagnostic::pool_value>(parts[i + 1]->span, setting->name, wanted(*setting)));
  }
}

}  // namespace lintel::compiler
