// SPDX-License-Identifier: Apache-2.0
// Images as bytes: the same for the same sources, and what --strip leaves out of them.
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

const std::vector<Source>& sources() {
  static const std::vector<Source> two = {
      {"rules/first_file.rules",
       "let known = email.domain in [\"a.b\", \"c.d\", \"e.f\"]\n"
       "on PreSignUp\n"
       "rule \"first_rule\" when known && attr.locale.startsWith(\"en\") then autoConfirm\n"},
      {"rules/second_file.rules",
       "on PreSignUp_SignUp\n"
       "rule \"second_rule\" when userName == \"jane\" then reject(\"denied ${userName}\")\n"
       "on CustomMessage\n"
       "then smsMessage({\"en\": \"Hello\", \"de\": \"Hallo\"}[attr.locale] ?? \"Hi\")\n"},
  };
  return two;
}

std::string image(const CompileOptions& options = {}) {
  const auto compilation = compile(sources(), without_proofs(options));
  EXPECT_TRUE(compilation.ok());
  std::string bytes;
  for (const auto byte : compilation.image) bytes += static_cast<char>(byte);
  return bytes;
}

TEST(Image, IsTheSameForTheSameSources) {
  const auto once = image();
  EXPECT_FALSE(once.empty());
  EXPECT_EQ(once, image());
}

TEST(Image, DependsOnTheSources) {
  auto changed = sources();
  changed[1].text.replace(changed[1].text.find("jane"), 4, "john");
  const auto other = compile(changed, without_proofs());
  ASSERT_TRUE(other.ok());
  EXPECT_NE(compile(sources(), without_proofs()).image, other.image);
}

TEST(Image, IsStrippedOfNamesFilesAndExpressions) {
  CompileOptions strip;
  strip.strip = true;
  const auto full = image();
  const auto stripped = image(strip);
  EXPECT_EQ(stripped, image(strip));
  EXPECT_LT(stripped.size(), full.size());
  for (const std::string_view text : {"first_rule", "second_rule", "first_file", "second_file",
                                      "attr.locale.startsWith", "userName == "}) {
    EXPECT_NE(full.find(text), std::string::npos) << text;
    EXPECT_EQ(stripped.find(text), std::string::npos) << text;
  }
  // What the answers need stays.
  for (const std::string_view text : {"jane", "denied ", "Hallo", "userAttributes"})
    EXPECT_NE(stripped.find(text), std::string::npos) << text;
}

TEST(Image, AnswersTheSameHoweverItIsMade) {
  const std::string_view events[] = {
      R"({"triggerSource":"PreSignUp_SignUp","userName":"jane","response":{}})",
      R"({"triggerSource":"PreSignUp_SignUp","userName":"joe","request":{"userAttributes":)"
      R"({"email":"x@A.b","locale":"en"}},"response":{}})",
      R"({"triggerSource":"PreSignUp_AdminCreateUser","userName":"jane","response":{}})",
      R"({"triggerSource":"CustomMessage_SignUp","request":{"userAttributes":{"locale":"de"}},)"
      R"("response":{}})",
      R"({"triggerSource":"CustomMessage_SignUp","response":{}})",
  };
  const std::string_view expected[] = {
      R"("errorMessage":"denied jane")", R"("autoConfirmUser":true)", R"("autoConfirmUser":false)",
      R"("smsMessage":"Hallo")",         R"("smsMessage":"Hi")",
  };
  for (const bool strip : {false, true}) {
    for (const bool optimise : {false, true}) {
      CompileOptions options;
      options.strip = strip;
      options.optimise = optimise;
      const auto compilation = compile(sources(), without_proofs(options));
      const auto loaded = Ruleset::load(compilation.image);
      ASSERT_TRUE(loaded) << loaded.fault().message();
      Evaluator evaluator(*loaded);
      for (std::size_t i = 0; i < std::size(events); ++i) {
        const auto body = evaluator.evaluate(events[i]).body();
        EXPECT_NE(body.find(expected[i]), std::string_view::npos) << body;
      }
    }
  }
}

TEST(Sections, OfOneTriggerAreJoinedOverFiles) {
  const std::vector<Source> two = {
      {"a.rules", "on CustomMessage when has(attr.a) then smsMessage(\"a\")"},
      {"b.rules", "on CustomMessage then smsMessage(\"b\"), emailSubject(\"b\")"},
  };
  const std::vector<Source> exchanged = {two[1], two[0]};
  const std::string_view event = R"({"triggerSource":"CustomMessage_SignUp",)"
                                 R"("request":{"userAttributes":{"a":"x"}},"response":{}})";
  const auto answers = [&](const std::vector<Source>& sources, std::string_view expected) {
    const auto compilation = compile(sources, without_proofs());
    ASSERT_TRUE(compilation.ok());
    const auto loaded = Ruleset::load(compilation.image);
    ASSERT_TRUE(loaded);
    Evaluator evaluator(*loaded);
    const auto body = evaluator.evaluate(event).body();
    EXPECT_NE(body.find(expected), std::string_view::npos) << body;
  };
  answers(two, R"("response":{"smsMessage":"a","emailSubject":"b"})");
  answers(exchanged, R"("response":{"smsMessage":"b","emailSubject":"b"})");
}

}  // namespace
}  // namespace lintel::testing
