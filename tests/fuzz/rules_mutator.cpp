// SPDX-License-Identifier: Apache-2.0
// Changes rules by their tokens. Expressions, rules and events that are put in come from the
// generator of well-typed programs, so that much of what comes out still compiles.
#include <algorithm>
#include <cctype>
#include <vector>

#include "tests/fuzz/law.h"
#include "tests/fuzz/mutators.h"
#include "tests/fuzz/project_texts.h"
#include "tests/fuzz/vocabulary.h"
#include "tests/support/expression_generator.h"

namespace lintel::fuzz {
namespace {

using generator::Dice;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Words, texts in quotes, blanks, and all else a character each. Joined they are the text again.
std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  while (!text.empty()) {
    std::size_t size = 1;
    const char first = text.front();
    if (first == '"' || first == '\'') {
      while (size < text.size() && text[size] != first && text[size] != '\n')
        size += text[size] == '\\' ? 2 : 1;
      size = std::min(size + 1, text.size());
    } else if (is_word(first)) {
      while (size < text.size() && is_word(text[size])) ++size;
    } else if (std::isspace(static_cast<unsigned char>(first)) != 0) {
      while (size < text.size() && std::isspace(static_cast<unsigned char>(text[size])) != 0)
        ++size;
    }
    tokens.emplace_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return tokens;
}

bool is_blank(const std::string& token) {
  return std::isspace(static_cast<unsigned char>(token.front())) != 0;
}

class RulesMutator {
 public:
  explicit RulesMutator(Dice& dice) : dice_(dice) {}

  std::string mutate(std::string_view text) {
    if (dice_.one_in(24)) return generated();
    tokens_ = tokens_of(text);
    for (std::size_t left = 1 + dice_.below(3); left > 0; --left) change();
    std::string joined;
    for (const std::string& token : tokens_) joined += token;
    return joined;
  }

 private:
  std::size_t place() { return dice_.below(tokens_.size() + 1); }

  auto at(std::size_t number) { return tokens_.begin() + static_cast<std::ptrdiff_t>(number); }

  // A token that says something.
  std::size_t some_token() {
    for (int tries = 0; tries < 8; ++tries) {
      const std::size_t number = dice_.below(tokens_.size());
      if (!is_blank(tokens_[number])) return number;
    }
    return 0;
  }

  void change() {
    if (tokens_.empty()) {
      tokens_.push_back(generated());
      return;
    }
    switch (dice_.below(12)) {
      case 0: tokens_.erase(at(some_token())); break;
      case 1: tokens_.insert(at(place()), " " + word() + " "); break;
      case 2: tokens_[some_token()] = word(); break;
      case 3: std::swap(tokens_[some_token()], tokens_[some_token()]); break;
      case 4: tokens_[some_token()] = tokens_[some_token()]; break;
      case 5: repeat_some(); break;
      case 6: erase_some(); break;
      case 7:
      case 8: replace_operand(); break;
      case 9: tokens_.push_back("\n" + some_rule()); break;
      case 10: change_literal(); break;
      default: tokens_.insert(at(place()), wrapped()); break;
    }
  }

  std::string word() { return std::string(dice_.pick(vocabulary())); }

  void repeat_some() {
    const std::size_t begin = dice_.below(tokens_.size());
    const std::size_t end = std::min(begin + 1 + dice_.below(12), tokens_.size());
    const std::vector<std::string> copy(at(begin), at(end));
    tokens_.insert(at(place()), copy.begin(), copy.end());
  }

  void erase_some() {
    const std::size_t begin = dice_.below(tokens_.size());
    tokens_.erase(at(begin), at(std::min(begin + 1 + dice_.below(12), tokens_.size())));
  }

  // A word, number or text becomes an expression, or takes one beside it.
  void replace_operand() {
    std::string& token = tokens_[some_token()];
    if (!is_word(token.front()) && token.front() != '"') return;
    static constexpr std::string_view operators[] = {" && ", " || ", " == ", " != ", " + ",
                                                     " ?? ", " < ",  " in ", " - "};
    const std::string made = "(" + expression() + ")";
    if (dice_.one_in(3))
      token += std::string(dice_.pick(operators)) + made;
    else
      token = made;
  }

