// SPDX-License-Identifier: Apache-2.0
// What commands do in worlds that a .case file cannot make: terminals, streams that break.
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/image.h"
#include "tests/support/fake_world.h"

namespace lintel::testing {
namespace {

using cli::ExitCode;

constexpr std::string_view good_rules = "on PreSignUp\nthen autoConfirm\n";
constexpr std::string_view bad_rules = "on PreSignUp\nwhen userName = \"x\" then autoConfirm\n";
constexpr std::string_view escape = "\033[";

class Commands : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.files.content["good.rules"] = good_rules;
    world_.files.content["bad.rules"] = bad_rules;
    world_.files.content["event.json"] = "{\"response\":{}}";
  }

  bool coloured() const { return world_.err.text.find(escape) != std::string::npos; }

  FakeWorld world_;
};

TEST_F(Commands, ColourOnATerminalOnly) {
  EXPECT_EQ(world_.carry_out({"check", "bad.rules"}), ExitCode::errors);
  EXPECT_FALSE(coloured());
  world_.err.terminal = true;
  world_.carry_out({"check", "bad.rules"});
  EXPECT_TRUE(coloured());
}

TEST_F(Commands, NoColourWhereTheUserAsksForNone) {
  world_.err.terminal = true;
  world_.plain = true;
  world_.carry_out({"check", "bad.rules"});
  EXPECT_FALSE(coloured());
  world_.carry_out({"check", "bad.rules", "--color=always"});
  EXPECT_TRUE(coloured());
}

TEST_F(Commands, NoColourIfTurnedOff) {
  world_.err.terminal = true;
  world_.carry_out({"check", "bad.rules", "--color", "never"});
  EXPECT_FALSE(coloured());
}

TEST_F(Commands, RunTakesTheClockAndTheVariablesOfTheWorld) {
  world_.files.content["host.rules"] =
      "on PreSignUp\nwhen now == timestamp(\"1970-01-01T00:01:00Z\") && env[\"A\"] == \"b\" then "
      "autoConfirm\n";
  world_.host.clock = {60, 0};
  world_.host.variables["A"] = "b";
  EXPECT_EQ(world_.carry_out({"run", "host.rules", "--event", "event.json"}), ExitCode::ok);
  EXPECT_EQ(world_.out.text, "{\"response\":{\"autoConfirmUser\":true}}\n");
}

TEST_F(Commands, AnImageDoesNotGoToATerminal) {
  world_.out.terminal = true;
  EXPECT_EQ(world_.carry_out({"compile", "good.rules", "-o", "-"}), ExitCode::usage);
  EXPECT_EQ(world_.out.text, "");
  EXPECT_NE(world_.err.text.find("not for a terminal"), std::string::npos);
}

TEST_F(Commands, ACommitThatFailsIsTold) {
  world_.files.commit_failure = "disk on fire";
  EXPECT_EQ(world_.carry_out({"compile", "good.rules", "-o", "x.image"}), ExitCode::internal);
  EXPECT_EQ(world_.err.text, "lintel: cannot write `x.image`: disk on fire\n");
  EXPECT_FALSE(world_.files.content.contains("x.image"));
}

TEST_F(Commands, AFixThatCannotBeWrittenIsTold) {
  world_.files.commit_failure = "disk on fire";
  EXPECT_EQ(world_.carry_out({"check", "--fix", "bad.rules"}), ExitCode::internal);
  EXPECT_EQ(world_.files.content["bad.rules"], bad_rules);
}

TEST_F(Commands, AFormattedFileThatCannotBeWrittenIsTold) {
  world_.files.commit_failure = "disk on fire";
  world_.files.content["long.rules"] = "on   PreSignUp\n";
  EXPECT_EQ(world_.carry_out({"fmt", "long.rules"}), ExitCode::internal);
  EXPECT_EQ(world_.err.text, "lintel: cannot write `long.rules`: disk on fire\n");
  EXPECT_EQ(world_.files.content["long.rules"], "on   PreSignUp\n");
}

