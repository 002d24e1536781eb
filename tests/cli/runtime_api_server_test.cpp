// SPDX-License-Identifier: Apache-2.0
// What the Runtime API of this machine takes for nonsense, and what it does about it.
#include "compiler/cli/local/runtime_api_server.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/http_client.h"

namespace lintel::testing {
namespace {

// Writes down what it is told.
class Listener final : public cli::RuntimeApiListener {
 public:
  void wants_event() override { told.emplace_back("wants an event"); }
  bool answered(std::string_view id, std::string_view body) override {
    told.push_back("answered " + std::string(id) + ": " + std::string(body));
    return id == "1";
  }
  bool failed(std::string_view id, std::string_view body, std::string_view type) override {
    told.push_back("failed " + std::string(id) + ": " + std::string(body) + " " +
                   std::string(type));
    return id == "1";
  }
  void failed_to_start(std::string_view body, std::string_view) override {
    told.push_back("does not start: " + std::string(body));
  }
  void sent_nonsense(std::string_view what) override { told.emplace_back(what); }

  std::vector<std::string> told;
};

class RuntimeApiServer : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string why;
    ASSERT_TRUE(server_.server().listen(0, why)) << why;
  }

  void turns() {
    cli::PollTarget* const target = &server_.server();
    for (int i = 0; i < 5; ++i) cli::poll_once({&target, 1}, lambda::Deadline::in_milliseconds(1));
  }

  // The status of the response; 0 if there is none yet.
  unsigned send(std::string_view line, std::string_view rest = "\r\n") {
    HttpClient client(server_.server().port());
    client.send(std::string(line) + " HTTP/1.1\r\n" + std::string(rest));
    turns();
    return client.read().status;
  }

  std::string last() const { return listener_.told.empty() ? "" : listener_.told.back(); }

  Listener listener_;
  cli::RuntimeApiServer server_{listener_};
};

TEST_F(RuntimeApiServer, TakesAnswersAndErrors) {
  constexpr std::string_view body =
      "Content-Length: 2\r\nLambda-Runtime-Function-Error-Type: T\r\n\r\n{}";
  EXPECT_EQ(send("POST /2018-06-01/runtime/invocation/1/response", body), 202u);
  EXPECT_EQ(last(), "answered 1: {}");
  EXPECT_EQ(send("POST /2018-06-01/runtime/invocation/1/error", body), 202u);
  EXPECT_EQ(last(), "failed 1: {} T");
  EXPECT_EQ(send("POST /2018-06-01/runtime/invocation/2/error", body), 400u);
  EXPECT_EQ(send("POST /2018-06-01/runtime/init/error", body), 202u);
  EXPECT_EQ(last(), "does not start: {}");
}

TEST_F(RuntimeApiServer, TakesOtherRequestsForNonsense) {
  for (const std::string line :
       {"GET /", "GET /2018-06-02/runtime/invocation/next",
        "POST /2018-06-01/runtime/invocation/next", "GET /2018-06-01/runtime/invocation/1/response",
        "PUT /2018-06-01/runtime/init/error", "POST /2018-06-01/runtime/invocation/1/reply",
        "POST /2018-06-01/runtime/invocation/response", "POST /2018-06-01/runtime/exit",
        "POST /2018-06-01/runtime/invocations/1/response"}) {
    EXPECT_EQ(send(line), 404u) << line;
    EXPECT_EQ(last(), "asked the Runtime API for " + line);
  }
}

TEST_F(RuntimeApiServer, TellsLongPathsInPart) {
  EXPECT_EQ(send("GET /" + std::string(1000, 'a')), 404u);
  EXPECT_EQ(last(), "asked the Runtime API for GET /" + std::string(199, 'a'));
}

TEST_F(RuntimeApiServer, WhoAsksAnewHasGivenUpTheOldConnection) {
  constexpr std::string_view next = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n\r\n";
  HttpClient old(server_.server().port());
  old.send(next);
  turns();
  HttpClient anew(server_.server().port());
  anew.send(next);
  turns();
  EXPECT_TRUE(old.is_closed_by_server());
  EXPECT_TRUE(server_.has_waiting_function());
  server_.hand_over({"{\"n\":1}", "1", "arn", "trace", 5});
  turns();
  EXPECT_EQ(anew.read().body, "{\"n\":1}");
  EXPECT_FALSE(server_.has_waiting_function());
}

}  // namespace
}  // namespace lintel::testing
