// SPDX-License-Identifier: Apache-2.0
// What commands do in worlds that a .case file cannot make: terminals, streams that break.
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace lintel::testing