TEST_F(Commands, LspServesASessionThatNeverWaits) {
  world_.in = FakeInput(
      "Content-Length: 58\r\n\r\n"
      R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})"
      "Content-Length: 44\r\n\r\n"
      R"({"jsonrpc":"2.0","id":2,"method":"shutdown"})"
      "Content-Length: 33\r\n\r\n"
      R"({"jsonrpc":"2.0","method":"exit"})");
  EXPECT_EQ(world_.carry_out({"lsp"}), ExitCode::ok) << world_.err.text;
  EXPECT_TRUE(world_.out.text.ends_with(R"({"id":2,"jsonrpc":"2.0","result":null})"))
      << world_.out.text;
}

TEST_F(Commands, AReadThatFailsIsTold) {
  world_.files.read_failure = "bad sector";
  EXPECT_EQ(world_.carry_out({"check", "good.rules"}), ExitCode::usage);
  EXPECT_EQ(world_.err.text, "lintel: cannot read `good.rules`: bad sector\n");
}

TEST_F(Commands, EventsThatCannotBeReadToTheEndAreTold) {
  FakeWorld world;
  world.files.content["good.rules"] = good_rules;
  world.in = FakeInput("{\"response\":{}}\n{\"response\":", "bad sector");
  EXPECT_EQ(world.carry_out({"run", "good.rules", "--ndjson"}), ExitCode::usage);
  EXPECT_TRUE(world.out.text.starts_with("{\"response\":{\"autoConfirmUser\":true}}\n"));
  EXPECT_EQ(world.err.text, "lintel: cannot read events: bad sector\n");
}

TEST_F(Commands, EffectsOfEventsThatCannotBeAnsweredAreNotWritten) {
  world_.out.failure = "Broken pipe";
  EXPECT_EQ(
      world_.carry_out({"run", "good.rules", "--event", "event.json", "--effects", "effects"}),
      ExitCode::internal);
  EXPECT_FALSE(world_.files.content.contains("effects"));
  EXPECT_EQ(world_.err.text, "lintel: cannot write to standard output: Broken pipe\n");
}

TEST_F(Commands, AnswersLeaveBeforeTheNextEventIsWaitedFor) {
  world_.in = FakeInput("{\"response\":{}}\n{\"response\":{}}\n");
  EXPECT_EQ(world_.carry_out({"run", "good.rules", "--ndjson"}), ExitCode::ok);
  // When nothing more is waiting, at the end of the events, and at the end of the command.
  EXPECT_EQ(world_.out.flushes, 3);
}

TEST_F(Commands, ComplaintsThatGoNowhereAreAnError) {
  world_.err.failure = "No space left on device";
  EXPECT_EQ(world_.carry_out({"version"}), ExitCode::internal);
  EXPECT_EQ(world_.carry_out({"check", "bad.rules"}), ExitCode::internal);
}

TEST_F(Commands, ComplaintsThatNobodyReadsAnyMoreAreNone) {
  world_.err.failure = "Broken pipe";
  world_.err.has_no_reader = true;
  EXPECT_EQ(world_.carry_out({"version"}), ExitCode::ok);
  EXPECT_EQ(world_.carry_out({"check", "bad.rules"}), ExitCode::errors);
}

TEST_F(Commands, StandardInputThatCannotBeReadIsTold) {
  FakeWorld world;
  world.in = FakeInput("", "bad sector");
  EXPECT_EQ(world.carry_out({"check", "-"}), ExitCode::usage);
  EXPECT_EQ(world.err.text, "lintel: cannot read standard input: bad sector\n");
}

TEST_F(Commands, TestsBesideRulesThatCannotBeOpenedAreTold) {
  // Only a file that is not there may be left out, and this file system has no word for that.
  EXPECT_EQ(world_.carry_out({"test", "good.rules"}), ExitCode::usage);
  EXPECT_EQ(world_.err.text, "lintel: cannot read `good.test.rules`: no such file\n");
}

