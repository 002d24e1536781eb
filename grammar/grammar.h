// SPDX-License-Identifier: Apache-2.0
// The whole grammar, from characters to files. What it means stands in language.md.
//
// Every choice is made by the first token: once the head of a form has matched, the form is never
// given up for another one. So actions only run on text that stays, and the furthest failure is the
// error. Tokens take the blanks behind them along; actions belong to the part without the blanks.
#pragma once

#include <tao/pegtl/contrib/analyze_traits.hpp>
#include <tao/pegtl/rules.hpp>

#include "grammar/keywords.h"

namespace lintel::grammar::peg {

using namespace tao::pegtl;

// ---- Combinators -------------------------------------------------------------------------------

// Nothing, or all of it: if Head matches, Tail has to.
template <typename Head, typename... Tail>
struct opt_then : if_then_else<Head, seq<Tail...>, success> {};

// The same, any number of times. Unlike star<seq<...>> it fails where a Tail is missing.
template <typename Head, typename... Tail>
struct star_then {
  using rule_t = star_then;
  using subs_t = type_list<Head, seq<Tail...>>;

  template <apply_mode A, rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename Input, typename... States>
  static bool match(Input& in, States&&... states) {
    while (Control<Head>::template match<A, rewind_mode::required, Action, Control>(in, states...))
      if (!Control<seq<Tail...>>::template match<A, M, Action, Control>(in, states...))
        return false;
    return true;
  }
};

// ---- Blanks, words, numbers --------------------------------------------------------------------

struct line_comment : seq<two<'/'>, star<not_one<'\n'>>> {};
struct blanks : star<sor<plus<one<' ', '\t', '\r', '\n'>>, line_comment>> {};

template <typename Rule>
struct token : seq<Rule, blanks> {};

struct word : identifier {};

template <typename Text>
struct keyword : seq<Text, not_at<identifier_other>> {};

#define LINTEL_KEYWORD(name, spelling, kind) \
  struct word_##name : keyword<TAO_PEGTL_STRING(spelling)> {};
#include "grammar/keywords.def"
#undef LINTEL_KEYWORD

// A word that is not a keyword.
struct name {
  using rule_t = name;
  using subs_t = type_list<word>;

  template <apply_mode, rewind_mode, template <typename...> class, template <typename...> class,
            typename Input, typename... States>
  static bool match(Input& in, States&&...) {
    auto mark = in.template mark<rewind_mode::required>();
    const char* begin = in.current();
    if (!tao::pegtl::match<word, apply_mode::nothing, rewind_mode::active, nothing, normal>(in))
      return false;
    const auto size = static_cast<std::size_t>(in.current() - begin);
    return mark(find_keyword({begin, size}) == nullptr);
  }
};

struct exponent : seq<one<'e', 'E'>, opt<one<'+', '-'>>, plus<digit>> {};
struct double_number
    : sor<seq<star<digit>, one<'.'>, plus<digit>, opt<exponent>>, seq<plus<digit>, exponent>> {};
struct hexadecimal : seq<one<'0'>, one<'x'>, plus<xdigit>> {};
struct integer : sor<hexadecimal, plus<digit>> {};
struct unsigned_number : seq<integer, one<'u', 'U'>> {};
struct number_end : not_at<identifier_other> {};
struct complete_double : seq<double_number, number_end> {};
struct complete_unsigned : seq<unsigned_number, number_end> {};
struct complete_integer : seq<integer, number_end> {};
struct number : sor<complete_double, complete_unsigned, complete_integer> {};

// ---- Strings and templates ---------------------------------------------------------------------

struct expression;

struct escape_simple : one<'a', 'b', 'f', 'n', 'r', 't', 'v', '\\', '?', '"', '\'', '`'> {};
struct escape_octal : seq<range<'0', '3'>, rep<2, range<'0', '7'>>> {};
struct escape_hex : sor<seq<one<'x', 'X'>, rep<2, xdigit>>, seq<one<'u'>, rep<4, xdigit>>,
                        seq<one<'U'>, rep<8, xdigit>>> {};
struct escape_dollar : seq<one<'$'>, at<one<'{'>>> {};
struct escape_body : sor<escape_simple, escape_octal, escape_hex, escape_dollar> {};
struct escape : seq<one<'\\'>, escape_body> {};

// `${` opens an expression only where the state says so; elsewhere it is text.
struct in_template {
  using rule_t = in_template;
  using subs_t = empty_list;

