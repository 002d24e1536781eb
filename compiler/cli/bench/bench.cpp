// SPDX-License-Identifier: Apache-2.0
// lintel bench
#include <algorithm>
#include <charconv>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/bench/cold_start.h"
#include "compiler/cli/bench/comparison.h"
#include "compiler/cli/bench/events.h"
#include "compiler/cli/bench/figures.h"
#include "compiler/cli/bench/machine.h"
#include "compiler/cli/bench/rule_costs.h"
#include "compiler/cli/bench/run_json.h"
#include "compiler/cli/bench/start.h"
#include "compiler/cli/bench/steps.h"
#include "compiler/cli/bench/table.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/given_host.h"
#include "compiler/cli/loaded.h"
#include "compiler/cli/read_files.h"
#include "compiler/cli/report.h"
#include "compiler/cli/save.h"
#include "compiler/cli/sources.h"
#include "compiler/evaluator.h"

namespace lintel::cli {
namespace {

// What the flags ask for.
struct Wishes {
  std::uint64_t rounds = 100;
  std::optional<double> fail_above;
  std::optional<Run> before;
};

template <typename Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

// Why the words of the command line do not go together; empty if they do.
std::string objection(const Arguments& arguments, Wishes& wishes) {
  // Quartiles of fewer say nothing; more than that nobody waits for.
  constexpr std::uint64_t fewest = 5;
  constexpr std::uint64_t most = 1'000'000;
  if (arguments.has(Flag::rounds)) {
    const std::string_view text = arguments.value(Flag::rounds);
    wishes.rounds = number<std::uint64_t>(text).value_or(0);
    if (wishes.rounds < fewest || wishes.rounds > most)
      return fmt::format("`--rounds` is a number from {} to {}, not `{}`", fewest, most, text);
  }
  if (arguments.has(Flag::fail_above)) {
    const std::string_view text = arguments.value(Flag::fail_above);
    wishes.fail_above = number<double>(text);
    if (!wishes.fail_above || !(*wishes.fail_above >= 1 && *wishes.fail_above <= 1e6))
      return fmt::format("`--fail-above` is a ratio from 1 on, such as 1.2, not `{}`", text);
    if (!arguments.has(Flag::compare)) return "`--fail-above` goes with --compare FILE";
  }
  for (const Flag flag : {Flag::save, Flag::compare})
    if (arguments.value(flag) == "-")
      return fmt::format("`{}` takes the name of a file; --json writes to standard output",
                         spelling(row(flag)));
  if (arguments.has(Flag::no_cold_start) && arguments.has(Flag::bootstrap))
    return "`--bootstrap` is for cold starts; --no-cold-start leaves them out";
  return {};
}

// Reads the run to compare with. False, after a complaint, if it cannot be read.
bool read_before(const Arguments& arguments, Wishes& wishes, Environment& environment) {
  if (!arguments.has(Flag::compare)) return true;
  const std::string path(arguments.value(Flag::compare));
  // Only a file that is there is the same as itself.
  if (path == arguments.value(Flag::save) && !environment.files.are_same(path, path)) {
    environment.err.write(
        fmt::format("no run is in `{}` yet: there is nothing to compare with\n", path));
    return true;
  }
  const auto text = read_input(path, environment);
  if (!text) return false;
  std::string why;
  wishes.before = read_run(*text, why);
  if (!wishes.before) complain(environment, fmt::format("`{}` {}", path, why));
  return wishes.before.has_value();
}

// What the rules make of the events before anything is timed.
struct Answers {
  std::vector<std::string_view> events;
  std::vector<std::uint64_t> fired;  // how often, for each rule
  std::uint64_t rejected = 0;
  // An event that can be handed to a process, which would carry effects out; null: there is none.
  const BenchEvent* without_effects = nullptr;
  OutcomeKind its_kind = OutcomeKind::answered;
};

// Nothing, after a complaint for each event that is not answered.
std::optional<Answers> answer_all(const Ruleset& ruleset, Host& host,
                                  const std::vector<BenchEvent>& events, Environment& environment) {
  Answers answers;
  answers.fired.resize(ruleset.rule_count());
  Evaluator evaluator = make_evaluator(ruleset, &host);
  bool all_answered = true;
  for (const BenchEvent& event : events) {
    const Outcome outcome = evaluator.evaluate(event.text);
    if (outcome.kind() == OutcomeKind::fault) {
      complain(environment, fmt::format("`{}` is not answered: {}", event.name, outcome.message()));
      all_answered = false;
      continue;
    }
    answers.events.push_back(event.text);
    for (const std::uint32_t rule : outcome.fired()) ++answers.fired[rule];
    answers.rejected += outcome.kind() == OutcomeKind::rejected;
    const auto effects = outcome.effects();
    const bool asks = std::any_of(effects.begin(), effects.end(),
                                  [](const Effect& effect) { return effect.name != "log"; });
    if (asks || answers.without_effects) continue;
    answers.without_effects = &event;
    answers.its_kind = outcome.kind();
  }
  if (!all_answered) return {};
  return answers;
}

// FNV-1a, over all bytes, with a mark between two events.
std::string hash_of(std::span<const std::string_view> events) {
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&hash](unsigned char byte) { hash = (hash ^ byte) * 0x100000001b3; };
  for (const std::string_view event : events) {
    for (const char byte : event) add(static_cast<unsigned char>(byte));
    add(0);
  }
  return fmt::format("{:016x}", hash);
}

std::string date_now(Host* host) {
  Instant now;
  if (!host || !host->now(now)) return {};
  return fmt::format("{:%FT%TZ}", fmt::gmtime(static_cast<std::time_t>(now.seconds)));
}

Run describe(const Ruleset& ruleset, const Answers& answers, std::uint64_t rounds,
             Environment& environment) {
  Run run;
  run.version = lintel::version();
  run.cpu = cpu_name();
  run.cores = core_count();
  run.load = load_average();
  run.date = date_now(environment.host);
  run.image_hash = fmt::format("{:016x}", ruleset.content_hash());
  run.rule_count = ruleset.rule_count();
  run.events_hash = hash_of(answers.events);
  run.events = answers.events.size();
  run.rejected = answers.rejected;
  for (const std::string_view event : answers.events) run.event_bytes += event.size();
  run.rounds = rounds;
  return run;
}

// So many events at most are timed, of all alike, so that a round stays short.
constexpr std::size_t most_timed_events = 256;

std::vector<std::string_view> timed_events(const std::vector<std::string_view>& events) {
  if (events.size() <= most_timed_events) return events;
  std::vector<std::string_view> some;
  for (std::size_t i = 0; i < most_timed_events; ++i)
    some.push_back(events[i * events.size() / most_timed_events]);
  return some;
}

// Everything in turn, round for round.
void measure(const Loaded& loaded, Host& host, std::span<const std::string_view> events,
             RuleCostBench* rules, Run& run) {
  run.figures[Figure::image_size] = exactly(static_cast<double>(loaded.image.size()));
  if (const auto bytes = scratch_bytes(loaded.ruleset, host, events))
    run.figures[Figure::scratch] = exactly(static_cast<double>(*bytes));
  StepTimer steps(loaded.ruleset, host, events);
  StartTimer start(loaded.image, host, events);
  std::vector<double> read, decide, write, whole, verify, evaluator, first_answer;
  for (std::uint64_t round = 0; round < run.rounds; ++round) {
    read.push_back(steps.read());
    decide.push_back(steps.decide());
    write.push_back(steps.write());
    whole.push_back(steps.whole());
    verify.push_back(start.verify());
    evaluator.push_back(start.make_evaluator());
    first_answer.push_back(start.first_answer());
    if (rules) rules->sample();
  }
  run.figures[Figure::read] = summarise(std::move(read));
  run.figures[Figure::decide] = summarise(std::move(decide));
  run.figures[Figure::write] = summarise(std::move(write));
  run.figures[Figure::whole] = summarise(std::move(whole));
  run.figures[Figure::verify] = summarise(std::move(verify));
  run.figures[Figure::evaluator] = summarise(std::move(evaluator));
  run.figures[Figure::first_answer] = summarise(std::move(first_answer));
}

void measure_rules(const std::vector<Source>& sources, const CompileOptions& options,
                   const Loaded& loaded, Host& host, const Answers& answers, Run& run) {
  const std::vector<std::string_view> events = timed_events(answers.events);
  const bool from_image = is_image(sources.front());
  const RulePrefixes prefixes(from_image ? std::span<const Source>() : std::span(sources), options);
  RuleCostBench rules(prefixes, host, events);
  if (from_image)
    run.no_rule_costs = "that needs the rules files; an image cannot be taken apart";
  else if (!rules.prepare())
    run.no_rule_costs = "the rules do not compile one without the other";
  const bool costs = run.no_rule_costs.empty();
  measure(loaded, host, events, costs ? &rules : nullptr, run);
  run.rules = costs ? rules.costs(loaded.ruleset, answers.fired)
                    : uncosted_rules(loaded.ruleset, answers.fired);
}

// False, after a complaint, with `code` set, if the packaged function does not do its work.
bool measure_cold_start(const Arguments& arguments, const Loaded& loaded, const Answers& answers,
                        const GivenVariables& variables, Environment& environment, Run& run,
                        ExitCode& code) {
  if (arguments.has(Flag::no_cold_start)) {
    run.no_cold_start = "--no-cold-start";
    return true;
  }
  if (!answers.without_effects) {
    run.no_cold_start = "every event asks for effects, which a function would carry out";
    return true;
  }
  auto starts = measure_cold_starts(arguments, loaded, answers.without_effects->text,
                                    answers.its_kind, variables, environment, code);
  if (!starts) return false;
  run.no_cold_start = starts->left_out;
  if (!starts->nanoseconds.empty())
    run.figures[Figure::cold_start] = summarise(std::move(starts->nanoseconds));
  if (starts->peak_memory_bytes)
    run.figures[Figure::process_memory] = exactly(static_cast<double>(*starts->peak_memory_bytes));
  return true;
}

// By --fail-above. What it says of another machine's run is that it says nothing.
ExitCode judge(const Wishes& wishes, const Comparison& comparison, Environment& environment) {
  if (!wishes.fail_above) return ExitCode::ok;
  if (!comparison.same_machine) {
    complain(environment, "`--fail-above` is not judged: the earlier run was on another machine");
    return ExitCode::ok;
  }
  const std::vector<FigureChange> worse = above(comparison, *wishes.fail_above);
  for (const FigureChange& each : worse)
    complain(environment, fmt::format("`{}` is {:.2f} times what it was, which is more than {}",
                                      figure_rows[static_cast<std::size_t>(each.figure)].label,
                                      each.ratio.median, *wishes.fail_above));
  return worse.empty() ? ExitCode::ok : ExitCode::errors;
}

// Prints the run, judges it, and keeps it if it passes.
ExitCode conclude(const Arguments& arguments, const Wishes& wishes, const Run& run,
                  Environment& environment) {
  std::optional<Comparison> comparison;
  if (wishes.before) comparison = compare(run, *wishes.before);
  const Comparison* changes = comparison ? &*comparison : nullptr;
  environment.out.write(arguments.has(Flag::json)
                            ? run_json(run, changes)
                            : run_table(run, wishes.before ? &*wishes.before : nullptr, changes));
  environment.out.flush();
  const ExitCode code = changes ? judge(wishes, *changes, environment) : ExitCode::ok;
  if (!arguments.has(Flag::save)) return code;
  const std::string_view path = arguments.value(Flag::save);
  if (code != ExitCode::ok) {
    complain(environment, fmt::format("`{}` is left as it was", path));
    return code;
  }
  return save(path, run_json(run, nullptr), environment) ? ExitCode::ok : ExitCode::internal;
}

}  // namespace

