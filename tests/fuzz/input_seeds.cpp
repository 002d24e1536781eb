// SPDX-License-Identifier: Apache-2.0
// Events, patterns, texts and messages to start from.
#include "tests/differential/real_patterns.h"
#include "tests/fuzz/event_rules.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/project_texts.h"
#include "tests/fuzz/seeds.h"

namespace lintel::fuzz {
namespace {

std::string message(std::string_view head, std::string_view body) {
  std::string text(head);
  text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
  return text.append(body);
}

std::string accepted() { return message("HTTP/1.1 202 Accepted\r\n", R"({"status":"OK"})"); }

std::string next_event() {
  return message(
      "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8\r\n"
      "Lambda-Runtime-Deadline-Ms: 1700000000123\r\nLambda-Runtime-Trace-Id: Root=1-2\r\n",
      R"({"version":"1","response":{}})");
}

}  // namespace

Seeds event_seeds() {
  Seeds seeds;
  for (std::size_t i = 0; i < event_rules_count; ++i) {
    const char letter = static_cast<char>(first_letter + static_cast<char>(i));
    const EventRules& rules = event_rules(letter);
    std::string all(1, letter);
    for (const std::string& event : rules.events) {
      seeds.push_back(letter + event);
      if (all.size() < 2000) all.append(all.size() > 1 ? part_mark : "").append(event);
    }
    seeds.push_back(all);
  }
  for (const ProjectText& event : texts_below("rules", ".json"))
    seeds.push_back(first_letter + event.text);
  return seeds;
}

Seeds pattern_seeds() {
  Seeds seeds;
  for (const std::string_view pattern : differential::real_patterns)
    seeds.push_back(join_parts(
        {std::string(pattern), std::string(differential::real_texts[seeds.size() % 8])}));
  return seeds;
}

Seeds text_seeds() {
  Seeds seeds = {"",
                 "0",
                 "-9223372036854775808",
                 "1.7976931348623157e308",
                 "4.9e-324",
                 "-0.1e+21",
                 "NaN",
                 "-Infinity",
                 "2026-01-01T00:00:00Z",
                 "9999-12-31T23:59:59.999999999+14:59",
                 "0001-01-01T00:00:00.5-09:30",
                 "-1h30m0.5s1ms1us1ns",
                 "9223372036.854775807s",
                 "+02:00",
                 "jane@example.com",
                 "\"a@b\"@example.com",
                 "YQ==",
                 "-_8",
                 "%C3%A9%20+",
                 "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\n\t\"\\${x}",
                 "\xc3",
                 R"({"a":[1,-2.5e3,true,null,"\u00e9\ud83d\ude00\n"],"a":{}})",
                 R"(["\u0000",0.10,{"b":"\/"}])"};
  for (const ProjectText& json : texts_below("rules", ".json")) seeds.push_back(json.text);
  return seeds;
}

Seeds message_seeds() {
  const std::string next = next_event();
  return {
      join_parts({next, accepted(), next, accepted()}),
      join_parts({"!" + next, accepted()}),
      next + accepted(),
      message("POST /2018-06-01/runtime/invocation/a-1/response HTTP/1.1\r\nHost: localhost\r\n",
              "{}"),
      "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "POST /x HTTP/1.1\nExpect: 100-continue\nContent-Length:2\nConnection: close\n\n{}",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=\"y\"\r\nhello\r\n0\r\nT: "
      "z\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200\r\nLambda-Runtime-Aws-Request-Id: a\r\n\r\n{}",
      "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 204 No Content\r\n\r\n"};
}

Seeds effect_seeds() {
  const std::string event =
      R"({"userPoolId":"eu-west-1_a","userName":"jo","request":{"userAttributes":{}}})";
  const std::string mail =
      "sendEmail\nfrom=Zo\xc3\xab <team@example.com>\nto[]=[\"jo@example.com\",\"\\\\\"Doe, "
      "Jo\\\\\" "
      "<jo2@example.com>\"]\ncc=cc@example.com\nreplyTo=r@example.com\nsubject=Hi\\r\\nBcc: "
      "eve@example.net\ntext=Welcome\nhtml=<p>a</p>";
  const std::string group = "addToGroup\nname=staff";
  const std::string emission = "emit\ndetailType=UserConfirmed\ndetail={\"a\":1}";
  const std::string done =
      message("HTTP/1.1 200 OK\r\nx-amzn-RequestId: abc-1\r\n", R"({"MessageId":"1"})");
  const std::string busy =
      message("HTTP/1.1 429 Slow\r\nx-amzn-ErrorType: a#ThrottlingException:b\r\n",
              R"({"__type":"x#LimitExceededException","message":"no"})");
  const std::string entries =
      message("HTTP/1.1 200 OK\r\n",
              R"({"FailedEntryCount":1,"Entries":[{"ErrorCode":"InternalFailure"}]})");
  return {join_parts({mail, event, done, done}),
          join_parts({mail, event, busy, done}),
          join_parts({group, event, done, done}),
          join_parts({group, event, busy, busy}),
          join_parts({emission, event, entries, done}),
          join_parts({emission, event, done, ""}),
          join_parts({mail, event, "HTTP/1.1 200 OK\r\n\r\nto the end", ""})};
}

}  // namespace lintel::fuzz
