// SPDX-License-Identifier: Apache-2.0
// Random programs of any trigger, and programs of many rules over a few fields, which an index
// finds.
#include <algorithm>
#include <utility>

#include "tests/support/action_generator.h"
#include "tests/support/program_generator.h"

namespace lintel::generator {
namespace {

class WideSectionMaker {
 public:
  WideSectionMaker(Dice& dice, const Vocabulary& vocabulary, const std::vector<Let>& file_lets)
      : dice_(dice),
        vocabulary_(vocabulary),
        maker_(dice, vocabulary),
        actions_(dice, vocabulary, maker_) {
    for (const Let& let : file_lets) maker_.declare(let);
  }

  Section make() {
    Section section = head();
    for (std::size_t i = dice_.below(3); i > 0; --i) {
      section.lets.push_back(let("s" + std::to_string(section.lets.size())));
      maker_.declare(section.lets.back());
    }
    for (std::size_t i = 1 + dice_.below(5); i > 0; --i) section.rules.push_back(rule());
    return section;
  }

  // Rules that compare the same few texts and numbers with constants.
  Section make_many(std::size_t rules) {
    Section section = head();
    std::vector<Expression> keys;
    for (std::size_t i = 1 + dice_.below(3); i > 0; --i) keys.push_back(key());
    for (std::size_t i = 0; i < rules; ++i) {
      Rule made;
      const bool denies = actions_.can_deny() && dice_.one_in(20);
      made.condition.push_back(conjunction(keys, !denies));
      made.actions.push_back(denies              ? actions_.denial()
                             : dice_.one_in(200) ? actions_.make()
                                                 : simple_action());
      section.rules.push_back(std::move(made));
    }
    return section;
  }

  Let let(std::string name) {
    static const std::vector<Type> types = {Type::text,  Type::text,     Type::integer,
                                            Type::texts, Type::boolean,  Type::map,
                                            Type::texts, Type::integers, Type::boolean};
    static const std::vector<Type> scalars = {Type::text, Type::integer, Type::boolean};
    Let made{std::move(name), {}, {}};
    if (dice_.one_in(3))
      for (std::size_t i = 1 + dice_.below(2); i > 0; --i)
        made.parameters.emplace_back(made.name + "p" + std::to_string(i), dice_.pick(scalars));
    for (const auto& [parameter, type] : made.parameters)
      maker_.narrowed().push_back(ExpressionMaker::fixed(type, parameter));
    maker_.allow_templates(true);
    made.value = maker_.make(dice_.pick(types), dice_.one_in(2), 2);
    maker_.narrowed().clear();
    return made;
  }

 private:
  Section head() {
    Section section;
    section.trigger = vocabulary_.name;
    section.on = vocabulary_.name;
    // Sources of token events are those of several triggers.
    if (!dice_.one_in(4) || vocabulary_.name.starts_with("PreTokenGeneration")) return section;
    const std::string& first = dice_.pick(vocabulary_.sources);
    const std::string& second = dice_.pick(vocabulary_.sources);
    section.on = first == second || dice_.one_in(2) ? first : first + ", " + second;
    return section;
  }

  Rule rule() {
    Rule made;
    if (dice_.one_in(3))
      made.head = "rule " + quoted(dice_, "r" + std::to_string(dice_.number()), false);
    if (vocabulary_.name == "UserMigration" && dice_.one_in(8)) return migration();
    const bool denies = actions_.can_deny() && dice_.one_in(6);
    maker_.allow_templates(false);
    if (!dice_.one_in(8)) made.condition.push_back(maker_.make(Type::boolean, !denies, 4));
    maker_.allow_templates(true);
    if (!denies || dice_.one_in(3)) made.actions.push_back(actions_.make());
    if (!denies && dice_.one_in(2)) made.actions.push_back(actions_.make());
    if (denies) made.actions.push_back(actions_.denial());
    return made;
  }

  // Takes over a map of the event, which has to be there.
  Rule migration() {
    const std::string& map = dice_.pick(vocabulary_.maps);
    return {"",
            {ExpressionMaker::fixed(Type::boolean, "has(" + map + ")")},
            {{"migrate", {{"", ExpressionMaker::fixed(Type::map, map)}}}}};
  }

