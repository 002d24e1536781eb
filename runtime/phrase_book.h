// SPDX-License-Identifier: Apache-2.0
// What the events of a pool have in common. An event of Cognito is texts with something between
// them that hardly changes from event to event: names, brackets, commas, null, true, false. Each
// such piece, from the last quote of a text to the first quote of the next one, is a phrase.
// Whether a phrase may stand where it stands depends on the open objects and lists alone: the
// place. So an event whose pieces are all phrases of their places is well-formed and of known
// meaning, which is seen by comparing bytes; and attributes that one user has and another has not
// make no difference.
//
// Phrases are learned from events that the scanner (json_scanner.h) has read. What is learned
// changes how long reading takes, and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/byte_scan.h"
#include "runtime/field_plan.h"

namespace lintel::runtime {

// What a phrase does at `offset` of it.
struct PhraseAction {
  enum class Kind : std::uint8_t {
    clear,  // a planned member begins
    open,   // the object or list whose text a slot takes begins
    close,  // that has ended before the offset
    word,   // true or false, the value of a planned member
    text,   // a text that tells what the event is for, and so hardly changes
  } kind;
  std::uint16_t offset;
  std::uint16_t end;        // of a text, behind its quote
  const PlannedNode* node;  // null for a text
  const PlannedEdge* edge;  // of a text
};

// A member of `response`: where its name stands, behind the quote, and where its value ends.
struct PhraseMember {
  std::uint16_t name;
  std::uint16_t end;
};

struct Phrase {
  const char* text;         // in the book
  Phrase* next;             // the phrase that came after it last, or null
  Phrase* other;            // the one before that: what is there for some is not there for all
  Phrase* sibling;          // another one of its place, or null
  const PlannedNode* node;  // of the text that follows; null if no slot takes it
  std::uint16_t size;
  std::uint8_t number;  // in the book, below PhraseBook::none
  std::uint8_t place;
  std::uint8_t next_place;
  std::uint8_t first_action;
  std::uint8_t action_count;
  enum class Takes : std::uint8_t {
    nothing,
    text,   // `slot` takes the text that follows as text
    other,  // as something else
  } takes;
  std::uint32_t slot;       // of `node`
  bool is_last;             // the event ends with it
  bool acts;                // it has actions or the response
  bool is_usual;            // all that is to be done is to take the text behind it, if anything
  std::uint32_t text_size;  // of the text that stood behind it last
  std::uint32_t mask;       // a bit for each of its first 32 bytes
  bool has_response;
  std::uint8_t first_member;  // of the response; none if that is no object
  std::uint8_t member_count;
  std::uint16_t response_begin;  // of its value, if all of it is in the phrase
  std::uint16_t response_end;
};

// Of one evaluator. A full book is emptied, so that one who makes up names cannot spoil it for
// good.
class PhraseBook {
 public:
  static constexpr std::uint8_t none = 0xff;
  static constexpr std::uint8_t outside = 0;               // the place before and after the event
  static constexpr std::size_t max_members = 64;           // of responses, in all
  static constexpr std::size_t max_lesson_bytes = 0xffff;  // of an event: offsets have 16 bits

  explicit PhraseBook(const FieldPlan& plan) : plan_(plan) { clear(); }

  // What stands before an event. Its `next` is the phrase that the last event started with.
  Phrase& start() { return start_; }

  // The phrase that starts [at, end) where `after` has ended, and not the expected one: from now on
  // it is. Null if there is none.
  Phrase* find_other(Phrase& after, const char* at, const char* end);

  // How often the book has been emptied, after which numbers mean other phrases.
  std::uint32_t edition() const { return edition_; }

  const PhraseAction* action(std::uint8_t number) const { return actions_ + number; }
  const PhraseMember* member(std::uint8_t number) const { return members_ + number; }

  // `json` is an event of at most max_lesson_bytes, read without a fault. Whether there was
  // something to learn.
  bool learn(std::string_view json);

 private:
  static constexpr std::size_t max_phrases = 128;
  static constexpr std::size_t max_places = 32;
  static constexpr std::size_t max_actions = 128;
  static constexpr std::size_t max_text = 8192;
  static constexpr std::size_t max_block_bytes = 32;  // of phrase_walk.h

  // The innermost of the objects and lists that are open, and what it stands in.
  struct Place {
    const PlannedNode* node;  // or null
    Role role;
    bool is_list;
    std::uint8_t around;  // the place that it stands in
    Phrase* first;        // a phrase that starts in it
  };

  // A phrase that is being learned.
  struct Draft {
    Phrase phrase;
    const char* begin;
    std::uint8_t member_count;  // of the book, before it
    std::uint8_t place_count;
  };

  void clear();
  bool give_up() {  // there is no room
    is_full_ = true;
    return false;
  }
  bool read_phrases(std::string_view json);
  const char* read_phrase(Draft& draft, const char* at, const char* end);
  bool add(const Draft& draft, const char* end);
  void forget(const Draft& draft);
  bool open(Draft& draft, const char* at, const PlannedEdge* edge);
  bool close(Draft& draft, const char* at);
  bool add_action(Draft& draft, PhraseAction::Kind kind, const char* at, const PlannedNode* node);
  const char* read_role(Draft& draft, const char* at, const PlannedEdge& edge);

  const FieldPlan& plan_;
  bool is_full_ = false;
  Phrase start_{};
  std::uint8_t phrase_count_ = 0;
  std::uint8_t place_count_ = 0;
  std::uint8_t action_count_ = 0;
  std::uint8_t member_count_ = 0;
  std::uint16_t text_size_ = 0;
  Phrase phrases_[max_phrases];
  Place places_[max_places];
  PhraseAction actions_[max_actions];
  PhraseMember members_[max_members];
  std::uint32_t edition_ = 0;
  char text_[max_text + max_block_bytes];  // the last of them are read, but not written
};

}  // namespace lintel::runtime
