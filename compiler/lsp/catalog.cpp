// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/catalog.h"

#include <algorithm>
#include <utility>

#include "compiler/typed.h"
#include "compiler/types.h"

namespace lintel::lsp {
namespace {

namespace schema = compiler::schema;
using compiler::BuiltinRow;
using compiler::TypeKind;
using schema::FieldType;
using schema::Trigger;

struct MeaningRow {
  std::string_view word;
  EntryKind kind;
  std::string_view form;
  std::string_view meaning;
};
constexpr MeaningRow meaning_rows[] = {
#define LINTEL_MEANING(word, kind, form, meaning) {word, EntryKind::kind, form, meaning},
#include "compiler/lsp/words.def"
#undef LINTEL_MEANING
};

// Adds what a word means, to what it means anyway if it is there.
void add(Entries& entries, std::string_view word, EntryKind kind, std::string form,
         std::string_view meaning) {
  const auto same = std::find_if(entries.begin(), entries.end(),
                                 [&](const Entry& entry) { return entry.word == word; });
  if (same == entries.end()) {
    entries.push_back({std::string(word), kind, std::move(form), std::string(meaning)});
    return;
  }
  if (same->form != form) same->form.append("\n").append(form);
  if (same->meaning.find(meaning) == std::string::npos) same->meaning.append("; ").append(meaning);
}

void add(Entries& entries, const MeaningRow& row) {
  add(entries, row.word, row.kind, std::string(row.form), row.meaning);
}

void add_words(Entries& entries, EntryKind kind) {
  for (const MeaningRow& row : meaning_rows)
    if (row.kind == kind) add(entries, row);
}

// Types of tables, without what their parts are.
std::string type_name(TypeKind kind) {
  switch (kind) {
    case TypeKind::list: return "list";
    case TypeKind::map: return "map";
    default: return compiler::name(compiler::Types::of(kind));
  }
}

std::string type_name(FieldType type) {
  switch (type) {
    case FieldType::text: return "string";
    case FieldType::flag: return "bool";
    case FieldType::email: return type_name(TypeKind::email);
    case FieldType::phone: return type_name(TypeKind::phone);
    case FieldType::attributes:
    case FieldType::metadata: return type_name(TypeKind::event_map);
    case FieldType::secrets: return "map(string, Secret?)";
    case FieldType::texts: return "list(string)";
    case FieldType::records: return "list of records";
  }
  return {};
}

// Such as x.contains(y: string): bool, where x is what the row's meaning calls so.
std::string form_of(const BuiltinRow& row, bool is_method) {
  constexpr std::string_view names = "xyzw";
  const auto parameters = row.parameters();
  std::string form = is_method ? "x." : "";
  form.append(row.spelling);
  if (row.form == BuiltinRow::Form::member) return form.append(": ").append(type_name(row.result));
  form += '(';
  for (std::size_t i = is_method ? 1 : 0; i < row.parameter_count(); ++i) {
    if (!form.ends_with('(')) form += ", ";
    form.append(1, names[i]).append(": ").append(type_name(parameters[i]));
  }
  form.append("): ").append(type_name(row.result));
  return form;
}

bool is_called(const BuiltinRow& row) {
  return row.form == BuiltinRow::Form::call || row.form == BuiltinRow::Form::either;
}

bool is_behind_dot(const BuiltinRow& row) {
  return row.form == BuiltinRow::Form::method || row.form == BuiltinRow::Form::either ||
         row.form == BuiltinRow::Form::member;
}

bool is_of(const schema::FieldRow& row, Trigger trigger) {
  return row.trigger == trigger || row.trigger == Trigger::envelope;
}

// Whether all sources of the trigger have the field.
std::string presence(const schema::FieldRow& row, Trigger trigger) {
  std::size_t sources = 0;
  std::size_t having = 0;
  for (const schema::SourceRow& source : schema::sources()) {
    if (source.trigger != trigger) continue;
    ++sources;
    if (schema::always_sent(row, source.name)) ++having;
  }
  if (having == sources) return "always sent";
  return having == 0 ? "may be absent" : "always sent by some sources, may be absent in others";
}

void add_field(Entries& entries, std::string_view word, const schema::FieldRow& row,
               Trigger trigger) {
  add(entries, word, EntryKind::field,
      std::string(row.path).append(": ").append(type_name(row.type)),
      std::string(row.meaning).append("; ").append(presence(row, trigger)));
}

std::string action_form(const schema::ResponseRow& row) {
  std::string name(row.action);
  switch (row.form) {
    case schema::Form::flag:
    case schema::Form::denial: return name;
    case schema::Form::text: return name + "(text)";
    case schema::Form::entry:
    case schema::Form::any_entry: return name + "(key, value)";
    case schema::Form::entries: return name + "(map)";
    case schema::Form::item: return name + "(text)";
    case schema::Form::items: return name + "(list)";
    case schema::Form::dropped: return name + "(key)";
    case schema::Form::kept: return name + "(list)";
  }
  return name;
}

std::string effect_form(std::string_view effect) {
  std::string form(effect);
  form += '(';
  for (const schema::ParameterRow& row : schema::parameters()) {
    if (row.effect != effect) continue;
    if (!form.ends_with('(')) form += ", ";
    form.append(row.name).append(row.need == schema::Need::optional ? "?" : "");
  }
  return form += ')';
}

// What reject() does; empty where it is no action.
std::string_view rejection(schema::Rejection rejection) {
  switch (rejection) {
    case schema::Rejection::rejects: return "the call fails, and the user sees the text";
    case schema::Rejection::too_late: return "comes too late here: what it would stop is done";
    case schema::Rejection::by_answer:
      return "fails the call; the trigger's own answer denies, too";
    case schema::Rejection::never: return {};
  }
  return {};
}

}  // namespace

Entries keywords_at(Place place) {
  Entries entries;
  const auto take = [&](std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words)
      for (Entry& entry : keyword(word)) entries.push_back(std::move(entry));
  };
  switch (place) {
    case Place::item:
    case Place::after_let: take({"on", "let", "rule", "when", "then", "test", "pool"}); break;
    case Place::condition: take({"when", "then"}); break;
    case Place::after_when: take({"then"}); break;
    case Place::given: take({"given"}); break;
    case Place::after_given: take({"with", "expect"}); break;
    case Place::after_with: take({"expect"}); break;
    case Place::first_expected: take({"exactly", "nothing", "not"}); break;
    case Place::expected: take({"not"}); break;
    case Place::value: take({"true", "false", "null"}); break;
    case Place::nowhere:
    case Place::on:
    case Place::after_value:
    case Place::action:
    case Place::member:
    case Place::source: break;
  }
  if (place == Place::after_let || place == Place::after_when || place == Place::after_value)
    take({"in"});
  return entries;
}

