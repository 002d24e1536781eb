// SPDX-License-Identifier: Apache-2.0
// Known payloads through sendEmail: the request to Amazon SES has the recipients that the rules
// name, and each of them is one mailbox, whatever stands in its name.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "runtime/lambda/effects/calls.h"
#include "runtime/lambda/effects/mailbox.h"
#include "runtime/lintel.h"
#include "tests/security/filled_events.h"
#include "tests/security/payloads.h"

namespace lintel::security {
namespace {

using Json = nlohmann::json;

// The addresses of a header of mailboxes (RFC 5322, 3.4), with quoted strings, comments and
// escapes; a reader as simple as those that get it wrong.
std::vector<std::string> addresses(std::string_view header) {
  std::vector<std::string> found(1);
  bool in_quotes = false;
  int in_comment = 0;
  bool in_angle = false;
  std::string bare;
  std::string angle;
  const auto end = [&] {
    found.back() = angle.empty() ? bare : angle;
    bare.clear();
    angle.clear();
  };
  for (std::size_t i = 0; i < header.size(); ++i) {
    const char c = header[i];
    if ((in_quotes || in_comment > 0) && c == '\\') {
      ++i;
    } else if (in_quotes) {
      in_quotes = c != '"';
    } else if (c == '"') {
      in_quotes = true;
    } else if (c == '(') {
      ++in_comment;
    } else if (in_comment > 0) {
      in_comment -= c == ')' ? 1 : 0;
    } else if (c == '<') {
      in_angle = true;
    } else if (c == '>') {
      in_angle = false;
    } else if (c == ',' || c == ';') {
      end();
      found.emplace_back();
    } else {
      (in_angle ? angle : bare) += c;
    }
  }
  end();
  return found;
}

// Printable ASCII in one line: nothing that ends a header.
bool is_header_text(std::string_view text) {
  for (const char c : text)
    if (c < ' ' || c > '~') return false;
  return true;
}

TEST(Mailboxes, HaveOneAddressWhateverTheirName) {
  for (const std::string_view payload : payloads) {
    for (const std::string& name : {std::string(payload), "\"" + std::string(payload) + "\""}) {
      const auto made = lambda::mailbox(name + " <jo@example.com>");
      if (!made) continue;
      EXPECT_TRUE(is_header_text(*made)) << *made;
      EXPECT_EQ(addresses(*made), (std::vector<std::string>{"jo@example.com"})) << *made;
    }
  }
}

TEST(Mailboxes, AreNoneWhereTheAddressIsThePayload) {
  for (const std::string_view payload : payloads) {
    const auto made = lambda::mailbox(payload);
    if (!made) continue;
    EXPECT_TRUE(is_header_text(*made)) << *made;
    EXPECT_EQ(addresses(*made).size(), 1U) << *made;
    // Never another one than stands at the end, where everybody sees it.
    EXPECT_NE(payload.find(addresses(*made)[0]), std::string_view::npos) << *made;
  }
}

// The reader sees a second mailbox where there is one.
TEST(Mailboxes, AreCounted) {
  EXPECT_EQ(addresses("a <x@y.z>, b <u@v.w>"), (std::vector<std::string>{"x@y.z", "u@v.w"}));
  EXPECT_EQ(addresses("\"a <q@q.q>, \" <x@y.z>"), (std::vector<std::string>{"x@y.z"}));
  EXPECT_FALSE(is_header_text("a\r\nBcc: b"));
}

struct Mail {
  std::vector<std::string> headers;  // of mailboxes
  std::size_t recipients = 0;
  std::string subject;
};

std::optional<Mail> mail(const Effect& effect) {
  lambda::EffectFailure failure{};
  const auto call = lambda::send_email_call(effect, failure);
  if (!call) return {};
  const Json body = Json::parse(call->body);
  Mail made;
  made.headers.push_back(body["FromEmailAddress"]);
  for (const auto& [kind, list] : body["Destination"].items())
    for (const Json& each : list) made.headers.push_back(each), ++made.recipients;
  if (body.contains("ReplyToAddresses"))
    for (const Json& each : body["ReplyToAddresses"]) made.headers.push_back(each);
  made.subject = body["Content"]["Simple"]["Subject"]["Data"];
  return made;
}

std::vector<Mail> mails(Evaluator& evaluator, const Json& event) {
  std::vector<Mail> all;
  const std::string text = event.dump();
  const Outcome outcome = evaluator.evaluate(text);
  for (const Effect& effect : outcome.effects()) {
    if (effect.name != "sendEmail") continue;
    if (auto made = mail(effect)) all.push_back(std::move(*made));
  }
  return all;
}

void expect_inert(const Mail& mail) {
  for (const char c : mail.subject) EXPECT_GE(static_cast<unsigned char>(c), ' ') << mail.subject;
  for (const std::string& header : mail.headers) {
    EXPECT_TRUE(is_header_text(header)) << header;
    EXPECT_EQ(addresses(header).size(), 1U) << header;
  }
}

TEST(Mails, OfEveryRulesetGoWhereTheRulesSay) {
  std::size_t sent = 0;
  test::StillHost host;
  for (const test::CompiledRuleset& ruleset : test::rulesets()) {
    if (!sends_mail(ruleset)) continue;
    const auto loaded = Ruleset::load(ruleset.image);
    ASSERT_TRUE(loaded);
    Evaluator evaluator(*loaded, &host);
    for (const Filling filling : {Filling::before, Filling::after}) {
      std::vector<std::vector<Mail>> expected;
      for (std::size_t i = 0; i < ruleset.events.size(); ++i)
        expected.push_back(mails(evaluator, filled_event(ruleset, i, "wordword", filling)));
      std::size_t turn = 0;
      for (const std::string_view payload : payloads) {
        const std::size_t i = turn++ % expected.size();
        SCOPED_TRACE(ruleset.path + ": " + std::string(payload));
        const std::vector<Mail> found =
            mails(evaluator, filled_event(ruleset, i, payload, filling));
        sent += found.size();
        for (const Mail& each : found) expect_inert(each);
        ASSERT_LE(found.size(), expected[i].size());
        for (std::size_t j = 0; j < found.size(); ++j)
          EXPECT_LE(found[j].recipients, expected[i][j].recipients);
      }
    }
  }
  EXPECT_GT(sent, 150U);
}

}  // namespace
}  // namespace lintel::security
