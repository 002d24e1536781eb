// SPDX-License-Identifier: Apache-2.0
// A deployment as text and as JSON.
#include "compiler/cli/package/describe.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/arguments.h"
#include "runtime/image.h"

namespace lintel::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Line {
  std::string_view left;
  std::string right;
};

// Two columns under a heading; nothing without lines.
std::string block(std::string_view heading, const std::vector<Line>& lines) {
  if (lines.empty()) return {};
  std::size_t width = 0;
  for (const Line& line : lines)
    if (!line.right.empty()) width = std::max(width, line.left.size());
  std::string text = fmt::format("\n{}\n", heading);
  for (const Line& line : lines)
    text += line.right.empty() ? fmt::format("  {}\n", line.left)
                               : fmt::format("  {:{}}  {}\n", line.left, width, line.right);
  return text;
}

std::string_view told(SetBy set_by) {
  switch (set_by) {
    case SetBy::deployment: return "";
    case SetBy::lambda: return "set by Lambda";
    case SetBy::nobody: return "never set: Lambda takes no variable of this name";
  }
  return "";
}

std::string_view told(Resource resource) {
  switch (resource) {
    case Resource::identity: return "the identities that mails come from";
    case Resource::pool: return "the user pool";
    case Resource::bus: return "the event bus";
  }
  return "";
}

std::string_view name_of(Resource resource) {
  switch (resource) {
    case Resource::identity: return "identity";
    case Resource::pool: return "userPool";
    case Resource::bus: return "eventBus";
  }
  return "";
}

constexpr std::string_view log_actions = "logs:CreateLogStream, logs:PutLogEvents";
constexpr std::string_view bootstrap_with_effects =
    "with effects: it holds a client of the services above";

std::string triggers_text(const Deployment& deployment) {
  std::string text;
  for (const ServedTrigger& trigger : deployment.triggers) {
    std::vector<Line> lines;
    for (const ServedSource& source : trigger.sources)
      lines.push_back({source.name, source.answered ? "" : "goes back unchanged"});
    const std::string versions = trigger.versions.empty()
                                     ? ""
                                     : fmt::format(", events of version {}",
                                                   fmt::join(split(trigger.versions, ' '), " or "));
    text += block(fmt::format("Trigger {}{}{}", trigger.name, versions,
                              trigger.is_called ? "" : " (the pool sends a newer version instead)"),
                  lines);
  }
  return text;
}

std::string pool_text(const Deployment& deployment) {
  std::vector<Line> lines;
  const std::vector<std::string_view> flows = deployment.flows();
  for (const PoolSetting* setting : deployment.settings)
    lines.push_back({setting->cloudformation,
                     setting->version.empty()
                         ? "the function"
                         : fmt::format("the function, LambdaVersion {}", setting->version)});
  if (deployment.needs(Needs::key))
    lines.push_back({"KMSKeyID", "a symmetric key, with which Cognito encrypts the codes"});
  std::string text = block("LambdaConfig of the user pool", lines);
  lines.clear();
  if (deployment.needs(Needs::plan)) lines.push_back({"feature plan", "Essentials or Plus"});
  if (deployment.writes_mails)
    lines.push_back(
        {"EmailConfiguration", "Amazon SES: else Cognito takes no mails from a function"});
  if (deployment.permits(Resource::pool))
    lines.push_back({"groups", "those that rules add users to: the function makes none"});
  for (const std::string_view attribute : deployment.custom_attributes)
    lines.push_back({attribute, "an attribute of the pool's schema"});
  for (const std::string_view flow : flows)
    lines.push_back({flow, "an authentication flow of the app client"});
  return text + block("Other settings of the user pool", lines);
}

Json sources_json(const ServedTrigger& trigger) {
  Json sources = Json::array();
  for (const ServedSource& source : trigger.sources)
    sources.push_back({{"name", source.name}, {"answered", source.answered}});
  return sources;
}

Json pool_json(const Deployment& deployment) {
  Json config = Json::object();
  for (const PoolSetting* setting : deployment.settings)
    config[std::string(setting->cloudformation)] = {
        {"lambdaVersion", setting->version.empty() ? Json() : Json(setting->version)}};
  return {{"lambdaConfig", config},
          {"kmsKey", deployment.needs(Needs::key)},
          {"featurePlans", deployment.needs(Needs::plan) ? Json({"ESSENTIALS", "PLUS"})
                                                         : Json({"LITE", "ESSENTIALS", "PLUS"})},
          {"emailSendingAccount", deployment.writes_mails ? Json("DEVELOPER") : Json()},
          {"customAttributes", deployment.custom_attributes},
          {"authFlows", deployment.flows()}};
}

}  // namespace

std::string description(const Deployment& deployment, const Ruleset& ruleset) {
  std::string text = fmt::format("Image {:016x}, {} bytes, {} rule{}\n", ruleset.content_hash(),
                                 ruleset.image().size(), ruleset.rule_count(),
                                 ruleset.rule_count() == 1 ? "" : "s");
  text += triggers_text(deployment);
  std::vector<Line> lines;
  for (const EffectPermission* permission : deployment.permissions)
    lines.push_back({permission->effect, std::string(permission->service)});
  if (deployment.logs) lines.push_back({"log", "the log of the function"});
  text += block("Effects", lines);
  lines.clear();
  for (const ReadVariable& variable : deployment.variables)
    lines.push_back({variable.name, std::string(told(variable.set_by))});
  text += block("Variables of the environment that rules read", lines);
  lines = {{log_actions, "the log group of the function"}};
  for (const EffectPermission* permission : deployment.permissions)
    lines.push_back({permission->action, std::string(told(permission->resource))});
  text += block("Permissions of the function's role", lines);
  text += pool_text(deployment);
  text +=
      block("Bootstrap", {{deployment.permissions.empty() ? "plain" : bootstrap_with_effects, ""}});
  return text;
}

std::string description_json(const Deployment& deployment, const Ruleset& ruleset) {
  Json triggers = Json::array();
  for (const ServedTrigger& trigger : deployment.triggers) {
    Json versions = Json::array();
    if (!trigger.versions.empty()) versions = split(trigger.versions, ' ');
    triggers.push_back({{"name", trigger.name},
                        {"versions", versions},
                        {"called", trigger.is_called},
                        {"sources", sources_json(trigger)}});
  }
  Json effects = Json::array();
  Json permissions = Json::array();
  permissions.push_back(
      {{"actions", {"logs:CreateLogStream", "logs:PutLogEvents"}}, {"resource", "logGroup"}});
  for (const EffectPermission* permission : deployment.permissions) {
    effects.push_back({{"name", permission->effect}, {"service", permission->service}});
    permissions.push_back(
        {{"actions", {permission->action}}, {"resource", name_of(permission->resource)}});
  }
  if (deployment.logs) effects.push_back({{"name", "log"}, {"service", nullptr}});
  Json variables = Json::array();
  for (const ReadVariable& variable : deployment.variables)
    variables.push_back({{"name", variable.name},
                         {"setBy", variable.set_by == SetBy::deployment ? Json("deployment")
                                   : variable.set_by == SetBy::lambda   ? Json("lambda")
                                                                        : Json()}});
  const Json all = {{"image",
                     {{"hash", fmt::format("{:016x}", ruleset.content_hash())},
                      {"bytes", ruleset.image().size()},
                      {"rules", ruleset.rule_count()}}},
                    {"triggers", triggers},
                    {"effects", effects},
                    {"variables", variables},
                    {"permissions", permissions},
                    {"pool", pool_json(deployment)},
                    {"bootstrap", deployment.permissions.empty() ? "plain" : "effects"}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lintel::cli
