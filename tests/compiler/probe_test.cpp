// SPDX-License-Identifier: Apache-2.0
// Single expressions: what is one, and which variables they may use. What they are worth is
// compared with the suite of CEL in tests/conformance.
#include "compiler/probe.h"

#include <gtest/gtest.h>

namespace lintel::compiler {
namespace {

TEST(Probe, TakesOneExpressionAndNothingBehindIt) {
  EXPECT_TRUE(probe("1 + 2", {}).parsed);
  EXPECT_FALSE(probe("1 +", {}).parsed);
  EXPECT_FALSE(probe("true then log(\"a\")\nwhen true", {}).parsed);
}

TEST(Probe, ReadsTimesFromTheEvent) {
  const ProbeVariable at{"at", {TypeKind::timestamp, {}}};
  const ProbeVariable most{"most", {TypeKind::duration, {}}};
  const Probe made = probe("at - timestamp(0) < most", std::vector{at, most});
  EXPECT_TRUE(made.checked);
  EXPECT_EQ(made.type_name, "bool");
  EXPECT_FALSE(made.image.empty());
  // JSON would lose what is below a second.
  EXPECT_TRUE(probe("at", std::vector{at}).image.empty());
}

}  // namespace
}  // namespace lintel::compiler
