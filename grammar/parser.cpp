// SPDX-License-Identifier: Apache-2.0
// Runs the grammar over a text. A file without errors is read in one go. An item that cannot be
// read is read a second time to find out what was missing, and reading goes on at the next item.
#include "grammar/parser.h"

#include <tao/pegtl/memory_input.hpp>
#include <tao/pegtl/parse.hpp>

#include "grammar/actions.h"
#include "grammar/labels.h"
#include "grammar/source.h"
#include "grammar/text_checks.h"
#include "runtime/limits.h"

namespace lintel::grammar {

namespace {

using Input = tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf_crlf,
                                       const char*>;

struct item_or_end : tao::pegtl::sor<tao::pegtl::seq<peg::blanks, tao::pegtl::eof>,
                                     tao::pegtl::seq<peg::blanks, peg::item>> {};

// Notes the furthest place where a labelled rule did not match, and the labels of those.
template <typename Rule>
struct Listening : tao::pegtl::normal<Rule> {
  template <tao::pegtl::apply_mode A, tao::pegtl::rewind_mode M,
            template <typename...> class Action, template <typename...> class Control, typename In>
  static bool match(In& in, Builder& builder) {
    const char* begin = in.current();
    const bool matched =
        tao::pegtl::normal<Rule>::template match<A, M, Action, Control>(in, builder);
    const Span span = builder.span(begin, in.current());
    if constexpr (std::is_same_v<Rule, peg::item>) builder.expectation.item = span.begin;
    if constexpr (std::is_same_v<Rule, peg::blanks>)
      builder.expectation.blanks(span.begin, span.end);
    if constexpr (!label<Rule>.empty())
      if (!matched) builder.expectation.add(span.begin, label<Rule>);
    return matched;
  }
};

// The finding for the item that could not be read; gives the offset from which to go on.
std::uint32_t find_error(Builder& builder, const char* end) {
  if (builder.stopped()) return builder.findings().back().span.begin;
  builder.restart(builder.item_begin());
  Input input(builder.text().data() + builder.item_begin(), end, "");
  static_cast<void>(tao::pegtl::parse<item_or_end, Build, Listening>(input, builder));
  return report(builder);
}

}  // namespace

File parse(std::string_view text, std::uint32_t index, std::vector<Finding>& findings) {
  File file;
  file.index = index;
  if (text.size() > limits::max_source_bytes) {
    findings.push_back(finding<Diagnostic::source_too_large>({index, 0, 0}, text.size(),
                                                             limits::max_source_bytes));
    return file;
  }
  check_text(text, index, findings);
  Builder builder(text, file, findings);
  std::uint32_t offset = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  const char* end = text.data() + text.size();
  while (true) {
    builder.restart(offset);
    Input input(text.data() + offset, end, "");
    if (tao::pegtl::parse<peg::file, Build>(input, builder)) return file;
    const std::uint32_t error = find_error(builder, end);
    builder.keep_findings();
    offset = next_item(text, error, builder.awaited());
  }
}

}  // namespace lintel::grammar
