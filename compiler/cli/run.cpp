// SPDX-License-Identifier: Apache-2.0
// lintel run
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/effects.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/given_host.h"
#include "compiler/cli/loaded.h"
#include "compiler/cli/report.h"
#include "compiler/cli/save.h"
#include "compiler/cli/sources.h"
#include "compiler/cli/trace.h"
#include "compiler/evaluator.h"
#include "runtime/lintel.h"

namespace lintel::cli {
namespace {

ExitCode exit_code(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::answered: return ExitCode::ok;
    case OutcomeKind::rejected: return ExitCode::rejected;
    case OutcomeKind::fault: return ExitCode::fault;
  }
  return ExitCode::internal;
}

// Answers events one after the other, to where the flags say.
class Runner {
 public:
  Runner(const Ruleset& ruleset, const Arguments& arguments, Host& host, NewFile* effects,
         Environment& environment)
      : ruleset_(ruleset),
        evaluator_(make_evaluator(ruleset, &host)),
        trace_(ruleset),
        tracing_(arguments.has(Flag::trace)),
        effects_(effects),
        environment_(environment) {}

  // `number` is that of the line, or 0.
  ExitCode answer(std::string_view event, std::uint64_t number) {
    const Outcome outcome =
        tracing_ ? evaluator_.evaluate(event, trace_) : evaluator_.evaluate(event);
    environment_.out.write(outcome.body());
    if (!outcome.body().ends_with('\n')) environment_.out.write("\n");
    if (effects_) effects_->write(effect_lines(outcome, ruleset_, number));
    if (tracing_) {
      if (number) environment_.err.write(fmt::format("event {}\n", number));
      environment_.err.write(trace_.take(outcome));
    }
    return exit_code(outcome.kind());
  }

  // Each line of `input` that is not blank. False, after a complaint, if reading fails.
  bool answer_lines(Input& input) {
    std::string line;
    std::uint64_t number = 0;
    while (environment_.out.error().empty()) {
      // Whoever waits for the answer to the last event before sending the next gets it.
      if (!input.line_waiting()) {
        environment_.out.flush();
        environment_.err.flush();
      }
      if (!input.read_line(line)) break;
      ++number;
      if (line.find_first_not_of(" \t\r") != std::string::npos) answer(line, number);
    }
    if (input.error().empty()) return true;
    complain(environment_, fmt::format("cannot read events: {}", input.error()));
    return false;
  }

 private:
  const Ruleset& ruleset_;
  Evaluator evaluator_;
  Trace trace_;
  bool tracing_;
  NewFile* effects_;
  Environment& environment_;
};

ExitCode answer_lines(Runner& runner, std::string_view path, Environment& environment) {
  std::unique_ptr<Input> file;
  if (path != "-") {
    std::string why;
    file = environment.files.open(std::string(path), why);
    if (!file) {
      complain(environment, fmt::format("cannot read `{}`: {}", path, why));
      return ExitCode::usage;
    }
  }
  return runner.answer_lines(file ? *file : environment.in) ? ExitCode::ok : ExitCode::usage;
}

ExitCode answer_one(Runner& runner, std::string_view path, Environment& environment) {
  const std::optional<std::string> event = read_input(path, environment);
  return event ? runner.answer(*event, 0) : ExitCode::usage;
}

// Where the events come from. Nothing, after a complaint, if the command line does not say so.
std::optional<std::string_view> event_path(const Arguments& arguments, Environment& environment) {
  std::string_view path = arguments.value(Flag::event);
  if (path.empty() && arguments.has(Flag::ndjson)) path = "-";
  if (path.empty()) {
    complain(environment, "`run` needs --event EVENT, or --ndjson");
    return {};
  }
  const auto files = arguments.positional();
  if (path == "-" && std::find(files.begin(), files.end(), "-") != files.end()) {
    complain(environment, "standard input can be read only once");
    return {};
  }
  return path;
}

}  // namespace

ExitCode run_command(const Arguments& arguments, Environment& environment) {
  const std::optional<std::string_view> path = event_path(arguments, environment);
  if (!path) return ExitCode::usage;
  const auto by_flags = given(arguments, Flag::now, Flag::env, environment);
  if (!by_flags) return ExitCode::usage;
  ExitCode code = ExitCode::ok;
  const std::optional<Loaded> loaded = load_ruleset(arguments, environment, code);
  if (!loaded) return code;

  std::unique_ptr<NewFile> effects;
  const std::string_view effects_path = arguments.value(Flag::effects);
  if (arguments.has(Flag::effects)) {
    std::string why;
    effects = environment.files.create(std::string(effects_path), why);
    if (!effects) {
      complain_unwritable(effects_path, why, environment);
      return ExitCode::internal;
    }
  }
  GivenHost host(*by_flags, environment.host);
  Runner runner(loaded->ruleset, arguments, host, effects.get(), environment);
  code = arguments.has(Flag::ndjson) ? answer_lines(runner, *path, environment)
                                     : answer_one(runner, *path, environment);
  environment.out.flush();
  const bool complete = code != ExitCode::usage && environment.out.error().empty();
  if (effects && complete && !effects->commit()) {
    complain_unwritable(effects_path, effects->error(), environment);
    return ExitCode::internal;
  }
  return code;
}

}  // namespace lintel::cli
