// SPDX-License-Identifier: Apache-2.0
// When rules get an index, what is in it, and what it saves. That it changes no answer is in
// tests/differential/index_test.cpp.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "runtime/image.h"
#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

using image::Section;

// The image of rules of PreSignUp, and how many rows it has.
class Made {
 public:
  explicit Made(const std::string& rules, CompileOptions options = {}) {
    const Source source{"x.rules", "on PreSignUp\n" + rules};
    Compilation compiled = compile({&source, 1}, without_proofs(options));
    EXPECT_TRUE(compiled.ok()) << rules;
    if (!compiled.ok()) return;
    bytes = std::move(compiled.image);
    EXPECT_TRUE(Ruleset::load(bytes));
  }

  std::uint32_t count(Section section) const { return image::View(bytes).count(section); }

  std::vector<std::byte> bytes;
};

// One rule for each number; `{}` stands for it.
std::string rules(std::uint32_t count, fmt::format_string<std::uint32_t&> rule) {
  std::string text;
  for (std::uint32_t i = 0; i < count; ++i) text += fmt::format(rule, i) + "\n";
  return text;
}

std::string domains(std::uint32_t count) {
  return rules(count, "when email.domain == \"customer-{}.example.com\" then autoConfirm");
}

TEST(RuleIndex, IsMadeOnceItPays) {
  EXPECT_EQ(Made(domains(7)).count(Section::indexes), 0u);
  const Made made(domains(8));
  EXPECT_EQ(made.count(Section::indexes), 1u);
  EXPECT_EQ(made.count(Section::candidates), 8u);
  EXPECT_EQ(Made(domains(8), {.index = false}).count(Section::indexes), 0u);
  EXPECT_EQ(Made(domains(8), {.optimise = false}).count(Section::indexes), 0u);
}

TEST(RuleIndex, IsNotMadeOfKeysThatFewRulesLookAt) {
  const auto each_its_own = rules(20, "when attr[\"custom:a{0}\"] == \"x\" then log(\"{0}\")");
  EXPECT_EQ(Made(each_its_own).count(Section::indexes), 0u);
}

TEST(RuleIndex, RulesThatLeaveTheSameToBeDoneShareInstructions) {
  EXPECT_EQ(Made(domains(1000)).count(Section::instructions),
            Made(domains(8)).count(Section::instructions));
  // An effect tells which rule has asked for it.
  const auto effects = rules(20, "when email.domain == \"d{}.example\" then log(\"x\")");
  EXPECT_GT(Made(effects).count(Section::instructions), 20u * 3);
}

TEST(RuleIndex, RulesThatItDoesNotFindAreOneCandidateIfTheyFollowEachOther) {
  const auto others = rules(5, "when userName.contains(\"{}\") then autoConfirm");
  EXPECT_EQ(Made(domains(8) + others).count(Section::candidates), 9u);
  EXPECT_EQ(Made(others + domains(8) + others).count(Section::candidates), 10u);
}

TEST(RuleIndex, LongListsAreDividedByWhatElseTheirRulesLookAt) {
  std::string pairs;
  for (int domain = 0; domain < 20; ++domain)
    for (int client = 0; client < 20; ++client)
      pairs += fmt::format(
          "when email.domain == \"d{}.example\" && clientId == \"c{}\" "
          "then autoConfirm\n",
          domain, client);
  EXPECT_EQ(Made(pairs).count(Section::index_nodes), 21u);
}

// The first rule has more parts than can be decided, and needs more than an index asks for.
TEST(RuleIndex, LooksAtTheFirstPartsOfLongConditions) {
  std::string ranges = "when email.domain == \"customer-0.example.com\"";
  std::string parts = ranges;
  std::string choice = ranges;
  for (int i = 0; i < 70; ++i) {
    ranges += fmt::format(" && size(attr[\"custom:a{0}\"]) > {0}", i);
    if (i < 30) choice += fmt::format(" && size(attr[\"custom:a{0}\"]) > {0}", i);
    parts += fmt::format(" && !(userName == \"x{}\")", i);
  }
  EXPECT_EQ(Made(ranges + " then autoConfirm\n" + domains(20)).count(Section::indexes), 1u);
  choice += " && (userName == \"a\" ? region == \"b\" : false) then autoConfirm\n";
  EXPECT_EQ(Made(choice + domains(20)).count(Section::indexes), 1u);
  EXPECT_EQ(Made(parts + " then autoConfirm\n" + domains(20)).count(Section::indexes), 1u);
}

