// SPDX-License-Identifier: Apache-2.0
// The jobs by hand on simdjson's On-Demand. Nothing is copied but the answer: the event is parsed
// where it stands, and the answer is its own bytes around the new values. The fields are asked for
// in the order in which Cognito sends them, where a lookup costs least; another order is answered
// too.
#include <simdjson.h>

#include "bench/bench.h"
#include "bench/peers/domain_set.h"
#include "bench/peers/message.h"
#include "bench/peers/peer.h"
#include "bench/peers/policy.h"
#include "bench/peers/splice.h"
#include "bench/peers/texts.h"

static_assert(lintel::bench::event_padding >= simdjson::SIMDJSON_PADDING);

namespace lintel::bench {
namespace {

namespace ondemand = simdjson::ondemand;

std::string_view flag_text(bool flag) { return flag ? "true" : "false"; }

// A text, or an absent one if there is none.
template <typename Value>
std::string_view text_of(Value&& value) {
  std::string_view text;
  return value.get_string().get(text) ? std::string_view() : text;
}

class Simdjson : public Peer {
 public:
  std::string_view answer(const std::string& event) final {
    ondemand::document document;
    const simdjson::padded_string_view text(event.data(), event.size(),
                                            event.size() + event_padding);
    if (parser_.iterate(text).get(document)) return {};
    return answer(event, document);
  }

 protected:
  virtual std::string_view answer(std::string_view event, ondemand::document& document) = 0;

  // The event with this member of the response.
  std::string_view with_flag(std::string_view event, ondemand::document& document,
                             std::string_view name, bool flag) {
    const std::string_view names[] = {name};
    const std::string_view values[] = {flag_text(flag)};
    return with_members(event, document, names, values);
  }

  // The event with these members of the response.
  std::string_view with_members(std::string_view event, ondemand::document& document,
                                std::span<const std::string_view> names,
                                std::span<const std::string_view> values) {
    ondemand::object response;
    if (document["response"].get_object().get(response)) return {};
    splice_.begin(event, names, values);
    std::string_view last;
    for (auto field : response) {
      ondemand::raw_json_string name;
      ondemand::value value;
      if (field.key().get(name) || field.value().get(value)) return {};
      last = text_of_any(value);
      if (last.empty()) return {};
      splice_.member(name.raw(), last);
      if (splice_.has_all()) return splice_.finish(nullptr, false);
    }
    if (last.data() != nullptr) return splice_.finish(last.data() + last.size(), false);
    std::string_view object;
    if (response.reset().error() || response.raw_json().get(object)) return {};
    return splice_.finish(object.data() + 1, true);
  }

 private:
  // The text of a value of any type; empty if it is broken. A token reaches to the next one, white
  // space included.
  static std::string_view text_of_any(ondemand::value& value) {
    std::string_view text = value.raw_json_token();
    ondemand::object object;
    ondemand::array array;
    if (text[0] == '{') {
      if (value.get_object().get(object) || object.raw_json().get(text)) return {};
    } else if (text[0] == '[') {
      if (value.get_array().get(array) || array.raw_json().get(text)) return {};
    }
    return without_space_after(text);
  }

  ondemand::parser parser_;
  ResponseSplice splice_;
};

class OwnDomain : public Simdjson {
  std::string_view answer(std::string_view event, ondemand::document& document) override {
    return with_flag(event, document, "autoConfirmUser", is_registered(document));
  }

  static bool is_registered(ondemand::document& event) {
    ondemand::object attributes;
    if (event["request"]["userAttributes"].get_object().get(attributes)) return false;
    std::string_view registered;
    std::string_view email;
    if (attributes["custom:domain"].get_string().get(registered)) return false;
    if (attributes["email"].get_string().get(email)) return false;
    const std::string_view domain = domain_of(email);
    return !domain.empty() && same_text(domain, registered);
  }
};

class ManyDomains : public Simdjson {
 public:
  explicit ManyDomains(const std::vector<std::string>& domains) : confirmed_(domains) {}

 private:
  std::string_view answer(std::string_view event, ondemand::document& document) override {
    const std::string_view domain =
        domain_of(text_of(document["request"]["userAttributes"]["email"]));
    return with_flag(event, document, "autoConfirmUser",
                     !domain.empty() && confirmed_.contains(domain));
  }

  DomainSet confirmed_;
};

class SignUpPolicy : public Simdjson {
 public:
  explicit SignUpPolicy(const std::vector<std::string>& blocked) : blocked_(blocked) {}

 private:
  std::string_view answer(std::string_view event, ondemand::document& document) override {
    PolicyFields fields;
    fields.user_name = text_of(document["userName"]);
    fields.client_id = text_of(document["callerContext"]["clientId"]);
    ondemand::object attributes;
    if (!document["request"]["userAttributes"].get_object().get(attributes)) {
      read(attributes, fields);
    }
    const PolicyVerdict verdict = decide_policy(fields, blocked_);
    if (!verdict.rejection.empty()) return verdict.rejection;
    const std::string_view values[] = {flag_text(verdict.flags[0]), flag_text(verdict.flags[1]),
                                       flag_text(verdict.flags[2])};
    return with_members(event, document, policy_members, values);
  }

  static void read(ondemand::object& attributes, PolicyFields& fields) {
    fields.age = text_of(attributes["custom:age"]);
    fields.plan = text_of(attributes["custom:plan"]);
    fields.email = text_of(attributes["email"]);
    fields.locale = text_of(attributes["locale"]);
    fields.phone_number = text_of(attributes["phone_number"]);
  }

  DomainSet blocked_;
};

class CodeMessage : public Simdjson {
  std::string_view answer(std::string_view event, ondemand::document& document) override {
    MessageFields fields;
    fields.source = text_of(document["triggerSource"]);
    ondemand::object request;
    if (!document["request"].get_object().get(request)) {
      ondemand::object attributes;
      if (!request["userAttributes"].get_object().get(attributes)) {
        fields.given_name = text_of(attributes["given_name"]);
        fields.locale = text_of(attributes["locale"]);
      }
      fields.code = text_of(request["codeParameter"]);
    }
    if (!messages_.compose(fields)) return event;
    return with_members(event, document, message_members, messages_.values());
  }

  Messages messages_;
};

}  // namespace

bool has_simdjson() { return true; }

std::string simdjson_kernel() { return simdjson::get_active_implementation()->name(); }

std::unique_ptr<Peer> make_simdjson(const Job& job) {
  switch (job.kind) {
    case JobKind::own_domain: return std::make_unique<OwnDomain>();
    case JobKind::sign_up_policy: return std::make_unique<SignUpPolicy>(job.domains);
    case JobKind::code_message: return std::make_unique<CodeMessage>();
    case JobKind::many_domains: return std::make_unique<ManyDomains>(job.domains);
  }
  return nullptr;
}

}  // namespace lintel::bench
