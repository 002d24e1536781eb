// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/variables.h"

#include <unistd.h>

#include <cstring>

namespace lintel::lambda {

std::string_view variable(std::string_view name) {
  if (environ == nullptr) return {};
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (std::strncmp(*entry, name.data(), name.size()) == 0 && (*entry)[name.size()] == '=')
      return *entry + name.size() + 1;
  }
  return {};
}

}  // namespace lintel::lambda
