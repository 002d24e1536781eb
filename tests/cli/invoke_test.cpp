// SPDX-License-Identifier: Apache-2.0
// lintel invoke and lintel serve with functions that misbehave: tests/support/fake_function.cpp.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "compiler/cli/package/zip.h"
#include "tests/support/child_process.h"
#include "tests/support/http_client.h"

namespace lintel::testing {
namespace {

constexpr std::string_view three = "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n";

struct Invoked {
  int code = 0;
  std::string out;
  std::string err;
};

class Invoke : public ::testing::Test {
 protected:
  Invoked invoke(std::string_view behaviour, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {
        LINTEL_EXECUTABLE, "invoke", LINTEL_FAKE_FUNCTION,
        "--ndjson",        "--env",  "FAKE=" + std::string(behaviour)};
    words.insert(words.end(), more.begin(), more.end());
    ChildProcess process(folder_, words, three);
    Invoked invoked;
    invoked.code = process.wait();
    invoked.out = process.out();
    invoked.err = process.err();
    return invoked;
  }

  TemporaryFolder folder_;
};

TEST_F(Invoke, HandsEventsOverOneAfterTheOther) {
  const Invoked invoked = invoke("answer");
  EXPECT_EQ(invoked.code, 0) << invoked.err;
  EXPECT_EQ(invoked.out, three);
  EXPECT_TRUE(
      invoked.err.starts_with("events      3: 3 answered, 0 errors, 0 without an answer\n"
                              "cold start  "))
      << invoked.err;
  EXPECT_NE(invoked.err.find("\nlatency     min "), std::string::npos);
  EXPECT_NE(invoked.err.find("\nmemory      "), std::string::npos);
}

TEST_F(Invoke, ErrorsAreAnswers) {
  const Invoked invoked = invoke("error");
  EXPECT_EQ(invoked.code, 0);
  EXPECT_TRUE(invoked.out.starts_with("{\"errorMessage\":\"not so\",\"errorType\":\"Fake\"}\n{"));
  EXPECT_TRUE(invoked.err.starts_with("events      3: 0 answered, 3 errors,"));
}

TEST_F(Invoke, OneEventGivesItsExitCode) {
  folder_.write("event.json", "{}");
  const auto code = [&](const std::string& behaviour) {
    ChildProcess process(folder_, {LINTEL_EXECUTABLE, "invoke", LINTEL_FAKE_FUNCTION, "--event",
                                   "event.json", "--env", "FAKE=" + behaviour});
    return process.wait();
  };
  EXPECT_EQ(code("answer"), 0);
  EXPECT_EQ(code("reject"), 4);
  EXPECT_EQ(code("error"), 5);
  EXPECT_EQ(code("exit after answer"), 0);
  EXPECT_EQ(code("exit at once"), 1);
}

TEST_F(Invoke, AFunctionThatDoesNotStartIsToldAndNotTriedAgain) {
  const auto expect_told = [&](std::string_view behaviour, std::string_view why) {
    const Invoked invoked = invoke(behaviour, {"--timeout", "2000"});
    EXPECT_EQ(invoked.code, 1);
    EXPECT_TRUE(invoked.err.starts_with("lintel: the function does not start: " + std::string(why) +
                                        "\nevents      1: 0 answered, 0 errors, "
                                        "1 without an answer\n"))
        << invoked.err;
    EXPECT_TRUE(invoked.out.starts_with("{\"errorMessage\":\"RequestId: ")) << invoked.out;
  };
  expect_told("exit at once", "it exited with status 3");
  expect_told("crash at once", "it was ended by signal 6 (Aborted)");
  expect_told("hang at once", "it did not answer within 2000 ms");
  expect_told("init error", "it reported that it cannot start: no rules here");
}

TEST_F(Invoke, AFunctionThatGivesUpIsToldAndStartedAnew) {
  const auto expect_told = [&](std::string_view behaviour, std::string_view why) {
    const Invoked invoked = invoke(behaviour, {"--timeout", "2000"});
    EXPECT_EQ(invoked.code, 1);
    EXPECT_NE(invoked.err.find("lintel: no answer to event 2: " + std::string(why) + "\n"),
              std::string::npos)
        << invoked.err;
    EXPECT_TRUE(invoked.out.starts_with("{\"n\":1}\n{\"errorMessage\":")) << invoked.out;
    EXPECT_TRUE(invoked.out.ends_with("\n{\"n\":3}\n")) << invoked.out;
    EXPECT_NE(invoked.err.find("events      3: 2 answered, 0 errors, 1 without an answer"),
              std::string::npos);
    EXPECT_NE(invoked.err.find("started     2 times"), std::string::npos);
  };
  expect_told("exit", "it exited with status 5");
  expect_told("crash", "it was ended by signal 11 (Segmentation fault)");
  expect_told("hang", "it did not answer within 2000 ms");
}

TEST_F(Invoke, NonsenseIsTold) {
  const auto expect_told = [&](std::string_view behaviour, std::string_view why) {
    const Invoked invoked = invoke(behaviour, {"--timeout", "5000"});
    EXPECT_EQ(invoked.code, 1);
    EXPECT_NE(invoked.err.find("lintel: no answer to event 1: " + std::string(why) + "\n"),
              std::string::npos)
        << invoked.err;
  };
  expect_told("no json", "its answer is no JSON");
  expect_told("wrong id", "it answered an event that it did not have");
  expect_told("twice", "it answered an event that it did not have");
  expect_told("no answer", "it asked for the next event before it had answered this one");
  expect_told("wrong path",
              "it asked the Runtime API for POST /2018-06-01/runtime/invocation/answer");
  expect_told("no http", "it sent what is no HTTP/1.1 request to the Runtime API");
}

TEST_F(Invoke, AnAnswerThatIsTooLargeIsRefusedAndTheFunctionGoesOn) {
  const Invoked invoked = invoke("too large");
  EXPECT_EQ(invoked.code, 1);
  EXPECT_NE(invoked.err.find("it asked for the next event before it had answered this one"),
            std::string::npos)
      << invoked.err;
}

TEST_F(Invoke, WhatItLogsGoesToStandardError) {
  const Invoked invoked = invoke("log");
  EXPECT_EQ(invoked.out, three);
  const std::size_t first = invoked.err.find("event 1 ....");
  const std::size_t third = invoked.err.find("event 3 ....");
  EXPECT_EQ(first, 0u);
  EXPECT_NE(third, std::string::npos);
  EXPECT_LT(third, invoked.err.find("events      3"));
}

TEST_F(Invoke, ChildrenOfTheFunctionEndWithIt) {
  const Invoked invoked = invoke("child");
  EXPECT_EQ(invoked.code, 0) << invoked.err;
  EXPECT_EQ(invoked.out, three);
}

TEST_F(Invoke, GivesTheEnvironmentThatLambdaGives) {
  ::setenv("AWS_PASSED_ON", "1", 1);
  ::setenv("LINTEL_PASSED_ON", "2", 1);
  ::setenv("NOT_PASSED_ON", "3", 1);
  const Invoked invoked = invoke("environment", {"--env", "GIVEN=4", "--env", "TZ=:Europe/Rome"});
  EXPECT_EQ(invoked.code, 0);
  for (const std::string_view line :
       {"AWS_PASSED_ON=1\n", "LINTEL_PASSED_ON=2\n", "GIVEN=4\n", "TZ=:Europe/Rome\n",
        "_HANDLER=bootstrap\n", "AWS_LAMBDA_FUNCTION_VERSION=$LATEST\n",
        "AWS_LAMBDA_RUNTIME_API=127.0.0.1:", "AWS_REGION=", "AWS_LAMBDA_FUNCTION_NAME=lintel\n",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128\n"})
    EXPECT_NE(invoked.err.find(line), std::string::npos) << line;
  const std::string folder = std::filesystem::path(LINTEL_FAKE_FUNCTION).parent_path().string();
  EXPECT_NE(invoked.err.find("LAMBDA_TASK_ROOT=" + folder + "\n"), std::string::npos);
  EXPECT_EQ(invoked.err.find("NOT_PASSED_ON"), std::string::npos);
  EXPECT_EQ(invoked.err.find("TZ=:UTC"), std::string::npos);
}

TEST_F(Invoke, UnpacksAZipFileAndTakesItAwayAgain) {
  std::ostringstream executable;
  executable << std::ifstream(LINTEL_FAKE_FUNCTION, std::ios::binary).rdbuf();
  folder_.write("function.zip", cli::executable_zip("bootstrap", executable.str()));
  folder_.write("event.json", "{}");
  std::filesystem::create_directory(folder_.path("unpacked"));
  ::setenv("TMPDIR", folder_.path("unpacked").c_str(), 1);
  ChildProcess process(folder_, {LINTEL_EXECUTABLE, "invoke", "function.zip", "--event",
                                 "event.json", "--env", "FAKE=environment"});
  ::unsetenv("TMPDIR");
  EXPECT_EQ(process.wait(), 0);
  EXPECT_EQ(process.out(), "{}\n");
  EXPECT_NE(process.err().find("LAMBDA_TASK_ROOT=" + folder_.path("unpacked/lintel-function-")),
            std::string::npos)
      << process.err();
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path("unpacked")));
}

TEST_F(Invoke, LeavesNothingWhenTheTerminalGoes) {
  std::ostringstream executable;
  executable << std::ifstream(LINTEL_FAKE_FUNCTION, std::ios::binary).rdbuf();
  folder_.write("function.zip", cli::executable_zip("bootstrap", executable.str()));
  std::filesystem::create_directory(folder_.path("unpacked"));
  ::setenv("TMPDIR", folder_.path("unpacked").c_str(), 1);
  ChildProcess process(folder_,
                       {LINTEL_EXECUTABLE, "invoke", "function.zip", "--ndjson", "--env",
                        "FAKE=hang", "--timeout", "60000"},
                       three);
  ::unsetenv("TMPDIR");
  ASSERT_TRUE(process.says("{\"n\":1}"));
  process.signal(SIGHUP);
  EXPECT_EQ(process.wait(), 1);
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path("unpacked")));
}

