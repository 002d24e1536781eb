// SPDX-License-Identifier: Apache-2.0
// What is sent to each service, read back by another JSON parser; and where it is sent.
#include "runtime/lambda/effects/calls.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/lambda/effect_sketch.h"
#include "tests/lambda/scripted_world.h"

namespace lintel::lambda::testing {
namespace {

using Json = nlohmann::json;

const std::string controls = "a\"b\\c\n\r\t\x01\x7f\xc3\xbc/";

EffectFailure mail_failure(EffectSketch mail) {
  EffectFailure failure = EffectFailure::none;
  EXPECT_FALSE(send_email_call(mail.effect(), failure));
  return failure;
}

TEST(SendEmail, IsSimpleContent) {
  EffectFailure failure = EffectFailure::none;
  EffectSketch mail("sendEmail");
  mail.with("from", "Zo\xc3\xab <zoe@example.com>")
      .with_list("to", R"(["jo@example.com","\"Doe, Jo\" <jo2@example.com>"])")
      .with("cc", "cc@example.com")
      .with_list("bcc", R"([])")
      .with_list("replyTo", R"([ "r@example.com" ])")
      .with("subject",
            "Gr\xc3\xbc\xc3\x9f"
            "e\r\nBcc: eve@example.net")
      .with("text", controls)
      .with("html", "<p>" + controls);
  const auto call = send_email_call(mail.effect(), failure);
  ASSERT_TRUE(call);
  EXPECT_EQ(call->service, Service::email);
  EXPECT_EQ(call->path, "/v2/email/outbound-emails");
  EXPECT_EQ(call->content_type, "application/json");
  EXPECT_EQ(call->target, "");
  const Json wanted = {{"FromEmailAddress", "=?UTF-8?B?Wm/Dqw==?= <zoe@example.com>"},
                       {"Destination",
                        {{"ToAddresses", {"jo@example.com", "\"Doe, Jo\" <jo2@example.com>"}},
                         {"CcAddresses", {"cc@example.com"}}}},
                       {"ReplyToAddresses", {"r@example.com"}},
                       {"Content",
                        {{"Simple",
                          {{"Subject",
                            {{"Data",
                              "Gr\xc3\xbc\xc3\x9f"
                              "e  Bcc: eve@example.net"},
                             {"Charset", "UTF-8"}}},
                           {"Body",
                            {{"Text", {{"Data", controls}, {"Charset", "UTF-8"}}},
                             {"Html", {{"Data", "<p>" + controls}, {"Charset", "UTF-8"}}}}}}}}}};
  EXPECT_EQ(Json::parse(call->body), wanted);
}

TEST(SendEmail, LeavesOutWhatIsNotGiven) {
  EffectFailure failure = EffectFailure::none;
  EffectSketch mail = a_mail();
  const auto call = send_email_call(mail.effect(), failure);
  ASSERT_TRUE(call);
  EXPECT_EQ(
      call->body,
      R"({"FromEmailAddress":"team@example.com","Destination":{"ToAddresses":["jo@example.com"]},)"
      R"("Content":{"Simple":{"Subject":{"Data":"Hello","Charset":"UTF-8"},)"
      R"("Body":{"Text":{"Data":"Welcome","Charset":"UTF-8"}}}}})");
}

TEST(SendEmail, RefusesWhatNoMailCanBeMadeOf) {
  const EffectSketch bare("sendEmail");
  const auto mail = [&](const std::string& from, const std::string& to) {
    return EffectSketch(bare)
        .with("from", from)
        .with("to", to)
        .with("subject", "s")
        .with("text", "t");
  };
  EXPECT_EQ(mail_failure(bare), EffectFailure::bad_argument);
  EXPECT_EQ(mail_failure(
                EffectSketch(bare).with("from", "a@b.c").with("to", "a@b.c").with("subject", "s")),
            EffectFailure::bad_argument);
  EXPECT_EQ(mail_failure(mail("nobody", "a@b.c")), EffectFailure::bad_sender);
  EXPECT_EQ(mail_failure(mail("a@b.c", "nobody")), EffectFailure::bad_recipient);
  EXPECT_EQ(mail_failure(mail("a@b.c", "a@b.c, d@e.f")), EffectFailure::bad_recipient);
  EXPECT_EQ(mail_failure(a_mail().with("replyTo", "")), EffectFailure::bad_recipient);
  EXPECT_EQ(mail_failure(a_mail().with_list("cc", R"(["a@b.c",1])")), EffectFailure::bad_argument);
  EXPECT_EQ(mail_failure(a_mail().with_list("cc", "[")), EffectFailure::bad_argument);
  EXPECT_EQ(mail_failure(a_mail().with_list("cc", "a@b.c")), EffectFailure::bad_argument);
  EXPECT_EQ(mail_failure(EffectSketch(bare)
                             .with("from", "a@b.c")
                             .with_list("to", "[]")
                             .with("subject", "s")
                             .with("text", "t")),
            EffectFailure::no_recipient);
}

TEST(SendEmail, TakesFiftyRecipients) {
  std::string most = "[";
  for (int i = 0; i < 49; ++i) most += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "@b.c\"";
  EffectFailure failure = EffectFailure::none;
  EffectSketch full = a_mail().with_list("bcc", most + "]");
  EXPECT_TRUE(send_email_call(full.effect(), failure));
  EXPECT_EQ(mail_failure(a_mail().with_list("bcc", most + ",\"x@b.c\"]")),
            EffectFailure::many_recipients);
}

TEST(AddToGroup, NamesTheUserOfTheEvent) {
  EffectFailure failure = EffectFailure::none;
  EffectSketch group = EffectSketch("addToGroup").with("name", controls);
  const auto call = add_to_group_call(
      group.effect(),
      R"( { "userPoolId" : "eu-west-1_a", "userName":"j\"\u00fc\n", "x": {"userName":"eve"} } )",
      failure);
  ASSERT_TRUE(call);
  EXPECT_EQ(call->service, Service::users);
  EXPECT_EQ(call->path, "/");
  EXPECT_EQ(call->content_type, "application/x-amz-json-1.1");
  EXPECT_EQ(call->target, "AWSCognitoIdentityProviderService.AdminAddUserToGroup");
  EXPECT_EQ(Json::parse(call->body), Json({{"UserPoolId", "eu-west-1_a"},
                                           {"Username", "j\"\xc3\xbc\n"},
                                           {"GroupName", controls}}));
}

