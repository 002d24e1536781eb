// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/bootstrap.h"

#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <ctime>
#include <optional>

#include "runtime/image.h"
#include "runtime/lambda/decision_log.h"
#include "runtime/lambda/error_bodies.h"
#include "runtime/lambda/linked_image.h"
#include "runtime/lambda/process_host.h"
#include "runtime/lambda/runtime_api.h"
#include "runtime/lambda/variables.h"
#include "runtime/lintel.h"

namespace lintel::lambda {
namespace {

constexpr int exit_failed = 1;
constexpr int exit_not_in_lambda = 2;

constexpr std::string_view log_effect = "log";

// How often next() may fail in a row, with a pause that doubles: a second and a quarter in all.
constexpr int most_failures = 8;
constexpr long first_pause_nanoseconds = 5'000'000;

void complain(std::string_view what, std::string_view detail) {
  LogLine line;
  line.begin("level", "ERROR");
  line.add("message", what);
  if (!detail.empty()) line.add("detail", detail);
  line.write();
}

// An effect that this build cannot carry out; empty if there is none.
std::string_view unknown_effect(const Ruleset& ruleset) {
  const image::View image(ruleset.image());
  for (std::uint32_t i = 0; i < image.count(image::Section::effects); ++i) {
    const auto row = image.row<image::EffectRow>(image::Section::effects, i);
    if (const std::string_view name = image.string(row.name); name != log_effect) return name;
  }
  return {};
}

class Function {
 public:
  Function(const Ruleset& ruleset, RuntimeApi& api, EffectHost* effects, LogLevel level,
           bool has_metrics)
      : api_(api),
        effects_(effects),
        evaluator_(ruleset, &host_),
        log_(ruleset, level, has_metrics) {}

  // Until the Runtime API is gone.
  void serve() {
    int failures = 0;
    while (failures < most_failures) {
      Invocation invocation;
      const ApiStatus status = api_.next(invocation);
      if (status == ApiStatus::done) {
        failures = 0;
        if (answer(invocation) == ApiStatus::shut_down) return;
        continue;
      }
      complain(describe(status), "while waiting for an event");
      if (status == ApiStatus::shut_down) return;
      const timespec pause{0, first_pause_nanoseconds << failures};
      nanosleep(&pause, nullptr);
      ++failures;
    }
  }

 private:
  // How its answer got through.
  ApiStatus answer(const Invocation& invocation) {
    const std::int64_t start = monotonic_nanoseconds();
    log_.begin(invocation);
    if (effects_) effects_->received(invocation);
    const Outcome outcome = log_.traces() ? evaluator_.evaluate(invocation.event, log_)
                                          : evaluator_.evaluate(invocation.event);
    EventResult result = EventResult::fault;
    if (outcome.kind() == OutcomeKind::answered) result = EventResult::answered;
    if (outcome.kind() == OutcomeKind::rejected) result = EventResult::rejected;
    if (!carry_out(outcome)) result = EventResult::effect_failed;
    const std::int64_t nanoseconds = monotonic_nanoseconds() - start;
    const ApiStatus posted = post(invocation, outcome, result);
    log_.end(outcome, result, posted, nanoseconds);
    return posted;
  }

  // False if one failed whose failure rejects the event: those after it are not carried out.
  bool carry_out(const Outcome& outcome) {
    std::uint32_t index = 0;
    for (const Effect& effect : outcome.effects()) {
      if (effect.name == log_effect) {
        log_.message(effect);
      } else {
        const EffectReport report = effects_->carry_out(effect, index);
        log_.effect(effect, report);
        if (!report.done && !report.dropped && effect.reject_on_failure) return false;
      }
      ++index;
    }
    return true;
  }

  ApiStatus post(const Invocation& invocation, const Outcome& outcome, EventResult result) {
    ApiStatus status = ApiStatus::done;
    switch (result) {
      case EventResult::answered: status = api_.respond(invocation, outcome.body()); break;
      case EventResult::rejected: return api_.fail(invocation, outcome.body(), "Rejected");
      case EventResult::fault: return api_.fail(invocation, fault_body, "Fault");
      case EventResult::effect_failed:
        return api_.fail(invocation, effect_failed_body, "EffectFailed");
    }
    // An answer that Lambda does not take, such as one above its 6 MB: Cognito gets an error at
    // once and not after it has waited.
    if (status == ApiStatus::refused) api_.fail(invocation, fault_body, "Fault");
    return status;
  }

  RuntimeApi& api_;
  EffectHost* effects_;
  ProcessHost host_;
  Evaluator evaluator_;
  DecisionLog log_;
};

int give_up(RuntimeApi& api, std::string_view error, std::string_view what,
            std::string_view detail) {
  complain(what, detail);
  api.fail_to_start(error, "Lintel.NotStarted");
  return exit_failed;
}

}  // namespace

int run_bootstrap(EffectHost* effects) {
  // A log that nobody reads is no reason to end.
  std::signal(SIGPIPE, SIG_IGN);
  const std::string_view api_text = variable("AWS_LAMBDA_RUNTIME_API");
  const std::optional<SocketAddress> address = SocketAddress::parse(api_text, 80);
  if (!address) {
    complain(api_text.empty()
                 ? "AWS_LAMBDA_RUNTIME_API is not set: this program runs in AWS Lambda, or by "
                   "`lintel invoke`"
                 : "AWS_LAMBDA_RUNTIME_API is no address and port such as 127.0.0.1:9001",
             api_text);
    return exit_not_in_lambda;
  }
  RuntimeApi api(*address, api_text);

  const FoundImage image = find_image();
  if (image.error != 0) {
    return give_up(
        api,
        R"({"errorMessage":"the image of the rules cannot be read","errorType":"Lintel.NotStarted"})",
        "the image of the rules cannot be read", image.origin);
  }
  const LoadResult loaded = Ruleset::load(image.bytes);
  if (!loaded) {
    return give_up(
        api,
        R"({"errorMessage":"the image of the rules is damaged or of another version","errorType":"Lintel.NotStarted"})",
        loaded.fault().message(), image.origin);
  }
  if (const std::string_view name = unknown_effect(*loaded); !effects && !name.empty()) {
    return give_up(
        api,
        R"({"errorMessage":"this bootstrap carries out no effects but log","errorType":"Lintel.NotStarted"})",
        "this bootstrap carries out no effects but log: the rules need the one with effects", name);
  }
  const std::optional<LogLevel> level = parse_log_level(variable("LINTEL_LOG"));
  if (!level) complain("LINTEL_LOG is none of off, decision, trace: decisions are logged", {});
  const std::string_view metrics = variable("LINTEL_METRICS");
  if (!metrics.empty() && metrics != "emf")
    complain("LINTEL_METRICS is not emf: no metrics are written", {});
  Function(*loaded, api, effects, level.value_or(LogLevel::decision), metrics == "emf").serve();
  return exit_failed;
}

}  // namespace lintel::lambda
