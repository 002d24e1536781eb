// SPDX-License-Identifier: Apache-2.0
// Which operand types each operator and function takes.
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

struct Case {
  std::string_view condition;
  std::string_view findings;
};

// Examples of each type, all of them present: t text, n int, b bool, l list, m map.
std::string check(std::string_view condition) {
  const std::string_view names[] = {"t", "n", "b", "l", "m"};
  const std::string_view values[] = {"userName", "userName.size()", "userName == \"a\"",
                                     "[userName, \"z\"]", "{\"k\": userName}"};
  std::string text = "on PreSignUp\n";
  for (std::size_t i = 0; i < std::size(names); ++i)
    text += "let " + std::string(names[i]) + " = " + std::string(values[i]) + "\n";
  // Every name is used, so that none is reported as unused.
  text += "when b && t in l && n == 1 && has(m) then autoConfirm\n";
  return findings_of(text + "when " + std::string(condition) + " then autoConfirm");
}

void expect_all(std::initializer_list<Case> cases) {
  for (const auto& given : cases)
    EXPECT_EQ(check(given.condition), given.findings) << given.condition;
}

TEST(Types, OfArithmetic) {
  expect_all({
      {"n + n == n", ""},
      {"t + t == t", ""},
      {"l + l == l", ""},
      {"n - n == n * n", ""},
      {"n / n == n % n", ""},
      {"-n == n", ""},
      {"n + t == n", "E0301 +"},
      {"b + b == b", "E0301 +"},
      {"m + m == m", "E0301 +"},
      {"t - t == t", "E0301 -"},
      {"t * n == t", "E0301 *"},
      {"n / t == n", "E0301 /"},
      {"b % n == n", "E0301 %"},
      {"l + n == l", "E0301 +"},
      {"-t == t", "E0302 t"},
      {"-b == b", "E0302 b"},
      {"l + [1] == l", "E0301 +"},
  });
}

TEST(Types, OfComparisons) {
  expect_all({
      {"t == t", ""},
      {"n != n", ""},
      {"b == b", ""},
      {"l == l", ""},
      {"t < t", ""},
      {"n <= n", ""},
      {"t > t", ""},
      {"n >= n", ""},
      {"t == n", "E0301 =="},
      {"b != t", "E0301 !="},
      {"n == b", "E0301 =="},
      {"b < b", ""},
      {"b >= t", "E0301 >="},
      {"t <= n", "E0301 <="},
      {"n > t", "E0301 >"},
      {"l >= l", "E0301 >="},
      {"m == m", ""},
      {"l == [1]", "E0301 =="},
      {"n < n < n", "E0301 <"},
      {"t == null", "E0312 t == null"},
      {"null < n", "E0312 null < n"},
      {"null in l", "E0312 null in l"},
  });
}

TEST(Types, OfMembership) {
  expect_all({
      {"t in l", ""},
      {"t in m", ""},
      {"n in [n, 1]", ""},
      {"b in [b]", ""},
      {"t in attr", ""},
      {"n in l", "E0301 in"},
      {"n in m", "E0301 in"},
      {"t in t", "E0301 in"},
      {"l in [l]", ""},
      {"n in attr", "E0301 in"},
  });
}

TEST(Types, OfLogic) {
  expect_all({
      {"b && b || !b", ""},
      {"b ? b : !b", ""},
      {"t && b", "E0302 t"},
      {"b || n", "E0302 n"},
      {"!t", "E0302 t"},
      {"t ? b : b", "E0302 t"},
      {"b ? b : t", "E0304 b ? b : t"},
      {"b ? null : b", ""},
      {"(attr.a ?? n) == n", "E0304 attr.a ?? n"},
      {"(attr.a ?? t) == t", ""},
      {"t", "E0303 t"},
      {"n", "E0303 n"},
      {"l", "E0303 l"},
      {"null ?? b", ""},
      {"has(null)", ""},
  });
}

