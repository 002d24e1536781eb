// SPDX-License-Identifier: Apache-2.0
// Groups, postings, and the merging of lists.
#include "runtime/rule_index.h"

#include <algorithm>
#include <string_view>

#include "runtime/table.h"

namespace lintel::runtime {

using image::IndexGroupRow;
using image::IndexNodeRow;
using image::IndexRow;
using image::Lookup;
using image::Section;
using image::TableRow;

std::size_t cursors_needed(const image::View& image) {
  std::size_t most = 0;
  for (std::uint32_t i = 0; i < image.count(Section::indexes); ++i) {
    const auto index = image.row<IndexRow>(Section::indexes, i);
    const auto root = image.row<IndexNodeRow>(Section::index_nodes, index.first_node);
    most = std::max(most, std::size_t{root.max_cursors});
  }
  return most;
}

void Candidates::find(const image::View& image, const IndexRow& index, const Cell* registers) {
  count_ = 0;
  add_node({image, index, registers}, 0);
}

std::uint32_t Candidates::next(const image::View& image) {
  if (count_ == 0) return image::none;
  if (count_ == 1) {
    const std::uint32_t only = cursors_[0].candidate;
    step(image, cursors_[0]);
    return only;
  }
  std::uint32_t first = image::none;
  for (std::size_t i = 0; i < count_; ++i) first = std::min(first, cursors_[i].candidate);
  for (std::size_t i = count_; i-- > 0;) {
    if (cursors_[i].candidate == first) step(image, cursors_[i]);
  }
  return first;
}

// The last cursor takes the place of one that is done: whoever steps several goes from the last to
// the first.
void Candidates::step(const image::View& image, Cursor& cursor) {
  if (cursor.left == 0) {
    cursor = cursors_[--count_];
    return;
  }
  cursor.candidate = image.row<std::uint32_t>(Section::posting_lists, cursor.next);
  ++cursor.next;
  --cursor.left;
}

// As deep as the levels of the index, of which verifier.h allows few.
void Candidates::add_node(const Search& search, std::uint32_t number) {
  const auto node =
      search.image.row<IndexNodeRow>(Section::index_nodes, search.index.first_node + number);
  add(search, node.others);
  for (std::uint32_t i = 0; i < node.group_count; ++i) {
    add_group(search, search.image.row<IndexGroupRow>(Section::index_groups, node.first_group + i));
  }
}

void Candidates::add_group(const Search& search, const IndexGroupRow& group) {
  const Cell& key = search.registers[group.key];
  if (!key.present()) return add(search, group.absent);
  std::string_view text;
  switch (static_cast<Lookup>(group.lookup)) {
    case Lookup::whole: text = key.text(); break;
    case Lookup::prefix:
      if (key.size < group.length) return;
      text = {key.data, group.length};
      break;
    case Lookup::suffix:
      if (key.size < group.length) return;
      text = {key.data + (key.size - group.length), group.length};
      break;
    case Lookup::integer: return add_entry(search, group, key.number);
    case Lookup::range: return add_range(search, group, key.number);
  }
  // Most texts are not there, and most of those end here.
  const std::uint32_t bit = image::filter_bit(text);
  if ((group.filter[bit / 32] >> (bit % 32) & 1) != 0) add_entry(search, group, text);
}

template <typename Key>
void Candidates::add_entry(const Search& search, const IndexGroupRow& group, Key key) {
  const auto table = search.image.row<TableRow>(Section::tables, group.table);
  const std::uint32_t entry = image::find(search.image, table, key);
  if (entry == image::none) return;
  add(search, search.image.row<std::uint32_t>(Section::postings, group.first_posting + entry));
}

void Candidates::add_range(const Search& search, const IndexGroupRow& group, std::int64_t value) {
  const auto table = search.image.row<TableRow>(Section::tables, group.table);
  std::uint32_t below = 0;  // how many of the table are at most `value`
  for (std::uint32_t left = table.count; left > 0;) {
    const std::uint32_t half = left / 2;
    if (search.image.integer(search.image.word(table.keys + below + half)) <= value) {
      below += half + 1;
      left -= half + 1;
    } else {
      left = half;
    }
  }
  for (std::uint32_t node = table.count + 1 + below; node > 0; node /= 2) {
    add(search, search.image.row<std::uint32_t>(Section::postings, group.first_posting + node));
  }
}

void Candidates::add(const Search& search, std::uint32_t posting) {
  if (posting == image::none) return;
  const std::uint32_t value = posting & ~image::posting_tags;
  switch (posting & image::posting_tags) {
    case image::posting_node: return add_node(search, value);
    case image::posting_list: {
      const auto size = search.image.row<std::uint32_t>(Section::posting_lists, value);
      const auto first = search.image.row<std::uint32_t>(Section::posting_lists, value + 1);
      cursors_[count_++] = {first, value + 2, size - 1};
      return;
    }
    default: cursors_[count_++] = {value, 0, 0}; return;
  }
}

}  // namespace lintel::runtime
