// SPDX-License-Identifier: Apache-2.0
// The rule by hand on nlohmann_json's tree.
#include <nlohmann/json.hpp>

#include "bench/peers/peer.h"

namespace lintel::bench {
namespace {

using Json = nlohmann::json;

// The text at `name` in an object, or null.
const std::string* text_at(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
}

bool is_registered(const Json& event) {
  const auto request = event.find("request");
  if (request == event.end()) return false;
  const auto attributes = request->find("userAttributes");
  if (attributes == request->end()) return false;
  const std::string* email = text_at(*attributes, "email");
  const std::string* registered = text_at(*attributes, "custom:domain");
  if (!email || !registered) return false;
  const std::string_view domain = domain_of(*email);
  return !domain.empty() && same_text(domain, *registered);
}

class NlohmannJson : public Peer {
 public:
  std::string_view answer(const std::string& event) override {
    Json tree = Json::parse(event, nullptr, false);
    if (!tree.is_object()) return {};
    const bool confirmed = is_registered(tree);
    tree["response"]["autoConfirmUser"] = confirmed;
    answer_ = tree.dump();
    return answer_;
  }

 private:
  std::string answer_;
};

}  // namespace

std::unique_ptr<Peer> make_nlohmann_json() { return std::make_unique<NlohmannJson>(); }

}  // namespace lintel::bench
