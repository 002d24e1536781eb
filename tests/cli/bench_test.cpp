// SPDX-License-Identifier: Apache-2.0
// lintel bench, but for the times: what is found, kept, compared and refused.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "compiler/cli/bench/comparison.h"
#include "compiler/cli/bench/rule_costs.h"
#include "compiler/cli/bench/rule_prefixes.h"
#include "compiler/cli/bench/run_json.h"
#include "compiler/cli/bench/table.h"
#include "tests/support/fake_world.h"

namespace lintel::testing {
namespace {

using cli::ExitCode;
using cli::Figure;
using Json = nlohmann::json;

constexpr const char* rules =
    "on PreSignUp\n"
    "rule \"ours\" when !has(attr.email) then reject(\"no\")\n"
    "then autoConfirm, autoVerifyEmail\n"
    "on CustomMessage\n"
    "then emailSubject(\"hello\")\n";

constexpr const char* with_address =
    R"({"userName":"u","request":{"userAttributes":{"email":"u@example.com"}},"response":{}})";
constexpr const char* without_address = R"({"userName":"u","request":{},"response":{}})";

class Bench : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.files.content["x.rules"] = rules;
    world_.files.content["one.json"] = with_trigger(with_address);
    world_.files.content["two.json"] = with_trigger(without_address);
  }

  static std::string with_trigger(std::string event) {
    return event.insert(1, R"("triggerSource":"PreSignUp_SignUp",)");
  }

  ExitCode bench(const std::vector<std::string_view>& more) {
    std::vector<std::string_view> words = {"bench",    "x.rules",  "--event",
                                           "one.json", "--rounds", "5"};
    words.insert(words.end(), more.begin(), more.end());
    world_.out.text.clear();
    world_.err.text.clear();
    return world_.carry_out(words);
  }

  FakeWorld world_;
};

TEST_F(Bench, PrintsJson) {
  ASSERT_EQ(bench({"--event", "two.json", "--no-cold-start", "--json"}), ExitCode::ok)
      << world_.err.text;
  const Json run = Json::parse(world_.out.text);
  EXPECT_EQ(run["lintelBench"], 1);
  EXPECT_EQ(run["version"], version());
  EXPECT_EQ(run["date"], "1970-01-01T00:00:00Z");
  EXPECT_EQ(run["events"]["count"], 2);
  EXPECT_EQ(run["events"]["rejected"], 1);
  EXPECT_EQ(run["ruleset"]["rules"], 3);
  EXPECT_EQ(run["rounds"], 5);
  EXPECT_EQ(run["noColdStart"], "--no-cold-start");
  EXPECT_EQ(run["noRuleCosts"], nullptr);
  for (const char* figure :
       {"read", "decide", "write", "whole", "verify", "evaluator", "firstAnswer"}) {
    const Json& value = run["figures"][figure];
    EXPECT_EQ(value["unit"], "ns") << figure;
    EXPECT_GT(value["median"], 0) << figure;
    EXPECT_LE(value["firstQuartile"], value["median"]) << figure;
    EXPECT_GE(value["thirdQuartile"], value["median"]) << figure;
  }
  EXPECT_EQ(run["figures"]["coldStart"], nullptr);
  EXPECT_EQ(run["figures"]["imageSize"]["unit"], "bytes");
  const Json& its_rules = run["rules"];
  ASSERT_EQ(its_rules.size(), 3u);
  EXPECT_EQ(its_rules[0]["name"], "ours");
  EXPECT_EQ(its_rules[0]["fired"], 1);
  EXPECT_EQ(its_rules[1]["name"], "x.rules:3");
  EXPECT_EQ(its_rules[1]["place"], "x.rules:3");
  EXPECT_EQ(its_rules[1]["fired"], 1);
  EXPECT_EQ(its_rules[2]["fired"], 0);
  for (const Json& rule : its_rules) EXPECT_TRUE(rule["decide"]["median"].is_number());
  EXPECT_FALSE(run.contains("comparison"));
}