ExitCode bench_command(const Arguments& arguments, Environment& outer) {
  Wishes wishes;
  if (const std::string why = objection(arguments, wishes); !why.empty()) {
    complain(outer, why);
    return ExitCode::usage;
  }
  ReadFiles files(arguments, outer.files);
  Environment environment = with_files(outer, files);
  const auto by_flags = given(arguments, Flag::now, Flag::env, environment);
  if (!by_flags) return ExitCode::usage;
  const auto events = read_events(arguments, environment);
  if (!events) return ExitCode::usage;
  const auto sources = read_sources(arguments.positional(), environment);
  if (!sources) return ExitCode::usage;
  ExitCode code = ExitCode::ok;
  const auto loaded = load_ruleset(*sources, arguments, environment, code);
  if (!loaded) return code;
  if (arguments.has(Flag::save) && files.hold(std::string(arguments.value(Flag::save)))) {
    complain(environment, fmt::format("`{}` is a file that is measured; name another file",
                                      arguments.value(Flag::save)));
    return ExitCode::usage;
  }
  if (!read_before(arguments, wishes, outer)) return ExitCode::usage;

  take_large_memory_from_the_system();
  GivenHost host(*by_flags, environment.host);
  const auto answers = answer_all(loaded->ruleset, host, *events, environment);
  if (!answers) return ExitCode::errors;
  Run run = describe(loaded->ruleset, *answers, wishes.rounds, environment);
  measure_rules(*sources, compile_options(arguments, environment), *loaded, host, *answers, run);
  if (!measure_cold_start(arguments, *loaded, *answers, by_flags->variables, environment, run,
                          code))
    return code;
  return conclude(arguments, wishes, run, environment);
}

}  // namespace lintel::cli
