// SPDX-License-Identifier: Apache-2.0
// Loops over elements for which the condition is true, false or absent: over lists and tables of
// every form, in operators and in each other.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/exhaustive/scale.h"
#include "tests/exhaustive/truth.h"
#include "tests/exhaustive/truth_rules.h"

namespace lintel::exhaustive {
namespace {

// The elements of a list, one letter each: T is "1", F is "0", A is "x", which is no bool. Nothing:
// there is no list.
using Elements = std::optional<std::string>;

Elements first_list;   // of the event, at the moment
Elements second_list;  // likewise

std::string element(char truth) { return truth == 'T' ? "1" : truth == 'F' ? "0" : "x"; }

std::string literal(std::string_view elements) {
  std::string text;
  for (const char one : elements) text += (text.empty() ? "\"" : ",\"") + element(one) + "\"";
  return "[" + text + "]";
}

// All lists of up to `longest` elements, and none at all.
std::vector<Elements> all_lists(std::size_t longest) {
  std::vector<Elements> lists{std::nullopt, ""};
  for (std::size_t i = 1; i < lists.size() && lists[i]->size() < longest; ++i)
    for (const char truth : {'T', 'F', 'A'}) lists.emplace_back(*lists[i] + truth);
  return lists;
}

// The lists as groups, as the JSON of a text, and as names of a map with their values.
std::string event() {
  std::string groups;
  std::string metadata;
  if (first_list) {
    groups = "\"groupsToOverride\":" + literal(*first_list);
    for (std::size_t i = 0; i < first_list->size(); ++i)
      metadata += (i == 0 ? "\"" : ",\"") + std::string(1, static_cast<char>('a' + i)) + "\":\"" +
                  element((*first_list)[i]) + "\"";
  }
  if (second_list) {
    if (!groups.empty()) groups += ",";
    groups += "\"iamRolesToOverride\":" + literal(*second_list);
  }
  std::string json;
  if (first_list) {
    for (const char c : literal(*first_list))
      json += c == '"' ? std::string("\\\"") : std::string(1, c);
    json = ",\"json\":\"" + json + "\"";
  }
  return R"({"version":"1","triggerSource":"TokenGeneration_Authentication","userName":"u",)"
         R"("request":{"groupConfiguration":{)" +
         groups + R"(},"clientMetadata":{)" + metadata + R"(},"userAttributes":{"a":"b")" + json +
         "}},\"response\":{}}";
}

// What bool() makes of an element; of no list at all, a loop makes nothing.
struct Loop {
  std::string_view text;  // $l the list, $c the condition on x
  char (*worth)(std::string_view truths);
};
constexpr Loop loops[] = {{"$l.all($x, $c)", all_of},
                          {"$l.exists($x, $c)", one_of},
                          {"$l.exists_one($x, $c)", exactly_one_of}};

std::string filled(std::string_view form, std::string_view list, std::string_view variable,
                   std::string_view condition) {
  std::string text;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] != '$') {
      text += form[i];
      continue;
    }
    ++i;
    text += form[i] == 'l' ? list : form[i] == 'x' ? variable : condition;
  }
  return text;
}

// Each condition is true, false or absent as its element is.
constexpr std::string_view conditions[] = {"bool($)",
                                           "int($) == 1",
                                           "{\"0\": false, \"1\": true}[$]",
                                           "!({\"0\": true, \"1\": false}[$])",
                                           "bool($) && true",
                                           "(bool($) ? \"y\" : \"n\") == \"y\"",
                                           "int($) in [1]"};

std::string on(std::string_view condition, std::string_view variable) {
  std::string text(condition);
  return text.replace(text.find('$'), 1, variable);
}

// The filtered elements joined, or A if one of them is.
std::string filtered(const Elements& list) {
  if (!list || list->find('A') != std::string::npos) return "A";
  std::string text;
  for (const char one : *list)
    if (one == 'T') text += text.empty() ? "1" : ",1";
  return text;
}

// The elements of the list, each as the truth it has, joined.
std::string mapped(const Elements& list) {
  if (!list || list->find('A') != std::string::npos) return "A";
  std::string text;
  for (const char one : *list) text += (text.empty() ? "" : ",") + element(one);
  return text;
}

std::string as_text(char truth) { return std::string(1, truth); }

// All that a loop over `list`, whose elements `elements()` gives, can be.
template <typename Get>
void add_loops(std::vector<Shown>& shown, const std::string& list, std::string_view condition,
               Get elements) {
  const std::string c = on(condition, "x");
  for (const Loop& loop : loops) {
    shown.push_back({filled(loop.text, list, "x", c), true, [&loop, elements] {
                       const Elements now = elements();
                       return now ? as_text(loop.worth(*now)) : "A";
                     }});
  }
  shown.push_back({list + ".filter(x, " + c + ").join(\",\")", false,
                   [elements] { return filtered(elements()); }});
  shown.push_back({"size(" + list + ".filter(x, " + c + "))", false, [elements] {
                     const std::string text = filtered(elements());
                     return text == "A" ? text : std::to_string((text.size() + 1) / 2);
                   }});
  shown.push_back({list + ".map(x, " + c + ", x).join(\",\")", false,
                   [elements] { return filtered(elements()); }});
  shown.push_back({list + ".map(x, " + c + " ? \"1\" : \"0\").join(\",\")", false,
                   [elements] { return mapped(elements()); }});
}

