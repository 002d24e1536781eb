// SPDX-License-Identifier: Apache-2.0
// Learning phrases. An event from which nothing can be learned, because it holds numbers, white
// space, escapes in names or fields of a type that a rule does not expect, or because the book is
// full, is left to the scanner every time.
#include "runtime/phrase_book.h"

#include <cstring>

#include "runtime/json_scanner.h"

namespace lintel::runtime {
namespace {

using image::ReadAs;

// The last quote of the string that starts at `at`; `is_plain` becomes false if it holds a
// backslash.
const char* string_end(const char* at, bool& is_plain) {
  for (++at; *at != '"'; ++at) {
    if (*at != '\\') continue;
    is_plain = false;
    ++at;
  }
  return at;
}

const char* word_end(const char* at) {
  while (*at >= 'a' && *at <= 'z') ++at;
  return at;
}

bool wants_object(const PlannedNode& node) {
  return node.read_as == ReadAs::nothing || node.read_as == ReadAs::object;
}

}  // namespace

void PhraseBook::clear() {
  ++edition_;
  start_ = {};
  start_.next_place = outside;
  phrase_count_ = action_count_ = member_count_ = 0;
  text_size_ = 0;
  places_[outside] = {nullptr, Role::none, false, outside, nullptr};
  place_count_ = 1;
}

Phrase* PhraseBook::find_other(Phrase& after, const char* at, const char* end) {
  const auto left = static_cast<std::size_t>(end - at);
  const auto is_here = [&](const Phrase& phrase) {
    return left >= phrase.size && is_equal(at, phrase.text, phrase.size);
  };
  Phrase* found = after.other;
  if (found == nullptr || !is_here(*found)) {
    found = places_[after.next_place].first;
    while (found != nullptr && !is_here(*found)) found = found->sibling;
    if (found == nullptr) return nullptr;
  }
  after.other = after.next;
  after.next = found;
  return found;
}

bool PhraseBook::learn(std::string_view json) {
  const std::uint8_t known = phrase_count_;
  is_full_ = false;
  const bool is_read = read_phrases(json);
  if (is_full_) clear();
  return is_read && phrase_count_ != known;
}

bool PhraseBook::read_phrases(std::string_view json) {
  const char* at = json.data();
  const char* const end = at + json.size();
  std::uint8_t place = outside;
  for (;;) {
    Draft draft{};
    draft.begin = at;
    draft.phrase.place = draft.phrase.next_place = place;
    draft.phrase.first_action = action_count_;
    draft.member_count = member_count_;
    draft.place_count = place_count_;
    at = read_phrase(draft, at, end);
    if (at == nullptr) forget(draft);
    if (at == nullptr || !add(draft, at)) return false;
    if (draft.phrase.is_last) return true;
    place = draft.phrase.next_place;
    bool ignored = true;
    at = string_end(at - 1, ignored);
  }
}

// From the last quote of a text, or the start of the event, to behind the first quote of the next
// text, or to the end. Null: there is something that a phrase cannot hold.
const char* PhraseBook::read_phrase(Draft& draft, const char* at, const char* end) {
  Phrase& phrase = draft.phrase;
  const PlannedEdge* edge = nullptr;
  bool is_value = false;  // a colon stands before
  if (*at == '"') ++at;
  while (at != end) {
    const Place& place = places_[phrase.next_place];
    const bool is_name = !is_value && !place.is_list;
    switch (*at) {
      case ',':
      case ':':
        is_value = *at == ':';
        ++at;
        break;
      case '"': {
        if (!is_name) {
          if (place.role == Role::response || (edge != nullptr && edge->role == Role::response)) {
            return nullptr;
          }
          if (edge != nullptr && edge->role != Role::none) {
            at = read_role(draft, at, *edge);
            if (at == nullptr) return nullptr;
            break;
          }
          if (edge != nullptr) phrase.node = &plan_.node(edge->node);
          return at + 1;
        }
        bool is_plain = true;
        const char* const name_end = string_end(at, is_plain);
        if (!is_plain) return nullptr;
        const RawText name{{at + 1, static_cast<std::size_t>(name_end - at - 1)}};
        edge = place.node == nullptr ? nullptr : place.node->find(name);
        if (place.role == Role::response) {
          if (member_count_ == max_members) {
            give_up();
            return nullptr;
          }
          members_[member_count_++] = {static_cast<std::uint16_t>(at + 1 - draft.begin), 0};
          ++phrase.member_count;
        }
        at = name_end + 1;
        break;
      }
      case '{':
      case '[':
        if (!open(draft, at, edge)) return nullptr;
        edge = nullptr;
        is_value = false;
        ++at;
        break;
      case '}':
      case ']':
        ++at;
        if (!close(draft, at)) return nullptr;
        break;
      case 't':
      case 'f':
      case 'n': {
        const char* const word = at;
        at = word_end(at);
        if (place.role == Role::response) {
          members_[member_count_ - 1].end = static_cast<std::uint16_t>(at - draft.begin);
        }
        if (edge == nullptr) break;
        if (edge->role == Role::response) {
          phrase.has_response = true;
          phrase.first_member = none;
          phrase.response_begin = static_cast<std::uint16_t>(word - draft.begin);
          phrase.response_end = static_cast<std::uint16_t>(at - draft.begin);
        } else if (edge->role != Role::none) {
          return nullptr;
        } else {
          const PlannedNode& node = plan_.node(edge->node);
          if (!add_action(draft, PhraseAction::Kind::clear, word, &node)) return nullptr;
          if (*word == 'n') break;
          if (!add_action(draft, PhraseAction::Kind::word, word, &node)) return nullptr;
        }
        break;
      }
      default: return nullptr;
    }
  }
  phrase.is_last = true;
  return end;
}

bool PhraseBook::open(Draft& draft, const char* at, const PlannedEdge* edge) {
  Phrase& phrase = draft.phrase;
  const std::uint8_t around = phrase.next_place;
  const bool is_list = *at == '[';
  const bool is_root = around == outside;
  Role role = Role::none;
  const PlannedNode* node = is_root ? &plan_.root() : nullptr;
  if (edge != nullptr) {
    role = edge->role;
    if (role == Role::source || role == Role::version) return false;
    if (role == Role::response) {
      if (is_list) return false;
      phrase.response_begin = static_cast<std::uint16_t>(at - draft.begin);
      phrase.first_member = member_count_;
      phrase.member_count = 0;
    } else {
      node = &plan_.node(edge->node);
      if (is_list ? node->read_as != ReadAs::array : !wants_object(*node)) return false;
      if (!add_action(draft, PhraseAction::Kind::clear, at, node)) return false;
    }
  } else if (places_[around].role == Role::response) {
    return false;  // objects in the response are for the response writer to look into
  }
  if (node != nullptr && node->slot != image::none &&
      !add_action(draft, PhraseAction::Kind::open, at, node)) {
    return false;
  }
  const auto is_here = [&](const Place& known) {
    return known.around == around && known.node == node && known.role == role &&
           known.is_list == is_list;
  };
  std::uint8_t place = 1;
  while (place != place_count_ && !is_here(places_[place])) ++place;
  if (place == place_count_) {
    if (place_count_ == max_places) return give_up();
    places_[place_count_++] = {node, role, is_list, around, nullptr};
  }
  phrase.next_place = place;
  return true;
}

// `at` stands behind the bracket.
bool PhraseBook::close(Draft& draft, const char* at) {
  Phrase& phrase = draft.phrase;
  const Place& place = places_[phrase.next_place];
  if (place.role == Role::response) {
    phrase.has_response = true;
    phrase.response_end = static_cast<std::uint16_t>(at - draft.begin);
  }
  phrase.next_place = place.around;
  return place.node == nullptr || place.node->slot == image::none ||
         add_action(draft, PhraseAction::Kind::close, at, place.node);
}

bool PhraseBook::add_action(Draft& draft, PhraseAction::Kind kind, const char* at,
                            const PlannedNode* node) {
  if (action_count_ == max_actions) return give_up();
  const auto offset = static_cast<std::uint16_t>(at - draft.begin);
  actions_[action_count_++] = {kind, offset, offset, node, nullptr};
  ++draft.phrase.action_count;
  return true;
}

// From the first quote of the version or source to behind its last one.
const char* PhraseBook::read_role(Draft& draft, const char* at, const PlannedEdge& edge) {
  bool is_plain = true;
  const char* const end = string_end(at, is_plain) + 1;
  if (!is_plain || !add_action(draft, PhraseAction::Kind::text, at, nullptr)) return nullptr;
  PhraseAction& action = actions_[action_count_ - 1];
  action.end = static_cast<std::uint16_t>(end - draft.begin);
  action.edge = &edge;
  return end;
}

// Takes out of the book what the draft has put there.
void PhraseBook::forget(const Draft& draft) {
  action_count_ = draft.phrase.first_action;
  member_count_ = draft.member_count;
  place_count_ = draft.place_count;
}

// Adds the phrase, which ends before `end`, unless it is known.
bool PhraseBook::add(const Draft& draft, const char* end) {
  Phrase phrase = draft.phrase;
  const auto size = static_cast<std::size_t>(end - draft.begin);
  Place& place = places_[phrase.place];
  for (const Phrase* known = place.first; known != nullptr; known = known->sibling) {
    if (known->size != size || !is_equal(known->text, draft.begin, size)) continue;
    forget(draft);
    return true;
  }
  if (phrase_count_ == max_phrases || size > max_text - text_size_) return give_up();
  std::memcpy(text_ + text_size_, draft.begin, size);
  phrase.acts = phrase.action_count != 0 || phrase.has_response;
  if (phrase.node != nullptr) {
    phrase.takes =
        phrase.node->read_as == ReadAs::text ? Phrase::Takes::text : Phrase::Takes::other;
    phrase.slot = phrase.node->slot;
  }
  phrase.is_usual = !phrase.acts && !phrase.is_last && phrase.takes != Phrase::Takes::other;
  phrase.mask = size < max_block_bytes ? (std::uint32_t{1} << size) - 1 : ~std::uint32_t{0};
  phrase.text = text_ + text_size_;
  phrase.size = static_cast<std::uint16_t>(size);
  phrase.sibling = place.first;
  place.first = &phrases_[phrase_count_];
  phrase.number = phrase_count_;
  phrases_[phrase_count_++] = phrase;
  text_size_ = static_cast<std::uint16_t>(text_size_ + size);
  return true;
}

}  // namespace lintel::runtime
