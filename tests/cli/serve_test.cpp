// SPDX-License-Identifier: Apache-2.0
// lintel serve, started as a user starts it and asked as SDKs ask.
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/child_process.h"
#include "tests/support/http_client.h"

namespace lintel::testing {
namespace {

constexpr std::string_view rules = R"(on PreSignUp
let ours = ["example.com", "example.org"]
rule "theirs" when !has(attr.email) || !(email.domain in ours) then reject("Please use your company address")
rule "ours" then autoConfirm, log("welcome")
)";
constexpr std::string_view ours =
    R"({"triggerSource":"PreSignUp_SignUp","request":{"userAttributes":{"email":"jo@example.org"}},"response":{}})";
constexpr std::string_view theirs =
    R"({"triggerSource":"PreSignUp_SignUp","request":{"userAttributes":{"email":"jo@example.net"}},"response":{}})";
constexpr std::string_view confirmed =
    R"({"triggerSource":"PreSignUp_SignUp","request":{"userAttributes":{"email":"jo@example.org"}},"response":{"autoConfirmUser":true}})";
constexpr std::string_view path = "/2015-03-31/functions/any/invocations";
constexpr std::size_t most_event_bytes = 6 * 1024 * 1024;

class Serve : public ::testing::Test {
 protected:
  void SetUp() override { folder_.write("x.rules", rules); }

  // Starts the server and waits until it says where.
  void start(const std::vector<std::string>& more = {"x.rules"}) {
    std::vector<std::string> words = {LINTEL_EXECUTABLE, "serve", "--port", "0"};
    words.insert(words.end(), more.begin(), more.end());
    server_ = std::make_unique<ChildProcess>(folder_, words);
    ASSERT_TRUE(server_->says(")\n")) << server_->err();
    const std::string line = server_->out();
    constexpr std::string_view begin = "serving on http://127.0.0.1:";
    ASSERT_TRUE(line.starts_with(begin)) << line;
    port_ = static_cast<std::uint16_t>(std::stoi(line.substr(begin.size())));
  }

  // Ends it as a terminal does; it says nothing of this.
  void TearDown() override {
    if (!server_) return;
    server_->signal(SIGTERM);
    EXPECT_EQ(server_->wait(), 0) << server_->err();
  }

