// SPDX-License-Identifier: Apache-2.0
// Conditions of effects that no other test decides both ways: rare characters, arguments of another
// kind, answers that say less than they should, and digests that OpenSSL refuses.
#include <gtest/gtest.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <string>
#include <string_view>

#include "runtime/lambda/effects/calls.h"
#include "runtime/lambda/effects/carrier.h"
#include "runtime/lambda/effects/digest.h"
#include "runtime/lambda/effects/exchange.h"
#include "runtime/lambda/effects/json_out.h"
#include "runtime/lambda/effects/mailbox.h"
#include "runtime/lambda/effects/services.h"
#include "runtime/lambda/effects/sigv4.h"
#include "tests/lambda/effect_sketch.h"
#include "tests/lambda/scripted_world.h"

namespace {
int digests_left = -1;  // calls that succeed before one fails; -1: all do
unsigned excess = 0;    // that the length of a digest is too large by

bool digest_fails() { return digests_left >= 0 && digests_left-- == 0; }
}  // namespace

extern "C" {
int __real_EVP_Digest(const void* bytes, std::size_t size, unsigned char* digest, unsigned* length,
                      const EVP_MD* type, ENGINE* engine);
unsigned char* __real_HMAC(const EVP_MD* type, const void* key, int key_size,
                           const unsigned char* bytes, std::size_t size, unsigned char* digest,
                           unsigned* length);

int __wrap_EVP_Digest(const void* bytes, std::size_t size, unsigned char* digest, unsigned* length,
                      const EVP_MD* type, ENGINE* engine) {
  if (digest_fails()) return 0;
  const int done = __real_EVP_Digest(bytes, size, digest, length, type, engine);
  *length += excess;
  return done;
}
unsigned char* __wrap_HMAC(const EVP_MD* type, const void* key, int key_size,
                           const unsigned char* bytes, std::size_t size, unsigned char* digest,
                           unsigned* length) {
  if (digest_fails()) return nullptr;
  unsigned char* const done = __real_HMAC(type, key, key_size, bytes, size, digest, length);
  *length += excess;
  return done;
}
}

