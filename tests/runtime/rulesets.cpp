// SPDX-License-Identifier: Apache-2.0
#include "tests/runtime/rulesets.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include "compiler/compiler.h"
#include "compiler/schema.h"
#include "compiler/test_events.h"

namespace lintel::test {
namespace {

namespace fs = std::filesystem;

class DiskFiles : public Files {
 public:
  std::optional<std::string> read(const std::string& path) override {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
};

std::vector<std::string> events_for(const image::View& image) {
  std::vector<std::string> events;
  for (std::uint32_t i = 0; i < image.count(image::Section::triggers); ++i) {
    const auto trigger = image.row<image::TriggerRow>(image::Section::triggers, i);
    const auto* const known = compiler::schema::find_trigger(image.string(trigger.name));
    if (known == nullptr) std::abort();
    for (std::uint32_t j = 0; j < trigger.source_count; ++j) {
      const auto source =
          image.row<image::SourceRow>(image::Section::sources, trigger.first_source + j);
      events.push_back(
          compiler::print(compiler::default_event(image.string(source.name), known->trigger)));
    }
  }
  return events;
}

std::vector<CompiledRuleset> compile_all() {
  std::vector<CompiledRuleset> all;
  const fs::path top = fs::path(LINTEL_SOURCE_DIR) / "rules";
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(top)) {
    const std::string path = entry.path().string();
    if (!path.ends_with(".rules") || path.ends_with(".test.rules")) continue;
    all.push_back(compiled(path));
    all.back().path = path.substr(top.string().size() + 1);
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return all;
}

}  // namespace

CompiledRuleset compiled(const std::string& path) {
  DiskFiles files;
  CompileOptions options;
  options.files = &files;
  options.proofs = false;
  const Source source{path, files.read(path).value_or("")};
  Compilation made = compile({&source, 1}, options);
  if (!made.ok()) {
    std::cerr << path << " does not compile\n";
    std::abort();
  }
  std::vector<std::string> events = events_for(image::View(made.image));
  return {path, std::move(made.image), std::move(events)};
}

const std::vector<CompiledRuleset>& rulesets() {
  static const std::vector<CompiledRuleset> all = compile_all();
  return all;
}

std::vector<std::string> planned_names(const image::View& image) {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < image.count(image::Section::plan_edges); ++i) {
    names.emplace_back(
        image.string(image.row<image::PlanEdge>(image::Section::plan_edges, i).name));
  }
  return names;
}

}  // namespace lintel::test
