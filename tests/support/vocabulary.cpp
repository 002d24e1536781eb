// SPDX-License-Identifier: Apache-2.0
#include "tests/support/vocabulary.h"

#include <algorithm>

namespace lintel::generator {
namespace {

namespace schema = compiler::schema;
using schema::FieldType;

// Whether some source may lack it. What only some sources have counts as such too.
bool may_be_missing(const schema::FieldRow& row, const std::vector<std::string>& sources) {
  return !std::all_of(sources.begin(), sources.end(),
                      [&](const std::string& source) { return schema::always_sent(row, source); });
}

void add_members(Vocabulary::Record& record, std::string_view field) {
  for (const auto& member : schema::members()) {
    if (member.field != field) continue;
    auto& to = member.type == FieldType::flag ? record.flags : record.texts;
    to.emplace_back(member.name);
  }
}

void add(Vocabulary& to, const schema::FieldRow& row) {
  const std::string name(row.name);
  const bool optional = may_be_missing(row, to.sources);
  switch (row.type) {
    case FieldType::flag: to.optional_flags.push_back(name); break;
    case FieldType::attributes:
      to.has_attributes = true;
      to.maps.insert(to.maps.end(), {name, "attr", std::string(row.path)});
      break;
    case FieldType::secrets: to.has_secrets = true; [[fallthrough]];
    case FieldType::metadata: to.maps.push_back(name); break;
    case FieldType::texts: (optional ? to.optional_lists : to.lists).push_back(name); break;
    case FieldType::records: {
      Vocabulary::Record record{name, optional, {}, {}};
      add_members(record, row.name);
      to.records.push_back(std::move(record));
      break;
    }
    case FieldType::text:
    case FieldType::email:
    case FieldType::phone: {
      auto& texts = optional ? to.optional_texts : to.texts;
      texts.push_back(name);
      if (row.path.find('.') != std::string_view::npos) texts.emplace_back(row.path);
    }
  }
}

Vocabulary make(const schema::TriggerRow& trigger) {
  Vocabulary made;
  made.trigger = trigger.trigger;
  made.name = trigger.name;
  made.may_reject = trigger.rejection == schema::Rejection::rejects ||
                    trigger.rejection == schema::Rejection::too_late;
  for (const auto& row : schema::sources())
    if (row.trigger == trigger.trigger) made.sources.emplace_back(row.name);
  for (const auto& row : schema::fields())
    if (row.trigger == trigger.trigger || row.trigger == schema::Trigger::envelope) add(made, row);
  made.optional_texts.insert(made.optional_texts.end(),
                             {"env[\"STAGE\"]", "env[\"EMPTY\"]", "env[\"NOWHERE\"]"});
  if (!made.has_attributes) return made;
  made.optional_texts.insert(made.optional_texts.end(), {"email", "phone", "attr.locale"});
  made.optional_flags.insert(made.optional_flags.end(),
                             {"attr.email_verified", "attr[\"phone_number_verified\"]"});
  Vocabulary::Record identities{"json(attr.identities)", true, {}, {}};
  add_members(identities, "identities");
  made.records.push_back(std::move(identities));
  return made;
}

}  // namespace

const std::vector<Vocabulary>& vocabularies() {
  static const std::vector<Vocabulary> all = [] {
    std::vector<Vocabulary> made;
    for (const auto& trigger : schema::triggers()) made.push_back(make(trigger));
    return made;
  }();
  return all;
}

std::vector<std::pair<std::string_view, FieldType>> fields_of(schema::Trigger trigger) {
  std::vector<std::pair<std::string_view, FieldType>> found;
  for (const auto& row : schema::fields())
    if (row.trigger == trigger || row.trigger == schema::Trigger::envelope)
      found.emplace_back(row.path, row.type);
  return found;
}

}  // namespace lintel::generator
