// SPDX-License-Identifier: Apache-2.0
// The policy: time limits, a second attempt, kept connections, repeats.
#include "runtime/lambda/effects/carrier.h"

#include <algorithm>
#include <array>

#include "runtime/lambda/effects/calls.h"
#include "runtime/lambda/effects/exchange.h"
#include "runtime/lambda/effects/repeats.h"
#include "runtime/lambda/effects/services.h"
#include "runtime/lambda/effects/sigv4.h"

namespace lintel::lambda {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Of the five seconds after which Cognito gives up: the rest is for the way there and back.
constexpr Microseconds budget = milliseconds(4000);
// Before Lambda's deadline, to post the answer.
constexpr Microseconds reserve = milliseconds(300);
constexpr Microseconds max_connecting = milliseconds(1000);
constexpr Microseconds max_attempt = milliseconds(2000);
// Less than this is not worth a request that may be carried out and not be heard of.
constexpr Microseconds min_attempt = milliseconds(50);
// Before a second attempt at a service that is throttling or unwell.
constexpr Microseconds pause = milliseconds(200);
constexpr unsigned max_attempts = 2;
// Peers and address translators forget idle connections after a minute or more, some without a
// word.
constexpr milliseconds max_idle = seconds(20);

struct KeptConnection {
  std::unique_ptr<Connection> connection;
  Endpoint endpoint;
  milliseconds used{};  // time of day: it goes on while the process is frozen
};

bool same(const Endpoint& a, const Endpoint& b) {
  return a.tls == b.tls && a.port == b.port && a.host == b.host;
}

EffectFailure failure_of(ConnectFailure why) {
  switch (why) {
    case ConnectFailure::none: break;
    case ConnectFailure::name: return EffectFailure::name;
    case ConnectFailure::refused: return EffectFailure::refused;
    case ConnectFailure::timed_out: return EffectFailure::connect_time;
    case ConnectFailure::handshake: return EffectFailure::handshake;
    case ConnectFailure::certificate: return EffectFailure::certificate;
    case ConnectFailure::authorities: return EffectFailure::authorities;
  }
  return EffectFailure::none;
}

// Nothing has been sent, and the next moment may be a better one. A name server that is silent
// leads to no address either.
bool may_pass(ConnectFailure why) {
  return why == ConnectFailure::name || why == ConnectFailure::refused ||
         why == ConnectFailure::timed_out || why == ConnectFailure::handshake;
}

EffectFailure failure_of(ExchangeEnd end) {
  switch (end) {
    case ExchangeEnd::answered: break;
    case ExchangeEnd::broken_before:
    case ExchangeEnd::broken_within: return EffectFailure::broken;
    case ExchangeEnd::timed_out: return EffectFailure::answer_time;
    case ExchangeEnd::bad_answer: return EffectFailure::bad_answer;
  }
  return EffectFailure::none;
}

std::string host_header(const Endpoint& endpoint) {
  std::string text = endpoint.bracketed_host();
  if (endpoint.port != (endpoint.tls ? 443 : 80)) text += ':' + std::to_string(endpoint.port);
  return text;
}

}  // namespace

class EffectCarrier::Impl {
 public:
  explicit Impl(World& world) : world_(world) {}

  EffectResult carry_out(const Effect& effect, std::uint32_t index, const ReceivedEvent& event);

 private:
  // What a first attempt says about a second.
  enum class Next : std::uint8_t { finished, at_once, after_a_pause };

  void call(const Call& call, Microseconds deadline, EffectResult& result);
  Next attempt(const Call& call, const Endpoint& endpoint, const std::string& request,
               Microseconds deadline, EffectResult& result);
  Connection* connection(Service service, const Endpoint& endpoint, Microseconds deadline,
                         ConnectFailure& why);
  Next judge(const Call& call, const Answer& answer, EffectResult& result);
  std::optional<std::string> signed_request(const Call& call, const Endpoint& endpoint,
                                            const Credentials& credentials,
                                            const std::string& region);
  Microseconds deadline(const ReceivedEvent& event);

  World& world_;
  std::array<KeptConnection, service_count> kept_;
  std::array<Signer, service_count> signers_;
  Repeats repeats_;
};

Microseconds EffectCarrier::Impl::deadline(const ReceivedEvent& event) {
  const Microseconds own = event.received + budget;
  if (event.deadline == milliseconds(0)) return own;
  const Microseconds left = event.deadline - world_.since_1970();
  return std::min(own, world_.steady() + left - reserve);
}

EffectResult EffectCarrier::Impl::carry_out(const Effect& effect, std::uint32_t index,
                                            const ReceivedEvent& event) {
  const Microseconds begin = world_.steady();
  EffectResult result;
  const auto key = Repeats::key(event.json, effect, index);
  if (!key) {
    result.failure = EffectFailure::internal;
    return result;
  }
  if (repeats_.holds(*key, world_.since_1970())) {
    result.status = EffectStatus::dropped;
    return result;
  }
  std::optional<Call> made;
  if (effect.name == "sendEmail")
    made = send_email_call(effect, result.failure);
  else if (effect.name == "addToGroup")
    made = add_to_group_call(effect, event.json, result.failure);
  else if (effect.name == "emit")
    made = emit_call(effect, world_, result.failure);
  else
    result.failure = EffectFailure::unknown_effect;
  if (made) {
    result.failure = EffectFailure::none;
    made->trace_id = event.trace_id;
    call(*made, deadline(event), result);
  }
  if (result.status == EffectStatus::done) repeats_.add(*key, world_.since_1970());
  result.took = world_.steady() - begin;
  return result;
}

