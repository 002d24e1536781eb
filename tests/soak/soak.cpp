// SPDX-License-Identifier: Apache-2.0
// Evaluates events for a long time, and watches that nothing changes with it: neither the answers
// nor the memory.
//
//   soak FOLDER --events N [--image NAME] [--threads T]
//
// FOLDER is what soak_inputs has written. With --image, all events go through one evaluator of that
// image. Otherwise T threads (2) share the rulesets of all images, each with evaluators of its own.
// The answer to each event is that of an evaluator which has seen no other; of those that the
// evaluators under test give, one of 64 is compared with it, and so is the last one.
#include <malloc.h>

#include <atomic>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "runtime/lintel.h"

namespace lintel::test {
namespace {

namespace fs = std::filesystem;

// A world in which it is always the same time; what variables hold is their names.
class StillHost : public Host {
 public:
  std::string_view variable(std::string_view name) override { return name; }
  bool now(Instant& time) override {
    time = {1'767'225'600, 0};
    return true;
  }
  bool random(std::span<std::byte> bytes) override {
    std::memset(bytes.data(), 7, bytes.size());
    return true;
  }
};

[[noreturn]] void fail(const std::string& what) {
  std::cerr << "soak: " << what << "\n";
  std::exit(1);
}

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail("cannot read " + path.string());
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// All that a caller sees of an outcome.
std::string shown(const Outcome& outcome) {
  std::string text = std::to_string(static_cast<int>(outcome.kind()));
  const auto add = [&text](std::string_view part) { text.append("\n").append(part); };
  add(outcome.body());
  add(outcome.message());
  for (const std::uint32_t rule : outcome.fired()) add(std::to_string(rule));
  for (const Effect& effect : outcome.effects()) {
    add(effect.name);
    for (const EffectArgument& argument : effect.arguments) {
      add(argument.name);
      add(argument.text);
    }
  }
  if (outcome.kind() == OutcomeKind::fault) {
    add(outcome.fault().message());
    add(std::to_string(outcome.fault().offset));
  }
  return text;
}

// One image with its events and the answers to them.
struct Work {
  std::string image;
  std::unique_ptr<Ruleset> ruleset;
  std::vector<std::string> events;
  std::vector<std::string> answers;
};

std::vector<std::string> read_events(const fs::path& path) {
  const std::string text = contents(path);
  std::vector<std::string> events;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), size);
    if (error != std::errc{}) fail(path.string() + " is not what soak_inputs writes");
    at = static_cast<std::size_t>(end - text.data()) + 1;
    events.push_back(text.substr(at, size));
    at += size + 1;
  }
  return events;
}

// With at most so many of the events.
Work load(const fs::path& image, std::size_t most) {
  Work work;
  work.image = contents(image);
  auto loaded = Ruleset::load(std::as_bytes(std::span(work.image)));
  if (!loaded) fail(image.string() + ": " + std::string(loaded.fault().message()));
  work.ruleset = std::make_unique<Ruleset>(*loaded);
  work.events = read_events(fs::path(image).replace_extension(".events"));
  if (work.events.size() > most) work.events.resize(most);
  StillHost host;
  for (const std::string& event : work.events) {
    Evaluator fresh(*work.ruleset, &host);
    work.answers.push_back(shown(fresh.evaluate(event)));
  }
  return work;
}

std::vector<Work> load_all(const fs::path& folder, const std::string& only) {
  std::vector<Work> all;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".image") continue;
    // An evaluator for each event takes most of the time that a sanitizer has for many images.
    if (only.empty()) all.push_back(load(entry.path(), 256));
    if (entry.path().stem() == only) all.push_back(load(entry.path(), 4096));
  }
  if (all.empty()) fail("no image in " + folder.string());
  return all;
}

// Of the process.
struct Memory {
  std::size_t resident;  // KiB, but for pages of files, which come when their code is first run
  std::size_t heap;      // bytes handed out by malloc()
};

Memory memory() {
  const std::string status = contents("/proc/self/status");
  constexpr std::string_view row = "RssAnon:";
  const std::size_t at = status.find(row);
  if (at == std::string::npos) fail("/proc/self/status has no RssAnon");
  const auto heap = ::mallinfo2();
  return {std::stoul(status.substr(at + row.size())), heap.uordblks + heap.hblkhd};
}

// Numbers in an order that does not repeat soon (Marsaglia, "Xorshift RNGs", 2003).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::size_t below(std::size_t count) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<std::size_t>((state_ >> 32) * count >> 32);
  }

 private:
  std::uint64_t state_;
};

struct Counts {
  std::uint64_t compared = 0;
  std::uint64_t different = 0;
  std::uint64_t kinds[3] = {};
};

