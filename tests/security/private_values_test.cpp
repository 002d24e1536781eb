// SPDX-License-Identifier: Apache-2.0
// Every ruleset of rules/ with marked values in its events and in the environment: no mark gets
// into a log but through log(...), and no private one to the user who reads why a request was
// refused.
#include <csignal>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/cli.h"
#include "compiler/cli/local/decision_line.h"
#include "runtime/image.h"
#include "tests/lambda/scripted_peer.h"
#include "tests/runtime/rulesets.h"
#include "tests/support/child_process.h"
#include "tests/support/fake_world.h"

namespace lintel::security {
namespace {

using Json = nlohmann::json;
using testing::FakeWorld;
using testing::Peer;

// What Cognito asks a function not to tell, and what only its operator knows.
const std::set<std::string> private_members = {"privateChallengeParameters", "password",
                                               "challengeAnswer", "clientMetadata", "code"};
constexpr std::string_view public_mark = "M4RKpublic";
constexpr std::string_view private_mark = "M4RKprivate";
constexpr std::string_view secret_mark = "M4RKsecret";
constexpr std::string_view any_mark = "M4RK";

bool holds(std::string_view text, std::string_view mark) {
  return text.find(mark) != std::string_view::npos;
}

// Puts a mark behind each text, so that prefixes and numbers still decide as they did.
void mark(Json& value, bool is_private) {
  if (value.is_string()) {
    value = value.get<std::string>().append(is_private ? private_mark : public_mark);
  } else if (value.is_structured()) {
    for (auto& [name, element] : value.items())
      mark(element, is_private || (value.is_object() && private_members.contains(name)));
  }
}

// The event with a mark in every value, and the same with lists where texts belong: faults.
std::vector<std::string> marked_events(const test::CompiledRuleset& ruleset) {
  std::vector<std::string> events;
  for (const std::string& written : ruleset.events) {
    Json event = Json::parse(written);
    Json& request = event["request"];
    for (const std::string& name : test::planned_names(image::View(ruleset.image)))
      for (const char* map : {"userAttributes", "clientMetadata", "privateChallengeParameters"})
        if (!request[map].contains(name)) request[map][name] = "x";
    request["password"] = "x";
    mark(request, false);
    mark(event["userName"], false);
    mark(event["userPoolId"], false);
    mark(event["callerContext"], false);
    events.push_back(event.dump());
    for (const char* member : {"userAttributes", "clientMetadata", "privateChallengeParameters"})
      for (auto& [name, value] : event["request"][member].items()) value = Json::array({value});
    events.push_back(event.dump());
    event["request"] = private_mark;
    events.push_back(event.dump());
  }
  events.push_back(std::string("{\"userName\":\"").append(private_mark));
  events.push_back(std::string("{\"triggerSource\":\"").append(private_mark) + "\"}");
  return events;
}

std::vector<std::string> marked_variables(const test::CompiledRuleset& ruleset) {
  const image::View image(ruleset.image);
  std::vector<std::string> variables;
  for (std::uint32_t i = 0; i < image.count(image::Section::variables); ++i) {
    const auto name = image.row<std::uint32_t>(image::Section::variables, i);
    variables.push_back(std::string(image.string(name)).append("=").append(secret_mark));
  }
  return variables;
}

// Whether the plain bootstrap takes it: it carries out nothing but log.
bool has_effects(const test::CompiledRuleset& ruleset) {
  const image::View image(ruleset.image);
  for (std::uint32_t i = 0; i < image.count(image::Section::effects); ++i)
    if (image.string(image.row<image::EffectRow>(image::Section::effects, i).name) != "log")
      return true;
  return false;
}

// What the bootstrap wrote and posted for all events of a ruleset.
struct Posted {
  std::string log;
  std::vector<std::string> errors;
};

Posted run_bootstrap(const test::CompiledRuleset& ruleset, const std::string& level) {
  const testing::TemporaryFolder folder;
  folder.write("rules.image",
               {reinterpret_cast<const char*>(ruleset.image.data()), ruleset.image.size()});
  const testing::Listener listener;
  std::vector<std::string> words = {"/usr/bin/env",
                                    "-i",
                                    "LINTEL_IMAGE=" + folder.path("rules.image"),
                                    "AWS_LAMBDA_RUNTIME_API=" + listener.address(),
                                    "LINTEL_LOG=" + level,
                                    "LINTEL_METRICS=emf"};
  for (std::string& each : marked_variables(ruleset)) words.push_back(std::move(each));
  // Nobody listens there: each effect fails, and what is logged of that is looked at, too.
  for (const char* each :
       {"AWS_ENDPOINT_URL=http://127.0.0.1:1", "AWS_REGION=eu-west-1", "AWS_ACCESS_KEY_ID=M4RKkey",
        "AWS_SECRET_ACCESS_KEY=M4RKsecret", "AWS_SESSION_TOKEN=M4RKtoken"})
    words.emplace_back(each);
  words.emplace_back(has_effects(ruleset) ? LINTEL_BOOTSTRAP_EFFECTS : LINTEL_BOOTSTRAP);
  testing::ChildProcess process(folder, words);
  Posted run;
  std::optional<Peer> peer = listener.accept();
  if (!peer || !peer->read()) {
    ADD_FAILURE() << "the bootstrap asks for no event";
    return run;
  }
  for (const std::string& event : marked_events(ruleset)) {
    peer->give_event(event, "id");
    const auto posted = peer->read();
    if (!posted) {
      ADD_FAILURE() << "nothing is posted";
      break;
    }
    if (posted->target.ends_with("/error")) run.errors.push_back(posted->body);
    peer->respond(202, "");
    if (!peer->read()) break;
  }
  process.signal(SIGTERM);
  process.wait();
  run.log = process.out() + process.err();
  return run;
}

// The lines that log(...) has not asked for.
std::string without_messages(const std::string& log) {
  std::string rest;
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    const Json parsed = Json::parse(line, nullptr, false);
    const bool by_rule =
        parsed.is_object() && parsed.contains("message") && parsed.contains("rule");
    if (!by_rule) rest += line + "\n";
  }
  return rest;
}

TEST(PrivateValues, StayOutOfTheLogOfTheFunction) {
  std::size_t errors = 0;
  std::size_t logged = 0;
  for (const test::CompiledRuleset& ruleset : test::rulesets()) {
    if (has_effects(ruleset) && std::string_view(LINTEL_BOOTSTRAP_EFFECTS).empty()) continue;
    for (const char* level : {"decision", "trace"}) {
      SCOPED_TRACE(ruleset.path + ", " + level);
      const Posted run = run_bootstrap(ruleset, level);
      const std::string rest = without_messages(run.log);
      EXPECT_TRUE(holds(rest, "\"outcome\"")) << rest;
      EXPECT_FALSE(holds(rest, any_mark)) << rest;
      // Not even log(...) is for these, and so no ruleset hands it one.
      EXPECT_FALSE(holds(run.log, secret_mark)) << run.log;
      if (holds(run.log, public_mark)) ++logged;
      for (const std::string& error : run.errors) {
        ++errors;
        EXPECT_FALSE(holds(error, private_mark)) << error;
        EXPECT_FALSE(holds(error, secret_mark)) << error;
      }
    }
  }
  EXPECT_GT(errors, 200U);
  // The marks were there to be seen: some rulesets log what they are about.
  EXPECT_GT(logged, 0U);
}

// Not even the texts of `lintel run`, which say what was wrong; in Lambda users read that something
// was. A source that the rules do not serve is named, for whoever has set up the pool.
TEST(PrivateValues, StayOutOfFaults) {
  test::StillHost host;
  std::size_t faults = 0;
  for (const test::CompiledRuleset& ruleset : test::rulesets()) {
    const auto loaded = Ruleset::load(ruleset.image);
    ASSERT_TRUE(loaded);
    Evaluator evaluator(*loaded, &host);
    for (const std::string& event : marked_events(ruleset)) {
      const Outcome outcome = evaluator.evaluate(event);
      if (outcome.kind() != OutcomeKind::fault) continue;
      if (outcome.fault().kind == FaultKind::source_unknown) continue;
      ++faults;
      EXPECT_FALSE(holds(outcome.body(), any_mark)) << outcome.body();
      EXPECT_FALSE(holds(outcome.fault().detail, any_mark)) << outcome.fault().detail;
    }
  }
  EXPECT_GT(faults, 200U);
}

TEST(PrivateValues, StayOutOfTheTerminalWithoutTrace) {
  std::size_t traced = 0;
  for (const test::CompiledRuleset& ruleset : test::rulesets()) {
    for (const std::string& event : marked_events(ruleset)) {
      FakeWorld world;
      world.files.content["a.image"] = {reinterpret_cast<const char*>(ruleset.image.data()),
                                        ruleset.image.size()};
      world.files.content["event.json"] = event;
      for (const std::string& each : marked_variables(ruleset))
        world.host.variables[each.substr(0, each.find('='))] = secret_mark;
      world.carry_out({"run", "a.image", "--event", "event.json"});
      EXPECT_FALSE(holds(world.err.text, any_mark)) << ruleset.path << world.err.text;
      if (traced > 50) continue;
      // With it, and only with it, they are shown: so they could have been.
      world.carry_out({"run", "a.image", "--event", "event.json", "--trace"});
      if (holds(world.err.text, any_mark)) ++traced;
    }
  }
  EXPECT_GT(traced, 10U);
}

// `lintel serve` prints a line for each event, with the source that it names and the text that a
// user gets.
TEST(PrivateValues, StayOutOfTheLinesOfServe) {
  test::StillHost host;
  for (const test::CompiledRuleset& ruleset : test::rulesets()) {
    const auto loaded = Ruleset::load(ruleset.image);
    ASSERT_TRUE(loaded);
    Evaluator evaluator(*loaded, &host);
    for (const std::string& event : marked_events(ruleset)) {
      const Outcome outcome = evaluator.evaluate(event);
      const std::string line = cli::decision_line("event", outcome, {}, *loaded, 1000);
      const std::string_view mark =
          outcome.kind() == OutcomeKind::rejected ? private_mark : any_mark;
      // A source that the rules do not serve is named, for whoever has set up the pool.
      if (outcome.kind() == OutcomeKind::fault && outcome.fault().kind == FaultKind::source_unknown)
        continue;
      EXPECT_FALSE(holds(line, mark)) << ruleset.path << line;
    }
  }
}

}  // namespace
}  // namespace lintel::security
