// SPDX-License-Identifier: Apache-2.0
// The response writer and one that works on nlohmann's tree: random fields of every kind and
// default, set in random ways, in random events; by evaluators that have learned nothing and by one
// that has learned from all events before. Outside of `response` the answer is the event, byte for
// byte.
#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/differential/json_scale.h"
#include "tests/differential/json_tree_writer.h"
#include "tests/runtime/image_sketch.h"
#include "tests/support/json_text.h"
#include "tests/support/program_generator.h"

namespace lintel::differential {
namespace {

using generator::Dice;
using image::FieldDefault;
using image::FieldKind;
using image::Opcode;
using nlohmann::json;
using test::Number;

struct Event {
  std::string text;
  json tree;
};

const std::vector<std::string> paths = {"a", "b", "c.d", "c.e", "c.f.g", "h", "v\"", "i.k"};
const std::vector<std::string> plain_paths = {"a", "b", "h", "z"};
const std::vector<std::string> keys = {"a", "k", "\u00e9", "x\"", ""};
const std::vector<std::string> sources = {"p", "q.r", "p q.r", "response.a q.r p"};

// Names of members as JSON, some of them with escapes.
const std::vector<std::string> names = {"a",       "b",       "c",     "d", "e",      "f",
                                        "g",       "h",       "v\\\"", "i", "k",      "\\u0061",
                                        "\\u0063", "\\u006b", "z",     "",  "\u00e9", "x\\u0022"};

std::string random_value(Dice& dice, int depth) {
  static const std::vector<std::string> scalars = {
      "null", "true", "false", "0", "-1.50", "1e2", "\"\"", "\"x\"", "\"\\u00e9\\n\"", "\"\\\"\""};
  if (depth == 0 || dice.one_in(2)) return dice.pick(scalars);
  const bool is_list = dice.one_in(4);
  std::string text;
  for (std::size_t i = dice.below(5); i > 0; --i) {
    if (!text.empty()) text += dice.one_in(5) ? " ,\n" : ",";
    if (!is_list) text += "\"" + dice.pick(names) + (dice.one_in(5) ? "\" : " : "\":");
    text += random_value(dice, depth - 1);
  }
  return (is_list ? "[" : "{") + text + (is_list ? "]" : "}");
}

// An event with members that fields and their sources may have.
std::string random_event(Dice& dice) {
  std::vector<std::string> parts;
  static const std::vector<std::string> objects = {"\"o\":", "\"p\":", "\"q\":{\"r\":", "\"l\":"};
  for (const std::string& name : objects) {
    if (dice.one_in(4)) continue;
    const bool is_list = name == "\"l\":";
    std::string value =
        is_list ? (dice.one_in(2) ? R"(["a","k","\u00e9","a"])" : "[]") : random_value(dice, 2);
    if (!is_list && value.front() != '{' && !dice.one_in(10)) value = R"({"a":1,"\u006b":"y"})";
    if (name == "\"o\":" && value.front() != '{') value = "{}";
    parts.push_back(name + value + (name.ends_with("{\"r\":") ? "}" : ""));
  }
  if (!dice.one_in(3)) parts.push_back(R"("t":"te\u0078t \ud83d\ude00")");
  if (dice.one_in(6)) parts.push_back("\"response\":" + random_value(dice, 1));
  if (!dice.one_in(8)) {
    std::string response = random_value(dice, 3);
    if (response.front() != '{' && !dice.one_in(3)) response = "{}";
    parts.push_back("\"response\":" + response);
  }
  std::string text;
  std::shuffle(parts.begin(), parts.end(), std::mt19937_64(dice.number()));
  for (const std::string& part : parts) text += (text.empty() ? "" : ",") + part;
  return (dice.one_in(8) ? " {" : "{") + text + (dice.one_in(8) ? "\n} " : "}");
}

// An event as pools send it, which a reader that has learned reads by its phrases.
std::string plain_event(Dice& dice) {
  static const std::vector<std::string> values = {"null", "true", "false", "0", "\"x\"", "[]"};
  std::string response;
  for (const char* name : {"a", "b", "h", "z", "c"}) {
    if (dice.one_in(2)) continue;
    if (!response.empty()) response += dice.one_in(9) ? " , " : ",";
    response += "\"" + std::string(name) + "\":" + dice.pick(values);
  }
  std::string text = dice.one_in(4) ? "" : R"("t":"text",)";
  text += R"("o":{"a":"1"},"l":[])";
  if (!dice.one_in(6)) text += ",\"response\":{" + response + "}";
  return "{" + text + (dice.one_in(4) ? R"(,"q":{"r":{}}})" : "}");
}

// Random fields and a program that sets some of them, and what that says of an event.
class Program {
 public:
  explicit Program(Dice& dice)
      : sketch_({{"t", image::ReadAs::text},
                 {"o", image::ReadAs::object},
                 {"l", image::ReadAs::array}}) {
    is_plain_ = dice.one_in(3);
    std::vector<std::string> some = is_plain_ ? plain_paths : paths;
    std::shuffle(some.begin(), some.end(), std::mt19937_64(dice.number()));
    some.resize(1 + dice.below(some.size()));
    for (const std::string& path : some) add_field(dice, path);
    for (std::size_t i = dice.below(9); i > 0; --i) act(dice);
    image_ = sketch_.finish();
  }

