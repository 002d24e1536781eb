// SPDX-License-Identifier: Apache-2.0
// The response of the typed reference: what rules set, by the tables of triggers.def, and how it is
// written into the bytes of the event.
#include <algorithm>

#include "tests/support/reference_text.h"
#include "tests/support/typed_reference.h"

namespace lintel::reference {
namespace {

using compiler::TypedAction;
using compiler::TypedRule;
using compiler::schema::Escape;
using compiler::schema::Form;
using compiler::schema::ResponseRow;
using image::FieldDefault;
using image::FieldKind;

std::vector<const ResponseRow*> rows_of(compiler::schema::Trigger trigger) {
  std::vector<const ResponseRow*> rows;
  for (const ResponseRow& row : compiler::schema::responses())
    if (row.trigger == trigger) rows.push_back(&row);
  return rows;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::string_view parent(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
}

// The value with this dotted path; null if there is none, or null stands there.
const Json* find(const Json& event, std::string_view path) {
  const Json* json = &event;
  for (;;) {
    if (json->kind != Json::Kind::object) return nullptr;
    const std::size_t end = std::min(path.find('.'), path.size());
    json = find_member(*json, path.substr(0, end));
    if (!json || json->kind == Json::Kind::null) return nullptr;
    if (end == path.size()) return json;
    path.remove_prefix(end + 1);
  }
}

bool is_limit(FieldKind kind) { return kind == FieldKind::dropped || kind == FieldKind::kept; }

std::string default_json(FieldDefault value) {
  if (value == FieldDefault::null) return "null";
  return value == FieldDefault::yes ? "true" : "false";
}

bool has_default(const ResponseRow& row) {
  return row.default_value == FieldDefault::no || row.default_value == FieldDefault::yes ||
         row.default_value == FieldDefault::null;
}

std::string shaped(const Value& value, Escape escape) {
  if (escape == Escape::line) return single_line(value.text());
  if (escape != Escape::html) return value.text();
  std::string html;
  for (const Piece& piece : value.pieces)
    html += piece.markup ? piece.text : escape_html(piece.text);
  return html;
}

// The texts of a list, and of a text itself.
std::vector<std::string> texts_of(const Value& value) {
  if (value.kind == Value::Kind::text) return {value.text()};
  std::vector<std::string> texts;
  for (const Value& element : value.elements) texts.push_back(element.text());
  return texts;
}

std::vector<std::pair<std::string, std::string>> entries_in(const Value& map) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const Entry& entry : map.entries) entries.emplace_back(entry.key, json_of(entry.value));
  if (map.kind != Value::Kind::event_map) return entries;
  // Of a repeated name the last one counts, in the place of the first: null takes it away. Numbers
  // and booleans are texts here.
  for (const JsonMember& member : map.object->members) {
    const auto known = std::find_if(entries.begin(), entries.end(),
                                    [&](const auto& entry) { return entry.first == member.name; });
    const Json& json = member.value;
    const bool is_text = json.kind == Json::Kind::string;
    const std::string text = json_string(is_text ? json.text : std::string(json.written));
    if (json.kind == Json::Kind::null) {
      if (known != entries.end()) entries.erase(known);
    } else if (known != entries.end()) {
      known->second = text;
    } else {
      entries.emplace_back(member.name, text);
    }
  }
  return entries;
}

void add_new(std::vector<std::pair<std::string, std::string>>& to,
             std::pair<std::string, std::string> entry) {
  if (std::none_of(to.begin(), to.end(),
                   [&](const auto& known) { return known.first == entry.first; }))
    to.push_back(std::move(entry));
}

}  // namespace

TypedResponse::TypedResponse(compiler::schema::Trigger trigger,
                             const std::vector<const TypedRule*>& rules)
    : trigger_(trigger) {
  const auto add = [&](std::string_view action) {
    has_fields_ = true;
    for (const ResponseRow* row : rows_of(trigger_))
      if (row->action == action) may_be_set_.push_back(row->field);
    for (const auto& also : compiler::schema::alsos())
      if (also.trigger == trigger_ && also.action == action) may_be_set_.push_back(also.field);
  };
  // Where an answer can deny, one that decides nothing has to deny.
  for (const ResponseRow* row : rows_of(trigger_))
    if (row->form == Form::denial) add(row->action);
  for (const TypedRule* rule : rules)
    for (const TypedAction& action : rule->actions)
      if (action.response != nullptr) add(action.response->action);
}

