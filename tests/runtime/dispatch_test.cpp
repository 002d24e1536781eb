// SPDX-License-Identifier: Apache-2.0
// Which program an event gets by its source and version.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/runtime/image_sketch.h"

namespace lintel::test {
namespace {

// Programs 0, 1 and 2 reject with their numbers.
class Dispatched {
 public:
  explicit Dispatched(std::string_view versions, std::string_view other_versions = {},
                      Number unnamed = 2) {
    ImageSketch s;
    for (const char* name : {"0", "1", "2"}) {
      s.emit(Opcode::reject, s.text(name));
      s.end_program();
    }
    s.trigger("A", {{"x", 0}, {"y", 1}}, 2, unnamed, versions);
    if (!other_versions.empty()) s.trigger("A", {{"x", 1}}, 2, unnamed, other_versions);
    image_ = s.finish();
  }

  // The text of the rejection or fault, and what the outcome says the event is for.
  std::string of(const std::string& event) const {
    Engine engine(image_);
    const Outcome outcome = engine.run(event);
    return std::string(outcome.message()) + " " + std::string(outcome.trigger()) + " " +
           std::string(outcome.source());
  }
  std::string of_version(const std::string& version) const {
    return of(R"({"version":)" + version + R"(,"triggerSource":"A_x"})");
  }

 private:
  Bytes image_;
};

const std::string unserved =
    "version: the image has no rules for this version of the trigger's event: ";

TEST(DispatchTable, EachVersionOfATrigger) {
  const Dispatched dispatched("1 two 3.50");
  for (const char* version : {"\"1\"", "1", "\"two\"", "3.50", "\"3.50\"", "\"\\u0031\""})
    EXPECT_EQ(dispatched.of_version(version), "0 A A_x") << version;
  for (const char* version : {"\"2\"", "\"1 two\"", "\"tw\"", "3.5", "1.0"}) {
    EXPECT_EQ(dispatched.of_version(version).substr(0, unserved.size()), unserved) << version;
  }
  // Without a version, the only trigger.
  EXPECT_EQ(dispatched.of_version("null"), "0 A A_x");
  EXPECT_EQ(dispatched.of(R"({"triggerSource":"A_y"})"), "1 A A_y");
  EXPECT_EQ(dispatched.of(R"({"triggerSource":"A_z"})"), "2 A ");
}

// Though the words are the same.
TEST(DispatchTable, OnlyTextsAndNumbersAreVersions) {
  const Dispatched dispatched("true [1] {}");
  for (const char* version : {"true", "[1]", "{}", "false"})
    EXPECT_EQ(dispatched.of_version(version).substr(0, unserved.size()), unserved) << version;
  EXPECT_EQ(dispatched.of_version("\"true\""), "0 A A_x");
}

TEST(DispatchTable, ASecondTriggerOfTheSamePrefix) {
  const Dispatched dispatched("1", "2 3");
  EXPECT_EQ(dispatched.of_version("1"), "0 A A_x");
  EXPECT_EQ(dispatched.of_version("2"), "1 A A_x");
  EXPECT_EQ(dispatched.of_version("3"), "1 A A_x");
  EXPECT_EQ(dispatched.of_version("4"), unserved + "4 (byte 11)  ");
  EXPECT_EQ(dispatched.of_version("null"),
            "version: the event has no version, and the image has rules for several of its trigger"
            "  ");
}

TEST(DispatchTable, AnEventThatDoesNotSayItsSource) {
  const Dispatched one("1 2");
  EXPECT_EQ(one.of("{}"), "2 A ");
  EXPECT_EQ(one.of(R"({"triggerSource":null,"version":null})"), "2 A ");
  EXPECT_EQ(one.of(R"({"version":2})"), "2 A ");
  EXPECT_EQ(one.of(R"({"version":3})"), unserved + "3 (byte 11)  ");
  const std::string missing =
      "triggerSource: the event has no triggerSource, and the image serves more than one trigger "
      "or source  ";
  EXPECT_EQ(Dispatched("1", "2").of("{}"), missing);
  EXPECT_EQ(Dispatched("1", "", image::none).of("{}"), missing);
}

// Known by its phrases, and between others that are known, and ones with something wrong.
TEST(DispatchTable, AnEventWithAVersionAndNoSource) {
  ImageSketch s({{"t", ReadAs::text}});
  for (const char* name : {"zero", "one"}) {
    s.log(name);
    s.end_program();
  }
  s.trigger("A", {{"x", 0}, {"y", 1}}, image::none, 0);
  Engine engine(s.finish());
  const auto first_log = [&](const char* event) { return engine.logs(event).front(); };
  constexpr const char* unnamed = R"({"version":"1","t":"v"})";
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(first_log(unnamed), "zero");
    EXPECT_EQ(first_log(R"({"t":"v","triggerSource":"A_y"})"), "one");
    EXPECT_EQ(first_log("{").substr(0, 6), "fault:");
    EXPECT_EQ(first_log(unnamed), "zero");
    EXPECT_EQ(first_log(R"({"t":"v","triggerSource":"C_y"})").substr(0, 6), "fault:");
    EXPECT_EQ(first_log(unnamed), "zero");
  }
}

}  // namespace
}  // namespace lintel::test
