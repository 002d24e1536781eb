// SPDX-License-Identifier: Apache-2.0
// Random programs: files, sections, lets, rules and actions.
#include "tests/support/program_generator.h"

#include <algorithm>
#include <utility>

#include "tests/support/expression_generator.h"

namespace lintel::generator {
namespace {

struct TriggerNames {
  std::string name;
  std::vector<std::string> sources;
};

const std::vector<TriggerNames> triggers = {
    {"PreSignUp", {"PreSignUp_SignUp", "PreSignUp_AdminCreateUser", "PreSignUp_ExternalProvider"}},
    {"PostConfirmation",
     {"PostConfirmation_ConfirmSignUp", "PostConfirmation_ConfirmForgotPassword"}},
    {"CustomMessage",
     {"CustomMessage_SignUp", "CustomMessage_AdminCreateUser", "CustomMessage_ResendCode",
      "CustomMessage_ForgotPassword", "CustomMessage_Authentication"}},
};

std::string text_of(const Let& let) {
  std::string text = "let " + let.name;
  if (!let.parameters.empty()) {
    text += "(";
    for (const auto& [name, type] : let.parameters) text += (text.back() == '(' ? "" : ", ") + name;
    text += ")";
  }
  return text + " = " + let.value.text() + "\n";
}

std::string text_of(const Action& action) {
  std::string text = action.name;
  if (action.arguments.empty()) return text;
  text += "(";
  for (const auto& [name, value] : action.arguments) {
    if (text.back() != '(') text += ", ";
    text += (name.empty() ? "" : name + ": ") + value.text();
  }
  return text + ")";
}

std::string text_of(const Rule& rule) {
  std::string text = rule.head;
  if (!rule.condition.empty())
    text += (text.empty() ? "when " : "\nwhen ") + rule.condition[0].text();
  text += text.empty() ? "then " : "\nthen ";
  for (std::size_t i = 0; i < rule.actions.size(); ++i)
    text += (i > 0 ? ",\n     " : "") + text_of(rule.actions[i]);
  return text + "\n";
}

class SectionMaker {
 public:
  SectionMaker(Dice& dice, const TriggerNames& trigger, const std::vector<Let>& file_lets)
      : dice_(dice), trigger_(trigger), maker_(dice, trigger.name) {
    for (const Let& let : file_lets) maker_.declare(let);
  }

  Section make() {
    Section section;
    section.trigger = trigger_.name;
    section.on = on();
    for (std::size_t i = dice_.below(4); i > 0; --i) {
      section.lets.push_back(let("s" + std::to_string(section.lets.size())));
      maker_.declare(section.lets.back());
    }
    for (std::size_t i = 1 + dice_.below(4); i > 0; --i) section.rules.push_back(rule());
    return section;
  }

  Let let(std::string name) {
    static const std::vector<Type> types = {Type::text,    Type::text,  Type::integer,
                                            Type::boolean, Type::texts, Type::integers};
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
  std::string on() {
    if (!dice_.one_in(3)) return trigger_.name;
    const std::string& first = dice_.pick(trigger_.sources);
    const std::string& second = dice_.pick(trigger_.sources);
    return first == second || dice_.one_in(2) ? first : first + ", " + second;
  }

  Rule rule() {
    Rule made;
    if (dice_.one_in(3))
      made.head = "rule " + quoted(dice_, "r" + std::to_string(dice_.number()), false);
    const bool denies = dice_.one_in(4);
    maker_.allow_templates(false);
    if (!dice_.one_in(8)) made.condition.push_back(condition(!denies));
    maker_.allow_templates(true);
    if (denies)
      made.actions.push_back({"reject", {{"", value()}}});
    else
      for (std::size_t i = 1 + dice_.below(2); i > 0; --i) made.actions.push_back(action());
    if (denies && dice_.one_in(4)) made.actions.insert(made.actions.begin(), action());
    maker_.narrowed().clear();
    return made;
  }

  // Where `&&` guards it, the name is present in the actions too.
  Expression condition(bool optional) {
    if (!dice_.one_in(4)) return maker_.make(Type::boolean, optional, 4);
    Expression name = maker_.optional_leaf(Type::text);
    const bool by_comparison = optional && dice_.one_in(2);
    const std::string guard = by_comparison ? name.text() + " != \"\"" : "has(" + name.text() + ")";
    name.optional = false;
    maker_.narrowed().push_back(name);
    Expression rest = maker_.make(Type::boolean, optional, 3);
    const bool stays_optional = by_comparison || rest.optional;
    return {Type::boolean, stays_optional, {guard + " && ", ""}, {std::move(rest)}};
  }

  Expression value() { return maker_.make(Type::text, false, 3); }

  Action action() {
    if (trigger_.name == "PreSignUp") {
      static const std::vector<std::string> flags = {"autoConfirm", "autoVerifyEmail",
                                                     "autoVerifyPhone"};
      return {dice_.pick(flags), {}};
    }
    if (trigger_.name == "CustomMessage") {
      static const std::vector<std::string> fields = {"smsMessage", "emailMessage", "emailSubject"};
      return {dice_.pick(fields), {{"", value()}}};
    }
    return effect();
  }

  Action effect() {
    Action made{"log", {{"", value()}}};
    if (dice_.one_in(3)) made.name = "addToGroup";
    if (dice_.one_in(2)) {
      made = {"sendEmail", {{"from", value()}, {"to", value()}, {"subject", value()}}};
      if (dice_.one_in(2)) made.arguments.emplace_back("html", value());
      if (made.arguments.size() == 3 || dice_.one_in(2))
        made.arguments.emplace_back("text", value());
    }
    if (dice_.one_in(3))
      made.arguments.emplace_back(
          "onFailure",
          ExpressionMaker::fixed(Type::text, dice_.one_in(2) ? "\"reject\"" : "\"continue\""));
    return made;
  }

  Dice& dice_;
  const TriggerNames& trigger_;
  ExpressionMaker maker_;
};

}  // namespace

std::string Expression::text() const {
  std::string all;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    all += pieces[i];
    if (i < parts.size()) all += parts[i].text();
  }
  return all;
}

std::string File::text() const {
  std::string all;
  for (const Let& let : lets) all += text_of(let);
  for (const Section& section : sections) {
    all += "on " + section.on + "\n";
    for (const Let& let : section.lets) all += text_of(let);
    for (const Rule& rule : section.rules) all += text_of(rule);
  }
  return all;
}

Program make_program(Dice& dice) {
  Program program;
  const bool one_trigger = dice.one_in(2);
  const TriggerNames& common = dice.pick(triggers);
  for (std::size_t files = dice.one_in(4) ? 2 : 1; files > 0; --files) {
    File file;
    // Lets of a file may be used under every trigger, so they are made of what all have.
    SectionMaker shared(dice, triggers[1], {});
    for (std::size_t i = dice.below(3); i > 0; --i)
      file.lets.push_back(shared.let("f" + std::to_string(file.lets.size())));
    for (std::size_t i = 1 + dice.below(2); i > 0; --i)
      file.sections.push_back(
          SectionMaker(dice, one_trigger ? common : dice.pick(triggers), file.lets).make());
    program.files.push_back(std::move(file));
  }
  return program;
}

}  // namespace lintel::generator