  TemporaryFolder folder_;
  std::unique_ptr<ChildProcess> server_;
  std::uint16_t port_ = 0;
};

TEST_F(Serve, AnswersAsLambdaDoes) {
  start();
  HttpClient client(port_);
  const Reply reply = client.invoke(ours);
  EXPECT_EQ(reply.status, 200u);
  EXPECT_EQ(reply.body, confirmed);
  EXPECT_EQ(reply.function_error, "");
  EXPECT_EQ(reply.version, "$LATEST");
  EXPECT_EQ(reply.request_id.size(), 36u);
  EXPECT_EQ(reply.log, "");
  EXPECT_TRUE(
      server_->says("PreSignUp_SignUp: answered; fired \"ours\" (x.rules:4); effects log;"));
  EXPECT_NE(client.invoke(ours).request_id, reply.request_id);
}

TEST_F(Serve, ARejectionAndAFaultAreErrorsOfTheFunction) {
  start();
  HttpClient client(port_);
  const Reply rejected = client.invoke(theirs);
  EXPECT_EQ(rejected.status, 200u);
  EXPECT_EQ(rejected.function_error, "Unhandled");
  EXPECT_EQ(rejected.body,
            R"({"errorMessage":"Please use your company address","errorType":"Rejected"})");
  EXPECT_TRUE(server_->says("rejected: \"Please use your company address\"; fired \"theirs\""));
  const Reply fault = client.invoke(R"({"triggerSource":"CustomMessage_SignUp"})");
  EXPECT_EQ(fault.status, 200u);
  EXPECT_EQ(fault.function_error, "Unhandled");
  EXPECT_EQ(fault.body,
            R"({"errorMessage":"The request could not be processed","errorType":"Fault"})");
  EXPECT_TRUE(server_->says("CustomMessage_SignUp: fault: "));
}

TEST_F(Serve, TakesEveryNameOfTheFunction) {
  start();
  HttpClient client(port_);
  for (const std::string_view name :
       {"f", "PreSignUp", "arn:aws:lambda:eu-west-1:123456789012:function:f",
        "arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Af%3Alive"})
    for (const std::string_view query : {"", "?Qualifier=live"})
      EXPECT_EQ(client
                    .post("/2015-03-31/functions/" + std::string(name) + "/invocations" +
                              std::string(query),
                          ours)
                    .body,
                confirmed)
          << name;
}

TEST_F(Serve, TakesTheInvocationTypesOfLambda) {
  start();
  HttpClient client(port_);
  const Reply event = client.invoke(ours, "X-Amz-Invocation-Type: Event\r\n");
  EXPECT_EQ(event.status, 202u);
  EXPECT_EQ(event.body, "");
  EXPECT_TRUE(server_->says("PreSignUp_SignUp: answered"));
  EXPECT_EQ(client.invoke(theirs, "X-Amz-Invocation-Type: DryRun\r\n").status, 204u);
  EXPECT_EQ(client.invoke(ours, "X-Amz-Invocation-Type: RequestResponse\r\n").body, confirmed);
  const Reply other = client.invoke(ours, "X-Amz-Invocation-Type: event\r\n");
  EXPECT_EQ(other.status, 400u);
  EXPECT_EQ(other.error_type, "InvalidParameterValueException");
  EXPECT_EQ(server_->out().find("rejected"), std::string::npos);
}

TEST_F(Serve, GivesTheLogToWhoAsksForIt) {
  start();
  HttpClient client(port_);
  const Reply reply = client.invoke(ours, "X-Amz-Log-Type: Tail\r\n");
  EXPECT_TRUE(reply.log.starts_with("PreSignUp_SignUp: answered;")) << reply.log;
  EXPECT_NE(reply.log.find(R"({"effect":"log","arguments":{"text":"welcome"})"), std::string::npos);
}

TEST_F(Serve, RefusesOtherRequestsWithAnErrorThatSdksRead) {
  start();
  HttpClient client(port_);
  for (const std::string_view wrong :
       {"/", "/2015-03-31/functions//invocations", "/2015-03-31/functions/f/invocations/",
        "/2015-03-31/functions/a/b/invocations", "/2015-03-31/functions/f", "*"}) {
    const Reply reply = client.post(wrong, ours);
    EXPECT_EQ(reply.status, 404u) << wrong;
    EXPECT_EQ(reply.error_type, "ResourceNotFoundException");
    EXPECT_TRUE(reply.body.starts_with(R"({"Type":"User","Message":")")) << reply.body;
  }
  client.send("GET " + std::string(path) + " HTTP/1.1\r\n\r\n");
  const Reply get = client.read();
  EXPECT_EQ(get.status, 405u);
  EXPECT_EQ(get.allow, "POST");
  const Reply origin = client.invoke(ours, "Origin: http://example.com\r\n");
  EXPECT_EQ(origin.status, 403u);
  const Reply no_json = client.invoke("{\"a\":");
  EXPECT_EQ(no_json.status, 400u);
  EXPECT_EQ(no_json.error_type, "InvalidRequestContentException");
  EXPECT_EQ(client.invoke("").body, client.invoke("{}").body);
}

TEST_F(Serve, RefusesWhatIsTooLargeForLambda) {
  start();
  const auto expect_refused = [](const Reply& reply) {
    EXPECT_EQ(reply.status, 413u);
    EXPECT_EQ(reply.error_type, "RequestEntityTooLargeException");
    EXPECT_FALSE(reply.keeps_open);
  };
  const std::string large(most_event_bytes + 1024 * 1024, ' ');
  expect_refused(HttpClient(port_).invoke(large));
  HttpClient chunked(port_);
  chunked.send("POST " + std::string(path) +
               " HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n700000\r\n" + large +
               "\r\n0\r\n\r\n");
  expect_refused(chunked.read());
  // Before it is sent.
  HttpClient polite(port_);
  polite.send("POST " + std::string(path) +
              " HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
  expect_refused(polite.read());
  HttpClient just_over(port_);
  EXPECT_EQ(just_over.invoke(std::string(most_event_bytes + 1, ' ')).status, 413u);
  std::string largest(ours);
  largest.append(most_event_bytes - largest.size(), ' ');
  EXPECT_NE(HttpClient(port_).invoke(largest).status, 413u);
}

TEST_F(Serve, SendsContinueToWhoWaitsForIt) {
  start();
  HttpClient client(port_);
  client.send("POST " + std::string(path) + " HTTP/1.1\r\nExpect: 100-continue\r\n" +
              "Content-Length: " + std::to_string(ours.size()) + "\r\n\r\n");
  // Interim responses are left out by the reader; the body is only sent after some time.
  ::usleep(50'000);
  client.send(ours);
  EXPECT_EQ(client.read().body, confirmed);
}

TEST_F(Serve, KeepsConnectionsAndReadsAhead) {
  start();
  HttpClient client(port_);
  for (int i = 0; i < 50; ++i) ASSERT_EQ(client.invoke(ours).body, confirmed);
  const std::string request = "POST " + std::string(path) +
                              " HTTP/1.1\r\nContent-Length: " + std::to_string(ours.size()) +
                              "\r\n\r\n" + std::string(ours);
  client.send(request + request + request + "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.read().body, confirmed);
  const Reply last = client.read();
  EXPECT_EQ(last.status, 404u);
  EXPECT_FALSE(last.keeps_open);
  EXPECT_TRUE(client.is_closed_by_server());
  HttpClient old(port_);
  old.send("POST " + std::string(path) + " HTTP/1.0\r\nContent-Length: " +
           std::to_string(ours.size()) + "\r\n\r\n" + std::string(ours));
  EXPECT_EQ(old.read().body, confirmed);
  EXPECT_TRUE(old.is_closed_by_server());
}

TEST_F(Serve, ReadsRequestsByteByByteAndInChunks) {
  start();
  HttpClient client(port_);
  const std::string request = "POST " + std::string(path) +
                              " HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n" +
                              std::string(ours.substr(0, 1)) + "\r\n69;x\r\n" +
                              std::string(ours.substr(1)) + "\r\n0\r\n\r\n";
  ASSERT_EQ(ours.size(), 0x6au);
  for (const char byte : request) ASSERT_TRUE(client.send({&byte, 1}));
  EXPECT_EQ(client.read().body, confirmed);
}

TEST_F(Serve, OtherClientsDoNotSufferFromBrokenOnes) {
  start();
  HttpClient half(port_);
  half.send("POST " + std::string(path) + " HTTP/1.1\r\nContent-Length: 1000\r\n\r\n{");
  HttpClient silent(port_);
  HttpClient nonsense(port_);
  nonsense.send("\x16\x03\x01\x02\n\n");
  EXPECT_EQ(nonsense.read().status, 400u);
  EXPECT_TRUE(nonsense.is_closed_by_server());
  for (int i = 0; i < 20; ++i) {
    HttpClient gone(port_);
    gone.send("POST " + std::string(path) + " HTTP/1.1\r\nContent-Length: 1000\r\n\r\n{");
    if (i % 2 == 0) gone.reset();
  }
  for (int i = 0; i < 20; ++i) {
    HttpClient deaf(port_);
    deaf.send("POST " + std::string(path) + " HTTP/1.1\r\nContent-Length: " +
              std::to_string(ours.size()) + "\r\n\r\n" + std::string(ours));
    if (i % 2 == 0) deaf.reset();
  }
  EXPECT_EQ(HttpClient(port_).invoke(ours).body, confirmed);
  EXPECT_EQ(silent.invoke(ours).body, confirmed);
}

TEST_F(Serve, HoldsManyConnections) {
  start();
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (int i = 0; i < 200; ++i) clients.push_back(std::make_unique<HttpClient>(port_));
  for (int round = 0; round < 2; ++round)
    for (const auto& client : clients) ASSERT_EQ(client->invoke(ours).body, confirmed);
  // Past its limit the one that has been idle longest makes room.
  for (int i = 0; i < 100; ++i) clients.push_back(std::make_unique<HttpClient>(port_));
  EXPECT_EQ(clients.back()->invoke(ours).body, confirmed);
  EXPECT_TRUE(clients.front()->is_closed_by_server());
}

TEST_F(Serve, ReadsRulesAgainWhenTheyChange) {
  start();
  HttpClient client(port_);
  EXPECT_EQ(client.invoke(theirs).function_error, "Unhandled");
  folder_.write("x.rules", "on PreSignUp\nthen autoConfirm\n");
  // The next request sees it.
  EXPECT_EQ(client.invoke(theirs).function_error, "");
  EXPECT_TRUE(server_->says("reloaded image "));
  // Without any request, too; what has errors is told, and not served.
  folder_.write("x.rules", "on PreSignUp\nthen autoConfrim\n");
  EXPECT_TRUE(server_->complains("has no action `autoConfrim`"));
  EXPECT_TRUE(server_->complains("cannot be served; serving image "));
  EXPECT_EQ(client.invoke(theirs).function_error, "");
  std::filesystem::remove(folder_.path("x.rules"));
  EXPECT_TRUE(server_->complains("cannot read `x.rules`"));
  EXPECT_EQ(client.invoke(theirs).function_error, "");
  folder_.write("x.rules", rules);
  EXPECT_EQ(client.invoke(theirs).function_error, "Unhandled");
}

TEST_F(Serve, ReadsImportedFilesAgainWhenTheyChange) {
  folder_.write("data/names.txt", "example.com\n");
  folder_.write("y.rules",
                "on PreSignUp\nlet ours = lines(\"data/names.txt\")\n"
                "when !has(attr.email) || !(email.domain in ours) then reject(\"no\")\n");
  start({"y.rules"});
  HttpClient client(port_);
  EXPECT_EQ(client.invoke(ours).function_error, "Unhandled");
  folder_.write("data/names.txt", "example.com\nexample.org\n");
  EXPECT_EQ(client.invoke(ours).function_error, "");
}

TEST_F(Serve, ServesAnImageAndReadsItAgain) {
  const auto compile = [&](std::string_view text) {
    folder_.write("z.rules", text);
    ChildProcess compiler(folder_, {LINTEL_EXECUTABLE, "compile", "z.rules", "-o", "z.image"});
    ASSERT_EQ(compiler.wait(), 0) << compiler.err();
  };
  compile(rules);
  start({"z.image"});
  HttpClient client(port_);
  EXPECT_EQ(client.invoke(theirs).function_error, "Unhandled");
  compile("on PreSignUp\nthen autoConfirm\n");
  EXPECT_EQ(client.invoke(theirs).function_error, "");
  folder_.write("z.image", folder_.read("z.image").substr(0, 100));
  EXPECT_EQ(client.invoke(theirs).function_error, "");
  EXPECT_TRUE(server_->complains("is refused at byte"));
}

TEST_F(Serve, GivesRulesTheTimeAndTheVariablesOfTheCommandLine) {
  folder_.write("host.rules",
                "on PreSignUp\nwhen now == timestamp(\"2026-01-01T00:00:00Z\") && env[\"A\"] == "
                "\"b\" then autoConfirm\n");
  start({"host.rules", "--now", "2026-01-01T00:00:00Z", "--env", "A=b"});
  EXPECT_EQ(HttpClient(port_).invoke("{}").body, R"({"response":{"autoConfirmUser":true}})");
}

TEST_F(Serve, SaysWhyWithTrace) {
  start({"x.rules", "--trace", "--effects=drop", "--color", "always", "--allow-outside-imports"});
  HttpClient(port_).invoke(ours);
  EXPECT_TRUE(server_->says("rule 0 \"theirs\" (x.rules:3:"));
  EXPECT_TRUE(server_->says("did not fire"));
  EXPECT_EQ(server_->out().find("welcome"), std::string::npos);
}

TEST_F(Serve, CarriesEffectsOutIfItIsToldTo) {
  folder_.write("group.rules",
                "on PostConfirmation\n"
                "when userName == \"jo\" then addToGroup(\"users\", onFailure: \"reject\")\n"
                "when userName != \"jo\" then addToGroup(\"users\"), log(\"no matter\")\n");
  // Nobody listens there.
  ::setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1", 1);
  ::setenv("AWS_REGION", "eu-west-1", 1);
  ::setenv("AWS_ACCESS_KEY_ID", "id", 1);
  ::setenv("AWS_SECRET_ACCESS_KEY", "secret", 1);
  const std::string rest =
      R"(","userPoolId":"eu-west-1_a","triggerSource":"PostConfirmation_ConfirmSignUp","request":{"userAttributes":{}},"response":{}})";
  if (!LINTEL_HAS_EFFECTS) {
    ChildProcess process(folder_, {LINTEL_EXECUTABLE, "serve", "group.rules", "--effects", "run"});
    EXPECT_EQ(process.wait(), 2);
    return;
  }
  start({"group.rules", "--effects", "run"});
  HttpClient client(port_);
  const Reply rejected = client.invoke(R"({"userName":"jo)" + rest);
  EXPECT_EQ(rejected.function_error, "Unhandled");
  EXPECT_EQ(rejected.body,
            R"({"errorMessage":"The request could not be completed","errorType":"EffectFailed"})");
  EXPECT_TRUE(server_->says("PostConfirmation_ConfirmSignUp: error: an effect failed; fired "));
  EXPECT_TRUE(server_->says("addToGroup: failed: the service's host takes no connection\n"));
  const Reply answered = client.invoke(R"({"userName":"jane)" + rest);
  EXPECT_EQ(answered.function_error, "");
  EXPECT_TRUE(server_->says("PostConfirmation_ConfirmSignUp: answered; fired "));
  EXPECT_TRUE(server_->says("; effects addToGroup, log; failed addToGroup; "));
  EXPECT_TRUE(server_->says("log: \"no matter\"\n"));
}

TEST_F(Serve, APortInUseIsTold) {
  start();
  ChildProcess second(folder_,
                      {LINTEL_EXECUTABLE, "serve", "x.rules", "--port", std::to_string(port_)});
  EXPECT_EQ(second.wait(), 3);
  EXPECT_EQ(second.out(), "");
  EXPECT_EQ(second.err(), "lintel: cannot listen on 127.0.0.1:" + std::to_string(port_) +
                              ": Address already in use; --port 0 takes a free port\n");
  EXPECT_EQ(HttpClient(port_).invoke(ours).body, confirmed);
}

TEST_F(Serve, EndsOnSignalsWhoeverIsConnected) {
  start();
  HttpClient idle(port_);
  HttpClient half(port_);
  half.send("POST / HTTP/1.1\r\n");
  HttpClient(port_).invoke(ours);
  server_->signal(SIGINT);
  EXPECT_EQ(server_->wait(), 0);
  EXPECT_EQ(server_->err(), "");
  server_.reset();
  // The port is free again at once.
  const std::uint16_t port = port_;
  ChildProcess again(folder_,
                     {LINTEL_EXECUTABLE, "serve", "x.rules", "--port", std::to_string(port)});
  EXPECT_TRUE(again.says("serving on"));
  again.signal(SIGTERM);
  EXPECT_EQ(again.wait(), 0);
}

}  // namespace
}  // namespace lintel::testing
