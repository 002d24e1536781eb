// SPDX-License-Identifier: Apache-2.0
// Writes the answers that nearly all events get: to an event that was read by its phrases, whose
// `response` is an object, and in which only flags and texts of that object itself are set. The
// rest is for response_writer.h, which writes the same bytes, and any answer.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/event_reader.h"
#include "runtime/image.h"
#include "runtime/vm.h"

namespace lintel::runtime {

// A row of the image's fields, looked up once for an evaluator.
struct AnswerField {
  std::string_view name;  // its path, from the response on
  image::FieldKind kind;
  image::FieldDefault unset;
  bool is_plain;  // a flag or text of the response itself, its name the same in JSON
};

AnswerField answer_field(const image::View& image, std::uint32_t row);

// Which field each member of a response is. It stands in the phrase book, and is the same for all
// events whose response is of one phrase.
struct MemberFields {
  static constexpr std::uint8_t no_field = 0xff;

  const PhraseMember* members;  // null: nothing is known
  std::size_t count;            // members of an empty response begin where others do
  std::uint8_t fields[PhraseBook::max_members];
};

// No data() if this is not such an answer, or if `out` may have no room for it. `fields` and
// `values` are those of the program; what is `known` is of it, too, and of this edition of the
// book.
std::string_view write_plain_answer(std::span<const AnswerField> fields,
                                    std::span<const FieldValue> values, const Reading& reading,
                                    MemberFields& known, std::span<char> out);

}  // namespace lintel::runtime
