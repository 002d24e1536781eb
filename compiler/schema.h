// SPDX-License-Identifier: Apache-2.0
// triggers.def as tables: what each trigger gets, and what it may answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/image.h"

namespace lintel::compiler::schema {

enum class Trigger : std::uint8_t {
#define LINTEL_TRIGGER(trigger, prefix, may_reject) trigger,
#include "compiler/triggers.def"
  envelope,  // no trigger: what every event has
};

enum class Rejection : std::uint8_t { rejects, too_late };
enum class FieldType : std::uint8_t { text, flag, email, attributes, metadata };
enum class Presence : std::uint8_t { always, optional };
enum class Escape : std::uint8_t { text, html, line };
enum class Need : std::uint8_t { required, optional, either };

struct TriggerRow {
  Trigger trigger;
  std::string_view name;
  std::string_view prefix;
  Rejection rejection;
};

struct SourceRow {
  Trigger trigger;
  std::string_view name;
};

struct FieldRow {
  Trigger trigger;
  std::string_view name;
  std::string_view path;  // names joined by dots
  FieldType type;
  Presence presence;
  std::string_view meaning;
};

struct SentRow {
  std::string_view source;
  std::string_view field;
};

struct AttributeRow {
  std::string_view name;
  FieldType type;
  std::string_view meaning;
};

struct ResponseRow {
  Trigger trigger;
  std::string_view action;
  std::string_view field;
  image::FieldKind kind;
  image::FieldDefault default_value;
  Escape escape;
  std::string_view meaning;
};

struct EffectRow {
  Trigger trigger;
  std::string_view name;
};

struct ParameterRow {
  std::string_view effect;
  std::string_view name;
  Need need;
  Escape escape;
};

std::span<const TriggerRow> triggers();
std::span<const SourceRow> sources();
std::span<const FieldRow> fields();
std::span<const AttributeRow> attributes();
std::span<const ResponseRow> responses();
std::span<const EffectRow> effects();
std::span<const ParameterRow> parameters();

// Rows by name; null if there is none.
const TriggerRow* find_trigger(std::string_view name);
const SourceRow* find_source(std::string_view name);
const FieldRow* find_field(Trigger trigger, std::string_view name);  // the envelope's too
const AttributeRow* find_attribute(std::string_view name);
const ResponseRow* find_response(Trigger trigger, std::string_view action);
const EffectRow* find_effect(Trigger trigger, std::string_view name);

const TriggerRow& row(Trigger trigger);

// True if Cognito always sends `field` to `source`.
bool always_sent(const FieldRow& field, std::string_view source);

// The action of every trigger that denies.
inline constexpr std::string_view reject_action = "reject";

// The effect that is carried out even when the event is rejected.
inline constexpr std::string_view log_effect = "log";

}  // namespace lintel::compiler::schema