TEST_F(Invoke, EndsWithTheFunctionOnASignal) {
  ChildProcess process(folder_,
                       {LINTEL_EXECUTABLE, "invoke", LINTEL_FAKE_FUNCTION, "--ndjson", "--env",
                        "FAKE=hang", "--timeout", "60000"},
                       three);
  ASSERT_TRUE(process.says("{\"n\":1}"));
  process.signal(SIGTERM);
  EXPECT_EQ(process.wait(), 1);
  EXPECT_NE(process.err().find("events      1: 1 answered"), std::string::npos) << process.err();
}

// The functions behind `lintel serve`.
class ServeFunction : public ::testing::Test {
 protected:
  void start(const std::string& behaviour, const std::string& file = LINTEL_FAKE_FUNCTION) {
    server_ = std::make_unique<ChildProcess>(
        folder_, std::vector<std::string>{LINTEL_EXECUTABLE, "serve", file, "--port", "0", "--env",
                                          "FAKE=" + behaviour, "--timeout", "3000"});
    ASSERT_TRUE(server_->says(")\n")) << server_->err();
    const std::string line = server_->out();
    port_ = static_cast<std::uint16_t>(std::stoi(line.substr(line.find("0.1:") + 4)));
  }

  void TearDown() override {
    server_->signal(SIGTERM);
    EXPECT_EQ(server_->wait(), 0) << server_->err();
  }

