// SPDX-License-Identifier: Apache-2.0
// triggers.def as tables: what each trigger gets, and what it may answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/image.h"

namespace lintel::compiler::schema {

enum class Trigger : std::uint8_t {
#define LINTEL_TRIGGER(trigger, prefix, versions, may_reject) trigger,
#include "compiler/triggers.def"
  envelope,  // no trigger: what every event has
};

enum class Rejection : std::uint8_t { rejects, too_late, by_answer, never };
enum class FieldType : std::uint8_t {
  text,
  flag,
  email,
  phone,
  attributes,
  metadata,
  secrets,
  texts,
  records,
};
enum class Presence : std::uint8_t { always, optional };
enum class Escape : std::uint8_t { text, html, line, mailbox, mailboxes, name, json };
enum class Need : std::uint8_t { required, optional, either };

// What an action takes, and does to its field.
enum class Form : std::uint8_t {
  flag,
  text,
  entry,
  any_entry,
  entries,
  item,
  items,
  denial,
  dropped,
  kept,
};

struct TriggerRow {
  Trigger trigger;
  std::string_view name;
  std::string_view prefix;
  std::string_view versions;  // separated by spaces; empty: any
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
  std::uint32_t max;  // characters of a text; 0: no limit is known
  std::string_view meaning;
};

// Of LINTEL_SENT and LINTEL_LACKS.
struct SentRow {
  std::string_view source;
  std::string_view field;
};

struct WithheldRow {
  Trigger trigger;
  std::string_view field;
  std::string_view instead;  // empty: there is nothing
};

struct MemberRow {
  std::string_view field;
  std::string_view name;
  FieldType type;
  std::string_view meaning;
};

struct AliasRow {
  std::string_view name;
  std::string_view field;
  std::string_view attribute;  // empty: the alias stands for the field
};

struct AttributeRow {
  std::string_view name;
  FieldType type;
  std::string_view meaning;
};

// What one action does to one field. Rows of one trigger with the same path are the same field.
struct ResponseRow {
  Trigger trigger;
  std::string_view action;
  std::string_view field;  // path below `response`: names joined by dots
  Form form;
  image::FieldKind kind;
  image::FieldDefault default_value;
  Escape escape;
  std::uint32_t min;  // characters; 0, 0: no limit is known
  std::uint32_t max;
  std::string_view meaning;
};

// A field that an action sets to a constant besides its own.
struct AlsoRow {
  Trigger trigger;
  std::string_view action;
  std::string_view field;
  image::FieldDefault value;  // no, yes or null
};

struct CopiedRow {
  Trigger trigger;
  std::string_view field;
  std::string_view from;  // paths in the event, separated by spaces
};

struct ChoiceRow {
  Trigger trigger;
  std::string_view action;
  std::string_view text;
};

enum class ClaimRule : std::uint8_t {
  never,
  by_groups,
  suppressed,
  by_scopes,
  audience,
  not_in_access,
  plain_in_id,
};

struct ClaimRow {
  std::string_view name;  // all that begin so, if it ends in *
  ClaimRule rule;
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
std::span<const WithheldRow> withheld();
std::span<const MemberRow> members();
std::span<const AttributeRow> attributes();
std::span<const AliasRow> aliases();
std::span<const ResponseRow> responses();
std::span<const AlsoRow> alsos();
std::span<const CopiedRow> copied();
std::span<const ChoiceRow> choices();
std::span<const EffectRow> effects();
std::span<const ParameterRow> parameters();

// Rows by name; null if there is none.
const TriggerRow* find_trigger(std::string_view name);
const SourceRow* find_source(std::string_view name);  // the first, if triggers share it
const FieldRow* find_field(Trigger trigger, std::string_view name);  // the envelope's too
const AttributeRow* find_attribute(std::string_view name);
const WithheldRow* find_withheld(Trigger trigger, std::string_view name);
const AliasRow* find_alias(std::string_view name);
const ResponseRow* find_response(Trigger trigger, std::string_view action);  // the first
const CopiedRow* find_copied(Trigger trigger, std::string_view field);
const EffectRow* find_effect(Trigger trigger, std::string_view name);

const TriggerRow& row(Trigger trigger);

// The row that stands for the field of `row`: the first with its path and kind.
const ResponseRow& field_of(const ResponseRow& row);

// All rows of an action, and the fields that answering it can change: its own, those that it sets
// besides, and those that are copied or limited together with them. In the order of the table.
std::vector<const ResponseRow*> responses_of(Trigger trigger, std::string_view action);
std::vector<const ResponseRow*> fields_of(Trigger trigger, std::string_view action);

// The triggers that have a source of this name.
std::vector<Trigger> triggers_of(std::string_view source);

// True if Cognito always sends `field` to `source`.
bool always_sent(const FieldRow& field, std::string_view source);

// The row for a claim; null if rules may set it freely.
const ClaimRow* find_claim(std::string_view name);
std::span<const ClaimRow> claims();

// True if the field with this dotted path must not be shown or logged.
bool is_private(std::string_view path);
// The action of every trigger that denies.
inline constexpr std::string_view reject_action = "reject";

// The effect that is carried out even when the event is rejected.
inline constexpr std::string_view log_effect = "log";

}  // namespace lintel::compiler::schema
