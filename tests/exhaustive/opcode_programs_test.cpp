// SPDX-License-Identifier: Apache-2.0
// The instructions that act or jump: all short programs of them against a twin.
#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/limits.h"
#include "tests/exhaustive/scale.h"
#include "tests/runtime/image_sketch.h"

namespace lintel::exhaustive {
namespace {

using image::FieldDefault;
using image::FieldKind;
using image::Opcode;
using test::Kind;
using test::Number;

// What a program does, as the twin tells it.
struct Deed {
  OutcomeKind kind = OutcomeKind::answered;
  std::string message;
  std::optional<std::string> flag, text, items, entries;  // JSON
  std::vector<std::uint32_t> fired;
  std::vector<std::string> effects;

  void forget_fields() { flag = text = items = entries = std::nullopt; }
  std::string body() const {
    if (kind == OutcomeKind::rejected)
      return R"({"errorMessage":")" + message + R"(","errorType":"Rejected"})";
    std::string response = "\"f\":" + flag.value_or("false") + ",\"t\":" + text.value_or("null");
    if (items) response += ",\"i\":[" + *items + "]";
    if (entries) response += ",\"e\":{" + *entries + "}";
    return R"({"response":{)" + response + "}}";
  }
};

void set(std::optional<std::string>& field, const std::string& json) {
  if (!field) field = json;
}

void add(std::optional<std::string>& field, const std::string& json) {
  if (!field) field = "";
  if (field->find(json) == std::string::npos) *field += (field->empty() ? "" : ",") + json;
}

// Keeps what outlives a rejection.
void keep_logs(Deed& deed) {
  std::erase_if(deed.effects, [](const std::string& effect) { return effect != "log x"; });
}

// The places of a program: registers and rows.
struct Rows {
  Number x, y, gone, unset, flag, text, items, entries, log, mail;
};

// How the twin goes on.
enum class Next { on, over_one, end };

struct Act {
  std::string name;
  std::function<void(test::ImageSketch&, const Rows&)> emit;
  std::function<Next(Deed&)> does;
  bool jumps_over = false;
};

Act act(std::string name, std::function<void(test::ImageSketch&, const Rows&)> emit,
        std::function<void(Deed&)> does) {
  return {std::move(name), std::move(emit), [does](Deed& deed) {
            does(deed);
            return Next::on;
          }};
}

const std::vector<Act>& acts() {
  static const std::vector<Act> all = [] {
    using Sketch = test::ImageSketch;
    std::vector<Act> made;
    const auto nothing = [](Deed&) {};
    for (const Number yes : {0U, 1U})
      made.push_back(act(
          "set_flag", [yes](Sketch& s, const Rows& r) { s.emit(Opcode::set_flag, 0, r.flag, yes); },
          [yes](Deed& d) { set(d.flag, yes != 0 ? "true" : "false"); }));
    made.push_back(act(
        "set_null flag", [](Sketch& s, const Rows& r) { s.emit(Opcode::set_null, 0, r.flag); },
        [](Deed& d) { set(d.flag, "null"); }));
    made.push_back(act(
        "set_null text", [](Sketch& s, const Rows& r) { s.emit(Opcode::set_null, 0, r.text); },
        [](Deed& d) { set(d.text, "null"); }));
    made.push_back(act(
        "set_text x", [](Sketch& s, const Rows& r) { s.emit(Opcode::set_text, r.x, r.text); },
        [](Deed& d) { set(d.text, "\"x\""); }));
    made.push_back(act(
        "set_text gone", [](Sketch& s, const Rows& r) { s.emit(Opcode::set_text, r.gone, r.text); },
        nothing));
    made.push_back(act(
        "add_item x", [](Sketch& s, const Rows& r) { s.emit(Opcode::add_item, r.x, r.items); },
        [](Deed& d) { add(d.items, "\"x\""); }));
    made.push_back(act(
        "add_item y", [](Sketch& s, const Rows& r) { s.emit(Opcode::add_item, r.y, r.items); },
        [](Deed& d) { add(d.items, "\"y\""); }));
    made.push_back(act(
        "add_items gone",
        [](Sketch& s, const Rows& r) { s.emit(Opcode::add_items, r.gone, r.items); }, nothing));
    made.push_back(act(
        "set_entry x y",
        [](Sketch& s, const Rows& r) { s.emit(Opcode::set_entry, r.x, r.entries, r.y); },
        [](Deed& d) {
          if (!d.entries || d.entries->find("\"x\":") == std::string::npos)
            add(d.entries, R"("x":"y")");
        }));
    made.push_back(act(
        "set_entry x x",
        [](Sketch& s, const Rows& r) { s.emit(Opcode::set_entry, r.x, r.entries, r.x); },
        [](Deed& d) {
          if (!d.entries || d.entries->find("\"x\":") == std::string::npos)
            add(d.entries, R"("x":"x")");
        }));
    made.push_back(act(
        "set_entry x gone",
        [](Sketch& s, const Rows& r) { s.emit(Opcode::set_entry, r.x, r.entries, r.gone); },
        nothing));
    made.push_back(act(
        "set_entries gone",
        [](Sketch& s, const Rows& r) { s.emit(Opcode::set_entries, r.gone, r.entries); }, nothing));
    for (const Number rule : {0U, 1U})
      made.push_back(act(
          "fire", [rule](Sketch& s, const Rows&) { s.emit(Opcode::fire, 0, rule); },
          [rule](Deed& d) { d.fired.push_back(rule); }));
    made.push_back(act(
        "log x", [](Sketch& s, const Rows& r) { s.emit(Opcode::request_effect, r.x, r.log, 1); },
        [](Deed& d) { d.effects.emplace_back("log x"); }));
    // x and y stand one after the other.
    made.push_back(act(
        "mail x y",
        [](Sketch& s, const Rows& r) { s.emit(Opcode::request_effect, r.x, r.mail, 2); },
        [](Deed& d) { d.effects.emplace_back("mail x y"); }));
    made.push_back(act(
        "mail y gone",
        [](Sketch& s, const Rows& r) { s.emit(Opcode::request_effect, r.y, r.mail, 2); }, nothing));
    const auto ends = [](std::string name, auto emit, auto does) {
      return Act{std::move(name), emit, [does](Deed& d) {
                   does(d);
                   return Next::end;
                 }};
    };
    made.push_back(ends(
        "reject x", [](Sketch& s, const Rows& r) { s.emit(Opcode::reject, r.x); },
        [](Deed& d) {
          d.kind = OutcomeKind::rejected;
          d.message = "x";
          keep_logs(d);
        }));
    made.push_back(ends(
        "reject gone", [](Sketch& s, const Rows& r) { s.emit(Opcode::reject, r.gone); },
        [](Deed& d) {
          d.kind = OutcomeKind::rejected;
          d.message = "the request was rejected";
          keep_logs(d);
        }));
    made.push_back(ends(
        "deny", [](Sketch& s, const Rows&) { s.emit(Opcode::deny); },
        [](Deed& d) {
          d.forget_fields();
          keep_logs(d);
        }));
    made.push_back(ends(
        "end", [](Sketch& s, const Rows&) { s.emit(Opcode::end); }, nothing));
    const auto over = [](std::string name, auto emit, auto jumps) {
      return Act{std::move(name), emit,
                 [jumps](Deed& d) { return jumps(d) ? Next::over_one : Next::on; }, true};
    };
    made.push_back(over(
        "jump", [](Sketch& s, const Rows&) { s.emit(Opcode::jump); },
        [](const Deed&) { return true; }));
    made.push_back(over(
        "skip_set flag", [](Sketch& s, const Rows& r) { s.emit(Opcode::skip_set, 0, r.flag); },
        [](const Deed& d) { return d.flag.has_value(); }));
    made.push_back(over(
        "skip_set text", [](Sketch& s, const Rows& r) { s.emit(Opcode::skip_set, 0, r.text); },
        [](const Deed& d) { return d.text.has_value(); }));
    made.push_back(over(
        "once x", [](Sketch& s, const Rows& r) { s.emit(Opcode::once, r.x); },
        [](const Deed&) { return true; }));
    made.push_back(over(
        "once gone", [](Sketch& s, const Rows& r) { s.emit(Opcode::once, r.gone); },
        [](const Deed&) { return true; }));
    made.push_back(over(
        "once unset", [](Sketch& s, const Rows& r) { s.emit(Opcode::once, r.unset); },
        [](const Deed&) { return false; }));
    return made;
  }();
  return all;
}

std::string shown(const Outcome& outcome) {
  std::string text = std::string(outcome.body()) + "|" + std::string(outcome.message()) + "|";
  for (const std::uint32_t rule : outcome.fired()) text += std::to_string(rule);
  for (const Effect& effect : outcome.effects()) {
    text += "|" + std::string(effect.name);
    for (const EffectArgument& argument : effect.arguments)
      text += " " + std::string(argument.text);
  }
  return text;
}

std::string shown(const Deed& deed) {
  std::string text = deed.body() + "|" + deed.message + "|";
  for (const std::uint32_t rule : deed.fired) text += std::to_string(rule);
  for (const std::string& effect : deed.effects) text += "|" + effect;
  return text;
}

void run_program(const std::vector<std::size_t>& chosen) {
  test::ImageSketch sketch;
  Rows rows{};
  rows.x = sketch.text("x");
  rows.y = sketch.text("y");
  rows.gone = sketch.absent(Kind::text);
  rows.unset = sketch.reg(Kind::text);
  rows.flag = sketch.field("f", FieldKind::flag, FieldDefault::no);
  rows.text = sketch.field("t", FieldKind::text, FieldDefault::null);
  rows.items = sketch.field("i", FieldKind::items, FieldDefault::as_it_came);
  rows.entries = sketch.field("e", FieldKind::entries, FieldDefault::as_it_came);
  sketch.rule("first");
  sketch.rule("second");
  rows.log = sketch.effect("log", {"text"}, false, true);
  rows.mail = sketch.effect("mail", {"to", "text"});
  const Number first = sketch.here();
  for (const std::size_t number : chosen) acts()[number].emit(sketch, rows);
  const Number end = sketch.here();
  for (Number i = 0; i < chosen.size(); ++i)
    if (acts()[chosen[i]].jumps_over)
      sketch.builder.instructions[first + i].d = std::min(first + i + 2, end);

  Deed deed;
  std::string names;
  for (const std::size_t number : chosen) names += acts()[number].name + "; ";
  for (std::size_t i = 0; i < chosen.size();) {
    const Next next = acts()[chosen[i]].does(deed);
    if (next == Next::end) break;
    i += next == Next::over_one ? 2 : 1;
  }
  test::Engine engine(sketch.finish());
  for (int again = 0; again < 2; ++again) ASSERT_EQ(shown(engine.run("{}")), shown(deed)) << names;
}

TEST(OpcodePrograms, AllShortPrograms) {
  const std::size_t longest = everything() ? 4 : 2;
  std::uint64_t programs = 0;
  std::vector<std::size_t> chosen;
  const std::function<void()> longer = [&] {
    ++programs;
    run_program(chosen);
    if (chosen.size() == longest || testing::Test::HasFailure()) return;
    chosen.push_back(0);
    for (; chosen.back() < acts().size() && !testing::Test::HasFailure(); ++chosen.back()) longer();
    chosen.pop_back();
  };
  longer();
  checked("programs of instructions that act", programs);
}

}  // namespace
}  // namespace lintel::exhaustive