  const std::vector<Field>& fields() const { return fields_; }
  const test::Bytes& image() const { return image_; }

  // Of flags and texts of the response itself: the answer is written in a way of its own then.
  bool is_plain() const { return is_plain_; }

  std::vector<Said> said(const Event& event) const {
    std::vector<Said> all(fields_.size());
    for (const auto& act : acts_) act(event, all);
    return all;
  }

 private:
  void add(Field field) {
    numbers_.push_back(sketch_.field(field.path, field.kind, field.unset, field.from));
    fields_.push_back(std::move(field));
  }

  void add_field(Dice& dice, const std::string& path) {
    using enum FieldKind;
    using enum FieldDefault;
    switch (dice.below(is_plain_ ? 2 : 4)) {
      case 0: add({path, flag, std::vector{no, yes, null, as_it_came}[dice.below(4)], ""}); break;
      case 1:
        if (!is_plain_ && dice.one_in(3))
          add({path, text, copied, dice.one_in(2) ? "p" : "q.r"});
        else
          add({path, text, dice.one_in(2) ? null : as_it_came, ""});
        break;
      case 2: {
        const std::string from = dice.one_in(2) ? dice.pick(sources) : "";
        add({path, entries, dice.one_in(2) ? null : as_it_came, from});
        if (!from.empty() && dice.one_in(2)) add({path, dropped, as_it_came, ""});
        if (!from.empty() && dice.one_in(3)) add({path, kept, as_it_came, ""});
        break;
      }
      default:
        if (dice.one_in(3))
          add({path, items, copied, dice.one_in(2) ? "l" : "q.r"});
        else
          add({path, items, dice.one_in(2) ? null : as_it_came, ""});
    }
  }

  static void put(Said& said, const std::string& key, const json& value) {
    said.is_set = true;
    if (!holds(said, key)) said.entries.emplace_back(key, value);
  }

  void set(std::size_t field, const json& value) {
    acts_.push_back([field, value](const Event&, std::vector<Said>& all) {
      if (!all[field].is_set) all[field] = {true, value, {}};
    });
  }

  void act(Dice& dice) {
    const std::size_t field = dice.below(fields_.size());
    const Number number = numbers_[field];
    switch (fields_[field].kind) {
      case FieldKind::flag:
      case FieldKind::text: return act_on_scalar(dice, field, number);
      case FieldKind::entries: return act_on_entries(dice, field, number);
      default: return act_on_items(dice, field, number);
    }
  }

  void act_on_scalar(Dice& dice, std::size_t field, Number number) {
    if (dice.one_in(5)) {
      sketch_.emit(Opcode::set_null, 0, number);
      return set(field, nullptr);
    }
    if (fields_[field].kind == FieldKind::flag) {
      const bool yes = dice.one_in(2);
      sketch_.emit(Opcode::set_flag, 0, number, yes ? 1 : 0);
      return set(field, yes);
    }
    if (dice.one_in(2)) {
      const std::string text = dice.one_in(2) ? "new \"text\"\n" : "";
      sketch_.emit(Opcode::set_text, sketch_.text(text), number);
      return set(field, text);
    }
    sketch_.emit(Opcode::set_text, sketch_.slot("t"), number);
    acts_.push_back([field](const Event& event, std::vector<Said>& all) {
      const json* const text = find(event.tree, "t");
      if (text != nullptr && !all[field].is_set) all[field] = {true, *text, {}};
    });
  }

  void act_on_entries(Dice& dice, std::size_t field, Number number) {
    if (dice.one_in(3)) {
      sketch_.emit(Opcode::set_entries, sketch_.slot("o"), number);
      acts_.push_back([field](const Event& event, std::vector<Said>& all) {
        const auto tree = reference::parse_json(event.text, 1000);
        const auto* const object = reference::find_member(*tree, "o");
        if (object == nullptr) return;
        all[field].is_set = true;
        for (const reference::JsonMember& member : object->members) {
          const reference::Json& value = member.value;
          if (reference::find_member(*object, member.name) != &value) continue;
          if (value.kind == reference::Json::Kind::null) continue;
          // Texts as they are, and all else as its JSON text.
          const bool is_text = value.kind == reference::Json::Kind::string;
          put(all[field], member.name,
              is_text ? value.text : event.text.substr(value.begin, value.end - value.begin));
        }
      });
      return;
    }
    const std::string key = dice.pick(keys);
    json value;
    Number from = 0;
    switch (dice.below(4)) {
      case 0:
        value = "value";
        from = sketch_.text("value");
        break;
      case 1:
        value = -7;
        from = sketch_.integer(-7);
        break;
      case 2:
        value = true;
        from = sketch_.boolean(true);
        break;
      default: from = sketch_.slot("o");
    }
    sketch_.emit(Opcode::set_entry, sketch_.text(key), number, from);
    acts_.push_back([field, key, value](const Event& event, std::vector<Said>& all) {
      const json* const object = find(event.tree, "o");
      if (!value.is_null()) return put(all[field], key, value);
      if (object != nullptr) put(all[field], key, *object);
    });
  }

