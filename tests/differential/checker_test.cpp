// SPDX-License-Identifier: Apache-2.0
// The comparison itself: faults that are planted into what is compiled are found, and cut down to
// what shows them.
#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/differential/comparison.h"
#include "tests/support/program_generator.h"
#include "tests/support/shrink.h"

namespace lintel::differential {
namespace {

using generator::Dice;
using generator::Node;
using generator::Program;

// A compiler that takes `what` for `instead`.
struct Fault {
  std::string_view name;
  std::string_view what;
  std::string_view instead;
};

constexpr Fault faults[] = {
    {"AtMostIsLess", " <= ", " < "},
    {"StartsWithContains", ".startsWith(", ".contains("},
    {"OrIsAnd", " || ", " && "},
    {"DefaultIsTaken", " ?? true", " ?? false"},
    {"ClaimIsLost", "addIdClaim(", "addAccessClaim("},
    {"NullForFalse", "forceAliasCreation", "enableSmsMfa"},
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.what; }

std::string replaced(std::string text, const Fault& fault) {
  for (std::size_t at = 0; (at = text.find(fault.what, at)) != std::string::npos;
       at += fault.instead.size())
    text.replace(at, fault.what.size(), fault.instead);
  return text;
}

std::vector<Source> sources_of(const Program& program) {
  std::vector<Source> sources;
  for (const generator::File& file : program.files) sources.push_back({"a.rules", file.text()});
  return sources;
}

class NoFiles : public Files {
 public:
  std::optional<std::string> read(const std::string&) override { return std::nullopt; }
};

bool differs(const Fault& fault, const Program& program, const Node& event) {
  std::vector<Source> sources = sources_of(program);
  std::vector<std::string> texts;
  for (const Source& source : sources) texts.push_back(source.text);
  NoFiles files;
  CompileOptions options;
  options.files = &files;
  options.proofs = false;
  if (!compile(sources, options).ok()) return false;
  for (Source& source : sources) source.text = replaced(source.text, fault);
  const Compilation faulty = compile(sources, options);
  if (!faulty.ok()) return false;
  ToldHost host(surroundings());
  Evaluator evaluator(*Ruleset::load(faulty.image), &host);
  const std::string text = event.text();
  return to_answer(evaluator.evaluate(text)) !=
         reference::TypedRules(texts, &files).evaluate(text, surroundings());
}

class PlantedFault : public testing::TestWithParam<Fault> {};

TEST_P(PlantedFault, IsFoundAndCutDown) {
  const Fault& fault = GetParam();
  for (std::uint64_t seed = 1; seed < 4000; ++seed) {
    Dice dice(seed);
    Program program =
        dice.one_in(2) ? make_large_program(dice, 10) : generator::make_wide_program(dice);
    const auto has_it = [&](const Source& source) {
      return source.text.find(fault.what) != std::string::npos;
    };
    const auto sources = sources_of(program);
    if (std::none_of(sources.begin(), sources.end(), has_it)) continue;
    for (int i = 0; i < 10; ++i) {
      Node event = make_wide_event(dice, program);
      if (!differs(fault, program, event)) continue;
      generator::shrink(program, event, [&](const Program& smaller, const Node& less) {
        return differs(fault, smaller, less);
      });
      ASSERT_EQ(program.files.size(), 1u);
      const std::string rules = program.files[0].text();
      EXPECT_LT(rules.size(), 200u) << rules;
      EXPECT_LT(event.text().size(), 120u) << event.text();
      return;
    }
  }
  FAIL() << "not found";
}

INSTANTIATE_TEST_SUITE_P(Checker, PlantedFault, testing::ValuesIn(faults),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace lintel::differential