TEST_F(Commands, AnImportThatCannotBeReadIsAnError) {
  world_.files.content["data.rules"] =
      "on PreSignUp\nlet names = lines(\"names.txt\")\nwhen userName in names then autoConfirm\n";
  world_.files.content["names.txt"] = "jo\n";
  EXPECT_EQ(world_.carry_out({"check", "data.rules"}), ExitCode::ok) << world_.err.text;
  world_.files.unreadable = "names.txt";
  world_.files.read_failure = "bad sector";
  EXPECT_EQ(world_.carry_out({"check", "data.rules"}), ExitCode::errors);
  EXPECT_NE(world_.err.text.find("cannot read `names.txt`"), std::string::npos) << world_.err.text;
}

TEST_F(Commands, WithoutAWorldThereAreNoVariablesNoClockAndNoGenerator) {
  world_.files.content["host.rules"] =
      "on PreSignUp\n"
      "when has(env[\"A\"]) then reject(\"variable\")\n"
      "when now > timestamp(\"1970-01-01T00:00:00Z\") then reject(\"clock\")\n";
  world_.files.content["random.rules"] =
      "on CreateAuthChallenge\nthen publicParameter(\"code\", randomDigits(6))\n";
  cli::Environment environment{world_.in, world_.out, world_.err, world_.files};
  for (const std::string_view rules : {"host.rules", "random.rules"})
    EXPECT_EQ(cli::carry_out(std::vector<std::string_view>{"run", rules, "--event", "event.json"},
                             environment),
              ExitCode::fault)
        << world_.err.text;
  EXPECT_NE(world_.out.text.find("ask for the time"), std::string::npos) << world_.out.text;
  EXPECT_NE(world_.out.text.find("ask for random digits"), std::string::npos) << world_.out.text;
}

TEST_F(Commands, ABrokenClockIsAFault) {
  world_.host.broken = true;
  world_.files.content["host.rules"] =
      "on PreSignUp\nwhen now > timestamp(\"1970-01-01T00:00:00Z\") then reject(\"clock\")\n";
  EXPECT_EQ(world_.carry_out({"run", "host.rules", "--event", "event.json"}), ExitCode::fault);
}

TEST_F(Commands, RandomDigitsComeFromTheWorld) {
  world_.files.content["random.rules"] =
      "on CreateAuthChallenge\nthen publicParameter(\"code\", randomDigits(6))\n";
  EXPECT_EQ(world_.carry_out({"run", "random.rules", "--event", "event.json"}), ExitCode::ok);
  world_.host.broken = true;
  EXPECT_EQ(world_.carry_out({"run", "random.rules", "--event", "event.json"}), ExitCode::fault);
}

// Such an image comes from no compiler, but from nobody is it taken amiss.
TEST_F(Commands, WhatAnImageCallsAListAndIsNoneIsAText) {
  const Source source{"x.rules", "on PreSignUp\nthen log(\"not a list\")\n"};
  std::vector<std::byte> image = compile({&source, 1}).image;
  const image::View view(image);
  auto row = view.row<image::EffectRow>(image::Section::effects, 0);
  row.lists = 1;
  const auto place = view.start(image::Section::effects) - image.data();
  std::memcpy(image.data() + place, &row, sizeof row);
  image::Header header = view.header();
  header.content_hash = image::hash(std::span<const std::byte>(image).subspan(sizeof header));
  std::memcpy(image.data(), &header, sizeof header);
  world_.files.content["x.image"] =
      std::string(reinterpret_cast<const char*>(image.data()), image.size());
  world_.files.content["sign_up.json"] =
      R"({"triggerSource":"PreSignUp_SignUp","request":{"userAttributes":{}},"response":{}})";
  EXPECT_EQ(world_.carry_out({"run", "x.image", "--event", "sign_up.json", "--effects", "effects"}),
            ExitCode::ok)
      << world_.err.text;
  EXPECT_NE(world_.files.content["effects"].find(R"({"text":"not a list"})"), std::string::npos)
      << world_.files.content["effects"];
}

}  // namespace
}  // namespace lintel::testing
