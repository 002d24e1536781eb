// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/decision_log.h"

#include <array>
#include <cstring>
#include <ctime>

#include "runtime/text.h"

namespace lintel::lambda {
namespace {

std::string_view name(EventResult result) {
  switch (result) {
    case EventResult::answered: return "answered";
    case EventResult::rejected: return "rejected";
    case EventResult::fault: return "fault";
    case EventResult::effect_failed: return "effectFailed";
  }
  return {};
}

std::string_view name(Truth truth) {
  switch (truth) {
    case Truth::no: return "false";
    case Truth::yes: return "true";
    case Truth::absent: return "absent";
  }
  return {};
}

std::string_view status(const EffectReport& report) {
  if (report.dropped) return "dropped";
  return report.done ? "done" : "failed";
}

constexpr std::int64_t nanoseconds_per_microsecond = 1000;

std::int64_t milliseconds_since_1970() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

}  // namespace

DecisionLog::DecisionLog(const Ruleset& ruleset, LogLevel level, bool has_metrics)
    : ruleset_(ruleset), level_(level), has_metrics_(has_metrics), image_(ruleset.content_hash()) {}

void DecisionLog::begin(const Invocation& invocation) {
  request_id_ = invocation.request_id;
  trace_id_ = invocation.trace_id;
  parts_.clear();
  effects_.clear();
  rules_.clear();
  failed_effects_ = 0;
}

// The name of a rule, or else where it stands, or else its number.
void DecisionLog::add_rule(LogLine& list, std::uint32_t number) {
  const RuleInfo rule = ruleset_.rule(number);
  if (!rule.name.empty()) {
    list.element(rule.name);
    return;
  }
  std::array<char, runtime::max_integer_digits> digits{};
  if (rule.file.empty()) {
    list.element(runtime::write_integer(number, digits));
    return;
  }
  const std::string_view line = runtime::write_integer(rule.line, digits);
  std::array<char, 512> place{};
  const std::string_view file =
      runtime::slice(rule.file, 0, place.size() - 1 - runtime::max_integer_digits);
  std::memcpy(place.data(), file.data(), file.size());
  place[file.size()] = ':';
  std::memcpy(place.data() + file.size() + 1, line.data(), line.size());
  list.element({place.data(), file.size() + 1 + line.size()});
}

void DecisionLog::part(const TracedPart& part) {
  parts_.open();
  parts_.add("rule", part.rule);
  parts_.add("expression", part.expression);
  parts_.add("result", name(part.truth));
  parts_.close();
}

void DecisionLog::effect(const Effect& effect, const EffectReport& report) {
  if (!report.done && !report.dropped) ++failed_effects_;
  effects_.open();
  effects_.add("effect", effect.name);
  effects_.add("status", status(report));
  if (!report.why.empty()) effects_.add("why", report.why);
  if (report.http_status != 0) effects_.add("httpStatus", report.http_status);
  if (!report.error_code.empty()) effects_.add("awsError", report.error_code);
  if (!report.request_id.empty()) effects_.add("awsRequestId", report.request_id);
  if (report.attempts != 0) effects_.add("attempts", report.attempts);
  effects_.close();
}

void DecisionLog::message(const Effect& effect) {
  line_.begin("level", "INFO");
  line_.add("requestId", request_id_);
  rules_.clear();
  add_rule(rules_, effect.rule);
  line_.add_raw("rule", rules_.text());
  for (const EffectArgument& argument : effect.arguments) line_.add("message", argument.text);
  line_.write();
}

void DecisionLog::end(const Outcome& outcome, EventResult result, ApiStatus posted,
                      std::int64_t nanoseconds) {
  // Whatever was decided, Cognito has got an error or nothing where the answer was not posted.
  const bool is_posted = posted == ApiStatus::done;
  const std::string_view shown = is_posted ? name(result) : "notPosted";
  // What is an error for whoever runs the function is logged even when decisions are not.
  const bool is_error = outcome.kind() == OutcomeKind::fault || failed_effects_ != 0 || !is_posted;
  if (level_ != LogLevel::off || is_error) {
    line_.begin("level", is_error ? "ERROR" : "INFO");
    line_.add("requestId", request_id_);
    if (!trace_id_.empty()) line_.add("traceId", trace_id_);
    line_.add("trigger", outcome.trigger());
    line_.add("source", outcome.source());
    line_.add("image", image_.text());
    line_.add("outcome", shown);
    rules_.clear();
    for (const std::uint32_t rule : outcome.fired()) add_rule(rules_, rule);
    line_.add_list("rules", rules_);
    if (!effects_.text().empty()) line_.add_list("effects", effects_);
    if (outcome.kind() == OutcomeKind::fault) add_fault(outcome.fault());
    if (!is_posted) line_.add("why", describe(posted));
    if (traces() && parts_.is_whole()) line_.add_list("parts", parts_);
    if (traces() && !parts_.is_whole()) line_.add_raw("partsLeftOut", "true");
    line_.add("microseconds", nanoseconds / nanoseconds_per_microsecond);
    line_.write();
  }
  if (has_metrics_) write_metrics(outcome.trigger(), shown, nanoseconds);
}

// Not Outcome::message(), which may quote the event.
void DecisionLog::add_fault(const Fault& fault) {
  line_.add("fault", fault.message());
  if (!fault.path.empty()) line_.add("path", fault.path);
  if (!fault.detail.empty()) line_.add("detail", fault.detail);
  line_.add("byte", static_cast<std::int64_t>(fault.offset));
}

// The embedded metric format (Amazon CloudWatch user guide, "Specification: Embedded metric
// format"): CloudWatch makes metrics of the line.
void DecisionLog::write_metrics(std::string_view trigger, std::string_view outcome,
                                std::int64_t nanoseconds) {
  constexpr std::string_view metrics =
      R"(,"CloudWatchMetrics":[{"Namespace":"Lintel","Dimensions":[["Trigger","Outcome"],["Trigger"]],)"
      R"("Metrics":[{"Name":"Events","Unit":"Count"},{"Name":"Duration","Unit":"Microseconds"},)"
      R"({"Name":"FailedEffects","Unit":"Count"}]}]})";
  line_.begin("Trigger", trigger.empty() ? "unknown" : trigger);
  line_.add("Outcome", outcome);
  line_.add("Events", 1);
  line_.add("Duration", nanoseconds / nanoseconds_per_microsecond);
  line_.add("FailedEffects", failed_effects_);
  line_.add_raw("_aws", R"({"Timestamp":)");
  line_.number(milliseconds_since_1970());
  line_.raw(metrics);
  line_.write();
}

}  // namespace lintel::lambda
