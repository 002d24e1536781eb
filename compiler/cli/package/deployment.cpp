// SPDX-License-Identifier: Apache-2.0
// Reads from an image what it serves and asks for.
#include "compiler/cli/package/deployment.h"

#include <algorithm>
#include <string>

#include "runtime/image.h"

namespace lintel::cli {
namespace {

using image::Section;

constexpr PoolSetting setting_rows[] = {
#define LINTEL_POOL_SETTING(trigger, cloudformation, cdk, terraform, version, needs, flow) \
  {#trigger, cloudformation, cdk, terraform, version, Needs::needs, flow},
#include "compiler/cli/package/deployment.def"
};

constexpr EffectPermission permission_rows[] = {
#define LINTEL_PERMISSION(effect, service, action, resource) \
  {#effect, service, action, Resource::resource},
#include "compiler/cli/package/deployment.def"
};

constexpr std::string_view mailed_fields[] = {
#define LINTEL_MAILED_FIELD(path) path,
#include "compiler/cli/package/deployment.def"
};

constexpr std::string_view lambda_variables[] = {
#define LINTEL_LAMBDA_VARIABLE(name) name,
#include "compiler/cli/package/deployment.def"
};

template <typename Range, typename Value>
bool holds(const Range& range, const Value& value) {
  return std::find(std::begin(range), std::end(range), value) != std::end(range);
}

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// The names that Lambda takes: a letter, then at least one letter, digit or underscore.
bool can_be_set(std::string_view name) {
  return name.size() >= 2 && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

SetBy set_by(std::string_view name) {
  if (holds(lambda_variables, name)) return SetBy::lambda;
  return can_be_set(name) ? SetBy::deployment : SetBy::nobody;
}

ServedTrigger read_trigger(const image::View& view, std::uint32_t number) {
  const auto row = view.row<image::TriggerRow>(Section::triggers, number);
  ServedTrigger trigger{view.string(row.name), view.string(row.versions), {}};
  for (std::uint32_t source = 0; source < row.source_count; ++source) {
    const auto entry = view.row<image::SourceRow>(Section::sources, row.first_source + source);
    trigger.sources.push_back({view.string(entry.name), entry.program != image::none});
  }
  return trigger;
}

// The rows of the triggers served; of those with the same member, the last.
void add_settings(Deployment& deployment) {
  const auto serves = [&](const PoolSetting& setting) {
    return std::any_of(deployment.triggers.begin(), deployment.triggers.end(),
                       [&](const ServedTrigger& each) { return each.name == setting.trigger; });
  };
  for (const PoolSetting& setting : setting_rows) {
    if (!serves(setting)) continue;
    auto& settings = deployment.settings;
    if (!settings.empty() && settings.back()->cloudformation == setting.cloudformation)
      settings.pop_back();
    settings.push_back(&setting);
  }
  for (ServedTrigger& trigger : deployment.triggers) {
    const auto* row =
        std::find_if(std::begin(setting_rows), std::end(setting_rows),
                     [&](const PoolSetting& setting) { return setting.trigger == trigger.name; });
    const bool known = row != std::end(setting_rows);
    if (!known) deployment.unknown = trigger.name;
    trigger.is_called = !known || holds(deployment.settings, row);
  }
}

void add_effects(const image::View& view, Deployment& deployment) {
  std::vector<std::string_view> names;
  for (std::uint32_t number = 0; number < view.count(Section::effects); ++number)
    names.push_back(view.string(view.row<image::EffectRow>(Section::effects, number).name));
  deployment.logs = holds(names, "log");
  for (const EffectPermission& permission : permission_rows)
    if (holds(names, permission.effect)) deployment.permissions.push_back(&permission);
  for (const std::string_view name : names) {
    const bool known =
        name == "log" ||
        std::any_of(std::begin(permission_rows), std::end(permission_rows),
                    [&](const EffectPermission& permission) { return permission.effect == name; });
    if (!known) deployment.unknown = name;
  }
}

// The names below request.userAttributes that belong to the pool's own schema.
void add_custom_attributes(const image::View& view, Deployment& deployment) {
  for (std::uint32_t number = 0; number < view.count(Section::plan_nodes); ++number) {
    const auto node = view.row<image::PlanNode>(Section::plan_nodes, number);
    if (view.string(node.path) != "request.userAttributes") continue;
    for (std::uint32_t edge = 0; edge < node.edge_count; ++edge) {
      const std::string_view name =
          view.string(view.row<image::PlanEdge>(Section::plan_edges, node.first_edge + edge).name);
      if (name.starts_with("custom:")) deployment.custom_attributes.push_back(name);
    }
  }
}

}  // namespace

std::span<const PoolSetting> pool_settings() { return setting_rows; }
std::span<const EffectPermission> effect_permissions() { return permission_rows; }

bool Deployment::needs(Needs what) const {
  return std::any_of(settings.begin(), settings.end(),
                     [&](const PoolSetting* setting) { return setting->needs == what; });
}

bool Deployment::permits(Resource resource) const {
  return std::any_of(
      permissions.begin(), permissions.end(),
      [&](const EffectPermission* permission) { return permission->resource == resource; });
}

std::vector<std::string_view> Deployment::flows() const {
  std::vector<std::string_view> flows;
  for (const PoolSetting* setting : settings)
    if (!setting->flow.empty() && !holds(flows, setting->flow)) flows.push_back(setting->flow);
  return flows;
}

std::vector<std::string_view> Deployment::parameters() const {
  std::vector<std::string_view> names;
  for (const ReadVariable& variable : variables) {
    const bool is_set_anyway = variable.name == event_bus_variable && permits(Resource::bus);
    if (variable.set_by == SetBy::deployment && !is_set_anyway) names.push_back(variable.name);
  }
  return names;
}

Deployment read_deployment(const Ruleset& ruleset) {
  const image::View view(ruleset.image());
  Deployment deployment;
  for (std::uint32_t number = 0; number < view.count(Section::triggers); ++number)
    deployment.triggers.push_back(read_trigger(view, number));
  add_settings(deployment);
  add_effects(view, deployment);
  for (std::uint32_t number = 0; number < view.count(Section::variables); ++number) {
    const auto name = view.string(view.row<std::uint32_t>(Section::variables, number));
    deployment.variables.push_back({name, set_by(name)});
  }
  for (std::uint32_t number = 0; number < view.count(Section::fields); ++number) {
    const auto field = view.row<image::FieldRow>(Section::fields, number);
    if (holds(mailed_fields, view.string(field.path))) deployment.writes_mails = true;
  }
  add_custom_attributes(view, deployment);
  return deployment;
}

}  // namespace lintel::cli
