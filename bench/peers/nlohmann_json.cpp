// SPDX-License-Identifier: Apache-2.0
// The jobs by hand on nlohmann_json's tree.
#include <nlohmann/json.hpp>

#include "bench/peers/domain_set.h"
#include "bench/peers/message.h"
#include "bench/peers/peer.h"
#include "bench/peers/policy.h"
#include "bench/peers/texts.h"

namespace lintel::bench {
namespace {

using Json = nlohmann::json;

// The member of an object; null if there is none.
const Json& member(const Json& object, const char* name) {
  static const Json null;
  const auto found = object.find(name);
  return found == object.end() ? null : *found;
}

// The text at `name` in an object, or an absent one.
std::string_view text_at(const Json& object, const char* name) {
  const auto* const text = member(object, name).get_ptr<const std::string*>();
  return text ? std::string_view(*text) : std::string_view();
}

const Json& attributes_of(const Json& event) {
  return member(member(event, "request"), "userAttributes");
}

class NlohmannJson : public Peer {
 public:
  std::string_view answer(const std::string& event) final {
    Json tree = Json::parse(event, nullptr, false);
    if (!tree.is_object()) return {};
    const std::string_view rejection = change(tree);
    if (!rejection.empty()) return rejection;
    answer_ = tree.dump();
    return answer_;
  }

 protected:
  // Sets what there is to set in the response; or gives the answer to a user who is refused.
  virtual std::string_view change(Json& event) = 0;

 private:
  std::string answer_;
};

class OwnDomain : public NlohmannJson {
  std::string_view change(Json& event) override {
    const Json& attributes = attributes_of(event);
    const std::string_view domain = domain_of(text_at(attributes, "email"));
    const std::string_view registered = text_at(attributes, "custom:domain");
    event["response"]["autoConfirmUser"] = !domain.empty() && same_text(domain, registered);
    return {};
  }
};

class ManyDomains : public NlohmannJson {
 public:
  explicit ManyDomains(const std::vector<std::string>& domains) : confirmed_(domains) {}

 private:
  std::string_view change(Json& event) override {
    const std::string_view domain = domain_of(text_at(attributes_of(event), "email"));
    event["response"]["autoConfirmUser"] = !domain.empty() && confirmed_.contains(domain);
    return {};
  }

  DomainSet confirmed_;
};

class SignUpPolicy : public NlohmannJson {
 public:
  explicit SignUpPolicy(const std::vector<std::string>& blocked) : blocked_(blocked) {}

 private:
  std::string_view change(Json& event) override {
    const Json& attributes = attributes_of(event);
    const PolicyVerdict verdict =
        decide_policy({.user_name = text_at(event, "userName"),
                       .client_id = text_at(member(event, "callerContext"), "clientId"),
                       .age = text_at(attributes, "custom:age"),
                       .email = text_at(attributes, "email"),
                       .locale = text_at(attributes, "locale"),
                       .phone_number = text_at(attributes, "phone_number"),
                       .plan = text_at(attributes, "custom:plan")},
                      blocked_);
    if (!verdict.rejection.empty()) return verdict.rejection;
    Json& response = event["response"];
    for (std::size_t i = 0; i < policy_members.size(); ++i) {
      response[std::string(policy_members[i])] = verdict.flags[i];
    }
    return {};
  }

  DomainSet blocked_;
};

std::string html_of(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      case '\'': result += "&#39;"; break;
      default: result += c; break;
    }
  }
  return result;
}

class CodeMessage : public NlohmannJson {
  std::string_view change(Json& event) override {
    const Json& attributes = attributes_of(event);
    const MessageTexts* const texts =
        message_texts(text_at(event, "triggerSource"), text_at(attributes, "locale"));
    if (!texts) return {};
    const std::string_view name = text_at(attributes, "given_name");
    const std::string_view code = text_at(member(event, "request"), "codeParameter");
    Json& response = event["response"];
    response["smsMessage"] = nullptr;
    response["emailMessage"] = nullptr;
    response["emailSubject"] = texts->subject;
    if (!has(code)) return {};
    response["smsMessage"] = std::string(code).append(texts->after_code);
    response["emailMessage"] = std::string(texts->before_name)
                                   .append(has(name) ? html_of(name) : texts->nameless)
                                   .append(texts->after_name)
                                   .append(html_of(code))
                                   .append(texts->end);
    return {};
  }
};

}  // namespace

std::unique_ptr<Peer> make_nlohmann_json(const Job& job) {
  switch (job.kind) {
    case JobKind::own_domain: return std::make_unique<OwnDomain>();
    case JobKind::sign_up_policy: return std::make_unique<SignUpPolicy>(job.domains);
    case JobKind::code_message: return std::make_unique<CodeMessage>();
    case JobKind::many_domains: return std::make_unique<ManyDomains>(job.domains);
  }
  return nullptr;
}

}  // namespace lintel::bench
