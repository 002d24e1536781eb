// SPDX-License-Identifier: Apache-2.0
// The lets that can be seen, by name, in the order of their lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/typed.h"
#include "grammar/ast.h"

namespace lintel::compiler {

// A declared let. Its value is made when it is first used in a section, and kept until the section
// ends: what it means depends on the fields of the trigger.
struct Binding {
  const grammar::Let* let = nullptr;
  std::size_t order = 0;         // a let sees only those with a smaller one
  const Typed* value = nullptr;  // of one without parameters, once made in this section
  std::uint32_t section = 0;     // the section that `value` was made in
  bool used = false;
};

class Scope {
 public:
  // The let of this name that a line of this order can see; null if there is none.
  Binding* find(std::string_view name, std::size_t before) {
    for (auto* level : {&section_, &file_}) {
      const auto found = level->find(name);
      if (found != level->end() && found->second->order < before) return found->second.get();
    }
    return nullptr;
  }

  // Declares a let, for the file if no section is open. The other let if the name is taken.
  const grammar::Let* declare(const grammar::Let& let, bool in_section) {
    for (const auto* level : {&section_, &file_})
      if (const auto found = level->find(let.name); found != level->end())
        return found->second->let;
    auto binding = std::make_unique<Binding>();
    binding->let = &let;
    binding->order = next_++;
    (in_section ? section_ : file_).emplace(let.name, std::move(binding));
    return nullptr;
  }

  std::size_t next() const { return next_; }

  // The lets of the section, or of the file, that were never used, in no particular order.
  std::vector<const grammar::Let*> unused_of_section() const { return unused(section_); }
  std::vector<const grammar::Let*> unused_of_file() const { return unused(file_); }

  void leave_section() { section_.clear(); }

  // The names that a line of this order can see, for suggestions.
  std::vector<std::string_view> names(std::size_t before) const {
    std::vector<std::string_view> all;
    for (const auto* level : {&section_, &file_})
      for (const auto& [name, binding] : *level)
        if (binding->order < before) all.push_back(name);
    return all;
  }

 private:
  using Level = std::unordered_map<std::string_view, std::unique_ptr<Binding>>;

  static std::vector<const grammar::Let*> unused(const Level& level) {
    std::vector<const grammar::Let*> all;
    for (const auto& [name, binding] : level)
      if (!binding->used) all.push_back(binding->let);
    return all;
  }

  Level file_;
  Level section_;
  std::size_t next_ = 0;
};

}  // namespace lintel::compiler
