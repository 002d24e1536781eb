// SPDX-License-Identifier: Apache-2.0
// Hostile inputs that grow: rules files for the compiler, events for the runtime, images for its
// verifier.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace lintel::security {

enum class Input { rules, event, image };

struct Family {
  std::string_view name;
  Input input;
  std::size_t size;  // the smallest that is tried in the short form
  // The input of this size. Rules may import `data`: "d.txt" has what `imported` gives.
  std::function<std::string(std::size_t)> make;
  std::string_view rules = {};  // of an event: what decides it
  std::function<std::string(std::size_t)> imported = {};
  // Grows faster than its input, up to one of the limits of runtime/limits.h, which four times the
  // size is beyond: a finding has to come, soon.
  bool capped = false;
};

std::span<const Family> rules_families();
std::span<const Family> pattern_families();
std::span<const Family> runtime_families();

// `part` `count` times with its number in the place of each #, joined by `joint`.
std::string repeated(std::size_t count, std::string_view part, std::string_view joint = "");

// `text` `count` times.
std::string times(std::size_t count, std::string_view text);

// on PreSignUp when CONDITION then autoConfirm
std::string confirms_when(const std::string& condition);

}  // namespace lintel::security
