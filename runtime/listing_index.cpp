// SPDX-License-Identifier: Apache-2.0
// A rule index: its candidates, and node by node what finds them.
#include "runtime/listing.h"

namespace lintel::runtime {
namespace {

using image::Section;

class IndexListing {
 public:
  explicit IndexListing(Listing& to) : to_(to), image_(to.image()) {}

  void list(std::uint32_t program);

 private:
  void add_node(const image::IndexRow& index, std::uint32_t number);
  void add_group(const image::IndexGroupRow& group);
  void add_segments(const image::TableRow& table, std::uint32_t node);
  void add_posting(std::uint32_t posting);

  Listing& to_;
  const image::View& image_;
};

void IndexListing::list(std::uint32_t program) {
  const auto row = image_.row<image::ProgramRow>(Section::programs, program);
  if (row.index == image::none) return;
  const auto index = image_.row<image::IndexRow>(Section::indexes, row.index);
  to_.line("\nindex of program ", program, ":");
  for (std::uint32_t i = 0; i < index.candidate_count; ++i) {
    const auto candidate =
        image_.row<image::CandidateRow>(Section::candidates, index.first_candidate + i);
    to_.line("  candidate ", i, ": rule ", candidate.rule, " -> @", candidate.instruction);
  }
  for (std::uint32_t i = 0; i < index.node_count; ++i) add_node(index, i);
}

void IndexListing::add_node(const image::IndexRow& index, std::uint32_t number) {
  const auto node =
      image_.row<image::IndexNodeRow>(Section::index_nodes, index.first_node + number);
  to_.line("  node ", number, ", level ", node.level, ", at most ", node.max_cursors, " lists");
  if (node.others != image::none) {
    to_.add("    always:");
    add_posting(node.others);
  }
  for (std::uint32_t i = 0; i < node.group_count; ++i) {
    add_group(image_.row<image::IndexGroupRow>(Section::index_groups, node.first_group + i));
  }
}

void IndexListing::add_group(const image::IndexGroupRow& group) {
  const auto table = image_.row<image::TableRow>(Section::tables, group.table);
  const auto lookup = static_cast<image::Lookup>(group.lookup);
  to_.add("    r");
  to_.add(group.key);
  switch (lookup) {
    case image::Lookup::whole:
    case image::Lookup::integer: to_.line(" in table ", group.table, ":"); break;
    case image::Lookup::prefix:
      to_.line(", its first ", group.length, " bytes in table ", group.table, ":");
      break;
    case image::Lookup::suffix:
      to_.line(", its last ", group.length, " bytes in table ", group.table, ":");
      break;
    case image::Lookup::range: to_.line(" between the numbers of table ", group.table, ":"); break;
  }
  const bool is_range = lookup == image::Lookup::range;
  const std::uint32_t count = is_range ? 2 * (table.count + 1) : table.count;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto posting = image_.row<std::uint32_t>(Section::postings, group.first_posting + i);
    if (posting == image::none) continue;
    to_.add("      ");
    if (is_range)
      add_segments(table, i);
    else
      to_.add_value(table.value_kind, image_.word(table.values + i));
    to_.add(":");
    add_posting(posting);
  }
  if (group.absent == image::none) return;
  to_.add("      absent:");
  add_posting(group.absent);
}

// The numbers that a node of a segment tree stands for.
void IndexListing::add_segments(const image::TableRow& table, std::uint32_t node) {
  const std::uint32_t leaves = table.count + 1;
  std::uint64_t first = node;
  std::uint64_t last = node;
  while (first != 0 && first < leaves) first *= 2;
  while (last != 0 && last < leaves) last = 2 * last + 1;
  if (first > last || first == 0) {
    to_.add("tree node ");
    return to_.add(node);
  }
  const auto bound = [&](std::uint64_t i) {
    return image_.integer(image_.word(table.values + static_cast<std::uint32_t>(i)));
  };
  if (first == leaves && last == leaves + table.count) return to_.add("any number");
  if (first != leaves) {
    to_.add("from ");
    to_.add(bound(first - leaves - 1));
    if (last != leaves + table.count) to_.add(" ");
  }
  if (last == leaves + table.count) return;
  to_.add("below ");
  to_.add(bound(last - leaves));
}

void IndexListing::add_posting(std::uint32_t posting) {
  const std::uint32_t value = posting & ~image::posting_tags;
  switch (posting & image::posting_tags) {
    case image::posting_node: return to_.line(" node ", value);
    case image::posting_list: {
      const auto count = image_.row<std::uint32_t>(Section::posting_lists, value);
      for (std::uint32_t i = 1; i <= count; ++i) {
        to_.add(" ");
        to_.add(image_.row<std::uint32_t>(Section::posting_lists, value + i));
      }
      return to_.line();
    }
    default: return to_.line(" ", value);
  }
}

}  // namespace

void list_index(Listing& to, std::uint32_t program) { IndexListing(to).list(program); }

}  // namespace lintel::runtime
