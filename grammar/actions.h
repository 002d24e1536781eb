// SPDX-License-Identifier: Apache-2.0
// Which function of the Builder runs when a rule of the grammar has matched.
#pragma once

#include <tao/pegtl/nothing.hpp>

#include "grammar/builder.h"
#include "grammar/grammar.h"

namespace lintel::grammar {

template <auto Method>
struct WithSpan {
  template <typename Input>
  static auto apply(const Input& in, Builder& builder) {
    return (builder.*Method)(builder.span(in.begin(), in.end()));
  }
};

template <auto Method>
struct WithoutSpan {
  static auto apply0(Builder& builder) { return (builder.*Method)(); }
};

// clang-format off
template <typename Rule> struct Build : tao::pegtl::nothing<Rule> {};

template <> struct Build<peg::raw_mark> : WithSpan<&Builder::raw_mark> {};
template <> struct Build<peg::bytes_mark> : WithSpan<&Builder::bytes_mark> {};
template <char Quote, int Count>
struct Build<peg::string_open<Quote, Count>> : WithSpan<&Builder::open_string> {};
template <char Quote, int Count>
struct Build<peg::string_close<Quote, Count>> : WithSpan<&Builder::close_string> {};
template <typename Rule>
struct Build<peg::string_text<Rule>> : WithSpan<&Builder::add_text> {};
template <> struct Build<peg::escape> : WithSpan<&Builder::add_escape> {};
template <> struct Build<peg::interpolation_open> : WithSpan<&Builder::open_interpolation> {};
template <> struct Build<peg::interpolation_close> : WithSpan<&Builder::close_interpolation> {};

template <> struct Build<peg::word_true_value> : WithSpan<&Builder::add_true> {};
template <> struct Build<peg::word_false_value> : WithSpan<&Builder::add_false> {};
template <> struct Build<peg::word_null_value> : WithSpan<&Builder::add_null> {};
template <> struct Build<peg::complete_double> : WithSpan<&Builder::add_double> {};
template <> struct Build<peg::complete_unsigned> : WithSpan<&Builder::add_unsigned> {};
template <> struct Build<peg::complete_integer> : WithSpan<&Builder::add_integer> {};
template <> struct Build<peg::name> : WithSpan<&Builder::keep_name> {};
template <> struct Build<peg::member_name> : WithSpan<&Builder::keep_name> {};
template <> struct Build<peg::bare_name> : WithoutSpan<&Builder::bare_name> {};
template <> struct Build<peg::bare_member> : WithoutSpan<&Builder::bare_member> {};

template <> struct Build<peg::group_open> : WithSpan<&Builder::open_group> {};
template <> struct Build<peg::group_close> : WithSpan<&Builder::close_group> {};
template <> struct Build<peg::call_open> : WithSpan<&Builder::open_call> {};
template <> struct Build<peg::method_open> : WithSpan<&Builder::open_method> {};
template <> struct Build<peg::call_close> : WithSpan<&Builder::close_call> {};
template <> struct Build<peg::index_open> : WithSpan<&Builder::open_index> {};
template <> struct Build<peg::index_close> : WithSpan<&Builder::close_index> {};
template <> struct Build<peg::list_open> : WithSpan<&Builder::open_list> {};
template <> struct Build<peg::list_close> : WithSpan<&Builder::close_list> {};
template <> struct Build<peg::map_open> : WithSpan<&Builder::open_map> {};
template <> struct Build<peg::map_close> : WithSpan<&Builder::close_map> {};

template <> struct Build<peg::prefix_operator> : WithSpan<&Builder::prefix_operator> {};
template <> struct Build<peg::product_operator> : WithSpan<&Builder::infix_operator> {};
template <> struct Build<peg::sum_operator> : WithSpan<&Builder::infix_operator> {};
template <> struct Build<peg::coalesce_operator> : WithSpan<&Builder::infix_operator> {};
template <> struct Build<peg::relation_operator> : WithSpan<&Builder::infix_operator> {};
template <> struct Build<peg::and_operator> : WithSpan<&Builder::infix_operator> {};
template <> struct Build<peg::or_operator> : WithSpan<&Builder::infix_operator> {};
template <> struct Build<peg::question> : WithSpan<&Builder::infix_operator> {};
template <> struct Build<peg::unary> : WithoutSpan<&Builder::fold_unary> {};
template <> struct Build<peg::product_step> : WithoutSpan<&Builder::fold_binary> {};
template <> struct Build<peg::sum_step> : WithoutSpan<&Builder::fold_binary> {};
template <> struct Build<peg::relation_step> : WithoutSpan<&Builder::fold_binary> {};
template <> struct Build<peg::coalescing> : WithoutSpan<&Builder::fold_coalescing> {};
template <> struct Build<peg::conjunction> : WithoutSpan<&Builder::fold_conjunction> {};
template <> struct Build<peg::disjunction> : WithoutSpan<&Builder::fold_disjunction> {};
template <> struct Build<peg::expression> : WithoutSpan<&Builder::fold_conditional> {};

template <> struct Build<peg::word_on> : WithSpan<&Builder::begin_on> {};
template <> struct Build<peg::word_let> : WithSpan<&Builder::begin_let> {};
template <> struct Build<peg::word_rule> : WithSpan<&Builder::begin_rule> {};
template <> struct Build<peg::word_when> : WithSpan<&Builder::begin_condition> {};
template <> struct Build<peg::word_then> : WithSpan<&Builder::begin_actions> {};
template <> struct Build<peg::on_name> : WithSpan<&Builder::on_name> {};
template <> struct Build<peg::let_name> : WithSpan<&Builder::let_name> {};
template <> struct Build<peg::parameters_open> : WithSpan<&Builder::open_parameters> {};
template <> struct Build<peg::parameter> : WithSpan<&Builder::parameter> {};
template <> struct Build<peg::argument_name> : WithSpan<&Builder::argument_name> {};
template <> struct Build<peg::argument_value> : WithoutSpan<&Builder::argument> {};
template <> struct Build<peg::action_name> : WithSpan<&Builder::action_name> {};
template <> struct Build<peg::action_open> : WithSpan<&Builder::open_action> {};
template <> struct Build<peg::action_close> : WithSpan<&Builder::close_action> {};
template <> struct Build<peg::action_item> : WithoutSpan<&Builder::action> {};
template <> struct Build<peg::rule_name> : WithSpan<&Builder::rule_name> {};
template <> struct Build<peg::condition> : WithoutSpan<&Builder::condition> {};
template <> struct Build<peg::word_test> : WithSpan<&Builder::begin_test> {};
template <> struct Build<peg::test_name> : WithSpan<&Builder::test_name> {};
template <> struct Build<peg::word_given> : WithSpan<&Builder::begin_given> {};
template <> struct Build<peg::given_source> : WithSpan<&Builder::given_source> {};
template <> struct Build<peg::given_file> : WithoutSpan<&Builder::given_file> {};
template <> struct Build<peg::given_literal> : WithoutSpan<&Builder::given_literal> {};
template <> struct Build<peg::changes> : WithoutSpan<&Builder::changes> {};
template <> struct Build<peg::word_expect> : WithSpan<&Builder::begin_expect> {};
template <> struct Build<peg::word_nothing> : WithSpan<&Builder::expect_nothing> {};
template <> struct Build<peg::word_exactly> : WithSpan<&Builder::expect_exactly> {};
template <> struct Build<peg::word_not_word> : WithSpan<&Builder::expect_not> {};
template <> struct Build<peg::expected> : WithoutSpan<&Builder::expected> {};
template <> struct Build<peg::language_item> : WithSpan<&Builder::finish_language> {};
template <> struct Build<peg::language_number> : WithSpan<&Builder::language> {};
template <> struct Build<peg::pool_item> : WithSpan<&Builder::finish_pool> {};
template <> struct Build<peg::on_item> : WithSpan<&Builder::finish_on> {};
template <> struct Build<peg::let_item> : WithSpan<&Builder::finish_let> {};
template <> struct Build<peg::rule_item> : WithSpan<&Builder::finish_rule> {};
template <> struct Build<peg::test_item> : WithSpan<&Builder::finish_test> {};
// clang-format on

}  // namespace lintel::grammar
