// SPDX-License-Identifier: Apache-2.0
// The field plan: the trie of all paths that the programs of an image read, and their slots.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/image_builder.h"
#include "compiler/typed.h"

namespace lintel::compiler {

// What a slot that is read so holds.
image::Kind register_kind(image::ReadAs read_as);

class Plan {
 public:
  void add(const Field& field);

  // Numbers the slots from 0 on, in the order in which the trie is laid out, and writes the plan
  // and the kinds of its registers.
  void emit(ImageBuilder& image);

  // After emit().
  std::uint32_t slot(const Field& field) const;

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>>
        children;  // sorted: the layout depends on the set alone
    image::ReadAs read_as = image::ReadAs::nothing;
    std::uint32_t slot = image::none;
    std::uint32_t slots_begin = 0;
    std::uint32_t slots_end = 0;
  };

  static void number_slots(Node& node, ImageBuilder& image);

  Node root_;
};

}  // namespace lintel::compiler
