// SPDX-License-Identifier: Apache-2.0
// Triggers that share a prefix: the version of the event tells them apart.
#include <gtest/gtest.h>

#include <string>

#include "tests/runtime/image_sketch.h"

namespace lintel::test {
namespace {

// What a program that logs its name has to do with the event.
std::string answer(Engine& engine, const std::string& version) {
  const auto logs = engine.logs(R"({"triggerSource":"A_x")" + version + "}");
  return logs.empty() ? "unchanged" : logs[0];
}

Bytes image(const std::vector<std::string>& versions) {
  ImageSketch sketch;
  Number program = 0;
  for (const std::string& name : versions) {
    sketch.log(name);
    sketch.end_program();
    sketch.trigger("A", {}, program, program, name);
    ++program;
  }
  return sketch.finish();
}

TEST(Versions, ChooseTheTrigger) {
  Engine engine(image({"1", "3", "2 3"}));
  EXPECT_EQ(answer(engine, R"(,"version":"1")"), "1");
  EXPECT_EQ(answer(engine, R"(,"version":1)"), "1");
  EXPECT_EQ(answer(engine, R"(,"version":"2")"), "2 3");
  EXPECT_EQ(answer(engine, R"(,"version":"3")"), "3");
  EXPECT_EQ(answer(engine, R"(,"version":"\u0033")"), "3");
  EXPECT_EQ(answer(engine, R"(,"version":"1","version":"2")"), "2 3");
}

TEST(Versions, ThatNobodyServesAreFaults) {
  Engine engine(image({"1", "2 3"}));
  const std::string fault =
      "fault: version: the image has no rules for this version of the trigger's event: ";
  EXPECT_EQ(answer(engine, R"(,"version":"4")"), fault + "4 (byte 33)");
  EXPECT_EQ(answer(engine, R"(,"version":"2 3")"), fault + "2 3 (byte 33)");
  EXPECT_EQ(answer(engine, R"(,"version":"")"), fault.substr(0, fault.size() - 2) + " (byte 33)");
  EXPECT_EQ(answer(engine, R"(,"version":12)"), fault + "12 (byte 33)");
  EXPECT_EQ(answer(engine, R"(,"version":true)"), fault + "true (byte 33)");
  EXPECT_EQ(answer(engine, R"(,"version":null)"),
            "fault: version: the event has no version, and the image has rules for several of its "
            "trigger");
}

TEST(Versions, MayBeMissingWhereThereIsNoChoice) {
  Engine one(image({"1"}));
  EXPECT_EQ(answer(one, ""), "1");
  EXPECT_EQ(answer(one, R"(,"version":"2")").substr(0, 5), "fault");
  EXPECT_EQ(one.logs(R"({"version":"1"})")[0], "1");
  EXPECT_EQ(one.logs(R"({"version":"2"})")[0].substr(0, 5), "fault");
  Engine any(image({""}));
  EXPECT_EQ(answer(any, R"(,"version":"$LATEST")"), "");
}

}  // namespace
}  // namespace lintel::test