TEST_F(Bench, SaysThatNoBootstrapIsThere) {
  ASSERT_EQ(bench({}), ExitCode::ok) << world_.err.text;
  EXPECT_NE(world_.out.text.find("cold start is left out: there is no bootstrap for "),
            std::string::npos)
      << world_.out.text;
}

TEST_F(Bench, StartsNoProcessForAnEventWithEffects) {
  world_.files.content["x.rules"] =
      "on PostConfirmation\nthen addToGroup(\"users\", onFailure: \"continue\")\n";
  world_.files.content["one.json"] =
      R"({"userPoolId":"p","userName":"u","triggerSource":"PostConfirmation_ConfirmSignUp",)"
      R"("request":{"userAttributes":{}},"response":{}})";
  ASSERT_EQ(bench({}), ExitCode::ok) << world_.err.text;
  EXPECT_NE(world_.out.text.find("every event asks for effects"), std::string::npos)
      << world_.out.text;
}

TEST_F(Bench, AnImageShowsWhatFiredButNotWhatItCosts) {
  const Source source{"x.rules", world_.files.content["x.rules"]};
  const Compilation compiled = compile({&source, 1});
  world_.files.content["x.rules"].assign(reinterpret_cast<const char*>(compiled.image.data()),
                                         compiled.image.size());
  ASSERT_EQ(bench({"--no-cold-start"}), ExitCode::ok) << world_.err.text;
  EXPECT_NE(world_.out.text.find("an image cannot be taken apart"), std::string::npos);
  EXPECT_NE(world_.out.text.find("1 of 1  x.rules:3\n"), std::string::npos) << world_.out.text;
}

TEST_F(Bench, KeepsARunAndComparesWithIt) {
  ASSERT_EQ(bench({"--no-cold-start", "--save", "last", "--compare", "last"}), ExitCode::ok);
  EXPECT_EQ(world_.err.text, "no run is in `last` yet: there is nothing to compare with\n");
  std::string why;
  ASSERT_TRUE(cli::read_run(world_.files.content["last"], why)) << why;
  ASSERT_EQ(bench({"--no-cold-start", "--compare", "last"}), ExitCode::ok);
  EXPECT_NE(world_.out.text.find("now / before"), std::string::npos);
  ASSERT_EQ(bench({"--no-cold-start", "--compare", "last", "--json"}), ExitCode::ok);
  const Json comparison = Json::parse(world_.out.text)["comparison"];
  EXPECT_EQ(comparison["sameMachine"], true);
  EXPECT_EQ(comparison["figures"]["imageSize"]["change"], "withinNoise");
  EXPECT_EQ(comparison["figures"]["imageSize"]["ratio"], 1);
}

// An earlier run whose image had half the size: no time is judged by this test.
TEST_F(Bench, FailsAboveTheLimitAndKeepsWhatWasThere) {
  ASSERT_EQ(bench({"--no-cold-start", "--save", "last"}), ExitCode::ok);
  Json earlier = Json::parse(world_.files.content["last"]);
  Json& size = earlier["figures"]["imageSize"];
  for (const char* part : {"median", "firstQuartile", "thirdQuartile"})
    size[part] = size[part].get<double>() / 2;
  for (auto& [key, figure] : earlier["figures"].items())
    if (key != "imageSize") figure = nullptr;
  const std::string kept = earlier.dump();
  world_.files.content["last"] = kept;
  EXPECT_EQ(
      bench({"--no-cold-start", "--save", "last", "--compare", "last", "--fail-above", "1.9"}),
      ExitCode::errors);
  EXPECT_EQ(world_.err.text,
            "lintel: `image` is 2.00 times what it was, which is more than 1.9\n"
            "lintel: `last` is left as it was\n");
  EXPECT_EQ(world_.files.content["last"], kept);
  EXPECT_NE(world_.out.text.find("2.00 (2.00 to 2.00)  worse, beyond noise"), std::string::npos)
      << world_.out.text;
  EXPECT_EQ(bench({"--no-cold-start", "--compare", "last", "--fail-above", "2.5"}), ExitCode::ok);

  earlier["machine"]["cores"] = 1000;
  world_.files.content["last"] = earlier.dump();
  EXPECT_EQ(bench({"--no-cold-start", "--compare", "last", "--fail-above", "1"}), ExitCode::ok);
  EXPECT_EQ(world_.err.text,
            "lintel: `--fail-above` is not judged: the earlier run was on another machine\n");
}

