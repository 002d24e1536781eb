// SPDX-License-Identifier: Apache-2.0
// The policy, in a world that is scripted: when a second attempt is made, what the time limits are,
// which connections are kept, what counts as a repeat.
#include "runtime/lambda/effects/carrier.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/lambda/effect_sketch.h"
#include "tests/lambda/scripted_world.h"

namespace lintel::lambda::testing {
namespace {

const std::string accepted = http(200, R"({"MessageId":"1"})", "x-amzn-RequestId: abc-1\r\n");

Peer answering(std::vector<std::string> answers) {
  Peer peer;
  for (std::string& answer : answers) peer.answers.push_back({std::move(answer)});
  return peer;
}

Peer ending(Peer::End end, std::vector<std::string> pieces = {}) {
  Peer peer;
  peer.end = end;
  if (!pieces.empty()) peer.answers.push_back(std::move(pieces));
  return peer;
}

class Carrying : public ::testing::Test {
 protected:
  EffectResult carry(EffectSketch sketch, std::uint32_t index = 0,
                     std::string_view event = an_event) {
    return carrier.carry_out(sketch.effect(), index, {event, world.steady(), milliseconds(0)});
  }

  // Each mail another event, so that none is a repeat.
  EffectResult mail() {
    event_ = R"({"n":)" + std::to_string(++number_) + "}";
    return carry(a_mail(), 0, event_);
  }

  ScriptedWorld world;
  EffectCarrier carrier{world};