  template <apply_mode, rewind_mode, template <typename...> class, template <typename...> class,
            typename Input, typename State>
  static bool match(Input&, State& state) {
    return state.templates;
  }
};
struct interpolation_open : seq<one<'$'>, one<'{'>> {};
struct interpolation_close : one<'}'> {};
struct interpolation
    : seq<in_template, token<interpolation_open>, expression, interpolation_close> {};

struct raw_mark : one<'r', 'R'> {};
struct bytes_mark : one<'b', 'B'> {};
template <char Quote, int Count>
struct string_open : rep<Count, one<Quote>> {};
template <char Quote, int Count>
struct string_close : rep<Count, one<Quote>> {};
template <typename Rule>
struct string_text : Rule {};

struct lone_dollar : seq<one<'$'>, not_at<in_template, one<'{'>>> {};
template <char Quote>
struct lone_quote : seq<not_at<three<Quote>>, one<Quote>> {};

template <char Quote, int Count, typename... Pieces>
struct string_of
    : seq<string_open<Quote, Count>, star<sor<Pieces...>>, string_close<Quote, Count>> {};

template <char Quote>
struct cooked_string
    : if_then_else<at<three<Quote>>,
                   string_of<Quote, 3, string_text<plus<not_one<Quote, '\\', '$'>>>, escape,
                             interpolation, string_text<sor<lone_dollar, lone_quote<Quote>>>>,
                   string_of<Quote, 1, string_text<plus<not_one<Quote, '\\', '$', '\n', '\r'>>>,
                             escape, interpolation, string_text<lone_dollar>>> {};

template <char Quote>
struct raw_string
    : if_then_else<at<three<Quote>>,
                   string_of<Quote, 3, string_text<plus<sor<not_one<Quote>, lone_quote<Quote>>>>>,
                   string_of<Quote, 1, string_text<plus<not_one<Quote, '\n', '\r'>>>>> {};

struct quote_ahead : at<one<'"', '\''>> {};
struct string_prefix : sor<seq<raw_mark, opt<bytes_mark>>, seq<bytes_mark, opt<raw_mark>>> {};
struct string_ahead : at<opt<string_prefix>, quote_ahead> {};
struct string_literal
    : if_then_else<
          quote_ahead, sor<cooked_string<'"'>, cooked_string<'\''>>,
          seq<string_ahead, opt<bytes_mark>,
              if_then_else<raw_mark, seq<opt<bytes_mark>, sor<raw_string<'"'>, raw_string<'\''>>>,
                           sor<cooked_string<'"'>, cooked_string<'\''>>>>> {};

// ---- Symbols -----------------------------------------------------------------------------------

struct comma : one<','> {};
struct colon : one<':'> {};
struct dot : one<'.'> {};
struct assign : seq<one<'='>, not_at<one<'='>>> {};
struct group_open : one<'('> {};
struct group_close : one<')'> {};
struct call_open : one<'('> {};
struct call_close : one<')'> {};
struct method_open : one<'('> {};
struct action_open : one<'('> {};
struct action_close : one<')'> {};
struct parameters_open : one<'('> {};
struct parameters_close : one<')'> {};
struct index_open : one<'['> {};
struct index_close : one<']'> {};
struct list_open : one<'['> {};
struct list_close : one<']'> {};
struct map_open : one<'{'> {};
struct map_close : one<'}'> {};

struct prefix_operator : sor<one<'-'>, seq<one<'!'>, not_at<one<'='>>>> {};
struct product_operator : sor<one<'*', '%'>, seq<one<'/'>, not_at<one<'/'>>>> {};
struct sum_operator : one<'+', '-'> {};
struct coalesce_operator : two<'?'> {};
struct relation_operator
    : sor<seq<one<'=', '!'>, one<'='>>, seq<one<'<', '>'>, opt<one<'='>>>, word_in> {};
struct and_operator : two<'&'> {};
struct or_operator : two<'|'> {};
struct question : seq<one<'?'>, not_at<one<'?'>>> {};

// ---- Expressions, from tight to loose ----------------------------------------------------------

// A, B, C
template <typename Element>
struct some : seq<Element, star_then<token<comma>, Element>> {};

// A, B, C and the closing bracket; perhaps no element at all.
template <typename Element, typename Close>
struct any_until : sor<token<Close>, seq<some<Element>, token<Close>>> {};

// The same, and a comma may stand behind the last element.
template <typename Element, typename Close>
struct any_comma_until
    : seq<star_then<not_at<Close>, Element, sor<token<comma>, at<Close>>>, token<Close>> {};

struct bare_name : success {};
struct bare_member : success {};
struct member_name : word {};

struct name_or_call
    : seq<token<name>,
          if_then_else<token<call_open>, any_until<expression, call_close>, bare_name>> {};
struct group : seq<token<group_open>, expression, token<group_close>> {};
struct list_literal : seq<token<list_open>, any_comma_until<expression, list_close>> {};
struct map_entry : seq<expression, token<colon>, expression> {};
struct map_literal : seq<token<map_open>, any_comma_until<map_entry, map_close>> {};

struct primary
    : sor<token<string_literal>, name_or_call, token<number>, group, list_literal, map_literal,
          token<word_true_value>, token<word_false_value>, token<word_null_value>> {};

struct member
    : seq<token<dot>, token<member_name>,
          if_then_else<token<method_open>, any_until<expression, call_close>, bare_member>> {};
struct index : seq<token<index_open>, expression, token<index_close>> {};
struct postfix : seq<primary, star_then<at<one<'.', '['>>, sor<member, index>>> {};
struct unary : seq<star<token<prefix_operator>>, postfix> {};

struct product_step : seq<unary> {};
struct product : seq<unary, star_then<token<product_operator>, product_step>> {};
struct sum_step : seq<product> {};
struct sum : seq<product, star_then<token<sum_operator>, sum_step>> {};
struct coalescing : seq<sum, star_then<token<coalesce_operator>, sum>> {};
struct relation_step : seq<coalescing> {};
struct relation : seq<coalescing, star_then<token<relation_operator>, relation_step>> {};
struct conjunction : seq<relation, star_then<token<and_operator>, relation>> {};
struct disjunction : seq<conjunction, star_then<token<or_operator>, conjunction>> {};
struct expression
    : seq<disjunction, star_then<token<question>, disjunction, token<colon>, disjunction>> {};

// ---- Items -------------------------------------------------------------------------------------

struct language_number : plus<digit> {};
struct language_item : seq<token<word_language>, token<language_number>> {};

struct on_name : name {};
struct on_item : seq<token<word_on>, some<token<on_name>>> {};

struct let_name : name {};
struct parameter : name {};
struct let_item
    : seq<token<word_let>, token<let_name>,
          opt_then<token<parameters_open>, any_until<token<parameter>, parameters_close>>,
          token<assign>, expression> {};

struct argument_name : name {};
struct argument_value : seq<expression> {};
struct argument : seq<if_then_else<at<name, blanks, one<':'>>,
                                   seq<token<argument_name>, token<colon>>, success>,
                      argument_value> {};
struct action_name : name {};
struct action_item
    : seq<token<action_name>, opt_then<token<action_open>, any_until<argument, action_close>>> {};

struct rule_name : seq<string_literal> {};
struct condition : seq<expression> {};
struct rule_item : seq<opt_then<token<word_rule>, opt_then<string_ahead, token<rule_name>>>,
                       opt_then<token<word_when>, condition>, token<word_then>, some<action_item>> {
};

// `pool` is a word like any other elsewhere.
struct pool_word : keyword<TAO_PEGTL_STRING("pool")> {};
struct pool_item : seq<at<pool_word, blanks, one<'{'>>, token<pool_word>, map_literal> {};

// Of a test. Its words are names elsewhere.
struct test_name : seq<string_literal> {};
struct after_event : sor<keyword<TAO_PEGTL_STRING("with")>, keyword<TAO_PEGTL_STRING("expect")>> {};
struct given_source : seq<not_at<after_event>, name> {};
struct given_file : seq<string_literal> {};
struct given_literal : seq<map_literal> {};
struct given_event
    : sor<given_literal, seq<token<given_source>, opt_then<at<one<'{'>>, given_literal>>,
          seq<string_ahead, token<given_file>>> {};
struct changes : seq<map_literal> {};
struct expected : seq<opt<token<word_not_word>>, action_item> {};
struct test_item : seq<token<word_test>, token<test_name>, token<word_given>, given_event,
                       opt_then<token<word_with>, changes>, token<word_expect>,
                       sor<token<word_nothing>, seq<opt<token<word_exactly>>, some<expected>>>> {};

struct item : sor<language_item, pool_item, on_item, let_item, rule_item, test_item> {};
struct file : seq<blanks, star<item>, eof> {};

}  // namespace lintel::grammar::peg

namespace tao::pegtl {

template <typename Name, typename Head, typename... Tail>
struct analyze_traits<Name, lintel::grammar::peg::star_then<Head, Tail...>>
    : analyze_opt_traits<seq<Head, Tail...>, Name> {};

template <typename Name>
struct analyze_traits<Name, lintel::grammar::peg::name> : analyze_any_traits<> {};

template <typename Name>
struct analyze_traits<Name, lintel::grammar::peg::in_template> : analyze_opt_traits<> {};

}  // namespace tao::pegtl
