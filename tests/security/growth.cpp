// SPDX-License-Identifier: Apache-2.0
// How time and memory grow with hostile inputs: each family is tried at a size, twice and four
// times of it.
//
//   growth                       the table; 1 if anything grows faster than it may
//   growth --times N             the same with sizes N times as large
//   growth --only TEXT           families whose name holds it
//   growth --names               whether it grows to a limit, size and name of each
//   growth --once NAME SIZE      one input, once: to be counted from outside
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <vector>

#include "compiler/compiler.h"
#include "grammar/diagnostic.h"
#include "runtime/lintel.h"
#include "tests/security/growth_families.h"
#include "tests/security/live_bytes.h"

namespace lintel::security {
namespace {

// What is allowed from a size to its fourfold. n log n gives less than 5; the rest is for caches,
// which count in time alone, and for tables that double. A square gives 16.
constexpr double most_time = 8;
constexpr double most_memory = 6.5;
// Below these nothing is measured but noise and the start of the compiler.
constexpr double least_seconds = 0.004;
constexpr double least_bytes = 256 * 1024;
// What a limit allows, without optimisation and on a machine that is busy.
constexpr double most_capped_seconds = 10;

class Data final : public Files {
 public:
  explicit Data(std::string text) : text_(std::move(text)) {}
  std::optional<std::string> read(const std::string&) override { return text_; }