  void act_on_items(Dice& dice, std::size_t field, Number number) {
    if (dice.one_in(3)) {
      sketch_.emit(Opcode::add_items, sketch_.slot("l"), number);
      acts_.push_back([field](const Event& event, std::vector<Said>& all) {
        const json* const list = find(event.tree, "l");
        if (list == nullptr) return;
        all[field].is_set = true;
        for (const json& item : *list) put(all[field], item.get<std::string>(), nullptr);
      });
      return;
    }
    const std::string item = dice.pick(keys);
    sketch_.emit(Opcode::add_item, sketch_.text(item), number);
    acts_.push_back(
        [field, item](const Event&, std::vector<Said>& all) { put(all[field], item, nullptr); });
  }

  test::ImageSketch sketch_;
  bool is_plain_ = false;
  std::vector<Field> fields_;
  std::vector<Number> numbers_;
  std::vector<std::function<void(const Event&, std::vector<Said>&)>> acts_;
  test::Bytes image_;
};

// Names that an object of the answer holds twice, at any level; an object that came is not looked
// into.
bool repeats_names(const reference::Json& object) {
  for (std::size_t i = 0; i < object.members.size(); ++i)
    for (std::size_t j = i + 1; j < object.members.size(); ++j)
      if (object.members[i].name == object.members[j].name) return true;
  return false;
}

struct Counts {
  std::uint64_t answers = 0;
  std::uint64_t faults = 0;
  std::uint64_t changed = 0;
};

std::string difference(const Program& program, Evaluator& evaluator, const std::string& event,
                       Counts& counts) {
  const json parsed = json::parse(event);
  const std::vector<Said> said = program.said({event, parsed});
  FaultKind fault{};
  const auto expected = TreeWriter(program.fields(), said, parsed).answer(fault);
  const Outcome outcome = evaluator.evaluate(event);
  const std::string body(outcome.body());
  if (!expected) {
    ++counts.faults;
    return outcome.kind() == OutcomeKind::fault && outcome.fault().kind == fault
               ? ""
               : "no such fault: " + body;
  }
  ++counts.answers;
  if (outcome.kind() != OutcomeKind::answered) return "not answered: " + body;
  counts.changed += body == event ? 0 : 1;
  const json answer = json::parse(body, nullptr, false);
  // What is no JSON is neither equal to anything nor different from it.
  if (answer.is_discarded() || answer != *expected)
    return "answers " + body + "\nexpected " + expected->dump() + "\nfound    " + answer.dump();

  // Byte for byte the event, but for the last response.
  const auto tree = reference::parse_json(event, 1000);
  const auto* const response = reference::find_member(*tree, "response");
  const std::string_view before = std::string_view(event).substr(
      0, response != nullptr ? response->begin : event.find_last_not_of(" \n}") + 1);
  const std::string_view behind =
      std::string_view(event).substr(response != nullptr ? response->end : event.rfind('}'));
  if (!body.starts_with(before) || !body.ends_with(behind))
    return "other bytes are not those of the event: " + body;

  const auto written = reference::parse_json(body, 1000);
  for (std::size_t i = 0; i < program.fields().size(); ++i) {
    if (program.fields()[i].kind != FieldKind::entries || !said[i].is_set) continue;
    const reference::Json* object = reference::find_member(*written, "response");
    for (const std::string& name : split(program.fields()[i].path, '.'))
      if (object != nullptr) object = reference::find_member(*object, name);
    if (object != nullptr && repeats_names(*object)) return "a name stands twice in " + body;
  }
  return {};
}

TEST(JsonWriter, WritesWhatATreeWriterWrites) {
  constexpr std::uint64_t events = 10;  // for each program
  const std::uint64_t programs = json_cases / 100;
  Counts counts;
  for (std::uint64_t i = 0; i < programs; ++i) {
    Dice dice(json_first_seed + i);
    const Program program(dice);
    const LoadResult loaded = Ruleset::load(program.image());
    ASSERT_TRUE(loaded);
    Evaluator warm(*loaded);
    for (std::uint64_t e = 0; e < events; ++e) {
      const bool is_plain = program.is_plain() && !dice.one_in(4);
      const std::string event = is_plain ? plain_event(dice) : random_event(dice);
      Evaluator cold(*loaded);
      for (Evaluator* const evaluator : {&cold, &warm, &warm}) {
        ASSERT_EQ(difference(program, *evaluator, event, counts), "")
            << (evaluator == &cold ? "a new evaluator" : "one that has learned") << ", seed "
            << json_first_seed + i << "\n"
            << event;
      }
    }
  }
  std::cout << programs << " programs: " << counts.answers << " answers, " << counts.changed
            << " of them changed, " << counts.faults << " faults\n";
  if (json_cases < 1000) return;
  EXPECT_GT(counts.changed, counts.answers / 2);
  EXPECT_GT(counts.faults, programs);
}

}  // namespace
}  // namespace lintel::differential
