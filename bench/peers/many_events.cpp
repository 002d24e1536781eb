// SPDX-License-Identifier: Apache-2.0
// Events of different users.
#include <cstdint>
#include <initializer_list>
#include <random>

#include <nlohmann/json.hpp>

#include "bench/bench.h"
#include "bench/peers/events.h"

namespace lintel::bench {
namespace {

using Json = nlohmann::ordered_json;  // keeps the order of the event's members

std::string text_of(std::mt19937& random, std::size_t shortest, std::size_t longest) {
  std::string text(shortest + random() % (longest - shortest + 1), ' ');
  for (char& c : text) c = "abcdefghijklmnopqrstuvwxyz"[random() % 26];
  return text;
}

bool one_in(std::mt19937& random, std::uint32_t count) { return random() % count == 0; }

std::string one_of(std::mt19937& random, std::initializer_list<const char*> texts) {
  return texts.begin()[random() % texts.size()];
}

void erase_some(Json& object, std::mt19937& random, std::uint32_t one_in_this_many,
                std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (one_in(random, one_in_this_many)) object.erase(name);
  }
}

// Another user, of whom the rules of no job know anything.
void change_user(Json& event, std::mt19937& random) {
  Json& attributes = event["request"]["userAttributes"];
  const std::string domain = text_of(random, 4, 14) + ".example";
  event["userName"] = text_of(random, 8, 36);
  attributes["given_name"] = text_of(random, 3, 12);
  attributes["family_name"] = text_of(random, 3, 18);
  attributes["website"] = "https://" + domain + "/" + text_of(random, 2, 24);
  attributes["email"] = text_of(random, 3, 20) + "@" + domain;
  erase_some(attributes, random, 3, {"birthdate", "zoneinfo"});
  if (one_in(random, 2)) event["request"].erase("clientMetadata");
}

void change_domain(Json& event, std::mt19937& random) {
  Json& attributes = event["request"]["userAttributes"];
  const auto email = attributes["email"].get<std::string>();
  const bool is_registered = one_in(random, 2);
  attributes["custom:domain"] =
      is_registered ? email.substr(email.find('@') + 1) : text_of(random, 4, 14) + ".example";
  erase_some(attributes, random, 3, {"custom:plan", "locale", "phone_number"});
  erase_some(attributes, random, 8, {"custom:domain"});
  erase_some(attributes, random, 16, {"email"});
}

// About a quarter are refused, each rule refusing some.
void change_for_policy(Json& event, std::mt19937& random, const std::vector<std::string>& blocked) {
  Json& attributes = event["request"]["userAttributes"];
  const std::string known = one_of(random, {"example.com", "Example.org", "example.net"});
  if (one_in(random, 2)) attributes["email"] = text_of(random, 3, 20) + "@" + known;
  if (one_in(random, 16)) attributes["email"] = "x@" + blocked[random() % blocked.size()];
  if (one_in(random, 32)) attributes["email"] = text_of(random, 3, 20) + "@host.invalid";
  if (one_in(random, 32)) event["userName"] = one_of(random, {"a", "with space", "admin", "root7"});
  attributes["custom:age"] = std::to_string(16 + random() % 64);
  attributes["custom:plan"] = one_of(random, {"team-annual", "team-monthly", "trial"});
  attributes["locale"] = one_of(random, {"nb-NO", "nn-NO", "en-GB", "de-DE"});
  attributes["phone_number"] = one_of(random, {"+47", "+47", "+44", "+49"}) +
                               std::to_string(10'000'000 + random() % 90'000'000);
  if (one_in(random, 32)) attributes["phone_number"] = "+88112345678";
  if (one_in(random, 32)) event["callerContext"]["clientId"] = "1a2b3c4d5e6f7g8h9i0j1k2l3m";
  if (one_in(random, 2)) event["callerContext"]["clientId"] = text_of(random, 26, 26);
  erase_some(attributes, random, 8, {"custom:plan", "locale", "phone_number"});
  erase_some(attributes, random, 32, {"email", "custom:age"});
}

void change_for_message(Json& event, std::mt19937& random) {
  Json& attributes = event["request"]["userAttributes"];
  event["triggerSource"] =
      one_of(random, {"CustomMessage_SignUp", "CustomMessage_SignUp", "CustomMessage_ResendCode",
                      "CustomMessage_ForgotPassword", "CustomMessage_ForgotPassword",
                      "CustomMessage_VerifyUserAttribute"});
  attributes["locale"] =
      one_of(random, {"de-DE", "de-AT", "es-ES", "nb-NO", "nn-NO", "en-GB", "fr"});
  if (one_in(random, 4)) {
    attributes["given_name"] = one_of(
        random, {"J\xc3\xb6rg", "D'Arcy", "Jo & Jo", "<b>Max</b>", "\"Ace\"", "back\\slash"});
  }
  erase_some(attributes, random, 8, {"given_name", "locale"});
  erase_some(attributes, random, 3, {"phone_number", "phone_number_verified", "custom:company"});
}

void change_for_domains(Json& event, std::mt19937& random,
                        const std::vector<std::string>& confirmed) {
  Json& attributes = event["request"]["userAttributes"];
  if (one_in(random, 2)) {
    attributes["email"] = text_of(random, 3, 20) + "@" + confirmed[random() % confirmed.size()];
  }
  erase_some(attributes, random, 3, {"custom:plan", "locale", "phone_number"});
  erase_some(attributes, random, 16, {"email"});
}

}  // namespace

std::vector<std::string> many_events(const Job& job, const std::string& event, std::size_t count) {
  const Json base = Json::parse(event);
  std::mt19937 random(1);  // any seed, but always the same
  std::vector<std::string> events;
  while (events.size() < count) {
    Json changed = base;
    change_user(changed, random);
    switch (job.kind) {
      case JobKind::own_domain: change_domain(changed, random); break;
      case JobKind::sign_up_policy: change_for_policy(changed, random, job.domains); break;
      case JobKind::code_message: change_for_message(changed, random); break;
      case JobKind::many_domains: change_for_domains(changed, random, job.domains); break;
    }
    events.push_back(padded(changed.dump()));
  }
  return events;
}

}  // namespace lintel::bench