  TemporaryFolder folder_;
  std::unique_ptr<ChildProcess> server_;
  std::uint16_t port_ = 0;
};

TEST_F(ServeFunction, AnswersInItsOwnProcess) {
  start("answer");
  HttpClient client(port_);
  EXPECT_EQ(client.invoke("{\"triggerSource\":\"A\"}").body, "{\"triggerSource\":\"A\"}");
  EXPECT_EQ(client.invoke("{}").body, "{}");
  EXPECT_TRUE(server_->says("A: answered; "));
  EXPECT_TRUE(server_->says("us; cold start "));
}

TEST_F(ServeFunction, ErrorsAreErrorsOfTheFunction) {
  start("reject");
  const Reply reply = HttpClient(port_).invoke("{}");
  EXPECT_EQ(reply.function_error, "Unhandled");
  EXPECT_EQ(reply.body, R"({"errorMessage":"no","errorType":"Rejected"})");
}

TEST_F(ServeFunction, EventsOfManyClientsQueueUp) {
  start("answer");
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(std::make_unique<HttpClient>(port_));
    clients.back()->send(
        "POST /2015-03-31/functions/f/invocations HTTP/1.1\r\nContent-Length: 8\r\n\r\n{\"n\":" +
        std::to_string(10 + i) + "}");
  }
  for (int i = 0; i < 50; ++i) {
    if (i % 7 == 0)
      clients[static_cast<std::size_t>(i)]->reset();
    else
      EXPECT_EQ(clients[static_cast<std::size_t>(i)]->read().body,
                "{\"n\":" + std::to_string(10 + i) + "}");
  }
}