std::uint64_t check(std::vector<Shown> expressions, const std::vector<Elements>& first,
                    const std::vector<Elements>& second) {
  TruthRules rules("on PreTokenGeneration\n", std::move(expressions));
  EXPECT_EQ(rules.refusal(), "");
  if (!rules.refusal().empty()) return 0;
  for (const Elements& one : first) {
    for (const Elements& other : second) {
      first_list = one;
      second_list = other;
      const auto difference = rules.difference(event());
      EXPECT_EQ(difference, std::nullopt) << *difference;
      if (difference) return 0;
    }
  }
  return rules.cases();
}

TEST(TruthLoops, OverListsOfEveryForm) {
  std::vector<Shown> shown;
  const auto now = [] { return first_list; };
  for (const std::string_view condition : conditions) {
    add_loops(shown, "groups", condition, now);
    add_loops(shown, "jsonList(attr.json)", condition, now);
    add_loops(shown, "groups.distinct()", condition, [] {
      Elements once = first_list;
      if (once) {
        std::string kept;
        for (const char c : *once)
          if (kept.find(c) == std::string::npos) kept += c;
        once = kept;
      }
      return once;
    });
    add_loops(shown, "(groups + [\"1\"])", condition,
              [] { return first_list ? Elements(*first_list + "T") : first_list; });
    add_loops(shown, "[groups, [\"0\"]].flatten()", condition,
              [] { return first_list ? Elements(*first_list + "F") : first_list; });
  }
  checked("loops over lists of the event",
          check(std::move(shown), all_lists(everything() ? 6 : 3), {std::nullopt}));
}

TEST(TruthLoops, OverNamesOfAMap) {
  std::vector<Shown> shown;
  for (const Loop& loop : loops) {
    shown.push_back({filled(loop.text, "clientMetadata", "k", "bool(clientMetadata[k])"), true,
                     [&loop] { return as_text(loop.worth(first_list.value_or(""))); }});
  }
  std::vector<Elements> lists = all_lists(everything() ? 6 : 3);
  lists.erase(lists.begin());
  checked("loops over the names of a map", check(std::move(shown), lists, {std::nullopt}));
}

TEST(TruthLoops, OverConstantTables) {
  std::vector<Shown> shown;
  for (const Elements& list : all_lists(everything() ? 5 : 2)) {
    if (!list || list->empty()) continue;
    const auto same = [list] { return list; };
    for (const std::string_view condition : conditions) {
      add_loops(shown, literal(*list), condition, same);
      std::string map;
      for (const char one : {'T', 'F', 'A'})
        if (list->find(one) != std::string::npos) map += "\"" + element(one) + "\": 1,";
      // The keys of a map, each once, in the order in which they are written.
      std::string keys;
      for (const char one : {'T', 'F', 'A'})
        if (list->find(one) != std::string::npos) keys += one;
      if (keys == *list)
        add_loops(shown, "{" + map + "}", condition, [keys] { return Elements(keys); });
    }
  }
  checked("loops over constants", check(std::move(shown), {""}, {std::nullopt}));
}

// A loop in a loop, with an operator between what the two elements are.
TEST(TruthLoops, InLoops) {
  std::vector<Shown> shown;
  for (const TruthOperator& op : truth_operators) {
    if (op.operands != 2 || op.text.find('x') != std::string_view::npos) continue;
    const std::string inner = written(op, {"bool(x)", "bool(y)", ""});
    for (const Loop& second : loops) {
      // For an element x of the first list.
      const auto truth_for = [&op, &second](char x) {
        if (!second_list) return 'A';
        std::string truths;
        for (const char y : *second_list) truths += truth_of(op, {std::string{x, y}});
        return second.worth(truths);
      };
      const std::string c = filled(second.text, "roles", "y", inner);
      const auto truths = [truth_for] {
        std::string all;
        for (const char x : *first_list) all += truth_for(x);
        return all;
      };
      for (const Loop& first : loops) {
        shown.push_back({filled(first.text, "groups", "x", c), true, [&first, truths] {
                           return first_list ? as_text(first.worth(truths())) : "A";
                         }});
      }
      shown.push_back({"groups.filter(x, " + c + ").join(\",\")", false, [truths] {
                         if (!first_list || truths().find('A') != std::string::npos)
                           return std::string("A");
                         std::string text;
                         for (std::size_t i = 0; i < first_list->size(); ++i) {
                           if (truths()[i] != 'T') continue;
                           text += (text.empty() ? "" : ",") + element((*first_list)[i]);
                         }
                         return text;
                       }});
    }
  }
  const std::size_t longest = everything() ? 4 : 2;
  checked("loops in loops", check(std::move(shown), all_lists(longest), all_lists(longest)));
}

TEST(TruthLoops, InOperators) {
  std::vector<Shown> shown;
  for (const TruthOperator& op : truth_operators) {
    if (op.operands != 2) continue;
    for (const Loop& first : loops) {
      for (const Loop& second : loops) {
        const std::string text = written(op, {filled(first.text, "groups", "p", "bool(p)"),
                                              filled(second.text, "roles", "q", "bool(q)"), ""});
        shown.push_back({text, true, [&op, &first, &second] {
                           const char a = first_list ? first.worth(*first_list) : 'A';
                           const char b = second_list ? second.worth(*second_list) : 'A';
                           return as_text(truth_of(op, {std::string{a, b}}));
                         }});
      }
    }
  }
  const std::size_t longest = everything() ? 4 : 2;
  checked("loops in operators", check(std::move(shown), all_lists(longest), all_lists(longest)));
}

}  // namespace
}  // namespace lintel::exhaustive
