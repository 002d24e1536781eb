// SPDX-License-Identifier: Apache-2.0
// Rule indexes. What stands one after the other is counted on the way, so that each row is looked
// at once, whatever refers to it.
#include "runtime/limits.h"
#include "runtime/verify.h"

namespace lintel::runtime {
namespace {

using image::IndexGroupRow;
using image::IndexNodeRow;
using image::IndexRow;
using image::Kind;
using image::Lookup;
using image::ProgramRow;
using image::Section;
using image::TableRow;

// How many nodes of a segment tree stand above a leaf of the deepest level, itself included.
std::uint32_t tree_levels(std::uint32_t leaves) {
  std::uint32_t levels = 0;
  for (std::uint64_t nodes = std::uint64_t{leaves} * 2 - 1; nodes != 0; nodes /= 2) ++levels;
  return levels;
}

}  // namespace

// Nothing stands in these sections that no program has led to.
bool Verifier::check_indexes() {
  const auto all = [this](Section section, std::uint32_t used) {
    if (used == image_.count(section)) return true;
    return fail(FaultKind::image_index, section, used);
  };
  return all(Section::indexes, index_.indexes) && all(Section::candidates, index_.candidates) &&
         all(Section::index_nodes, index_.nodes) && all(Section::index_groups, index_.groups) &&
         all(Section::postings, index_.postings) && all(Section::posting_lists, index_.lists);
}

// Candidates are entered behind the instruction that looks them up, so that nothing leads back to
// it.
bool Verifier::check_index(const ProgramRow& program, std::uint32_t select) {
  IndexProgress& at = index_;
  const std::uint32_t number = at.indexes;
  if (program.index != number || number >= image_.count(Section::indexes)) {
    return fail(FaultKind::image_index, Section::indexes, number);
  }
  ++at.indexes;
  const auto index = image_.row<IndexRow>(Section::indexes, number);
  const std::uint32_t candidates = image_.count(Section::candidates);
  const std::uint32_t nodes = image_.count(Section::index_nodes);
  if (index.first_candidate != at.candidates ||
      index.candidate_count > candidates - at.candidates || index.first_node != at.nodes ||
      index.node_count > nodes - at.nodes) {
    return fail(FaultKind::image_index, Section::indexes, number);
  }
  for (std::uint32_t i = 0; i < index.candidate_count; ++i, ++at.candidates) {
    const auto row = image_.row<image::CandidateRow>(Section::candidates, at.candidates);
    if (row.rule >= rule_count() || row.instruction <= select ||
        row.instruction - program.first_instruction >= program.instruction_count) {
      return fail(FaultKind::image_index, Section::candidates, at.candidates);
    }
  }
  at.referred = 1;  // node 0, so that an index without nodes is refused
  for (std::uint32_t i = 0; i < index.node_count; ++i, ++at.nodes) {
    if (!check_node(index, i)) return fail(FaultKind::image_index, Section::index_nodes, at.nodes);
  }
  if (at.referred == index.node_count) return true;
  return fail(FaultKind::image_index, Section::indexes, number);
}

bool Verifier::check_node(const IndexRow& index, std::uint32_t number) {
  IndexProgress& at = index_;
  const auto node = image_.row<IndexNodeRow>(Section::index_nodes, index.first_node + number);
  const std::uint32_t groups = image_.count(Section::index_groups);
  if (number == 0 && node.level != 0) return false;
  if (node.level >= limits::max_index_levels || node.first_group != at.groups ||
      node.group_count > groups - at.groups) {
    return false;
  }
  std::uint32_t cursors = 0;  // of one posting after the other, all together at most
  if (!check_posting(index, node, node.others, cursors)) return false;
  std::uint64_t all = cursors;
  for (std::uint32_t i = 0; i < node.group_count; ++i, ++at.groups) {
    const auto group = image_.row<IndexGroupRow>(Section::index_groups, at.groups);
    if (!is_sound(group) || !check_postings(index, node, group, cursors)) return false;
    all += cursors;
  }
  return all <= node.max_cursors;
}

bool Verifier::is_sound(const IndexGroupRow& group) const {
  if (group.lookup >= image::lookup_count || group.reserved != 0) return false;
  const auto lookup = static_cast<Lookup>(group.lookup);
  const bool of_text = lookup <= Lookup::suffix;
  const bool has_length = lookup == Lookup::prefix || lookup == Lookup::suffix;
  if (!has_length && group.length != 0) return false;
  if (!of_text && (group.filter[0] != 0 || group.filter[1] != 0)) return false;
  if (!is_register_of(of_text ? Kind::text : Kind::integer, group.key)) return false;
  if (group.table >= image_.count(Section::tables)) return false;
  const auto table = image_.row<TableRow>(Section::tables, group.table);
  const auto kind = static_cast<std::uint8_t>(of_text ? Kind::text : Kind::integer);
  if (table.is_map != 0 || table.key_kind != kind) return false;
  if (lookup != Lookup::range) return true;
  for (std::uint32_t i = 1; i < table.count; ++i) {
    if (image_.integer(image_.word(table.keys + i - 1)) >=
        image_.integer(image_.word(table.keys + i))) {
      return false;
    }
  }
  return true;
}

// `cursors`: how many a look-up in the group needs at most.
bool Verifier::check_postings(const IndexRow& index, const IndexNodeRow& node,
                              const IndexGroupRow& group, std::uint32_t& cursors) {
  IndexProgress& at = index_;
  const auto table = image_.row<TableRow>(Section::tables, group.table);
  const bool is_range = static_cast<Lookup>(group.lookup) == Lookup::range;
  // No overflow: the words of an image, of which a table has one for each value, are below 2^29.
  const std::uint32_t count = is_range ? 2 * (table.count + 1) : table.count;
  if (group.first_posting != at.postings || count > image_.count(Section::postings) - at.postings) {
    return false;
  }
  std::uint32_t absent = 0;
  if (!check_posting(index, node, group.absent, absent)) return false;
  std::uint64_t most = 0;
  for (std::uint32_t i = 0; i < count; ++i, ++at.postings) {
    std::uint32_t of_one = 1;
    const auto posting = image_.row<std::uint32_t>(Section::postings, at.postings);
    const bool is_candidate = posting < index.candidate_count;  // as most are
    if (!is_candidate && !check_posting(index, node, posting, of_one)) return false;
    if (of_one > most) most = of_one;
  }
  if (is_range) most *= tree_levels(table.count + 1);
  if (absent > most) most = absent;
  cursors = static_cast<std::uint32_t>(most);
  return true;
}

bool Verifier::check_posting(const IndexRow& index, const IndexNodeRow& node, std::uint32_t posting,
                             std::uint32_t& cursors) {
  IndexProgress& at = index_;
  cursors = posting == image::none ? 0 : 1;
  if (posting == image::none) return true;
  const std::uint32_t value = posting & ~image::posting_tags;
  switch (posting & image::posting_tags) {
    case 0: return value < index.candidate_count;
    case image::posting_list: return value == at.lists && check_list(index);
    case image::posting_node: {
      if (value != at.referred || value >= index.node_count) return false;
      ++at.referred;
      const auto child = image_.row<IndexNodeRow>(Section::index_nodes, index.first_node + value);
      cursors = child.max_cursors;
      return child.level == node.level + 1;
    }
    default: return false;
  }
}

bool Verifier::check_list(const IndexRow& index) {
  IndexProgress& at = index_;
  const std::uint32_t words = image_.count(Section::posting_lists);
  if (at.lists >= words) return false;
  const auto size = image_.row<std::uint32_t>(Section::posting_lists, at.lists++);
  if (size == 0 || size > words - at.lists) return false;
  std::uint32_t next = 0;  // the smallest that may follow
  for (std::uint32_t i = 0; i < size; ++i) {
    const auto candidate = image_.row<std::uint32_t>(Section::posting_lists, at.lists++);
    if (candidate < next || candidate >= index.candidate_count) return false;
    next = candidate + 1;
  }
  return true;
}

}  // namespace lintel::runtime