TEST_F(Bench, ARunThatCannotBeKeptIsAnError) {
  world_.files.commit_failure = "No space left on device";
  EXPECT_EQ(bench({"--no-cold-start", "--save", "last"}), ExitCode::internal);
  EXPECT_FALSE(world_.files.content.contains("last"));
}

cli::Run example() {
  cli::Run run;
  run.version = "1.2.3";
  run.cpu = "a processor";
  run.cores = 2;
  run.events_hash = "ab";
  run.events = 3;
  run.event_bytes = 300;
  run.rule_count = 1;
  run.rounds = 100;
  run.figures[Figure::decide] = cli::Summary{90, 100, 110};
  run.figures[Figure::image_size] = cli::exactly(1000);
  cli::RuleCost rule;
  rule.name = "a rule";
  rule.place = "x.rules:1";
  rule.fired = 2;
  rule.ns = 12.5;
  rule.interval = {12, 13};
  run.rules.push_back(rule);
  return run;
}

TEST(BenchRun, IsReadAsItWasWritten) {
  std::string why;
  const std::string text = cli::run_json(example(), nullptr);
  const auto run = cli::read_run(text, why);
  ASSERT_TRUE(run) << why;
  EXPECT_EQ(run->version, "1.2.3");
  EXPECT_EQ(run->cpu, "a processor");
  EXPECT_EQ(run->cores, 2u);
  ASSERT_TRUE(run->figures[Figure::decide]);
  EXPECT_EQ(run->figures[Figure::decide]->third_quartile, 110);
  EXPECT_FALSE(run->figures[Figure::cold_start]);
  ASSERT_EQ(run->rules.size(), 1u);
  EXPECT_EQ(run->rules[0].ns, 12.5);
  EXPECT_EQ(run->rules[0].interval.most, 13);
}

TEST(BenchRun, ADamagedFileIsToldBySayingWhere) {
  const auto why_of = [](std::string_view text) {
    std::string why;
    EXPECT_FALSE(cli::read_run(text, why)) << text;
    return why;
  };
  EXPECT_EQ(why_of(""), "is damaged: it is no JSON");
  EXPECT_EQ(why_of("[]"), "is no run of `lintel bench`");
  EXPECT_EQ(why_of("{}"), "is no run of `lintel bench`");
  EXPECT_EQ(why_of("{\"lintelBench\":2}"),
            "is of another version of Lintel, whose format is 2; this one reads 1");
  EXPECT_EQ(why_of("{\"lintelBench\":1}"), "is damaged: its `version` is not a text");
  const auto why_without = [&](const char* pointer, const Json& value) {
    Json json = Json::parse(cli::run_json(example(), nullptr));
    json[Json::json_pointer(pointer)] = value;
    return why_of(json.dump());
  };
  EXPECT_EQ(why_without("/machine", 1), "is damaged: its `machine` is not an object");
  EXPECT_EQ(why_without("/machine/cores", -1), "is damaged: its `cores` is not a number from 0 on");
  EXPECT_EQ(why_without("/figures/decide/median", "x"), "is damaged: its `median` is not a number");
  EXPECT_EQ(why_without("/figures/decide/median", 1e9),
            "is damaged: its `decide` is not quartiles in order");
  EXPECT_EQ(why_without("/figures/decide", 7), "is damaged: its `decide` is not an object");
  EXPECT_EQ(why_without("/rules", nullptr), "is damaged: its `rules` is not a list");
  EXPECT_EQ(why_without("/rules/0", "x"), "is damaged: its `name` is not a text");
  EXPECT_EQ(why_without("/rules/0/decide", 1), "is damaged: its `decide` is not an object");
}

