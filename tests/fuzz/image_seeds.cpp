// SPDX-License-Identifier: Apache-2.0
// Images: those of the project's rules, small ones first, and the one of the runtime's tests that
// has a row in every section.
#include <algorithm>

#include "compiler/compiler.h"
#include "tests/fuzz/project_texts.h"
#include "tests/fuzz/seeds.h"
#include "tests/runtime/sample_image.h"

namespace lintel::fuzz {
namespace {

constexpr std::size_t small = 6000;

std::string text_of(const std::vector<std::byte>& image) {
  return {reinterpret_cast<const char*>(image.data()), image.size()};
}

}  // namespace

Seeds image_seeds() {
  Seeds seeds;
  ProjectFiles files;
  for (const ProjectText& rules : project_rules()) {
    const Source source{rules.path, rules.text};
    for (const bool strip : {true, false}) {
      const Compilation made =
          compile({&source, 1}, {.files = &files, .strip = strip, .proofs = false});
      if (made.ok() && made.image.size() <= small) seeds.push_back(text_of(made.image));
    }
  }
  std::sort(seeds.begin(), seeds.end(),
            [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
  seeds.push_back(text_of(test::sample_image()));
  return seeds;
}

}  // namespace lintel::fuzz
