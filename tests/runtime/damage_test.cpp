// SPDX-License-Identifier: Apache-2.0
// A damaged image is refused or harmless, whatever the damage. Harm would show under the
// sanitizers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <span>

#include "runtime/disassembler.h"
#include "tests/runtime/sample_image.h"

namespace lintel::test {
namespace {

// As little memory as an image needs is given, so that a step too far is seen.
class Copy {
 public:
  Copy(std::span<const std::byte> bytes, std::size_t shift)
      : block_(bytes.size() + shift), shift_(shift) {
    std::copy(bytes.begin(), bytes.end(), block_.begin() + static_cast<std::ptrdiff_t>(shift));
  }
  std::span<std::byte> bytes() { return std::span(block_).subspan(shift_); }

 private:
  Bytes block_;
  std::size_t shift_;
};

void seal(std::span<std::byte> image) {
  const std::uint64_t hash = image::hash(image.subspan(sizeof(image::Header)));
  std::memcpy(image.data() + offsetof(image::Header, content_hash), &hash, sizeof hash);
}

class SilentTracer : public Tracer {
 public:
  void part(const TracedPart& part) override {
    seen += part.expression.size();
    for (const TracedValue& value : part.values) seen += value.text.size();
  }
  std::size_t seen = 0;
};

// Touches every byte that an answer shows.
std::size_t weigh(const Outcome& outcome) {
  std::size_t sum = 0;
  for (const char c : outcome.body()) sum += static_cast<unsigned char>(c);
  for (const Effect& effect : outcome.effects()) {
    for (const EffectArgument& argument : effect.arguments) {
      for (const char c : argument.text) sum += static_cast<unsigned char>(c);
      for (const char c : argument.name) sum += static_cast<unsigned char>(c);
    }
  }
  for (const std::uint32_t rule : outcome.fired()) sum += rule;
  return sum;
}

// Whether it loads; if it does, uses it in every way.
bool use(std::span<const std::byte> image) {
  const auto loaded = Ruleset::load(image);
  if (!loaded) return false;
  Evaluator evaluator(*loaded);
  SilentTracer tracer;
  for (const std::string_view event : sample_events) {
    EXPECT_NE(weigh(evaluator.evaluate(event)), 0u);
    weigh(evaluator.evaluate(event, tracer));
  }
  for (std::uint32_t i = 0; i < loaded->rule_count(); ++i) loaded->rule(i);
  return true;
}

TEST(Damage, TheWholeImageLoads) { EXPECT_TRUE(use(sample_image())); }

TEST(Damage, AnyAlignmentWillDo) {
  const Bytes image = sample_image();
  for (std::size_t shift = 0; shift < 16; ++shift) {
    Copy copy(image, shift);
    EXPECT_TRUE(use(copy.bytes())) << shift;
  }
}

TEST(Damage, EveryTruncationIsRefused) {
  const Bytes image = sample_image();
  for (std::size_t size = 0; size < image.size(); ++size) {
    Copy copy(std::span<const std::byte>(image).first(size), 0);
    EXPECT_FALSE(Ruleset::load(copy.bytes())) << size;
    // Also if the header owns up to it.
    if (size < sizeof(image::Header)) continue;
    const auto claimed = static_cast<std::uint32_t>(size);
    std::memcpy(copy.bytes().data() + offsetof(image::Header, size), &claimed, sizeof claimed);
    seal(copy.bytes());
    EXPECT_FALSE(Ruleset::load(copy.bytes())) << size;
  }
}

TEST(Damage, OneByteMoreIsRefused) {
  Bytes image = sample_image();
  image.push_back(std::byte{0});
  const auto loaded = Ruleset::load(image);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.fault().kind, FaultKind::image_size);
}

TEST(Damage, EveryByteOfEveryValueIsRefused) {
  Bytes image = sample_image();
  for (std::size_t at = 0; at < image.size(); ++at) {
    // These parts of the header are not covered by the hash: they change no meaning.
    if (at >= offsetof(image::Header, language_version) && at < sizeof(image::Header)) continue;
    const std::byte right = image[at];
    for (int value = 0; value < 256; ++value) {
      if (static_cast<std::byte>(value) == right) continue;
      image[at] = static_cast<std::byte>(value);
      ASSERT_FALSE(Ruleset::load(image)) << at << " " << value;
    }
    image[at] = right;
  }
}

TEST(Damage, EveryByteOfEveryValueIsRefusedOrHarmlessIfTheHashIsRight) {
  const Bytes image = sample_image();
  Copy copy(image, 0);
  const std::span<std::byte> bytes = copy.bytes();
  std::size_t loaded = 0;
  for (std::size_t at = 0; at < image.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      bytes[at] = static_cast<std::byte>(value);
      const bool in_hash = at >= offsetof(image::Header, content_hash) &&
                           at < offsetof(image::Header, content_hash) + 8;
      if (!in_hash) seal(bytes);
      if (use(bytes)) ++loaded;
    }
    bytes[at] = image[at];
    seal(bytes);
  }
  // Many bytes stand for themselves, such as those of texts: such images must load.
  EXPECT_GT(loaded, image.size() * 2);
}

}  // namespace
}  // namespace lintel::test
