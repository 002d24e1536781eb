// SPDX-License-Identifier: Apache-2.0
// The host of a function, its process and its file, where something is late, missing or nonsense.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "compiler/cli/local/function_host.h"
#include "compiler/cli/local/request_id.h"
#include "tests/cli/failing_system.h"
#include "tests/support/child_process.h"
#include "tests/support/fake_world.h"

namespace lintel::testing {
namespace {

using cli::FunctionCommand;
using cli::FunctionHost;
using cli::FunctionProcess;
using cli::FunctionResult;
using lambda::Deadline;
using lambda::monotonic_nanoseconds;
using Kind = FunctionResult::Kind;

FunctionCommand command(const std::string& behaviour) {
  return {{LINTEL_FAKE_FUNCTION}, "/", {{"FAKE", behaviour}}};
}

FunctionCommand shell(const std::string& script) { return {{"/bin/sh", "-c", script}, "/", {}}; }

bool becomes_true(const std::function<bool()>& condition) {
  const std::int64_t begin = monotonic_nanoseconds();
  while (!condition()) {
    if (monotonic_nanoseconds() - begin > 10'000'000'000) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

class Host : public ::testing::Test {
 protected:
  void start(const std::string& behaviour) { start(command(behaviour)); }
  void start(FunctionCommand its_command, std::int64_t timeout = 5000) {
    host_.emplace(std::move(its_command), timeout, environment_);
  }

  void submit(std::vector<FunctionResult>& results) {
    host_->submit("{}", cli::new_request_id(nullptr),
                  [&](const FunctionResult& result) { results.push_back(result); });
  }

  void turn() {
    const std::vector<cli::PollTarget*> targets = host_->targets();
    cli::poll_once(targets, Deadline::in_milliseconds(10));
  }

  bool turns_until(const std::function<bool()>& condition) {
    return becomes_true([&] {
      turn();
      return condition();
    });
  }

  // Of one event.
  FunctionResult result() {
    std::vector<FunctionResult> results;
    submit(results);
    EXPECT_TRUE(turns_until([&] { return !results.empty(); }));
    return results.empty() ? FunctionResult() : results.front();
  }

  FakeWorld world_;
  cli::Environment environment_{world_.in, world_.out, world_.err, world_.files};
  std::optional<FunctionHost> host_;
};

TEST_F(Host, WhatTheFunctionSaysOfAnErrorMayBeOfAnyShape) {
  const auto error = [&](const std::string& body) {
    start(FunctionCommand{
        {LINTEL_FAKE_FUNCTION}, "/", {{"FAKE", "error as told"}, {"FAKE_BODY", body}}});
    return result();
  };
  EXPECT_EQ(error(R"({"errorType":"Own"})").error_type, "Own");
  for (const char* without : {R"({"errorMessage":"no"})", R"({"errorType":1})", R"("no")"}) {
    const FunctionResult found = error(without);
    EXPECT_EQ(found.kind, Kind::error) << without;
    EXPECT_EQ(found.error_type, "Fake") << without;
    EXPECT_EQ(found.body, without);
  }
  const FunctionResult no_json = error("{");
  EXPECT_EQ(no_json.kind, Kind::broken);
  EXPECT_EQ(no_json.why, "the error that it reported is no JSON");
}

TEST_F(Host, WhyAFunctionDoesNotStartMayBeOfAnyShape) {
  const auto why = [&](const std::string& body) {
    start(FunctionCommand{
        {LINTEL_FAKE_FUNCTION}, "/", {{"FAKE", "init error as told"}, {"FAKE_BODY", body}}});
    return result().why;
  };
  EXPECT_EQ(why(R"({"errorMessage":"so"})"), "it reported that it cannot start: so");
  for (const char* without : {R"({"errorType":"no"})", R"({"errorMessage":1})", R"("no")", "{"})
    EXPECT_EQ(why(without), "it reported that it cannot start: Fake") << without;
}

TEST_F(Host, AnErrorOfAnEventThatItDoesNotHaveIsNonsense) {
  start("wrong id of error");
  EXPECT_EQ(result().why, "it answered an event that it did not have");
}

TEST_F(Host, WhatCannotBeStartedIsTold) {
  start(FunctionCommand{{"/nonexistent"}, "/", {}});
  const FunctionResult found = result();
  EXPECT_EQ(found.why, "it cannot be started: No such file or directory");
  EXPECT_FALSE(found.has_started);
  EXPECT_EQ(host_->peak_memory_bytes(), std::nullopt);
  start("answer");
  fail_next(SystemCall::listen, EMFILE);
  EXPECT_EQ(result().why, "it cannot be started: Too many open files");
  fail_next(SystemCall::pipe, ENFILE);
  EXPECT_EQ(result().why, "it cannot be started: Too many open files in system");
  EXPECT_EQ(result().kind, Kind::answered);
}

// A second event that comes before the broken process is taken away waits for the next one.
TEST_F(Host, WhatComesWhileAProcessEndsGoesToTheNext) {
  start(FunctionCommand{{"/nonexistent"}, "/", {}});
  std::vector<FunctionResult> results;
  submit(results);
  ASSERT_EQ(results.size(), 1u);
  submit(results);
  EXPECT_EQ(results.size(), 1u);
  host_->replace(command("answer"));
  EXPECT_TRUE(turns_until([&] { return results.size() == 2; }));
  EXPECT_EQ(results.back().kind, Kind::answered);
}

TEST_F(Host, TheRegionIsThatOfTheEnvironment) {
  const auto expect_region = [&](const char* region, const std::string& told) {
    ::setenv("AWS_REGION", region, 1);
    start("log the event's head");
    const std::string log = result().log;
    EXPECT_NE(log.find("-Arn: arn:aws:lambda:" + told + ":123456789012:function:lintel\r\n"),
              std::string::npos)
        << log;
    ::unsetenv("AWS_REGION");
  };
  expect_region("eu-west-1", "eu-west-1");
  expect_region("", "us-east-1");
}

TEST_F(Host, TheDeadlineNeedsAClock) {
  world_.host.broken = true;
  environment_.host = &world_.host;
  start("answer");
  EXPECT_EQ(result().kind, Kind::answered);
  world_.host.broken = false;
  EXPECT_EQ(result().kind, Kind::answered);
}

TEST_F(Host, WhatItLogsLateIsNotWaitedFor) {
  start("slow to ask");
  EXPECT_EQ(result().kind, Kind::answered);
  EXPECT_TRUE(turns_until([&] { return world_.err.text == "I asked late\n"; }));
  EXPECT_EQ(result().kind, Kind::answered);
}

TEST_F(Host, AnAnswerWithoutAnEventEndsIt) {
  start("answers again later");
  EXPECT_EQ(result().kind, Kind::answered);
  EXPECT_TRUE(turns_until([&] { return !world_.err.text.empty(); }));
  EXPECT_EQ(world_.err.text,
            "lintel: the function is ended: it answered an event that it did not have\n");
  EXPECT_EQ(result().kind, Kind::answered);
}

bool a_child_has_ended() {
  siginfo_t ended{};
  ::waitid(P_ALL, 0, &ended, WEXITED | WNOWAIT | WNOHANG);
  return ended.si_pid != 0;
}

TEST_F(Host, AFunctionThatEndsWithoutAnEventIsTold) {
  start("ends later");
  EXPECT_EQ(result().kind, Kind::answered);
  EXPECT_TRUE(turns_until([&] { return !world_.err.text.empty(); }));
  EXPECT_EQ(world_.err.text, "lintel: the function is ended: it exited with status 8\n");
  EXPECT_EQ(result().kind, Kind::answered);
}

TEST_F(Host, OfNonsenseAndAnEndOneIsTold) {
  start("nonsense and an end");
  EXPECT_EQ(result().kind, Kind::answered);
  EXPECT_TRUE(becomes_true(a_child_has_ended));
  turn();
  EXPECT_EQ(
      world_.err.text,
      "lintel: the function is ended: it sent what is no HTTP/1.1 request to the Runtime API\n");
}

TEST_F(Host, AnAnswerToAnEventThatWasNotHandedOverIsNonsense) {
  start("answers again later");
  EXPECT_EQ(result().kind, Kind::answered);
  EXPECT_EQ(result().why, "it answered an event that it did not have");
}

TEST_F(Host, AFunctionThatEndsAfterItsAnswerHasAnswered) {
  start("exit after answer");
  std::vector<FunctionResult> results;
  submit(results);
  // The answer comes, and the process is gone before anybody looks again.
  turn();
  ASSERT_TRUE(turns_until([&] { return !results.empty(); }));
  EXPECT_EQ(results.front().kind, Kind::answered);
  EXPECT_EQ(result().kind, Kind::answered);
}

TEST_F(Host, AnotherFunctionTakesOverAfterTheAnswer) {
  start("slow to ask");
  std::vector<FunctionResult> results;
  submit(results);
  // Between the answer and the end of its log.
  const std::int64_t begin = monotonic_nanoseconds();
  while (results.empty() && monotonic_nanoseconds() - begin < 5'000'000'000) {
    turn();
    host_->replace(command("log"));
  }
  ASSERT_FALSE(results.empty());
  EXPECT_TRUE(result().log.ends_with("....\n"));
}

TEST_F(Host, OneThatIsToBeReplacedMayEndByItself) {
  start("exit at once");
  std::vector<FunctionResult> results;
  submit(results);
  host_->replace(command("answer"));
  ASSERT_TRUE(turns_until([&] { return !results.empty(); }));
  EXPECT_EQ(results.front().why, "it exited with status 3");
  EXPECT_EQ(result().kind, Kind::answered);
}

TEST_F(Host, AFunctionIsReplacedBeforeItIsStarted) {
  start("exit at once");
  host_->replace(command("answer"));
  EXPECT_EQ(result().kind, Kind::answered);
}

std::vector<std::string> environment_of(const FunctionCommand& its_command) {
  return cli::function_environment(its_command, "127.0.0.1:1", "f");
}

TEST(FunctionEnvironment, TakesTheRegionAndLeavesOutWhatIsNoVariable) {
  ::setenv("AWS_REGION", "eu-west-1", 1);
  char no_variable[] = "AWS_NOTHING";
  std::vector<char*> entries = {no_variable};
  for (char** entry = environ; *entry; ++entry) entries.push_back(*entry);
  entries.push_back(nullptr);
  char** const before = std::exchange(environ, entries.data());
  const std::vector<std::string> variables = environment_of({{"x"}, "/", {}});
  environ = before;
  ::unsetenv("AWS_REGION");
  EXPECT_NE(std::find(variables.begin(), variables.end(), "AWS_DEFAULT_REGION=eu-west-1"),
            variables.end());
  for (const std::string& each : variables) EXPECT_FALSE(each.starts_with("AWS_NOTHING")) << each;
}

class Process : public ::testing::Test {
 protected:
  void start(const std::string& script) {
    std::string why;
    ASSERT_TRUE(process_.start(shell(script), {}, why)) << why;
  }

  FunctionProcess process_;
};

TEST_F(Process, ThatDoesNotRunHasNothingToTell) {
  EXPECT_EQ(process_.ended(), std::nullopt);
  EXPECT_EQ(process_.peak_memory_bytes(), std::nullopt);
  EXPECT_EQ(process_.take_log(), "");
}

TEST_F(Process, ItsLogIsTakenInParts) {
  start("exec cat /dev/zero");
  constexpr int most = 1 << 20;
  ASSERT_EQ(::fcntl(process_.log_descriptor(), F_SETPIPE_SZ, most), most);
  const auto is_full = [&] {
    int there = 0;
    return ::ioctl(process_.log_descriptor(), FIONREAD, &there) == 0 && there == most;
  };
  ASSERT_TRUE(becomes_true(is_full));
  EXPECT_EQ(process_.take_log().size(), std::size_t{most});
}

TEST_F(Process, WhatInterruptsReadingAndWaitingIsTriedAgain) {
  start("echo here; exec sleep 100");
  std::string log;
  EXPECT_TRUE(becomes_true([&] {
    fail_next(SystemCall::read, EINTR);
    log += process_.take_log();
    return !log.empty();
  }));
  EXPECT_EQ(log, "here\n");
  fail_next(SystemCall::wait, EINTR);
  process_.end();
  EXPECT_EQ(process_.ended(), std::nullopt);
}

TEST_F(Process, ThatSomebodyElseHasWaitedForIsForgotten) {
  start("exec sleep 100");
  fail_next(SystemCall::wait, ECHILD);
  process_.end();
  EXPECT_EQ(process_.ended(), std::nullopt);
  EXPECT_GT(::waitpid(-1, nullptr, 0), 0);  // what the test has kept it from
}

TEST_F(Process, OneThatHasEndedHoldsNoMemory) {
  start("exit 0");
  EXPECT_TRUE(becomes_true(a_child_has_ended));
  EXPECT_EQ(process_.peak_memory_bytes(), std::nullopt);
  EXPECT_EQ(process_.ended(), "it exited with status 0");
}

TEST(RequestId, IsAUuidWithOrWithoutAGenerator) {
  FakeHost host;
  EXPECT_EQ(cli::new_request_id(&host), "07070707-0707-4707-8707-070707070707");
  host.broken = true;
  const std::string first = cli::new_request_id(&host);
  EXPECT_EQ(first.size(), 36u);
  EXPECT_NE(cli::new_request_id(&host), first);
  EXPECT_NE(cli::new_request_id(nullptr), first);
}

}  // namespace
}  // namespace lintel::testing