bool TypedResponse::is_set(const Row& row) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](const auto& field) { return field.first.first == row.field; });
}

void TypedResponse::set_once(std::string_view path, std::string json) {
  for (const ResponseRow* row : rows_of(trigger_))
    if (row->field == path && !is_set(*row))
      fields_[{row->field, row->kind}].json = std::move(json);
}

void TypedResponse::carry_out(const TypedAction& action, TypedInterpreter& interpreter) {
  std::vector<const Row*> own;
  for (const Row* row : rows_of(trigger_))
    if (row->action == action.response->action) own.push_back(row);
  bool sets_more = false;
  for (const auto& also : compiler::schema::alsos())
    sets_more |= also.trigger == trigger_ && also.action == action.response->action;
  const bool is_text = action.kind == TypedAction::Kind::set_text;
  if (is_text && own.size() == 1 && !sets_more && is_set(*own[0])) return;

  const Value key = action.key != nullptr ? interpreter.evaluate(*action.key) : boolean(true);
  const Value value = action.value != nullptr ? interpreter.evaluate(*action.value) : boolean(true);
  if (!key.present() || !value.present()) return;
  for (const Row* row : own) {
    if (action.kind == TypedAction::Kind::set_flag) {
      set_once(row->field, "true");
    } else if (is_text) {
      set_once(row->field, json_string(shaped(value, row->escape)));
    } else {
      Set& set = fields_[{row->field, row->kind}];
      if (action.kind == TypedAction::Kind::set_entry) {
        add_new(set.entries, {key.text(), json_of(value)});
      } else if (action.kind == TypedAction::Kind::set_entries) {
        for (const auto& entry : entries_in(value)) add_new(set.entries, entry);
      } else {
        for (const std::string& text : texts_of(value))
          if (std::find(set.items.begin(), set.items.end(), text) == set.items.end())
            set.items.push_back(text);
      }
    }
  }
  for (const auto& also : compiler::schema::alsos())
    if (also.trigger == trigger_ && also.action == action.response->action)
      set_once(also.field, default_json(also.value));
}

const TypedResponse::Set* TypedResponse::limits(const Row& row, FieldKind kind) const {
  const auto found = fields_.find({row.field, kind});
  return found == fields_.end() ? nullptr : &found->second;
}

// What came, byte for byte: of a name that several have the first, without what is dropped, and of
// it what is kept; then what the rules put in.
std::string TypedResponse::entries_of(const Row& row, const Json& event) const {
  const auto holds = [](const auto& texts, const std::string& text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
  };
  const Set* put = limits(row, FieldKind::entries);
  const Set* dropped = limits(row, FieldKind::dropped);
  const Set* kept = limits(row, FieldKind::kept);
  const auto* copied = compiler::schema::find_copied(row.trigger, row.field);
  std::vector<std::string> known;
  std::string text;
  std::size_t came = 0;
  for (const std::string_view path : words_of(copied ? copied->from : "")) {
    const Json* from = find(event, path);
    if (!from || from->kind != Json::Kind::object) continue;
    came += from->members.size();
    for (const JsonMember& member : from->members) {
      const std::string& name = member.name;
      if (find_member(*from, name) != &member.value || member.value.kind == Json::Kind::null ||
          holds(known, name))
        continue;
      known.push_back(name);
      const bool is_out = (dropped && holds(dropped->items, name)) ||
                          (kept && !holds(kept->items, name)) ||
                          (put && std::any_of(put->entries.begin(), put->entries.end(),
                                              [&](const auto& p) { return p.first == name; }));
      if (is_out) continue;
      text += text.empty() ? "\"" : ",\"";
      text.append(member.written_name).append("\":").append(member.value.written);
    }
  }
  for (const auto& [name, json] :
       put ? put->entries : std::vector<std::pair<std::string, std::string>>())
    text.append(text.empty() ? "" : ",").append(json_string(name)).append(":").append(json);
  if (text.empty() && came != 0) throw EventFault{"nothing_left"};
  return "{" + text + "}";
}

