// SPDX-License-Identifier: Apache-2.0
// The event reader and nlohmann::json: both accept a text or none, and what they read is the same;
// by readers that have learned nothing and by one that has learned from all events before. What
// differs on purpose stands in `deliberate`.
//
//   json_test [--seed=FIRST] [--count=CASES]
#include <cmath>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "runtime/limits.h"
#include "tests/differential/json_corpus.h"
#include "tests/differential/json_scale.h"
#include "tests/differential/options.h"
#include "tests/runtime/learning_reader.h"
#include "tests/support/program_generator.h"
#include "tests/support/reference_text.h"

namespace lintel::differential {

std::uint64_t json_first_seed = 1;
std::uint64_t json_cases = 20'000;

namespace {

using image::ReadAs;
using nlohmann::json;

const std::vector<std::pair<std::string, ReadAs>> fields = {
    {"t", ReadAs::text},     {"f", ReadAs::flag},
    {"o", ReadAs::object},   {"o.t", ReadAs::text},
    {"l", ReadAs::array},    {"i", ReadAs::integer},
    {"n", ReadAs::number},   {"r.a.t", ReadAs::text},
    {"r.a.f", ReadAs::flag}, {"triggerSource", ReadAs::text}};

test::ImageSketch sketch() { return test::ImageSketch(fields); }

// What nlohmann makes of a text.
struct Theirs {
  json value;
  bool accepts = true;
  bool is_too_large_number = false;
};

Theirs theirs(std::string_view text) {
  Theirs result;
  try {
    result.value = json::parse(text);
  } catch (const json::out_of_range&) {
    result.accepts = false;
    result.is_too_large_number = true;
  } catch (const json::parse_error&) {
    result.accepts = false;
  }
  return result;
}

std::size_t depth_of(std::string_view text) {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (!in_string && (text[i] == '{' || text[i] == '[')) {
      deepest = std::max(deepest, ++depth);
    } else if (!in_string && (text[i] == '}' || text[i] == ']')) {
      --depth;
    }
  }
  return deepest;
}

// Why our reader may refuse what nlohmann accepts, or the other way round; empty if it may not.
std::string_view deliberate(std::string_view text, const Theirs& other, const Fault* fault) {
  if (fault == nullptr)
    return other.is_too_large_number ? "a number is text until it is wanted as one" : "";
  if (fault->kind == FaultKind::event_not_object && !other.value.is_object())
    return "an event is an object";
  if (fault->kind == FaultKind::event_too_deep && depth_of(text) > limits::max_event_depth)
    return "the depth of an event is bounded";
  if (fault->kind == FaultKind::event_too_large && text.size() > limits::max_event_bytes)
    return "the size of an event is bounded";
  if (fault->kind == FaultKind::event_malformed && fault->offset < text.size() &&
      text[fault->offset] == '\0')
    return "for nlohmann a NUL byte is the end";
  return "";
}

// The member of a path: null also if there is none. Nothing if what stands on the way is neither an
// object nor null.
std::optional<json> at(const json& event, std::string_view path) {
  const json* value = &event;
  for (;;) {
    const std::size_t dot = path.find('.');
    const auto found = value->find(std::string(path.substr(0, dot)));
    if (found == value->end() || found->is_null()) return json();
    if (dot == std::string_view::npos) return *found;
    if (!found->is_object()) return std::nullopt;
    value = &*found;
    path.remove_prefix(dot + 1);
  }
}

// Whether a whole number is written with neither fraction nor exponent, and fits.
bool is_whole(const json& value) {
  if (value.is_number_unsigned())
    return value.get<std::uint64_t>() <= std::uint64_t{0x7fff'ffff'ffff'ffff};
  return value.is_number_integer();
}

enum class Wanted { absent, present, wrong };

Wanted wanted(const json& value, ReadAs read_as) {
  if (value.is_null()) return Wanted::absent;
  switch (read_as) {
    case ReadAs::nothing: return Wanted::absent;
    case ReadAs::text: return value.is_structured() ? Wanted::wrong : Wanted::present;
    case ReadAs::flag: {
      if (value.is_structured()) return Wanted::wrong;
      if (value.is_boolean()) return Wanted::present;
      if (!value.is_string()) return Wanted::absent;
      const std::string word = reference::lower_ascii(value.get<std::string>());
      return word == "true" || word == "false" ? Wanted::present : Wanted::absent;
    }
    case ReadAs::object: return value.is_object() ? Wanted::present : Wanted::wrong;
    case ReadAs::array: return value.is_array() ? Wanted::present : Wanted::wrong;
    case ReadAs::integer: return is_whole(value) ? Wanted::present : Wanted::wrong;
    case ReadAs::number: return value.is_number() ? Wanted::present : Wanted::wrong;
  }
  return Wanted::wrong;
}

bool same(const runtime::Cell& cell, const json& value, ReadAs read_as) {
  switch (read_as) {
    case ReadAs::nothing: return false;
    case ReadAs::text:
      if (value.is_string()) return cell.text() == value.get<std::string>();
      return json::parse(cell.text(), nullptr, false) == value;
    case ReadAs::flag: {
      const std::string word =
          value.is_boolean() ? value.dump() : reference::lower_ascii(value.get<std::string>());
      return (cell.number != 0) == (word == "true");
    }
    case ReadAs::object:
    case ReadAs::array: return json::parse(cell.text(), nullptr, false) == value;
    case ReadAs::integer: return cell.number == value.get<std::int64_t>();
    case ReadAs::number: return cell.real == value.get<double>();
  }
  return false;
}

class Comparison {
 public:
  Comparison() : sketch_(sketch()), cold_(sketch().finish()), warm_(sketch().finish()) {}

  // How the readers and nlohmann differ about an event; empty if they do not.
  std::string difference(std::string_view event) {
    // Right up to the end of its memory, so that a step past it is seen.
    const std::vector<char> alone(event.begin(), event.end());
    const std::string_view bytes(alone.data(), alone.size());
    const Theirs other = theirs(bytes);
    cold_.forget();
    std::string found = difference(cold_, bytes, other);
    if (!found.empty()) return "a new reader: " + found;
    found = difference(warm_, bytes, other);
    if (!found.empty()) return "a reader that has learned: " + found;
    found = difference(warm_, bytes, other);
    if (warm_.reader().reading().kind != 0) ++by_phrases;
    return found.empty() ? found : "a reader that has just read it: " + found;
  }

  void learn(std::string_view event) {
    for (int i = 0; i < 4; ++i) warm_.read(event);
  }

  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;
  std::uint64_t on_purpose = 0;
  std::uint64_t wrong_types = 0;
  std::uint64_t by_phrases = 0;

 private:
  std::string difference(test::LearningReader& reader, std::string_view event,
                         const Theirs& other) {
    const bool takes = reader.read(event);
    const Fault& fault = reader.reader().fault();
    const bool accepts = takes || fault.kind == FaultKind::wrong_type;
    if (accepts != other.accepts) {
      if (deliberate(event, other, accepts ? nullptr : &fault).empty())
        return accepts ? "only ours accepts it"
                       : "only ours refuses it: " + std::string(fault.message());
      ++on_purpose;
      return {};
    }
    if (!accepts) {
      ++refused;
      return {};
    }
    ++accepted;
    return difference_of_slots(reader, other.value, takes);
  }

  std::string difference_of_slots(test::LearningReader& reader, const json& event, bool takes) {
    bool is_wrong = false;
    for (const auto& [path, read_as] : fields) {
      const std::optional<json> value = at(event, path);
      is_wrong |= !value || wanted(*value, read_as) == Wanted::wrong;
    }
    if (is_wrong == takes) return is_wrong ? "a type is wrong" : "no type is wrong";
    wrong_types += is_wrong ? 1 : 0;
    if (is_wrong) return {};
    for (const auto& [path, read_as] : fields) {
      const json value = *at(event, path);
      const runtime::Cell& cell = reader.slot(sketch_.slot(path));
      const bool is_present = wanted(value, read_as) == Wanted::present;
      if (cell.present() != is_present || (is_present && !same(cell, value, read_as)))
        return path + " is not " + value.dump(-1, ' ', false, json::error_handler_t::replace);
    }
    return {};
  }

  test::ImageSketch sketch_;
  test::LearningReader cold_;
  test::LearningReader warm_;
};

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
  Comparison comparison;
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
  Comparison comparison;
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
  Comparison comparison;
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
