// SPDX-License-Identifier: Apache-2.0
// Carries out the effects of an outcome: sendEmail (Amazon SES), addToGroup (Amazon Cognito) and
// emit (Amazon EventBridge). `log` is the host's own.
//
//   PosixWorld world;                // posix_world.h
//   EffectCarrier carrier(world);    // once for the process; opens nothing
//
//   const ReceivedEvent received{event, world.steady(), deadline};   // before the evaluation
//   const Outcome outcome = evaluator.evaluate(event);
//   for (std::uint32_t i = 0; i < outcome.effects().size(); ++i) {
//     const Effect& effect = outcome.effects()[i];
//     if (effect.name == "log") { ...; continue; }
//     const EffectResult result = carrier.carry_out(effect, i, received);
//     if (result.status == EffectStatus::failed && effect.reject_on_failure) { reject; break; }
//   }
//
// Cognito waits five seconds for an answer: all effects of an event together end within four of its
// receipt, and before Lambda's own deadline. What is left undone by then fails.
//
// Each effect is tried twice at most. The second time is for a connection that could not be made or
// that broke before any byte of an answer, for status 429, 500, 502, 503 and 504, and for AWS's
// throttling errors; never when the service has been silent after a request, which it may have
// carried out. So an effect is carried out at least once or fails; in rare cases twice.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/lambda/effects/world.h"
#include "runtime/lintel.h"

namespace lintel::lambda {

// The event that the effects of an outcome belong to.
struct ReceivedEvent {
  std::string_view json;                 // as it was evaluated, and found to be JSON
  Microseconds received{};               // World::steady() when it came
  std::chrono::milliseconds deadline{};  // Lambda's, since 1970; zero: none
  std::string_view trace_id{};           // of AWS X-Ray, handed on to the services; may be empty
};

enum class EffectStatus : std::uint8_t {
  done,
  dropped,  // a repeat: this process has done it for an equal event within the last 30 seconds
  failed,
};

// The rows of failures.def.
enum class EffectFailure : std::uint8_t {
#define LINTEL_EFFECT_FAILURE(name, text) name,
#include "runtime/lambda/effects/failures.def"
#undef LINTEL_EFFECT_FAILURE
};

// What a failure means: static text, lower case, no full stop; empty for none.
std::string_view text_of(EffectFailure failure);

// What became of an effect. Nothing in it comes from the event or from the rules: fit for logs.
struct EffectResult {
  EffectStatus status = EffectStatus::failed;
  EffectFailure failure = EffectFailure::none;
  unsigned http_status = 0;  // of the last answer; 0: there was none
  std::string error_code;    // AWS's, such as ThrottlingException: letters, digits, ._- ; or empty
  std::string request_id;    // AWS's, for its support: likewise
  unsigned attempts = 0;
  Microseconds took{};
};

// One thread's. Keeps a connection to each service between events, the signing keys of the day,
// and what it has done of late.
class EffectCarrier {
 public:
  // `world` must outlive the carrier. Asks for the variables of the environment with each effect:
  //   AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION or
  //   AWS_DEFAULT_REGION, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_SESV2 or AWS_ENDPOINT_URL_SES,
  //   AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER, AWS_ENDPOINT_URL_EVENTBRIDGE,
  //   AWS_IGNORE_CONFIGURED_ENDPOINT_URLS, LINTEL_EVENT_SOURCE, LINTEL_EVENT_BUS
  // and, in PosixWorld, AWS_CA_BUNDLE.
  explicit EffectCarrier(World& world);
  ~EffectCarrier();
  EffectCarrier(const EffectCarrier&) = delete;
  EffectCarrier& operator=(const EffectCarrier&) = delete;

  // Carries out effect number `index` of the event's outcome, or drops it as a repeat.
  EffectResult carry_out(const Effect& effect, std::uint32_t index, const ReceivedEvent& event);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lintel::lambda