TEST(AddToGroup, NeedsAUser) {
  EffectSketch group = a_group();
  for (const std::string event :
       {"{}", R"({"userPoolId":"p"})", R"({"userName":"u"})", R"({"userPoolId":"p","userName":""})",
        R"({"userPoolId":"p","userName":null})", R"({"userPoolId":1,"userName":"u"})"}) {
    EffectFailure failure = EffectFailure::none;
    EXPECT_FALSE(add_to_group_call(group.effect(), event, failure)) << event;
    EXPECT_EQ(failure, EffectFailure::no_user);
  }
}

TEST(Emit, IsOneEntry) {
  ScriptedWorld world;
  EffectFailure failure = EffectFailure::none;
  const std::string detail = R"({"text":")" + std::string("\\\"\xc3\xbc") + R"(","n":[1,{}]})";
  EffectSketch emission = EffectSketch("emit").with("detailType", controls).with("detail", detail);
  auto call = emit_call(emission.effect(), world, failure);
  ASSERT_TRUE(call);
  EXPECT_EQ(call->service, Service::events);
  EXPECT_EQ(call->target, "AWSEvents.PutEvents");
  EXPECT_EQ(call->content_type, "application/x-amz-json-1.1");
  Json entry = {{"Source", "lintel"}, {"DetailType", controls}, {"Detail", detail}};
  EXPECT_EQ(Json::parse(call->body), Json({{"Entries", {entry}}}));
  EXPECT_EQ(Json::parse(Json::parse(call->body)["Entries"][0]["Detail"].get<std::string>())["n"],
            Json::parse("[1,{}]"));

  world.variables["LINTEL_EVENT_SOURCE"] = "sign-ups";
  world.variables["LINTEL_EVENT_BUS"] = "arn:aws:events:eu-west-1:1:event-bus/users";
  call = emit_call(emission.effect(), world, failure);
  ASSERT_TRUE(call);
  entry["Source"] = "sign-ups";
  entry["EventBusName"] = "arn:aws:events:eu-west-1:1:event-bus/users";
  EXPECT_EQ(Json::parse(call->body), Json({{"Entries", {entry}}}));

  for (const std::string bad : {"", "1", "[]", "{", "{}x"}) {
    EffectSketch wrong = EffectSketch("emit").with("detailType", "t").with("detail", bad);
    EXPECT_FALSE(emit_call(wrong.effect(), world, failure)) << bad;
    EXPECT_EQ(failure, EffectFailure::bad_argument);
  }
}

TEST(Emit, FailsEntryByEntry) {
  EXPECT_EQ(failed_entry_code(R"({"FailedEntryCount":0,"Entries":[{"EventId":"1"}]})"), "");
  EXPECT_EQ(
      failed_entry_code(R"({"FailedEntryCount":1,"Entries":[{"ErrorCode":"InternalFailure"}]})"),
      "InternalFailure");
  EXPECT_EQ(failed_entry_code(R"({"FailedEntryCount":1,"Entries":[1,{}]})"), "FailedEntry");
  EXPECT_EQ(failed_entry_code(R"({"FailedEntryCount":1})"), "FailedEntry");
  EXPECT_EQ(failed_entry_code(R"({})"), "FailedEntry");
  EXPECT_EQ(failed_entry_code("<html>"), "FailedEntry");
}

