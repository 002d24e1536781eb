// SPDX-License-Identifier: Apache-2.0
// The checks that laws are made of see what they are there for.
#include <gtest/gtest.h>

#include "compiler/compiler.h"
#include "runtime/lambda/socket.h"
#include "tests/fuzz/findings.h"
#include "tests/fuzz/image_bytes.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/mutators.h"
#include "tests/fuzz/rig.h"
#include "tests/fuzz/scripted_socket.h"
#include "tests/fuzz/seeds.h"
#include "tests/runtime/image_sketch.h"

namespace lintel::fuzz {
namespace {

const Source source{"x.rules", "on PreSignUp then autoConfirm"};

Finding finding(std::uint32_t begin, std::uint32_t end) {
  Finding made;
  made.code = "E0101";
  made.span = {0, begin, end};
  made.message = "wrong";
  return made;
}

void expect_broken(const Finding& made) {
  EXPECT_THROW(check_findings({made}, {&source, 1}), Broken) << made.span.begin;
}

TEST(Findings, HaveToLieInTheText) {
  const auto size = static_cast<std::uint32_t>(source.text.size());
  EXPECT_NO_THROW(check_findings({finding(0, size)}, {&source, 1}));
  expect_broken(finding(0, size + 1));
  expect_broken(finding(5, 4));
  Finding other_file = finding(0, 1);
  other_file.span.file = 1;
  expect_broken(other_file);
  Finding silent = finding(0, 1);
  silent.message.clear();
  expect_broken(silent);
  Finding unknown = finding(0, 1);
  unknown.code = "E9999";
  expect_broken(unknown);
  Finding bad_fix = finding(0, 1);
  bad_fix.fixes.push_back({"fix", {{{0, 0, 4}, "a"}, {{0, 3, 5}, "b"}}, false});
  expect_broken(bad_fix);
  bad_fix.fixes[0].edits = {{{0, 0, size + 1}, "a"}};
  expect_broken(bad_fix);
}

// An image whose one program answers with what its rules set.
test::Bytes small_image() {
  test::ImageSketch sketch;
  sketch.log("x");
  return sketch.finish();
}

TEST(Outcomes, HaveToKeepTheEvent) {
  const auto rig = Rig::load(small_image());
  ASSERT_NE(rig, nullptr);
  const Outcome outcome = rig->evaluate(R"({"a":1,"response":{}})");
  EXPECT_NO_THROW(check_outcome(R"({"a":1,"response":{}})", outcome));
  EXPECT_NO_THROW(check_outcome(R"({"response":7, "a" : 1})", outcome));
  EXPECT_THROW(check_outcome(R"({"a":2,"response":{}})", outcome), Broken);
  EXPECT_THROW(check_outcome(R"({"a":1)", outcome), Broken);
}

TEST(Numbers, AreMadeSmall) {
  EXPECT_EQ(with_small_numbers(R"({"a1e999\"2e99":1e999,"b":[-12E+34,0.1234567890123456789]})"),
            R"({"a1e999\"2e99":1e9,"b":[-12E+3,0.123456789012345]})");
  EXPECT_EQ(with_small_numbers("01e-0,1e"), "01e-0,1e");
}

TEST(Steps, AreCounted) {
  const test::Bytes image = small_image();
  const auto rig = Rig::load(image);
  std::uint64_t steps = 0;
  rig->evaluate("{}", steps);
  // load_text, request_effect and end.
  EXPECT_EQ(steps, 3u);
  EXPECT_GE(rig->most_steps(), steps);
}

TEST(Images, AreTakenApartAndPutTogether) {
  std::size_t seen = 0;
  for (const std::string& image : image_seeds()) {
    ASSERT_EQ(put_together(take_apart(image)), image);
    ASSERT_EQ(sealed(image), image);
    ++seen;
  }
  EXPECT_GT(seen, 50u);
  // Whatever is left of one.
  const std::string image = image_seeds().back();
  for (std::size_t size = 0; size < image.size(); size += 7)
    Rig::load(as_bytes(put_together(take_apart(image.substr(0, size)))));
}

// Else the verifier's later checks and the machine would hardly be reached.
TEST(Images, OftenStaySoundWhenTheyAreMutated) {
  generator::Dice dice(1);
  const Seeds seeds = image_seeds();
  int sound = 0;
  constexpr int count = 600;
  for (int i = 0; i < count; ++i)
    sound += Rig::load(as_bytes(mutated_image(dice.pick(seeds), dice))) != nullptr;
  EXPECT_GT(sound, count / 10);
  EXPECT_LT(sound, count * 9 / 10);
}

TEST(Rules, OftenCompileWhenTheyAreMutated) {
  generator::Dice dice(1);
  const Seeds seeds = rules_seeds();
  int sound = 0;
  constexpr int count = 300;
  for (int i = 0; i < count; ++i) {
    const std::string input = mutated_rules(dice.pick(seeds), dice);
    const auto parts = parts_of(input);
    OneFile files(parts.size() > 2 ? parts[2] : "");
    const Source mutated{"x.rules", std::string(parts[0])};
    sound += compile({&mutated, 1}, {.files = &files, .proofs = false}).ok();
  }
  EXPECT_GT(sound, count / 20);
  EXPECT_LT(sound, count * 9 / 10);
}

TEST(Parts, AreJoinedAgain) {
  const std::vector<std::string> parts = {"a", "", "b\n=="};
  const std::string joined = join_parts(parts);
  EXPECT_EQ(joined, "a\n===\n\n===\nb\n==");
  const auto again = parts_of(joined);
  EXPECT_EQ(std::vector<std::string>(again.begin(), again.end()), parts);
}

}  // namespace
}  // namespace lintel::fuzz
