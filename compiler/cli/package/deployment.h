// SPDX-License-Identifier: Apache-2.0
// What a ruleset needs around it in an AWS account, read from its image and from deployment.def.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/lintel.h"

namespace lintel::cli {

// Where `emit` puts events. A deployment that permits `emit` sets it to the bus that it names.
inline constexpr std::string_view event_bus_variable = "LINTEL_EVENT_BUS";

enum class Needs : std::uint8_t { nothing, plan, key };
enum class Resource : std::uint8_t { identity, pool, bus };

// The rows of deployment.def.
struct PoolSetting {
  std::string_view trigger;
  std::string_view cloudformation;
  std::string_view cdk;
  std::string_view terraform;
  std::string_view version;
  Needs needs;
  std::string_view flow;
};
struct EffectPermission {
  std::string_view effect;
  std::string_view service;
  std::string_view action;
  Resource resource;
};
std::span<const PoolSetting> pool_settings();
std::span<const EffectPermission> effect_permissions();

struct ServedSource {
  std::string_view name;
  bool answered;  // false: its events go back unchanged
};

struct ServedTrigger {
  std::string_view name;
  std::string_view versions;  // of the event that it takes, separated by spaces; empty: any
  std::vector<ServedSource> sources;
  bool is_called = true;  // false: the pool sends the events of a newer version instead
};

enum class SetBy : std::uint8_t {
  deployment,
  lambda,
  nobody,  // Lambda takes no variable of that name
};

struct ReadVariable {
  std::string_view name;
  SetBy set_by;
};

// Everything in the order of the image or, of the rows, of the table. Views of the image.
struct Deployment {
  std::vector<ServedTrigger> triggers;
  std::vector<const PoolSetting*> settings;          // of its LambdaConfig, each member once
  std::vector<const EffectPermission*> permissions;  // for its effects
  bool logs = false;                                 // has the effect log, which needs nothing
  bool writes_mails = false;  // what the pool mails: it has to send through Amazon SES
  std::vector<ReadVariable> variables;
  std::vector<std::string_view> custom_attributes;  // that rules read, such as custom:domain
  std::string_view unknown;  // a trigger or effect that the table lacks; empty: there is none

  bool needs(Needs what) const;
  bool permits(Resource resource) const;

  // An identity of Amazon SES takes part: mails of the rules or of the pool come from it.
  bool has_sender() const { return writes_mails || permits(Resource::identity); }

  // What app clients must allow, beyond the usual, for all triggers to be called.
  std::vector<std::string_view> flows() const;

  // The names of the variables that whoever deploys gives values, which the rules alone ask for.
  std::vector<std::string_view> parameters() const;
};

Deployment read_deployment(const Ruleset& ruleset);

}  // namespace lintel::cli
