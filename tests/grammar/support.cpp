// SPDX-License-Identifier: Apache-2.0
// What the tests of the grammar share.
#include "tests/grammar/support.h"

#include <algorithm>
#include <regex>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "grammar/parser.h"
#include "grammar/printer.h"

namespace lintel::grammar {

Parsed::Parsed(std::string source) : text(std::move(source)), file(parse(text, 0, findings)) {}

std::string shape(const Expr& expr) {
  std::string children;
  for (const Expr* child : expr.children) children += " " + shape(*child);
  switch (expr.kind) {
    case ExprKind::null_literal: return "null";
    case ExprKind::bool_literal: return expr.number ? "true" : "false";
    case ExprKind::int_literal: return fmt::format("{}", expr.number);
    case ExprKind::double_literal: return fmt::format("double:{}", expr.text);
    case ExprKind::string_literal: return quote(expr.text, false);
    case ExprKind::text_template: return "(template" + children + ")";
    case ExprKind::list: return "(list" + children + ")";
    case ExprKind::map: return "(map" + children + ")";
    case ExprKind::name: return std::string(expr.text);
    case ExprKind::member: return fmt::format("(.{}{})", expr.text, children);
    case ExprKind::index: return "(index" + children + ")";
    case ExprKind::call: return fmt::format("(call {}{})", expr.text, children);
    case ExprKind::method: return fmt::format("(method {}{})", expr.text, children);
    case ExprKind::unary:
    case ExprKind::binary: return fmt::format("({}{})", spelling(expr.op), children);
    case ExprKind::all_of: return "(&&" + children + ")";
    case ExprKind::any_of: return "(||" + children + ")";
    case ExprKind::conditional: return "(?:" + children + ")";
    case ExprKind::coalesce: return "(??" + children + ")";
  }
  return "unknown";
}

std::string shape(std::string_view expression) {
  const Parsed parsed("when " + std::string(expression) + " then f");
  EXPECT_EQ(list(parsed.findings), "") << parsed.text;
  if (parsed.file.items.size() != 1) return "no rule";
  return shape(*parsed.file.items[0].rule->condition);
}

std::string argument_shape(std::string_view argument) {
  const Parsed parsed("then f(" + std::string(argument) + ")");
  EXPECT_EQ(list(parsed.findings), "") << parsed.text;
  if (parsed.file.items.size() != 1) return "no rule";
  return shape(*parsed.file.items[0].rule->actions[0].arguments[0].value);
}

Marked::Marked(std::string_view marked) {
  constexpr std::string_view open = "⟦", close = "⟧";
  const std::size_t begin = marked.find(open);
  const std::size_t end = marked.find(close);
  EXPECT_NE(begin, std::string_view::npos);
  EXPECT_NE(end, std::string_view::npos);
  const std::string_view inside = marked.substr(begin + open.size(), end - begin - open.size());
  text = std::string(marked.substr(0, begin)) + std::string(inside) +
         std::string(marked.substr(end + close.size()));
  span = {0, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + inside.size())};
}

std::string list(const std::vector<Finding>& findings) {
  std::string result;
  for (const Finding& finding : findings)
    result += fmt::format("{} [{}, {}) {}\n", finding.code, finding.span.begin, finding.span.end,
                          finding.message);
  return result;
}

std::string apply(std::string text, const FixIt& fix) {
  std::vector<Edit> edits = fix.edits;
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.span.begin > b.span.begin; });
  for (const Edit& edit : edits)
    text.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.text);
  return text;
}

std::string structure(const File& file) {
  static const std::regex place(" \\[\\d+, \\d+\\)\n");
  return std::regex_replace(outline(file), place, "\n");
}

const std::vector<std::string>& samples() {
  static const std::vector<std::string> all = {
      "",
      "// nothing but a comment",
      "language 1\n",
      R"(language 1
let staff = ["example.com", 'example.org',]
let from = "no-reply@${region}.example.com"

on PreSignUp
let ours(domain, extra) = domain in staff || domain == extra
rule "staff" when ours(email.domain, attr["custom:domain"]) then autoConfirm, autoVerifyEmail
when has(attr.phone_number) && !attr.phone_number_verified then autoVerifyPhone
when size(userName) < 5 then reject("at least ${5} characters, not ${size(userName)}")
then autoConfirm
)",
      R"(on CustomMessage_SignUp, CustomMessage_ResendCode
when clientMetadata["lang"] ?? "en" == "de" then
  emailSubject('Willkommen'), emailMessage("""<p>Hallo ${html("<b>${userName}</b>")},
dein Code ist "${codeParameter}".</p>"""), smsMessage(r"\code: " + codeParameter)
on PostConfirmation
when has(email) then sendEmail(from: from, to: email, subject: "Hi", text: "a\nb\t\"\u00e9\U0001F600",
  onFailure: size(clientMetadata) > 3 ? "reject" : "continue"), addToGroup(name: {"a": 'x', "b": y,}.a))",
      "when a - (b - c) - d == -e * (f + g) % 7 / 2 then log(\"\\${x} $ $${y}\")\n"
      "when (a ? b : c) ? d : (e ? f : g) then f((a && b) && c, a && (b || c), (a || b) || c)\n"
      "when ((a ?? b) ?? c) == d != (e in f) then f(-9223372036854775808, --1, - -2, !(!a), "
      "-(a.b))\n"
      "then f((1).x, (-1).abs(), [1, [2, []]], {}, {1: {2: null}}, x[0][1].rule(true).in)\n",
      R"(on PreSignUp
let given = 1 let with = given let expect = with let exactly = 1 let nothing = 2
when not(exactly) == nothing then not
test "confirmed" given {"userName": "j${x}", "request": {"n": [-1, 1.5, -2e3, null, true, given]}}
  expect autoConfirm, not autoVerifyPhone, not reject
test 'short' given "events/short_name.json" with {"userName": "rroe",} expect reject("at ${least}")
test "admin" given PreSignUp_AdminCreateUser expect exactly autoConfirm, not f(x: 1)
test "other" given PreSignUp_SignUp {} with {"a": {"b": null}} expect nothing
)",
      R"(pool { emailSending: "DEVELOPER", aliases: ["email"] } pool {}
on PreSignUp
when pool.pool == pool then log('''${a +
 b} and ${c}''')
)",
      "\xef\xbb\xbfon PreSignUp\r\nwhen a\r\n  // why\r\nthen b\r\n",
  };
  return all;
}

}  // namespace lintel::grammar
