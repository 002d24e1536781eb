// SPDX-License-Identifier: Apache-2.0
// Lists, maps and loops as rules use them: what they give, with and without optimisation, and what
// is refused.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "runtime/limits.h"
#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

constexpr std::string_view event =
    R"({"userName":"jo","request":{"userAttributes":{"email":"Jo@Example.com","name":"<b>&",)"
    R"("b":"B","n":"2"},"clientMetadata":{"one":"1","two":"2","nil":null}},"response":{}})";

class Clock : public Host {
 public:
  std::string_view variable(std::string_view name) override {
    return name == "STAGE" ? std::string_view("prod") : std::string_view();
  }
  bool now(Instant& time) override {
    time = {1'700'000'000, 0};
    return true;
  }
  bool random(std::span<std::byte>) override { return false; }
};

std::string logged(const std::string& rules, const CompileOptions& options) {
  const Source source{"rules/x.rules", rules};
  const auto compilation = compile({&source, 1}, options);
  if (!compilation.ok()) return "does not compile: " + findings_of(rules);
  const auto loaded = Ruleset::load(compilation.image);
  if (!loaded) return "refused: " + std::string(loaded.fault().message());
  Clock clock;
  Evaluator evaluator(*loaded, &clock);
  const Outcome outcome = evaluator.evaluate(event);
  if (outcome.kind() == OutcomeKind::fault) return "fault: " + std::string(outcome.message());
  std::string all;
  for (const Effect& effect : outcome.effects())
    all += (all.empty() ? "" : "|") + std::string(effect.arguments[0].text);
  return all;
}

// What the rules log, and that it is the same however they are compiled.
std::string logs(const std::string& rules) {
  CompileOptions plain;
  plain.optimise = false;
  CompileOptions stripped;
  stripped.strip = true;
  const std::string optimised = logged(rules, {});
  EXPECT_EQ(optimised, logged(rules, plain)) << rules;
  EXPECT_EQ(optimised, logged(rules, stripped)) << rules;
  return optimised;
}

// The value of a text, after these lets.
std::string text(const std::string& value, const std::string& lets = "") {
  return logs("on PostConfirmation\n" + lets + "\nthen log((" + value + ") ?? \"absent\")");
}

// The value of a bool; where it is asked for as a value, and where it is branched on.
std::string truth(const std::string& condition, const std::string& lets = "") {
  const std::string value = text("(" + condition + ") ? \"true\" : \"false\"", lets);
  const std::string branched =
      logs("on PostConfirmation\n" + lets + "\nwhen " + condition + " then log(\"true\")\nwhen !(" +
           condition + ") then log(\"false\")");
  EXPECT_EQ(value, branched.empty() ? "absent" : branched) << condition;
  return value;
}

// A list of texts, joined by loops of its own.
std::string list(const std::string& value, const std::string& lets = "") {
  std::string all;
  for (int i = 0; i < 5; ++i) {
    const std::string element =
        text("(" + value + ")[" + std::to_string(i) + " + size(\"\")]", lets);
    if (element == "absent") break;
    all += (i == 0 ? "" : ",") + element;
  }
  return all;
}

TEST(Loops, OverLists) {
  EXPECT_EQ(truth("[userName, \"x\"].all(v, v.size() == 2)"), "false");
  EXPECT_EQ(truth("[userName, \"xy\"].all(v, v.size() == 2)"), "true");
  EXPECT_EQ(truth("[userName, \"x\"].exists(v, v == \"x\")"), "true");
  EXPECT_EQ(truth("[userName, \"x\"].exists(v, v == \"y\")"), "false");
  EXPECT_EQ(truth("[userName, \"x\"].exists_one(v, v == \"x\")"), "true");
  EXPECT_EQ(truth("[userName, \"x\", \"x\"].existsOne(v, v == \"x\")"), "false");
  EXPECT_EQ(truth("[userName].exists_one(v, v == \"x\")"), "false");
  EXPECT_EQ(list("[userName, \"x\"].map(v, v + \"!\")"), "jo!,x!");
  EXPECT_EQ(list("[userName, \"x\", \"jo\"].filter(v, v == userName)"), "jo,jo");
  EXPECT_EQ(list("[userName, \"xyz\"].map(v, v.size() == 3, v + \"!\")"), "xyz!");
}

TEST(Loops, OverTables) {
  const std::string lets = "let t = [\"a\", \"jo\", \"b\"]\nlet n = [1, 2, 3]\n";
  EXPECT_EQ(truth("t.exists(v, v == userName)", lets), "true");
  EXPECT_EQ(truth("n.all(v, v < userName.size() + 2)", lets), "true");
  EXPECT_EQ(truth("n.exists_one(v, v == userName.size())", lets), "true");
  EXPECT_EQ(list("t.map(v, v + userName)", lets), "ajo,jojo,bjo");
  EXPECT_EQ(list("t.filter(v, v != userName)", lets), "a,b");
  EXPECT_EQ(list("n.map(v, string(v * 2))", lets), "2,4,6");
  EXPECT_EQ(truth("[[\"a\"], [\"jo\"]].exists(l, userName in l)"), "true");
  EXPECT_EQ(truth("[{\"k\": \"jo\"}, {\"k\": \"a\"}].exists(m, m.k == userName)"), "true");
  EXPECT_EQ(truth("[true, false].exists_one(v, v)"), "true");
  EXPECT_EQ(truth("[0.5, 2.0].all(v, v < 3.0)"), "true");
}

TEST(Loops, OverEmptyLists) {
  EXPECT_EQ(truth("[userName].filter(v, false).all(v, false)"), "true");
  EXPECT_EQ(truth("[userName].filter(v, false).exists(v, true)"), "false");
  EXPECT_EQ(truth("[userName].filter(v, false).exists_one(v, true)"), "false");
  EXPECT_EQ(truth("[userName].filter(v, false).map(v, v).size() == 0"), "true");
}

TEST(Loops, OverMapsTakeTheirKeys) {
  EXPECT_EQ(truth("{\"jo\": 1, \"a\": 2}.exists(k, k == userName)"), "true");
  EXPECT_EQ(list("{\"jo\": userName, \"a\": \"x\"}.map(k, k)"), "jo,a");
  EXPECT_EQ(list("{userName: 1}.map(k, k)"), "jo");
  EXPECT_EQ(list("clientMetadata.map(k, k)"), "one,two");
  EXPECT_EQ(list("clientMetadata.map(k, clientMetadata[k] ?? \"-\")"), "1,2");
  EXPECT_EQ(truth("attr.exists(k, attr[k] == \"B\")"), "true");
  EXPECT_EQ(truth("attr.all(k, has(attr[k]))"), "true");
}

// As && and || take absence.
TEST(Loops, AllAndExistsAbsorbAbsence) {
  const std::string lets = "let l = [\"b\", \"none\", userName]\n";
  EXPECT_EQ(truth("l.all(k, attr[k] == \"B\")", lets), "absent");
  EXPECT_EQ(truth("l.all(k, attr[k] == \"x\")", lets), "false");
  EXPECT_EQ(truth("l.exists(k, attr[k] == \"B\")", lets), "true");
  EXPECT_EQ(truth("l.exists(k, attr[k] == \"x\")", lets), "absent");
  EXPECT_EQ(truth("[\"none\", \"b\"].all(k, attr[k] == \"x\")"), "false");
  EXPECT_EQ(truth("[\"none\", \"b\"].exists(k, attr[k] == \"B\")"), "true");
}

TEST(Loops, TheOthersAreStrict) {
  EXPECT_EQ(truth("[\"b\", \"none\"].exists_one(k, attr[k] == \"B\")"), "absent");
  EXPECT_EQ(truth("[\"b\", \"b\", \"none\"].exists_one(k, attr[k] == \"B\")"), "absent");
  EXPECT_EQ(truth("has([\"b\", \"none\"].map(k, attr[k]))"), "false");
  EXPECT_EQ(truth("has([\"none\", \"b\"].filter(k, attr[k] == \"B\"))"), "false");
  EXPECT_EQ(truth("has([\"none\", \"b\"].map(k, attr[k] == \"B\", k))"), "false");
  EXPECT_EQ(truth("has([attr.none].map(k, \"x\"))"), "false");
  EXPECT_EQ(truth("[attr.none].all(k, true)"), "absent");
  EXPECT_EQ(truth("[attr.none].exists(k, true)"), "absent");
}

TEST(Loops, NarrowWhatTheyMap) {
  EXPECT_EQ(list("[\"b\", \"none\"].map(k, has(attr[k]), attr[k])"), "B");
  EXPECT_EQ(findings_of("on PostConfirmation then log([\"b\"].map(k, has(attr[k]), attr[k])[0] ?? "
                        "\"\")"),
            "");
  const auto argument = [](const std::string& value) {
    return findings_of("on PreSignUp when " + value + " then reject(\"no\")");
  };
  EXPECT_EQ(argument("[\"b\", userName].map(k, has(attr[k]), attr[k]).size() == 1"), "");
  EXPECT_EQ(argument("[\"b\", userName].all(k, has(attr[k]) && attr[k] == \"a\")"), "");
  EXPECT_EQ(argument("[\"b\", userName].filter(k, has(attr[k])).size() == 1"), "");
  // What holds of one element says nothing of another, nor outside of the loop.
  EXPECT_EQ(argument("[\"b\"].exists(k, has(attr[k])) && [\"b\"].exists(k, attr[k] == \"a\")"),
            "E0401 attr[k]");
  EXPECT_EQ(argument("[\"b\", userName].map(k, attr[k]).size() == 1"), "E0401 attr[k]");
}

TEST(Loops, InsideOfLoops) {
  EXPECT_EQ(truth("[userName, \"x\"].all(a, [\"jo\", \"x\"].exists(b, a == b))"), "true");
  EXPECT_EQ(truth("[userName, \"y\"].all(a, [\"jo\", \"x\"].exists(b, a == b))"), "false");
  EXPECT_EQ(list("[userName, \"x\"].map(a, [\"1\", \"2\"].map(b, a + b)).flatten()"),
            "jo1,jo2,x1,x2");
  EXPECT_EQ(list("[userName, \"x\"].map(a, [\"1\", a].filter(b, b == a)).flatten()"), "jo,x");
  EXPECT_EQ(list("[\"b\", \"a\"].filter(a, [userName].exists(b, a == \"a\")).map(c, c + \"!\")"),
            "a!");
  // A loop in the range is beside the other, not inside.
  EXPECT_EQ(list("[[userName], [\"x\"]].map(a, a.filter(b, true).map(c, c + \"!\")).flatten()"),
            "jo!,x!");
}

TEST(Loops, ShareWhatDoesNotVary) {
  EXPECT_EQ(list("[\"1\", \"2\"].map(a, userName.upperAscii() + a + userName.upperAscii())"),
            "JO1JO,JO2JO");
  EXPECT_EQ(list("[\"1\", \"2\"].map(a, a.upperAscii() + a.upperAscii())"), "11,22");
  EXPECT_EQ(truth("[\"1\", \"2\"].exists(a, has(attr.none) && attr.none + a == attr.none + a) || "
                  "userName.upperAscii() == userName.upperAscii() + \"\""),
            "true");
  // The same loop twice, and in another one.
  const std::string lets = "let l = [userName, \"x\"].map(v, v + \"!\")\n";
  EXPECT_EQ(truth("l[0] == \"jo!\" && l.exists(v, l.exists(w, v + w == \"x!jo!\"))", lets), "true");
  EXPECT_EQ(truth("[1, 2].all(n, l.size() == 2) && l.size() == 2", lets), "true");
}

TEST(Loops, InLetsWithParameters) {
  const std::string lets =
      "let among(x, l) = l.exists(v, v == x)\nlet each(l) = l.map(v, v + \"!\")\n";
  EXPECT_EQ(truth("among(userName, [\"jo\"]) && !among(\"x\", [\"jo\"])", lets), "true");
  EXPECT_EQ(truth("[\"a\", userName].exists(w, among(w, [\"jo\", \"x\"]))", lets), "true");
  EXPECT_EQ(list("each(each([userName]))", lets), "jo!!");
  EXPECT_EQ(truth("among(\"jo!\", each([userName])) && among(\"x\", [\"x\"])", lets), "true");
}

TEST(Loops, Refusals) {
  const auto when = [](const std::string& condition) {
    return findings_of("on PreSignUp let f(x) = x when f(true) && " + condition +
                       " then autoConfirm");
  };
  EXPECT_EQ(when("[1].all(1, true)"), "E0322 1");
  EXPECT_EQ(when("[1].all(x.y, true)"), "E0322 x.y");
  EXPECT_EQ(when("userName.all(v, true)"), "E0323 userName");
  EXPECT_EQ(when("userName.size().exists(v, true)"), "E0323 userName.size()");
  EXPECT_EQ(when("[1].all(v, v)"), "E0302 v");
  EXPECT_EQ(when("[1].filter(v, v).size() == 1"), "E0302 v");
  EXPECT_EQ(when("[1].map(v, v, v).size() == 1"), "E0302 v");
  EXPECT_EQ(when("[1].all(v)"), "E0314 all");
  EXPECT_EQ(when("[1].map(v, true, v, v).size() == 1"), "E0314 map");
  EXPECT_EQ(when("[1].exists(v, w == 1)"), "E0201 w");
  EXPECT_EQ(when("[1].exists(v, v == 1) && v == 1"), "E0201 v");
  EXPECT_EQ(when("[1].exists(v, [1].exists(v, v == 1))"), "E0206 v");
  EXPECT_EQ(when("[1].exists(f, true)"), "E0206 f");
  EXPECT_EQ(when("[1].exists(attr, true)"), "E0207 attr");
  EXPECT_EQ(when("[1].exists(size, true)"), "E0207 size");
  EXPECT_EQ(findings_of("on PreSignUp let f(x) = [1].exists(x, x == 1) when f(1) then autoConfirm"),
            "E0206 x");
}

TEST(Loops, TwoLevelsAndNoMore) {
  const auto when = [](const std::string& condition) {
    return findings_of("on PreSignUp when " + condition + " then autoConfirm");
  };
  EXPECT_EQ(when("[1].all(a, [1].all(b, a == b))"), "");
  EXPECT_EQ(when("[1].all(a, [1].all(b, [1].all(c, a == b && b == c)))"),
            "E0319 [1].all(a, [1].all(b, [1].all(c, a == b && b == c)))");
  EXPECT_EQ(when("[1].filter(a, true).filter(a, true).filter(a, true).size() == 1"), "");
}

TEST(Loops, RoundsAreBounded) {
  std::string many = "let l = [0";
  for (int i = 1; i < 400; ++i) many += "," + std::to_string(i);
  many += "]\n";
  EXPECT_EQ(truth("l.all(a, l.exists(b, a + b == a))", many), "true");
  EXPECT_EQ(text("l.all(a, l.all(b, a + b >= userName.size() - 2)) ? \"\" : \"\"", many),
            "fault: the loops and comparisons of the rules take more steps than an evaluation may");
}

TEST(Lists, AreComparedAndJoined) {
  EXPECT_EQ(truth("[userName, \"a\"] == [\"jo\", \"a\"]"), "true");
  EXPECT_EQ(truth("[userName, \"a\"] == [\"a\", \"jo\"]"), "false");
  EXPECT_EQ(truth("[userName] != [\"jo\", \"a\"]"), "true");
  EXPECT_EQ(truth("[attr.none] == [\"a\"]"), "absent");
  EXPECT_EQ(truth("[[1, userName.size()]] == [[1, 2]]"), "true");
  EXPECT_EQ(truth("{\"a\": userName, \"b\": \"x\"} == {\"b\": \"x\", \"a\": \"jo\"}"), "true");
  EXPECT_EQ(truth("{\"a\": userName} == {\"a\": \"x\"}"), "false");
  EXPECT_EQ(truth("[1, 2] == [1, 2]"), "true");
  EXPECT_EQ(truth("[0.0] == [-0.0]"), "true");
  EXPECT_EQ(truth("[] == [userName].filter(v, false)"), "true");
  EXPECT_EQ(list("(userName == \"jo\" ? [\"a\"] : [userName]) + [\"b\"]"), "a,b");
  EXPECT_EQ(list("[userName] + [\"b\"].map(v, v + v)"), "jo,bb");
  EXPECT_EQ(list("[userName, \"a\", \"jo\"].distinct()"), "jo,a");
  EXPECT_EQ(truth("userName in [\"x\"].map(v, userName)"), "true");
  EXPECT_EQ(truth("[userName] in [[\"jo\"]]"), "true");
  EXPECT_EQ(truth("userName in {userName: 1}"), "true");
  EXPECT_EQ(truth("0.5 in [0.5, 1.0]"), "true");
  EXPECT_EQ(truth("true in [userName == \"x\"]"), "false");
}

TEST(Lists, InChoices) {
  EXPECT_EQ(list("userName == \"jo\" ? [\"a\"] : [userName]"), "a");
  EXPECT_EQ(list("userName == \"x\" ? [\"a\"] : [userName]"), "jo");
  EXPECT_EQ(list("[attr.none] ?? [\"d\"]"), "d");
  EXPECT_EQ(list("[attr.b] ?? [\"d\"]"), "B");
  EXPECT_EQ(list("[attr.none] ?? [userName]"), "jo");
  EXPECT_EQ(truth("(attr.none == \"x\" ? [userName] : []).size() == 0"), "absent");
  EXPECT_EQ(text("(userName == \"jo\" ? {\"k\": \"v\"} : {\"k\": userName}).k"), "v");
  EXPECT_EQ(text("{userName: \"v\", \"jo\": \"w\"}[userName]"), "absent");
  EXPECT_EQ(text("{userName: \"v\", \"x\": \"w\"}[userName]"), "v");
  EXPECT_EQ(text("{userName: [\"v\"]}[userName][0]"), "v");
}

TEST(Lists, OfDomainsTakeLetterCaseAside) {
  EXPECT_EQ(truth("email.domain in [\"EXAMPLE.com\"]"), "true");
  EXPECT_EQ(truth("email.domain in [userName, \"EXAMPLE.com\"]"), "true");
  EXPECT_EQ(truth("email.domain in [\"x\"].map(v, \"EXAMPLE.com\")"), "true");
  EXPECT_EQ(truth("\"EXAMPLE.com\" in [email.domain]"), "true");
  EXPECT_EQ(truth("\"EXAMPLE.com\" in [email.domain].filter(v, true)"), "true");
  EXPECT_EQ(truth("[email.domain] == [\"EXAMPLE.com\"]"), "true");
  EXPECT_EQ(truth("[\"EXAMPLE.com\"].map(v, v) == [email.domain]"), "true");
  EXPECT_EQ(truth("[\"EXAMPLE.com\"].exists(v, v == email.domain)"), "true");
  EXPECT_EQ(truth("[userName] + [\"EXAMPLE.com\"] == [userName, email.domain]"), "true");
}

TEST(Numbers, OfDoubles) {
  EXPECT_EQ(truth("1.5 + 0.5 == 2.0 && 1e3 == 1000.0 && .5 < 1.0"), "true");
  EXPECT_EQ(truth("-1.5 < -1.0 && 3.0 / 2.0 >= 1.5 && 2.0 * 2.0 - 1.0 > 2.9"), "true");
  EXPECT_EQ(truth("[1.5].exists(v, v * 2.0 == 3.0)"), "true");
  EXPECT_EQ(findings_of("on PreSignUp when 1e999 > 1.0 then autoConfirm"), "E0320 1e999");
  EXPECT_EQ(findings_of("on PreSignUp when 1.0 == 1 then autoConfirm"), "E0301 ==");
  EXPECT_EQ(truth("userName == \"jo\" ? 1.0 / 0.0 > 1e300 : false"), "true");
}

TEST(Host, EnvironmentAndTime) {
  EXPECT_EQ(text("env[\"STAGE\"]"), "prod");
  EXPECT_EQ(text("env[\"OTHER\"]"), "absent");
  EXPECT_EQ(truth("env[\"STAGE\"] == \"prod\""), "true");
  EXPECT_EQ(truth("has(env[\"OTHER\"])"), "false");
  EXPECT_EQ(truth("now == now && now <= now && !(now < now)"), "true");
  EXPECT_EQ(truth("[now].exists(t, t == now)"), "true");
  EXPECT_EQ(findings_of("on PreSignUp when env == \"a\" then autoConfirm"), "E0321 env");
  EXPECT_EQ(findings_of("on PreSignUp when env[userName] == \"a\" then autoConfirm"),
            "E0321 userName");
}

// The text of an HTML e-mail to Cognito, by the value of its part.
std::string html(const std::string& value) {
  const std::string rules =
      "on PostConfirmation then sendEmail(from: \"a@b.c\", to: \"d@e.f\", subject: \"s\", html: (" +
      value + ") ?? \"absent\", text: \"t\")";
  const Source source{"rules/x.rules", rules};
  const auto compilation = compile({&source, 1});
  if (!compilation.ok()) return "does not compile: " + findings_of(rules);
  const auto loaded = Ruleset::load(compilation.image);
  Evaluator evaluator(*loaded);
  const Outcome outcome = evaluator.evaluate(event);
  for (const Effect& effect : outcome.effects())
    for (const EffectArgument& argument : effect.arguments)
      if (argument.name == "html") return std::string(argument.text);
  return "no effect";
}

TEST(Escaping, OfWhatIsLookedUp) {
  EXPECT_EQ(html("attr.name"), "&lt;b&gt;&amp;");
  EXPECT_EQ(html("[attr.name, \"<i>\"][0]"), "&lt;b&gt;&amp;");
  EXPECT_EQ(html("[attr.name, \"<i>\"][1]"), "<i>");
  EXPECT_EQ(html("[html(attr.name), \"<i>\"][userName.size() - 2]"), "<b>&");
  EXPECT_EQ(html("{\"jo\": attr.name}[userName]"), "&lt;b&gt;&amp;");
  EXPECT_EQ(html("{\"jo\": \"<i>\", \"x\": attr.name}[userName]"), "<i>");
  EXPECT_EQ(html("{\"jo\": [\"<i>\" + attr.name]}[userName][0]"), "<i>&lt;b&gt;&amp;");
  EXPECT_EQ(html("(userName == \"x\" ? [\"<i>\"] : [attr.name])[0]"), "&lt;b&gt;&amp;");
  EXPECT_EQ(html("([attr.none] ?? [\"<i>\"])[0]"), "<i>");
  EXPECT_EQ(html("{attr.name: \"<i>\"}[attr.name]"), "<i>");
  // A comparison of constants is one.
  EXPECT_EQ(html("string([\"a\"] == [\"b\"] ? userName : \"<i>\")"), "<i>");
  EXPECT_EQ(html("(userName == \"x\" ? null : [\"<i>\", attr.name])[0]"), "<i>");
  EXPECT_EQ(html("[[attr.name], [\"<i>\"]][userName.size() - 1][0]"), "<i>");
  EXPECT_EQ(html("[[attr.name], [\"<i>\"]][userName.size() - 2][0]"), "&lt;b&gt;&amp;");
}

TEST(Escaping, OfWhatLoopsGive) {
  EXPECT_EQ(html("[attr.name].map(v, v)[0]"), "&lt;b&gt;&amp;");
  EXPECT_EQ(html("[attr.name].filter(v, true)[0]"), "&lt;b&gt;&amp;");
  EXPECT_EQ(html("attr.filter(k, attr[k] == \"<b>&\").map(k, attr[k] ?? \"\")[0]"),
            "&lt;b&gt;&amp;");
  EXPECT_EQ(html("([attr.name] + [\"<i>\"].filter(v, userName == v))[0]"), "&lt;b&gt;&amp;");
  EXPECT_EQ(html("[[attr.name]].flatten()[0]"), "&lt;b&gt;&amp;");
  EXPECT_EQ(html("[attr.name, attr.name].distinct()[0]"), "&lt;b&gt;&amp;");
  EXPECT_EQ(html("{\"jo\": [attr.name].map(v, v + \"<i>\")}[userName][0]"), "&lt;b&gt;&amp;<i>");
  // What the rules put together is looked at part by part.
  EXPECT_EQ(html("([attr.name].map(v, v) + [\"<i>\"])[1]"), "<i>");
  EXPECT_EQ(html("[attr.name].map(v, html(v))[0]"), "<b>&");
  EXPECT_EQ(html("[attr.name].map(v, \"<i>\" + v)[0]"), "<i>&lt;b&gt;&amp;");
  EXPECT_EQ(html("env[\"STAGE\"] ?? \"<i>\""), "<i>");
}

}  // namespace
}  // namespace lintel::testing
