// SPDX-License-Identifier: Apache-2.0
// The bootstrap that carries out effects, between a Runtime API and a service that the test plays:
// what it posts and logs of effects that are done, fail, or come again.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/lambda/bootstrap_process.h"

namespace lintel::testing {
namespace {

constexpr const char* rules = R"(on PostConfirmation_ConfirmSignUp
rule "strict" when userName == "strict"
then sendEmail(from: "a@example.com", to: "b@example.com", subject: "s", text: "t", onFailure: "reject")
rule "lenient" when userName != "strict"
then sendEmail(from: "a@example.com", to: "b@example.com", subject: "s", text: userName)
)";

std::string event_of(const std::string& name) {
  return R"({"triggerSource":"PostConfirmation_ConfirmSignUp","userName":")" + name +
         R"(","userPoolId":"p","request":{"userAttributes":{}},"response":{}})";
}

class BootstrapEffectsTest : public BootstrapTest {
 protected:
  std::vector<std::string> variables() const {
    return {api(),
            "AWS_ENDPOINT_URL=http://" + service_.address(),
            "AWS_REGION=eu-west-1",
            "AWS_ACCESS_KEY_ID=local",
            "AWS_SECRET_ACCESS_KEY=local",
            "LINTEL_METRICS=emf"};
  }

  // Answers the one request that the service gets for the next event.
  void serve(int status, std::string_view body, const std::string& headers) const {
    std::optional<Peer> peer = service_.accept();
    ASSERT_TRUE(peer);
    ASSERT_TRUE(peer->read());
    peer->respond(status, body, headers + "Connection: close\r\n");
  }

  // What is posted for an event, and to where.
  static Request take_answer(Peer& peer) {
    std::optional<Request> posted = peer.read();
    if (!posted) {
      ADD_FAILURE() << "nothing is posted";
      return {};
    }
    peer.respond(202, "");
    EXPECT_TRUE(peer.read());
    return *posted;
  }

  Listener service_;
};

TEST_F(BootstrapEffectsTest, LogsWhatBecameOfThem) {
  Bootstrap bootstrap(image_of(rules), variables(), LINTEL_EFFECTS_BOOTSTRAP);
  Peer peer = connection();

  peer.give_event(event_of("jo"), "done");
  serve(200, R"({"MessageId":"1"})", "x-amzn-RequestId: r-1\r\n");
  EXPECT_TRUE(take_answer(peer).target.ends_with("/response"));

  // The same again: Cognito has asked twice.
  EXPECT_TRUE(answer(peer, event_of("jo"), "again").target.ends_with("/response"));
  EXPECT_TRUE(service_.nobody_comes(0));

  peer.give_event(event_of("an"), "failed");
  serve(400, "{}", "x-amzn-ErrorType: MessageRejected\r\nx-amzn-RequestId: r-2\r\n");
  EXPECT_TRUE(take_answer(peer).target.ends_with("/response"));

  peer.give_event(event_of("strict"), "rejected");
  serve(403, "{}", "");
  const Request rejected = take_answer(peer);
  EXPECT_TRUE(rejected.target.ends_with("/error"));
  EXPECT_EQ(rejected.headers.at("lambda-runtime-function-error-type"), "EffectFailed");

  std::vector<Json> decisions;
  std::vector<Json> metrics;
  for (const Json& line : bootstrap.log())
    (line.contains("_aws") ? metrics : decisions).push_back(line);
  ASSERT_EQ(decisions.size(), 4U);
  ASSERT_EQ(metrics.size(), 4U);
  const auto effect = [&](std::size_t i) { return decisions[i]["effects"].at(0); };
  EXPECT_EQ(
      effect(0),
      Json::parse(
          R"({"effect":"sendEmail","status":"done","httpStatus":200,"awsRequestId":"r-1","attempts":1})"));
  EXPECT_EQ(effect(1), Json::parse(R"({"effect":"sendEmail","status":"dropped"})"));
  EXPECT_EQ(effect(2), Json::parse(R"({"effect":"sendEmail","status":"failed",
      "why":"the service answered with an error","httpStatus":400,"awsError":"MessageRejected",
      "awsRequestId":"r-2","attempts":1})"));
  EXPECT_EQ(decisions[0]["level"], "INFO");
  EXPECT_EQ(decisions[1]["level"], "INFO");
  EXPECT_EQ(decisions[2]["level"], "ERROR");
  EXPECT_EQ(decisions[2]["outcome"], "answered");
  EXPECT_EQ(decisions[3]["level"], "ERROR");
  EXPECT_EQ(decisions[3]["outcome"], "effectFailed");
  EXPECT_EQ(metrics[1]["FailedEffects"], 0);
  EXPECT_EQ(metrics[2]["FailedEffects"], 1);
}

}  // namespace
}  // namespace lintel::testing