namespace lintel::lambda::testing {
namespace {

const Credentials example{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};
const SigningScope scope{"us-east-1", "service"};
constexpr std::string_view date = "20150830T123600Z";

class Digests : public ::testing::Test {
 protected:
  ~Digests() override {
    digests_left = -1;
    excess = 0;
  }
};

TEST_F(Digests, ThatFailEndASignature) {
  const std::vector<Header> headers = {{"Host", "example.amazonaws.com"}};
  const UnsignedRequest request{"POST", "/", headers, "{}"};
  int needed = 0;
  for (bool is_signed = false; !is_signed && needed < 100; ++needed) {
    Signer signer;
    digests_left = needed;
    is_signed = signer.sign(request, example, scope, date).has_value();
  }
  EXPECT_EQ(needed, 8);  // two of texts, five of keys, and then it is signed
  digests_left = 0;
  EXPECT_FALSE(sha256("x"));
  digests_left = 0;
  EXPECT_FALSE(hmac_sha256("k", "x"));
}

TEST_F(Digests, ThatFailEndAnEffect) {
  for (const int left : {0, 1}) {
    ScriptedWorld world;
    EffectCarrier carrier(world);
    digests_left = left;
    const EffectResult result =
        carrier.carry_out(a_mail().effect(), 0, {an_event, world.steady(), milliseconds(0)});
    EXPECT_EQ(result.failure, EffectFailure::internal) << left;
    EXPECT_EQ(result.attempts, 0U);
  }
}

TEST_F(Digests, OfAnotherLengthAreNone) {
  excess = 1;
  EXPECT_FALSE(sha256("x"));
  EXPECT_FALSE(hmac_sha256("k", "x"));
}

TEST(SigV4Corners, PathsAndValues) {
  Signer signer;
  const std::vector<Header> headers = {{"X-A", "\t a \t b\t"}, {"X-B", " "}};
  const auto made = signer.sign({"GET", "/AZaz09-._~/@[`{:$/!", headers, ""}, example, scope, date);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->canonical_request.substr(0, made->canonical_request.find("\n\nx-a;x-b")),
            "GET\n/AZaz09-._~/%40%5B%60%7B%3A%24/%21\n\nx-a:a b\nx-b:");
}

TEST(CallCorners, ArgumentsOfAnotherKind) {
  EffectFailure failure = EffectFailure::none;
  const auto fails = [&](EffectSketch sketch) {
    failure = EffectFailure::none;
    EXPECT_FALSE(send_email_call(sketch.effect(), failure));
    return failure;
  };
  EXPECT_EQ(
      fails(EffectSketch("sendEmail").with("from", "a@b.c").with("to", "a@b.c").with("text", "t")),
      EffectFailure::bad_argument);
  EXPECT_EQ(
      fails(
          EffectSketch("sendEmail").with_list("from", "[]").with("subject", "s").with("text", "t")),
      EffectFailure::bad_argument);
  EffectSketch html("sendEmail");
  html.with("from", "a@b.c").with("to", "a@b.c").with("subject", "s").with("html", "<p>");
  EXPECT_TRUE(send_email_call(html.effect(), failure));
  EffectSketch escaped = a_mail().with_list("cc", R"(["\u0061@b.c"])");
  const auto mail = send_email_call(escaped.effect(), failure);
  ASSERT_TRUE(mail);
  EXPECT_NE(mail->body.find(R"("CcAddresses":["a@b.c"])"), std::string::npos);

  EXPECT_FALSE(add_to_group_call(EffectSketch("addToGroup").effect(), an_event, failure));
  EXPECT_EQ(failure, EffectFailure::bad_argument);
  EXPECT_FALSE(add_to_group_call(a_group().effect(), "[]", failure));
  EXPECT_EQ(failure, EffectFailure::no_user);

  ScriptedWorld world;
  for (EffectSketch sketch :
       {EffectSketch("emit").with("detail", "{}"), EffectSketch("emit").with("detailType", "t"),
        EffectSketch("emit").with("detailType", "t").with("detail", "[]")}) {
    EXPECT_FALSE(emit_call(sketch.effect(), world, failure));
    EXPECT_EQ(failure, EffectFailure::bad_argument);
  }
}

TEST(CallCorners, EntriesWithoutACode) {
  for (const std::string_view body :
       {R"({"FailedEntryCount":1,"Entries":{}})",
        R"({"FailedEntryCount":1,"Entries":[{"ErrorCode":7}]})",
        R"({"FailedEntryCount":1,"Entries":[[],{}]})", R"({"FailedEntryCount":1})", "[]"}) {
    EXPECT_EQ(failed_entry_code(body), "FailedEntry") << body;
  }
}

TEST(CallCorners, NamesAndTexts) {
  EXPECT_EQ(name_for_log("azAZ09._-"), "azAZ09._-");
  for (const std::string_view bad : {"a`", "a{", "a@", "a[", "a/", "a:", "a,"})
    EXPECT_EQ(name_for_log(bad), "") << bad;
  std::string json;
  add_json_name(json, "a");
  EXPECT_EQ(json, "\"a\":");
  add_json_name(json, "b");
  EXPECT_EQ(json, "\"a\":,\"b\":");
  EXPECT_FALSE(mailbox(std::string_view("a\0b@x.y", 7)));
  EXPECT_TRUE(mailbox("a{b@x.y"));
  EXPECT_TRUE(mailbox("Jo <jo@x.y>"));
  EXPECT_FALSE(mailbox("a[b@x.y"));
  EXPECT_TRUE(mailbox("\"Jo <jo@x.y>"));
}

TEST(ServiceCorners, OfTheEnvironment) {
  ScriptedWorld world;
  EffectFailure failure = EffectFailure::none;
  for (const std::string& bad :
       {std::string(64, 'a'), std::string("a{b"), std::string("a`b"), std::string("a:b")}) {
    world.variables["AWS_REGION"] = bad;
    EXPECT_FALSE(region(world, failure)) << bad;
  }
  world.variables["AWS_REGION"] = std::string(63, 'a');
  EXPECT_TRUE(region(world, failure));
  world.variables["AWS_SESSION_TOKEN"] = "x\x7f";
  EXPECT_FALSE(credentials(world, failure));
  EXPECT_FALSE(parse_endpoint("http://a:123456"));
  world.variables["AWS_ENDPOINT_URL"] = "http://all:1";
  for (const std::string word : {"true", "TRUE", "xrue", "txue", "trxe", "trux", "yes"}) {
    world.variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = word;
    const bool is_ignored = endpoint(world, Service::email, "eu-west-1", failure)->host != "all";
    EXPECT_EQ(is_ignored, word == "true" || word == "TRUE") << word;
  }
}

TEST(CarrierCorners, EndpointsThatDifferInAPart) {
  ScriptedWorld world;
  EffectCarrier carrier(world);
  int number = 0;
  for (const std::string url : {"http://a:1", "http://a:1/x", "http://a:2", "http://b:2",
                                "https://b:2", "http://[::1]:2"}) {
    Peer peer;
    peer.answers = {{http(200, "{}")}, {http(200, "{}")}};
    world.peers.push_back(std::move(peer));
    world.variables["AWS_ENDPOINT_URL"] = url;
    const std::string event = "{\"n\":" + std::to_string(++number) + "}";
    EXPECT_EQ(
        carrier.carry_out(a_mail().effect(), 0, {event, world.steady(), milliseconds(0)}).status,
        EffectStatus::done);
  }
  ASSERT_EQ(world.connected.size(), 5U);  // the path is no other endpoint
  EXPECT_NE(world.requests.back().find("\r\nHost: [::1]:2\r\n"), std::string::npos)
      << world.requests.back();
}

TEST(CarrierCorners, WhatIsTriedAgain) {
  ScriptedWorld world;
  EffectCarrier carrier(world);
  int number = 0;
  const auto attempts = [&](const std::string& first) {
    Peer peer;
    peer.answers = {{first}, {http(200, R"({"FailedEntryCount":0})")}};
    world.peers = {std::move(peer), Peer()};
    const std::string event = "{\"n\":" + std::to_string(++number) + "}";
    EffectCarrier fresh(world);
    return fresh.carry_out(an_emission().effect(), 0, {event, world.steady(), milliseconds(0)})
        .attempts;
  };
  EXPECT_EQ(attempts(http(400, R"({"__type":"InternalFailure"})")), 2U);
  EXPECT_EQ(attempts(http(400, R"({"__type":"Other"})")), 1U);
  EXPECT_EQ(attempts(http(400, R"({"__type":7,"code":"InternalFailure"})")), 2U);
  EXPECT_EQ(attempts(http(300, "")), 1U);
}

TEST(CarrierCorners, AnAnswerThatBreaksOff) {
  ScriptedWorld world;
  Peer peer;
  peer.answers = {{"HTTP/1.1 200 OK\r\n"}};
  peer.end = Peer::End::breaks;
  world.peers = {std::move(peer)};
  EffectCarrier carrier(world);
  const EffectResult result =
      carrier.carry_out(a_mail().effect(), 0, {an_event, world.steady(), milliseconds(0)});
  EXPECT_EQ(result.failure, EffectFailure::broken);
  EXPECT_EQ(result.attempts, 1U);  // it may have been sent
}

}  // namespace
}  // namespace lintel::lambda::testing
