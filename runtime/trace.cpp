// SPDX-License-Identifier: Apache-2.0
// Follows the rows of the trace section alongside the instructions.
#include "runtime/trace.h"

#include <utility>

#include "runtime/instruction.h"
#include "runtime/json_build.h"
#include "runtime/output.h"
#include "runtime/text.h"

namespace lintel::runtime {
namespace {

using image::Kind;
using image::Section;
using image::TraceRow;

// A value of a register as text, for people.
class ShownValue {
 public:
  ShownValue(const image::View& image, const Cell& cell, std::uint32_t number,
             std::uint32_t expression) {
    value_.expression = image.string(expression);
    value_.present = cell.present();
    if (!cell.present()) return;
    switch (image.row<Kind>(Section::registers, number)) {
      case Kind::text:
        value_.text = cell.text();
        value_.is_text = true;
        break;
      case Kind::object:
      case Kind::array: value_.text = cell.text(); break;
      case Kind::integer: value_.text = write_integer(cell.number, digits_); break;
      case Kind::boolean: value_.text = boolean_text(cell.number != 0); break;
      case Kind::table:
      case Kind::number:
      case Kind::time:
      case Kind::list:
      case Kind::map: show_json(image, cell, image.row<Kind>(Section::registers, number)); break;
    }
  }
  ShownValue(const ShownValue&) = delete;  // the text may be a view of digits_
  ShownValue& operator=(const ShownValue&) = delete;

  const TracedValue& value() const { return value_; }

 private:
  void show_json(const image::View& image, const Cell& cell, Kind kind) {
    Output counter(nullptr);
    write_json(counter, image, cell, kind);
    if (counter.size() > sizeof json_) {
      value_.text = "too long to be shown";
      return;
    }
    Output writer(json_);
    write_json(writer, image, cell, kind);
    value_.text = {json_, writer.size()};
  }

  char digits_[max_integer_digits];
  char json_[512];  // a value for people: what is longer would hide the rest
  TracedValue value_;
};

constexpr Truth inverted(Truth truth) {
  if (truth == Truth::absent) return truth;
  return truth == Truth::yes ? Truth::no : Truth::yes;
}

}  // namespace

void TraceTeller::reach(std::uint32_t instruction) {
  if (instruction != last_ + 1) next_row_ = first_row(instruction);
  last_ = instruction;
  while (next_row_ < image_.count(Section::trace) && place(next_row_) < instruction) ++next_row_;
  each_row(instruction, [this](const TraceRow& row, std::uint32_t number) {
    if (row.constant == image::none8) return;
    TracedPart part;
    part.number = number;
    part.rule = row.rule;
    part.expression = image_.string(row.expression);
    part.truth = static_cast<Truth>(row.constant);
    part.constant = true;
    tracer_.part(part);
  });
}

std::uint32_t TraceTeller::place(std::uint32_t row) const {
  return image_.row<TraceRow>(Section::trace, row).instruction;
}

// After a jump: the first row that is not about an earlier instruction.
std::uint32_t TraceTeller::first_row(std::uint32_t instruction) const {
  std::uint32_t first = 0;
  for (std::uint32_t left = image_.count(Section::trace); left > 0;) {
    const std::uint32_t half = left / 2;
    if (place(first + half) < instruction) {
      first += half + 1;
      left -= half + 1;
    } else {
      left = half;
    }
  }
  return first;
}

void TraceTeller::decided(const image::InstructionRow& test, std::uint32_t instruction,
                          Truth truth) {
  each_row(instruction, [&](const TraceRow& row, std::uint32_t number) {
    if (row.constant != image::none8) return;
    TracedPart part;
    part.number = number;
    part.rule = row.rule;
    part.expression = image_.string(row.expression);
    part.truth = (row.flags & image::trace_inverted) != 0 ? inverted(truth) : truth;
    TracedValue values[2];
    std::size_t count = 0;
    const auto tell = [&] {
      part.values = std::span(values, count);
      tracer_.part(part);
    };
    if (row.a == image::none && row.b == image::none) return tell();
    const std::uint32_t a = row.a == image::none ? test.b : test.a;
    const std::uint32_t first = row.a == image::none ? row.b : row.a;
    const ShownValue shown_a(image_, cells_[a], a, first);
    values[count++] = shown_a.value();
    if (row.a == image::none || row.b == image::none) return tell();
    const ShownValue shown_b(image_, cells_[test.b], test.b, row.b);
    values[count++] = shown_b.value();
    if ((row.flags & image::trace_exchanged) != 0) std::swap(values[0], values[1]);
    tell();
  });
}

template <typename Tell>
void TraceTeller::each_row(std::uint32_t instruction, Tell tell) const {
  const std::uint32_t rows = image_.count(Section::trace);
  for (std::uint32_t i = next_row_; i < rows; ++i) {
    const auto row = image_.row<TraceRow>(Section::trace, i);
    if (row.instruction != instruction) return;
    tell(row, i);
  }
}

}  // namespace lintel::runtime
