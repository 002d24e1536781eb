// SPDX-License-Identifier: Apache-2.0
// What these tests look for is seen where it is: commands are wrapped in scripts that do wrong.
#include <cerrno>
#include <csignal>

#include <gtest/gtest.h>

#include "tests/faults/examples.h"

namespace lintel::testing {
namespace {

const Example& compile_example() {
  static const Example example = {
      cli::Command::compile, {"compile", "x.rules", "-o", "made"}, {"made"}};
  return example;
}

// What is said of `lintel compile` as this script runs it, which calls it "$@".
std::string said_of(const std::string& script, const std::vector<int>& codes = {3}) {
  Workshop workshop;
  const Deed& usual = workshop.usual(compile_example());
  Launch conditions;
  conditions.words = {"sh", "-c", script, "sh"};
  conditions.patience_milliseconds = 1000;
  return workshop.objection(compile_example(), workshop.carry_out(compile_example(), conditions),
                            usual, codes);
}

TEST(Planted, WrongsAreSeen) {
  EXPECT_EQ(said_of("\"$@\""), "");
  EXPECT_NE(said_of("\"$@\"; : > made.abcdef").find("leaves a file"), std::string::npos);
  EXPECT_NE(said_of("\"$@\"; : > tmp/lintel-function-x").find("leaves a file"), std::string::npos);
  EXPECT_EQ(said_of("\"$@\"; sleep 9 & exit 0"), "it leaves a process behind");
  EXPECT_EQ(said_of("sleep 9"), "it hangs");
  EXPECT_EQ(said_of("kill -9 $$"), "it ends with 137");
  EXPECT_EQ(said_of("\"$@\"; exit 2"), "it ends with 2");
  EXPECT_EQ(said_of("\"$@\"; head -c 100 made > half; mv half made"), "it leaves half of made");
  EXPECT_NE(said_of("\"$@\"; rm made").find("there is now"), std::string::npos);
  EXPECT_EQ(said_of("exit 0"), "it says that all is well, but made is not written");
  EXPECT_EQ(said_of("\"$@\"; echo more"), "it prints something else");
  EXPECT_EQ(said_of("exit 3"), "it says no word");
  EXPECT_EQ(said_of("echo lintel: so >&2; exit 3"), "");
}

// The library that is preloaded does what it is told.
TEST(Planted, FaultsAreInjected) {
  if (!has_injection()) GTEST_SKIP() << "a sanitizer has these calls itself";
  const TemporaryFolder folder;
  const auto version = [&](const Injection& injection) {
    return launch(folder, {{LINTEL_EXECUTABLE, "version"}, injection});
  };
  EXPECT_NE(version({}).out, "");
  EXPECT_EQ(version({}).page.calls_of("write"), 1U);
  EXPECT_EQ(version({"write", 2, EIO}).page.failed, 0U);
  const Ended failed = version({"write", 1, ENOSPC});
  EXPECT_EQ(failed.code, 3);
  EXPECT_EQ(failed.page.failed, 1U);
  EXPECT_EQ(failed.page.descriptor, 1);
  EXPECT_NE(failed.err.find("No space left"), std::string::npos) << failed.err;
  Injection signal = {"write", 1};
  signal.signal = SIGTERM;
  EXPECT_EQ(version(signal).code, 128 + SIGTERM);
}

}  // namespace
}  // namespace lintel::testing
