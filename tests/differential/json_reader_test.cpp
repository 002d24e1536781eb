// SPDX-License-Identifier: Apache-2.0
// The event reader and nlohmann::json: both accept a text or none, and what they read is the same;
// by readers that have learned nothing and by one that has learned from all events before. What
// differs on purpose stands in `deliberate`.
//
//   json_test [--seed=FIRST] [--count=CASES]
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "runtime/limits.h"
#include "tests/differential/json_corpus.h"
#include "tests/differential/json_reading.h"
#include "tests/differential/json_scale.h"
#include "tests/differential/options.h"
#include "tests/support/program_generator.h"

namespace lintel::differential {

std::uint64_t json_first_seed = 1;
std::uint64_t json_cases = 20'000;

namespace {

using image::ReadAs;
using nlohmann::json;

// Events that hold a value: where the plan wants something, where it wants nothing, in a list, as
// the response, as a name, and before or behind others.
std::vector<std::string> events_with(std::string_view value) {
  const std::string text(value);
  std::vector<std::string> events;
  for (const char* name : {"t", "f", "o", "l", "i", "n", "r", "x", "response", "triggerSource"}) {
    const std::string member = "\"" + std::string(name) + "\":" + text;
    events.push_back("{" + member + "}");
    events.push_back(R"({"t":"a",)" + member + R"(,"f":true})");
  }
  events.push_back(R"({"x":[)" + text + "]}");
  events.push_back(R"({"x":[0,)" + text + R"( , "a"],"t":"b"})");
  events.push_back(R"({"o":{"t":)" + text + "}}");
  events.push_back(R"({"r":{"a":{"t":)" + text + R"(,"f":null}}})");
  events.push_back(R"({"r":{"a":{"f":)" + text + "}}}");
  return events;
}

TEST(JsonReader, OnTheCorpus) {
  JsonComparison comparison;
  int different = 0;
  for (const JsonText& one : json_values) {
    for (const std::string& event : events_with(one.text)) {
      const std::uint64_t accepted = comparison.accepted;
      const std::uint64_t on_purpose = comparison.on_purpose;
      ASSERT_EQ(comparison.difference(event), "") << one.name << ": " << event;
      const bool accepts = comparison.accepted != accepted;
      const bool differs = comparison.on_purpose != on_purpose;
      different += differs ? 1 : 0;
      // What n_nothing and the like mean elsewhere is another question.
      if (one.name.starts_with("y_")) {
        ASSERT_TRUE(accepts && !differs) << one.name << ": " << event;
      } else if (one.name.starts_with("i_")) {
        ASSERT_TRUE(differs) << one.name << ": " << event;
      } else {
        // A few mean something in a list.
        ASSERT_TRUE(!accepts || event.find('[') != std::string::npos) << one.name << ": " << event;
      }
    }
  }
  for (const JsonText& one : json_documents) {
    const std::uint64_t accepted = comparison.accepted;
    const std::uint64_t on_purpose = comparison.on_purpose;
    ASSERT_EQ(comparison.difference(one.text), "") << one.name;
    EXPECT_EQ(comparison.accepted != accepted, one.name.starts_with("y_")) << one.name;
    EXPECT_EQ(comparison.on_purpose != on_purpose, one.name.starts_with("i_")) << one.name;
  }
  EXPECT_GT(different, 50);
  std::cout << std::size(json_values) + std::size(json_documents)
            << " texts: " << comparison.accepted << " accepted, " << comparison.refused
            << " refused, " << comparison.on_purpose << " judged differently on purpose, "
            << comparison.wrong_types << " with a wrong type\n";
}

TEST(JsonReader, AtItsLimits) {
  JsonComparison comparison;
  for (const std::size_t depth : {limits::max_event_depth, limits::max_event_depth + 1}) {
    for (const bool lists : {true, false}) {
      std::string event = "{\"x\":";
      std::string end = "}";
      for (std::size_t i = 1; i < depth; ++i) {
        event += lists ? "[" : "{\"x\":";
        end += lists ? "]" : "}";
      }
      event += "1";
      std::reverse(end.begin(), end.end());
      EXPECT_EQ(comparison.difference(event + end), "") << depth;
    }
  }
  EXPECT_EQ(comparison.on_purpose, 6U);
  EXPECT_EQ(comparison.accepted, 6U);
  for (const std::size_t size : {limits::max_event_bytes, limits::max_event_bytes + 1}) {
    std::string event = R"({"t":")";
    event.append(size - event.size() - 2, 'a').append("\"}");
    EXPECT_EQ(comparison.difference(event), "") << size;
  }
  EXPECT_EQ(comparison.on_purpose, 9U);
  EXPECT_EQ(comparison.accepted, 9U);
}

constexpr std::string_view bases[] = {
    R"({"t":"\u00e9\ud83d\ude00€","x":[1.5e-3,true,false,null,[],{}],"i":-12,"n":0.5,"l":["a"],)"
    R"("r":{"a":{"t":-0,"f":"true"},"m":{"t":"z"}},"response":{"a":null}})",
    R"({"triggerSource":"Test_x","t":"plain text","f":"false","o":{"t":"inner","u":"v"},"i":7,)"
    R"("n":1e2,"l":[],"r":{"a":{"t":"deep","f":true}},"response":{}})",
    R"({"version":"1","triggerSource":"Test_y","region":"eu-west-1","userPoolId":"eu-west-1_A",)"
    R"("userName":"jane","callerContext":{"clientId":"c"},"o":{"t":"jane@example.com"},)"
    R"("r":{"a":{"t":null,"f":"TRUE"}},"response":{"autoConfirmUser":false}})",
};

constexpr std::string_view pieces[] = {"\"",
                                       "\\",
                                       "\\u",
                                       "\\ud83d",
                                       "\\ude00",
                                       "\\u0000",
                                       "{",
                                       "}",
                                       "[",
                                       "]",
                                       ",",
                                       ":",
                                       "null",
                                       "true",
                                       "false",
                                       "-",
                                       "0",
                                       "9",
                                       "1e5",
                                       "1e999",
                                       ".",
                                       "e",
                                       "+",
                                       "\x80",
                                       "\xc3\xa9",
                                       "\xe2\x82",
                                       "\xf0\x9f\x98\x80",
                                       "\xed\xa0\x80",
                                       "\xef\xbb\xbf",
                                       "\n",
                                       "\x01",
                                       " ",
                                       "\t",
                                       "\"t\":",
                                       "\"r\":",
                                       "\"f\":",
                                       "\"o\":{",
                                       "\"i\":1",
                                       "\"n\":2.5",
                                       "\"l\":[",
                                       "\"\\u0074\":",
                                       ",\"x\":\"y\"",
                                       "},{",
                                       "\"\"",
                                       "//",
                                       "/*",
                                       "'",
                                       "NaN",
                                       "9223372036854775808"};

// A value of the corpus in the place of one that ends at a comma or bracket.
void put_value(generator::Dice& dice, std::string& event) {
  const std::size_t colon = event.find(':', dice.below(event.size() + 1));
  if (colon == std::string::npos) return;
  const std::size_t end = std::min(event.find_first_of(",}", colon), event.size());
  event.replace(colon + 1, end - colon - 1, dice.pick(json_values).text);
}

std::string mutated(generator::Dice& dice, std::string event) {
  for (std::size_t i = dice.one_in(3) ? 3 : 1; i > 0; --i) {
    const std::size_t place = dice.below(event.size() + 1);
    const std::string_view piece = dice.pick(pieces);
    switch (dice.below(12)) {
      case 0: event.insert(place, piece); break;
      case 1: event.erase(place, 1 + dice.below(3)); break;
      case 2: event.replace(place, 1 + dice.below(3), piece); break;
      case 3:
        if (place < event.size()) event[place] = static_cast<char>(dice.number());
        break;
      case 4: {
        // A part of the event again, somewhere else.
        const std::string part = event.substr(dice.below(event.size() + 1), dice.below(30));
        event.insert(place, part);
        break;
      }
      case 5:
      case 6:
      case 7: put_value(dice, event); break;
      default: {
        // Another letter, which nearly always leaves JSON as it is.
        const std::size_t letter = event.find_first_of("aeijnortuvxyz", place);
        if (letter != std::string::npos) event[letter] = static_cast<char>('a' + dice.below(26));
      }
    }
  }
  return event;
}

TEST(JsonReader, OnMutatedEvents) {
  JsonComparison comparison;
  for (std::uint64_t i = 0; i < json_cases; ++i) {
    generator::Dice dice(json_first_seed + i);
    if (dice.one_in(4)) comparison.learn(bases[dice.below(std::size(bases))]);
    const std::string event = mutated(dice, std::string(dice.pick(bases)));
    ASSERT_EQ(comparison.difference(event), "") << "seed " << json_first_seed + i << "\n" << event;
  }
  std::cout << json_cases << " mutated events: " << comparison.accepted << " readings accepted, "
            << comparison.refused << " refused, " << comparison.on_purpose
            << " judged differently on purpose, " << comparison.wrong_types
            << " with a wrong type, " << comparison.by_phrases << " by phrases\n";
  if (json_cases < 1000) return;
  EXPECT_GT(comparison.accepted, json_cases / 3);
  EXPECT_GT(comparison.refused, json_cases / 3);
  EXPECT_GT(comparison.by_phrases, json_cases / 50);
}

// A reader that took too much or too little would be seen.
TEST(JsonReader, DifferencesAreSeen) {
  EXPECT_EQ(deliberate("{}", Theirs{json::object(), true, false}, nullptr), "");
  const Fault malformed{FaultKind::event_malformed, 1, {}, {}};
  EXPECT_EQ(deliberate("{}", Theirs{json::object(), true, false}, &malformed), "");
  const Fault deep{FaultKind::event_too_deep, 1, {}, {}};
  EXPECT_EQ(deliberate("{\"a\":{}}", Theirs{json::object(), true, false}, &deep), "");
  runtime::Cell cell{};
  cell.set_text("1.0");
  EXPECT_TRUE(same(cell, json(1.0), ReadAs::text));
  EXPECT_FALSE(same(cell, json("1"), ReadAs::text));
  EXPECT_EQ(wanted(json::parse("1.0"), ReadAs::integer), Wanted::wrong);
  EXPECT_EQ(wanted(json::parse("9223372036854775808"), ReadAs::integer), Wanted::wrong);
}

}  // namespace
}  // namespace lintel::differential

int main(int argument_count, char** arguments) {
  return lintel::differential::run_tests(argument_count, arguments, "CASES",
                                         lintel::differential::json_first_seed,
                                         lintel::differential::json_cases);
}
