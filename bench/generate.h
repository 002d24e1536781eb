// SPDX-License-Identifier: Apache-2.0
// Rules text of any size, for the benchmarks of the compiler and of large images.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/compiler.h"

namespace lintel::bench {

enum class Shape {
  domains,  // each rule compares the domain of the e-mail address with a constant of its own
  mixed,  // twelve kinds of rules in turn: attributes, lists, prefixes, sizes, refusals, templates
  list,   // one rule, and a list of the domains that it refuses in a file beside it
};

std::string_view name_of(Shape shape);

// What stands for `rules` rules, one a line; of a list, for as many lines of it.
struct Generated {
  Source source;
  std::string list;  // the imported file; empty unless the shape is a list

  // What a person wrote or collected: the rules, and the list if there is one.
  std::size_t bytes() const { return source.text.size() + list.size(); }
};
Generated generate(Shape shape, std::size_t rules);

// The domain that rule or line `number` of the shapes `domains` and `list` is about.
std::string domain_number(std::size_t number);

// Gives the imported file of a Generated, under any name.
class GeneratedFiles : public Files {
 public:
  explicit GeneratedFiles(const Generated& generated) : list_(generated.list) {}

  std::optional<std::string> read(const std::string&) override { return std::string(list_); }

 private:
  std::string_view list_;
};

}  // namespace lintel::bench