// For two of the three sources the first rule is never true; the last program is for sources that
// come later. An index has tables of its own, so that programs with one are not shared.
TEST(RuleIndex, SourcesShareProgramsWithoutOne) {
  const std::string first = "when triggerSource == \"PreSignUp_SignUp\" then autoVerifyEmail\n";
  const Made made(first + domains(8));
  EXPECT_EQ(made.count(Section::programs), 4u);
  EXPECT_EQ(made.count(Section::indexes), 4u);
  EXPECT_EQ(Made(first + domains(8), {.index = false}).count(Section::programs), 3u);
}

// Rules that deny do so too where a text of the event is missing.
TEST(RuleIndex, IsPrintedNodeByNode) {
  std::string text = "on PreSignUp\n";
  for (int user = 0; user < 20; ++user)
    for (int client = 0; client < 20; ++client)
      text += fmt::format("when userName == \"u{}\" && region == \"c{}\" then reject(\"No\")\n",
                          user, client);
  const Source source{"x.rules", text};
  const Dump dumped = dump({&source, 1}, Stage::ir, without_proofs());
  EXPECT_NE(dumped.text.find("    node 0, level 0:\n      whole $userName in table "),
            std::string::npos);
  EXPECT_NE(dumped.text.find(", absent: node "), std::string::npos)
      << dumped.text.substr(dumped.text.find("    node 0"), 300);
}

// As postings, 20 rules with the same 50 constants would be 1,000.
TEST(RuleIndex, LargeSetsThatSeveralRulesAskForStayTables) {
  std::string list = "let all = [";
  for (int i = 0; i < 50; ++i) list += fmt::format("{}\"d{}.example\"", i == 0 ? "" : ", ", i);
  const auto shared =
      rules(20, "when email.domain in all && size(userName) == {} then autoConfirm");
  const Made made(list + "]\n" + shared);
  EXPECT_EQ(made.count(Section::postings), 20u);
  const Made alone(list + "]\n" + domains(20) + "when email.domain in all then autoConfirm\n");
  EXPECT_EQ(alone.count(Section::postings), 70u);
}

// A hash takes a time that tells something of what it is compared with.
TEST(RuleIndex, SecretsAreNotLookedUp) {
  const auto compared = [](const char* key) {
    std::string text = "on VerifyAuthChallengeResponse\n";
    for (int i = 0; i < 20; ++i)
      text += fmt::format("when {} == \"{}\" then answerCorrect\n", key, i);
    const Source source{"x.rules", text};
    const Compilation compiled = compile({&source, 1}, without_proofs());
    EXPECT_TRUE(compiled.ok());
    return compiled.ok() ? image::View(compiled.image).count(Section::indexes) : 0;
  };
  EXPECT_EQ(compared("privateChallengeParameters[\"answer\"]"), 0u);
  EXPECT_EQ(compared("clientMetadata[\"answer\"]"), 1u);
}

// The whole image is at most three times as large as the constants of the rules.
TEST(RuleIndex, KeepsImagesSmall) {
  constexpr std::uint32_t many = 10'000;
  std::size_t constants = 0;
  for (std::uint32_t i = 0; i < many; ++i)
    constants += fmt::format("customer-{}.example.com", i).size();
  EXPECT_LE(Made(domains(many)).bytes.size(), 3 * constants);
  EXPECT_LE(Made(domains(many), {.strip = true}).bytes.size(), 5 * constants / 2);
}

// What is shared is run for each rule that shares it.
TEST(RuleIndex, CostsCountWhatIsSharedForEachRule) {
  const Source source{"x.rules", "on PreSignUp\n" + domains(100)};
  const Costs costs = cost({&source, 1}, without_proofs());
  ASSERT_EQ(costs.programs.size(), 1u);
  ASSERT_EQ(costs.programs[0].rules.size(), 100u);
  std::uint64_t sum = 0;
  for (const RuleCost& rule : costs.programs[0].rules) {
    EXPECT_EQ(rule.steps, 3u);  // fire, set, go on
    sum += rule.steps;
  }
  EXPECT_GT(costs.programs[0].steps, sum);
  EXPECT_LT(costs.programs[0].steps, sum + 10);
}

}  // namespace
}  // namespace lintel::testing
