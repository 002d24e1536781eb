// SPDX-License-Identifier: Apache-2.0
// One by one, or with one hash, one bucket and one comparison.
#include "runtime/table.h"

#include "runtime/text.h"

namespace lintel::image {
namespace {

template <typename Key, typename Matches>
std::uint32_t find_entry(const View& image, const TableRow& table, Key key, Matches matches) {
  if (table.seed_count == 0) {
    for (std::uint32_t entry = 0; entry < table.count; ++entry) {
      if (matches(image.word(table.keys + entry))) return entry;
    }
    return none;
  }
  const std::uint64_t hash = key_hash(key);
  const std::uint32_t seed = image.word(table.seeds + bucket_of(hash, table.seed_count));
  const std::uint32_t entry = image.word(table.slots + slot_of(hash, seed, table.slot_count));
  return entry != none && matches(image.word(table.keys + entry)) ? entry : none;
}

}  // namespace

std::uint32_t find(const View& image, const TableRow& table, std::string_view key) {
  if (table.key_kind != static_cast<std::uint8_t>(Kind::text)) return none;
  return find_entry(image, table, key, [&](std::uint32_t string) {
    return runtime::equal(image.string(string), key);
  });
}

std::uint32_t find(const View& image, const TableRow& table, std::int64_t key) {
  if (table.key_kind != static_cast<std::uint8_t>(Kind::integer)) return none;
  return find_entry(image, table, key,
                    [&](std::uint32_t integer) { return image.integer(integer) == key; });
}

}  // namespace lintel::image
