// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema.h"

#include <algorithm>

namespace lintel::compiler::schema {
namespace {

constexpr TriggerRow trigger_rows[] = {
#define LINTEL_TRIGGER(trigger, prefix, may_reject) \
  {Trigger::trigger, #trigger, prefix, Rejection::may_reject},
#include "compiler/triggers.def"
};

constexpr SourceRow source_rows[] = {
#define LINTEL_SOURCE(trigger, source) {Trigger::trigger, #source},
#include "compiler/triggers.def"
};

constexpr FieldRow field_rows[] = {
#define LINTEL_FIELD(trigger, name, path, type, presence, meaning) \
  {Trigger::trigger, #name, path, FieldType::type, Presence::presence, meaning},
#include "compiler/triggers.def"
};

constexpr SentRow sent_rows[] = {
#define LINTEL_SENT(source, name) {#source, #name},
#include "compiler/triggers.def"
};

constexpr AttributeRow attribute_rows[] = {
#define LINTEL_ATTRIBUTE(name, type, meaning) {#name, FieldType::type, meaning},
#include "compiler/triggers.def"
};

constexpr ResponseRow response_rows[] = {
#define LINTEL_RESPONSE(trigger, action, field, kind, default_value, escape, meaning)             \
  {Trigger::trigger, #action, #field, image::FieldKind::kind, image::FieldDefault::default_value, \
   Escape::escape,   meaning},
#include "compiler/triggers.def"
};

constexpr LimitRow limit_rows[] = {
#define LINTEL_LIMIT(trigger, action, least, most) {Trigger::trigger, #action, least, most},
#include "compiler/triggers.def"
};

constexpr std::string_view private_paths[] = {
#define LINTEL_PRIVATE(path) path,
#include "compiler/triggers.def"
};

constexpr EffectRow effect_rows[] = {
#define LINTEL_EFFECT(trigger, effect) {Trigger::trigger, #effect},
#include "compiler/triggers.def"
};

constexpr ParameterRow parameter_rows[] = {
#define LINTEL_PARAMETER(effect, parameter, need, escape) \
  {#effect, #parameter, Need::need, Escape::escape},
#include "compiler/triggers.def"
};

template <typename Row, typename Matches>
const Row* find(std::span<const Row> rows, Matches matches) {
  const auto found = std::find_if(rows.begin(), rows.end(), matches);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

std::span<const TriggerRow> triggers() { return trigger_rows; }
std::span<const SourceRow> sources() { return source_rows; }
std::span<const FieldRow> fields() { return field_rows; }
std::span<const AttributeRow> attributes() { return attribute_rows; }
std::span<const ResponseRow> responses() { return response_rows; }
std::span<const EffectRow> effects() { return effect_rows; }
std::span<const ParameterRow> parameters() { return parameter_rows; }

const TriggerRow* find_trigger(std::string_view name) {
  return find(triggers(), [&](const TriggerRow& row) { return row.name == name; });
}

const SourceRow* find_source(std::string_view name) {
  return find(sources(), [&](const SourceRow& row) { return row.name == name; });
}

const FieldRow* find_field(Trigger trigger, std::string_view name) {
  return find(fields(), [&](const FieldRow& row) {
    return (row.trigger == trigger || row.trigger == Trigger::envelope) && row.name == name;
  });
}

const AttributeRow* find_attribute(std::string_view name) {
  return find(attributes(), [&](const AttributeRow& row) { return row.name == name; });
}

const ResponseRow* find_response(Trigger trigger, std::string_view action) {
  return find(responses(), [&](const ResponseRow& row) {
    return row.trigger == trigger && row.action == action;
  });
}

const LimitRow* find_limit(Trigger trigger, std::string_view action) {
  return find(std::span<const LimitRow>(limit_rows),
              [&](const LimitRow& row) { return row.trigger == trigger && row.action == action; });
}

const EffectRow* find_effect(Trigger trigger, std::string_view name) {
  return find(effects(),
              [&](const EffectRow& row) { return row.trigger == trigger && row.name == name; });
}

const TriggerRow& row(Trigger trigger) { return trigger_rows[static_cast<std::size_t>(trigger)]; }

bool always_sent(const FieldRow& field, std::string_view source) {
  if (field.presence == Presence::always) return true;
  return std::any_of(std::begin(sent_rows), std::end(sent_rows), [&](const SentRow& row) {
    return row.source == source && row.field == field.name;
  });
}

bool is_private(std::string_view path) {
  return std::any_of(std::begin(private_paths), std::end(private_paths), [&](auto hidden) {
    return path.starts_with(hidden) && (path.size() == hidden.size() || path[hidden.size()] == '.');
  });
}

}  // namespace lintel::compiler::schema
