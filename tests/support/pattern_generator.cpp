// SPDX-License-Identifier: Apache-2.0
#include "tests/support/pattern_generator.h"

#include <algorithm>

#include "grammar/escapes.h"

namespace lintel::generator {
namespace {

namespace regex = compiler::regex;

constexpr std::size_t longest_text = 120;  // that is made on purpose, in bytes

constexpr std::string_view characters[] = {
    "a",  "b", "c", "k", "s", "A", "K", "S", "Z", "0", "7", "_", "-", "@",  ".",  " ", "\n",
    "\t", "é", "É", "ß", "ſ", "K", "Å", "å", "σ", "ς", "Σ", "я", "Я", "日", "語", "😀", "\xcc\x81"};

constexpr std::string_view atoms[] = {"a",
                                      "b",
                                      "c",
                                      "k",
                                      "s",
                                      "ab",
                                      "abc",
                                      "é",
                                      "ß",
                                      "日",
                                      "😀",
                                      "K",
                                      "ς",
                                      ".",
                                      "\\d",
                                      "\\w",
                                      "\\s",
                                      "\\D",
                                      "\\W",
                                      "\\S",
                                      "\\.",
                                      "\\-",
                                      "\\@",
                                      "\\n",
                                      "\\t",
                                      "\\x41",
                                      "\\x{e9}",
                                      "\\x{1F600}",
                                      "\\101",
                                      "\\0",
                                      "\\pL",
                                      "\\PL",
                                      "\\p{Lu}",
                                      "\\P{Ll}",
                                      "\\p{Greek}",
                                      "\\p{^Greek}",
                                      "\\P{^Cyrillic}",
                                      "\\pN",
                                      "\\p{Han}",
                                      "\\p{Any}",
                                      "[ab]",
                                      "[^a]",
                                      "[a-c]",
                                      "[^a-c0-9]",
                                      "[[:alpha:]]",
                                      "[[:^digit:]]",
                                      "[^[:space:]]",
                                      "[\\d\\-.]",
                                      "[\\w-]",
                                      "[-a]",
                                      "[]a]",
                                      "[^]a]",
                                      "[a\\]]",
                                      "[é-я]",
                                      "[^\\x{80}-\\x{10ffff}]",
                                      "[\\pL\\d_]",
                                      "[[:word:]é]",
                                      "[σ-ω]",
                                      "[k-s]",
                                      "[\\n]",
                                      "[^\\n]",
                                      "\\Qa.b\\E",
                                      "\\Q*",
                                      "{",
                                      "}",
                                      "a{",
                                      "{,2}",
                                      "]",
                                      "\\b",
                                      "\\B",
                                      "^",
                                      "$",
                                      "\\A",
                                      "\\z",
                                      "()",
                                      "(?:)",
                                      "(?i)",
                                      "(?s)",
                                      "(?m)",
                                      "(?-i)",
                                      "(?U)",
                                      "_",
                                      "-",
                                      "@",
                                      "0",
                                      "7"};

constexpr std::string_view repetitions[] = {"*",     "+",     "?",    "*?",    "+?",
                                            "??",    "{2}",   "{0}",  "{1,}",  "{0,}",
                                            "{2,4}", "{0,3}", "{3}?", "{1,2}?"};

constexpr std::string_view openings[] = {
    "(", "(", "(?:", "(?:", "(?i:", "(?s:", "(?m:", "(?-s:", "(?i-m:", "(?P<n>", "(?ims:"};

// What is not a pattern, or hardly one.
constexpr std::string_view oddities[] = {"(",
                                         ")",
                                         "[",
                                         "*",
                                         "+",
                                         "?",
                                         "|",
                                         "\\",
                                         "{2,1}",
                                         "{1001}",
                                         "(?",
                                         "(?i",
                                         "(?x)",
                                         "(?=a)",
                                         "(?!a)",
                                         "(?<=a)",
                                         "\\1",
                                         "\\8",
                                         "\\q",
                                         "\\x",
                                         "\\xg",
                                         "\\x{}",
                                         "\\x{110000}",
                                         "\\p",
                                         "\\p{",
                                         "\\p{No_Such}",
                                         "\\pX",
                                         "[b-a]",
                                         "[[:no:]]",
                                         "[a",
                                         "a**",
                                         "a+*",
                                         "a{2}{3}",
                                         "(?P<>a)",
                                         "(?P<n>a)(?P<n>b)",
                                         "\\E",
                                         "\\Z",
                                         "\\k<n>",
                                         "(?P=n)",
                                         "[\\b]",
                                         "[a-\\d]",
                                         "(?-)",
                                         "(?)",
                                         "(?i-)",
                                         "{3}",
                                         "^*",
                                         "$+",
                                         "\\b*",
                                         "(?i)*",
                                         "a(?i)*",
                                         "(|a)*",
                                         "(a*)*",
                                         "\\é",
                                         "\\_",
                                         "\\x{D800}",
                                         "[\\x{D800}-\\x{DFFF}]",
                                         "\\777",
                                         "\\08",
                                         "a{,}",
                                         "a{00}",
                                         "a{01}",
                                         "a{1,01}",
                                         "[[:alpha:]",
                                         "[[:",
                                         "(?P<é>a)",
                                         "(?P<a-b>a)",
                                         "((a{10}){10}){10}",
                                         "((a{10}){10}){11}",
                                         "(a{1000})?",
                                         "a{1000}{1}",
                                         "[a-b-c]",
                                         "[--a]",
                                         "[a-]",
                                         "[\\d-z]",
                                         "\\v",
                                         "\\a\\f\\r"};

std::string piece(Dice& dice, int depth) {
  if (depth > 0 && dice.one_in(4)) {
    std::string text(dice.pick(openings));
    const std::size_t choices = 1 + dice.below(3);
    for (std::size_t i = 0; i < choices; ++i) {
      if (i != 0) text += "|";
      const std::size_t count = dice.below(3);
      for (std::size_t j = 0; j < count; ++j) text += piece(dice, depth - 1);
    }
    text += ")";
    return dice.one_in(3) ? text.append(dice.pick(repetitions)) : text;
  }
  if (dice.one_in(60)) return std::string(dice.pick(oddities));
  std::string text(dice.pick(atoms));
  if (dice.one_in(4)) text += dice.pick(repetitions);
  return text;
}

// Walks through the tree and writes down what it reads.
class Writer {
 public:
  Writer(Dice& dice, const regex::Tree& tree) : dice_(dice), tree_(tree) {}