 private:
  std::string event_;
  int number_ = 0;
};

TEST_F(Carrying, IsDoneInOneRequest) {
  world.peers = {answering({accepted})};
  world.variables["AWS_SESSION_TOKEN"] = "token";
  const EffectResult result = carry(a_mail());
  EXPECT_EQ(result.status, EffectStatus::done);
  EXPECT_EQ(result.failure, EffectFailure::none);
  EXPECT_EQ(result.http_status, 200u);
  EXPECT_EQ(result.request_id, "abc-1");
  EXPECT_EQ(result.attempts, 1u);
  ASSERT_EQ(world.connected.size(), 1u);
  EXPECT_EQ(world.connected[0].host, "email.eu-west-1.amazonaws.com");
  EXPECT_TRUE(world.connected[0].tls);
  ASSERT_EQ(world.requests.size(), 1u);
  const std::string& request = world.requests[0];
  const std::string head =
      "POST /v2/email/outbound-emails HTTP/1.1\r\nHost: email.eu-west-1.amazonaws.com\r\n"
      "Content-Type: application/json\r\nX-Amz-Date: 20150830T123601Z\r\n"
      "X-Amz-Security-Token: token\r\nAuthorization: AWS4-HMAC-SHA256 "
      "Credential=AKIDEXAMPLE/20150830/eu-west-1/ses/aws4_request, "
      "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=";
  EXPECT_EQ(request.substr(0, head.size()), head);
  const std::size_t body = request.find("\r\n\r\n") + 4;
  EXPECT_NE(request.find("Content-Length: " + std::to_string(request.size() - body) + "\r\n"),
            std::string::npos);
}

TEST_F(Carrying, PutsTheBasePathOfAnEndpointFirst) {
  world.peers = {answering({accepted})};
  world.variables["AWS_ENDPOINT_URL"] = "http://proxy:8080/ses/";
  EXPECT_EQ(carry(a_mail()).status, EffectStatus::done);
  EXPECT_TRUE(world.requests[0].starts_with(
      "POST /ses/v2/email/outbound-emails HTTP/1.1\r\nHost: proxy:8080\r\n"));
  EXPECT_FALSE(world.connected[0].tls);
}

TEST_F(Carrying, NamesTheTarget) {
  world.peers = {answering({http(200, "{}")}), answering({http(200, R"({"FailedEntryCount":0})")})};
  EXPECT_EQ(carry(a_group()).status, EffectStatus::done);
  EXPECT_EQ(carry(an_emission()).status, EffectStatus::done);
  EXPECT_NE(world.requests[0].find(
                "\r\nX-Amz-Target: AWSCognitoIdentityProviderService.AdminAddUserToGroup\r\n"),
            std::string::npos);
  EXPECT_NE(world.requests[0].find("content-type;host;x-amz-date;x-amz-target,"),
            std::string::npos);
  EXPECT_NE(world.requests[1].find("\r\nX-Amz-Target: AWSEvents.PutEvents\r\n"), std::string::npos);
}

TEST_F(Carrying, KeepsItsConnection) {
  world.peers = {answering({accepted, accepted, accepted})};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(mail().status, EffectStatus::done);
  EXPECT_EQ(world.connected.size(), 1u);
}

TEST_F(Carrying, KeepsAConnectionToEachService) {
  world.peers = {answering({accepted, accepted}), answering({http(200, "{}"), http(200, "{}")})};
  EXPECT_EQ(carry(a_mail()).status, EffectStatus::done);
  EXPECT_EQ(carry(a_group()).status, EffectStatus::done);
  EXPECT_EQ(carry(a_mail(), 1).status, EffectStatus::done);
  EXPECT_EQ(carry(a_group(), 1).status, EffectStatus::done);
  EXPECT_EQ(world.connected.size(), 2u);
}

TEST_F(Carrying, LeavesConnectionsThatHaveEnded) {
  Peer closed = answering({accepted});
  closed.end = Peer::End::closes;  // no longer idle
  world.peers = {closed, answering({http(200, "{}", "Connection: close\r\n"), accepted}),
                 answering({accepted, accepted}), answering({accepted})};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(mail().attempts, 1u);
  EXPECT_EQ(world.connected.size(), 3u);
  // Lambda has frozen the process: the steady clock has stood still, the time of day has not.
  world.time_of_day += milliseconds(21'000);
  EXPECT_EQ(mail().attempts, 1u);
  EXPECT_EQ(world.connected.size(), 4u);
}

TEST_F(Carrying, ConnectsAnewWhenTheEndpointIsAnother) {
  world.peers = {answering({accepted, accepted}), answering({accepted})};
  EXPECT_EQ(mail().status, EffectStatus::done);
  world.variables["AWS_ENDPOINT_URL"] = "http://other";
  EXPECT_EQ(mail().status, EffectStatus::done);
  ASSERT_EQ(world.connected.size(), 2u);
  EXPECT_EQ(world.connected[1].host, "other");
}

TEST_F(Carrying, TriesAgainOnABrokenConnection) {
  for (const Peer::End end : {Peer::End::closes, Peer::End::breaks}) {
    world.peers = {ending(end), answering({accepted})};
    const EffectResult result = mail();
    EXPECT_EQ(result.status, EffectStatus::done);
    EXPECT_EQ(result.attempts, 2u);
    world.time_of_day += milliseconds(60'000);  // nothing is kept
  }
  EXPECT_TRUE(world.waits.empty());
}

TEST_F(Carrying, TriesTwiceAtMost) {
  world.peers = {ending(Peer::End::closes), ending(Peer::End::breaks), answering({accepted})};
  const EffectResult result = mail();
  EXPECT_EQ(result.status, EffectStatus::failed);
  EXPECT_EQ(result.failure, EffectFailure::broken);
  EXPECT_EQ(result.attempts, 2u);
}

TEST_F(Carrying, DoesNotTryAgainOnceAnAnswerHasBegun) {
  world.peers = {ending(Peer::End::closes, {"HTTP/1.1 200 OK\r\nContent-Le"}),
                 answering({accepted})};
  const EffectResult result = mail();
  EXPECT_EQ(result.failure, EffectFailure::broken);
  EXPECT_EQ(result.attempts, 1u);
}

TEST_F(Carrying, TriesAgainWhenTheServiceIsUnwell) {
  for (const int status : {429, 500, 502, 503, 504}) {
    world.peers = {answering({http(status, "{}"), accepted})};
    world.waits.clear();
    const EffectResult result = mail();
    EXPECT_EQ(result.status, EffectStatus::done) << status;
    EXPECT_EQ(result.attempts, 2u) << status;
    EXPECT_EQ(result.error_code, "") << status;
    EXPECT_EQ(world.waits, std::vector<Microseconds>{milliseconds(200)});
    world.time_of_day += milliseconds(60'000);
  }
}

TEST_F(Carrying, TriesAgainWhenThrottled) {
  world.peers = {answering(
      {http(400, "{}", "x-amzn-ErrorType: ThrottlingException:http://x/\r\n"), accepted})};
  EXPECT_EQ(mail().attempts, 2u);
  world.peers = {answering(
      {http(400, R"({"__type":"com.amazonaws.x#TooManyRequestsException","message":"slow"})"),
       http(400, R"({"__type":"TooManyRequestsException"})")})};
  const EffectResult result = carry(a_group());
  EXPECT_EQ(result.status, EffectStatus::failed);
  EXPECT_EQ(result.failure, EffectFailure::error_answer);
  EXPECT_EQ(result.error_code, "TooManyRequestsException");
  EXPECT_EQ(result.http_status, 400u);
  EXPECT_EQ(result.attempts, 2u);
}

TEST_F(Carrying, TriesAgainWhenAnEntryFailsForAWhile) {
  world.peers = {answering(
      {http(200, R"({"FailedEntryCount":1,"Entries":[{"ErrorCode":"ThrottlingException"}]})"),
       http(200, R"({"FailedEntryCount":0,"Entries":[{"EventId":"1"}]})")})};
  EXPECT_EQ(carry(an_emission()).attempts, 2u);
  world.peers.clear();
  world.time_of_day += milliseconds(60'000);
  world.peers = {answering({http(
      200,
      R"({"FailedEntryCount":1,"Entries":[{"ErrorCode":"NotAuthorizedForSourceException"}]})")})};
  const EffectResult result = carry(an_emission());
  EXPECT_EQ(result.failure, EffectFailure::error_answer);
  EXPECT_EQ(result.error_code, "NotAuthorizedForSourceException");
  EXPECT_EQ(result.attempts, 1u);
}

TEST_F(Carrying, DoesNotTryAgainWhatIsRefused) {
  world.peers = {
      answering({http(400, R"({"message":"Email address is not verified: jo@example.com"})",
                      "x-amzn-ErrorType: MessageRejected\r\nx-amzn-requestid: r-1\r\n")})};
  const EffectResult result = mail();
  EXPECT_EQ(result.status, EffectStatus::failed);
  EXPECT_EQ(result.failure, EffectFailure::error_answer);
  EXPECT_EQ(result.http_status, 400u);
  EXPECT_EQ(result.error_code, "MessageRejected");
  EXPECT_EQ(result.request_id, "r-1");
  EXPECT_EQ(result.attempts, 1u);
}

TEST_F(Carrying, LogsNoNameThatIsNone) {
  world.peers = {answering({http(400, R"({"__type":"jo@example.com wrote","code":"x"})",
                                 "x-amzn-requestid: <script>\r\n")})};
  const EffectResult result = mail();
  EXPECT_EQ(result.error_code, "");
  EXPECT_EQ(result.request_id, "");
}

TEST_F(Carrying, TakesNoNonsense) {
  for (const std::string& nonsense :
       {std::string("SSH-2.0-OpenSSH\r\n\r\n"), std::string(100'000, 'x'),
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + std::string(70'000, 'x')}) {
    world.peers = {answering({nonsense}), answering({accepted})};
    const EffectResult result = mail();
    EXPECT_EQ(result.failure, EffectFailure::bad_answer);
    EXPECT_EQ(result.attempts, 1u);
    world.time_of_day += milliseconds(60'000);
  }
}

TEST_F(Carrying, TakesAnswersInPieces) {
  Peer peer;
  peer.answers = {
      {"HTTP/1.1 200 OK\r\nTransf", "er-Encoding: chunked\r\n\r\n2\r", "\n{}\r\n0\r\n", "\r\n"}};
  world.peers = {peer};
  EXPECT_EQ(mail().status, EffectStatus::done);
}

TEST_F(Carrying, ConnectsForASecondAtMost) {
  Peer slow;
  slow.connecting = milliseconds(1500);
  Peer late = answering({accepted});
  late.connecting = milliseconds(900);
  world.peers = {slow, late};
  const EffectResult result = mail();
  EXPECT_EQ(result.status, EffectStatus::done);
  EXPECT_EQ(result.attempts, 2u);
  EXPECT_EQ(result.took, milliseconds(1000 + 200 + 900));
}

TEST_F(Carrying, SaysWhyThereIsNoConnection) {
  struct Case {
    ConnectFailure refuses;
    EffectFailure failure;
    unsigned attempts;
  };
  for (const Case& one : {Case{ConnectFailure::name, EffectFailure::name, 2},
                          Case{ConnectFailure::refused, EffectFailure::refused, 2},
                          Case{ConnectFailure::timed_out, EffectFailure::connect_time, 2},
                          Case{ConnectFailure::handshake, EffectFailure::handshake, 2},
                          Case{ConnectFailure::certificate, EffectFailure::certificate, 1},
                          Case{ConnectFailure::authorities, EffectFailure::authorities, 1}}) {
    Peer peer;
    peer.refuses = one.refuses;
    world.peers = {peer, peer};
    const EffectResult result = mail();
    EXPECT_EQ(result.failure, one.failure);
    EXPECT_EQ(result.attempts, one.attempts);
    EXPECT_NE(text_of(result.failure), "");
  }
}

TEST_F(Carrying, HandsOnWhatXRayCallsTheEvent) {
  world.peers = {answering({accepted})};
  EffectSketch sketch = a_mail();
  const EffectResult result = carrier.carry_out(
      sketch.effect(), 0, {an_event, world.steady(), milliseconds(0), "Root=1-2-3;Sampled=1"});
  EXPECT_EQ(result.status, EffectStatus::done);
  EXPECT_NE(world.requests.at(0).find("\r\nX-Amzn-Trace-Id: Root=1-2-3;Sampled=1\r\n"),
            std::string::npos);
}

// A silent service may have done it: asking again could do it twice.
TEST_F(Carrying, WaitsTwoSecondsForAnAnswerAndDoesNotAskAgain) {
  world.peers = {ending(Peer::End::hangs), answering({accepted})};
  const EffectResult result = mail();
  EXPECT_EQ(result.failure, EffectFailure::answer_time);
  EXPECT_EQ(result.attempts, 1u);
  EXPECT_EQ(result.took, milliseconds(2000));
}

TEST_F(Carrying, KeepsToTheTimeOfTheEvent) {
  world.peers = {ending(Peer::End::hangs)};
  EffectSketch sketch = a_mail();
  ReceivedEvent event{an_event, world.steady() - milliseconds(3000), milliseconds(0)};
  EffectResult result = carrier.carry_out(sketch.effect(), 0, event);
  EXPECT_EQ(result.failure, EffectFailure::answer_time);
  EXPECT_EQ(result.took, milliseconds(1000));

  // The four seconds are over.
  result = carrier.carry_out(sketch.effect(), 1, event);
  EXPECT_EQ(result.failure, EffectFailure::no_time);
  EXPECT_EQ(result.attempts, 0u);
}

TEST_F(Carrying, EndsBeforeLambdaDoes) {
  world.peers = {ending(Peer::End::hangs)};
  EffectSketch sketch = a_mail();
  const EffectResult result = carrier.carry_out(
      sketch.effect(), 0, {an_event, world.steady(), world.since_1970() + milliseconds(800)});
  EXPECT_EQ(result.failure, EffectFailure::answer_time);
  EXPECT_EQ(result.took, milliseconds(500));
}

TEST_F(Carrying, DoesNotTryAgainWithoutTime) {
  world.peers = {answering({http(503, ""), accepted})};
  EffectSketch sketch = a_mail();
  const EffectResult result = carrier.carry_out(
      sketch.effect(), 0, {an_event, world.steady() - milliseconds(3900), milliseconds(0)});
  EXPECT_EQ(result.failure, EffectFailure::error_answer);
  EXPECT_EQ(result.http_status, 503u);
  EXPECT_EQ(result.attempts, 1u);
}

TEST_F(Carrying, DropsRepeats) {
  world.peers = {answering(std::vector<std::string>(20, accepted))};
  EXPECT_EQ(carry(a_mail()).status, EffectStatus::done);
  EXPECT_EQ(carry(a_mail()).status, EffectStatus::dropped);
  EXPECT_EQ(carry(a_mail(), 1).status, EffectStatus::done);
  EXPECT_EQ(carry(a_mail(), 0, "{}").status, EffectStatus::done);
  EXPECT_EQ(carry(a_mail().with("cc", "x@y.z")).status, EffectStatus::done);
  EXPECT_EQ(carry(a_mail().with_list("cc", R"(["x@y.z"])")).status, EffectStatus::done);
  EXPECT_EQ(carry(a_mail()).status, EffectStatus::dropped);
  EXPECT_EQ(world.requests.size(), 5u);

  world.time_of_day += milliseconds(29'999);
  EXPECT_EQ(carry(a_mail()).status, EffectStatus::dropped);
  world.time_of_day += milliseconds(1);
  world.peers = {answering({accepted})};
  EXPECT_EQ(carry(a_mail()).status, EffectStatus::done);
}

TEST_F(Carrying, ForgetsWhenTheClockIsSetBack) {
  world.peers = {answering({accepted}), answering({accepted})};
  EXPECT_EQ(carry(a_mail()).status, EffectStatus::done);
  world.time_of_day -= milliseconds(1000);
  EXPECT_EQ(carry(a_mail()).status, EffectStatus::done);
}

TEST_F(Carrying, DoesAgainWhatHasFailed) {
  world.peers = {answering({http(400, "{}"), accepted})};
  EXPECT_EQ(carry(a_mail()).status, EffectStatus::failed);
  EXPECT_EQ(carry(a_mail()).status, EffectStatus::done);
  EXPECT_EQ(carry(a_mail()).status, EffectStatus::dropped);
}

TEST_F(Carrying, RemembersABoundedNumber) {
  world.peers = {answering(std::vector<std::string>(400, accepted))};
  for (std::uint32_t i = 0; i <= 256; ++i) ASSERT_EQ(carry(a_mail(), i).status, EffectStatus::done);
  EXPECT_EQ(carry(a_mail(), 256).status, EffectStatus::dropped);
  EXPECT_EQ(carry(a_mail(), 1).status, EffectStatus::dropped);
  EXPECT_EQ(carry(a_mail(), 0).status, EffectStatus::done);
}

TEST_F(Carrying, SaysWhatIsMissing) {
  EXPECT_EQ(carry(EffectSketch("log")).failure, EffectFailure::unknown_effect);
  EXPECT_EQ(carry(EffectSketch("sendEmail")).failure, EffectFailure::bad_argument);
  EXPECT_EQ(carry(a_group(), 0, "{}").failure, EffectFailure::no_user);
  world.variables["AWS_ENDPOINT_URL"] = "x";
  EXPECT_EQ(carry(a_mail()).failure, EffectFailure::bad_endpoint);
  world.variables.erase("AWS_SECRET_ACCESS_KEY");
  EXPECT_EQ(carry(a_mail()).failure, EffectFailure::no_credentials);
  world.variables.erase("AWS_REGION");
  EXPECT_EQ(carry(a_mail()).failure, EffectFailure::no_region);
  EXPECT_TRUE(world.connected.empty());
}

}  // namespace
}  // namespace lintel::lambda::testing
