// SPDX-License-Identifier: Apache-2.0
#include "compiler/regex/regex.h"

#include <map>

#include "compiler/regex/dfa.h"
#include "compiler/regex/nfa.h"
#include "compiler/regex/parser.h"
#include "runtime/dfa.h"
#include "runtime/limits.h"

namespace lintel::compiler::regex {
namespace {

// The first class with the same column as each: those that lead to the same states, wherever the
// automaton is, need not be told apart any more.
std::vector<std::uint32_t> merged_classes(const Dfa& dfa) {
  std::map<std::vector<std::uint32_t>, std::uint32_t> known;
  std::vector<std::uint32_t> merged;
  for (std::uint32_t c = 0; c < dfa.class_count; ++c) {
    std::vector<std::uint32_t> column;
    for (std::size_t at = c; at < dfa.next.size(); at += dfa.class_count)
      column.push_back(dfa.next[at]);
    merged.push_back(known.try_emplace(std::move(column), c).first->second);
  }
  return merged;
}

Automaton packed(const Dfa& dfa, const Classes& classes) {
  const auto merged = merged_classes(dfa);
  std::vector<std::uint32_t> kept;  // the classes that stay
  std::vector<std::uint32_t> numbers(dfa.class_count);
  for (std::uint32_t c = 0; c < dfa.class_count; ++c) {
    if (merged[c] == c) {
      numbers[c] = static_cast<std::uint32_t>(kept.size());
      kept.push_back(c);
    }
    numbers[c] = numbers[merged[c]];
  }

  Automaton made;
  made.class_count = static_cast<std::uint32_t>(kept.size());
  made.state_count = dfa.state_count();
  made.start = dfa.start;
  while (!dfa.accepting[made.first_accepting]) ++made.first_accepting;
  for (std::size_t i = 0; i < classes.intervals.size(); ++i) {
    const auto& interval = classes.intervals[i];
    const std::uint32_t number = numbers[interval.number];
    const bool is_last = i + 1 == classes.intervals.size();
    const char32_t end = is_last ? last_code_point + 1 : classes.intervals[i + 1].first;
    while (made.words.size() < image::dfa_ascii && made.words.size() < end)
      made.words.push_back(static_cast<std::uint16_t>(number));
    if (end <= image::dfa_ascii) continue;
    const char32_t first = interval.first < image::dfa_ascii ? image::dfa_ascii : interval.first;
    if (made.ranges.empty() || image::dfa_range_class(made.ranges.back()) != number)
      made.ranges.push_back(image::dfa_range(first, number));
  }
  for (std::uint32_t state = 0; state < dfa.state_count(); ++state)
    for (const std::uint32_t c : kept)
      made.words.push_back(
          static_cast<std::uint16_t>(dfa.next[std::size_t{state} * dfa.class_count + c]));
  return made;
}

Error too_large(ErrorKind kind, std::uint64_t reached, std::uint64_t limit) {
  return {kind, 0, 0, reached, limit};
}

std::variant<Automaton, Error> build(const Tree& tree) {
  const std::uint64_t size = tree.nodes[tree.root].size;
  if (size > limits::max_pattern_parts)
    return too_large(ErrorKind::too_many_parts, size, limits::max_pattern_parts);
  const Nfa nfa = make_nfa(tree);
  const Classes classes = make_classes(tree, nfa, limits::max_pattern_steps);
  if (classes.steps > limits::max_pattern_steps)
    return too_large(ErrorKind::too_many_steps, classes.steps, limits::max_pattern_steps);
  if (classes.sides.size() > limits::max_dfa_classes)
    return too_large(ErrorKind::too_many_classes, classes.sides.size(), limits::max_dfa_classes);
  const auto dfa = make_dfa(nfa, classes, classes.steps);
  if (const auto* error = std::get_if<Error>(&dfa)) return *error;
  return packed(minimised(*std::get_if<Dfa>(&dfa)), classes);
}

}  // namespace

std::variant<Automaton, Error> compile(std::string_view pattern) {
  const auto tree = parse(pattern);
  auto result = std::holds_alternative<Error>(tree)
                    ? std::variant<Automaton, Error>(*std::get_if<Error>(&tree))
                    : build(*std::get_if<Tree>(&tree));
  // What is too large is so as a whole.
  if (auto* error = std::get_if<Error>(&result); error != nullptr && error->limit != 0)
    error->size = pattern.size();
  return result;
}

bool matches(const Automaton& automaton, std::string_view text) {
  image::DfaRow row{};
  row.range_count = static_cast<std::uint32_t>(automaton.ranges.size());
  row.class_count = automaton.class_count;
  row.state_count = automaton.state_count;
  row.start = automaton.start;
  row.first_accepting = automaton.first_accepting;
  return runtime::matches(row, reinterpret_cast<const std::byte*>(automaton.ranges.data()),
                          reinterpret_cast<const std::byte*>(automaton.words.data()), text);
}

}  // namespace lintel::compiler::regex
