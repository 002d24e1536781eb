// SPDX-License-Identifier: Apache-2.0
// Walks an event and the field plan side by side.
#include "runtime/event_reader.h"

#include <cstring>

#include "runtime/json_text.h"
#include "runtime/text.h"
#include "runtime/values.h"

namespace lintel::runtime {
namespace {

using image::PlanNode;
using image::ReadAs;
using image::Section;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

EventReader::EventReader(const image::View& image, Cell* cells, NamedEdge* edges, TextArena& texts)
    : image_(image), cells_(cells), edges_(edges), texts_(texts) {
  for (std::uint32_t i = 0; i < image.count(Section::plan_edges); ++i) {
    const auto edge = image.row<image::PlanEdge>(Section::plan_edges, i);
    edges_[i] = {image.string(edge.name), edge.node};
  }
}

bool EventReader::read(std::string_view event) {
  if (event.size() > limits::max_event_bytes) {
    fault_ = {FaultKind::event_too_large, limits::max_event_bytes, {}, {}};
    return false;
  }
  scanner_ = JsonScanner(event);
  depth_ = 0;
  const char* at = event.data();
  if (starts_with(event, byte_order_mark)) at += byte_order_mark.size();
  reading_ = {};
  reading_.begin = event.data();
  reading_.json = between(at, scanner_.end());
  reading_.source_type = JsonType::nothing;
  reading_.version_type = JsonType::nothing;
  const PlanNode root = node(0);
  clear(root);

  at = scanner_.skip_space(at);
  const JsonType type = json_type(scanner_.peek(at));
  if (type == JsonType::nothing) {
    scanner_.fail(at);
    return stop();
  }
  if (type != JsonType::object) {
    scanner_.fail(FaultKind::event_not_object, at);
    return stop();
  }
  at = open(root, at);
  reading_.last_member_end = at;
  return read_members(at) || stop();
}

bool EventReader::stop() {
  fault_ = scanner_.fault();
  return false;
}

bool EventReader::read_members(const char* at) {
  bool is_first = true;
  for (;;) {
    RawText name;
    at = scanner_.member(at, is_first, name);
    if (at == nullptr) return false;
    opened_ = false;
    if (name.text.data() == nullptr) {
      close(at);
      if (depth_ == 0) return finish(at);
    } else {
      at = depth_ == 1 ? read_top_member(name, at) : read_member(name, at);
      if (at == nullptr) return false;
    }
    is_first = opened_;
    if (depth_ == 1) reading_.last_member_end = at;
  }
}

bool EventReader::finish(const char* at) {
  at = scanner_.skip_space(at);
  return at == scanner_.end() || scanner_.fail(at) != nullptr;
}

const char* EventReader::read_top_member(const RawText& name, const char* at) {
  reading_.has_members = true;
  const char* const begin = at;
  if (equals(name, "response")) {
    at = scanner_.value(at, depth_);
    if (at != nullptr) reading_.response = between(begin, at);
    return at;
  }
  at = read_member(name, at);
  if (at == nullptr) return at;
  if (equals(name, "triggerSource")) {
    reading_.source_at = begin;
    reading_.source_type = json_type(*begin);
    if (reading_.source_type == JsonType::text) {
      reading_.source = JsonMember{name, between(begin, at)}.content();
    }
  } else if (equals(name, "version")) {
    reading_.version_at = begin;
    reading_.version_type = json_type(*begin);
    reading_.version = {between(begin, at)};
    if (reading_.version_type == JsonType::text) {
      reading_.version = JsonMember{name, between(begin, at)}.content();
    }
  }
  return at;
}

const char* EventReader::read_member(const RawText& name, const char* at) {
  const std::uint32_t found = find_node(levels_[depth_ - 1], name);
  return found == image::none ? scanner_.value(at, depth_) : read_planned(found, at);
}

std::uint32_t EventReader::find_node(const Level& from, const RawText& name) {
  for (const NamedEdge* edge = from.edges; edge != from.edges_end; ++edge) {
    if (equals(name, edge->name)) return edge->node;
  }
  return image::none;
}

const char* EventReader::read_planned(std::uint32_t number, const char* at) {
  const PlanNode planned = node(number);
  clear(planned);
  const JsonType type = json_type(scanner_.peek(at));
  if (type == JsonType::null || type == JsonType::nothing) return scanner_.scalar(at);
  const bool is_object = type == JsonType::object;
  switch (static_cast<ReadAs>(planned.read_as)) {
    case ReadAs::nothing:
    case ReadAs::object: return is_object ? open(planned, at) : mark_wrong(number, at, type);
    case ReadAs::array:
      return type == JsonType::list ? read_list(planned, at) : mark_wrong(number, at, type);
    case ReadAs::integer:
    case ReadAs::number: return read_number(number, at, type);
    case ReadAs::text:
    case ReadAs::flag: break;
  }
  if (is_object || type == JsonType::list) return mark_wrong(number, at, type);
  if (static_cast<ReadAs>(planned.read_as) == ReadAs::flag) return read_flag(planned, at, type);
  if (type == JsonType::text) return read_text(planned, at);
  const char* const end = scanner_.scalar(at);
  if (end != nullptr) cells_[planned.slot].set_text(between(at, end));
  return end;
}

const char* EventReader::read_text(const PlanNode& node, const char* at) {
  RawText raw;
  const char* const end = scanner_.string(at, raw);
  if (end == nullptr) return nullptr;
  const auto text = unescape(raw, texts_);
  if (!text) {
    scanner_.fail(FaultKind::text_too_long, at, image_.string(node.path));
    return nullptr;
  }
  cells_[node.slot].set_text(*text);
  return end;
}

const char* EventReader::read_flag(const PlanNode& node, const char* at, JsonType type) {
  Cell& cell = cells_[node.slot];
  if (type == JsonType::text) {
    RawText raw;
    const char* const end = scanner_.string(at, raw);
    if (end == nullptr) return nullptr;
    if (equals_ignoring_case(raw, boolean_text(true))) cell.set_number(1);
    if (equals_ignoring_case(raw, boolean_text(false))) cell.set_number(0);
    return end;
  }
  const char* const end = scanner_.scalar(at);
  if (end != nullptr && type == JsonType::boolean) cell.set_number(*at == 't' ? 1 : 0);
  return end;
}

const char* EventReader::read_list(const PlanNode& node, const char* at) {
  const char* const end = scanner_.value(at, depth_);
  if (end != nullptr) cells_[node.slot].set_text(between(at, end));
  return end;
}

const char* EventReader::read_number(std::uint32_t number, const char* at, JsonType type) {
  if (type != JsonType::number) return mark_wrong(number, at, type);
  const char* const end = scanner_.scalar(at);
  if (end == nullptr) return nullptr;
  const PlanNode planned = node(number);
  const bool whole = static_cast<ReadAs>(planned.read_as) == ReadAs::integer;
  const auto kind = whole ? image::Kind::integer : image::Kind::number;
  const Built built = decode_scalar(cells_[planned.slot], kind, between(at, end), texts_);
  return built == Built::done ? end : mark_wrong(number, at, type);
}

const char* EventReader::open(const PlanNode& node, const char* at) {
  if (depth_ == limits::max_event_depth) return scanner_.fail(FaultKind::event_too_deep, at);
  const NamedEdge* const edges = edges_ + node.first_edge;
  levels_[depth_++] = {edges, edges + node.edge_count, node.slot, at};
  opened_ = true;
  return at + 1;
}

void EventReader::close(const char* end) {
  const Level& level = levels_[--depth_];
  if (level.slot != image::none) cells_[level.slot].set_text(between(level.begin, end));
}

// Whether this is a fault is known only at the end: a later member may take the place of this one.
const char* EventReader::mark_wrong(std::uint32_t number, const char* at, JsonType type) {
  Cell& cell = cells_[node(number).slots_begin];
  cell.number = static_cast<std::int64_t>(number) | static_cast<std::int64_t>(type) << 32;
  cell.size = static_cast<std::uint32_t>(scanner_.offset(at));
  cell.state = State::wrong;
  reading_.has_wrong_type = true;
  return scanner_.value(at, depth_);
}

bool EventReader::check_types() {
  if (!reading_.has_wrong_type) return true;
  const Cell* first = nullptr;
  for (std::uint32_t slot = 0; slot < node(0).slots_end; ++slot) {
    const Cell& cell = cells_[slot];
    if (cell.state == State::wrong && (first == nullptr || cell.size < first->size)) first = &cell;
  }
  if (first == nullptr) return true;
  const PlanNode wrong = node(static_cast<std::uint32_t>(first->number & 0xffffffff));
  refuse_type(reading_.begin + first->size, image_.string(wrong.path),
              static_cast<ReadAs>(wrong.read_as), static_cast<JsonType>(first->number >> 32));
  return false;
}

void EventReader::refuse_type(const char* at, std::string_view path, ReadAs wanted,
                              JsonType found) {
  fault_ = {FaultKind::wrong_type, scanner_.offset(at), path, wrong_type_detail(wanted, found)};
}

PlanNode EventReader::node(std::uint32_t number) const {
  return image_.row<PlanNode>(Section::plan_nodes, number);
}

void EventReader::clear(const PlanNode& node) {
  for (std::uint32_t slot = node.slots_begin; slot < node.slots_end; ++slot) {
    cells_[slot].set_absent();
  }
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
