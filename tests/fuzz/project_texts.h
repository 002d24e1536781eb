// SPDX-License-Identifier: Apache-2.0
// The project's own texts, which inputs start from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/compiler.h"

namespace lintel::fuzz {

struct ProjectText {
  std::string path;  // from the top folder, with /
  std::string text;
};

// The files below a folder whose names end so, in the order of their paths.
std::vector<ProjectText> texts_below(const std::string& folder, const std::string& ending);

// The text of a file by its path from the top folder, or its whole path.
class ProjectFiles final : public Files {
 public:
  std::optional<std::string> read(const std::string& path) override;
};

// All rules of rules/ and of the cases.
const std::vector<ProjectText>& project_rules();

}  // namespace lintel::fuzz
