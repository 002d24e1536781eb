// SPDX-License-Identifier: Apache-2.0
// Rules text of any size.
#include "bench/generate.h"

#include <string>

namespace lintel::bench {
namespace {

// A line of the shape `mixed`; # stands for the number of the rule.
constexpr std::string_view kinds[] = {
    R"(when email.domain == "n#.example.com" then autoConfirm)",
    R"(when attr["custom:plan"] == "plan-#" && has(attr.email) then autoConfirm, autoVerifyEmail)",
    R"(when email.domain in ["a#.example", "b#.example", "c#.example"] then autoConfirm)",
    R"(rule "staff #" when attr.email.endsWith("@staff#.example") then autoVerifyEmail)",
    R"(when userName.startsWith("bot#-") then reject("robot # is not welcome"))",
    R"(when attr.phone_number.startsWith("+#") || attr.phone_number.endsWith("#") then autoVerifyPhone)",
    R"(when clientMetadata["campaign"] == "#" && !(attr.locale in ["en", "de"]) then autoConfirm)",
    R"(when size(userName) > 100 && userName.contains("#") then reject("too long: ${userName}"))",
    R"(rule "tenant #" when (attr["custom:org"] ?? "none").lowerAscii() == "t#" then autoConfirm)",
    R"(when int(attr["custom:seats"]) > # ? email.domain == "a.example" : false then autoConfirm)",
    R"(when has(attr.email) && attr.email == "blocked@n#.example" then reject("no ${attr.email}"))",
    R"(when {"gold": "g#", "silver": "s#"}[attr["custom:tier"]] == "g#" then autoConfirm)",
};

void append_line(std::string& text, std::string_view kind, std::size_t number) {
  const std::string digits = std::to_string(number);
  for (std::size_t i = 0; i < kind.size(); ++i) {
    const bool stands_for_number = kind[i] == '#';
    stands_for_number ? text.append(digits) : text.append(1, kind[i]);
  }
  text.push_back('\n');
}

}  // namespace

std::string_view name_of(Shape shape) {
  switch (shape) {
    case Shape::domains: return "domains";
    case Shape::mixed: return "mixed";
    case Shape::list: return "list";
  }
  return {};
}

std::string domain_number(std::size_t number) {
  return "customer-" + std::to_string(number) + ".example.com";
}

Generated generate(Shape shape, std::size_t rules) {
  Generated result;
  result.source.name = "generated.rules";
  std::string& text = result.source.text = "on PreSignUp\n";
  if (shape == Shape::list) {
    text +=
        "when has(email.domain) && email.domain in lines(\"list.txt\")\nthen reject(\"not "
        "here\")\n";
  }
  for (std::size_t i = 0; i < rules; ++i) {
    switch (shape) {
      case Shape::domains:
        text += "when email.domain == \"" + domain_number(i) + "\" then autoConfirm\n";
        break;
      case Shape::mixed: append_line(text, kinds[i % std::size(kinds)], i); break;
      case Shape::list: result.list += domain_number(i) + "\n"; break;
    }
  }
  return result;
}

}  // namespace lintel::bench
