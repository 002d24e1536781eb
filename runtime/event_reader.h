// SPDX-License-Identifier: Apache-2.0
// Reads an event: one pass over its bytes, which checks all of it as JSON, fills the slots along
// the field plan, and notes what else an evaluation must know.
//
// Of a repeated name the last one counts, as in JavaScript: what the earlier ones put into slots,
// below them too, is forgotten.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/image.h"
#include "runtime/json_scanner.h"
#include "runtime/limits.h"
#include "runtime/text_arena.h"
#include "runtime/value.h"

namespace lintel::runtime {

// What a pass over an event found, beside the slots. Views into the event.
struct Reading {
  const char* begin;      // of the event as it was given: offsets of faults count from here
  std::string_view json;  // the event without a byte order mark

  // The last triggerSource. Its type is nothing if there is none, and its text is set if it is
  // text.
  JsonType source_type;
  RawText source;
  const char* source_at;

  // The last version: its type is nothing if there is none. `version` is the text, or of another
  // value its JSON text.
  JsonType version_type;
  RawText version;
  const char* version_at;

  std::string_view response;    // JSON text of the last one; no data if there is none
  const char* last_member_end;  // after the last value of the event, or after its '{' if it is {}
  bool has_members;

  bool has_wrong_type;  // then a slot is State::wrong
};

// An edge of the plan with its name looked up: once for an evaluator, not for every event.
struct NamedEdge {
  std::string_view name;
  std::uint32_t node;
};

class EventReader {
 public:
  // `cells` holds the slots of the image's plan first; `edges` has room for all edges of the plan.
  EventReader(const image::View& image, Cell* cells, NamedEdge* edges, TextArena& texts);

  // False if the event is not what it must be, apart from the types of fields: see fault().
  bool read(std::string_view event);

  // After read(): whether all fields had the types that the plan says; if not, see fault().
  bool check_types();

  // Makes fault() say that the value at `at` has another type than the plan says.
  void refuse_type(const char* at, std::string_view path, image::ReadAs wanted, JsonType found);

  const Reading& reading() const { return reading_; }
  const Fault& fault() const { return fault_; }

 private:
  // A planned object that is open.
  struct Level {
    const NamedEdge* edges;
    const NamedEdge* edges_end;
    std::uint32_t slot;  // or none
    const char* begin;
  };

  bool read_members(const char* at);
  const char* read_top_member(const RawText& name, const char* at);
  const char* read_member(const RawText& name, const char* at);
  const char* read_planned(std::uint32_t number, const char* at);
  const char* read_text(const image::PlanNode& node, const char* at);
  const char* read_flag(const image::PlanNode& node, const char* at, JsonType type);
  const char* read_list(const image::PlanNode& node, const char* at);
  const char* read_number(std::uint32_t number, const char* at, JsonType type);
  const char* open(const image::PlanNode& node, const char* at);
  const char* mark_wrong(std::uint32_t number, const char* at, JsonType type);
  void close(const char* end);
  bool finish(const char* at);

  static std::uint32_t find_node(const Level& from, const RawText& name);
  image::PlanNode node(std::uint32_t number) const;
  void clear(const image::PlanNode& node);
  bool stop();

  const image::View& image_;
  Cell* cells_;
  NamedEdge* edges_;
  TextArena& texts_;
  JsonScanner scanner_;
  Reading reading_{};
  Fault fault_{};
  std::size_t depth_ = 0;
  bool opened_ = false;  // the last member opened a planned object
  std::array<Level, limits::max_event_depth> levels_;
};

// What a fault says about a value of type `found` where `wanted` stands in the plan.
std::string_view wrong_type_detail(image::ReadAs wanted, JsonType found);

}  // namespace lintel::runtime