  void write(regex::NodeId id) {
    if (text_.size() > longest_text) return;
    const regex::Node& node = tree_.nodes[id];
    switch (node.kind) {
      case regex::Node::Kind::empty:
      case regex::Node::Kind::assertion: return;
      case regex::Node::Kind::chars: return write(tree_.sets[node.set]);
      case regex::Node::Kind::sequence:
        for (const regex::NodeId child : node.children) write(child);
        return;
      case regex::Node::Kind::choice: return write(dice_.pick(node.children));
      case regex::Node::Kind::repeat: {
        const std::uint32_t room = node.most == regex::unbounded ? 3 : node.most - node.least;
        const std::size_t count = node.least + dice_.below(room + std::size_t{1});
        for (std::size_t i = 0; i < count; ++i) write(node.children[0]);
      }
    }
  }

  std::string text() { return std::move(text_); }

 private:
  void write(const regex::Tree::Set& set) {
    if (set.empty()) return;
    // The first ranges are those of ASCII, and the borders are where mistakes are.
    const auto& range = set[dice_.one_in(2) ? dice_.below(std::min<std::size_t>(set.size(), 4))
                                            : dice_.below(set.size())];
    char32_t code = range.first;
    if (dice_.one_in(3)) code = range.last;
    if (dice_.one_in(3)) code += static_cast<char32_t>(dice_.below(range.last - range.first + 1));
    code = std::min(code, range.last);
    if (code < 0xd800 || code > 0xdfff) grammar::append_utf8(text_, code);
  }

  Dice& dice_;
  const regex::Tree& tree_;
  std::string text_;
};

// Where the characters of `text` start, and its end.
std::vector<std::size_t> starts(std::string_view text) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) found.push_back(i);
  found.push_back(text.size());
  return found;
}

}  // namespace

std::string make_pattern(Dice& dice) {
  std::string text;
  if (dice.one_in(6)) text += "(?i)";
  if (dice.one_in(4)) text += "^";
  const std::size_t count = 1 + dice.below(5);
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0 && dice.one_in(8)) text += "|";
    text += piece(dice, 3);
  }
  if (dice.one_in(4)) text += "$";
  return text;
}

std::string make_text(Dice& dice) {
  std::string text;
  const std::size_t count = dice.below(10);
  for (std::size_t i = 0; i < count; ++i) text += dice.pick(characters);
  return text;
}

std::string matching_text(Dice& dice, const regex::Tree& tree) {
  Writer writer(dice, tree);
  writer.write(tree.root);
  return writer.text();
}

std::string mutated(Dice& dice, std::string_view text) {
  std::string result(text);
  const std::size_t changes = 1 + dice.below(2);
  for (std::size_t i = 0; i < changes; ++i) {
    const auto places = starts(result);
    const std::size_t place = dice.below(places.size());
    const std::size_t begin = places[place];
    const std::size_t end =
        place + 1 < places.size() && !dice.one_in(3) ? places[place + 1] : begin;
    result.replace(begin, end - begin, dice.one_in(3) ? "" : dice.pick(characters));
  }
  return result;
}

}  // namespace lintel::generator
