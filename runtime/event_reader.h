// SPDX-License-Identifier: Apache-2.0
// Reads an event: checks all of its bytes as JSON, fills the slots along the field plan, and notes
// what else an evaluation must know.
//
// An event like those that came before is read by its phrases (phrase_book.h); all others, and what
// is wrong with an event, are the scanner's (json_scanner.h).
//
// Of a repeated name the last one counts, as in JavaScript: what the earlier ones put into slots,
// below them too, is forgotten.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/field_plan.h"
#include "runtime/image.h"
#include "runtime/json_scanner.h"
#include "runtime/limits.h"
#include "runtime/phrase_book.h"
#include "runtime/phrase_reader.h"
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

  std::string_view response;  // JSON text of the last one; no data if there is none
  // The members of that response, with places from `phrase` on; null if they have not been noted.
  const PhraseMember* response_members;
  std::size_t response_member_count;
  const char* phrase;

  const char* last_member_end;  // after the last value of the event, or after its '{' if it is {}
  bool has_members;

  bool has_wrong_type;  // then a slot is State::wrong

  // Equal for events of one source and version, if it is not 0; see EventReader::edition().
  std::uint32_t kind;
};

class EventReader {
 public:
  // `cells` holds the slots of the image's plan first.
  EventReader(const image::View& image, const FieldPlan& plan, Cell* cells, PhraseBook& book,
              TextArena& texts, PhraseReader read_phrases = phrase_reader());

  // False if the event is not what it must be, apart from the types of fields: see fault().
  bool read(std::string_view event);

  // After read(): whether all fields had the types that the plan says; if not, see fault().
  bool check_types();

  // Makes fault() say that the value at `at` has another type than the plan says.
  void refuse_type(const char* at, std::string_view path, image::ReadAs wanted, JsonType found);

  const Reading& reading() const { return reading_; }

  // Values of Reading::kind are comparable within one edition.
  std::uint32_t edition() const { return book_.edition(); }

  const Fault& fault() const { return fault_; }

 private:
  // A planned object that is open.
  struct Level {
    const PlannedNode* node;
    const char* begin;
  };

  void start(std::string_view event, const char* at);
  bool scan(const char* at);
  void learn(std::string_view json);

  // By phrases.
  template <typename Block>
  friend class PhraseWalk;
  void act(const Phrase& phrase, const char* at);
  const char* take_special(const Phrase& phrase, const char* text, const char* at);
  bool end_phrases(const char* at, const char* end);
  // The phrases with the last source and the last version are what tells kinds of events apart.
  void note_kind(Role role, std::uint8_t phrase) {
    const int shift = role == Role::source ? 8 : 0;
    reading_.kind = (reading_.kind & ~(0xffU << shift)) | (phrase + 1U) << shift;
  }

  // With the scanner.
  bool open(const PlannedNode* node, const char* at);
  void close(const char* end);
  bool read_members(const char* at);
  const char* read_member(const PlannedEdge& edge, const char* at);
  bool finish(const char* at);

  // For both. A scalar is a text, number or boolean, or null.
  const PlannedNode* begin_member(const PlannedEdge& edge);
  bool takes_container(const PlannedNode& node, const char* at, JsonType type);
  bool take_scalar(const PlannedNode& node, const char* at, const char* end, JsonType type);
  void take_flag(Cell& cell, const char* at, const char* end, JsonType type);
  void note_role(Role role, const char* at, const char* end);
  void note_text(Role role, const char* at, const RawText& text);
  void mark_wrong(const PlannedNode& node, const char* at, JsonType type);
  void clear(const PlannedNode& node) {
    for (std::uint32_t slot = node.slots_begin; slot < node.slots_end; ++slot) {
      cells_[slot].state = State::absent;
    }
  }

  const image::View& image_;
  const FieldPlan& plan_;
  Cell* cells_;
  PhraseBook& book_;
  TextArena& texts_;
  PhraseReader read_phrases_;
  JsonScanner scanner_;
  Reading reading_{};
  Fault fault_{};
  std::size_t depth_ = 0;
  std::uint32_t lessons_skipped_ = 0;  // before the next event that is learned from
  std::uint32_t lessons_to_skip_ = 0;
  std::array<Level, limits::max_event_depth> levels_;
};

// What a fault says about a value of type `found` where `wanted` stands in the plan.
std::string_view wrong_type_detail(image::ReadAs wanted, JsonType found);

}  // namespace lintel::runtime
