// SPDX-License-Identifier: Apache-2.0
// Random rules and events, from a seed: well-typed programs across the whole language, and events
// of every shape that Cognito, or a tester by hand, could send. Both are kept as trees, so that
// what shows a mistake can be cut down to the part that matters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lintel::generator {

// The choices of a generator.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
  std::uint64_t number() { return engine_(); }
  bool one_in(std::size_t count) { return below(count) == 0; }

  template <typename Choices>
  const auto& pick(const Choices& choices) {
    return choices[below(std::size(choices))];
  }

 private:
  std::mt19937_64 engine_;
};

enum class Type { boolean, integer, number, text, timestamp, duration, texts, integers, map };

// Rules text with sub-expressions in it: pieces[0] parts[0] pieces[1] parts[1] ...
struct Expression {
  Type type = Type::boolean;
  bool optional = false;  // its type is T?
  std::vector<std::string> pieces;
  std::vector<Expression> parts;

  std::string text() const;
};

struct Action {
  std::string name;
  std::vector<std::pair<std::string, Expression>> arguments;  // by name; "" for a positional one
};

struct Rule {
  std::string head;                   // `rule "name"`, or nothing
  std::vector<Expression> condition;  // one, or none
  std::vector<Action> actions;
};

struct Let {
  std::string name;
  std::vector<std::pair<std::string, Type>> parameters;
  Expression value;
};

struct Section {
  std::string trigger;
  std::string on;  // what stands after the word
  std::vector<Let> lets;
  std::vector<Rule> rules;
};

struct File {
  std::vector<Let> lets;
  std::vector<Section> sections;

  std::string text() const;
};

struct Program {
  std::vector<File> files;
  bool is_classic = true;  // uses nothing that reference_eval.h does not know
};

// A JSON value: a scalar as it is written, a list, or an object with its names as they are written.
struct NodeMember;

struct Node {
  enum class Kind { scalar, list, object } kind = Kind::scalar;
  std::string scalar;
  std::vector<NodeMember> members;
  std::string blank;  // white space around its parts

  std::string text() const;
};

struct NodeMember {
  std::string name;  // of a list: empty
  Node value;
};

// The one file that generated programs import.
inline constexpr std::string_view import_name = "words.txt";
inline constexpr std::string_view import_text =
    "# words\nexample.com\n  <b>  \n\n\xC3\xA9\nExample.ORG\r\n";

Program make_program(Dice& dice);

// Of any trigger, with all that the language has; and with many rules that look at the same fields.
Program make_wide_program(Dice& dice);
Program make_large_program(Dice& dice, std::size_t rules);

Node make_event(Dice& dice, const Program& program);
Node make_wide_event(Dice& dice, const Program& program);  // of any trigger

// The event with other texts in it: to the byte between them the same, as those of one pool are.
Node varied(Dice& dice, const Node& event);

// The event with one byte changed, added or taken away, or cut off at one.
Node damaged(Dice& dice, const Node& event);

}  // namespace lintel::generator
