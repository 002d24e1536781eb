// SPDX-License-Identifier: Apache-2.0
// Known payloads through everything that makes a mail: whatever users type stays text.
#include <algorithm>
#include <cstring>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "compiler/compiler.h"
#include "runtime/lintel.h"
#include "tests/security/filled_events.h"
#include "tests/security/markup.h"
#include "tests/security/payloads.h"

namespace lintel::security {
namespace {

using Json = nlohmann::json;

// What an outcome sends as markup, and what as one line of a mail.
struct Sent {
  std::vector<std::string> markup;
  std::vector<std::string> lines;
};

Sent sent(Evaluator& evaluator, const Json& event) {
  Sent all;
  const std::string text = event.dump();
  const Outcome outcome = evaluator.evaluate(text);
  // Throws, and so fails, if the answer is not valid JSON.
  const Json answer = Json::parse(outcome.body());
  if (outcome.kind() == OutcomeKind::answered) {
    const Json& response = answer["response"];
    for (const auto& [name, value] : response.items()) {
      if (!value.is_string()) continue;
      if (name == "emailMessage") all.markup.push_back(value);
      if (name == "emailSubject") all.lines.push_back(value);
    }
  }
  for (const Effect& effect : outcome.effects()) {
    if (effect.name != "sendEmail") continue;
    for (const EffectArgument& argument : effect.arguments) {
      if (argument.name == "html") all.markup.emplace_back(argument.text);
      if (argument.is_list) {
        for (const Json& each : Json::parse(argument.text)) all.lines.push_back(each);
      } else if (argument.name != "html" && argument.name != "text") {
        all.lines.emplace_back(argument.text);
      }
    }
  }
  return all;
}

// What makes a line more than one, in the eyes of something that reads mails.
bool is_one_line(std::string_view text) {
  return text.find_first_of("\r\n") == std::string_view::npos;
}

// A word that needs no escaping and that no rule asks about.
constexpr std::string_view harmless = "wordword";

// Rules may decide otherwise for such a text, but what is sent has a shape that rules gave it.
void expect_same_structure(const std::vector<std::string>& found,
                           const std::vector<std::string>& expected) {
  if (found.size() != expected.size()) return;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Markup made = read_markup(found[i]);
    EXPECT_EQ(made.structure, read_markup(expected[i]).structure) << found[i];
    for (const std::string& value : made.values)
      EXPECT_FALSE(value.starts_with("javascript:")) << value;
  }
}

TEST(Markup, OfEveryRulesetKeepsItsStructure) {
  std::set<std::string> with_markup;
  std::set<std::string> with_lines;
  std::size_t tried = 0;
  test::StillHost host;
  for (const test::CompiledRuleset& ruleset : test::rulesets()) {
    if (!sends_mail(ruleset)) continue;
    const auto loaded = Ruleset::load(ruleset.image);
    ASSERT_TRUE(loaded);
    Evaluator evaluator(*loaded, &host);
    for (const Filling filling : fillings) {
      std::vector<Sent> expected;
      for (std::size_t i = 0; i < ruleset.events.size(); ++i)
        expected.push_back(sent(evaluator, filled_event(ruleset, i, harmless, filling)));
      std::size_t turn = 0;
      for (const std::string_view payload : payloads) {
        const std::size_t i = turn++ % expected.size();
        SCOPED_TRACE(ruleset.path + ", event " + std::to_string(i) + ": " + std::string(payload));
        const Sent found = sent(evaluator, filled_event(ruleset, i, payload, filling));
        for (const std::string& line : found.lines) EXPECT_TRUE(is_one_line(line)) << line;
        if (!found.lines.empty()) with_lines.insert(ruleset.path);
        if (!found.markup.empty()) with_markup.insert(ruleset.path);
        tried += found.markup.size() + found.lines.size();
        expect_same_structure(found.markup, expected[i].markup);
      }
    }
  }
  EXPECT_GT(with_markup.size(), 6U);
  EXPECT_GT(with_lines.size(), 6U);
  EXPECT_GT(tried, 3'000U);
}

// Every way in which the language puts texts together, in an element and in an attribute.
const std::string_view expressions[] = {
    "attr.x",
    "\"${attr.x}\"",
    "\"a\" + attr.x + \"b\"",
    "attr.y ?? attr.x",
    "attr.x ?? \"\"",
    "(has(attr.x) ? attr.x : \"<i>none</i>\")",
    "attr.x.trim()",
    "attr.x.upperAscii().lowerAscii()",
    "attr.x.replace(\"a\", \"a\")",
    "attr.x.reverse().reverse()",
    "attr.x.split(\" \").join(\" \")",
    "[attr.x, \"b\"].join()",
    "[attr.x][0]",
    "([attr.x] + [userName])[0]",
    "{\"k\": attr.x}[\"k\"]",
    "{\"k\": [attr.x]}[\"k\"][0]",
    "[attr.x].map(e, e)[0]",
    "[attr.x].map(e, e + \"\").filter(e, true)[0]",
    "[[attr.x]].flatten()[0]",
    "urlDecode(urlEncode(attr.x))",
    "base64Decode(base64Encode(attr.x))",
    "json(attr.j).k",
    "jsonList(attr.l)[0]",
    "attr.map(k, attr[k] ?? \"\").join()",
    "clientMetadata.x",
    "userName",
};

// The expressions that compile where an HTML text is wanted, each in four places.
std::string message(std::string_view expression) {
  const std::string value = "${(" + std::string(expression) + ") ?? \"\"}";
  return "on CustomMessage\nthen emailMessage(\"<p title=\\\"" + value + "\\\" lang='" + value +
         "'>" + value + "</p><br>{####}\")\n";
}

std::vector<std::byte> image_of(const std::string& rules) {
  const Source source{"a.rules", rules};
  CompileOptions options;
  options.proofs = false;
  Compilation made = compile({&source, 1}, options);
  for (const Finding& finding : made.findings)
    if (finding.severity == Severity::error) ADD_FAILURE() << finding.message << "\n" << rules;
  return made.image;
}

Json event_with(std::string_view payload) {
  const std::string x(payload);
  return {{"version", "1"},
          {"triggerSource", "CustomMessage_SignUp"},
          {"userName", x},
          {"request",
           {{"codeParameter", "{####}"},
            {"userAttributes",
             {{"x", x}, {"j", Json{{"k", x}}.dump()}, {"l", Json::array({x}).dump()}}},
            {"clientMetadata", {{"x", x}}}}},
          {"response", {{"emailMessage", nullptr}}}};
}

TEST(Markup, HoldsAnyTextAsText) {
  for (const std::string_view expression : expressions) {
    const auto image = image_of(message(expression));
    const auto loaded = Ruleset::load(image);
    ASSERT_TRUE(loaded) << expression;
    Evaluator evaluator(*loaded);
    for (const std::string_view payload : payloads) {
      const Sent found = sent(evaluator, event_with(payload));
      ASSERT_EQ(found.markup.size(), 1U) << expression << payload;
      const Markup made = read_markup(found.markup[0]);
      const std::vector<std::string> structure = {"<p title lang", "</p", "<br"};
      EXPECT_EQ(made.structure, structure) << expression << "\n" << found.markup[0];
    }
  }
}

TEST(Markup, ShowsWhatWasTyped) {
  const auto image = image_of(message("attr.x"));
  const auto loaded = Ruleset::load(image);
  ASSERT_TRUE(loaded);
  Evaluator evaluator(*loaded);
  for (const std::string_view payload : payloads) {
    const Markup made = read_markup(sent(evaluator, event_with(payload)).markup.at(0));
    const std::string text(payload);
    EXPECT_EQ(made.values, (std::vector<std::string>{text, text}));
    EXPECT_EQ(made.text, text + "{####}");
  }
}

// Without the escaping, the reader sees what it is for.
TEST(Markup, IsSeenWhereItIsNotEscaped) {
  const auto image =
      image_of("on CustomMessage\nthen emailMessage(\"<p>${html(attr.x ?? \"\")}</p>{####}\")\n");
  const auto loaded = Ruleset::load(image);
  ASSERT_TRUE(loaded);
  Evaluator evaluator(*loaded);
  std::size_t seen = 0;
  for (const std::string_view payload : payloads) {
    const Markup made = read_markup(sent(evaluator, event_with(payload)).markup.at(0));
    if (made.structure != std::vector<std::string>{"<p", "</p"}) ++seen;
  }
  EXPECT_GT(seen, 40U);
  EXPECT_EQ(read_markup("<p title=\"\" onmouseover=\"x\">").structure[0], "<p title onmouseover");
  EXPECT_FALSE(is_one_line("x\r\nBcc: y"));
}

TEST(Markup, DoesNotGetIntoTheHeadersOfAMessage) {
  const auto image = image_of(
      "on CustomMessage\nthen emailSubject(\"Hello ${attr.x ?? \"\"}\"), "
      "emailMessage(codeParameter)\n");
  const auto loaded = Ruleset::load(image);
  ASSERT_TRUE(loaded);
  Evaluator evaluator(*loaded);
  for (const std::string_view payload : payloads) {
    const Sent found = sent(evaluator, event_with(payload));
    ASSERT_EQ(found.lines.size(), 1U);
    EXPECT_TRUE(is_one_line(found.lines[0])) << found.lines[0];
    EXPECT_TRUE(found.lines[0].starts_with("Hello "));
  }
}

}  // namespace
}  // namespace lintel::security