  void change_literal() {
    static constexpr std::string_view literals[] = {"\"\"",
                                                    "\"a\"",
                                                    "\"EXAMPLE.com\"",
                                                    "\"a${userName}b\"",
                                                    "\"\\u00e9\\n\"",
                                                    "0",
                                                    "-1",
                                                    "1",
                                                    "9223372036854775807",
                                                    "0.5",
                                                    "1e308",
                                                    "true",
                                                    "null",
                                                    "[]",
                                                    "{}",
                                                    "[\"a\", \"b\"]",
                                                    "{\"a\": \"b\"}",
                                                    "r\"^a+[^b]*$\"",
                                                    "\"\"\"<b>${attr.name ?? \"\"}</b>\"\"\""};
    for (int tries = 0; tries < 8; ++tries) {
      std::string& token = tokens_[some_token()];
      const char first = token.front();
      if (first != '"' && std::isdigit(static_cast<unsigned char>(first)) == 0) continue;
      token = dice_.pick(literals);
      return;
    }
  }

  // What the generator makes of one expression.
  std::string expression() {
    generator::ExpressionMaker maker(dice_, "PreSignUp");
    constexpr generator::Type types[] = {generator::Type::boolean,  generator::Type::integer,
                                         generator::Type::number,   generator::Type::text,
                                         generator::Type::texts,    generator::Type::timestamp,
                                         generator::Type::duration, generator::Type::integers};
    const auto type = dice_.pick(types);
    return maker.make(type, dice_.one_in(2), static_cast<int>(1 + dice_.below(3))).text();
  }

  std::string wrapped() {
    switch (dice_.below(4)) {
      case 0: return "(" + expression() + ")";
      case 1: return ".matches(r\"" + std::string(1, "ab.*+?|()[]^$\\d"[dice_.below(15)]) + "\")";
      case 2: return " when " + expression() + " then ";
      default: return "[" + expression() + "]";
    }
  }

  std::string generated() {
    const generator::Program program = generator::make_program(dice_);
    return program.files.empty() ? std::string() : program.files.front().text();
  }

  // An item of a program that was made, or of the project's own rules.
  std::string some_rule() {
    if (dice_.one_in(3)) return generated();
    const std::string& text = dice_.pick(project_rules()).text;
    static constexpr std::string_view heads[] = {"\nwhen ", "\nrule ", "\nlet ", "\nthen",
                                                 "\non ",   "\ntest ", "\npool"};
    const std::size_t begin = text.find(dice_.pick(heads), dice_.below(text.size() + 1));
    if (begin == std::string::npos) return word();
    std::size_t end = text.size();
    for (const std::string_view head : heads) end = std::min(end, text.find(head, begin + 1));
    return text.substr(begin, end - begin);
  }

  Dice& dice_;
  std::vector<std::string> tokens_;
};

std::string made_event(Dice& dice) {
  const generator::Program program = generator::make_program(dice);
  return generator::make_event(dice, program).text();
}

}  // namespace

std::string mutated_rules(std::string_view input, Dice& dice) {
  const auto views = parts_of(input);
  std::vector<std::string> parts(views.begin(), views.end());
  if (dice.one_in(12)) {
    if (parts.size() < 2 || dice.one_in(2)) {
      parts.resize(std::max<std::size_t>(parts.size(), 2));
      parts[1] = dice.one_in(2) ? made_event(dice) : mutated_bytes(parts[1], dice);
    } else {
      parts.resize(3);
      parts[2] = mutated_bytes(parts[2], dice);
    }
    return join_parts(parts);
  }
  parts[0] = RulesMutator(dice).mutate(parts[0]);
  return join_parts(parts);
}

}  // namespace lintel::fuzz
