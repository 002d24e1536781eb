// SPDX-License-Identifier: Apache-2.0
// Events in which something is missing, different or unusual.
#include <algorithm>
#include <initializer_list>

#include <nlohmann/json.hpp>

#include "bench/bench.h"
#include "bench/peers/events.h"

namespace lintel::bench {
namespace {

using Json = nlohmann::ordered_json;  // keeps the order of the event's members

// An object with its members the other way round.
Json reversed(const Json& object) {
  Json result = Json::object();
  for (auto member = object.rbegin(); member != object.rend(); ++member) {
    result[member.key()] = *member;
  }
  return result;
}

class EdgeEvents {
 public:
  explicit EdgeEvents(const std::string& event)
      : base_(Json::parse(event)), text_(event), events_{event} {}

  // An event in which change(event, attributes, response) has been made.
  template <typename Change>
  void add(Change change) {
    Json changed = base_;
    change(changed, changed["request"]["userAttributes"], changed["response"]);
    events_.push_back(padded(changed.dump()));
  }

  // Events with each of these values for an attribute, and without it.
  void add_attribute(const char* name, std::initializer_list<const char*> values) {
    add([name](Json&, Json& attributes, Json&) { attributes.erase(name); });
    add([name](Json&, Json& attributes, Json&) { attributes[name] = nullptr; });
    for (const char* value : values) {
      add([name, value](Json&, Json& attributes, Json&) { attributes[name] = value; });
    }
  }

  // The same for a member of the event itself.
  void add_member(const char* name, std::initializer_list<const char*> values) {
    for (const char* value : values) {
      add([name, value](Json& event, Json&, Json&) { event[name] = value; });
    }
  }

  // The event with a part of its text replaced, such as by an escape.
  void add_text(std::string_view part, std::string_view other) {
    std::string changed = text_;
    changed.replace(changed.find(part), part.size(), other);
    events_.push_back(padded(changed));
  }

  void add_for_every_job() {
    add([](Json&, Json& attributes, Json&) { attributes = Json::object(); });
    add([](Json& event, Json&, Json&) { event["request"].erase("userAttributes"); });
    add([](Json&, Json& attributes, Json&) { attributes = reversed(attributes); });
    add([](Json& event, Json&, Json&) { event = reversed(event); });
    add([](Json& event, Json&, Json&) { event["request"] = reversed(event["request"]); });
    add([](Json&, Json&, Json& response) { response = Json::object(); });
    add([](Json&, Json&, Json& response) { response.erase(response.begin()); });
    add([](Json&, Json&, Json& response) { response.erase(--response.end()); });
    add([](Json&, Json&, Json& response) { response = reversed(response); });
    add([](Json&, Json&, Json& response) { response["other"] = {1, "two", Json::object()}; });
    std::string spaced = base_.dump(2);
    std::replace(spaced.begin(), spaced.end(), '\n', ' ');
    events_.push_back(padded(spaced));
    add_text("@", "\\u0040");
  }

  std::vector<std::string> take() { return std::move(events_); }

