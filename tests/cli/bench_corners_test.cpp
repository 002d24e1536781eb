// SPDX-License-Identifier: Apache-2.0
// lintel bench where something is missing, wrong, very small or very large.
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/bench/comparison.h"
#include "compiler/cli/bench/machine.h"
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

constexpr const char* event =
    R"({"triggerSource":"PreSignUp_SignUp","userName":"u","request":{"userAttributes":{}},"response":{}})";

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

class BenchCorners : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.files.content["x.rules"] =
        "on PreSignUp\nrule \"a\" when userName == \"u\" then autoConfirm\n";
    world_.files.content["event.json"] = event;
  }

  ExitCode bench(const std::vector<std::string_view>& more, std::string_view rules = "x.rules") {
    std::vector<std::string_view> words = {"bench", rules,     "--rounds",
                                           "5",     "--event", "event.json"};
    words.insert(words.end(), more.begin(), more.end());
    world_.out.text.clear();
    world_.err.text.clear();
    return world_.carry_out(words);
  }

  FakeWorld world_;
};

TEST_F(BenchCorners, WhatIsNoNumberIsTold) {
  for (const std::string_view wrong : {"x", "5x", "4", "1000001", "99999999999999999999"}) {
    EXPECT_EQ(world_.carry_out({"bench", "x.rules", "--event", "event.json", "--rounds", wrong}),
              ExitCode::usage);
    EXPECT_EQ(world_.err.text, "lintel: `--rounds` is a number from 5 to 1000000, not `" +
                                   std::string(wrong) + "`\n");
    world_.err.text.clear();
  }
  for (const std::string_view wrong : {"x", "0.9", "1.5x", "1000001", "nan", "inf"}) {
    EXPECT_EQ(bench({"--compare", "last", "--fail-above", wrong}), ExitCode::usage);
    EXPECT_EQ(world_.err.text, "lintel: `--fail-above` is a ratio from 1 on, such as 1.2, not `" +
                                   std::string(wrong) + "`\n");
  }
}

TEST_F(BenchCorners, WithoutAClockARunHasNoDate) {
  world_.host.broken = true;
  ASSERT_EQ(bench({"--no-cold-start", "--json"}), ExitCode::ok) << world_.err.text;
  EXPECT_EQ(Json::parse(world_.out.text)["date"], nullptr);
  cli::Environment environment{world_.in, world_.out, world_.err, world_.files};
  world_.out.text.clear();
  EXPECT_EQ(
      cli::carry_out(std::vector<std::string_view>{"bench", "x.rules", "--rounds", "5", "--event",
                                                   "event.json", "--no-cold-start", "--json"},
                     environment),
      ExitCode::ok);
  EXPECT_EQ(Json::parse(world_.out.text)["date"], nullptr);
}

TEST_F(BenchCorners, OfManyEventsSomeAreTimed) {
  std::string& lines = world_.files.content["event.json"];
  lines = event;
  for (int i = 0; i < 300; ++i) lines += "\n" + std::string(event);
  ASSERT_EQ(bench({"--ndjson", "--no-cold-start"}), ExitCode::ok) << world_.err.text;
  EXPECT_TRUE(world_.out.text.starts_with("301 events, ")) << world_.out.text;
  EXPECT_TRUE(contains(world_.out.text, "301 of 301  a, x.rules:2\n")) << world_.out.text;
}

TEST_F(BenchCorners, RulesOfAStrippedImageHaveNumbers) {
  ASSERT_EQ(world_.carry_out({"compile", "x.rules", "--strip", "-o", "x.image"}), ExitCode::ok);
  ASSERT_EQ(bench({"--no-cold-start"}, "x.image"), ExitCode::ok) << world_.err.text;
  EXPECT_TRUE(contains(world_.out.text, "1 of 1  rule 0\n")) << world_.out.text;
}

TEST_F(BenchCorners, RulesThatDoNotComeApartHaveNoCosts) {
  world_.files.content["x.rules"] =
      "on PreSignUp\nlet names = lines(\"names.txt\")\nwhen userName in names then autoConfirm\n";
  world_.files.content["names.txt"] = "u\n";
  world_.files.times["names.txt"] = 1;
  ASSERT_EQ(bench({"--no-cold-start"}), ExitCode::ok) << world_.err.text;
  EXPECT_TRUE(contains(
      world_.out.text,
      "what each rule costs is left out: the rules do not compile one without the other\n"))
      << world_.out.text;
}

