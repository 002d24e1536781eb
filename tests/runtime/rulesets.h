// SPDX-License-Identifier: Apache-2.0
// The rulesets of rules/, compiled, each with events for it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "runtime/image.h"
#include "runtime/lintel.h"

namespace lintel::test {

struct CompiledRuleset {
  std::string path;
  std::vector<std::byte> image;
  std::vector<std::string> events;  // as Cognito sends them, one at least for each source
};

// The rules file at `path`, which has to be one without faults.
CompiledRuleset compiled(const std::string& path);

// Compiled once for the whole program.
const std::vector<CompiledRuleset>& rulesets();

// The names of the members that the rules of an image ask for.
std::vector<std::string> planned_names(const image::View& image);

// A world in which it is always the same time and every variable is set.
class StillHost : public Host {
 public:
  std::string_view variable(std::string_view name) override { return name; }
  bool now(Instant& time) override {
    time = {1'767'225'600, 0};
    return true;
  }
  bool random(std::span<std::byte> bytes) override {
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i);
    return true;
  }
};

}  // namespace lintel::test
