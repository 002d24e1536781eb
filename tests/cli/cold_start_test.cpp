// SPDX-License-Identifier: Apache-2.0
// The cold starts of lintel bench, of a function that does what it is told:
// tests/support/static_function.cpp.
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/fake_world.h"

namespace lintel::testing {
namespace {

using cli::ExitCode;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string static_function() {
  std::ostringstream content;
  content << std::ifstream(LINTEL_STATIC_FUNCTION, std::ios::binary).rdbuf();
  return content.str();
}

class ColdStart : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.files.content["x.rules"] = "on PreSignUp\nthen autoConfirm\n";
    world_.files.content["event.json"] =
        R"({"triggerSource":"PreSignUp_SignUp","userName":"u","request":{},"response":{}})";
    world_.files.content["bootstrap"] = static_function();
  }

  ExitCode bench_as(const std::string& behaviour) {
    const std::string variable = "FAKE=" + behaviour;
    world_.out.text.clear();
    world_.err.text.clear();
    return world_.carry_out({"bench", "x.rules", "--rounds", "5", "--event", "event.json",
                             "--bootstrap", "bootstrap", "--env", variable});
  }

  FakeWorld world_;
};

TEST_F(ColdStart, IsMeasuredOnThePackagedFunction) {
  ASSERT_EQ(bench_as("answer"), ExitCode::ok) << world_.err.text;
  EXPECT_TRUE(contains(world_.out.text, "\ncold start ")) << world_.out.text;
  EXPECT_TRUE(contains(world_.out.text, "\nprocess memory ")) << world_.out.text;
}

TEST_F(ColdStart, IsMeasuredOnARejectionToo) {
  world_.files.content["x.rules"] = "on PreSignUp\nthen reject(\"no\")\n";
  ASSERT_EQ(bench_as("reject"), ExitCode::ok) << world_.err.text;
  EXPECT_TRUE(contains(world_.out.text, "\ncold start ")) << world_.out.text;
}

TEST_F(ColdStart, IsLeftOutIfTheFunctionDecidesOtherwise) {
  const auto expect_left_out = [&](const std::string& behaviour) {
    EXPECT_EQ(bench_as(behaviour), ExitCode::ok);
    EXPECT_TRUE(contains(world_.out.text,
                         "cold start is left out: the packaged function decides otherwise"))
        << world_.out.text;
  };
  expect_left_out("reject");
  world_.files.content["x.rules"] = "on PreSignUp\nthen reject(\"no\")\n";
  expect_left_out("answer");
  expect_left_out("fault");
}

TEST_F(ColdStart, OfAFunctionThatDoesNotAnswerIsAnError) {
  EXPECT_EQ(bench_as("exit"), ExitCode::errors);
  EXPECT_EQ(world_.err.text,
            "here I am\nlintel: the packaged function does not answer: it exited with status 7\n");
  EXPECT_EQ(world_.out.text, "");
}

TEST_F(ColdStart, EndsOnASignal) {
  EXPECT_EQ(bench_as("wants the end"), ExitCode::errors);
  EXPECT_EQ(world_.out.text, "");
}

TEST_F(ColdStart, BesideTheProgramABootstrapIsFound) {
  world_.files.content["/bin/lambda/bootstrap-x86_64"] = static_function();
  world_.files.content["/bin/lambda/bootstrap-arm64"] = static_function();
  cli::Environment environment{world_.in, world_.out,   world_.err, world_.files,
                               false,     &world_.host, "/bin"};
  EXPECT_EQ(cli::carry_out(std::vector<std::string_view>{"bench", "x.rules", "--rounds", "5",
                                                         "--event", "event.json"},
                           environment),
            ExitCode::ok)
      << world_.err.text;
  EXPECT_TRUE(contains(world_.out.text, "\ncold start ")) << world_.out.text;
}

TEST_F(ColdStart, ABootstrapThatCannotBeLinkedOrUnpackedIsTold) {
  world_.files.content["bootstrap"] = "#!/bin/sh\n";
  EXPECT_EQ(bench_as("answer"), ExitCode::errors);
  EXPECT_EQ(world_.err.text,
            "lintel: the bootstrap `bootstrap` is no executable for Linux of 64 bits\n");
  world_.files.content["bootstrap"] = static_function();
  ::setenv("TMPDIR", "/proc", 1);
  EXPECT_EQ(bench_as("answer"), ExitCode::internal);
  ::unsetenv("TMPDIR");
  EXPECT_TRUE(world_.err.text.starts_with("lintel: cannot unpack the packaged function: "))
      << world_.err.text;
}

}  // namespace
}  // namespace lintel::testing
