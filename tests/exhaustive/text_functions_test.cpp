// SPDX-License-Identifier: Apache-2.0
// Every function on texts, on all texts of a small alphabet, against its twin: with all arguments
// from registers, with all but the first as constants, and on constants alone; each in all forms
// that the compiler has.
#include <algorithm>
#include <iostream>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/exhaustive/forms.h"
#include "tests/exhaustive/functions.h"
#include "tests/exhaustive/scale.h"
#include "tests/support/json_text.h"

namespace lintel::exhaustive {
namespace {

constexpr std::string_view absent_text = "~";
constexpr std::size_t batch_size = 200;

// A constant of rules; JSON's escapes are theirs too.
std::string literal(const std::string& text) { return reference::json_string(text); }

std::string literal(std::int64_t value) {
  // The least number is no literal with a sign before it.
  if (value == std::numeric_limits<std::int64_t>::min()) return "(-9223372036854775807 - 1)";
  return value < 0 ? "(" + std::to_string(value) + ")" : std::to_string(value);
}

// All arguments but x, the last one going fastest.
std::vector<Arguments> all_arguments(const TextFunction& function) {
  std::vector<Arguments> all{{}};
  const auto widen = [&all](const auto& choices, auto member) {
    if (choices.empty()) return;
    std::vector<Arguments> wider;
    for (const Arguments& arguments : all) {
      for (const auto& choice : choices) {
        wider.push_back(arguments);
        wider.back().*member = choice;
      }
    }
    all = std::move(wider);
  };
  widen(function.i, &Arguments::i);
  widen(function.j, &Arguments::j);
  widen(function.y, &Arguments::y);
  widen(function.z, &Arguments::z);
  return all;
}

// The call, with what stands for each argument.
struct Words {
  std::string x, y, z, i, j;
};
std::string call(const TextFunction& function, const Words& words) {
  std::string text;
  for (std::size_t at = 0; at < function.text.size(); ++at) {
    if (function.text[at] != '$') {
      text += function.text[at];
      continue;
    }
    switch (function.text[++at]) {
      case 'x': text += words.x; break;
      case 'y': text += words.y; break;
      case 'z': text += words.z; break;
      case 'i': text += words.i; break;
      default: text += words.j;
    }
  }
  if (function.gives == TextFunction::Gives::scalar) text = "string(" + text + ")";
  if (function.gives == TextFunction::Gives::texts)
    text = "(string(size(" + text + ")) + \":\" + " + text + ".join(\"^\"))";
  return "(" + text + " ?? \"" + std::string(absent_text) + "\")";
}

std::string subject(const TextFunction& function) {
  switch (function.subject) {
    case Subject::attribute: return "attr.x";
    case Subject::email: return "email";
    case Subject::secret: return "privateChallengeParameters.x";
  }
  return {};
}

std::string rules_with(const TextFunction& function, const std::string& value) {
  return std::string(function.subject == Subject::secret ? "on VerifyAuthChallengeResponse\n"
                                                         : "on PreSignUp\n") +
         "then log(" + value + ")\n";
}

std::string event(const TextFunction& function, const std::string& x) {
  const std::string text = reference::json_string(x);
  if (function.subject == Subject::secret)
    return R"({"triggerSource":"VerifyAuthChallengeResponse_Authentication","request":{)"
           R"("userAttributes":{},"privateChallengeParameters":{"x":)" +
           text + "}},\"response\":{}}";
  return R"({"triggerSource":"PreSignUp_SignUp","request":{"userAttributes":{")" +
         std::string(function.subject == Subject::email ? "email" : "x") + "\":" + text +
         "}},\"response\":{}}";
}

template <typename Choices>
std::string list_of(const Choices& choices) {
  std::string text;
  for (const auto& choice : choices) text += (text.empty() ? "" : ", ") + literal(choice);
  return "[" + text + "]";
}

// With the arguments of two loops from registers, and the others unrolled.
std::string looped(const TextFunction& function) {
  std::string all;
  const std::vector<std::int64_t> none{0};
  for (const std::int64_t i : function.i.empty() ? none : function.i) {
    for (const std::int64_t j : function.j.empty() ? none : function.j) {
      Words words{subject(function), "p", "q", literal(i), literal(j)};
      std::string value;
      // Where there are no texts to go along, numbers are.
      if (function.y.empty() && !function.i.empty()) {
        words.i = "p";
        words.j = "q";
        value = call(function, words);
        if (!function.j.empty()) value = list_of(function.j) + ".map(q, " + value + ").join(\"|\")";
        return list_of(function.i) + ".map(p, " + value + ").join(\"|\")";
      }
      value = call(function, words);
      if (!function.z.empty()) value = list_of(function.z) + ".map(q, " + value + ").join(\"|\")";
      if (!function.y.empty()) value = list_of(function.y) + ".map(p, " + value + ").join(\"|\")";
      all += (all.empty() ? "" : ", ") + value;
    }
  }
  return "[" + all + "].join(\"|\")";
}

std::string joined(const std::vector<std::string>& results, std::size_t first, std::size_t end) {
  std::string all;
  for (std::size_t i = first; i < end; ++i) all += (i == first ? "" : "|") + results[i];
  return all;
}

struct Batch {
  std::size_t first;
  std::size_t end;
  Forms forms;
};

class Comparison {
 public:
  explicit Comparison(const TextFunction& function)
      : function_(function), arguments_(all_arguments(function)) {}

