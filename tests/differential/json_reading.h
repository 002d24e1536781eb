// SPDX-License-Identifier: Apache-2.0
// One event under the event reader and under nlohmann::json: whether both accept it, and what they
// read in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "tests/runtime/learning_reader.h"

namespace lintel::differential {

// What nlohmann makes of a text.
struct Theirs {
  nlohmann::json value;
  bool accepts = true;
  bool is_too_large_number = false;
};

// Why our reader may refuse what nlohmann accepts, or the other way round; empty if it may not.
// `fault` is null if ours accepts the text.
std::string_view deliberate(std::string_view text, const Theirs& other, const Fault* fault);

enum class Wanted : std::uint8_t { absent, present, wrong };

// What a slot is where an event holds `value`, and whether it holds that then.
Wanted wanted(const nlohmann::json& value, image::ReadAs read_as);
bool same(const runtime::Cell& cell, const nlohmann::json& value, image::ReadAs read_as);

class JsonComparison {
 public:
  JsonComparison();

  // How the readers and nlohmann differ about an event; empty if they do not.
  std::string difference(std::string_view event);

  void learn(std::string_view event) {
    for (int i = 0; i < 4; ++i) warm_.read(event);
  }

  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;
  std::uint64_t on_purpose = 0;
  std::uint64_t wrong_types = 0;
  std::uint64_t by_phrases = 0;

 private:
  std::string difference(test::LearningReader& reader, std::string_view event, const Theirs& other);
  std::string difference_of_slots(test::LearningReader& reader, const nlohmann::json& event,
                                  bool takes);

  test::ImageSketch sketch_;
  test::LearningReader cold_;
  test::LearningReader warm_;
};

}  // namespace lintel::differential