 private:
  Json base_;
  std::string text_;
  std::vector<std::string> events_;
};

void add_addresses(EdgeEvents& events) {
  events.add_attribute("email", {"ingrid@example.org", "ingrid@sub.example.com",
                                 "INGRID@EXAMPLE.COM", "example.com", "@example.com", ""});
}

void add_registered_domain(EdgeEvents& events) {
  add_addresses(events);
  events.add_attribute("custom:domain", {"EXAMPLE.com", ""});
  events.add([](Json& event, Json&, Json&) { event.erase("triggerSource"); });
  events.add([](Json&, Json&, Json& response) { response["autoConfirmUser"] = true; });
}

void add_domains(EdgeEvents& events, const std::string& confirmed) {
  const std::string address = "ingrid@" + confirmed;
  std::string capitals = address;
  std::transform(capitals.begin(), capitals.end(), capitals.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  const std::string longer = address + "m";
  const std::string other = address.substr(0, address.size() - 1);
  add_addresses(events);
  events.add_attribute("email", {address.c_str(), capitals.c_str(), longer.c_str(), other.c_str()});
}

void add_policy(EdgeEvents& events, const std::string& blocked) {
  const std::string refused = "ingrid@" + blocked;
  const std::string long_name(64, 'n');
  const std::string too_long_name(65, 'n');
  add_addresses(events);
  events.add_attribute("email", {refused.c_str(), "ingrid@host.invalid", "ingrid@host.test",
                                 "ingrid@host.TEST", ".test", "ingrid@example.net"});
  events.add_attribute("custom:age", {"18", "17", "-40", "+18", "+-18", "018", " 18", "18.5", "",
                                      "eighteen", "99999999999999999999"});
  events.add_attribute("custom:plan", {"team-", "team", "TEAM-annual", ""});
  events.add_attribute("locale", {"nn-NO", "nb-no", "nb", "de-DE"});
  events.add_attribute("phone_number", {"+8811234567", "+8821234567", "+4522865500", "+47", "47"});
  events.add_member("userName", {"abc", "ab", "-abc", "a b c", "a\nbcd",
                                 "\xc3\xbc"
                                 "bung",
                                 "a.b_c-d", "admin-7", "rooted", "Admin", "", long_name.c_str(),
                                 too_long_name.c_str()});
  events.add_text("3f0c2a9e", "3f0c\\u0032a9e");
  events.add_text("ingrid.sorensen", "ingrid\\\"sorensen");
  events.add([](Json& event, Json&, Json&) { event.erase("callerContext"); });
  events.add([](Json& event, Json&, Json&) { event["callerContext"]["clientId"] = nullptr; });
  for (const char* client : {"1a2b3c4d5e6f7g8h9i0j1k2l3m", "4K2m8q1v7c9x3z5b6n0p4r8t2w"}) {
    events.add(
        [client](Json& event, Json&, Json&) { event["callerContext"]["clientId"] = client; });
  }
}

void add_message(EdgeEvents& events) {
  events.add_member(
      "triggerSource",
      {"CustomMessage_SignUp", "CustomMessage_ResendCode", "CustomMessage_ForgotPassword",
       "CustomMessage_AdminCreateUser", "CustomMessage_UpdateUserAttribute",
       "CustomMessage_VerifyUserAttribute", "CustomMessage_Authentication"});
  events.add_attribute("locale", {"de", "es-MX", "nb-NO", "nn-NO", "nb", "en-GB", "DE", ""});
  events.add_attribute("given_name", {"<b>Jo</b>", "O'Neil & \"Sons\"", "back\\slash",
                                      "a\nb\tc\x01", "S\xc3\xb8ren", "\xf0\x9f\x98\x80", "/", ""});
  events.add_text("\"Jonas\"", R"("J\u00f6rg \/ \"J\" \ud83d\ude00 \\ \u003ci\u003e")");
  events.add([](Json& event, Json&, Json&) { event["request"].erase("codeParameter"); });
  events.add([](Json& event, Json&, Json&) { event["request"]["codeParameter"] = nullptr; });
  events.add([](Json& event, Json&, Json&) { event["request"]["codeParameter"] = "<\"&'\\>"; });
  events.add([](Json&, Json&, Json& response) { response["emailMessage"] = "an \"old\" one"; });
}

}  // namespace

std::vector<std::string> edge_events(const Job& job, const std::string& event) {
  EdgeEvents events(event);
  events.add_for_every_job();
  switch (job.kind) {
    case JobKind::own_domain: add_registered_domain(events); break;
    case JobKind::sign_up_policy: add_policy(events, job.domains.back()); break;
    case JobKind::code_message: add_message(events); break;
    case JobKind::many_domains: add_domains(events, job.domains.front()); break;
  }
  return events.take();
}

}  // namespace lintel::bench
