// SPDX-License-Identifier: Apache-2.0
// sendEmail: Amazon SES API v2, SendEmail, with simple content. Amazon SES makes the headers and
// encodes subject and bodies; mailboxes it takes as they are.
#include "runtime/lambda/effects/arguments.h"
#include "runtime/lambda/effects/calls.h"
#include "runtime/lambda/effects/json_out.h"
#include "runtime/lambda/effects/mailbox.h"

namespace lintel::lambda {
namespace {

// Amazon SES quotas: recipients of a message, whichever way they are addressed.
constexpr std::size_t max_recipients = 50;

// The mailboxes of an argument as a JSON list.
struct Mailboxes {
  std::string json;
  std::size_t count = 0;
};

std::optional<Mailboxes> mailboxes(const Effect& effect, std::string_view argument,
                                   EffectFailure& failure) {
  const auto written = list_argument(effect, argument);
  failure = EffectFailure::bad_argument;
  if (!written) return {};
  Mailboxes made;
  made.json += '[';
  failure = EffectFailure::bad_recipient;
  for (const std::string& text : *written) {
    const auto one = mailbox(text);
    if (!one) return {};
    if (made.count++ != 0) made.json += ',';
    add_json_text(made.json, *one);
  }
  made.json += ']';
  return made;
}

void add_content(std::string& json, std::string_view name, std::string_view text) {
  add_json_name(json, name);
  json += "{\"Data\":";
  add_json_text(json, text);
  json += ",\"Charset\":\"UTF-8\"}";
}

}  // namespace

std::optional<Call> send_email_call(const Effect& effect, EffectFailure& failure) {
  struct Destination {
    std::string_view argument;
    std::string_view name;
  };
  constexpr Destination destinations[] = {
      {"to", "ToAddresses"}, {"cc", "CcAddresses"}, {"bcc", "BccAddresses"}};

  const auto from = text_argument(effect, "from");
  const auto subject = text_argument(effect, "subject");
  const auto text = text_argument(effect, "text");
  const auto html = text_argument(effect, "html");
  if (!from || !subject || (!text && !html)) {
    failure = EffectFailure::bad_argument;
    return {};
  }
  const auto sender = mailbox(*from);
  if (!sender) {
    failure = EffectFailure::bad_sender;
    return {};
  }

  std::string body(1, '{');
  add_json_name(body, "FromEmailAddress");
  add_json_text(body, *sender);
  std::string destination(1, '{');
  std::size_t recipients = 0;
  for (const auto& [argument, name] : destinations) {
    const auto made = mailboxes(effect, argument, failure);
    if (!made) return {};
    recipients += made->count;
    if (made->count == 0) continue;
    add_json_name(destination, name);
    destination += made->json;
  }
  const auto reply_to = mailboxes(effect, "replyTo", failure);
  if (!reply_to) return {};
  if (recipients == 0 || recipients > max_recipients) {
    failure = recipients == 0 ? EffectFailure::no_recipient : EffectFailure::many_recipients;
    return {};
  }
  add_json_name(body, "Destination");
  body += destination + '}';
  if (reply_to->count != 0) {
    add_json_name(body, "ReplyToAddresses");
    body += reply_to->json;
  }
  add_json_name(body, "Content");
  body += "{\"Simple\":{";
  add_content(body, "Subject", one_line(*subject));
  add_json_name(body, "Body");
  body += '{';
  if (text) add_content(body, "Text", *text);
  if (html) add_content(body, "Html", *html);
  body += "}}}}";

  Call call;
  call.service = Service::email;
  call.path = "/v2/email/outbound-emails";
  call.content_type = "application/json";
  call.body = std::move(body);
  return call;
}

}  // namespace lintel::lambda
