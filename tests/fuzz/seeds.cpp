// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/seeds.h"

#include <algorithm>

#include "compiler/compiler.h"
#include "tests/fuzz/project_texts.h"

namespace lintel::fuzz {
namespace {

// What rules import, if they import one file.
std::string imported(const ProjectText& rules) {
  for (const char* call : {"lines(\"", "csv(\"", "json(\""}) {
    const std::size_t at = rules.text.find(call);
    if (at == std::string::npos) continue;
    const std::size_t begin = rules.text.find('"', at) + 1;
    const std::string name = rules.text.substr(begin, rules.text.find('"', begin) - begin);
    const std::string folder = rules.path.substr(0, rules.path.rfind('/') + 1);
    return ProjectFiles().read(folder + name).value_or("");
  }
  return {};
}

}  // namespace

Seeds rules_seeds() {
  Seeds seeds;
  for (const ProjectText& rules : project_rules()) {
    const std::string import = imported(rules);
    seeds.push_back(import.empty() ? rules.text
                                   : rules.text + "\n===\n{}\n===\n" + import.substr(0, 200));
  }
  return seeds;
}

Seeds kept_inputs(std::string_view target) {
  Seeds inputs;
  for (const char* folder : {"corpus", "found"}) {
    std::string path("tests/fuzz/");
    path.append(folder).append("/").append(target);
    for (ProjectText& file : texts_below(path, "")) inputs.push_back(std::move(file.text));
  }
  return inputs;
}

}  // namespace lintel::fuzz
