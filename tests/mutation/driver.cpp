// SPDX-License-Identifier: Apache-2.0
// The main program of tests that are linked with mutated sources.
//
//   TEST --list          prints a line for each test: its name, the microseconds that it takes, and
//   the
//                        places that it reaches; tests that fail on their own, or reach none, are
//                        left out
//   TEST --serve         reads lines `NUMBER {MILLISECONDS FILTER}`, runs the tests of each filter
//   with that
//                        mutant alive until one fails, and prints `NUMBER
//                        survived|failed|crashed|hung`
//
// Every run is a child of its own, with a limit of processor time and memory. Mutant 0 is none.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/mutation/mutants.h"

namespace {

using Milliseconds = long;

enum class Verdict { survived, failed, crashed, hung };

constexpr std::string_view verdict_names[] = {"survived", "failed", "crashed", "hung"};

// What a child tells: which places it has reached, and how long it took.
struct Account {
  std::uint8_t reached[lintel_mutation::most_mutants];
  long microseconds;
};

Account* shared_account() {
  void* const memory =
      mmap(nullptr, sizeof(Account), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? nullptr : static_cast<Account*>(memory);
}

long used_microseconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1'000'000L + used.ru_utime.tv_usec +
         used.ru_stime.tv_usec;
}

void limit(Milliseconds most) {
  constexpr rlim_t most_memory = rlim_t{4} << 30;
  const rlimit memory{most_memory, most_memory};
  setrlimit(RLIMIT_AS, &memory);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  // Processor time, for a machine that is busy must not kill; and all time, for what only waits.
  const itimerval busy{{0, 0}, {most / 1000, most % 1000 * 1000}};
  setitimer(ITIMER_PROF, &busy, nullptr);
  const itimerval waiting{{0, 0}, {10 + most / 20, 0}};
  setitimer(ITIMER_REAL, &waiting, nullptr);
}

void be_quiet() {
  const int nowhere = open("/dev/null", O_RDWR);
  dup2(nowhere, STDIN_FILENO);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
}

Verdict run(std::uint32_t mutant, Milliseconds most, const std::string& filter, Account* account) {
  const pid_t child = fork();
  if (child == 0) {
    setpgid(0, 0);
    be_quiet();
    limit(most);
    GTEST_FLAG_SET(filter, filter);
    GTEST_FLAG_SET(fail_fast, true);
    if (account != nullptr) std::memset(lintel_mutation::reached, 0, sizeof account->reached);
    const long before = used_microseconds();
    lintel_mutation::chosen = mutant;
    const int result = RUN_ALL_TESTS();
    if (account != nullptr) {
      account->microseconds = used_microseconds() - before;
      std::memcpy(account->reached, lintel_mutation::reached, sizeof account->reached);
    }
    _exit(result == 0 ? 0 : 1);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  kill(-child, SIGKILL);  // what the child has started itself
  if (WIFEXITED(status)) return WEXITSTATUS(status) == 0 ? Verdict::survived : Verdict::failed;
  const int signal = WTERMSIG(status);
  return signal == SIGPROF || signal == SIGALRM ? Verdict::hung : Verdict::crashed;
}

int list(Milliseconds most) {
  Account* const account = shared_account();
  if (account == nullptr) return 1;
  const auto& unit = *testing::UnitTest::GetInstance();
  for (int i = 0; i < unit.total_test_suite_count(); ++i) {
    const testing::TestSuite& suite = *unit.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) {
      const std::string name = std::string(suite.name()) + "." + suite.GetTestInfo(j)->name();
      if (run(lintel_mutation::no_mutant, most, name, account) != Verdict::survived) continue;
      std::string places;
      for (std::uint32_t place = 1; place < lintel_mutation::most_mutants; ++place)
        if (account->reached[place] != 0) places += " " + std::to_string(place);
      if (!places.empty()) std::cout << name << ' ' << account->microseconds << places << '\n';
    }
  }
  return 0;
}

int serve() {
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);
    std::uint32_t mutant = 0;
    Milliseconds most = 0;
    words >> mutant;
    Verdict verdict = Verdict::survived;
    for (std::string filter; verdict == Verdict::survived && words >> most >> filter;)
      verdict = run(mutant, most, filter, nullptr);
    std::cout << mutant << ' ' << verdict_names[static_cast<std::size_t>(verdict)] << std::endl;
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  testing::InitGoogleTest(&count, words);
  const std::string_view mode = count == 2 ? words[1] : "";
  if (mode == "--list") return list(60'000);
  if (mode == "--serve") return serve();
  std::cerr << "usage: TEST --list | --serve\n";
  return 2;
}