Entries keyword(std::string_view word) {
  Entries entries;
  for (const MeaningRow& row : meaning_rows)
    if (row.kind == EntryKind::keyword && row.word == word) add(entries, row);
  return entries;
}

Entries triggers_and_sources() {
  Entries entries;
  for (const schema::TriggerRow& row : schema::triggers()) {
    std::string sources;
    for (const Entry& source : sources_of(row.trigger))
      sources.append(sources.empty() ? "" : ", ").append(source.word);
    std::string meaning("a trigger; its sources: ");
    meaning += sources;
    if (!row.versions.empty()) meaning.append("; version ").append(row.versions);
    add(entries, row.name, EntryKind::module, std::string("on ").append(row.name), meaning);
  }
  for (const schema::SourceRow& row : schema::sources())
    add(entries, row.name, EntryKind::event, std::string("on ").append(row.name),
        std::string("a source of ").append(schema::row(row.trigger).name));
  return entries;
}

Entries sources_of(Trigger trigger) {
  Entries entries;
  for (const schema::SourceRow& row : schema::sources())
    if (row.trigger == trigger)
      add(entries, row.name, EntryKind::event, std::string(row.name),
          std::string("a source of ").append(schema::row(trigger).name));
  return entries;
}

Entries actions_of(Trigger trigger) {
  Entries entries;
  if (const auto meaning = rejection(schema::row(trigger).rejection); !meaning.empty())
    add(entries, schema::reject_action, EntryKind::function, "reject(text)", meaning);
  for (const schema::ResponseRow& row : schema::responses())
    if (row.trigger == trigger)
      add(entries, row.action, EntryKind::function, action_form(row), row.meaning);
  for (const schema::EffectRow& row : schema::effects())
    if (row.trigger == trigger)
      add(entries, row.name, EntryKind::function, effect_form(row.name),
          "an effect, which the host carries out");
  return entries;
}