TEST(RuleCostCorners, WhatDoesNotCompileOrIsNotReadIsNotMeasured) {
  const auto prepares = [](std::string text, std::string_view json) {
    const Source source{"x.rules", std::move(text)};
    const cli::RulePrefixes prefixes({&source, 1}, {});
    FakeHost host;
    return cli::RuleCostBench(prefixes, host, {&json, 1}).prepare();
  };
  EXPECT_TRUE(prepares("on PreSignUp\nthen autoConfirm\n", event));
  EXPECT_FALSE(prepares("on PreSignUp\nlet a = b\nthen autoConfirm\n", event));
  EXPECT_FALSE(prepares("on PreSignUp\nwhen userName == 1 then autoConfirm\n", event));
  EXPECT_FALSE(prepares("on PreSignUp\nthen autoConfirm\n", "{"));
}

// A file is read once for each ruleset that is compiled: without any rule, with all, with the half.
TEST(RuleCostCorners, WhereACutDoesNotCompileNeighboursStayTogether) {
  struct SometimesThere final : Files {
    std::optional<std::string> read(const std::string&) override {
      return ++reads == 3 ? std::nullopt : std::optional<std::string>("u\n");
    }
    int reads = 0;
  };
  std::string text = "on PreSignUp\nlet names = lines(\"names.txt\")\n";
  for (const char* name : {"a", "b", "c", "d"})
    text +=
        std::string("when userName == \"") + name + "\" || userName in names then autoConfirm\n";
  const Source source{"x.rules", text};
  SometimesThere files;
  CompileOptions options;
  options.files = &files;
  const cli::RulePrefixes prefixes({&source, 1}, options);
  FakeHost host;
  const std::string_view view = event;
  cli::RuleCostBench bench(prefixes, host, {&view, 1});
  ASSERT_TRUE(bench.prepare());
  bench.sample();
  SometimesThere all;
  options.files = &all;
  const Compilation compiled = compile({&source, 1}, options);
  const std::vector<cli::RuleCost> costs =
      bench.costs(*Ruleset::load(compiled.image), std::vector<std::uint64_t>(4));
  ASSERT_EQ(costs.size(), 1u);
  EXPECT_EQ(costs.front().rules, 4u);
}

TEST_F(BenchCorners, AFolderOfLinesIsTakenApart) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / "lintel-bench-corners";
  std::filesystem::create_directory(folder);
  std::ofstream(folder / "a.ndjson") << "\n";
  std::ofstream(folder / "b.json") << "\n";
  // What is listed there is read from the world's files.
  world_.files.content[(folder / "a.ndjson").string()] = std::string(event) + "\n";
  const std::string name = folder.string();
  EXPECT_EQ(world_.carry_out({"bench", "x.rules", "--rounds", "5", "--ndjson", "--no-cold-start",
                              "--event", name}),
            ExitCode::ok)
      << world_.err.text;
  EXPECT_TRUE(world_.out.text.starts_with("1 event, ")) << world_.out.text;

  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{0, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  const ExitCode code = bench({"--event", name});
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(code, ExitCode::usage);
  EXPECT_EQ(world_.err.text, "lintel: cannot read `" + name + "`: Too many open files\n");
  std::filesystem::remove_all(folder);
}

TEST(BenchMachine, IsNamedAsTheSystemNamesIt) {
  const auto name = [](const char* text) {
    std::istringstream facts(text);
    return cli::cpu_name(facts);
  };
  EXPECT_EQ(name("model name\t: A CPU\ncpu family\t: 6\nmodel\t\t: 1\n\nmodel name\t: Another\n"),
            "A CPU (family 6, model 1)");
  EXPECT_EQ(name("processor\t: 0\nfpu\nflags:\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n"),
            "implementer 0x41, part 0xd0c");
  EXPECT_EQ(name(""), "unknown");
}

cli::Run example() {
  cli::Run run;
  run.version = "1.2.3";
  run.cpu = "a processor";
  run.cores = 1;
  run.events = 2;
  run.event_bytes = 200;
  run.rule_count = 1;
  run.rounds = 5;
  cli::RuleCost rule;
  rule.name = "a";
  rule.place = "x.rules:2";
  rule.ns = 1;
  run.rules.push_back(rule);
  return run;
}

TEST(BenchComparisonCorners, WhatTakesNoTimeIsNotCompared) {
  const cli::Summary nothing = {0, 1, 2};
  const cli::Summary something = {1, 2, 3};
  const auto compares = [](const cli::Summary& now, const cli::Summary& before) {
    cli::Run one = example();
    cli::Run other = example();
    one.figures[Figure::read] = now;
    other.figures[Figure::read] = before;
    return cli::compare(one, other).find(Figure::read) != nullptr;
  };
  EXPECT_TRUE(compares(something, something));
  EXPECT_FALSE(compares(nothing, something));
  EXPECT_FALSE(compares(something, nothing));
}