std::string shown(const std::optional<Endpoint>& endpoint) {
  if (!endpoint) return "none";
  return std::string(endpoint->tls ? "tls " : "plain ") + endpoint->host + " " +
         std::to_string(endpoint->port) + " " + endpoint->base_path;
}

TEST(Endpoints, AreParsed) {
  EXPECT_EQ(shown(parse_endpoint("https://example.com")), "tls example.com 443 ");
  EXPECT_EQ(shown(parse_endpoint("http://localhost:4566/")), "plain localhost 4566 ");
  EXPECT_EQ(shown(parse_endpoint("http://127.0.0.1/a/b//")), "plain 127.0.0.1 80 /a/b");
  EXPECT_EQ(shown(parse_endpoint("https://[::1]:8443/x%20y")), "tls ::1 8443 /x%20y");
  for (const std::string bad :
       {"", "example.com", "ftp://example.com", "http://", "http:///x", "http://:80", "http://a:",
        "http://a:0", "http://a:65536", "http://a:8x", "http://[::1", "http://[::1]8", "http://u@a",
        "http://a/?q", "http://a/#f", "http://a b", "http://a/\r\nX: y", "http://a\\b"})
    EXPECT_EQ(shown(parse_endpoint(bad)), "none") << bad;
}

TEST(Endpoints, AreThoseOfTheRegionUnlessNamed) {
  ScriptedWorld world;
  EffectFailure failure = EffectFailure::none;
  const auto where = [&](Service service, std::string_view in = "eu-west-1") {
    return shown(endpoint(world, service, in, failure));
  };
  EXPECT_EQ(where(Service::email), "tls email.eu-west-1.amazonaws.com 443 ");
  EXPECT_EQ(where(Service::users), "tls cognito-idp.eu-west-1.amazonaws.com 443 ");
  EXPECT_EQ(where(Service::events), "tls events.eu-west-1.amazonaws.com 443 ");
  EXPECT_EQ(where(Service::email, "cn-north-1"), "tls email.cn-north-1.amazonaws.com.cn 443 ");
  world.variables["AWS_ENDPOINT_URL"] = "http://all:1";
  world.variables["AWS_ENDPOINT_URL_SES"] = "http://ses:2";
  EXPECT_EQ(where(Service::users), "plain all 1 ");
  EXPECT_EQ(where(Service::email), "plain ses 2 ");
  world.variables["AWS_ENDPOINT_URL_SESV2"] = "http://sesv2:3";
  world.variables["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = "http://cognito:4";
  world.variables["AWS_ENDPOINT_URL_EVENTBRIDGE"] = "";
  EXPECT_EQ(where(Service::email), "plain sesv2 3 ");
  EXPECT_EQ(where(Service::users), "plain cognito 4 ");
  EXPECT_EQ(where(Service::events), "plain all 1 ");
  world.variables["AWS_ENDPOINT_URL_EVENTBRIDGE"] = "nonsense";
  EXPECT_EQ(where(Service::events), "none");
  EXPECT_EQ(failure, EffectFailure::bad_endpoint);
  world.variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "True";
  EXPECT_EQ(where(Service::events), "tls events.eu-west-1.amazonaws.com 443 ");
}

TEST(Credentials, ComeFromTheEnvironment) {
  ScriptedWorld world;
  EffectFailure failure = EffectFailure::none;
  ASSERT_TRUE(credentials(world, failure));
  EXPECT_EQ(credentials(world, failure)->session_token, "");
  world.variables["AWS_SESSION_TOKEN"] = "token";
  EXPECT_EQ(credentials(world, failure)->session_token, "token");
  for (const std::string name :
       {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"}) {
    ScriptedWorld broken;
    broken.variables[name] = "x\r\nEvil: y";
    EXPECT_FALSE(credentials(broken, failure)) << name;
    EXPECT_EQ(failure, EffectFailure::no_credentials);
  }
  world.variables.erase("AWS_ACCESS_KEY_ID");
  EXPECT_FALSE(credentials(world, failure));
}

TEST(Region, IsAName) {
  ScriptedWorld world;
  EffectFailure failure = EffectFailure::none;
  EXPECT_EQ(region(world, failure), "eu-west-1");
  world.variables = {{"AWS_DEFAULT_REGION", "us-gov-west-1"}};
  EXPECT_EQ(region(world, failure), "us-gov-west-1");
  for (const std::string bad : {"", "eu.west", "EU", "a/b", "a\n"}) {
    world.variables = {{"AWS_REGION", bad}};
    EXPECT_FALSE(region(world, failure)) << bad;
  }
  EXPECT_EQ(failure, EffectFailure::no_region);
}

}  // namespace
}  // namespace lintel::lambda::testing