Entries parameters_of(Trigger trigger, std::string_view action) {
  Entries entries;
  if (schema::find_effect(trigger, action) == nullptr) return entries;
  for (const schema::ParameterRow& row : schema::parameters())
    if (row.effect == action)
      add(entries, row.name, EntryKind::property, std::string(row.name).append(": VALUE"),
          std::string("an argument of ").append(action));
  add(entries, "onFailure", EntryKind::property, R"(onFailure: "continue", or "reject")",
      "what becomes of the event if the effect fails");
  return entries;
}

Entries names_of(Trigger trigger) {
  Entries entries;
  for (const schema::FieldRow& row : schema::fields())
    if (is_of(row, trigger)) add_field(entries, row.name, row, trigger);
  for (const schema::AliasRow& row : schema::aliases()) {
    const schema::FieldRow* field = schema::find_field(trigger, row.field);
    if (field == nullptr) continue;
    const schema::AttributeRow* attribute = schema::find_attribute(row.attribute);
    if (attribute == nullptr)
      add_field(entries, row.name, *field, trigger);
    else
      add(entries, row.name, EntryKind::field,
          std::string("attr.")
              .append(row.attribute)
              .append(": ")
              .append(type_name(attribute->type)),
          std::string(attribute->meaning).append("; may be absent"));
  }
  add_words(entries, EntryKind::value);
  return entries;
}

Entries functions() {
  Entries entries;
  for (const BuiltinRow& row : compiler::builtin_rows())
    if (is_called(row))
      add(entries, row.spelling, EntryKind::function, form_of(row, false), row.meaning);
  add_words(entries, EntryKind::function);
  return entries;
}

Entries parts_of(Trigger trigger, std::string_view path) {
  Entries entries;
  const std::string before = std::string(path).append(".");
  for (const schema::FieldRow& row : schema::fields()) {
    if (!is_of(row, trigger) || !row.path.starts_with(before)) continue;
    const std::string_view rest = row.path.substr(before.size());
    const std::string_view word = rest.substr(0, rest.find('.'));
    if (word == rest)
      add_field(entries, word, row, trigger);
    else
      add(entries, word, EntryKind::property, before + std::string(word), "a part of the event");
  }
  return entries;
}

Entries attributes() {
  Entries entries;
  for (const schema::AttributeRow& row : schema::attributes())
    add(entries, row.name, EntryKind::field,
        std::string("attr.").append(row.name).append(": ").append(type_name(row.type)),
        std::string(row.meaning).append("; may be absent"));
  return entries;
}

Entries members_of(const Meaning& value) {
  Entries entries;
  if (value.kind == TypeKind::record)
    for (const schema::MemberRow& row : schema::members())
      if (row.field == value.record)
        add(entries, row.name, EntryKind::field,
            std::string(row.name).append(": ").append(type_name(row.type)),
            std::string(row.meaning).append("; may be absent"));
  // Without its parts: no row asks for these.
  const compiler::Type type{value.kind};
  for (const BuiltinRow& row : compiler::builtin_rows())
    if (is_behind_dot(row) && compiler::fits(&type, row.first))
      add(entries, row.spelling, EntryKind::method, form_of(row, true), row.meaning);
  const bool has_elements = value.kind == TypeKind::list || value.kind == TypeKind::map ||
                            value.kind == TypeKind::event_map || value.kind == TypeKind::unknown;
  const bool is_text = compiler::is_text(&type) || value.kind == TypeKind::unknown;
  for (const MeaningRow& row : meaning_rows) {
    const bool is_member = row.word == "matches" ? is_text : has_elements;
    if (row.kind == EntryKind::method && is_member) add(entries, row);
  }
  return entries;
}

}  // namespace lintel::lsp
