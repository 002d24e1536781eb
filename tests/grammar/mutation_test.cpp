// SPDX-License-Identifier: Apache-2.0
// Good files with random damage: no crash, findings inside of the text, and a repeatable answer.
#include <random>
#include <regex>

#include <gtest/gtest.h>

#include "grammar/diagnostic.h"
#include "grammar/printer.h"
#include "tests/grammar/support.h"

namespace lintel::grammar {
namespace {

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string mutate(std::string text) {
    for (unsigned i = 0; i <= below(3); ++i) {
      if (text.empty()) text = "x";
      switch (below(6)) {
        case 0: text[below(text.size())] = static_cast<char>(below(256)); break;
        case 1: text.erase(below(text.size()), 1 + below(4)); break;
        case 2: text.insert(below(text.size()), std::string(piece())); break;
        case 3: move_token(text, false); break;
        case 4: move_token(text, true); break;
        case 5: text.resize(below(text.size())); break;
      }
    }
    return text;
  }

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }

  std::string_view piece() {
    static constexpr std::string_view pieces[] = {"\"",
                                                  "'",
                                                  "\"\"\"",
                                                  "${",
                                                  "}",
                                                  "(",
                                                  ")",
                                                  "[",
                                                  "]",
                                                  "\\",
                                                  "\n",
                                                  "//",
                                                  "when ",
                                                  " then ",
                                                  "let ",
                                                  "rule ",
                                                  "on ",
                                                  "?",
                                                  "??",
                                                  ":",
                                                  ",",
                                                  "=",
                                                  "==",
                                                  "&",
                                                  "r\"",
                                                  "\xe2\x80\x9c",
                                                  "\xff",
                                                  "1.5",
                                                  "12u",
                                                  "b'",
                                                  "else",
                                                  "/*",
                                                  "#",
                                                  ";",
                                                  " and ",
                                                  " not ",
                                                  "language 1\n",
                                                  "test ",
                                                  " given ",
                                                  " with ",
                                                  " expect ",
                                                  " nothing ",
                                                  " exactly "};
    return pieces[below(std::size(pieces))];
  }

  // Deletes a token or puts it in twice.
  void move_token(std::string& text, bool twice) {
    static const std::regex token(R"(\w+|\s+|.)");
    std::vector<std::smatch> tokens(std::sregex_iterator(text.begin(), text.end(), token), {});
    if (tokens.empty()) return;
    const std::smatch& chosen = tokens[below(tokens.size())];
    const auto at = static_cast<std::size_t>(chosen.position());
    const std::string copy = chosen.str();
    if (twice)
      text.insert(at, copy);
    else
      text.erase(at, copy.size());
  }

  std::mt19937 random_;
};

TEST(Mutation, DamageIsFoundAndNeverHarms) {
  std::size_t damaged = 0;
  for (const std::string& sample : samples()) {
    for (unsigned seed = 0; seed < 700; ++seed) {
      const Parsed parsed(Mutator(seed).mutate(sample));
      SCOPED_TRACE(parsed.text);
      for (const Finding& finding : parsed.findings) {
        ASSERT_EQ(finding.span.file, 0u);
        ASSERT_LE(finding.span.begin, finding.span.end);
        ASSERT_LE(finding.span.end, parsed.text.size());
        ASSERT_FALSE(finding.message.empty());
        for (const FixIt& fix : finding.fixes)
          for (const Edit& edit : fix.edits) ASSERT_LE(edit.span.end, parsed.text.size());
      }
      const SourceText source{"x.rules", parsed.text};
      ASSERT_EQ(render(parsed.findings, {&source, 1}, {}).empty(), parsed.findings.empty());
      if (!parsed.findings.empty()) {
        ++damaged;
        continue;
      }
      const Parsed again(print(parsed.file));
      ASSERT_EQ(list(again.findings), "");
      ASSERT_EQ(structure(again.file), structure(parsed.file));
    }
  }
  EXPECT_GT(damaged, 1500u);
}

TEST(Mutation, AFileThatIsCutOffAnywhereIsWholeOrHasFindings) {
  const std::string& sample = samples()[3];
  const std::size_t items = Parsed(sample).file.items.size();
  for (std::size_t size = 0; size < sample.size(); ++size) {
    const Parsed parsed(sample.substr(0, size));
    const Parsed finished(parsed.text + "\nthen z");
    if (parsed.findings.empty()) {
      EXPECT_LE(parsed.file.items.size(), items);
      EXPECT_EQ(list(finished.findings), "") << parsed.text;
      EXPECT_EQ(finished.file.items.size(), parsed.file.items.size() + 1) << parsed.text;
    } else {
      EXPECT_LT(parsed.file.items.size(), items) << parsed.text;
    }
  }
}

TEST(Mutation, ManyErrorsTakeLinearTime) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "when a = \"b\" then c\n";
  EXPECT_EQ(Parsed(text).findings.size(), 20000u);
}

}  // namespace
}  // namespace lintel::grammar
