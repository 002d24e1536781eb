// SPDX-License-Identifier: Apache-2.0
// Walks over an event and the field plan side by side.
#include "runtime/event_reader.h"

#include <cstring>
#include <span>

#include "runtime/json_text.h"
#include "runtime/text.h"
#include "runtime/values.h"

namespace lintel::runtime {
namespace {

using image::ReadAs;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

bool is_container(JsonType type) { return type == JsonType::object || type == JsonType::list; }

// Part by part: to copy a whole that has just been put together makes the machine wait.
void set(RawText& to, const RawText& from) {
  to.text = {from.text.data(), from.text.size()};
  to.escaped = from.escaped;
}

// The inside of a JSON string that has been checked.
RawText content(const char* at, const char* end) {
  return JsonMember{{}, between(at, end)}.content();
}

}  // namespace

EventReader::EventReader(const image::View& image, const FieldPlan& plan, Cell* cells,
                         PhraseBook& book, TextArena& texts, PhraseReader read_phrases)
    : image_(image),
      plan_(plan),
      cells_(cells),
      book_(book),
      texts_(texts),
      read_phrases_(read_phrases) {}

bool EventReader::read(std::string_view event) {
  if (event.size() > limits::max_event_bytes) {
    fault_ = {FaultKind::event_too_large, limits::max_event_bytes, {}, {}};
    return false;
  }
  scanner_ = JsonScanner(event);
  const char* at = event.data();
  if (starts_with(event, byte_order_mark)) at += byte_order_mark.size();
  const char* end = scanner_.end();
  while (end != at && is_space(end[-1])) --end;
  const std::size_t texts_before = texts_.used();
  start(event, at);
  if (read_phrases_(*this, book_.start(), at, end)) return true;

  texts_.give_back_to(texts_before);
  start(event, at);
  if (!scan(at)) {
    fault_ = scanner_.fault();
    return false;
  }
  learn(between(at, end));
  return true;
}

void EventReader::start(std::string_view event, const char* at) {
  depth_ = 0;
  reading_ = {};
  reading_.begin = event.data();
  reading_.json = between(at, scanner_.end());
  reading_.source_type = JsonType::nothing;
  reading_.version_type = JsonType::nothing;
  clear(plan_.root());
}

bool EventReader::scan(const char* at) {
  at = scanner_.skip_space(at);
  const JsonType type = json_type(scanner_.peek(at));
  if (type == JsonType::nothing) return scanner_.fail(at) != nullptr;
  if (type != JsonType::object) return scanner_.fail(FaultKind::event_not_object, at) != nullptr;
  open(&plan_.root(), at);
  reading_.last_member_end = at + 1;
  return read_members(at + 1);
}

// Events that hold nothing to learn are looked at ever more rarely, so that they cost little more
// than scanning them.
void EventReader::learn(std::string_view json) {
  constexpr std::uint32_t most = 1024;
  if (lessons_skipped_ < lessons_to_skip_) {
    ++lessons_skipped_;
    return;
  }
  lessons_skipped_ = 0;
  if (json.size() <= PhraseBook::max_lesson_bytes && book_.learn(json)) {
    lessons_to_skip_ = 0;
  } else if (lessons_to_skip_ < most) {
    lessons_to_skip_ = 2 * lessons_to_skip_ + 1;
  }
}

// A text that is not plain at `at`, or that no slot takes just as it is. Gives its closing quote;
// null if the text is malformed or there is no room for it.
const char* EventReader::take_special(const Phrase& phrase, const char* text, const char* at) {
  RawText raw;
  const char* const end = scanner_.rest_of_string(text, at, raw);
  if (end == nullptr) return nullptr;
  if (phrase.node != nullptr) {
    clear(*phrase.node);
    if (!take_scalar(*phrase.node, text - 1, end, JsonType::text)) return nullptr;
  }
  return end - 1;
}

// Whether the event ends at `at`, where its last phrase does.
bool EventReader::end_phrases(const char* at, const char* end) {
  reading_.last_member_end = end - 1;
  reading_.has_members = end - reading_.json.data() > 2;
  return at == end;
}

void EventReader::act(const Phrase& phrase, const char* at) {
  const PhraseAction* const actions = book_.action(phrase.first_action);
  for (const PhraseAction& action : std::span(actions, phrase.action_count)) {
    const PlannedNode* const node = action.node;
    const char* const place = at + action.offset;
    switch (action.kind) {
      case PhraseAction::Kind::clear: clear(*node); break;
      case PhraseAction::Kind::open: cells_[node->slot].data = place; break;
      case PhraseAction::Kind::close:
        cells_[node->slot].set_text(between(cells_[node->slot].data, place));
        break;
      case PhraseAction::Kind::word:
        take_scalar(*node, place, place + boolean_text(*place == 't').size(), JsonType::boolean);
        break;
      case PhraseAction::Kind::text: {
        const std::string_view text = between(place + 1, at + action.end - 1);
        note_kind(action.edge->role, phrase.number);
        note_text(action.edge->role, place, {text});
        if (const PlannedNode* const planned = begin_member(*action.edge)) {
          take_scalar(*planned, place, at + action.end, JsonType::text);
        }
        break;
      }
    }
  }
  if (!phrase.has_response) return;
  reading_.response = between(at + phrase.response_begin, at + phrase.response_end);
  const bool is_object = phrase.first_member != PhraseBook::none;
  reading_.response_members = is_object ? book_.member(phrase.first_member) : nullptr;
  reading_.response_member_count = phrase.member_count;
  reading_.phrase = at;
}

// False: there are too many levels.
bool EventReader::open(const PlannedNode* node, const char* at) {
  if (depth_ == limits::max_event_depth) return false;
  levels_[depth_++] = {node, at};
  return true;
}

void EventReader::close(const char* end) {
  const Level& level = levels_[--depth_];
  if (level.node->slot != image::none) {
    cells_[level.node->slot].set_text(between(level.begin, end));
  }
}

bool EventReader::read_members(const char* at) {
  bool is_first = true;
  for (;;) {
    RawText name;
    at = scanner_.member(at, is_first, name);
    if (at == nullptr) return false;
    const std::size_t depth = depth_;
    if (name.text.data() == nullptr) {
      close(at);
      if (depth_ == 0) return finish(at);
    } else {
      reading_.has_members = true;
      const PlannedEdge* const edge = levels_[depth_ - 1].node->find(name);
      at = edge == nullptr ? scanner_.value(at, depth_) : read_member(*edge, at);
      if (at == nullptr) return false;
    }
    is_first = depth_ > depth;
    if (depth_ == 1) reading_.last_member_end = at;
  }
}

bool EventReader::finish(const char* at) {
  at = scanner_.skip_space(at);
  if (at == scanner_.end()) return true;
  return scanner_.fail(at) != nullptr;
}

const char* EventReader::read_member(const PlannedEdge& edge, const char* at) {
  const PlannedNode* const planned = begin_member(edge);
  const JsonType type = json_type(scanner_.peek(at));
  const bool is_taken =
      planned != nullptr && is_container(type) && takes_container(*planned, at, type);
  if (is_taken && type == JsonType::object) {
    note_role(edge.role, at, at);
    return open(planned, at) ? at + 1 : scanner_.fail(FaultKind::event_too_deep, at);
  }
  const char* const end = scanner_.value(at, depth_);
  if (end == nullptr) return nullptr;
  note_role(edge.role, at, end);
  if (is_taken) {
    cells_[planned->slot].set_text(between(at, end));
  } else if (planned != nullptr && !is_container(type) && !take_scalar(*planned, at, end, type)) {
    return scanner_.fail(FaultKind::text_too_long, at, image_.string(planned->path));
  }
  return end;
}

// What an earlier member of the name has left is forgotten. Null if no slot wants the member.
const PlannedNode* EventReader::begin_member(const PlannedEdge& edge) {
  if (edge.node == image::none) return nullptr;
  const PlannedNode& node = plan_.node(edge.node);
  clear(node);
  return &node;
}

// Whether the object or list at `at` is what the plan says.
bool EventReader::takes_container(const PlannedNode& node, const char* at, JsonType type) {
  const bool wants_object = node.read_as == ReadAs::nothing || node.read_as == ReadAs::object;
  if (type == JsonType::object ? wants_object : node.read_as == ReadAs::array) return true;
  mark_wrong(node, at, type);
  return false;
}

// False: there is no room for the text.
bool EventReader::take_scalar(const PlannedNode& node, const char* at, const char* end,
                              JsonType type) {
  if (type == JsonType::null) return true;
  switch (node.read_as) {
    case ReadAs::text: {
      if (type != JsonType::text) {
        cells_[node.slot].set_text(between(at, end));
        return true;
      }
      const auto text = unescape(content(at, end), texts_);
      if (text) cells_[node.slot].set_text(*text);
      return text.has_value();
    }
    case ReadAs::flag: take_flag(cells_[node.slot], at, end, type); return true;
    case ReadAs::integer:
    case ReadAs::number: {
      const auto kind =
          node.read_as == ReadAs::integer ? image::Kind::integer : image::Kind::number;
      if (decode_scalar(cells_[node.slot], kind, between(at, end), texts_) == Built::done) {
        return true;
      }
      break;
    }
    case ReadAs::nothing:
    case ReadAs::object:
    case ReadAs::array: break;
  }
  mark_wrong(node, at, type);
  return true;
}

void EventReader::take_flag(Cell& cell, const char* at, const char* end, JsonType type) {
  if (type == JsonType::boolean) cell.set_number(*at == 't' ? 1 : 0);
  if (type != JsonType::text) return;
  const RawText raw = content(at, end);
  if (equals_ignoring_case(raw, boolean_text(true))) cell.set_number(1);
  if (equals_ignoring_case(raw, boolean_text(false))) cell.set_number(0);
}

// Of an object or list that is going to be opened, nobody asks for the text here.
void EventReader::note_role(Role role, const char* at, const char* end) {
  const JsonType type = json_type(*at);
  if (type == JsonType::text) return note_text(role, at, content(at, end));
  switch (role) {
    case Role::none: return;
    case Role::source:
      reading_.source_at = at;
      reading_.source_type = type;
      return;
    case Role::version:
      reading_.version_at = at;
      reading_.version_type = type;
      reading_.version = {between(at, end)};
      return;
    case Role::response: reading_.response = between(at, end); return;
  }
}

void EventReader::note_text(Role role, const char* at, const RawText& text) {
  switch (role) {
    case Role::none: return;
    case Role::source:
      reading_.source_at = at;
      reading_.source_type = JsonType::text;
      set(reading_.source, text);
      return;
    case Role::version:
      reading_.version_at = at;
      reading_.version_type = JsonType::text;
      set(reading_.version, text);
      return;
    case Role::response:
      reading_.response = between(at, text.text.data() + text.text.size() + 1);
      return;
  }
}

// Whether this is a fault is known only at the end: a later member may take the place of this one.
void EventReader::mark_wrong(const PlannedNode& node, const char* at, JsonType type) {
  Cell& cell = cells_[node.slots_begin];
  cell.number = static_cast<std::int64_t>(plan_.number(node)) | static_cast<std::int64_t>(type)
                                                                    << 32;
  cell.size = static_cast<std::uint32_t>(scanner_.offset(at));
  cell.state = State::wrong;
  reading_.has_wrong_type = true;
}

bool EventReader::check_types() {
  if (!reading_.has_wrong_type) return true;
  const Cell* first = nullptr;
  for (std::uint32_t slot = 0; slot < plan_.root().slots_end; ++slot) {
    const Cell& cell = cells_[slot];
    if (cell.state == State::wrong && (first == nullptr || cell.size < first->size)) first = &cell;
  }
  if (first == nullptr) return true;
  const PlannedNode& wrong = plan_.node(static_cast<std::uint32_t>(first->number & 0xffffffff));
  refuse_type(reading_.begin + first->size, image_.string(wrong.path), wrong.read_as,
              static_cast<JsonType>(first->number >> 32));
  return false;
}

void EventReader::refuse_type(const char* at, std::string_view path, ReadAs wanted,
                              JsonType found) {
  fault_ = {FaultKind::wrong_type, scanner_.offset(at), path, wrong_type_detail(wanted, found)};
}

std::string_view wrong_type_detail(ReadAs wanted, JsonType found) {
  const auto choose = [found](std::string_view object, std::string_view list, std::string_view text,
                              std::string_view number,
                              std::string_view boolean) -> std::string_view {
    switch (found) {
      case JsonType::object: return object;
      case JsonType::list: return list;
      case JsonType::text: return text;
      case JsonType::number: return number;
      case JsonType::boolean: return boolean;
      case JsonType::null:
      case JsonType::nothing: break;
    }
    return {};
  };
  switch (wanted) {
    case ReadAs::text:
      return choose("expected text, found an object", "expected text, found a list", {},
                    "expected text, found a number", "expected text, found true or false");
    case ReadAs::flag:
      return choose("expected true or false, found an object",
                    "expected true or false, found a list", {}, {}, {});
    case ReadAs::array:
      return choose("expected a list, found an object", {}, "expected a list, found text",
                    "expected a list, found a number", "expected a list, found true or false");
    case ReadAs::integer:
      return choose("expected a whole number, found an object",
                    "expected a whole number, found a list", "expected a whole number, found text",
                    "expected a whole number of 64 bits, found another number",
                    "expected a whole number, found true or false");
    case ReadAs::number:
      return choose("expected a number, found an object", "expected a number, found a list",
                    "expected a number, found text",
                    "expected a number, found one that is too large",
                    "expected a number, found true or false");
    case ReadAs::nothing:
    case ReadAs::object:
      return choose({}, "expected an object, found a list", "expected an object, found text",
                    "expected an object, found a number",
                    "expected an object, found true or false");
  }
  return {};
}

}  // namespace lintel::runtime
