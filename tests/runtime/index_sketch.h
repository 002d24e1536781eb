// SPDX-License-Identifier: Apache-2.0
// Makes images with rule indexes for tests.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/runtime/image_sketch.h"

namespace lintel::test {

using Numbers = std::vector<Number>;

inline Number list_at(Number place) { return image::posting_list | place; }
inline Number node_at(Number number) { return image::posting_node | number; }

// Programs that note the rules of the candidates of an index, each with a rule of its own. The keys
// are the fields t, a text, and n, an integer.
class IndexSketch {
 public:
  explicit IndexSketch(Number candidates) : sketch({{"t", ReadAs::text}, {"n", ReadAs::integer}}) {
    start(candidates);
  }

  // Starts the first program, or the next one.
  void start(Number candidates) {
    first_candidate_ = static_cast<Number>(sketch.builder.candidates.size());
    candidates_ = candidates;
    first_node_ = static_cast<Number>(sketch.builder.index_nodes.size());
    const Number select = sketch.emit(Opcode::select);
    const Number body = sketch.emit(Opcode::fire_candidate);
    const Number advance = sketch.emit(Opcode::advance);
    sketch.land(select);
    sketch.land(advance);
    for (Number i = 0; i < candidates; ++i)
      sketch.builder.candidates.push_back({sketch.rule("r"), body});
  }

  Number list(const Numbers& candidates) {
    auto& lists = sketch.builder.posting_lists;
    const auto place = static_cast<Number>(lists.size());
    lists.push_back(static_cast<Number>(candidates.size()));
    lists.insert(lists.end(), candidates.begin(), candidates.end());
    return list_at(place);
  }

  void node(Number others, Number groups, std::uint16_t cursors, std::uint16_t level = 0) {
    sketch.builder.index_nodes.push_back(
        {static_cast<Number>(sketch.builder.index_groups.size()), groups, others, cursors, level});
  }

  void texts(Lookup lookup, Number length, const std::vector<std::string>& keys,
             const Numbers& postings, Number absent = image::none) {
    Numbers strings;
    std::uint64_t filter = 0;
    for (const auto& key : keys) {
      strings.push_back(sketch.builder.string(key));
      filter |= std::uint64_t{1} << image::filter_bit(key);
    }
    group(lookup, "t", length, sketch.builder.list(Kind::text, strings), postings, absent, filter);
  }

  void integers(Lookup lookup, const std::vector<std::int64_t>& keys, const Numbers& postings,
                Number absent = image::none) {
    Numbers numbers;
    for (const std::int64_t key : keys) numbers.push_back(sketch.builder.integer(key));
    const Number table = lookup == Lookup::range ? sketch.builder.ascending(numbers)
                                                 : sketch.builder.list(Kind::integer, numbers);
    group(lookup, "n", 0, table, postings, absent);
  }

  void group(Lookup lookup, const std::string& key, Number length, Number table,
             const Numbers& postings, Number absent = image::none, std::uint64_t filter = 0) {
    auto& builder = sketch.builder;
    builder.index_groups.push_back(
        {static_cast<std::uint8_t>(lookup),
         0,
         static_cast<std::uint16_t>(sketch.slot(key)),
         length,
         table,
         static_cast<Number>(builder.postings.size()),
         absent,
         {static_cast<Number>(filter), static_cast<Number>(filter >> 32)}});
    builder.postings.insert(builder.postings.end(), postings.begin(), postings.end());
  }

  // Ends the program.
  Number end() {
    const auto& builder = sketch.builder;
    sketch.builder.indexes.push_back(
        {first_candidate_, candidates_, first_node_,
         static_cast<Number>(builder.index_nodes.size()) - first_node_});
    return sketch.end_program();
  }

  Bytes finish() {
    end();
    return sketch.finish();
  }

  ImageSketch sketch;

 private:
  Number first_candidate_ = 0;
  Number candidates_ = 0;
  Number first_node_ = 0;
};

}  // namespace lintel::test
