// SPDX-License-Identifier: Apache-2.0
// What the rules have put into fields that hold more than one value: entries and items, in the
// order in which they came. A key, and an item, counts once for a field: the first one stays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/image.h"
#include "runtime/limits.h"
#include "runtime/text_arena.h"
#include "runtime/value.h"

namespace lintel::runtime {

struct CollectedValue {
  std::string_view key;  // of an item: its text
  Cell value;            // of an entry
  std::uint32_t field;
  image::Kind kind;  // of the value
};

enum class Collecting : std::uint8_t { done, full, no_room };

// The memory belongs to the evaluator.
class Collected {
 public:
  Collected() = default;
  explicit Collected(std::span<CollectedValue> room) : room_(room) {}

  void clear() { count_ = 0; }
  std::span<const CollectedValue> values() const { return room_.first(count_); }
  const CollectedValue* find(std::uint32_t field, std::string_view key) const;

  Collecting add_item(std::uint32_t field, std::string_view text);
  Collecting add_entry(std::uint32_t field, std::string_view key, const Cell& value,
                       image::Kind kind);

  // Each element of a list, each entry of a map. Texts of the event that hold escapes are taken
  // from `arena`. Elements that are no texts are passed over.
  Collecting add_items(std::uint32_t field, const Cell& list, image::Kind kind,
                       const image::View& image, TextArena& arena);
  Collecting add_entries(std::uint32_t field, const Cell& map, image::Kind kind,
                         const image::View& image, TextArena& arena);

 private:
  Collecting add_members(std::uint32_t field, std::string_view object, TextArena& arena);

  void remove(const CollectedValue* value);

  std::span<CollectedValue> room_;
  std::size_t count_ = 0;
};

}  // namespace lintel::runtime
