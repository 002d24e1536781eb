// SPDX-License-Identifier: Apache-2.0
#include "tests/support/index_generator.h"

#include <string_view>

namespace lintel::generator {
namespace {

template <typename... Parts>
std::string cat(const Parts&... parts) {
  std::string text;
  (text.append(parts), ...);
  return text;
}

class Writer {
 public:
  Writer(Dice& dice, std::size_t rules, std::size_t words)
      : dice_(dice), words_(words), effects_(2 + rules / 30) {}

  std::string number() { return std::to_string(dice_.below(words_)); }

  // Numbers of all lengths, so that many are the beginnings or ends of others.
  std::string piece() {
    std::string digits = std::to_string(dice_.below(words_ * 10));
    digits.resize(1 + dice_.below(digits.size()));
    return digits;
  }

  std::string quoted(const std::string& text) { return cat("\"", text, "\""); }
  std::string domains() {
    return list([this] { return domain(); });
  }
  std::string domain() { return quoted(cat("d", number(), ".example")); }
  std::string plan() { return quoted((dice_.one_in(4) ? "Plan-" : "plan-") + number()); }
  std::string seats() { return std::string("int(attr[\"custom:seats\"])"); }

  template <typename Make>
  std::string list(Make make) {
    std::string text = "[";
    for (std::size_t i = dice_.below(4) + 1; i > 0; --i) text += make() + (i > 1 ? ", " : "]");
    return text;
  }

  std::string range(const std::string& key) {
    const std::size_t low = dice_.below(words_);
    const std::string from = std::to_string(low);
    const std::string to = std::to_string(low + dice_.below(8));
    switch (dice_.below(7)) {
      case 0: return cat(key, " > ", from);
      case 1: return cat(key, " <= ", to);
      case 2: return cat(key, " == ", from);
      case 3: return cat(key, " in [", from, ", ", to, ", -", from, "]");
      case 4: return cat("!(", key, " < ", from, ")");
      default: return cat(from, " <= ", key, " && ", key, " < ", to);
    }
  }

  // A comparison of one key, or of what is like it.
  std::string test() {
    switch (dice_.below(17)) {
      case 0: return cat("email.domain == ", domain());
      case 1: return cat("email.domain in ", domains());
      case 2: return cat("clientId == ", quoted(cat("c", number())));
      case 3: return cat("attr[\"custom:plan\"] == ", plan());
      case 4: return cat("attr[\"custom:plan\"].equalsIgnoreCase(", plan(), ")");
      case 5:
        return cat("(attr[\"custom:org\"] ?? \"none\").lowerAscii() == ",
                   quoted(cat("t", number())));
      case 6: return cat("userName.startsWith(", quoted(cat("u", piece())), ")");
      case 7: return cat("userName.endsWith(", quoted(piece()), ")");
      case 8: return cat("attr.email.endsWith(", quoted(cat("@d", number(), ".example")), ")");
      case 9: return range(seats());
      case 10: return range("size(userName)");
      case 11:
        return cat("{\"gold\": \"g", number(),
                   "\", \"tin\": \"g1\"}[attr[\"custom:tier\"]] == \"g1\"");
      case 12: return cat("clientMetadata[\"campaign\"] == ", quoted(cat("c", number())));
      case 13: return cat("(", test(), " || ", test(), ")");
      case 14: return cat("((", test(), ") ?? false)");
      case 15: return cat("(", range(seats()), " ? ", test(), " : false)");
      default: return cat("email.local == ", quoted(cat("u", number())));
    }
  }

  // What cannot be looked up.
  std::string other() {
    switch (dice_.below(6)) {
      case 4: return "ours";
      case 0: return "has(attr[\"custom:plan\"])";
      case 1: return cat("!(email.domain in ", domains(), ")");
      case 2: return cat("userName.contains(", quoted(piece()), ")");
      case 3: return cat(seats(), " + 1 == ", number());
      default: return cat("userName != ", quoted(cat("u", number())));
    }
  }

  std::string condition() {
    std::string text = test();
    for (std::size_t i = dice_.below(3); i > 0; --i) {
      const std::string more = dice_.one_in(3) ? other() : test();
      text = dice_.one_in(2) ? text + " && " + more : more + " && " + text;
    }
    return dice_.one_in(8) ? other() : text;
  }

  std::string grant() {
    // Of many rules few may ask for effects: an event that finds them all gets no more than 64.
    if (dice_.one_in(effects_)) {
      return dice_.one_in(2) ? std::string("log(\"rule of ${userName}\")")
                             : cat("autoConfirm, log(", quoted(cat("number ", number())), ")");
    }
    static constexpr std::string_view flags[] = {"autoVerifyEmail", "autoVerifyPhone",
                                                 "autoConfirm"};
    return std::string(dice_.pick(flags));
  }

  std::string denial() {
    return dice_.one_in(2) ? "reject(\"no\")" : cat("reject(", quoted(cat("not ", number())), ")");
  }