std::vector<TypedResponse::Leaf> TypedResponse::leaves(const Json& event) const {
  std::vector<Leaf> result;
  for (const Row* row : rows_of(trigger_)) {
    const auto known = [&](const Leaf& leaf) { return leaf.path == row->field; };
    if (is_limit(row->kind) || std::any_of(result.begin(), result.end(), known)) continue;
    const std::string path(row->field);
    if (is_set(*row)) {
      const Set* set = limits(*row, row->kind);
      std::string json;
      if (row->kind == FieldKind::entries) {
        json = entries_of(*row, event);
      } else if (row->kind == FieldKind::items) {
        for (const std::string& item : set->items)
          json.append(json.empty() ? "" : ",").append(json_string(item));
        json = "[" + json + "]";
      } else {
        json = set->json;
      }
      result.push_back({path, json});
    } else if (has_default(*row)) {
      if (std::find(may_be_set_.begin(), may_be_set_.end(), row->field) != may_be_set_.end())
        result.push_back({path, default_json(row->default_value)});
    } else if (row->default_value == FieldDefault::copied) {
      const auto* copied = compiler::schema::find_copied(row->trigger, row->field);
      const Json* from = find(event, copied->from);
      const bool beside = std::any_of(fields_.begin(), fields_.end(), [&](const auto& field) {
        return parent(field.first.first) == parent(row->field);
      });
      if (from && beside) result.push_back({path, std::string(from->written), true});
    }
  }
  return result;
}

// ---- Into the bytes of the event ----------------------------------------------------------------

namespace {

template <typename Leaf>
std::vector<Leaf> below(const std::vector<Leaf>& leaves, std::string_view name) {
  std::vector<Leaf> result;
  for (const Leaf& leaf : leaves)
    if (leaf.path.starts_with(std::string(name) + "."))
      result.push_back({leaf.path.substr(name.size() + 1), leaf.json, leaf.keeps});
  return result;
}

template <typename Leaf>
std::vector<std::string> names_at(const std::vector<Leaf>& leaves) {
  std::vector<std::string> names;
  for (const Leaf& leaf : leaves) {
    const std::string name = leaf.path.substr(0, leaf.path.find('.'));
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace

std::string TypedResponse::members(const std::vector<Leaf>& leaves) {
  std::string text;
  for (const std::string& name : names_at(leaves)) {
    const auto own = std::find_if(leaves.begin(), leaves.end(),
                                  [&](const Leaf& leaf) { return leaf.path == name; });
    text.append(text.empty() ? "" : ",").append(json_string(name)).append(":");
    text += own != leaves.end() ? own->json : object(below(leaves, name));
  }
  return text;
}

std::string TypedResponse::object(const std::vector<Leaf>& leaves) {
  return std::string("{").append(members(leaves)).append("}");
}

void TypedResponse::rewrite(const Json& value, const std::vector<Leaf>& leaves,
                            std::vector<Replacement>& to) {
  if (value.kind != Json::Kind::object) {
    to.push_back({value.begin, value.end, object(leaves)});
    return;
  }
  std::vector<Leaf> missing;
  for (const Leaf& leaf : leaves)
    if (!find_member(value, leaf.path.substr(0, leaf.path.find('.')))) missing.push_back(leaf);
  for (const JsonMember& member : value.members) {
    for (const Leaf& leaf : leaves)
      if (leaf.path == member.name && !(leaf.keeps && member.value.kind != Json::Kind::null))
        to.push_back({member.value.begin, member.value.end, leaf.json});
    if (const auto inner = below(leaves, member.name); !inner.empty())
      rewrite(member.value, inner, to);
  }
  if (missing.empty()) return;
  const bool is_empty = value.members.empty();
  const std::size_t at = is_empty ? value.begin + 1 : value.members.back().value.end;
  to.push_back({at, at, std::string(is_empty ? "" : ",").append(members(missing))});
}

std::string TypedResponse::answer(std::string_view event, const Json& parsed) const {
  const std::vector<Leaf> wanted = has_fields_ ? leaves(parsed) : std::vector<Leaf>();
  if (wanted.empty()) return std::string(event);
  std::vector<Replacement> changes;
  if (const Json* response = find_member(parsed, "response")) {
    rewrite(*response, wanted, changes);
  } else {
    std::vector<Leaf> all = wanted;
    for (Leaf& leaf : all) leaf.path.insert(0, "response.");
    rewrite(parsed, all, changes);
  }
  // From the last to the first, so that places in front stay where they are. What is put behind a
  // value stands behind what takes its place.
  std::stable_sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) {
    return a.end != b.end ? a.end > b.end : a.begin > b.begin;
  });
  std::string result(event);
  for (const Replacement& change : changes)
    result.replace(change.begin, change.end - change.begin, change.text);
  return result;
}

}  // namespace lintel::reference
