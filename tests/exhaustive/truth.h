// SPDX-License-Identifier: Apache-2.0
// The three-valued tables of the language, written down by hand. T is true, F false, A absent.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lintel::exhaustive {

// `text` with $0, $1 and $2 for its operands. `table` has a letter for each choice of operands, in
// the order TFA, the last operand going fastest.
struct TruthOperator {
  std::string_view text;
  std::string_view table;
  std::size_t operands;
};

inline constexpr TruthOperator truth_operators[] = {
    {"!$0", "FTA", 1},
    {"has($0)", "TTF", 1},
    {"$0 && $1", "TFA FFF AFA", 2},
    {"$0 || $1", "TTT TFA TAA", 2},
    {"$0 == $1", "TFA FTA AAA", 2},
    {"$0 ?? $1", "TTT FFF TFA", 2},
    {"$0 ? $1 : $2", "TTT FFF AAA  TFA TFA TFA  AAA AAA AAA", 3},
    // Those after the seventh are left out of the short form of two levels.
    {"$0 != $1", "FTA TFA AAA", 2},
    {"$0 < $1", "FFA TFA AAA", 2},
    {"$0 <= $1", "TFA TTA AAA", 2},
    {"$0 > $1", "FTA FFA AAA", 2},
    {"$0 >= $1", "TTA FTA AAA", 2},
    {"$0 in [$1]", "TFA FTA AAA", 2},
    {"[$0, $1].all(x, x)", "TFA FFA AAA", 2},
    {"[$0, $1].exists(x, x)", "TTA TFA AAA", 2},
    {"[$0, $1].exists_one(x, x)", "FTA TFA AAA", 2},
    {"$0 in [$1, $2]", "TTA TFA AAA  FTA TTA AAA  AAA AAA AAA", 3},
    {"bool($0)", "TFA", 1},
    {"string($0) == \"true\"", "TFA", 1},
    {"[$0][0]", "TFA", 1},
    {"{\"k\": $0}[\"k\"]", "TFA", 1},
};
inline constexpr std::size_t core_operators = 7;

// The entry of the table for these operands, each T, F or A.
inline char truth_of(const TruthOperator& op, std::string_view operands) {
  std::size_t place = 0;
  for (const char operand : operands) place = place * 3 + std::string_view("TFA").find(operand);
  for (const char entry : op.table) {
    if (entry == ' ') continue;
    if (place-- == 0) return entry;
  }
  return '?';
}

// The operator with its operands in brackets.
inline std::string written(const TruthOperator& op, const std::string (&operands)[3]) {
  std::string text;
  for (std::size_t i = 0; i < op.text.size(); ++i) {
    if (op.text[i] != '$') {
      text += op.text[i];
    } else {
      text += "(" + operands[static_cast<std::size_t>(op.text[++i] - '0')] + ")";
    }
  }
  return text;
}

// What a loop over elements for which the condition is T, F or A gives: all, exists, exists_one.
inline char all_of(std::string_view truths) {
  if (truths.find('F') != std::string_view::npos) return 'F';
  return truths.find('A') != std::string_view::npos ? 'A' : 'T';
}
inline char one_of(std::string_view truths) {
  if (truths.find('T') != std::string_view::npos) return 'T';
  return truths.find('A') != std::string_view::npos ? 'A' : 'F';
}
inline char exactly_one_of(std::string_view truths) {
  if (truths.find('A') != std::string_view::npos) return 'A';
  return truths.find('T') != std::string_view::npos && truths.find('T') == truths.rfind('T') ? 'T'
                                                                                             : 'F';
}

}  // namespace lintel::exhaustive
