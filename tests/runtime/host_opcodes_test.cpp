// SPDX-License-Identifier: Apache-2.0
// What instructions ask of the host, and what they make for it.
#include <gtest/gtest.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;

class FixedHost : public Host {
 public:
  std::string_view variable(std::string_view name) override {
    ++asked;
    if (name == "EMPTY") return "";
    if (name == "BYTES") return "\xff";
    return name == "SET" ? std::string_view("value") : std::string_view();
  }
  bool now(Instant& time) override {
    ++times;
    time = {times, 0};
    return true;
  }
  // Bytes that count up from 0, again for each fill.
  bool random(std::span<std::byte> bytes) override {
    unsigned char next = 0;
    for (std::byte& byte : bytes) byte = std::byte{next++};
    return true;
  }

  int asked = 0;
  int times = 0;
};

TEST(HostOpcode, VariablesAreAskedForOnce) {
  ImageSketch s;
  for (const char* name : {"SET", "EMPTY", "BYTES", "OTHER", "SET"}) {
    const Number to = s.reg(Kind::text);
    s.emit(load_variable, to, s.builder.variable(name));
    s.show(to, Kind::text);
  }
  note_opcodes(s.builder.instructions);
  const Bytes image = s.finish();
  FixedHost host;
  Engine engine(image, &host);
  const std::vector<std::string> values{"value", "", "absent", "absent", "value"};
  EXPECT_EQ(engine.logs("{}"), values);
  EXPECT_EQ(engine.logs("{}"), values);
  EXPECT_EQ(host.asked, 4);
  Engine alone(image);
  EXPECT_EQ(alone.logs("{}"), std::vector<std::string>(5, "absent"));
}

TEST(HostOpcode, AnEvaluationHasOneTime) {
  ImageSketch s;
  const Number first = s.reg(Kind::time);
  const Number second = s.reg(Kind::time);
  const Number known = s.reg(Kind::time);
  s.emit(load_now, first);
  s.emit(load_now, second);
  s.emit(load_time, known, s.builder.integer(1), s.builder.integer(0));
  s.show_outcome(test_value_equal, first, second);
  s.show_outcome(test_value_equal, first, known);
  note_opcodes(s.builder.instructions);
  FixedHost host;
  Engine engine(s.finish(), &host);
  EXPECT_EQ(engine.logs("{}"), (std::vector<std::string>{"true", "true"}));
  EXPECT_EQ(engine.logs("{}"), (std::vector<std::string>{"true", "false"}));
  EXPECT_EQ(host.times, 2);
}

TEST(HostOpcode, TextsAreDrawnFromItsBytes) {
  ImageSketch s;
  const Number digits = s.reg(Kind::text);
  const Number token = s.reg(Kind::text);
  s.emit(random_digits, digits, 6);
  s.emit(random_token, token, 3);
  s.show(digits, Kind::text);
  s.show(token, Kind::text);
  note_opcodes(s.builder.instructions);
  FixedHost host;
  Engine engine(s.finish(), &host);
  EXPECT_EQ(engine.logs("{}"), (std::vector<std::string>{"012345", "ABC"}));
}

TEST(Opcode, ToJson) {
  ImageSketch s;
  const Number json = s.reg(Kind::text);
  s.emit(to_json, json, s.text("a\"b"));
  s.show(json, Kind::text);
  const Number number = s.reg(Kind::text);
  s.emit(to_json, number, s.integer(-5));
  s.show(number, Kind::text);
  const Number none = s.reg(Kind::text);
  s.emit(to_json, none, s.absent(Kind::text));
  s.show(none, Kind::text);
  note_opcodes(s.builder.instructions);
  Engine engine(s.finish());
  EXPECT_EQ(engine.logs("{}"), (std::vector<std::string>{"\"a\\\"b\"", "-5", "absent"}));
}

TEST(Opcode, TestSecret) {
  ImageSketch s;
  s.show_outcome(test_secret, s.text("1234"), s.text("1234"));
  s.show_outcome(test_secret, s.text("1234"), s.text("1235"));
  s.show_outcome(test_secret, s.text("1234"), s.text("123"));
  s.show_outcome(test_secret, s.text("1234"), s.absent(Kind::text));
  note_opcodes(s.builder.instructions);
  Engine engine(s.finish());
  EXPECT_EQ(engine.logs("{}"), (std::vector<std::string>{"true", "false", "false", "absent"}));
}

}  // namespace
}  // namespace lintel::test
