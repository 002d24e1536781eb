// SPDX-License-Identifier: Apache-2.0
// Events for the comparison, made by changing a real one.
#include "bench/peers/agreement.h"

#include <algorithm>
#include <cstdint>
#include <random>

#include <nlohmann/json.hpp>

#include "bench/bench.h"

namespace lintel::bench {
namespace {

using Json = nlohmann::ordered_json;  // keeps the order of the event's members

std::string text_of(std::mt19937& random, std::size_t shortest, std::size_t longest) {
  std::string text(shortest + random() % (longest - shortest + 1), ' ');
  for (char& c : text) c = "abcdefghijklmnopqrstuvwxyz"[random() % 26];
  return text;
}

bool one_in(std::mt19937& random, std::uint32_t count) { return random() % count == 0; }

void change_user(Json& event, std::mt19937& random) {
  Json& attributes = event["request"]["userAttributes"];
  const std::string domain = text_of(random, 4, 14) + ".example";
  event["userName"] = text_of(random, 8, 36);
  attributes["given_name"] = text_of(random, 3, 12);
  attributes["family_name"] = text_of(random, 3, 18);
  attributes["website"] = "https://" + domain + "/" + text_of(random, 2, 24);
  attributes["email"] = text_of(random, 3, 20) + "@" + domain;
  attributes["custom:domain"] = one_in(random, 2) ? domain : text_of(random, 4, 14) + ".example";
  for (const char* name : {"birthdate", "custom:plan", "locale", "phone_number", "zoneinfo"}) {
    if (one_in(random, 3)) attributes.erase(name);
  }
  if (one_in(random, 8)) attributes.erase("custom:domain");
  if (one_in(random, 16)) attributes.erase("email");
  if (one_in(random, 2)) event["request"].erase("clientMetadata");
}

// Where a program differs, the event and both answers say more than any summary.
[[noreturn]] void disagree(std::string_view name, const std::string& event, std::string_view ours,
                           std::string_view theirs) {
  give_up(std::string(name) + " gives another answer, so there is nothing to compare\n  event: " +
          event + "\n  lintel: " + std::string(ours) + "\n  " + std::string(name) + ": " +
          std::string(theirs));
}

bool equal(std::string_view a, std::string_view b, Closeness closeness) {
  if (closeness == Closeness::same_bytes) return a == b;
  const auto left = nlohmann::json::parse(a, nullptr, false);
  return !left.is_discarded() && left == nlohmann::json::parse(b, nullptr, false);
}

}  // namespace

std::vector<std::string> edge_events(const std::string& event) {
  const Json base = Json::parse(event);
  std::vector<std::string> events = {event};
  const auto add = [&](auto&& change) {
    Json changed = base;
    change(changed, changed["request"]["userAttributes"], changed["response"]);
    events.push_back(padded(changed.dump()));
  };
  add([](Json&, Json& attributes, Json&) { attributes.erase("email"); });
  add([](Json&, Json& attributes, Json&) { attributes.erase("custom:domain"); });
  add([](Json&, Json& attributes, Json&) { attributes["email"] = nullptr; });
  add([](Json&, Json& attributes, Json&) { attributes["custom:domain"] = nullptr; });
  add([](Json&, Json& attributes, Json&) { attributes["email"] = "ingrid@example.org"; });
  add([](Json&, Json& attributes, Json&) { attributes["email"] = "ingrid@sub.example.com"; });
  add([](Json&, Json& attributes, Json&) { attributes["email"] = "INGRID@EXAMPLE.COM"; });
  add([](Json&, Json& attributes, Json&) { attributes["email"] = "example.com"; });
  add([](Json&, Json& attributes, Json&) { attributes["email"] = "@example.com"; });
  add([](Json&, Json& attributes, Json&) { attributes["custom:domain"] = "EXAMPLE.com"; });
  add([](Json&, Json& attributes, Json&) { attributes["custom:domain"] = ""; });
  add([](Json&, Json& attributes, Json&) { attributes = Json::object(); });
  add([](Json& changed, Json&, Json&) { changed["request"].erase("userAttributes"); });
  add([](Json& changed, Json&, Json&) { changed.erase("triggerSource"); });
  add([](Json&, Json&, Json& response) { response = Json::object(); });
  add([](Json&, Json&, Json& response) { response.erase("autoConfirmUser"); });
  add([](Json&, Json&, Json& response) { response["autoConfirmUser"] = true; });
  add([](Json&, Json& attributes, Json&) {  // the order that Cognito does not send
    const Json domain = attributes["custom:domain"];
    attributes.erase("custom:domain");
    attributes["custom:domain"] = domain;
  });
  std::string spaced = base.dump(2);
  std::replace(spaced.begin(), spaced.end(), '\n', ' ');
  events.push_back(padded(spaced));
  std::string escaped = event;
  escaped.replace(escaped.find('@'), 1, "\\u0040");
  events.push_back(padded(escaped));
  return events;
}

std::vector<std::string> many_events(const std::string& event, std::size_t count) {
  const Json base = Json::parse(event);
  std::mt19937 random(1);  // any seed, but always the same
  std::vector<std::string> events;
  while (events.size() < count) {
    Json changed = base;
    change_user(changed, random);
    events.push_back(padded(changed.dump()));
  }
  return events;
}

void require_agreement(std::string_view name, const Answerer& lintel, const Answerer& peer,
                       Closeness closeness, const std::vector<std::string>& events) {
  for (const std::string& event : events) {
    const std::string_view ours = lintel(event);
    const std::string_view theirs = peer(event);
    if (!equal(ours, theirs, closeness)) disagree(name, event, ours, theirs);
  }
}

}  // namespace lintel::bench
