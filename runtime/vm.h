// SPDX-License-Identifier: Apache-2.0
// What the interpreter works with, and what it has decided.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/collected.h"
#include "runtime/image.h"
#include "runtime/limits.h"
#include "runtime/lintel.h"
#include "runtime/rule_index.h"
#include "runtime/text_arena.h"
#include "runtime/value.h"

namespace lintel::runtime {

// What a program has said about a response field.
struct FieldValue {
  std::string_view text;
  bool flag;
  bool is_set;
  bool is_null;     // set to null
  bool is_written;  // for the response writer
};

// The memory of one evaluation. The evaluator owns it and sizes it from the image.
struct Workspace {
  Cell* cells;                // registers
  std::uint32_t* fired;       // the largest max_fired of the programs
  Cursor* cursors;            // cursors_needed()
  FieldValue* fields;         // the largest field_count
  Effect* effects;            // limits::max_effects
  EffectArgument* arguments;  // limits::max_effect_arguments for each effect
  bool* kept_on_reject;       // one for each effect
  Cell* variables;            // of the host, by their rows
  Host* host;                 // or null
  bool has_now;               // for this event
  Cell now;
  TextArena texts;
  Collected collected;
};

// Moves the effects that outlive a rejection to the front; returns how many they are.
std::uint32_t keep_on_reject(Workspace& work, std::uint32_t count);

// How a program ended.
struct Decision {
  OutcomeKind kind;
  std::string_view text;  // of a rejection
  std::uint32_t fired;    // how many, in the workspace
  std::uint32_t effects;  // likewise
  Fault fault;
};

// A rejection whose text is absent says this: nothing about why, and like every text of a rejection
// it reads well after "PreSignUp failed with error".
inline constexpr std::string_view neutral_rejection = "the request was rejected";

}  // namespace lintel::runtime
