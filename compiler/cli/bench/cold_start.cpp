// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/bench/cold_start.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/cli/local/function_file.h"
#include "compiler/cli/local/function_host.h"
#include "compiler/cli/local/posix_signals.h"
#include "compiler/cli/local/request_id.h"
#include "compiler/cli/package/bootstraps.h"
#include "compiler/cli/package/deployment.h"
#include "compiler/cli/package/linked_image.h"
#include "compiler/cli/report.h"
#include "compiler/cli/sources.h"

namespace lintel::cli {
namespace {

constexpr int starts = 30;
constexpr std::int64_t timeout_milliseconds = 5000;  // so long Cognito waits for a trigger

#if defined(__aarch64__)
constexpr Architecture here = Architecture::arm64;
#else
constexpr Architecture here = Architecture::x86_64;
#endif

// The type of the error that a function of `lintel package` reports when a rule rejects.
constexpr std::string_view rejected_type = "Rejected";

// What the function writes is of no interest while it answers.
class Silence final : public Output {
 public:
  void write(std::string_view) override {}
  void flush() override {}
  const std::string& error() const override { return no_error_; }
  bool is_terminal() const override { return false; }

 private:
  std::string no_error_;
};

bool agrees(const FunctionResult& result, OutcomeKind kind) {
  if (kind == OutcomeKind::answered) return result.kind == FunctionResult::Kind::answered;
  return result.kind == FunctionResult::Kind::error && result.error_type == rejected_type;
}

// One start. Nothing if somebody wants the end.
std::optional<FunctionResult> start(FunctionHost& host, std::string_view event,
                                    SignalWatch& signals, Environment& environment) {
  std::optional<FunctionResult> result;
  host.submit(event, new_request_id(environment.host),
              [&](const FunctionResult& its_result) { result = its_result; });
  while (!result && !signals.wants_end()) {
    std::vector<PollTarget*> targets = host.targets();
    targets.push_back(&signals);
    poll_once(targets, lambda::Deadline::never());
  }
  return result;
}

std::optional<ColdStarts> start_all(const FunctionCommand& command, std::string_view event,
                                    OutcomeKind kind, SignalWatch& signals,
                                    Environment& environment, ExitCode& code) {
  Silence silence;
  Environment quiet{
      environment.in,   environment.out,           silence, environment.files, environment.plain,
      environment.host, environment.program_folder};
  ColdStarts found;
  code = ExitCode::errors;
  for (int i = 0; i < starts; ++i) {
    FunctionHost host(command, timeout_milliseconds, quiet);
    const auto result = start(host, event, signals, environment);
    if (!result) return {};
    if (result->kind == FunctionResult::Kind::broken) {
      environment.err.write(result->log);
      complain(environment, fmt::format("the packaged function does not answer: {}", result->why));
      return {};
    }
    if (!agrees(*result, kind)) {
      found.left_out =
          "the packaged function decides otherwise; it has no variables but AWS_*, LINTEL_* and "
          "those of --env, and the clock's time";
      found.nanoseconds.clear();
      return found;
    }
    found.nanoseconds.push_back(static_cast<double>(result->cold_start_nanoseconds.value_or(0)));
    found.peak_memory_bytes = std::max(found.peak_memory_bytes, host.peak_memory_bytes());
  }
  return found;
}

}  // namespace

std::optional<ColdStarts> measure_cold_starts(const Arguments& arguments, const Loaded& loaded,
                                              std::string_view event, OutcomeKind kind,
                                              const GivenVariables& variables,
                                              Environment& environment, ExitCode& code) {
  const bool effects = !read_deployment(loaded.ruleset).permissions.empty();
  const std::vector<std::string> places =
      arguments.has(Flag::bootstrap) ? std::vector{std::string(arguments.value(Flag::bootstrap))}
                                     : bootstrap_places(here, effects, environment);
  std::string why;
  const auto path = std::find_if(places.begin(), places.end(), [&](const std::string& place) {
    return environment.files.open(place, why) != nullptr;
  });
  if (path == places.end() && !arguments.has(Flag::bootstrap))
    return ColdStarts{{},
                      {},
                      fmt::format("there is no bootstrap for {}: none of `{}` can be read",
                                  name_of(here), fmt::join(places, "`, `"))};
  code = ExitCode::usage;
  const std::string& bootstrap = path == places.end() ? places.front() : *path;
  const std::optional<std::string> content = read_input(bootstrap, environment);
  if (!content) return {};
  code = ExitCode::errors;
  const auto linked = link_image(*content, loaded.image, here, why);
  if (!linked) {
    complain(environment, fmt::format("the bootstrap `{}` {}", bootstrap, why));
    return {};
  }
  SignalWatch signals;
  const auto function = FunctionFile::unpack(*linked, why);
  if (!function) {
    code = ExitCode::internal;
    complain(environment, fmt::format("cannot unpack the packaged function: {}", why));
    return {};
  }
  FunctionCommand command = function->command();
  command.given = variables;
  command.given.emplace_back("LINTEL_LOG", "off");
  return start_all(command, event, kind, signals, environment, code);
}

}  // namespace lintel::cli
