// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema.h"

#include <algorithm>

namespace lintel::compiler::schema {
namespace {

constexpr TriggerRow trigger_rows[] = {
#define LINTEL_TRIGGER(trigger, prefix, versions, may_reject) \
  {Trigger::trigger, #trigger, prefix, versions, Rejection::may_reject},
#include "compiler/triggers.def"
};

constexpr SourceRow source_rows[] = {
#define LINTEL_SOURCE(trigger, source) {Trigger::trigger, #source},
#include "compiler/triggers.def"
};

constexpr FieldRow field_rows[] = {
#define LINTEL_FIELD(trigger, name, path, type, presence, max, meaning) \
  {Trigger::trigger, #name, path, FieldType::type, Presence::presence, max, meaning},
#include "compiler/triggers.def"
};

constexpr SentRow sent_rows[] = {
#define LINTEL_SENT(source, name) {#source, #name},
#include "compiler/triggers.def"
};

constexpr SentRow lacks_rows[] = {
#define LINTEL_LACKS(source, name) {#source, #name},
#include "compiler/triggers.def"
};

constexpr WithheldRow withheld_rows[] = {
#define LINTEL_WITHHELD(trigger, name, instead) {Trigger::trigger, #name, instead},
#include "compiler/triggers.def"
};

constexpr MemberRow member_rows[] = {
#define LINTEL_MEMBER(field, name, type, meaning) {#field, #name, FieldType::type, meaning},
#include "compiler/triggers.def"
};

constexpr AliasRow alias_rows[] = {
#define LINTEL_ALIAS(alias, field, attribute) {#alias, #field, attribute},
#include "compiler/triggers.def"
};

constexpr AttributeRow attribute_rows[] = {
#define LINTEL_ATTRIBUTE(name, type, meaning) {#name, FieldType::type, meaning},
#include "compiler/triggers.def"
};

constexpr image::FieldKind kind_of(Form form) {
  switch (form) {
    case Form::flag:
    case Form::denial: return image::FieldKind::flag;
    case Form::text: break;
    case Form::entry:
    case Form::any_entry:
    case Form::entries: return image::FieldKind::entries;
    case Form::item:
    case Form::items: return image::FieldKind::items;
    case Form::dropped: return image::FieldKind::dropped;
    case Form::kept: return image::FieldKind::kept;
  }
  return image::FieldKind::text;
}

constexpr ResponseRow response_rows[] = {
#define LINTEL_RESPONSE(trigger, action, path, form, default_value, escape, min, max, meaning) \
  {Trigger::trigger,                                                                           \
   #action,                                                                                    \
   path,                                                                                       \
   Form::form,                                                                                 \
   kind_of(Form::form),                                                                        \
   image::FieldDefault::default_value,                                                         \
   Escape::escape,                                                                             \
   min,                                                                                        \
   max,                                                                                        \
   meaning},
#include "compiler/triggers.def"
};

constexpr AlsoRow also_rows[] = {
#define LINTEL_ALSO(trigger, action, path, value) \
  {Trigger::trigger, #action, path, image::FieldDefault::value},
#include "compiler/triggers.def"
};

constexpr CopiedRow copied_rows[] = {
#define LINTEL_COPIED(trigger, path, from) {Trigger::trigger, path, from},
#include "compiler/triggers.def"
};

constexpr ChoiceRow choice_rows[] = {
#define LINTEL_CHOICE(trigger, action, text) {Trigger::trigger, #action, text},
#include "compiler/triggers.def"
};

constexpr ClaimRow claim_rows[] = {
#define LINTEL_CLAIM(name, rule) {name, ClaimRule::rule},
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
std::span<const WithheldRow> withheld() { return withheld_rows; }
std::span<const MemberRow> members() { return member_rows; }
std::span<const AttributeRow> attributes() { return attribute_rows; }
std::span<const AliasRow> aliases() { return alias_rows; }
std::span<const ResponseRow> responses() { return response_rows; }
std::span<const AlsoRow> alsos() { return also_rows; }
std::span<const CopiedRow> copied() { return copied_rows; }
std::span<const ChoiceRow> choices() { return choice_rows; }
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

const WithheldRow* find_withheld(Trigger trigger, std::string_view name) {
  return find(withheld(),
              [&](const WithheldRow& row) { return row.trigger == trigger && row.field == name; });
}

const AliasRow* find_alias(std::string_view name) {
  return find(aliases(), [&](const AliasRow& row) { return row.name == name; });
}

const ResponseRow* find_response(Trigger trigger, std::string_view action) {
  return find(responses(), [&](const ResponseRow& row) {
    return row.trigger == trigger && row.action == action;
  });
}

const EffectRow* find_effect(Trigger trigger, std::string_view name) {
  return find(effects(),
              [&](const EffectRow& row) { return row.trigger == trigger && row.name == name; });
}

const TriggerRow& row(Trigger trigger) { return trigger_rows[static_cast<std::size_t>(trigger)]; }

const CopiedRow* find_copied(Trigger trigger, std::string_view field) {
  return find(copied(),
              [&](const CopiedRow& row) { return row.trigger == trigger && row.field == field; });
}

const ResponseRow& field_of(const ResponseRow& of) {
  return *find(responses(), [&](const ResponseRow& row) {
    return row.trigger == of.trigger && row.field == of.field && row.kind == of.kind;
  });
}

std::span<const ClaimRow> claims() { return claim_rows; }

const ClaimRow* find_claim(std::string_view name) {
  return find(claims(), [&](const ClaimRow& row) {
    if (!row.name.ends_with('*')) return row.name == name;
    return name.starts_with(row.name.substr(0, row.name.size() - 1));
  });
}

bool is_private(std::string_view path) {
  return std::any_of(std::begin(private_paths), std::end(private_paths), [&](auto hidden) {
    return path.starts_with(hidden) && (path.size() == hidden.size() || path[hidden.size()] == '.');
  });
}

std::vector<const ResponseRow*> responses_of(Trigger trigger, std::string_view action) {
  std::vector<const ResponseRow*> result;
  for (const auto& row : responses())
    if (row.trigger == trigger && row.action == action) result.push_back(&row);
  return result;
}

std::vector<const ResponseRow*> fields_of(Trigger trigger, std::string_view action) {
  const auto own = responses_of(trigger, action);
  const auto parent = [](std::string_view path) { return path.substr(0, path.rfind('.')); };
  const auto belongs = [&](const ResponseRow& row) {
    const bool also = std::any_of(alsos().begin(), alsos().end(), [&](const AlsoRow& other) {
      return other.trigger == trigger && other.action == action && other.field == row.field;
    });
    return also || std::any_of(own.begin(), own.end(), [&](const ResponseRow* of) {
             const bool together = of->default_value == image::FieldDefault::copied &&
                                   row.default_value == image::FieldDefault::copied;
             return of->field == row.field || (together && parent(of->field) == parent(row.field));
           });
  };
  std::vector<const ResponseRow*> result;
  for (const auto& row : responses())
    if (row.trigger == trigger && &field_of(row) == &row && belongs(row)) result.push_back(&row);
  return result;
}

std::vector<Trigger> triggers_of(std::string_view source) {
  std::vector<Trigger> result;
  for (const auto& row : sources())
    if (row.name == source) result.push_back(row.trigger);
  return result;
}

bool always_sent(const FieldRow& field, std::string_view source) {
  const auto names = [&](const SentRow& row) {
    return row.source == source && row.field == field.name;
  };
  if (field.presence == Presence::always)
    return std::none_of(std::begin(lacks_rows), std::end(lacks_rows), names);
  return std::any_of(std::begin(sent_rows), std::end(sent_rows), names);
}

}  // namespace lintel::compiler::schema
