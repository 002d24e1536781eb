// SPDX-License-Identifier: Apache-2.0
#include "compiler/image_builder.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <span>
#include <unordered_set>

#include "compiler/perfect_hash.h"
#include "compiler/regex/run.h"
#include "runtime/limits.h"
#include "runtime/table.h"

namespace lintel::compiler {
namespace {

using image::Kind;

constexpr std::size_t alignment = 8;

template <typename T>
std::uint32_t size32(const T& container) {
  return static_cast<std::uint32_t>(container.size());
}

// Puts sections behind a header.
class Layout {
 public:
  explicit Layout(image::Header& header) : header_(header), bytes_(sizeof(image::Header)) {}

  template <typename Container>
  void add(const Container& rows) {
    using Row = typename Container::value_type;
    header_.sections[next_++] = {size32(bytes_), size32(rows)};
    const auto* from = reinterpret_cast<const std::byte*>(rows.data());
    bytes_.insert(bytes_.end(), from, from + rows.size() * sizeof(Row));
    bytes_.resize((bytes_.size() + alignment - 1) / alignment * alignment);
  }

  bool too_large() const { return bytes_.size() > limits::max_image_bytes; }

  std::vector<std::byte> finish() {
    header_.size = size32(bytes_);
    header_.content_hash = image::hash(std::span(bytes_).subspan(sizeof(image::Header)));
    std::memcpy(bytes_.data(), &header_, sizeof header_);
    return std::move(bytes_);
  }

