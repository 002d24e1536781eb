// SPDX-License-Identifier: Apache-2.0
// An input is any text.
#include <cctype>

#include "grammar/diagnostic.h"
#include "grammar/parser.h"
#include "grammar/printer.h"
#include "tests/fuzz/findings.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/targets.h"

namespace lintel::fuzz {
namespace {

// What stands between the items of a file without findings: blanks, comments, `language 1`, and in
// front of them a byte order mark.
bool is_between_items(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::string rest;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with("//")) {
      at = text.find('\n', at);
      if (at == std::string_view::npos) break;
    } else if (std::isspace(static_cast<unsigned char>(text[at])) == 0) {
      rest += text[at];
    }
  }
  if (rest.starts_with("language")) {
    const std::size_t digits = rest.find_first_not_of("0123456789", 8);
    return digits == std::string::npos;
  }
  return rest.empty();
}

void check_nothing_is_left_out(std::string_view text, const grammar::File& file) {
  std::size_t at = 0;
  for (const grammar::Item& item : file.items) {
    require(item.span.begin >= at && item.span.end >= item.span.begin, "items out of order", text);
    require(is_between_items(text.substr(at, item.span.begin - at)),
            "text in no item, and no finding", text.substr(at, item.span.begin - at));
    at = item.span.end;
  }
  require(is_between_items(text.substr(at)), "text in no item, and no finding", text.substr(at));
}

}  // namespace

void parse_law(std::string_view input) {
  const Alone alone(input);
  const std::string_view text = alone.text();
  std::vector<Finding> findings;
  const grammar::File file = grammar::parse(text, 0, findings);
  const Source source{"x.rules", std::string(text)};
  check_findings(findings, {&source, 1});

  std::vector<Finding> findings_again;
  const grammar::File again = grammar::parse(text, 0, findings_again);
  require_same(shown(findings), shown(findings_again), "other findings the second time");
  require_same(grammar::outline(file), grammar::outline(again), "another tree the second time");

  const grammar::SourceText shown_source{source.name, source.text};
  require(grammar::render(findings, {&shown_source, 1}, {}).empty() == findings.empty(),
          "findings that are not shown");
  if (!findings.empty()) return;

  check_nothing_is_left_out(text, file);
  const std::string printed = grammar::print(file);
  std::vector<Finding> findings_of_print;
  const grammar::File reread = grammar::parse(printed, 0, findings_of_print);
  require_same(shown(findings_of_print), "", "what is printed has findings");
  require_same(structure(file), structure(reread), "what is printed is another tree");
  require_same(printed, grammar::print(reread), "printed twice is not printed once");
}

}  // namespace lintel::fuzz
