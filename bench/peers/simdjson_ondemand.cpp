// SPDX-License-Identifier: Apache-2.0
// The rule by hand on simdjson's On-Demand. Nothing is copied but the answer: the event is parsed
// where it stands, and the answer is its own bytes around the new value. The fields are asked for
// in the order in which Cognito sends them, where a lookup costs least; another order is answered
// too.
#include <cstring>

#include <simdjson.h>

#include "bench/bench.h"
#include "bench/peers/peer.h"

static_assert(lintel::bench::event_padding >= simdjson::SIMDJSON_PADDING);

namespace lintel::bench {
namespace {

namespace ondemand = simdjson::ondemand;

bool is_registered(ondemand::document& event) {
  ondemand::object attributes;
  if (event["request"]["userAttributes"].get_object().get(attributes)) return false;
  std::string_view registered;
  std::string_view email;
  if (attributes["custom:domain"].get_string().get(registered)) return false;
  if (attributes["email"].get_string().get(email)) return false;
  const std::string_view domain = domain_of(email);
  return !domain.empty() && same_text(domain, registered);
}

// A value's own text; a token reaches to the next one, white space included.
std::string_view without_space_after(std::string_view token) {
  return token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
}

class Simdjson : public Peer {
 public:
  std::string_view answer(const std::string& event) override {
    ondemand::document document;
    const simdjson::padded_string_view text(event.data(), event.size(),
                                            event.size() + event_padding);
    if (parser_.iterate(text).get(document)) return {};
    const bool confirmed = is_registered(document);
    ondemand::object response;
    if (document["response"].get_object().get(response)) return {};
    ondemand::value value;
    if (!response["autoConfirmUser"].get(value)) {
      return splice(event, without_space_after(value.raw_json_token()), "", confirmed);
    }
    return insert(event, response, confirmed);
  }

 private:
  // The response has no such member yet: it becomes the last one.
  std::string_view insert(std::string_view event, ondemand::object& response, bool confirmed) {
    bool filled = false;
    std::string_view object;
    if (response.reset().get(filled) || response.raw_json().get(object)) return {};
    const std::string_view member = filled ? ",\"autoConfirmUser\":" : "\"autoConfirmUser\":";
    const char* const brace = object.data() + object.rfind('}');
    const auto place = static_cast<std::size_t>(brace - event.data());
    return splice(event, event.substr(place, 0), member, confirmed);
  }

  // The event with `from`, a part of it, replaced by the member and its value.
  std::string_view splice(std::string_view event, std::string_view from, std::string_view member,
                          bool confirmed) {
    const std::string_view value = confirmed ? "true" : "false";
    const char* const end = event.data() + event.size();
    const std::size_t most = event.size() + member.size() + value.size();
    if (answer_.size() < most) answer_.resize(most);
    char* to = answer_.data();
    to = put(to, {event.data(), static_cast<std::size_t>(from.data() - event.data())});
    to = put(to, member);
    to = put(to, value);
    const char* const rest = from.data() + from.size();
    to = put(to, {rest, static_cast<std::size_t>(end - rest)});
    return {answer_.data(), static_cast<std::size_t>(to - answer_.data())};
  }

  static char* put(char* to, std::string_view text) {
    std::memcpy(to, text.data(), text.size());
    return to + text.size();
  }

  ondemand::parser parser_;
  std::string answer_;
};

}  // namespace

std::unique_ptr<Peer> make_simdjson() { return std::make_unique<Simdjson>(); }

}  // namespace lintel::bench
