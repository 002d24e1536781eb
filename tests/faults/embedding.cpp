// SPDX-License-Identifier: Apache-2.0
// A program that embeds the libraries, as memory_test wants it to: `compile FILE IMAGE`, or
// `evaluate IMAGE EVENT`, without the C++ library's streams.
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "compiler/compiler.h"
#include "compiler/testing.h"
#include "runtime/lintel.h"

namespace {

constexpr int exit_no_memory = 7;

std::array<char, 65536> room;

std::string_view read_file(const char* path, std::span<char> into) {
  const int descriptor = ::open(path, O_RDONLY);
  const ssize_t size = ::read(descriptor, into.data(), into.size());
  ::close(descriptor);
  return {into.data(), static_cast<std::size_t>(size < 0 ? 0 : size)};
}

void say(std::string_view text) {
  [[maybe_unused]] const ssize_t written = ::write(1, text.data(), text.size());
}

int compile(const char* from, const char* to) {
  std::set_new_handler([] { ::_exit(exit_no_memory); });
  const lintel::Source source{from, std::string(read_file(from, room))};
  const lintel::Compilation compiled = lintel::compile({&source, 1});
  lintel::cost({&source, 1});
  lintel::dump({&source, 1}, lintel::Stage::ir);
  lintel::run_tests({&source, 1}, {}, "");
  const int descriptor = ::open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const ssize_t written = ::write(descriptor, compiled.image.data(), compiled.image.size());
  return compiled.ok() && written > 0 ? 0 : 1;
}

int evaluate(const char* from, const char* event_from) {
  const std::string_view image = read_file(from, room);
  const auto loaded = lintel::Ruleset::load(std::as_bytes(std::span(image.data(), image.size())));
  if (!loaded) return 1;
  const std::string_view event = read_file(event_from, std::span(room).subspan(image.size()));
  lintel::Evaluator first(*loaded);
  lintel::Evaluator second = std::move(first);
  first = lintel::Evaluator(*loaded);
  for (lintel::Evaluator* const evaluator : {&first, &second}) {
    const lintel::Outcome outcome = evaluator->evaluate(event);
    say(outcome.kind() == lintel::OutcomeKind::fault ? outcome.fault().message() : outcome.body());
    say(evaluator->memory_bytes() == 0 ? " (none)\n" : "\n");
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  if (std::strcmp(words[1], "compile") == 0) return compile(words[2], words[3]);
  return evaluate(words[2], words[3]);
}