  std::uint64_t cases() const { return cases_; }

  void compare() {
    std::vector<Batch> batches;
    batches.push_back({0, arguments_.size(), Forms(rules_with(function_, looped(function_)))});
    for (std::size_t first = 0; first < arguments_.size() && arguments_.size() > 1;
         first += batch_size) {
      const std::size_t end = std::min(first + batch_size, arguments_.size());
      std::string values;
      for (std::size_t a = first; a < end; ++a)
        values += (a == first ? "" : ", ") + call(function_, words(subject(function_), a));
      batches.push_back({first, end, Forms(rules_with(function_, "[" + values + "].join(\"|\")"))});
    }
    for (const Batch& batch : batches)
      ASSERT_EQ(batch.forms.refusal().substr(0, 500), "") << function_.text;
    for (const std::string& x : function_.x) {
      const std::vector<std::string> results = results_for(x);
      const std::string json = event(function_, x);
      for (Batch& batch : batches) {
        const std::string expected = joined(results, batch.first, batch.end);
        for (std::size_t form = 0; form < Forms::count; ++form) {
          const Outcome outcome = batch.forms.run(form, json);
          ASSERT_EQ(outcome.effects().size(), 1U)
              << function_.text << " on " << literal(x) << ": " << outcome.message();
          ASSERT_EQ(outcome.effects()[0].arguments[0].text, expected)
              << function_.text << " on " << literal(x) << ", " << Forms::names[form]
              << ", arguments from " << batch.first << " on";
        }
      }
      cases_ += results.size();
    }
    if (!function_.has_no_constant) compare_constants();
  }

 private:
  Words words(const std::string& x, std::size_t number) const {
    const Arguments& a = arguments_[number];
    return {x, literal(a.y), literal(a.z), literal(a.i), literal(a.j)};
  }

  std::vector<std::string> results_for(const std::string& x) const {
    std::vector<std::string> results;
    for (Arguments arguments : arguments_) {
      arguments.x = x;
      results.push_back(function_.twin(arguments).value_or(std::string(absent_text)));
    }
    return results;
  }

  // On constants alone, as many as make sense to compile. What has no value is an error.
  void compare_constants() {
    std::size_t left = everything() ? 20'000 : 300;
    std::size_t failing = everything() ? 200 : 5;
    std::vector<std::string> calls;
    std::vector<std::string> expected;
    for (const std::string& x : function_.x) {
      const std::vector<std::string> results = results_for(x);
      for (std::size_t a = 0; a < arguments_.size(); ++a) {
        const std::string text = call(function_, words(literal(x), a));
        if (results[a] == absent_text) {
          if (failing == 0) continue;
          --failing;
          const Forms forms(rules_with(function_, text));
          ASSERT_TRUE(forms.refusal().starts_with("E0311")) << text << ": " << forms.refusal();
        } else {
          if (left == 0) continue;
          --left;
          calls.push_back(text);
          expected.push_back(results[a]);
        }
        ++cases_;
      }
    }
    for (std::size_t first = 0; first < calls.size(); first += batch_size) {
      const std::size_t end = std::min(first + batch_size, calls.size());
      std::string values;
      for (std::size_t i = first; i < end; ++i) values += (i == first ? "" : ", ") + calls[i];
      Forms forms(rules_with(function_, "[" + values + "].join(\"|\")"));
      ASSERT_EQ(forms.refusal().substr(0, 500), "") << function_.text;
      for (std::size_t form = 0; form < Forms::count; ++form) {
        const Outcome outcome = forms.run(form, event(function_, ""));
        ASSERT_EQ(outcome.effects().size(), 1U) << function_.text << ": " << outcome.message();
        ASSERT_EQ(outcome.effects()[0].arguments[0].text, joined(expected, first, end))
            << function_.text << " on constants from " << calls[first] << ", "
            << Forms::names[form];
      }
    }
  }

  const TextFunction& function_;
  std::vector<Arguments> arguments_;
  std::uint64_t cases_ = 0;
};

TEST(TextFunctions, AllTextsOfASmallAlphabet) {
  std::uint64_t cases = 0;
  for (const TextFunction& function : text_functions()) {
    Comparison comparison(function);
    comparison.compare();
    ASSERT_FALSE(HasFatalFailure());
    if (everything()) std::cout << function.text << ": " << comparison.cases() << std::endl;
    cases += comparison.cases();
  }
  checked("functions on texts", cases);
}

// A function that takes a text, and is written in rules, is tried.
TEST(TextFunctions, AreAllHere) {
  std::set<std::string> tried;
  for (const TextFunction& function : text_functions()) tried.emplace(function.builtins);
  struct Row {
    std::string_view name, form, first, second;
  };
  constexpr Row rows[] = {
#define LINTEL_BUILTIN(name, spelling, form, first, second, result, opcode, grade, meaning) \
  {#name, #form, #first, #second},
#include "compiler/builtins.def"
#undef LINTEL_BUILTIN
  };
  const std::set<std::string_view> texts{"text", "email", "phone", "domain", "secret"};
  for (const Row& row : rows) {
    if (row.form == "internal" || (!texts.contains(row.first) && !texts.contains(row.second)))
      continue;
    EXPECT_TRUE(tried.contains(std::string(row.name))) << row.name;
  }
}

}  // namespace
}  // namespace lintel::exhaustive
