// SPDX-License-Identifier: Apache-2.0
// Rules files that try to take more time or memory than they are long.
#include "tests/security/growth_families.h"

namespace lintel::security {
namespace {

using Size = std::size_t;

// `count` lets, each `value` with the name of the one before in the place of #, the first `first`.
std::string lets(Size count, std::string_view first, std::string_view value,
                 std::string_view condition) {
  std::string text = std::string("on PreSignUp\nlet a0 = ").append(first).append("\n");
  const auto add = [&](std::string_view pattern, Size number) {
    for (const char c : pattern) c == '#' ? text += "a" + std::to_string(number) : text += c;
  };
  for (Size i = 1; i <= count; ++i) {
    text += "let a" + std::to_string(i) + " = ";
    add(value, i - 1);
    text += "\n";
  }
  text += "when ";
  add(condition, count);
  return text + " then autoConfirm\n";
}

std::string functions(Size count, std::string_view value) {
  std::string text = "on PreSignUp\nlet f0(x) = x\n";
  for (Size i = 1; i <= count; ++i) {
    text += "let f" + std::to_string(i) + "(x) = ";
    for (const char c : value) c == '#' ? text += "f" + std::to_string(i - 1) + "(x)" : text += c;
    text += "\n";
  }
  return text + "when f" + std::to_string(count) + "(userName) == \"x\" then autoConfirm\n";
}

std::string section(const std::string& rules) { return "on PreSignUp\n" + rules; }

std::string message(const std::string& text) {
  return "on CustomMessage\nthen smsMessage(\"" + text + "\")\n";
}

// A condition of parts that are all alike but for a number.
Family chain(std::string_view name, std::string_view part, std::string_view joint, Size size) {
  return {name, Input::rules, size,
          [=](Size n) { return confirms_when(repeated(n, part, joint)); }};
}

// What one character, over and over, does to the reader.
Family run_of(std::string_view name, std::string text) {
  return {name, Input::rules, 20'000, [=](Size n) { return times(n, text); }};
}

Family inside(std::string_view name, std::string before, std::string text, std::string after,
              Size size) {
  return {name, Input::rules, size, [=](Size n) { return before + times(n, text) + after; }};
}

const Family families[] = {
    chain("&& of inequalities", "userName != \"#\"", " && ", 1000),
    chain("|| of equalities", "userName == \"#\"", " || ", 1000),
    chain("&& of fields", "attr.a# == \"x\"", " && ", 500),
    chain("|| of fields that may be absent", "has(attr.a#) && attr.a# == \"x\"", " || ", 300),
    chain("&& of ||", "(userName == \"#\" || attr.a# == \"x\")", " && ", 300),
    {"&& that denies", Input::rules, 500,
     [](Size n) {
       return section("when " + repeated(n, "(attr.a# ?? \"\") == \"#\"", " && ") +
                      " then reject(\"no\")\n");
     }},
    {"&& of one part, over and over", Input::rules, 1000,
     [](Size n) { return confirms_when(times(n, "userName == \"a\" && ") + "true"); }},
    chain("sum of texts", "userName", " + ", 400),
    {"conditionals in conditionals", Input::rules, 400,
     [](Size n) { return confirms_when(times(n, "has(attr.a) ? true : ") + "false"); }},
    {"?? after ??", Input::rules, 400,
     [](Size n) { return confirms_when("(" + repeated(n, "attr.a#", " ?? ") + ") == \"x\""); }},
    inside("negations", "on PreSignUp when ", "!", "has(attr.a) then autoConfirm", 2000),
    {"brackets in brackets", Input::rules, 2000,
     [](Size n) { return confirms_when(times(n, "(") + "true" + times(n, ")")); }},
    {"lists in lists", Input::rules, 2000,
     [](Size n) { return confirms_when("1 in " + times(n, "[") + times(n, "]")); }},
    {"maps in maps", Input::rules, 2000,
     [](Size n) { return confirms_when(times(n, "{\"a\":") + "1" + times(n, "}")); }},
    {"templates in templates", Input::rules, 2000,
     [](Size n) { return message(times(n, "${\"")); }},
    {"calls in calls", Input::rules, 2000,
     [](Size n) { return confirms_when(times(n, "size(") + times(n, ")")); }},
    {"members of members", Input::rules, 2000,
     [](Size n) { return confirms_when("userName" + times(n, ".trim()") + " == \"x\""); }},
    {"names of names", Input::rules, 2000,
     [](Size n) { return confirms_when("request" + times(n, ".a") + " == \"x\""); }},
    {"a long list", Input::rules, 2000,
     [](Size n) { return confirms_when("userName in [" + repeated(n, "\"#\"", ", ") + "]"); }},
    {"a list of one element", Input::rules, 2000,
     [](Size n) { return confirms_when("userName in [" + times(n, "\"a\", ") + "\"a\"]"); }},
    {"a long map", Input::rules, 1000,
     [](Size n) { return confirms_when("{" + repeated(n, "\"#\": true", ", ") + "}[userName]"); }},
    {"a map with one key", Input::rules, 1000,
     [](Size n) {
       return confirms_when("{" + times(n, "\"a\": true, ") + "\"a\": true}[userName]");
     }},
    {"loops over long lists", Input::rules, 200,
     [](Size n) {
       const std::string list = "[" + repeated(n, "#", ", ") + "]";
       return confirms_when(list + ".all(x, " + list + ".exists(y, x == y))");
     }},
    {"lets that double a text", Input::rules, 10,
     [](Size n) { return lets(n, "userName", "# + #", "# == \"x\""); }},
    {"lets that double a constant text", Input::rules, 10,
     [](Size n) { return lets(n, "\"x\"", "# + #", "# == userName"); }},
    {"lets that replace in a constant text", Input::rules, 10,
     [](Size n) { return lets(n, "\"xx\"", "#.replace(\"x\", \"xx\")", "# == userName"); }},
    {"lets that double a list", Input::rules, 10,
     [](Size n) { return lets(n, "[\"x\"]", "# + #", "userName in #"); }},
    {"lets that nest a list", Input::rules, 10,
     [](Size n) { return lets(n, "[\"x\"]", "[#, #]", "size(#) == 2"); }},
    {"lets that double a condition", Input::rules, 10,
     [](Size n) { return lets(n, "has(attr.a)", "(# && #) || (# && !#)", "#"); }},
    {"lets that multiply", Input::rules, 10,
     [](Size n) { return lets(n, "2", "# * #", "# == userName.size()"); }},
    {"lets in a row", Input::rules, 100,
     [](Size n) { return lets(n, "userName", "#", "# == \"x\""); }},
    {"functions that double", Input::rules, 10, [](Size n) { return functions(n, "# + #"); }},
    {"functions in a row", Input::rules, 100, [](Size n) { return functions(n, "#"); }},
    {"lets that nobody uses", Input::rules, 500,
     [](Size n) { return section(repeated(n, "let a# = #\n") + "then autoConfirm\n"); }},
    {"templates that double", Input::rules, 10,
     [](Size n) {
       std::string text = "on CustomMessage\nlet a0 = userName\n";
       for (Size i = 1; i <= n; ++i) {
         const std::string name = "${a" + std::to_string(i - 1) + "}";
         text += "let a" + std::to_string(i) + " = \"" + name + name + "\"\n";
       }
       return text + "then smsMessage(a" + std::to_string(n) + ")\n";
     }},
    {"a template of holes", Input::rules, 1000,
     [](Size n) { return message(times(n, "${userName}")); }},
    {"many rules", Input::rules, 300,
     [](Size n) {
       return section(repeated(n, "rule \"r#\" when userName == \"#\" then autoConfirm\n"));
     }},
    {"many rules of one condition", Input::rules, 300,
     [](Size n) { return section(times(n, "when userName == \"a\" then autoConfirm\n")); }},
    {"many rules of one name", Input::rules, 300,
     [](Size n) {
       return section(repeated(n, "rule \"a\" when userName == \"#\" then autoConfirm\n"));
     }},
    {"many rules that deny", Input::rules, 300,
     [](Size n) {
       return section(repeated(n, "when (attr.a# ?? \"\") == \"#\" then reject(\"no\")\n"));
     }},
    {"many rules of many fields", Input::rules, 300,
     [](Size n) {
       return section(repeated(
           n, "when has(attr.a#) && attr.a# == \"x\" && userName != \"#\" then autoConfirm\n"));
     }},
    {"many claims", Input::rules, 3000,
     [](Size n) {
       return "on PreTokenGeneration\n" +
              repeated(n, "when userName == \"#\" then addClaim(\"c#\", \"x\")\n");
     }},
    {"many prefixes", Input::rules, 300,
     [](Size n) {
       return section(repeated(n, "when userName.startsWith(\"a#\") then autoConfirm\n"));
     }},
    {"many ranges", Input::rules, 300,
     [](Size n) { return section(repeated(n, "when size(userName) > # then autoConfirm\n")); }},
    {"many sections", Input::rules, 300,
     [](Size n) { return repeated(n, "on PreSignUp when userName == \"#\" then autoConfirm\n"); }},
    {"one rule with many actions", Input::rules, 300,
     [](Size n) { return "on PostConfirmation then " + repeated(n, "log(\"#\")", ", ") + "\n"; }},
    {"unknown names", Input::rules, 300,
     [](Size n) { return section(repeated(n, "when usrName# == \"a\" then autoConfrm\n")); }},
    {"unknown names in one line", Input::rules, 300,
     [](Size n) { return confirms_when(repeated(n, "usrName# == \"a\"", " && ")); }},
    {"mistakes of syntax", Input::rules, 300,
     [](Size n) { return section(times(n, "when then when\n")); }},
    {"mistakes in one line", Input::rules, 300,
     [](Size n) { return section(times(n, "when then ")); }},
    {"comments that silence", Input::rules, 300,
     [](Size n) {
       return section(times(n, "// lintel-ignore W0712: no\n") + "then autoConfirm\n" +
                      times(n, "// lintel-ignore W0712: no\nthen autoConfirm\n"));
     }},
    {"tests", Input::rules, 200,
     [](Size n) {
       return section("then autoConfirm\n") +
              repeated(n, "test \"t#\" given {} expect autoConfirm\n");
     }},
    {"an imported list",
     Input::rules,
     2000,
     [](Size) { return confirms_when("userName in lines(\"d.txt\")"); },
     {},
     [](Size n) { return repeated(n, "line #\n"); }},
    {"an imported table",
     Input::rules,
     1000,
     [](Size) { return confirms_when("csv(\"d.txt\")[userName] == \"x\""); },
     {},
     [](Size n) { return "k,v\n" + repeated(n, "#,#\n"); }},
    {"imported columns",
     Input::rules,
     1000,
     [](Size) { return confirms_when("csv(\"d.txt\")[userName].c1 == \"x\""); },
     {},
     [](Size n) { return repeated(n, "c#", ",") + "\n" + repeated(n, "#", ",") + "\n"; }},
    {"imported JSON that is wide",
     Input::rules,
     1000,
     [](Size) { return confirms_when("json(\"d.txt\")[userName] == \"x\""); },
     {},
     [](Size n) { return "{" + repeated(n, "\"#\":\"#\"", ",") + "}"; }},
    {"imported JSON that is deep",
     Input::rules,
     2000,
     [](Size) { return confirms_when("size(json(\"d.txt\")) == 1"); },
     {},
     [](Size n) { return times(n, "[") + times(n, "]"); }},
    {"one import, over and over",
     Input::rules,
     50,
     [](Size n) {
       return section(times(n, "when userName in lines(\"d.txt\") then autoConfirm\n"));
     },
     {},
     [](Size) { return repeated(200, "line #\n"); }},
    run_of("run of (", "("),
    run_of("run of )", ")"),
    run_of("run of [", "["),
    run_of("run of {", "{"),
    run_of("run of \"", "\""),
    run_of("run of '", "'"),
    run_of("run of `", "`"),
    run_of("run of /", "/"),
    run_of("run of \\", "\\"),
    run_of("run of -", "-"),
    run_of("run of !", "!"),
    run_of("run of .", "."),
    run_of("run of ,", ","),
    run_of("run of $", "$"),
    run_of("run of a", "a"),
    run_of("run of 0", "0"),
    run_of("run of blanks", " "),
    run_of("run of line ends", "\n"),
    run_of("run of CR", "\r"),
    run_of("run of NUL", std::string(1, '\0')),
    run_of("run of two-byte letters", "\xc3\xa9"),
    run_of("run of bytes that are no UTF-8", "\xff"),
    run_of("run of byte order marks", "\xef\xbb\xbf"),
    run_of("run of on", "on "),
    run_of("run of when", "when "),
    run_of("run of rule", "rule "),
    run_of("run of ${", "\"${"),
    inside("a long name", "on PreSignUp when ", "a", " then autoConfirm", 20'000),
    inside("a long text", "on PreSignUp when userName == \"", "a", "\" then autoConfirm", 20'000),
    inside("a text of escapes", "on PreSignUp when userName == \"", "\\u00e9",
           "\" then autoConfirm", 4000),
    inside("a text without end", "on PreSignUp when userName == \"", "a", "", 20'000),
    inside("a long number", "on PreSignUp when 1", "0", " == 1 then autoConfirm", 20'000),
    inside("a long comment", "on PreSignUp // ", "a", "\nthen autoConfirm", 20'000),
    inside("comments", "on PreSignUp\n", "// a\n", "then autoConfirm", 5000),
    inside("a long ignore", "on PreSignUp // lintel-ignore ", "W0712, ", "\nthen autoConfirm",
           3000),
};

}  // namespace

std::span<const Family> rules_families() { return families; }

std::string times(std::size_t count, std::string_view text) {
  std::string all;
  all.reserve(count * text.size());
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

std::string repeated(std::size_t count, std::string_view part, std::string_view joint) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) all += joint;
    for (const char c : part) c == '#' ? all += std::to_string(i) : all += c;
  }
  return all;
}

std::string confirms_when(const std::string& condition) {
  return "on PreSignUp\nwhen " + condition + "\nthen autoConfirm\n";
}

}  // namespace lintel::security
