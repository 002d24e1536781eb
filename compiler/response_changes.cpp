// SPDX-License-Identifier: Apache-2.0
#include "compiler/response_changes.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/schema.h"
#include "grammar/printer.h"

namespace lintel::compiler {
namespace {

using schema::Form;

const Json nothing;

const Json& at(const Json& object, std::string_view path) {
  const Json* found = &object;
  while (found != nullptr && !path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    found = found->find(path.substr(0, dot));
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return found != nullptr ? *found : nothing;
}

// What an unset field is copied from; of maps, their entries, those of the first first.
Json copy_of(const schema::ResponseRow& row, const Json& event) {
  const auto* copied = schema::find_copied(row.trigger, row.field);
  if (copied == nullptr) return {};
  Json made;
  std::string_view paths = copied->from;
  while (!paths.empty()) {
    const std::size_t end = std::min(paths.find(' '), paths.size());
    const Json& from = at(event, paths.substr(0, end));
    paths.remove_prefix(std::min(end + 1, paths.size()));
    if (row.kind != image::FieldKind::entries) return from;
    made.kind = Json::Kind::object;
    for (std::size_t i = 0; i < from.names.size(); ++i)
      if (made.find(from.names[i]) == nullptr && from.values[i].kind != Json::Kind::null)
        made.set(from.names[i], from.values[i]);
  }
  return made;
}

Change::Kind kind_of(Form form) {
  switch (form) {
    case Form::entry:
    case Form::any_entry:
    case Form::entries: return Change::Kind::entry;
    case Form::item: return Change::Kind::item;
    case Form::dropped:
    case Form::kept: return Change::Kind::dropped;
    case Form::flag:
    case Form::denial:
    case Form::text:
    case Form::items: break;
  }
  return Change::Kind::value;
}

bool holds(const Json& list, const Json& value) {
  return std::find(list.values.begin(), list.values.end(), value) != list.values.end();
}

bool same_elements(const Json& a, const Json& b) {
  return a.kind == b.kind && a.values.size() == b.values.size() &&
         std::all_of(a.values.begin(), a.values.end(),
                     [&](const Json& value) { return holds(b, value); });
}

std::string_view group(std::string_view field) {
  const std::size_t dot = field.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : field.substr(0, dot);
}

std::string written(std::string_view action, const Change& change) {
  const std::string name = grammar::quote(change.name, true);
  switch (change.kind) {
    case Change::Kind::entry: return fmt::format("{}({}, {})", action, name, written(change.value));
    case Change::Kind::item:
    case Change::Kind::dropped: return fmt::format("{}({})", action, name);
    case Change::Kind::value: break;
  }
  if (change.value == Json::of(true)) return std::string(action);
  return fmt::format("{}({})", action, written(change.value));
}

}  // namespace

std::string written(const Json& value) {
  if (value.kind == Json::Kind::text) return grammar::quote(value.text, true);
  if (value.kind != Json::Kind::list && value.kind != Json::Kind::object) return print(value);
  const bool object = value.kind == Json::Kind::object;
  std::string text = object ? "{" : "[";
  for (std::size_t i = 0; i < value.values.size(); ++i) {
    if (i > 0) text += ", ";
    if (object) text += grammar::quote(value.names[i], true) + ": ";
    text += written(value.values[i]);
  }
  return text + (object ? "}" : "]");
}

// ---- What has changed ---------------------------------------------------------------------------

ResponseChanges::ResponseChanges(schema::Trigger trigger, const Json& event, const Json& answer)
    : trigger_(trigger), response_(at(answer, "response")) {
  std::vector<std::string_view> seen;
  for (const auto& row : schema::responses()) {
    if (row.trigger != trigger || std::find(seen.begin(), seen.end(), row.field) != seen.end())
      continue;
    seen.push_back(row.field);
    compare(row, event);
  }
}

const Json& ResponseChanges::answered(std::string_view field) const { return at(response_, field); }

void ResponseChanges::add(const schema::ResponseRow& row, Change::Kind kind,
                          const std::string& name, const Json& value, Change::Cause cause) {
  changes_.push_back({kind, cause, row.field, name, value});
}

void ResponseChanges::compare(const schema::ResponseRow& row, const Json& event) {
  const Json& before = at(at(event, "response"), row.field);
  switch (kind_of(row.form)) {
    case Change::Kind::value: return compare_value(row, before, event);
    case Change::Kind::entry:
    case Change::Kind::dropped: return compare_entries(row, before, event);
    case Change::Kind::item: break;
  }
  for (const Json& item : answered(row.field).values)
    if (!holds(before, item)) add(row, Change::Kind::item, item.text, {});
}

void ResponseChanges::compare_value(const schema::ResponseRow& row, const Json& before,
                                    const Json& event) {
  const Json& after = answered(row.field);
  auto cause = Change::Cause::action;
  if (row.form == Form::denial) {
    if (!(after == Json::of(true))) return;
    if (row.default_value == image::FieldDefault::yes) cause = Change::Cause::by_default;
  } else {
    const bool is_default = after == nothing || (row.default_value == image::FieldDefault::no &&
                                                 after == Json::of(false));
    const bool copied = row.default_value == image::FieldDefault::copied;
    if (after == before || (is_default && (!copied || copy_of(row, event) == nothing))) return;
    if (copied && after == copy_of(row, event)) cause = Change::Cause::copied;
  }
  add(row, Change::Kind::value, {}, after, cause);
}

void ResponseChanges::compare_entries(const schema::ResponseRow& row, const Json& before,
                                      const Json& event) {
  const Json& after = answered(row.field);
  if (after == before) return;
  const Json copied = copy_of(row, event);
  for (std::size_t i = 0; i < after.names.size(); ++i) {
    const Json* known = before.find(after.names[i]);
    if (known == nullptr) known = copied.find(after.names[i]);
    if (known == nullptr || !(*known == after.values[i]))
      add(row, Change::Kind::entry, after.names[i], after.values[i]);
  }
  if (after.values.empty()) return;
  for (const std::string& name : copied.names)
    if (after.find(name) == nullptr) add(row, Change::Kind::dropped, name, {});
}

// ---- What is behind it
// ---------------------------------------------------------------------------

std::vector<bool> ResponseChanges::besides(const std::vector<bool>& known) const {
  std::vector<bool> left(size());
  for (std::size_t i = 0; i < size(); ++i) {
    const Change& change = changes_[i];
    left[i] = !known[i] && change.cause != Change::Cause::by_default;
    if (change.cause != Change::Cause::copied) continue;
    for (std::size_t other = 0; other < size(); ++other)
      if (group(changes_[other].field) == group(change.field) &&
          (known[other] || changes_[other].cause == Change::Cause::action))
        left[i] = false;
  }
  return left;
}

std::vector<bool> ResponseChanges::all() const {
  auto shown = besides(std::vector<bool>(size()));
  for (std::size_t i = 0; i < size(); ++i)
    if (changes_[i].cause == Change::Cause::by_default) shown[i] = true;
  return shown;
}

std::optional<std::size_t> ResponseChanges::find(std::string_view field, const Change& like) const {
  for (std::size_t i = 0; i < size(); ++i)
    if (changes_[i].field == field && changes_[i].kind == like.kind &&
        changes_[i].name == like.name && changes_[i].value == like.value)
      return i;
  return std::nullopt;
}

std::optional<ResponseChanges::Numbers> ResponseChanges::made_by(
    const ExpectedAction& expected) const {
  auto rows = schema::responses_of(trigger_, expected.response->action);
  if (expected.any_arguments) return any(rows);
  Numbers made;
  for (const auto* row : rows) {
    const auto numbers = one(*row, expected);
    if (!numbers) return std::nullopt;
    made.insert(made.end(), numbers->begin(), numbers->end());
  }
  return made;
}

// Whatever the arguments: what has changed alike in all fields of the action.
std::optional<ResponseChanges::Numbers> ResponseChanges::any(
    const std::vector<const schema::ResponseRow*>& rows) const {
  Numbers made;
  const auto taken = all();
  for (std::size_t i = 0; i < size(); ++i) {
    const Change& change = changes_[i];
    if (!taken[i] || change.field != rows.front()->field ||
        change.kind != kind_of(rows.front()->form))
      continue;
    Numbers alike;
    for (const auto* row : rows)
      if (const auto number = find(row->field, change)) alike.push_back(*number);
    if (alike.size() == rows.size()) made.insert(made.end(), alike.begin(), alike.end());
  }
  if (made.empty()) return std::nullopt;
  return made;
}

std::optional<ResponseChanges::Numbers> ResponseChanges::one(const schema::ResponseRow& row,
                                                             const ExpectedAction& expected) const {
  const Json& after = answered(row.field);
  const Json& value = expected.value;
  Numbers made;
  const auto explain = [&](const std::string& name) {
    for (std::size_t i = 0; i < size(); ++i)
      if (changes_[i].field == row.field && changes_[i].kind == kind_of(row.form) &&
          changes_[i].name == name)
        made.push_back(i);
  };
  const auto has_entry = [&](const std::string& name, const Json& wanted) {
    const Json* found = after.find(name);
    if (found == nullptr || !(*found == wanted)) return false;
    explain(name);
    return true;
  };
  bool met = true;
  switch (row.form) {
    case Form::flag:
    case Form::denial:
    case Form::text:
      met = after == value;
      explain({});
      break;
    case Form::items:
      met = same_elements(after, value);
      explain({});
      break;
    case Form::entry:
    case Form::any_entry: met = has_entry(expected.key, value); break;
    case Form::entries:
      met = after.kind == Json::Kind::object;
      for (std::size_t i = 0; i < value.names.size(); ++i)
        met = met && has_entry(value.names[i], value.values[i]);
      break;
    case Form::item:
      for (const Json& item : value.values) {
        met = met && holds(after, item);
        explain(item.text);
      }
      break;
    case Form::dropped:
      // A map without entries keeps everything.
      met = !after.values.empty();
      for (const Json& name : value.values) {
        met = met && after.find(name.text) == nullptr;
        explain(name.text);
      }
      break;
    case Form::kept: return kept(row, value);
  }
  if (!met) return std::nullopt;
  return made;
}

// Besides the names there may be what other actions have mapped.
std::optional<ResponseChanges::Numbers> ResponseChanges::kept(const schema::ResponseRow& row,
                                                              const Json& names) const {
  const Json& after = answered(row.field);
  if (after.values.empty()) return std::nullopt;
  for (std::size_t i = 0; i < after.names.size(); ++i) {
    const Change mapped{Change::Kind::entry, {}, {}, after.names[i], after.values[i]};
    if (!holds(names, Json::of(std::string_view(after.names[i]))) && !find(row.field, mapped))
      return std::nullopt;
  }
  Numbers made;
  for (std::size_t i = 0; i < size(); ++i)
    if (changes_[i].field == row.field && changes_[i].kind == Change::Kind::dropped &&
        !holds(names, Json::of(std::string_view(changes_[i].name))))
      made.push_back(i);
  return made;
}

// ---- For people
// ----------------------------------------------------------------------------------

std::vector<std::string> ResponseChanges::actions(std::vector<bool> of) const {
  std::vector<std::string> texts;
  std::string_view done;
  for (const auto& row : schema::responses()) {
    if (row.trigger != trigger_ || row.action == done || row.form == Form::kept) continue;
    done = row.action;
    if (row.form == Form::entries) {
      if (auto text = entries(row, of); !text.empty()) texts.push_back(std::move(text));
      continue;
    }
    const auto rows = schema::responses_of(trigger_, row.action);
    for (std::size_t i = 0; i < size(); ++i) {
      const Change& change = changes_[i];
      if (!of[i] || change.field != row.field || change.kind != kind_of(row.form)) continue;
      Numbers alike;
      for (const auto* each : rows)
        if (const auto number = find(each->field, change); number && of[*number])
          alike.push_back(*number);
      if (alike.size() != rows.size()) continue;
      for (const std::size_t number : alike) of[number] = false;
      texts.push_back(written(row.action, change));
    }
  }
  return texts;
}

// One action for all entries.
std::string ResponseChanges::entries(const schema::ResponseRow& row, std::vector<bool>& of) const {
  Json map;
  map.kind = Json::Kind::object;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!of[i] || changes_[i].field != row.field) continue;
    of[i] = false;
    map.set(changes_[i].name, changes_[i].value);
  }
  if (map.values.empty()) return {};
  return fmt::format("{}({})", row.action, written(map));
}

}  // namespace lintel::compiler