TEST(Types, OfFunctions) {
  expect_all({
      {"size(t) == l.size()", ""},
      {"size(m) == attr.size()", ""},
      {"size(n) == 1", "E0302 n"},
      {"b.size() == 1", "E0302 b"},
      {"t.equalsIgnoreCase(t) && t.contains(t)", ""},
      {"t.startsWith(t) && t.endsWith(t)", ""},
      {"n.contains(t)", "E0301 contains"},
      {"t.contains(n)", "E0301 contains"},
      {"t.equalsIgnoreCase(b)", "E0301 equalsIgnoreCase"},
      {"l.endsWith(t)", "E0301 endsWith"},
      {"t.startsWith(l)", "E0301 startsWith"},
      {"t.lowerAscii() == t.upperAscii()", ""},
      {"n.lowerAscii() == t", "E0302 n"},
      {"b.upperAscii() == t", "E0302 b"},
      {"t.trim() == t", ""},
      {"m.trim() == t", "E0302 m"},
      {"int(t) == int(n)", ""},
      {"int(b) == 1", "E0302 b"},
      {"string(t) == string(n) + string(b)", ""},
      {"string(l) == t", "E0302 l"},
      {"html(t) == t", ""},
      {"html(n) == t", "E0302 n"},
      {"has(t) && has(n) && has(b) && has(l) && has(m)", ""},
      {"has()", "E0314 has"},
      {"has(t, t)", "E0314 has"},
      {"t.contains()", "E0314 contains"},
      {"t.trim(t) == t", "E0314 trim"},
      {"int(t, t) == 1", "E0314 int"},
      {"t.int() == 1", "E0213 int"},
      {"contains(t, t)", "E0213 contains"},
      {"not(b)", "E0213 not"},
  });
}

TEST(Types, OfLookups) {
  expect_all({
      {"l[n] == t", ""},
      {"l[0] == t", ""},
      {"m[t] == t", ""},
      {"m[\"k\"] == t", ""},
      {"m.k == t", ""},
      {"attr[t] == t", ""},
      {"l[2] == t", "E0309 2"},
      {"l[-1] == t", "E0309 -1"},
      {"l[t] == t", "E0308 t"},
      {"m[n] == t", "E0308 n"},
      {"attr[n] == t", "E0308 n"},
      {"m.x == t", "E0310 x"},
      {"t[n] == t", "E0302 t"},
      {"n[0] == n", "E0302 n"},
      {"t.domain == t", "E0212 domain"},
      {"l.first == t", "E0212 first"},
  });
}

TEST(Types, OfLiterals) {
  expect_all({
      {"t in [t, n]", "E0305 n"},
      {"[l, [1]][0] == l", "E0305 [1]"},
      {"{\"a\": t, \"b\": n}.a == t", "E0305 n"},
      {"{1: t}[\"a\"] == t", "E0306 1"},
      {"{\"a\": t, \"a\": t}.a == t", "E0307 \"a\""},
      {"[l, l] == [l, l]", ""},
      {"t in []", ""},
      {"t in {}", ""},
  });
}

TEST(Types, OfConstantsThatHaveNoValue) {
  expect_all({
      {"n == 1 / 0", "E0311 1 / 0"},
      {"n == 1 % 0", "E0311 1 % 0"},
      {"n == 9223372036854775807 + 1", "E0311 9223372036854775807 + 1"},
      {"n == -9223372036854775808 - 1", "E0311 -9223372036854775808 - 1"},
      {"n == 4611686018427387904 * 2", "E0311 4611686018427387904 * 2"},
      {"n == int(\"x\")", "E0311 int(\"x\")"},
      {"n == 9223372036854775806 + 1", ""},
      {"n == int(\"-12\")", ""},
  });
}

TEST(Types, OfDomains) {
  expect_all({
      {"email.domain == \"a.b\"", ""},
      {"email.domain == \"A.b\"", "N0313 \"A.b\""},
      {"\"A.b\" != email.domain", "N0313 \"A.b\""},
      {"email.domain in [\"a\", \"B\"]", "N0313 \"B\""},
      {"email.local == \"A\"", ""},
      {"email.domain == t && email.domain.size() == n", ""},
  });
}

}  // namespace
}  // namespace lintel::testing
