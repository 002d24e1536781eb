// SPDX-License-Identifier: Apache-2.0
// Tells a Tracer what the tests of a running program decide.
#pragma once

#include <cstdint>

#include "runtime/image.h"
#include "runtime/lintel.h"
#include "runtime/value.h"

namespace lintel::runtime {

// Follows one run of a program.
class TraceTeller {
 public:
  TraceTeller(const image::View& image, const Cell* cells, Tracer& tracer)
      : image_(image), cells_(cells), tracer_(tracer) {}

  // `instruction` is about to run: tells the parts that the compiler has decided.
  void reach(std::uint32_t instruction);

  // The test that was reached last has decided `truth`.
  void decided(const image::InstructionRow& test, std::uint32_t instruction, Truth truth);

 private:
  template <typename Tell>
  void each_row(std::uint32_t instruction, Tell tell) const;
  std::uint32_t place(std::uint32_t row) const;
  std::uint32_t first_row(std::uint32_t instruction) const;

  const image::View& image_;
  const Cell* cells_;
  Tracer& tracer_;
  std::uint32_t next_row_ = 0;
  std::uint32_t last_ = 0;
};

}  // namespace lintel::runtime