TEST(BenchComparison, TellsBetterWorseAndNoise) {
  const cli::Run before = example();
  const auto changed_to = [&](const cli::Summary& decide) {
    cli::Run now = example();
    now.figures[Figure::decide] = decide;
    return cli::compare(now, before).find(Figure::decide)->change;
  };
  EXPECT_EQ(changed_to({190, 200, 210}), cli::Change::worse);
  EXPECT_EQ(changed_to({40, 50, 60}), cli::Change::better);
  EXPECT_EQ(changed_to({100, 120, 140}), cli::Change::within_noise);
}

TEST(BenchComparison, OnlyWhatIsAboveTheLimitFails) {
  cli::Run now = example();
  now.figures[Figure::decide] = cli::Summary{130, 140, 150};
  const cli::Comparison comparison = cli::compare(now, example());
  EXPECT_EQ(cli::above(comparison, 1.3).size(), 1u);
  EXPECT_EQ(cli::above(comparison, 1.5).size(), 0u);
}

TEST(BenchComparison, SaysWhatElseDiffersAndJudgesNoOtherMachine) {
  cli::Run now = example();
  now.cpu = "another processor";
  now.version = "1.3.0";
  now.events_hash = "cd";
  now.figures[Figure::decide] = cli::Summary{190, 200, 210};
  const cli::Comparison comparison = cli::compare(now, example());
  EXPECT_EQ(comparison.notes,
            (std::vector<std::string>{"the earlier run was on another machine, a processor with 2 "
                                      "cores: no change is judged",
                                      "the earlier run was of Lintel 1.2.3",
                                      "the earlier run had other events, 3"}));
  EXPECT_FALSE(comparison.same_machine);
  EXPECT_EQ(comparison.find(Figure::decide)->change, cli::Change::within_noise);
  EXPECT_TRUE(cli::above(comparison, 1).empty());
  const cli::Run before = example();
  const std::string table = cli::run_table(now, &before, &comparison);
  EXPECT_NE(table.find("2.00 (1.73 to 2.33)\n"), std::string::npos) << table;
  EXPECT_NE(table.find("note: the earlier run was of Lintel 1.2.3\n"), std::string::npos);
}

TEST(BenchComparison, JudgesNoColdStartOfABusyMachine) {
  cli::Run now = example();
  cli::Run before = example();
  now.figures[Figure::cold_start] = cli::exactly(4e6);
  before.figures[Figure::cold_start] = cli::exactly(3e5);
  const auto judged = [&] { return cli::compare(now, before).find(Figure::cold_start)->change; };
  now.load = before.load = 2;
  EXPECT_EQ(judged(), cli::Change::worse);
  now.load = 2.1;
  EXPECT_EQ(judged(), cli::Change::within_noise);
  EXPECT_EQ(
      cli::compare(now, before).notes,
      (std::vector<std::string>{
          "this run found the machine busy, with a load of 2.1: cold starts are not judged"}));
  now.load = 0;
  before.load = 3;
  EXPECT_EQ(judged(), cli::Change::within_noise);
}

TEST(BenchComparison, ARuleIsFoundByItsName) {
  cli::RuleCost rule = example().rules[0];
  EXPECT_EQ(cli::rule_before(example(), rule), 12.5);
  rule.name = "another";
  EXPECT_EQ(cli::rule_before(example(), rule), std::nullopt);
}

