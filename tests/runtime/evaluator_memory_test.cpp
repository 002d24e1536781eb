// SPDX-License-Identifier: Apache-2.0
// What evaluators of all rulesets ask of the system once they are made: no heap, no system call,
// and few pages of the memory that they hold; whether they learn from an event, know it or refuse
// it.
#include <gtest/gtest.h>

#include <malloc.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <linux/seccomp.h>

#include "tests/runtime/event_maker.h"
#include "tests/runtime/heap_calls.h"
#include "tests/runtime/rulesets.h"

namespace lintel::test {
namespace {

// Events to learn from, known ones, and those with something wrong; each twice.
std::vector<std::string> events_of(const CompiledRuleset& ruleset, unsigned seed) {
  EventMaker maker(seed, ruleset.events, planned_names(image::View(ruleset.image)));
  std::vector<std::string> events = ruleset.events;
  for (int i = 0; i < 20; ++i) {
    events.push_back(maker.usual());
    events.push_back(maker.strange());
    events.push_back(maker.broken());
  }
  const std::vector<std::string> again = events;
  events.insert(events.end(), again.begin(), again.end());
  return events;
}

std::size_t answer_all(Evaluator& evaluator, const std::vector<std::string>& events) {
  std::size_t bytes = 0;
  for (const std::string& event : events) bytes += evaluator.evaluate(event).body().size();
  return bytes;
}

TEST(EvaluatorMemory, NothingIsAskedOfTheHeapForAnEvent) {
  unsigned seed = 1;
  for (const CompiledRuleset& ruleset : rulesets()) {
    StillHost host;
    const std::vector<std::string> events = events_of(ruleset, ++seed);
    Evaluator evaluator(*Ruleset::load(ruleset.image), &host);
    const std::size_t before = heap_calls();
    EXPECT_GT(answer_all(evaluator, events), 0U);
    EXPECT_EQ(heap_calls(), before) << ruleset.path;
  }
}

// In a process that the kernel ends at its first system call but read, write and exit.
TEST(EvaluatorMemory, NothingIsAskedOfTheSystemForAnEvent) {
  const auto ends_well = [](auto work) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
      work();
      ::syscall(SYS_exit, 0);
    }
    int status = -1;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  };
  std::vector<std::unique_ptr<Evaluator>> evaluators;
  std::vector<std::vector<std::string>> events;
  StillHost host;
  unsigned seed = 1;
  for (const CompiledRuleset& ruleset : rulesets()) {
    evaluators.push_back(std::make_unique<Evaluator>(*Ruleset::load(ruleset.image), &host));
    events.push_back(events_of(ruleset, ++seed));
  }
  EXPECT_TRUE(ends_well([&] {
    for (std::size_t i = 0; i < evaluators.size(); ++i) answer_all(*evaluators[i], events[i]);
  }));
  EXPECT_FALSE(ends_well([] { ::getppid(); }));
}

// Before the first evaluator is made: each one gets pages that nobody has touched.
const bool is_mapped = ::mallopt(M_MMAP_THRESHOLD, 1 << 20) == 1;

// Bytes of the pages of a block that are in memory.
std::size_t resident_bytes(const HeapBlock& block) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<std::uintptr_t>(block.begin) / page * page;
  const std::uintptr_t end = reinterpret_cast<std::uintptr_t>(block.begin) + block.size;
  std::vector<unsigned char> pages((end - begin + page - 1) / page);
  // NOLINTNEXTLINE(performance-no-int-to-ptr): the first page of the block
  EXPECT_EQ(::mincore(reinterpret_cast<void*>(begin), end - begin, pages.data()), 0);
  std::size_t resident = 0;
  for (const unsigned char state : pages) resident += (state & 1U) != 0 ? page : 0;
  return resident;
}

TEST(EvaluatorMemory, OfAnyRulesetIsBelow64KB) {
  constexpr std::size_t most = 64 * 1024;
  // AddressSanitizer's allocator keeps pages, so that what one evaluator touches cannot be told.
  if (!is_mapped) GTEST_SKIP() << "the allocator of this build does not give fresh pages";
  unsigned seed = 1;
  std::size_t largest = 0;
  for (const CompiledRuleset& ruleset : rulesets()) {
    StillHost host;
    const std::vector<std::string> events = events_of(ruleset, ++seed);
    const Ruleset loaded = *Ruleset::load(ruleset.image);
    Evaluator evaluator(loaded, &host);
    const HeapBlock block = last_heap_block();
    ASSERT_EQ(block.size, evaluator.memory_bytes());
    answer_all(evaluator, events);
    const std::size_t resident = resident_bytes(block);
    EXPECT_LT(resident, most) << ruleset.path;
    largest = std::max(largest, resident);
  }
  EXPECT_GT(largest, 8U * 1024);
  RecordProperty("largest_bytes", std::to_string(largest));
}

// Where the answer to a large event is written, pages are seen to be touched.
TEST(EvaluatorMemory, GrowsWithAnEventThatIsAnswered) {
  for (const CompiledRuleset& ruleset : rulesets()) {
    if (ruleset.path != "pre_sign_up/confirm_everybody.rules") continue;
    const Ruleset loaded = *Ruleset::load(ruleset.image);
    Evaluator evaluator(loaded);
    const HeapBlock block = last_heap_block();
    std::string event = ruleset.events.front();
    event.back() = ',';
    event += "\"x\":\"" + std::string(200'000, 'x') + "\"}";
    EXPECT_EQ(evaluator.evaluate(event).kind(), OutcomeKind::answered);
    EXPECT_GT(resident_bytes(block), 200'000U);
    return;
  }
  FAIL() << "there is no such ruleset";
}

}  // namespace
}  // namespace lintel::test
