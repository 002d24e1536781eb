// SPDX-License-Identifier: Apache-2.0
// Collects the rows of an image and lays them out. Knows the format, and nothing of rules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/number_index.h"
#include "compiler/regex/automaton.h"
#include "runtime/image.h"

namespace lintel::compiler {

class ImageBuilder {
 public:
  // The index of an equal string or integer, added if it is new.
  std::uint32_t string(std::string_view text);
  std::uint32_t integer(std::int64_t value);

  // What string() or integer() has numbered.
  std::string_view text(std::uint32_t number) const;
  std::int64_t integer_value(std::uint32_t number) const { return integers_[number]; }

  // The row of a variable of the host, added if it is new.
  std::uint32_t variable(std::string_view name);

  // A list of values of one kind: strings, integers, 0 or 1, or tables, as indices. Lists of text
  // and of integers get an index for `in`; of equal elements the first stands in it.
  std::uint32_t list(image::Kind kind, const std::vector<std::uint32_t>& values);

  // A map from distinct strings.
  std::uint32_t map(image::Kind kind, const std::vector<std::uint32_t>& keys,
                    const std::vector<std::uint32_t>& values);

  // A list of integers that ascend, searched by halves.
  std::uint32_t ascending(const std::vector<std::uint32_t>& values);

  // A pattern; `text` is shown by the disassembler, unless the image is stripped.
  std::uint32_t dfa(std::string_view text, const regex::Automaton& automaton);

  // The text of a pattern.
  std::string_view dfa_text(std::uint32_t number) const { return dfa_texts_[number]; }

  // Lists and maps of at most so many entries get no hash: to compare their keys one by one takes
  // less time than the hash of one.
  std::size_t most_unhashed = 8;

  // Rows, in the order in which they shall stand. The caller fills them.
  std::vector<std::uint8_t> registers;
  std::vector<image::PlanNode> plan_nodes;
  std::vector<image::PlanEdge> plan_edges;
  std::vector<image::InstructionRow> instructions;
  std::vector<image::ProgramRow> programs;
  std::vector<image::IndexRow> indexes;
  std::vector<image::CandidateRow> candidates;
  std::vector<image::IndexNodeRow> index_nodes;
  std::vector<image::IndexGroupRow> index_groups;
  std::vector<std::uint32_t> postings;
  std::vector<std::uint32_t> posting_lists;
  std::vector<image::TriggerRow> triggers;
  std::vector<image::SourceRow> sources;
  std::vector<image::FieldRow> fields;
  std::vector<image::EffectRow> effects;
  std::vector<std::uint32_t> effect_parameters;
  std::vector<image::RuleRow> rules;
  std::vector<image::TraceRow> trace;

  // The image; `compiler` is the name and version to record. A stripped one keeps the number of
  // `rules`, and not the rows. Empty if it would be too large (limits::max_image_bytes).
  std::vector<std::byte> finish(std::uint32_t language_version, std::string_view compiler,
                                bool stripped);

 private:
  std::uint32_t table(image::TableRow row, const std::vector<std::uint32_t>& keys,
                      const std::vector<std::uint32_t>& values, bool hashed = true);
  void index(image::TableRow& row, const std::vector<std::uint32_t>& keys);

  NumberIndex string_numbers_;
  std::vector<image::StringRow> strings_;
  std::string string_bytes_;
  NumberIndex integer_numbers_;
  std::vector<std::int64_t> integers_;
  std::vector<std::uint32_t> words_;
  std::vector<image::TableRow> tables_;
  std::vector<std::uint32_t> variables_;  // strings
  std::vector<std::string> dfa_texts_;
  std::vector<image::DfaRow> dfas_;
  std::vector<std::uint32_t> dfa_ranges_;
  std::vector<std::uint16_t> dfa_words_;
};

}  // namespace lintel::compiler
