// SPDX-License-Identifier: Apache-2.0
// PEGTL's own check of the grammar: no rule can go round without reading anything.
#include <gtest/gtest.h>
#include <tao/pegtl/contrib/analyze.hpp>

#include "grammar/grammar.h"

namespace lintel::grammar {
namespace {

TEST(Grammar, CannotLoopWithoutProgress) { EXPECT_EQ(tao::pegtl::analyze<peg::file>(1), 0u); }

}  // namespace
}  // namespace lintel::grammar
