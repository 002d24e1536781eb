// SPDX-License-Identifier: Apache-2.0
// What the rules of the grammar are called in messages. A rule without a label is never named.
#pragma once

#include <string_view>

#include "grammar/expectation.h"
#include "grammar/grammar.h"

namespace lintel::grammar {

// clang-format off
template <typename Rule> inline constexpr std::string_view label{};

template <> inline constexpr std::string_view label<peg::primary> = labels::expression;
template <> inline constexpr std::string_view label<peg::comma> = "`,`";
template <> inline constexpr std::string_view label<peg::colon> = "`:`";
template <> inline constexpr std::string_view label<peg::assign> = "`=`";
template <> inline constexpr std::string_view label<peg::group_close> = "`)`";
template <> inline constexpr std::string_view label<peg::call_close> = "`)`";
template <> inline constexpr std::string_view label<peg::action_close> = "`)`";
template <> inline constexpr std::string_view label<peg::parameters_close> = "`)`";
template <> inline constexpr std::string_view label<peg::index_close> = "`]`";
template <> inline constexpr std::string_view label<peg::list_close> = "`]`";
template <> inline constexpr std::string_view label<peg::map_close> = "`}`";
template <> inline constexpr std::string_view label<peg::interpolation_close> = "`}`";
template <char Quote, int Count>
inline constexpr std::string_view label<peg::string_close<Quote, Count>> = labels::closing_quote;
template <> inline constexpr std::string_view label<peg::escape_body> = labels::escape;
template <> inline constexpr std::string_view label<peg::member_name> = labels::name;
template <> inline constexpr std::string_view label<peg::let_name> = labels::name;
template <> inline constexpr std::string_view label<peg::parameter> = labels::parameter;
template <> inline constexpr std::string_view label<peg::on_name> = labels::on_name;
template <> inline constexpr std::string_view label<peg::action_name> = labels::action;
template <> inline constexpr std::string_view label<peg::language_number> = "the version of the language";
template <> inline constexpr std::string_view label<peg::word_when> = labels::when;
template <> inline constexpr std::string_view label<peg::word_then> = labels::then;
template <> inline constexpr std::string_view label<peg::test_name> = labels::test_name;
template <> inline constexpr std::string_view label<peg::word_given> = labels::given;
template <> inline constexpr std::string_view label<peg::given_event> = "an event, a source or the path of an event";
template <> inline constexpr std::string_view label<peg::changes> = "`{`";
template <> inline constexpr std::string_view label<peg::word_with> = "`with`";
template <> inline constexpr std::string_view label<peg::word_expect> = labels::expect;
// clang-format on

}  // namespace lintel::grammar