  // A text or number that a rule index can look up.
  Expression key() {
    Expression text = maker_.optional_leaf(Type::text);
    if (dice_.one_in(3)) text = ExpressionMaker::fixed(Type::text, dice_.pick(vocabulary_.texts));
    if (vocabulary_.has_attributes && dice_.one_in(4))
      text = ExpressionMaker::fixed(Type::text, "email.domain", true);
    const bool optional = text.optional;
    switch (dice_.below(8)) {
      case 0: return {Type::integer, optional, {"size(", ")"}, {text}};
      case 1: return {Type::integer, true, {"int(", ")"}, {text}};
      case 2: return {Type::text, optional, {"", ".lowerAscii()"}, {text}};
      case 3: return {Type::text, optional, {"", ".trim()"}, {text}};
      case 4: return {Type::text, false, {"(", " ?? \"none\")"}, {text}};
      default: return text;
    }
  }

  std::string constant() {
    const std::string& word = dice_.pick(words());
    return quoted(dice_, dice_.one_in(2) ? near(dice_, word) : word, false);
  }

  std::string number() { return std::to_string(static_cast<int>(dice_.below(24)) - 4); }

  Expression test(const Expression& key) {
    static const std::vector<std::string> orders = {" < ", " <= ", " > ", " >= ", " == "};
    static const std::vector<std::string> methods = {".startsWith(", ".endsWith(",
                                                     ".equalsIgnoreCase(", ".contains("};
    const auto with = [&](const std::string& after) {
      return Expression{Type::boolean, key.optional, {"(", after + ")"}, {key}};
    };
    if (key.type == Type::integer) {
      if (dice_.one_in(3)) return with(" in [" + number() + ", " + number() + "]");
      return with(dice_.pick(orders) + number());
    }
    switch (dice_.below(5)) {
      case 0: return with(dice_.pick(methods) + constant() + ")");
      case 1: return with(" in [" + constant() + ", " + constant() + "]");
      case 2: return with(dice_.one_in(4) ? " != " + constant() : " == " + constant());
      default: return with(" == " + constant());
    }
  }

  Expression conjunction(const std::vector<Expression>& keys, bool optional) {
    Expression made{Type::boolean, false, {""}, {}};
    for (std::size_t i = 1 + dice_.below(3); i > 0; --i) {
      const Expression& key = dice_.pick(keys);
      Expression part = dice_.one_in(8) ? maker_.make(Type::boolean, optional, 1) : test(key);
      if (dice_.one_in(12))
        part = {
            Type::boolean, part.optional || key.optional, {"(", " || ", ")"}, {part, test(key)}};
      if (part.optional && !optional)
        part = {Type::boolean,
                false,
                {"((", ") ?? " + std::string(dice_.one_in(2) ? "true" : "false") + ")"},
                {part}};
      made.optional = made.optional || part.optional;
      made.parts.push_back(std::move(part));
      made.pieces.emplace_back(i > 1 ? " && " : "");
    }
    return made;
  }

  // Constants only: what many rules ask for has to fit into an answer.
  Action simple_action() {
    for (int i = 0; i < 8; ++i) {
      Action made = actions_.make();
      std::string text;
      for (const auto& [name, value] : made.arguments) text += value.text();
      const bool is_effect =
          std::any_of(made.arguments.begin(), made.arguments.end(),
                      [](const auto& argument) { return !argument.first.empty(); });
      if (!is_effect && text.size() < 40) return made;
    }
    return {"log", {{"text", ExpressionMaker::fixed(Type::text, "\"fired\"")}}};
  }

  Dice& dice_;
  const Vocabulary& vocabulary_;
  ExpressionMaker maker_;
  ActionMaker actions_;
};

}  // namespace

Program make_wide_program(Dice& dice) {
  Program program;
  program.is_classic = false;
  // The versions of the token event meet in one image.
  const Vocabulary* first = &dice.pick(vocabularies());
  for (std::size_t files = dice.one_in(4) ? 2 : 1; files > 0; --files) {
    const Vocabulary& vocabulary =
        files == 2 || !dice.one_in(2) ? *first : dice.pick(vocabularies());
    File file;
    WideSectionMaker shared(dice, vocabulary, {});
    for (std::size_t i = dice.below(3); i > 0; --i)
      file.lets.push_back(shared.let("f" + std::to_string(file.lets.size())));
    for (std::size_t i = 1 + dice.below(2); i > 0; --i)
      file.sections.push_back(WideSectionMaker(dice, vocabulary, file.lets).make());
    program.files.push_back(std::move(file));
  }
  return program;
}

Program make_large_program(Dice& dice, std::size_t rules) {
  Program program;
  program.is_classic = false;
  File file;
  file.sections.push_back(WideSectionMaker(dice, dice.pick(vocabularies()), {}).make_many(rules));
  program.files.push_back(std::move(file));
  return program;
}

}  // namespace lintel::generator
