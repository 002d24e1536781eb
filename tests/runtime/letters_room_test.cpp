// SPDX-License-Identifier: Apache-2.0
// Texts in lower and upper case take room where a letter changes, and none where none does: then
// there need not be any.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "runtime/limits.h"
#include "tests/runtime/image_sketch.h"

namespace lintel::test {
namespace {

using Texts = std::vector<std::string>;

// An event whose one text that holds an escape leaves `left` bytes of the room, at least one.
std::string event_leaving(std::size_t left) {
  const std::size_t written = limits::text_arena_bytes - left + 1;
  return R"({"pad":"\n)" + std::string(written - 2, 'x') + "\"}";
}

// Logs what the opcode makes of each text.
Engine changing(Opcode opcode, const Texts& texts) {
  ImageSketch sketch({{"pad", ReadAs::text}});
  for (const std::string& text : texts) {
    const Number changed = sketch.reg(Kind::text);
    sketch.emit(opcode, changed, sketch.text(text));
    sketch.show(changed, Kind::text);
  }
  return Engine(sketch.finish());
}

const Texts no_room = {
    "fault: the texts and lists of this event need more room than an evaluation has"};

struct Row {
  Opcode opcode;
  char kept;
  char changed;
  char into;
};

constexpr Row rows[] = {{Opcode::lower, 'k', 'C', 'c'}, {Opcode::upper, 'K', 'c', 'C'}};

TEST(RoomForLetters, IsNotNeededWhereNoneChanges) {
  for (const Row& row : rows) {
    for (std::size_t size = 0; size <= 40; ++size) {
      const std::string text(size, row.kept);
      Engine engine = changing(row.opcode, {text});
      EXPECT_EQ(engine.logs(event_leaving(1)), Texts{text});
      EXPECT_EQ(engine.logs(event_leaving(size + 1)), Texts{text});
    }
  }
}

// Wherever the letter stands.
TEST(RoomForLetters, IsNeededWhereOneChanges) {
  for (const Row& row : rows) {
    for (const std::size_t size : {2U, 7U, 8U, 9U, 15U, 16U, 17U}) {
      for (const std::size_t place : {std::size_t{0}, size / 2, size - 1}) {
        std::string text(size, row.kept);
        text[place] = row.changed;
        std::string wanted = text;
        wanted[place] = row.into;
        Engine engine = changing(row.opcode, {text});
        EXPECT_EQ(engine.logs(event_leaving(size)), Texts{wanted});
        EXPECT_EQ(engine.logs(event_leaving(size - 1)), no_room) << text;
      }
    }
  }
}

// What one that does not change has taken for a while, is there for the next one.
TEST(RoomForLetters, IsGivenBackWhereNoneChanges) {
  for (const Row& row : rows) {
    for (const std::size_t size : {5U, 12U, 16U, 20U}) {
      const std::string kept(size, row.kept);
      const std::string changed(size, row.changed);
      const std::string into(size, row.into);
      Engine engine = changing(row.opcode, {kept, kept, changed, kept, changed, kept});
      EXPECT_EQ(engine.logs(event_leaving(2 * size)), (Texts{kept, kept, into, kept, into, kept}));
      EXPECT_EQ(engine.logs(event_leaving(2 * size - 1)), no_room);
    }
  }
}

TEST(RoomForLetters, OfDomains) {
  Engine usual = changing(Opcode::domain, {"Jo@example.org"});
  Engine shouting = changing(Opcode::domain, {"jo@example.orG"});
  EXPECT_EQ(usual.logs(event_leaving(1)), Texts{"example.org"});
  EXPECT_EQ(shouting.logs(event_leaving(11)), Texts{"example.org"});
  EXPECT_EQ(shouting.logs(event_leaving(10)), no_room);
}

}  // namespace
}  // namespace lintel::test