  std::string rule(IndexShape shape) {
    switch (shape) {
      case IndexShape::domains: return cat("when email.domain == ", domain(), " then ", grant());
      case IndexShape::conjunctions:
        return cat("when email.domain == ", domain(),
                   " && clientId == ", quoted(cat("c", number())), " then ", grant());
      case IndexShape::prefixes:
        return cat("when userName.startsWith(", quoted(cat("u", piece())), ") then ", grant());
      case IndexShape::suffixes:
        return cat("when userName.endsWith(", quoted(piece()), ") then ", grant());
      case IndexShape::ranges: return cat("when ", range(seats()), " then ", grant());
      case IndexShape::sets: return cat("when email.domain in ", domains(), " then ", grant());
      case IndexShape::mixed: break;
    }
    if (dice_.one_in(40)) return cat("then ", grant());
    if (dice_.one_in(12)) return guarded_denial();
    return cat("when ", condition(), " then ", grant());
  }

  // What a denial looks at has to be there, but for what is none in spite of it.
  std::string guarded_denial() {
    std::string what;
    switch (dice_.below(5)) {
      case 0: what = cat("has(attr.email) && email.domain == ", domain()); break;
      case 1: what = cat("userName.startsWith(", quoted(cat("u", piece())), ")"); break;
      case 2:
        what = cat("has(attr.email) && (email.domain == ", domain(),
                   " || email.local == ", quoted(cat("u", number())),
                   ") && has(clientId) && clientId == ", quoted(cat("c", number())));
        break;
      case 3:
        what = cat("has(attr.email) && email.local in ",
                   list([this] { return quoted(cat("u", number())); }));
        break;
      default: what = cat("size(userName) > ", std::to_string(3 + dice_.below(4))); break;
    }
    return cat("when ", what,
               (dice_.one_in(3) ? cat(" && userName.contains(", quoted(piece()), ")") : ""),
               " then ", denial());
  }

 private:
  Dice& dice_;
  std::size_t words_;
  std::size_t effects_;  // one rule in so many has some
};

}  // namespace

std::string make_index_rules(Dice& dice, IndexShape shape, std::size_t rules, std::size_t words) {
  Writer writer(dice, rules, words);
  std::string text = "let ours = email.domain in [\"d0.example\", \"d1.example\"]\non PreSignUp\n";
  for (std::size_t i = 0; i < rules; ++i) {
    // A part of the rules for one source alone, so that there are several programs.
    if (shape == IndexShape::mixed && rules > 4 && i == rules - rules / 4)
      text += "on PreSignUp_SignUp\n";
    text += writer.rule(shape) + "\n";
  }
  return text;
}

std::string make_index_event(Dice& dice, std::size_t words) {
  const auto number = [&] { return std::to_string(dice.below(words + 2)); };
  const auto text = [&](std::string value) {
    if (dice.one_in(16)) return std::string("null");
    if (dice.one_in(16) && !value.empty()) value = cat("\\u0075", value);
    return cat("\"", value, "\"");
  };
  const auto email = [&] {
    if (dice.one_in(8)) return std::string("no address");
    const std::string domain = cat(dice.one_in(4) ? "@D" : "@d", number());
    return cat("u", number(), domain, (dice.one_in(4) ? ".Example" : ".example"));
  };
  const auto user = [&] {
    std::string digits = std::to_string(dice.below(words * 12));
    if (dice.one_in(6)) digits += std::to_string(dice.below(100'000'000));
    return cat("u", digits);
  };
  const auto seats = [&] {
    static constexpr std::string_view odd[] = {
        "many", "-3", "9223372036854775807", "-9223372036854775808", "1e3", " 4", ""};
    return dice.one_in(6) ? std::string(dice.pick(odd)) : number();
  };
  std::string attributes;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (dice.one_in(5)) return;
    if (!attributes.empty()) attributes += ",";
    attributes.append("\"").append(name).append("\":").append(text(value));
  };
  add("email", email());
  add("custom:plan", cat(dice.one_in(2) ? "plan-" : "PLAN-", number()));
  add("custom:org", cat(dice.one_in(2) ? "t" : "T", number()));
  add("custom:seats", seats());
  add("custom:tier", dice.one_in(2) ? "gold" : dice.one_in(2) ? "tin" : "wood");
  static constexpr std::string_view sources[] = {"PreSignUp_SignUp", "PreSignUp_AdminCreateUser",
                                                 "PreSignUp_ExternalProvider", "PreSignUp_New"};
  std::string event = cat("{\"version\":\"1\",\"triggerSource\":\"", dice.pick(sources), "\",");
  event +=
      cat("\"userName\":\"", user(), "\",\"callerContext\":{\"clientId\":\"c", number(), "\"}");
  event += cat(",\"request\":{\"userAttributes\":{", attributes, "}");
  if (dice.one_in(2)) event += cat(",\"clientMetadata\":{\"campaign\":\"c", number(), "\"}");
  return cat(event, "},\"response\":{}}");
}

}  // namespace lintel::generator
