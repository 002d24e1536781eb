// SPDX-License-Identifier: Apache-2.0
// Answers one event with the image named on the command line; the C library is all it needs.
#include <cstdio>

#include <lintel/lintel.h>

int main(int count, char** words) {
  static std::byte image[65536];
  std::FILE* file = count == 2 ? std::fopen(words[1], "rb") : nullptr;
  if (!file) return 2;
  const std::size_t size = std::fread(image, 1, sizeof image, file);
  std::fclose(file);

  const lintel::LoadResult loaded = lintel::Ruleset::load({image, size});
  if (!loaded) return 1;
  lintel::Evaluator evaluator(*loaded);
  const lintel::Outcome outcome = evaluator.evaluate(
      R"({"request":{"userAttributes":{"email":"jane@example.com"}},"response":{}})");
  std::printf("%.*s\n", static_cast<int>(outcome.body().size()), outcome.body().data());
  return 0;
}