TEST_F(ServeFunction, OneThatCrashesIsStartedAnew) {
  start("crash");
  HttpClient client(port_);
  EXPECT_EQ(client.invoke("{\"n\":1}").body, "{\"n\":1}");
  const Reply crashed = client.invoke("{\"n\":2}");
  EXPECT_EQ(crashed.function_error, "Unhandled");
  EXPECT_NE(crashed.body.find("Runtime.ExitError"), std::string::npos);
  EXPECT_EQ(client.invoke("{\"n\":3}").body, "{\"n\":3}");
  EXPECT_TRUE(server_->says("no answer: it was ended by signal 11"));
}

TEST_F(ServeFunction, OneThatHangsIsEnded) {
  start("hang at once");
  const Reply reply = HttpClient(port_).invoke("{}");
  EXPECT_NE(reply.body.find("Sandbox.Timedout"), std::string::npos) << reply.body;
}

TEST_F(ServeFunction, GivesItsLogToWhoAsksForIt) {
  start("log");
  const Reply reply = HttpClient(port_).invoke("{}", "X-Amz-Log-Type: Tail\r\n");
  EXPECT_EQ(reply.log, std::string(4095, '.') + "\n");
}

TEST_F(ServeFunction, IsStartedAnewWhenItsFileChanges) {
  folder_.write("f", "#!/bin/sh\nexit 9\n");
  std::filesystem::permissions(folder_.path("f"), std::filesystem::perms::owner_all);
  start("answer", "f");
  HttpClient client(port_);
  EXPECT_NE(client.invoke("{}").body.find("status 9"), std::string::npos);
  std::filesystem::copy_file(LINTEL_FAKE_FUNCTION, folder_.path("g"));
  std::filesystem::rename(folder_.path("g"), folder_.path("f"));
  EXPECT_EQ(client.invoke("{}").body, "{}");
  EXPECT_TRUE(server_->says("reloaded function f"));
  folder_.write("f", "neither");
  EXPECT_EQ(client.invoke("{}").body, "{}");
  EXPECT_TRUE(server_->complains("cannot be served"));
}

TEST_F(ServeFunction, AChangeOfTheFileDuringTheStartDelaysNoEvent) {
  const std::string script = "#!/bin/sh\nsleep 1.2\nexec " LINTEL_FAKE_FUNCTION "\n";
  folder_.write("f", script);
  std::filesystem::permissions(folder_.path("f"), std::filesystem::perms::owner_all);
  start("answer", "f");
  HttpClient client(port_);
  client.send(
      "POST /2015-03-31/functions/any/invocations HTTP/1.1\r\nHost: localhost\r\n"
      "Content-Length: 2\r\n\r\n{}");
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  std::ofstream(folder_.path("f"), std::ios::app) << "# changed\n";
  EXPECT_TRUE(server_->says("reloaded function f"));
  EXPECT_EQ(client.read().body, "{}");
}

}  // namespace
}  // namespace lintel::testing