 private:
  std::string text_;
};

struct Cost {
  double seconds = 0;     // of this process
  std::size_t bytes = 0;  // the most that were held at once
  std::string said;       // the first finding, fault or outcome
};

double seconds_used() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

Compilation compiled(const std::string& text, const std::string& imported, bool proofs = true) {
  Data data(imported);
  CompileOptions options;
  options.files = &data;
  options.proofs = proofs;
  const Source source{"a.rules", text};
  return compile({&source, 1}, options);
}

// A compilation with all that a command does: findings are shown as well.
std::string check(const std::string& text, const std::string& imported) {
  const Compilation made = compiled(text, imported);
  const grammar::SourceText source{"a.rules", text};
  const std::string shown = grammar::render(made.findings, {&source, 1}, {});
  const auto error =
      std::find_if(made.findings.begin(), made.findings.end(),
                   [](const Finding& each) { return each.severity == Severity::error; });
  if (error != made.findings.end()) return std::string(error->code);
  return made.ok() ? "compiled" : "neither an image nor an error";
}

std::string decide(const Ruleset& ruleset, const std::string& event) {
  Evaluator evaluator(ruleset);
  const Outcome outcome = evaluator.evaluate(event);
  if (outcome.kind() == OutcomeKind::fault) return std::string(outcome.fault().message());
  return outcome.kind() == OutcomeKind::answered ? "answered" : "rejected";
}

std::string load(const std::vector<std::byte>& image) {
  const LoadResult loaded = Ruleset::load(image);
  return loaded ? "loaded" : std::string(loaded.fault().message());
}

Cost measure(const Family& family, std::size_t size) {
  const std::string input = family.make(size);
  const std::string imported = family.imported ? family.imported(size) : std::string();
  const bool is_event = family.input == Input::event;
  Compilation made;
  std::optional<LoadResult> loaded;
  if (family.input != Input::rules)
    made = compiled(is_event ? std::string(family.rules) : input, "", !is_event);
  if (is_event) loaded = Ruleset::load(made.image);
  Cost cost;
  if (family.input != Input::rules && !made.ok()) {
    cost.said = "does not compile: " + made.findings.front().message;
    return cost;
  }
  const std::size_t before = start_counting_bytes();
  const double start = seconds_used();
  if (family.input == Input::rules) cost.said = check(input, imported);
  if (is_event) cost.said = decide(**loaded, input);
  if (family.input == Input::image) cost.said = load(made.image);
  cost.seconds = seconds_used() - start;
  cost.bytes = most_bytes() - before;
  return cost;
}

// The least of several times: what else runs on the machine only ever adds.
Cost measured(const Family& family, std::size_t size, int rounds) {
  Cost best = measure(family, size);
  for (int i = 1; i < rounds; ++i)
    best.seconds = std::min(best.seconds, measure(family, size).seconds);
  return best;
}

// From a size to its fourfold; by the last doubling if that tells of less, since something may have
// reached its limit on the way. Counted from `least` on.
double growth(double once, double twice, double fourfold, double least) {
  const double last = fourfold / std::max(twice, least);
  return std::min(fourfold / std::max(once, least), last * last);
}

// A finding, or a fault of an event.
bool is_limit(const std::string& said) {
  return said != "compiled" && said != "answered" && said != "loaded";
}

bool tried(const Family& family, std::size_t size) {
  std::array<Cost, 3> costs;
  double time = 0;
  double memory = 0;
  bool fits = false;
  for (const int rounds : {1, 4, 12}) {
    for (std::size_t i = 0; i < costs.size(); ++i) costs[i] = measured(family, size << i, rounds);
    time = growth(costs[0].seconds, costs[1].seconds, costs[2].seconds, least_seconds);
    memory = growth(static_cast<double>(costs[0].bytes), static_cast<double>(costs[1].bytes),
                    static_cast<double>(costs[2].bytes), least_bytes);
    fits = family.capped ? std::max(costs[1].seconds, costs[2].seconds) <= most_capped_seconds &&
                               is_limit(costs[2].said)
                         : time <= most_time && memory <= most_memory;
    if (fits || memory > most_memory) break;
  }
  const bool answered = costs[2].said.find("neither") == std::string::npos &&
                        costs[2].said.find("does not compile") == std::string::npos;
  std::printf("%-42.*s %9zu %9.2f %9.2f %9.2f %6.1f %9.1f %6.1f  %s%s\n",
              static_cast<int>(family.name.size()), family.name.data(), size,
              costs[0].seconds * 1e3, costs[1].seconds * 1e3, costs[2].seconds * 1e3, time,
              static_cast<double>(costs[2].bytes) / 1e6, memory, costs[2].said.c_str(),
              !fits || !answered ? "  <-- TOO MUCH"
              : family.capped    ? ", a limit"
                                 : "");
  std::fflush(stdout);
  return fits && answered;
}

std::vector<Family> all_families() {
  std::vector<Family> all;
  for (const auto families : {rules_families(), pattern_families(), runtime_families()})
    all.insert(all.end(), families.begin(), families.end());
  return all;
}

int table(std::size_t factor, std::string_view only) {
  std::printf("%-42s %9s %9s %9s %9s %6s %9s %6s\n", "family", "n", "n: ms", "2n: ms", "4n: ms",
              "4n/n", "4n: MB", "4n/n");
  int bad = 0;
  int count = 0;
  for (const Family& family : all_families()) {
    if (family.name.find(only) == std::string_view::npos) continue;
    ++count;
    if (!tried(family, family.size * factor)) ++bad;
  }
  std::printf("%d families, %d grow faster than they may\n", count, bad);
  return bad == 0 && count != 0 ? 0 : 1;
}

int run(int count, char** words) {
  const auto is = [&](const char* option, int arguments) {
    return count == 2 + arguments && std::strcmp(words[1], option) == 0;
  };
  if (count == 1) return table(1, "");
  if (is("--times", 1)) return table(std::strtoul(words[2], nullptr, 10), "");
  if (is("--only", 1)) return table(1, words[2]);
  if (is("--names", 0)) {
    for (const Family& family : all_families())
      std::printf("%s %zu %.*s\n", family.capped ? "capped" : "grows", family.size,
                  static_cast<int>(family.name.size()), family.name.data());
    return 0;
  }
  if (is("--once", 2)) {
    for (const Family& family : all_families()) {
      if (family.name != words[2]) continue;
      std::puts(measure(family, std::strtoul(words[3], nullptr, 10)).said.c_str());
      return 0;
    }
  }
  std::fputs("growth [--times N | --only TEXT | --names | --once NAME SIZE]\n", stderr);
  return 2;
}

}  // namespace
}  // namespace lintel::security

int main(int count, char** words) { return lintel::security::run(count, words); }
