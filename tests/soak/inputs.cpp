// SPDX-License-Identifier: Apache-2.0
// Writes what `soak` works on into a folder: images, and events for each of them.
//
//   soak_inputs FOLDER
//
// The events of an image stand one after the other, each behind its size in a line of its own. They
// are such as pools send, some that are odd, and some that are no JSON; always the same ones.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "tests/runtime/event_maker.h"
#include "tests/runtime/rulesets.h"

namespace lintel::test {
namespace {

namespace fs = std::filesystem;

constexpr int events_each = 4096;

void write(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) {
    std::cerr << "cannot write " << path.string() << "\n";
    std::exit(1);
  }
}

std::string made_events(const CompiledRuleset& ruleset, unsigned seed) {
  const image::View view(ruleset.image);
  EventMaker maker(seed, ruleset.events, planned_names(view));
  std::string text;
  for (int i = 0; i < events_each; ++i) {
    const std::string event = i % 16 == 0  ? maker.broken()
                              : i % 4 == 1 ? maker.strange()
                                           : maker.usual();
    text += std::to_string(event.size()) + "\n" + event + "\n";
  }
  return text;
}

int run(const fs::path& folder) {
  fs::create_directories(folder);
  unsigned seed = 1;
  std::vector<CompiledRuleset> all = rulesets();
  all.push_back(compiled(LINTEL_SOURCE_DIR "/tests/soak/everything.rules"));
  all.back().path = "everything.rules";
  for (const CompiledRuleset& ruleset : all) {
    std::string name = fs::path(ruleset.path).replace_extension().string();
    std::replace(name.begin(), name.end(), '/', '-');
    const fs::path stem = folder / name;
    const auto* const bytes = reinterpret_cast<const char*>(ruleset.image.data());
    write(stem.string() + ".image", std::string(bytes, ruleset.image.size()));
    write(stem.string() + ".events", made_events(ruleset, seed++));
  }
  std::cout << all.size() << " images, " << events_each << " events each\n";
  return 0;
}

}  // namespace
}  // namespace lintel::test

int main(int count, char** words) {
  if (count != 2) {
    std::cerr << "usage: soak_inputs FOLDER\n";
    return 2;
  }
  return lintel::test::run(words[1]);
}
