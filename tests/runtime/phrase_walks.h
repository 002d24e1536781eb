// SPDX-License-Identifier: Apache-2.0
// Events read by phrases, in each way that this machine has, against the scanner: the same slots,
// the same faults, and no byte behind the event is touched.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "tests/runtime/fence.h"
#include "tests/runtime/learning_reader.h"
#include "tests/runtime/shown_reading.h"
#include "tests/support/naive_text.h"

namespace lintel::test {

struct Way {
  const char* name;
  runtime::PhraseReader read;
};

// The fastest one last.
inline std::vector<Way> ways() {
  std::vector<Way> found = {{"baseline", runtime::read_phrases}};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0) found.push_back({"avx2", runtime::read_phrases_avx2});
#endif
  return found;
}

inline bool read_nothing(runtime::EventReader&, runtime::Phrase&, const char*, const char*) {
  return false;
}

inline Bytes phrase_plan() {
  return ImageSketch({{"triggerSource", ReadAs::text},
                      {"t", ReadAs::text},
                      {"f", ReadAs::flag},
                      {"l", ReadAs::array},
                      {"m.t", ReadAs::text}})
      .finish();
}

inline std::string with(std::string_view members) {
  return R"({"triggerSource":"T_a",)" + std::string(members) + "}";
}

enum class Seen {
  refused,
  scanned,
  by_phrases,
  variously,  // the readers do not agree
};

class PhraseWalks : public testing::Test {
 protected:
  PhraseWalks() {
    for (const Way& way : ways()) readers_.emplace_back(way);
  }

  // From now on the readers know what can be learned from these events.
  void teach(const std::vector<std::string>& events) {
    for (Taught& taught : readers_) {
      taught.reader.forget();
      for (const std::string& event : events) taught.reader.book().learn(event);
    }
  }

  // What the readers make of an event. All must say of it what the scanner says.
  Seen see(std::string_view event) {
    const std::string_view fenced = fence_.before(event);
    const bool is_read = scanner_.read(fenced);
    const std::string wanted = read(scanner_, fenced);
    std::size_t by_phrases = 0;
    for (Taught& taught : readers_) {
      EXPECT_EQ(read(taught.reader, fenced), wanted) << taught.name << ": " << event.substr(0, 500);
      if (is_read && taught.reader.reader().reading().kind != 0) ++by_phrases;
    }
    if (!is_read) return Seen::refused;
    return by_phrases == 0                 ? Seen::scanned
           : by_phrases == readers_.size() ? Seen::by_phrases
                                           : Seen::variously;
  }

  // The texts of a member in events of all kinds: what stands before it is to be noted, or is not,
  // and what follows is long, short, or nothing.
  void check_texts(std::string_view name, const std::vector<std::string>& texts) {
    const std::string member = "\"" + std::string(name) + "\":\"";
    const std::string long_end(70, 'e');
    for (const std::string& before : {member, R"("v":"",)" + member}) {
      for (const std::string& after :
           {std::string("\""), R"(","z":"","":")" + std::string(9, 'e') + "\"",
            R"(","z":")" + long_end + R"(","y":")" + long_end + "\""}) {
        teach({with(before + after)});
        for (const std::string& text : texts) {
          const Seen wanted = is_text_content(text) ? Seen::by_phrases : Seen::refused;
          ASSERT_EQ(see(with(before + text + after)), wanted) << text << after;
        }
      }
    }
  }

  // Readers that have learned the event do not take others, with another byte from `begin` on, up
  // to `end`, for it.
  void check_changes(const std::string& event, std::size_t begin, std::size_t end,
                     std::size_t step = 1) {
    for (std::size_t place = begin; place < end; place += step) {
      teach({event});
      ASSERT_EQ(see(event), Seen::by_phrases) << event;  // and now each phrase is expected
      std::string other = event;
      other[place] = static_cast<char>(other[place] ^ 1);
      const Seen seen = see(other);
      ASSERT_TRUE(seen == Seen::refused || seen == Seen::scanned) << other << " " << place;
      ASSERT_EQ(see(event), Seen::by_phrases) << event;
    }
  }

 private:
  struct Taught {
    explicit Taught(const Way& way)
        : name(way.name), reader(phrase_plan(), limits::text_arena_bytes, way.read) {}
    const char* name;
    LearningReader reader;
  };

  Fence fence_{300'000};
  LearningReader scanner_{phrase_plan(), limits::text_arena_bytes, read_nothing};
  std::deque<Taught> readers_;
};

}  // namespace lintel::test
