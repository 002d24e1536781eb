// SPDX-License-Identifier: Apache-2.0
// What becomes of the sample image and its events when one byte or word of them changes: each
// verdict is held fast by verdicts.txt. LINTEL_REBASE=1 in the environment writes that file again;
// its changes are to be read.
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "runtime/disassembler.h"
#include "tests/runtime/sample_image.h"

namespace lintel::test {
namespace {

using image::Header;
using image::Section;

constexpr std::string_view fault_names[] = {
#define LINTEL_FAULT(name, message) #name,
#include "runtime/faults.def"
#undef LINTEL_FAULT
};

constexpr std::string_view section_names[] = {
#define LINTEL_SECTION(name, row, meaning) #name,
#include "runtime/sections.def"
#undef LINTEL_SECTION
};

// How often each verdict was given, and a sum over all of them in their order.
class Verdicts {
 public:
  void add(std::string_view verdict, std::string_view detail = {}) {
    ++counts_[std::string(verdict)];
    for (const std::string_view text : {verdict, detail}) {
      for (const char c : text) sum_ = (sum_ ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
  }

  std::string text() const {
    std::string text;
    for (const auto& [verdict, count] : counts_) {
      text.append(" ").append(std::to_string(count)).append(" ").append(verdict).append(",");
    }
    return text.append(" sum ").append(std::to_string(sum_ & 0xffffffff));
  }

 private:
  std::map<std::string, std::size_t> counts_;
  std::uint64_t sum_ = 0xcbf29ce484222325;
};

void seal(Bytes& bytes) {
  const std::uint64_t hash = image::hash(std::span(bytes).subspan(sizeof(Header)));
  std::memcpy(bytes.data() + offsetof(Header, content_hash), &hash, sizeof hash);
}

void add_load(Verdicts& verdicts, const Bytes& bytes) {
  const auto loaded = Ruleset::load(bytes);
  if (loaded) return verdicts.add("loads");
  const Fault& fault = loaded.fault();
  verdicts.add(fault_names[static_cast<std::size_t>(fault.kind)], std::to_string(fault.offset));
}

// Each value that stands close to `value`, or at an end.
template <typename Value>
std::vector<Value> neighbours(Value value) {
  const auto top = static_cast<Value>(Value{1} << (8 * sizeof value - 1));
  std::vector<Value> all;
  for (const Value other :
       {Value{0}, Value{1}, Value{2}, static_cast<Value>(value + 1), static_cast<Value>(value + 2),
        static_cast<Value>(value - 1), top, static_cast<Value>(~Value{0})}) {
    if (other != value) all.push_back(other);
  }
  return all;
}

template <typename Value>
void change_part(Verdicts& verdicts, Bytes& bytes, std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at + sizeof(Value) <= end; at += sizeof(Value)) {
    const auto right = image::load<Value>(bytes.data() + at);
    for (const Value value : neighbours(right)) {
      std::memcpy(bytes.data() + at, &value, sizeof value);
      if (begin != 0) seal(bytes);
      add_load(verdicts, bytes);
    }
    std::memcpy(bytes.data() + at, &right, sizeof right);
  }
  seal(bytes);
}

std::string changed_part(std::size_t begin, std::size_t end) {
  Bytes bytes = sample_image();
  Verdicts verdicts;
  change_part<std::uint8_t>(verdicts, bytes, begin, end);
  change_part<std::uint16_t>(verdicts, bytes, begin, end);
  change_part<std::uint32_t>(verdicts, bytes, begin, end);
  return verdicts.text();
}

std::string changed_section(std::size_t number) {
  const Bytes bytes = sample_image();
  const image::View view(bytes);
  const auto start = [&](std::size_t i) {
    return i == std::size(section_names)
               ? bytes.size()
               : static_cast<std::size_t>(view.start(static_cast<Section>(i)) - bytes.data());
  };
  return changed_part(start(number), start(number + 1));
}

std::string changed_size() {
  const Bytes bytes = sample_image();
  Verdicts verdicts;
  for (std::size_t size = 0; size < bytes.size() + 16; ++size) {
    Bytes other = bytes;
    other.resize(size);
    const auto claimed = static_cast<std::uint32_t>(size);
    if (size > sizeof(Header)) {
      std::memcpy(other.data() + offsetof(Header, size), &claimed, sizeof claimed);
      seal(other);
    }
    add_load(verdicts, other);
  }
  return verdicts.text();
}

// Everything that an outcome tells.
std::string told(const Outcome& outcome) {
  std::ostringstream text;
  text << outcome.body() << '|' << outcome.message() << '|' << outcome.trigger() << '|'
       << outcome.source();
  for (const std::uint32_t rule : outcome.fired()) text << '|' << rule;
  for (const Effect& effect : outcome.effects()) {
    text << '|' << effect.name << effect.reject_on_failure << effect.rule;
    for (const EffectArgument& argument : effect.arguments) {
      text << '|' << argument.name << '=' << argument.text << argument.is_list;
    }
  }
  if (outcome.kind() == OutcomeKind::fault) {
    const Fault& fault = outcome.fault();
    text << '|' << fault_names[static_cast<std::size_t>(fault.kind)] << fault.offset << fault.path
         << fault.detail;
  }
  return text.str();
}

// The evaluator that has seen all events before says the same as a new one.
std::string changed_events() {
  constexpr std::string_view others = "\"\\{}[]:, \t\n09-.eEutn/a\x01\x7f\xc3\xff";
  constexpr std::string_view kinds[] = {"answered", "rejected", "fault"};
  const Bytes bytes = sample_image();
  const auto ruleset = Ruleset::load(bytes);
  Evaluator warm(*ruleset);
  std::string text;
  for (const std::string_view event : sample_events) {
    Verdicts verdicts;
    const auto add = [&](const std::string& other) {
      Evaluator fresh(*ruleset);
      const Outcome outcome = fresh.evaluate(other);
      const std::string answer = told(outcome);
      verdicts.add(kinds[static_cast<std::size_t>(outcome.kind())], answer);
      EXPECT_EQ(told(warm.evaluate(other)), answer) << other;
    };
    text.append(event).append("\n  ");
    text.append(told(warm.evaluate(event))).append("\n ");
    for (std::size_t at = 0; at < event.size(); ++at) {
      const std::string before(event.substr(0, at));
      const std::string after(event.substr(at));
      add(before);
      add(before + after.substr(1));
      for (const char c : others) {
        add(before + c + after);
        add(before + c + after.substr(1));
      }
    }
    text.append(verdicts.text()).append("\n");
  }
  return text;
}

std::string disassembled() {
  const Bytes bytes = sample_image();
  std::string text;
  runtime::disassemble(
      *Ruleset::load(bytes),
      {[](void* to, std::string_view piece) { *static_cast<std::string*>(to) += piece; }, &text});
  return text;
}

void expect(std::string_view name, const std::string& text) {
  const std::string path =
      std::string(LINTEL_SOURCE_DIR "/tests/runtime/verdicts/").append(name).append(".txt");
  if (std::getenv("LINTEL_REBASE") != nullptr) {
    std::ofstream(path, std::ios::binary) << text << '\n';
    return;
  }
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(text + '\n', std::string(std::istreambuf_iterator<char>(file), {}));
}

class VerdictsOf : public testing::TestWithParam<std::size_t> {};

TEST_P(VerdictsOf, AChangedSection) {
  expect(section_names[GetParam()], changed_section(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Sections, VerdictsOf,
                         testing::Range(std::size_t{0}, std::size(section_names)),
                         [](const auto& test) { return std::string(section_names[test.param]); });

TEST(Verdicts, OfAChangedHeader) { expect("header", changed_part(0, sizeof(Header))); }
TEST(Verdicts, OfAnotherSize) { expect("size", changed_size()); }
TEST(Verdicts, OfChangedEvents) { expect("events", changed_events()); }
TEST(Verdicts, OfTheImageAsText) { expect("text", disassembled()); }

}  // namespace
}  // namespace lintel::test
