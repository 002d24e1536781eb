// SPDX-License-Identifier: Apache-2.0
// A cut takes away the last rules, not the first: rules lean on what those before them have ruled
// out, such as an attribute that is missing, and would not compile without them.
#include "compiler/cli/bench/rule_prefixes.h"

#include <string>
#include <string_view>

#include "grammar/parser.h"

namespace lintel::cli {
namespace {

constexpr std::string_view never = "when false then log(\"\")";

// `text` without its rules from number `count` on; `number` is that of its first one.
std::string cut(std::string_view text, const grammar::File& file, std::size_t count,
                std::size_t number) {
  std::string left;
  std::size_t copied = 0;  // of `text`
  bool is_first = true;    // of its section
  for (const grammar::Item& item : file.items) {
    if (item.kind == grammar::ItemKind::on) is_first = true;
    if (item.kind != grammar::ItemKind::rule) continue;
    if (number++ >= count) {
      left += text.substr(copied, item.span.begin - copied);
      if (is_first) left += never;
      copied = item.span.end;
    }
    is_first = false;
  }
  return left.append(text.substr(copied));
}

std::size_t rules_of(const grammar::File& file) {
  std::size_t count = 0;
  for (const grammar::Item& item : file.items) count += item.kind == grammar::ItemKind::rule;
  return count;
}

}  // namespace

RulePrefixes::RulePrefixes(std::span<const Source> sources, const CompileOptions& options)
    : sources_(sources), options_(options) {
  // What the proofs find wrong with a ruleset that nobody has written does not matter.
  options_.proofs = false;
  options_.max_steps = 0;
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    files_.push_back(grammar::parse(sources[i].text, static_cast<std::uint32_t>(i), findings));
    rule_count_ += rules_of(files_.back());
  }
}

std::vector<std::byte> RulePrefixes::image(std::size_t count) const {
  std::vector<Source> sources;
  std::size_t number = 0;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    sources.push_back({sources_[i].name, cut(sources_[i].text, files_[i], count, number)});
    number += rules_of(files_[i]);
  }
  return lintel::compile(sources, options_).image;
}

}  // namespace lintel::cli