// Sends `count` events through `evaluator`.
void soak(const Work& work, Evaluator& evaluator, std::uint64_t count, Random& random,
          Counts& counts) {
  constexpr std::uint64_t sampling = 64;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::size_t event = random.below(work.events.size());
    const Outcome outcome = evaluator.evaluate(work.events[event]);
    ++counts.kinds[static_cast<std::size_t>(outcome.kind())];
    if (i % sampling != 0 && i + 1 != count) continue;
    ++counts.compared;
    if (shown(outcome) == work.answers[event]) continue;
    if (counts.different++ == 0) {
      std::cerr << "soak: another answer than at first to\n"
                << work.events[event] << "\n"
                << shown(outcome) << "\ninstead of\n"
                << work.answers[event] << "\n";
    }
  }
}

// Each event once, which touches all of the evaluator's memory that they need; then ten parts. What
// measuring and comparing take for themselves is there after the first; then nothing is added.
int soak_one(const Work& work, std::uint64_t events) {
  constexpr int parts = 10;
  constexpr std::size_t allowed = 16;                    // KiB
  constexpr bool keeps_freed = LINTEL_KEEPS_FREED != 0;  // a sanitizer does, for what compares here
  StillHost host;
  Evaluator evaluator(*work.ruleset, &host);
  Random random(1);
  Counts counts;
  bool is_flat = true;
  for (const std::string& event : work.events) evaluator.evaluate(event);
  Memory first{};
  std::cout << parts << " parts of " << events / parts << " events" << std::endl;
  for (int part = 0; part < parts; ++part) {
    soak(work, evaluator, events / parts, random, counts);
    const Memory now = memory();
    if (part == 0) first = now;
    is_flat = is_flat && now.heap == first.heap;
    if (!keeps_freed) is_flat = is_flat && now.resident <= first.resident + allowed;
    std::cout << "after part " << part + 1 << ": " << now.resident << " KiB resident, " << now.heap
              << " bytes of heap\n";
  }
  std::cout << "answered " << counts.kinds[0] << ", rejected " << counts.kinds[1] << ", faults "
            << counts.kinds[2] << "\n";
  std::cout << "long: " << events / parts * parts << " events through one evaluator; "
            << counts.compared << " answers compared, " << counts.different << " different, memory "
            << (is_flat ? "flat" : "not flat") << "\n";
  return counts.different == 0 && is_flat ? 0 : 1;
}

int soak_threads(const std::vector<Work>& all, std::uint64_t events, unsigned threads) {
  constexpr std::uint64_t turn = 64;  // events until the next ruleset
  std::vector<Counts> counts(threads);
  std::vector<std::thread> running;
  for (unsigned number = 0; number < threads; ++number) {
    running.emplace_back([&all, &counts, events, threads, number] {
      StillHost host;
      Random random(number + 1);
      std::vector<Evaluator> evaluators;
      for (const Work& work : all) evaluators.emplace_back(*work.ruleset, &host);
      for (std::uint64_t done = 0; done < events / threads; done += turn) {
        const std::size_t chosen = random.below(all.size());
        soak(all[chosen], evaluators[chosen], turn, random, counts[number]);
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  Counts sum;
  for (const Counts& part : counts) {
    sum.compared += part.compared;
    sum.different += part.different;
    for (int kind = 0; kind < 3; ++kind) sum.kinds[kind] += part.kinds[kind];
  }
  std::cout << "long: " << sum.kinds[0] + sum.kinds[1] + sum.kinds[2] << " events, " << threads
            << " threads share " << all.size() << " rulesets; " << sum.compared
            << " answers compared, " << sum.different << " different\n";
  return sum.different == 0 ? 0 : 1;
}

int usage() {
  std::cerr << "usage: soak FOLDER --events N [--image NAME] [--threads T]\n";
  return 2;
}

int run(const std::vector<std::string_view>& words) {
  std::string folder;
  std::string image;
  std::uint64_t events = 0;
  std::uint64_t threads = 2;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto number = [&](std::uint64_t& into) {
      if (++i == words.size()) return false;
      const std::string_view word = words[i];
      return std::from_chars(word.data(), word.data() + word.size(), into).ec == std::errc{};
    };
    if (words[i] == "--events") {
      if (!number(events)) return usage();
    } else if (words[i] == "--threads") {
      if (!number(threads)) return usage();
    } else if (words[i] == "--image") {
      if (++i == words.size()) return usage();
      image = words[i];
    } else {
      folder = words[i];
    }
  }
  if (folder.empty() || events < 1000 || threads == 0 || threads > 256) return usage();
  const std::vector<Work> all = load_all(folder, image);
  if (!image.empty()) return soak_one(all.front(), events);
  return soak_threads(all, events, static_cast<unsigned>(threads));
}

}  // namespace
}  // namespace lintel::test

int main(int count, char** words) { return lintel::test::run({words + 1, words + count}); }
