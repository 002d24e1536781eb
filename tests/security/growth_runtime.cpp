// SPDX-License-Identifier: Apache-2.0
// Events and images that try to make the runtime work for longer than they are.
#include "tests/security/growth_families.h"

namespace lintel::security {
namespace {

using Size = std::size_t;

constexpr std::string_view by_name = "on PreSignUp\nwhen userName == \"x\" then autoConfirm\n";
constexpr std::string_view by_attributes =
    "on PreSignUp\nwhen attr.exists(k, attr[k] == \"x\") then autoConfirm\n";
constexpr std::string_view by_list =
    "on PreSignUp\nwhen size(jsonList(attr.l).distinct()) == 1 then autoConfirm\n";
constexpr std::string_view by_object =
    "on PreSignUp\nwhen json(attr.l).exists(k, k == \"x\") then autoConfirm\n";
constexpr std::string_view by_pairs =
    "on PreSignUp\nwhen jsonList(attr.l).all(a, jsonList(attr.l).exists(b, a == b)) then "
    "autoConfirm\n";
constexpr std::string_view by_search =
    "on PreSignUp\nwhen attr.l.contains(\"aaaaaaaaaaaaaaaab\") || attr.l.indexOf(\"aab\") > 0 "
    "then autoConfirm\n";
constexpr std::string_view by_replacing =
    "on PreSignUp\nwhen attr.l.replace(\"\", \"0123456789\").replace(\"0\", \"0123456789\") == "
    "\"x\" "
    "then autoConfirm\n";
constexpr std::string_view by_splitting =
    "on PreSignUp\nwhen size(attr.l.split(\"\").distinct()) == 1 then autoConfirm\n";
constexpr std::string_view by_pattern =
    "on PreSignUp\nwhen attr.l.matches(\"^(a?){30}(a|b)*a(a|b){6}c$\") then autoConfirm\n";
constexpr std::string_view by_claims =
    "on PreTokenGeneration\nthen overrideGroups(jsonList(attr.l) ?? [])\n";
constexpr std::string_view by_message =
    "on CustomMessage\nthen emailSubject(\"${attr.l ?? \"\"}\"), "
    "emailMessage(\"<p>${attr.l ?? \"\"}</p>${codeParameter}\")\n";

std::string event(const std::string& members) {
  return R"({"version":"1","triggerSource":"PreSignUp_SignUp","userName":"u","request":{"userAttributes":{"a":"b"}},)" +
         members + R"("response":{}})";
}

std::string with_attributes(const std::string& attributes,
                            std::string_view source = "PreSignUp_SignUp") {
  return R"({"version":"1","triggerSource":")" + std::string(source) +
         R"(","userName":"u","request":{"userAttributes":{)" + attributes + R"(}},"response":{}})";
}

std::string with_list(const std::string& text, std::string_view source = "PreSignUp_SignUp") {
  return with_attributes("\"l\":\"" + text + '"', source);
}

// Its work is the square of its names, up to what lists hold.
Family capped_events(std::string_view name, std::string_view rules, Size size,
                     std::function<std::string(Size)> make) {
  return {name, Input::event, size, std::move(make), rules, {}, true};
}

Family events(std::string_view name, std::string_view rules, Size size,
              std::function<std::string(Size)> make) {
  return {name, Input::event, size, std::move(make), rules};
}

std::string texts(Size n) { return "[" + repeated(n, "\\\"#\\\"", ",") + "]"; }

const Family families[] = {
    events(
        "objects in objects", by_name, 50'000,
        [](Size n) { return event("\"x\":" + times(n, "{\"x\":") + "1" + times(n, "}") + ","); }),
    events("lists in lists in an event", by_name, 50'000,
           [](Size n) { return event("\"x\":" + times(n, "[") + times(n, "]") + ","); }),
    events("lists without end", by_name, 100'000, [](Size n) { return times(n, "["); }),
    events("many members", by_name, 20'000,
           [](Size n) { return event(repeated(n, "\"m#\":#", ",") + ","); }),
    events("one member, over and over", by_name, 20'000,
           [](Size n) { return event(times(n, "\"userName\":\"x\",")); }),
    capped_events("many attributes", by_attributes, 1030,
                  [](Size n) { return with_attributes(repeated(n, "\"a#\":\"#\"", ",")); }),
    events("one attribute, over and over", by_attributes, 20'000,
           [](Size n) { return with_attributes(times(n, "\"a\":\"b\",") + "\"a\":\"b\""); }),
    events("a long text in an event", by_name, 200'000,
           [](Size n) { return event("\"x\":\"" + times(n, "a") + "\","); }),
    events("a text of escapes in an event", by_search, 10'000,
           [](Size n) { return with_list(times(n, "\\u0061")); }),
    events("surrogates without their other half", by_search, 10'000,
           [](Size n) { return with_list(times(n, "\\ud800")); }),
    events("a long number in an event", by_name, 200'000,
           [](Size n) { return event("\"x\":1" + times(n, "0") + ","); }),
    events("a number of many exponents", by_name, 50'000,
           [](Size n) { return event("\"x\":" + times(n, "1e") + ","); }),
    events("blanks", by_name, 200'000, [](Size n) { return event(times(n, " ")); }),
    events("backslashes", by_name, 100'000,
           [](Size n) { return event("\"x\":\"" + times(n, "\\\\") + "\","); }),
    events("bytes that are no UTF-8", by_name, 200'000,
           [](Size n) { return event("\"x\":\"" + times(n, "\xff") + "\","); }),
    capped_events("distinct elements", by_list, 1030, [](Size n) { return with_list(texts(n)); }),
    capped_events("a JSON object in a text", by_object, 1030,
                  [](Size n) { return with_list("{" + repeated(n, "\\\"#\\\":#", ",") + "}"); }),
    events("JSON in a text that is deep", by_object, 20'000,
           [](Size n) { return with_list(times(n, "{\\\"a\\\":") + times(n, "}")); }),
    capped_events("pairs of elements", by_pairs, 200, [](Size n) { return with_list(texts(n)); }),
    events("searches that almost succeed", by_search, 20'000,
           [](Size n) { return with_list(times(n, "a")); }),
    events("replacements that grow", by_replacing, 1000,
           [](Size n) { return with_list(times(n, "a")); }),
    events("pieces", by_splitting, 1000, [](Size n) { return with_list(times(n, "a")); }),
    events("a pattern that almost matches", by_pattern, 20'000,
           [](Size n) { return with_list(times(n, "ab")); }),
    events("groups for a token", by_claims, 300,
           [](Size n) { return with_list(texts(n), "TokenGeneration_Authentication"); }),
    events("markup in a message", by_message, 2000,
           [](Size n) { return with_list(times(n, "<>&'"), "CustomMessage_SignUp"); }),
    {"an image with a long list", Input::image, 5000,
     [](Size n) { return confirms_when("userName in [" + repeated(n, "\"#\"", ", ") + "]"); }},
    {"an image with many rules", Input::image, 300,
     [](Size n) {
       return "on PreSignUp\n" +
              repeated(n, "when userName == \"#\" && attr.a != \"#\" then autoConfirm\n");
     }},
    {"an image with a large automaton", Input::image, 25,
     [](Size n) { return confirms_when("userName.matches(\".{" + std::to_string(n) + "}\")"); }},
};

}  // namespace

std::span<const Family> runtime_families() { return families; }

}  // namespace lintel::security