TEST(BenchTable, TheCheapestOfManyRulesAreSummedUp) {
  cli::Run run = example();
  run.rules.clear();
  for (int i = 0; i < 25; ++i) {
    cli::RuleCost rule;
    rule.name = "rule " + std::to_string(i);
    rule.ns = i;
    rule.interval = {i - 0.5, i + 0.5};
    rule.fired = 1;
    run.rules.push_back(rule);
  }
  const std::string table = cli::run_table(run, nullptr, nullptr);
  EXPECT_NE(table.find("  24.0 ns       23.5 to 24.5 ns          1 of 3  rule 24\n"),
            std::string::npos)
      << table;
  EXPECT_NE(table.find("   5.0 ns         4.5 to 5.5 ns          1 of 3  rule 5\n"),
            std::string::npos)
      << table;
  EXPECT_EQ(table.find("rule 4\n"), std::string::npos);
  EXPECT_NE(table.find("  10.0 ns        7.5 to 12.5 ns         5 times  all others (5 rules)\n"),
            std::string::npos)
      << table;
}

// The rules that are left have the same numbers, and answer as they did.
TEST(RulePrefixes, CutTheLastRulesOff) {
  const std::vector<Source> sources = {
      {"a.rules", rules}, {"b.rules", "on CustomMessage\nthen smsMessage(\"{####} is yours\")\n"}};
  const cli::RulePrefixes prefixes(sources, {});
  ASSERT_EQ(prefixes.rule_count(), 4u);
  const auto body = [&](std::size_t count, std::string event) {
    const std::vector<std::byte> image = prefixes.image(count);
    const LoadResult loaded = Ruleset::load(image);
    EXPECT_TRUE(loaded) << count;
    if (!loaded) return std::string();
    Evaluator evaluator(*loaded);
    const Outcome outcome =
        evaluator.evaluate(event.insert(1, R"("triggerSource":"PreSignUp_SignUp",)"));
    EXPECT_NE(outcome.kind(), OutcomeKind::fault) << count << ": " << outcome.message();
    return std::string(outcome.body());
  };
  const std::string answered = body(4, with_address);
  EXPECT_NE(answered.find("\"autoConfirmUser\":true"), std::string::npos) << answered;
  EXPECT_EQ(body(2, with_address), answered);
  EXPECT_EQ(body(1, with_address).find("autoConfirmUser"), std::string::npos);
  EXPECT_NE(body(1, without_address).find("Rejected"), std::string::npos);
  EXPECT_EQ(body(0, without_address).find("Rejected"), std::string::npos);
}

TEST(RuleCosts, NeighboursOfManyRulesAreMeasuredTogether) {
  std::string text = "on PreSignUp\n";
  for (int i = 0; i < 200; ++i)
    text += "when userName == \"" + std::to_string(i) + "\" then reject(\"no\")\n";
  const Source source{"x.rules", text};
  const Compilation compiled = compile({&source, 1});
  ASSERT_TRUE(compiled.ok());
  const Ruleset all = *Ruleset::load(compiled.image);
  const cli::RulePrefixes prefixes({&source, 1}, {});
  FakeHost host;
  const std::string event =
      R"({"triggerSource":"PreSignUp_SignUp","userName":"u","request":{},"response":{}})";
  const std::string_view view = event;
  cli::RuleCostBench bench(prefixes, host, {&view, 1});
  ASSERT_TRUE(bench.prepare());
  bench.sample();
  std::vector<std::uint64_t> fired(200, 1);
  const std::vector<cli::RuleCost> costs = bench.costs(all, fired);
  EXPECT_GT(costs.size(), 1u);
  EXPECT_LE(costs.size(), cli::RuleCostBench::most_parts);
  std::uint64_t count = 0;
  for (const cli::RuleCost& cost : costs) {
    EXPECT_EQ(cost.fired, cost.rules);
    count += cost.rules;
  }
  EXPECT_EQ(count, 200u);
  EXPECT_TRUE(costs.front().name.starts_with("x.rules:2"));
  EXPECT_LE(cli::uncosted_rules(all, fired).size(), cli::RuleCostBench::most_parts);
}

}  // namespace
}  // namespace lintel::testing
