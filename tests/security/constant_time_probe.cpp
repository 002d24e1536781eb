// SPDX-License-Identifier: Apache-2.0
// Makes one comparison, for a tool that counts instructions.
//
//   constant_time_probe compare A B             equal_in_constant_time()
//   constant_time_probe leaky A B               one that stops at the first difference: must be
//   seen constant_time_probe evaluate IMAGE EVENT    Evaluator::evaluate(), files
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <string_view>

#include "runtime/constant_time.h"
#include "runtime/lintel.h"

namespace lintel::security {

bool leaky_equal(std::string_view a, std::string_view b);
[[gnu::noinline]] bool leaky_equal(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i]) return false;
  return true;
}

namespace {

std::string content(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

int evaluate(const char* image_path, const char* event_path) {
  const std::string image = content(image_path);
  const std::string event = content(event_path);
  const LoadResult loaded = Ruleset::load(std::as_bytes(std::span(image)));
  if (!loaded) return 2;
  Evaluator evaluator(*loaded);
  const std::string body(evaluator.evaluate(event).body());
  std::puts(body.c_str());
  return 0;
}

int run(int count, char** words) {
  if (count != 4) return 2;
  const std::string_view what = words[1];
  if (what == "compare") {
    std::puts(runtime::equal_in_constant_time(words[2], words[3]) ? "equal" : "different");
    return 0;
  }
  if (what == "leaky") {
    std::puts(leaky_equal(words[2], words[3]) ? "equal" : "different");
    return 0;
  }
  return what == "evaluate" ? evaluate(words[2], words[3]) : 2;
}

}  // namespace
}  // namespace lintel::security

int main(int count, char** words) { return lintel::security::run(count, words); }
