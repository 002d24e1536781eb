// SPDX-License-Identifier: Apache-2.0
// The bootstrap as a process of its own, with a Runtime API that the test plays.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/lambda/bootstrap_process.h"

namespace lintel::testing {
namespace {

TEST_F(BootstrapTest, AnswersRejectsAndFaults) {
  Bootstrap bootstrap(image_of(sign_up_rules), {api()});
  Peer peer = connection();

  const Request answered = answer(peer, sign_up("somebody"), "id-1");
  EXPECT_EQ(answered.target, "/2018-06-01/runtime/invocation/id-1/response");
  EXPECT_EQ(Json::parse(answered.body)["response"]["autoConfirmUser"], true);

  const Request rejected = answer(peer, sign_up("jo"), "id-2");
  EXPECT_EQ(rejected.target, "/2018-06-01/runtime/invocation/id-2/error");
  EXPECT_EQ(Json::parse(rejected.body),
            Json::parse(R"({"errorMessage":"Too short: jo","errorType":"Rejected"})"));
  EXPECT_EQ(rejected.headers.at("lambda-runtime-function-error-type"), "Rejected");

  // What is wrong is for the log; the user reads a neutral text.
  const Request fault =
      answer(peer, R"({"triggerSource":"PreSignUp_SignUp","userName":[]})", "id-3");
  EXPECT_EQ(fault.target, "/2018-06-01/runtime/invocation/id-3/error");
  EXPECT_EQ(Json::parse(fault.body)["errorMessage"], "The request could not be processed");

  const std::vector<Json> log = bootstrap.log();
  ASSERT_EQ(log.size(), 4U);
  EXPECT_EQ(log[0]["message"], "welcome");
  EXPECT_EQ(log[1]["outcome"], "answered");
  EXPECT_EQ(log[1]["requestId"], "id-1");
  EXPECT_EQ(log[1]["trigger"], "PreSignUp");
  EXPECT_EQ(log[1]["source"], "PreSignUp_ExternalProvider");
  EXPECT_EQ(log[1]["rules"], Json::parse(R"(["ours"])"));
  EXPECT_EQ(log[1]["image"].get<std::string>().size(), 16U);
  EXPECT_TRUE(log[1]["microseconds"].is_number_unsigned());
  EXPECT_EQ(log[2]["outcome"], "rejected");
  EXPECT_EQ(log[2]["rules"], Json::parse(R"(["short names"])"));
  EXPECT_EQ(log[3]["outcome"], "fault");
  EXPECT_EQ(log[3]["level"], "ERROR");
  EXPECT_EQ(log[3]["path"], "userName");
  EXPECT_EQ(log[3]["detail"], "expected text, found a list");
}

TEST_F(BootstrapTest, LogsNoValueOfTheEvent) {
  for (const char* level : {"LINTEL_LOG=decision", "LINTEL_LOG=trace"}) {
    Bootstrap bootstrap(image_of(sign_up_rules), {api(), level, "LINTEL_METRICS=emf"});
    Peer peer = connection();
    answer(peer, sign_up("somebody"), "a");
    answer(peer, sign_up("jo"), "b");
    answer(peer, R"({"triggerSource":"private","userName":"somebody"})", "c");
    const std::string log = bootstrap.log_text();
    EXPECT_NE(log.find("PreSignUp"), std::string::npos);
    for (const char* value : {"somebody", "jo\"", "private", "eu-west-1_A"})
      EXPECT_EQ(log.find(value), std::string::npos) << value << " in " << log;
  }
}

TEST_F(BootstrapTest, LogsAsMuchAsItIsTold) {
  const std::string image = image_of(sign_up_rules);
  {
    Bootstrap silent(image, {api(), "LINTEL_LOG=off"});
    Peer peer = connection();
    answer(peer, sign_up("somebody", "PreSignUp_SignUp"), "a");
    answer(peer, sign_up("somebody"), "b");  // its rule says log("welcome")
    const std::vector<Json> log = silent.log();
    ASSERT_EQ(log.size(), 1U);
    EXPECT_EQ(log[0]["message"], "welcome");
  }
  {
    Bootstrap tracing(image, {api(), "LINTEL_LOG=trace"});
    Peer peer = connection();
    answer(peer, sign_up("somebody"), "a");
    const std::vector<Json> log = tracing.log();
    ASSERT_EQ(log.size(), 2U);
    ASSERT_FALSE(log[1]["parts"].empty());
    EXPECT_EQ(log[1]["parts"][0]["expression"], "userName.size() < 5");
    EXPECT_EQ(log[1]["parts"][0]["result"], "false");
  }
  {
    Bootstrap wrong(image, {api(), "LINTEL_LOG=loud", "LINTEL_METRICS=emf"});
    Peer peer = connection();
    answer(peer, sign_up("jo"), "a");
    const std::vector<Json> log = wrong.log();
    ASSERT_EQ(log.size(), 3U);
    EXPECT_NE(log[0]["message"].get<std::string>().find("LINTEL_LOG"), std::string::npos);
    EXPECT_EQ(log[1]["outcome"], "rejected");
    // The fields that CloudWatch wants of a metric.
    const Json& definition = log[2]["_aws"]["CloudWatchMetrics"][0];
    EXPECT_TRUE(log[2]["_aws"]["Timestamp"].is_number_unsigned());
    for (const Json& set : definition["Dimensions"])
      for (const Json& dimension : set) EXPECT_TRUE(log[2].contains(dimension)) << dimension;
    for (const Json& metric : definition["Metrics"])
      EXPECT_TRUE(log[2][metric["Name"].get<std::string>()].is_number()) << metric;
  }
}

TEST_F(BootstrapTest, LogsWhatXRayCallsTheEvent) {
  Bootstrap bootstrap(image_of(sign_up_rules), {api()});
  Peer peer = connection();
  peer.respond(200, sign_up("somebody"),
               "Lambda-Runtime-Aws-Request-Id: a\r\nLambda-Runtime-Trace-Id: Root=1-2-3\r\n");
  ASSERT_TRUE(peer.read());
  peer.respond(202, "");
  ASSERT_TRUE(peer.read());
  EXPECT_EQ(bootstrap.log().back()["traceId"], "Root=1-2-3");
}

TEST_F(BootstrapTest, RefusesAnImageAtTheStart) {
  std::string damaged = image_of(sign_up_rules);
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
  const std::string with_effects =
      image_of("on PostConfirmation_ConfirmSignUp\nthen addToGroup(\"users\")\n");
  const std::pair<std::string, const char*> cases[] = {
      {damaged, "damaged"}, {"", "cannot be read"}, {with_effects, "effects"}};
  for (const auto& [image, word] : cases) {
    Bootstrap bootstrap(image, {api()});
    std::optional<Peer> peer = listener_.accept();
    ASSERT_TRUE(peer);
    const std::optional<Request> told = peer->read();
    ASSERT_TRUE(told);
    EXPECT_EQ(told->target, "/2018-06-01/runtime/init/error");
    EXPECT_NE(Json::parse(told->body)["errorMessage"].get<std::string>().find(word),
              std::string::npos)
        << told->body;
    peer->respond(202, "");
    EXPECT_EQ(bootstrap.exit_code(), 1);
    EXPECT_EQ(bootstrap.log().at(0)["level"], "ERROR");
  }
}

TEST_F(BootstrapTest, SaysThatItBelongsIntoLambda) {
  for (const char* variable : {"A=b", "AWS_LAMBDA_RUNTIME_API=nonsense"}) {
    Bootstrap bootstrap(image_of(sign_up_rules), {variable});
    EXPECT_EQ(bootstrap.exit_code(), 2);
    EXPECT_NE(bootstrap.log_text().find("AWS_LAMBDA_RUNTIME_API"), std::string::npos);
  }
}

TEST_F(BootstrapTest, GivesUpWhenTheRuntimeApiIsGone) {
  {
    Bootstrap bootstrap(image_of(sign_up_rules), {api()});
    Peer peer = connection();
    peer.respond(500, "{}");
    EXPECT_EQ(bootstrap.exit_code(), 1);
  }
  std::string nobody;
  {
    const Listener gone;
    nobody = "AWS_LAMBDA_RUNTIME_API=" + gone.address();
  }
  Bootstrap bootstrap(image_of(sign_up_rules), {nobody});
  EXPECT_EQ(bootstrap.exit_code(), 1);
}

TEST_F(BootstrapTest, GoesOnAfterNonsense) {
  Bootstrap bootstrap(image_of(sign_up_rules), {api()});
  Peer peer = connection();
  peer.send("no HTTP at all\r\n\r\n");
  EXPECT_TRUE(peer.is_closed_by_other());
  Peer second = connection();
  EXPECT_EQ(answer(second, sign_up("somebody"), "id").target,
            "/2018-06-01/runtime/invocation/id/response");
}

TEST_F(BootstrapTest, TellsCognitoAtOnceThatAnAnswerIsTooLarge) {
  Bootstrap bootstrap(image_of(sign_up_rules), {api()});
  Peer peer = connection();
  peer.give_event(sign_up("somebody"), "id");
  ASSERT_TRUE(peer.read());
  peer.respond(413, "{}");
  const std::optional<Request> second = peer.read();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->target, "/2018-06-01/runtime/invocation/id/error");
  peer.respond(202, "");
  ASSERT_TRUE(peer.read());
  const Json line = bootstrap.log().back();
  EXPECT_EQ(line["level"], "ERROR");
  EXPECT_EQ(line["outcome"], "notPosted");
}

TEST_F(BootstrapTest, EndsWhenItIsToldToWhileItAnswers) {
  Bootstrap bootstrap(image_of(sign_up_rules), {api()});
  Peer peer = connection();
  peer.give_event(sign_up("somebody"), "id");
  ASSERT_TRUE(peer.read());
  peer.respond(500, "{}");
  EXPECT_EQ(bootstrap.exit_code(), 1);
}

TEST_F(BootstrapTest, KeepsTheLineOfAnEventWhosePartsAreTooMany) {
  std::string rules = "on PreSignUp\n";
  for (int i = 0; i < 2000; ++i)
    rules += "rule \"a name of some length, number " + std::to_string(i) +
             "\" when userName.contains(\"nobody " + std::to_string(i) + "\") then autoConfirm\n";
  Bootstrap bootstrap(image_of(rules), {api(), "LINTEL_LOG=trace"});
  Peer peer = connection();
  answer(peer, sign_up("somebody"), "id");
  const Json line = bootstrap.log().back();
  EXPECT_EQ(line["requestId"], "id");
  EXPECT_EQ(line["outcome"], "answered");
  EXPECT_EQ(line["partsLeftOut"], true);
}

TEST_F(BootstrapTest, AnswersTheLargestEvent) {
  Bootstrap bootstrap(image_of(sign_up_rules), {api()});
  Peer peer = connection();
  std::string event = sign_up("somebody");
  constexpr std::size_t most = std::size_t{6} * 1024 * 1024;
  event.insert(1, "\"padding\":\"" + std::string(most - event.size() - 13, 'x') + "\",");
  const Request answered = answer(peer, event, "id");
  EXPECT_EQ(answered.target, "/2018-06-01/runtime/invocation/id/response");
  EXPECT_GT(answered.body.size(), event.size() - 16);
}

TEST_F(BootstrapTest, ReadsTheEnvironmentTheClockAndRandomBytes) {
  Bootstrap bootstrap(image_of("on CreateAuthChallenge\n"
                               "then publicParameter(\"group\", env[\"GROUP\"] ?? \"none\"),\n"
                               "  publicParameter(\"year\", string(now.getFullYear())),\n"
                               "  privateParameter(\"code\", randomDigits(6))\n"),
                      {api(), "GROUPS=wrong", "GROUP=users"});
  Peer peer = connection();
  const std::string event =
      R"({"version":"1","triggerSource":"CreateAuthChallenge_Authentication","userName":"jo","request":{"userAttributes":{},"challengeName":"CUSTOM_CHALLENGE","session":[]},"response":{"publicChallengeParameters":null,"privateChallengeParameters":null,"challengeMetadata":null}})";
  std::string codes[2];
  for (std::string& code : codes) {
    const Json response = Json::parse(answer(peer, event, "id").body)["response"];
    EXPECT_EQ(response["publicChallengeParameters"]["group"], "users");
    EXPECT_GE(response["publicChallengeParameters"]["year"], "2025");
    code = response["privateChallengeParameters"]["code"];
    EXPECT_EQ(code.size(), 6U);
  }
  EXPECT_NE(codes[0], codes[1]) << "equal by chance once in a million runs";
}

}  // namespace
}  // namespace lintel::testing
