// SPDX-License-Identifier: Apache-2.0
// Finds the candidates of an event: the rules that it can fire, by the constants in their
// conditions.
//
// A look-up finds some ascending lists of candidates, a cursor goes along each, and next() takes
// the smallest number that a cursor stands at. Numbers ascend strictly, so that whoever goes from
// one to the next comes to an end.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/image.h"
#include "runtime/value.h"

namespace lintel::runtime {

// A place in a list of candidates.
struct Cursor {
  std::uint32_t candidate;
  std::uint32_t next;  // in posting_lists
  std::uint32_t left;  // how many come after `candidate`
};

// How many cursors a look-up in any index of the image needs at most.
std::size_t cursors_needed(const image::View& image);

// The candidates of one event.
class Candidates {
 public:
  // Room for cursors_needed().
  explicit Candidates(Cursor* room) : cursors_(room) {}

  // Looks up the keys, which are registers, in an index.
  void find(const image::View& image, const image::IndexRow& index, const Cell* registers);

  // Until the next find() there are none.
  void forget() { count_ = 0; }

  // The next candidate, or none.
  std::uint32_t next(const image::View& image);

 private:
  struct Search {
    const image::View& image;
    const image::IndexRow& index;
    const Cell* registers;
  };
  void add_node(const Search& search, std::uint32_t number);
  void add_group(const Search& search, const image::IndexGroupRow& group);
  template <typename Key>
  void add_entry(const Search& search, const image::IndexGroupRow& group, Key key);
  void add_range(const Search& search, const image::IndexGroupRow& group, std::int64_t value);
  void add(const Search& search, std::uint32_t posting);
  void step(const image::View& image, Cursor& cursor);

  Cursor* cursors_;
  std::size_t count_ = 0;
};

}  // namespace lintel::runtime