TEST(BenchComparisonCorners, MoreRulesUnderTheSameNameAreOthers) {
  cli::RuleCost rule = example().rules[0];
  rule.rules = 2;
  EXPECT_EQ(cli::rule_before(example(), rule), std::nullopt);
}

TEST(BenchJsonCorners, SaysWhatIsBetterWorseAndNotJudged) {
  cli::Run now = example();
  cli::Run before = example();
  const auto set = [&](Figure figure, double then, double value) {
    before.figures[figure] = cli::exactly(then);
    now.figures[figure] = cli::exactly(value);
  };
  set(Figure::read, 100, 50);
  set(Figure::decide, 100, 200);
  set(Figure::write, 100, 101);
  set(Figure::cold_start, 100, 200);
  now.load = 7;
  now.rules[0].ns.reset();
  now.figures[Figure::whole] = cli::exactly(0);
  const cli::Comparison comparison = cli::compare(now, before);
  const Json json = Json::parse(cli::run_json(now, &comparison));
  const Json& changes = json["comparison"]["figures"];
  EXPECT_EQ(changes["read"]["change"], "better");
  EXPECT_EQ(changes["decide"]["change"], "worse");
  EXPECT_EQ(changes["write"]["change"], "withinNoise");
  EXPECT_EQ(changes["coldStart"]["change"], nullptr);
  EXPECT_EQ(json["rules"][0]["decide"], nullptr);
  EXPECT_EQ(json["eventsPerSecond"], nullptr);
  std::string why;
  const auto read = cli::read_run(json.dump(), why);
  ASSERT_TRUE(read) << why;
  EXPECT_EQ(read->rules[0].ns, std::nullopt);
  const std::string table = cli::run_table(now, &before, &comparison);
  EXPECT_TRUE(contains(table, "better, beyond noise")) << table;
  EXPECT_TRUE(contains(table, "within noise")) << table;
}

TEST(BenchJsonCorners, OtherTypesAndNegativeTimesAreDamage) {
  Json json = Json::parse(cli::run_json(example(), nullptr));
  json["version"] = 1;
  std::string why;
  EXPECT_FALSE(cli::read_run(json.dump(), why));
  EXPECT_EQ(why, "is damaged: its `version` is not a text");
  json["version"] = "1.2.3";
  json["figures"]["read"] = {{"median", 1}, {"firstQuartile", -1}, {"thirdQuartile", 2}};
  EXPECT_FALSE(cli::read_run(json.dump(), why));
  EXPECT_EQ(why, "is damaged: its `read` is not quartiles in order");
}

TEST(BenchTableCorners, UnitsFitVerySmallAndVeryLargeValues) {
  cli::Run run = example();
  run.figures[Figure::read] = cli::exactly(0);
  run.figures[Figure::whole] = cli::exactly(2e6);  // 500 a second
  run.figures[Figure::verify] = cli::exactly(100);
  run.figures[Figure::cold_start] = cli::exactly(1e17);
  run.rules[0].rules = 2;
  const std::string without = cli::run_table(run, nullptr, nullptr);
  EXPECT_TRUE(contains(without, "read                 0.0 ns    0.0 %\n")) << without;
  EXPECT_TRUE(contains(without, "2000 us    0.0 %  500 events/s\n")) << without;
  EXPECT_TRUE(contains(without, "verify image         100 ns    0.0 %\n")) << without;
  EXPECT_TRUE(contains(without, "cold start       100000000 s")) << without;
  EXPECT_TRUE(contains(without, "0 times  a (2 rules)\n")) << without;
  run.figures[Figure::image_size] = cli::exactly(12);
  run.figures[Figure::whole] = cli::exactly(0);
  const std::string with = cli::run_table(run, nullptr, nullptr);
  EXPECT_TRUE(contains(with, "image                  12 B\n")) << with;
  EXPECT_TRUE(contains(with, "120 MB/s\n")) << with;
  EXPECT_FALSE(contains(with, "events/s")) << with;
}

TEST(BenchTableCorners, RulesWithoutCostsAreSummedUpToo) {
  cli::Run run = example();
  run.rules.resize(1);
  run.rules[0].ns.reset();
  run.rules[0].fired = 1;
  for (int i = 0; i < 30; ++i) run.rules.push_back(run.rules[0]);
  cli::Run before = example();
  const cli::Comparison comparison = cli::compare(run, before);
  EXPECT_TRUE(comparison.notes.empty());
  const std::string table = cli::run_table(run, &before, &comparison);
  EXPECT_TRUE(contains(table, "11 times  all others (11 rules)\n")) << table;
  EXPECT_FALSE(contains(table, "note:")) << table;
}

}  // namespace
}  // namespace lintel::testing
