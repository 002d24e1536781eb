// SPDX-License-Identifier: Apache-2.0
// Syntax errors: where reading stopped, what could have stood there, and how to say it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "grammar/finding.h"

namespace lintel::grammar {

class Builder;

// The furthest place that was reached, and the labels of the rules that did not match there.
struct Expectation {
  std::uint32_t furthest = 0;
  std::vector<std::string_view> labels;
  std::uint32_t item = 0;       // where the item starts
  std::uint32_t gap_begin = 0;  // the last blanks: they end where the next token starts
  std::uint32_t gap_end = 0;

  void add(std::uint32_t offset, std::string_view label) {
    if (offset < furthest) return;
    if (offset > furthest) labels.clear();
    furthest = offset;
    if (!expects(label)) labels.push_back(label);
  }

  void blanks(std::uint32_t begin, std::uint32_t end) {
    if (end < gap_end) return;
    gap_begin = begin;
    gap_end = end;
  }

  bool expects(std::string_view label) const {
    return std::find(labels.begin(), labels.end(), label) != labels.end();
  }
};

// Labels that decide how an error is told.
namespace labels {
inline constexpr std::string_view closing_quote = "the closing quote";
inline constexpr std::string_view escape = "an escape";
inline constexpr std::string_view expression = "an expression";
inline constexpr std::string_view name = "a name";
inline constexpr std::string_view parameter = "the name of a parameter";
inline constexpr std::string_view action = "an action";
inline constexpr std::string_view on_name = "a trigger or a source";
inline constexpr std::string_view when = "`when`";
inline constexpr std::string_view then = "`then`";
inline constexpr std::string_view test_name = "the name of the test in quotes";
inline constexpr std::string_view given = "`given`";
inline constexpr std::string_view expect = "`expect`";
}  // namespace labels

// Adds the finding for the item that `builder` could not read; its expectation is filled. Gives the
// offset from which to look for the next item.
std::uint32_t report(Builder& builder);

// Words that start a line without opening an item, because the broken item still waits for them.
struct Awaited {
  bool when = false;
  bool then = false;
};

// The start of the next line after `offset` that opens an item; the end of the text if there is
// none. Lines inside of strings and comments do not count.
std::uint32_t next_item(std::string_view text, std::uint32_t offset, Awaited awaited);

}  // namespace lintel::grammar
