// SPDX-License-Identifier: Apache-2.0
// Rules that look alike, and the events for them.
#include "bench/scaling_rules.h"

#include <nlohmann/json.hpp>

#include "bench/bench.h"
#include "bench/generate.h"

namespace lintel::bench {
namespace {

using Json = nlohmann::ordered_json;

// Of pairs: rules with the same domain, each for another client.
constexpr std::size_t clients = 10;

// Of ranges: the numbers in one range.
constexpr std::size_t range_size = 10;

// Kinds of the shape `mixed`; a rule's number tells its kind and its constants.
constexpr std::size_t mixed_kinds = 6;

std::string text_number(const char* before, std::size_t number, const char* behind) {
  return std::string(before).append(std::to_string(number)).append(behind);
}

std::string client_number(std::size_t number) { return text_number("client-", number, ""); }
std::string user_prefix(std::size_t number) { return text_number("team-", number, "-"); }
std::string plan_number(std::size_t number) { return text_number("plan-", number, ""); }

std::string equals(const char* field, const std::string& text) {
  return std::string(field).append(" == \"").append(text).append("\"");
}

std::string is_pair(std::size_t domain, std::size_t client) {
  return equals("email.domain", domain_number(domain)) + " && " +
         equals("clientId", client_number(client));
}

std::string in_range(std::size_t number) {
  return text_number(R"(int(attr["custom:n"]) >= )", number * range_size, "") +
         text_number(R"( && int(attr["custom:n"]) < )", (number + 1) * range_size, "");
}

std::string mixed_condition(std::size_t number) {
  switch (number % mixed_kinds) {
    case 0: return equals("email.domain", domain_number(number));
    case 1: return is_pair(number, number % clients);
    case 2: return "userName.startsWith(\"" + user_prefix(number) + "\")";
    case 3: return "email.endsWith(\"@" + domain_number(number) + "\")";
    case 4: return in_range(number);
    default:
      return R"(attr["custom:plan"] in [")" + plan_number(number) + "\", \"" +
             plan_number(number + 1) + "\"]";
  }
}

std::string condition(Likeness likeness, std::size_t number) {
  switch (likeness) {
    case Likeness::domains: return equals("email.domain", domain_number(number));
    case Likeness::pairs: return is_pair(number / clients, number % clients);
    case Likeness::prefixes: return "userName.startsWith(\"" + user_prefix(number) + "\")";
    case Likeness::suffixes: return "email.endsWith(\"@" + domain_number(number) + "\")";
    case Likeness::ranges: return in_range(number);
    case Likeness::sets:
      return "email.domain in [\"" + domain_number(3 * number) + "\", \"" +
             domain_number(3 * number + 1) + "\", \"" + domain_number(3 * number + 2) + "\"]";
    case Likeness::mixed: return mixed_condition(number);
  }
  return {};
}

// What the event says in the fields that the rules look at.
class Fields {
 public:
  Fields() : event_(Json::parse(event_of(registered_domain))) {
    attributes()["custom:n"] = "-1";  // in no range
  }

  void set_domain(std::size_t number) { attributes()["email"] = "ingrid@" + domain_number(number); }
  void set_client(std::size_t number) {
    event_["callerContext"]["clientId"] = client_number(number);
  }
  void set_user(std::size_t number) { event_["userName"] = user_prefix(number) + "ingrid"; }
  void set_number(std::size_t number) {
    attributes()["custom:n"] = std::to_string(number * range_size + range_size / 2);
  }
  void set_plan(std::size_t number) { attributes()["custom:plan"] = plan_number(number); }

  void fire(Likeness likeness, std::size_t number) {
    switch (likeness) {
      case Likeness::suffixes:
      case Likeness::domains: return set_domain(number);
      case Likeness::pairs: set_client(number % clients); return set_domain(number / clients);
      case Likeness::prefixes: return set_user(number);
      case Likeness::ranges: return set_number(number);
      case Likeness::sets: return set_domain(3 * number + 1);
      case Likeness::mixed: return fire_mixed(number);
    }
  }

  std::string text() const { return padded(event_.dump()); }

 private:
  Json& attributes() { return event_["request"]["userAttributes"]; }

  void fire_mixed(std::size_t number) {
    switch (number % mixed_kinds) {
      case 1: set_client(number % clients); return set_domain(number);
      case 2: return set_user(number);
      case 4: return set_number(number);
      case 5: return set_plan(number);
      default: return set_domain(number);
    }
  }

  Json event_;
};

}  // namespace

std::string_view name_of(Likeness likeness) {
  switch (likeness) {
    case Likeness::domains: return "domains";
    case Likeness::pairs: return "pairs";
    case Likeness::prefixes: return "prefixes";
    case Likeness::suffixes: return "suffixes";
    case Likeness::ranges: return "ranges";
    case Likeness::sets: return "sets";
    case Likeness::mixed: return "mixed";
  }
  return {};
}

std::string rules_text(Likeness likeness, std::size_t rules) {
  std::string text = "on PreSignUp\n";
  for (std::size_t i = 0; i < rules; ++i) {
    text.append("when ").append(condition(likeness, i)).append(" then autoConfirm\n");
  }
  return text;
}

std::string event_for(Likeness likeness, std::optional<std::size_t> rule) {
  Fields fields;
  if (rule) fields.fire(likeness, *rule);
  return fields.text();
}

}  // namespace lintel::bench