void EffectCarrier::Impl::call(const Call& call, Microseconds deadline, EffectResult& result) {
  const auto in_region = region(world_, result.failure);
  if (!in_region) return;
  const auto as_whom = credentials(world_, result.failure);
  if (!as_whom) return;
  const auto where = endpoint(world_, call.service, *in_region, result.failure);
  if (!where) return;
  while (true) {
    if (deadline - world_.steady() < min_attempt) {
      // A failure of the attempt before says more.
      if (result.failure == EffectFailure::none) result.failure = EffectFailure::no_time;
      return;
    }
    const auto request = signed_request(call, *where, *as_whom, *in_region);
    if (!request) {
      result.failure = EffectFailure::internal;
      return;
    }
    ++result.attempts;
    const Next next = attempt(call, *where, *request, deadline, result);
    if (next == Next::finished || result.attempts == max_attempts) return;
    if (next == Next::after_a_pause) world_.wait_until(std::min(world_.steady() + pause, deadline));
  }
}

std::optional<std::string> EffectCarrier::Impl::signed_request(const Call& call,
                                                               const Endpoint& endpoint,
                                                               const Credentials& credentials,
                                                               const std::string& region) {
  const std::string path = endpoint.base_path + call.path;
  const std::string date = amz_date(std::chrono::floor<seconds>(world_.since_1970()));
  std::vector<Header> headers = {
      {"Host", host_header(endpoint)}, {"Content-Type", call.content_type}, {"X-Amz-Date", date}};
  if (!call.target.empty()) headers.push_back({"X-Amz-Target", call.target});
  if (!credentials.session_token.empty())
    headers.push_back({"X-Amz-Security-Token", credentials.session_token});
  const auto signature = signers_[static_cast<std::size_t>(call.service)].sign(
      {"POST", path, headers, call.body}, credentials,
      {region, std::string(signing_name(call.service))}, date);
  if (!signature) return {};
  std::string request = "POST " + path + " HTTP/1.1\r\n";
  for (const Header& header : headers) request += header.name + ": " + header.value + "\r\n";
  request += "Authorization: " + signature->authorization + "\r\nUser-Agent: lintel\r\n";
  if (!call.trace_id.empty()) request += "X-Amzn-Trace-Id: " + call.trace_id + "\r\n";
  request += "Content-Length: " + std::to_string(call.body.size()) + "\r\n\r\n";
  return request + call.body;
}

// The one kept, if it is still good, or a new one; null, and why.
Connection* EffectCarrier::Impl::connection(Service service, const Endpoint& endpoint,
                                            Microseconds deadline, ConnectFailure& why) {
  KeptConnection& kept = kept_[static_cast<std::size_t>(service)];
  const milliseconds now = world_.since_1970();
  const bool good = kept.connection != nullptr && same(kept.endpoint, endpoint) &&
                    kept.used <= now && now - kept.used < max_idle && kept.connection->is_idle();
  if (!good) {
    kept.connection = nullptr;
    kept.connection =
        world_.connect(endpoint, std::min(deadline, world_.steady() + max_connecting), why);
    kept.endpoint = endpoint;
  }
  return kept.connection.get();
}

EffectCarrier::Impl::Next EffectCarrier::Impl::attempt(const Call& call, const Endpoint& endpoint,
                                                       const std::string& request,
                                                       Microseconds deadline,
                                                       EffectResult& result) {
  KeptConnection& kept = kept_[static_cast<std::size_t>(call.service)];
  const Microseconds end = std::min(deadline, world_.steady() + max_attempt);
  result.http_status = 0;
  result.error_code.clear();
  result.request_id.clear();
  ConnectFailure why = ConnectFailure::none;
  Connection* const open = connection(call.service, endpoint, end, why);
  if (open == nullptr) {
    result.failure = failure_of(why);
    return may_pass(why) ? Next::after_a_pause : Next::finished;
  }
  const Answer answer = exchange(*open, request, end);
  kept.used = world_.since_1970();
  if (answer.end != ExchangeEnd::answered || !answer.keeps_open) kept.connection = nullptr;
  if (answer.end != ExchangeEnd::answered) {
    result.failure = failure_of(answer.end);
    return answer.end == ExchangeEnd::broken_before ? Next::at_once : Next::finished;
  }
  return judge(call, answer, result);
}

EffectCarrier::Impl::Next EffectCarrier::Impl::judge(const Call& call, const Answer& answer,
                                                     EffectResult& result) {
  result.http_status = answer.status;
  result.request_id = answer.request_id;
  const bool accepted = answer.status < 300;  // what is below 200 is no answer yet
  std::string entry_code;
  if (accepted && call.service == Service::events) entry_code = failed_entry_code(answer.body);
  if (accepted && entry_code.empty()) {
    result.status = EffectStatus::done;
    result.failure = EffectFailure::none;
    return Next::finished;
  }
  result.failure = EffectFailure::error_answer;
  result.error_code = accepted ? name_for_log(entry_code) : answer.error_code;
  constexpr unsigned passing[] = {429, 500, 502, 503, 504};
  const bool is_passing =
      std::find(std::begin(passing), std::end(passing), answer.status) != std::end(passing) ||
      is_throttling(result.error_code) || result.error_code == "InternalFailure";
  return is_passing ? Next::after_a_pause : Next::finished;
}

EffectCarrier::EffectCarrier(World& world) : impl_(std::make_unique<Impl>(world)) {}

EffectCarrier::~EffectCarrier() = default;

EffectResult EffectCarrier::carry_out(const Effect& effect, std::uint32_t index,
                                      const ReceivedEvent& event) {
  return impl_->carry_out(effect, index, event);
}

}  // namespace lintel::lambda
