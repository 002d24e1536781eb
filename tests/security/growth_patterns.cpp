// SPDX-License-Identifier: Apache-2.0
// Patterns that are short and stand for much.
#include "tests/security/growth_families.h"

namespace lintel::security {
namespace {

using Size = std::size_t;

std::string number(Size n) { return std::to_string(n); }

Family pattern(std::string_view name, Size size, std::function<std::string(Size)> make) {
  return {name, Input::rules, size, [make = std::move(make)](Size n) {
            return confirms_when("userName.matches(\"" + make(n) + "\")");
          }};
}

Family capped(std::string_view name, Size size, std::function<std::string(Size)> make) {
  Family made = pattern(name, size, std::move(make));
  made.capped = true;
  return made;
}

const Family families[] = {
    capped("(a?){n}a{n}", 260,
           [](Size n) { return "(a?){" + number(n) + "}a{" + number(n) + "}"; }),
    pattern("(a{n}){n}", 8, [](Size n) { return "(a{" + number(n) + "}){" + number(n) + "}"; }),
    pattern("(a{1000}){1000}...", 2, [](Size n) { return "a" + times(n, "{1000}"); }),
    pattern("((a*)*)*...", 20, [](Size n) { return times(n, "(") + "a" + times(n, "*)"); }),
    capped("(a|b)*a(a|b){n}", 8, [](Size n) { return "(a|b)*a(a|b){" + number(n) + "}"; }),
    pattern("(.*a){n}", 4, [](Size n) { return "(.*a){" + number(n) + "}"; }),
    capped(".{n}", 300, [](Size n) { return ".{" + number(n) + "}"; }),
    capped(".{100}.{100}...", 30, [](Size n) { return times(n, ".{100}"); }),
    pattern("groups in groups", 100, [](Size n) { return times(n, "(") + "a" + times(n, ")"); }),
    capped("a long word", 1100, [](Size n) { return times(n, "a"); }),
    pattern("words with | between", 100, [](Size n) { return repeated(n, "word#", "|"); }),
    pattern("empty alternatives", 500, [](Size n) { return times(n, "|"); }),
    pattern("classes of letters", 10, [](Size n) { return times(n, "\\\\p{L}"); }),
    pattern("a class of classes", 50,
            [](Size n) { return "[" + times(n, "\\\\p{L}\\\\P{Lu}") + "]"; }),
    pattern("a class of ranges", 200, [](Size n) { return "[" + times(n, "a-zA-Z0-9") + "]"; }),
    capped("classes that shrink", 600,
           [](Size n) { return repeated(n, "[\\\\x{#}-\\\\x{ffff}]"); }),
    pattern("ignoring case", 200, [](Size n) { return "(?i)" + repeated(n, "k#", "|"); }),
    pattern("optional letters", 100, [](Size n) { return repeated(n, "(x#)?"); }),
    pattern("brackets without end", 1000, [](Size n) { return times(n, "["); }),
    {"many patterns", Input::rules, 50,
     [](Size n) {
       return "on PreSignUp\n" +
              repeated(n, "when userName.matches(\"a#[bc]*d\") then autoConfirm\n");
     }},
};

}  // namespace

std::span<const Family> pattern_families() { return families; }

}  // namespace lintel::security
