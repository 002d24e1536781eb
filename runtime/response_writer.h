// SPDX-License-Identifier: Apache-2.0
// Writes what the Lambda returns.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "runtime/event_reader.h"
#include "runtime/field_writer.h"
#include "runtime/image.h"
#include "runtime/vm.h"

namespace lintel::runtime {

// The bytes that an answer can have beyond those of its event, given that its texts were built in
// limits::text_arena_bytes or are short; longer answers are refused.
std::size_t max_growth(const image::View& image);

// The event with `response` rewritten: each wanted field, wherever its name stands in the last
// `response`, gets its value; those that do not stand there are added, in objects that are made for
// them if need be; all other bytes are the event's own. Nothing if `out` has no room for it.
std::optional<std::string_view> write_answer(const FieldWriter& fields, const Reading& reading,
                                             std::span<FieldValue> values, std::span<char> out);

// {"errorMessage":TEXT,"errorType":TYPE}. Nothing if `out` has no room for it.
std::optional<std::string_view> write_error(std::string_view text, std::string_view type,
                                            std::span<char> out);

}  // namespace lintel::runtime
