// SPDX-License-Identifier: Apache-2.0
// A program while it is being lowered: registers, labels and steps, and constants in the pools.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "compiler/ir.h"

namespace lintel::compiler {

// The constants of all programs of an image.
struct Pools {
  ImageBuilder& image;
  std::unordered_map<std::uint32_t, std::uint32_t> tables;  // by value number
  std::map<std::string, std::uint32_t, std::less<>> patterns = {};
};

class Code {
 public:
  explicit Code(Pools& pools) : pools_(pools) {}

  ir::Register slot(const Field& field);
  ir::Register temporary(image::Kind kind);
  ir::Register memo(image::Kind kind);

  // `count` temporaries that follow each other; the first.
  ir::Register block(image::Kind kind, std::size_t count);

  // Temporaries of one rule are free again in the next.
  void start_rule(std::uint32_t rule) {
    temporaries_.clear();
    rule_ = rule;
  }
  void end_rules() { rule_ = ir::none; }

  ir::Label new_label() { return program_.labels++; }
  void place(ir::Label label);

  ir::Step& emit(image::Opcode opcode, std::uint32_t a = 0, std::uint32_t b = 0,
                 std::uint32_t c = 0);
  void jump(ir::Label target);

  // A test that goes to `target` if its outcome is in `outcomes`, a mask of bits by Truth.
  ir::Step& test(image::Opcode opcode, std::uint8_t outcomes, std::uint32_t a, std::uint32_t b,
                 ir::Label target);

  // The number of the table for a constant list or map, made when it is first used.
  std::uint32_t table(const Typed& node);

  // The number of the automaton for the pattern of a node, made when it is first used.
  std::uint32_t dfa(const Typed& node);

  ImageBuilder& pools() { return pools_.image; }
  ir::Program& program() { return program_; }
  image::Kind kind(ir::Register number) const { return program_.registers[number].kind; }

 private:
  ir::Register add(ir::RegisterInfo info);

  Pools& pools_;
  ir::Program program_;
  std::uint32_t rule_ = ir::none;
  std::map<std::string, ir::Register> slots_;  // by path
  std::map<image::Kind, std::uint32_t> temporaries_;
  std::map<image::Kind, std::uint32_t> memos_;
  std::map<std::pair<image::Kind, std::uint32_t>, ir::Register> known_temporaries_;
};

}  // namespace lintel::compiler
