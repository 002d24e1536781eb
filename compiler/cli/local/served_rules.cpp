// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/served_rules.h"

#include <fmt/format.h>

#include "compiler/cli/local/decision_line.h"
#include "compiler/cli/report.h"
#include "runtime/lambda/clock.h"
#include "runtime/lambda/error_bodies.h"

namespace lintel::cli {
namespace {

std::string shown_hash(const Ruleset& ruleset) {
  return fmt::format("{:016x}", ruleset.content_hash());
}

}  // namespace

ServedRules::ServedRules(const Arguments& arguments, Environment& environment, Host& host,
                         EffectSink& effects)
    : arguments_(arguments),
      environment_{environment.in, environment.out,   environment.err,
                   files_,         environment.plain, environment.host},
      host_(host),
      effects_(effects),
      files_(environment.files) {}

std::unique_ptr<ServedRules::Service> ServedRules::read(ExitCode& code) {
  files_.forget();
  std::optional<Loaded> loaded = load_ruleset(arguments_, environment_, code);
  if (!loaded) return nullptr;
  code = ExitCode::ok;
  return std::make_unique<Service>(std::move(*loaded), host_);
}

ExitCode ServedRules::load() {
  ExitCode code = ExitCode::ok;
  service_ = read(code);
  return code;
}

void ServedRules::refresh() {
  if (!files_.have_changed()) return;
  ExitCode code = ExitCode::ok;
  std::unique_ptr<Service> service = read(code);
  if (service) {
    service_ = std::move(service);
    environment_.out.write(fmt::format("reloaded {}\n", description()));
  } else {
    complain(environment_, fmt::format("the files have changed, but cannot be served; serving {} "
                                       "as before",
                                       description()));
  }
}

std::string ServedRules::description() const {
  const Ruleset& ruleset = service_->rules.ruleset;
  return fmt::format("image {}, {} rule{}", shown_hash(ruleset), ruleset.rule_count(),
                     ruleset.rule_count() == 1 ? "" : "s");
}

void ServedRules::invoke(std::string_view event, const std::string&, Answered answered) {
  refresh();
  const Ruleset& ruleset = service_->rules.ruleset;
  const bool is_tracing = arguments_.has(Flag::trace__serve);
  const std::int64_t begin = lambda::monotonic_nanoseconds();
  const Outcome outcome = is_tracing ? service_->evaluator.evaluate(event, service_->trace)
                                     : service_->evaluator.evaluate(event);
  const EffectsReport report = effects_.take(outcome, ruleset, event);
  const std::int64_t took = lambda::monotonic_nanoseconds() - begin;

  const bool is_fault = outcome.kind() == OutcomeKind::fault;
  Answer answer{outcome.kind() != OutcomeKind::answered,
                std::string(is_fault ? lambda::fault_body : outcome.body()), ""};
  answer.log = decision_line(shown_source(event), outcome, report, ruleset, took);
  if (is_tracing) answer.log += service_->trace.take(outcome);
  answer.log += report.lines;
  if (report.is_failure && !answer.is_error) {
    answer.is_error = true;
    answer.body = lambda::effect_failed_body;
  }
  environment_.out.write(answer.log);
  answered(answer);
}

}  // namespace lintel::cli