 private:
  image::Header& header_;
  std::vector<std::byte> bytes_;
  std::size_t next_ = 0;
};

}  // namespace

std::uint32_t ImageBuilder::string(std::string_view text) {
  const std::uint32_t number =
      string_numbers_.find_or_add(std::hash<std::string_view>{}(text), size32(strings_),
                                  [&](std::uint32_t known) { return this->text(known) == text; });
  if (number == strings_.size()) {
    strings_.push_back({size32(string_bytes_), size32(text)});
    string_bytes_ += text;
  }
  return number;
}

std::uint32_t ImageBuilder::integer(std::int64_t value) {
  const std::uint32_t number =
      integer_numbers_.find_or_add(image::key_hash(value), size32(integers_),
                                   [&](std::uint32_t known) { return integers_[known] == value; });
  if (number == integers_.size()) integers_.push_back(value);
  return number;
}

std::uint32_t ImageBuilder::variable(std::string_view name) {
  const std::uint32_t text = string(name);
  const auto found = std::find(variables_.begin(), variables_.end(), text);
  const auto number = static_cast<std::uint32_t>(found - variables_.begin());
  if (found == variables_.end()) variables_.push_back(text);
  return number;
}

std::uint32_t ImageBuilder::list(Kind kind, const std::vector<std::uint32_t>& values) {
  image::TableRow row{};
  const bool indexed = kind == Kind::text || kind == Kind::integer;
  row.key_kind = indexed ? static_cast<std::uint8_t>(kind) : image::none8;
  row.value_kind = static_cast<std::uint8_t>(kind);
  return table(row, values, values);
}

std::uint32_t ImageBuilder::ascending(const std::vector<std::uint32_t>& values) {
  image::TableRow row{};
  row.key_kind = row.value_kind = static_cast<std::uint8_t>(Kind::integer);
  return table(row, values, values, false);
}

std::uint32_t ImageBuilder::map(Kind kind, const std::vector<std::uint32_t>& keys,
                                const std::vector<std::uint32_t>& values) {
  image::TableRow row{};
  row.is_map = 1;
  row.key_kind = static_cast<std::uint8_t>(Kind::text);
  row.value_kind = static_cast<std::uint8_t>(kind);
  return table(row, keys, values);
}

std::uint32_t ImageBuilder::table(image::TableRow row, const std::vector<std::uint32_t>& keys,
                                  const std::vector<std::uint32_t>& values, bool hashed) {
  row.count = size32(values);
  row.values = size32(words_);
  words_.insert(words_.end(), values.begin(), values.end());
  row.keys = row.values;
  if (row.is_map != 0) {
    row.keys = size32(words_);
    words_.insert(words_.end(), keys.begin(), keys.end());
  }
  if (hashed && row.key_kind != image::none8 && keys.size() > most_unhashed) index(row, keys);
  tables_.push_back(row);
  return size32(tables_) - 1;
}

void ImageBuilder::index(image::TableRow& row, const std::vector<std::uint32_t>& keys) {
  std::vector<std::uint32_t> entries;  // of equal elements the first
  std::vector<std::uint64_t> hashes;
  std::unordered_set<std::uint32_t> seen;
  for (std::uint32_t entry = 0; entry < keys.size(); ++entry) {
    if (!seen.insert(keys[entry]).second) continue;
    entries.push_back(entry);
    hashes.push_back(row.key_kind == static_cast<std::uint8_t>(Kind::text)
                         ? image::key_hash(text(keys[entry]))
                         : image::key_hash(integers_[keys[entry]]));
  }
  const auto found = build_perfect_hash(hashes);
  if (!found) return;
  row.seeds = size32(words_);
  row.seed_count = size32(found->seeds);
  words_.insert(words_.end(), found->seeds.begin(), found->seeds.end());
  row.slots = size32(words_);
  row.slot_count = size32(found->slots);
  for (const std::uint32_t key : found->slots) {
    words_.push_back(key == image::none ? image::none : entries[key]);
  }
}

std::uint32_t ImageBuilder::dfa(std::string_view text, const regex::Automaton& automaton) {
  dfas_.push_back({image::none,
                   size32(dfa_ranges_),
                   size32(automaton.ranges),
                   size32(dfa_words_),
                   automaton.class_count,
                   automaton.state_count,
                   automaton.start,
                   automaton.first_accepting,
                   {},
                   {},
                   0,
                   0});
  if (const auto run = regex::run_of(automaton)) {
    image::DfaRow& row = dfas_.back();
    std::copy(run->first.begin(), run->first.end(), row.run_first);
    std::copy(run->rest.begin(), run->rest.end(), row.run_rest);
    row.run_least = run->least;
    row.run_most = run->most;
  }
  dfa_texts_.emplace_back(text);
  dfa_ranges_.insert(dfa_ranges_.end(), automaton.ranges.begin(), automaton.ranges.end());
  dfa_words_.insert(dfa_words_.end(), automaton.words.begin(), automaton.words.end());
  return size32(dfas_) - 1;
}

std::string_view ImageBuilder::text(std::uint32_t number) const {
  return {string_bytes_.data() + strings_[number].offset, strings_[number].size};
}

std::vector<std::byte> ImageBuilder::finish(std::uint32_t language_version,
                                            std::string_view compiler, bool stripped) {
  image::Header header{};
  header.magic = image::magic;
  header.format_version = image::format_version;
  header.tables_hash = image::tables_hash();
  header.language_version = language_version;
  header.compiler = string(compiler);
  header.flags = stripped ? 1 : 0;
  header.rule_count = size32(rules);
  if (stripped) rules.clear();
  for (std::size_t i = 0; !stripped && i < dfas_.size(); ++i)
    dfas_[i].pattern = string(dfa_texts_[i]);

  Layout layout(header);
  layout.add(strings_);
  layout.add(string_bytes_);
  layout.add(integers_);
  layout.add(words_);
  layout.add(tables_);
  layout.add(dfas_);
  layout.add(dfa_ranges_);
  layout.add(dfa_words_);
  layout.add(registers);
  layout.add(plan_nodes);
  layout.add(plan_edges);
  layout.add(instructions);
  layout.add(programs);
  layout.add(indexes);
  layout.add(candidates);
  layout.add(index_nodes);
  layout.add(index_groups);
  layout.add(postings);
  layout.add(posting_lists);
  layout.add(triggers);
  layout.add(sources);
  layout.add(fields);
  layout.add(effects);
  layout.add(effect_parameters);
  layout.add(variables_);
  layout.add(rules);
  layout.add(trace);
  if (layout.too_large()) return {};
  return layout.finish();
}

}  // namespace lintel::compiler
