// SPDX-License-Identifier: Apache-2.0
// Runs .case files (see case_file.h):
//
//   case_runner [--rebase] LINTEL ROOT FILE-or-FOLDER...
//
// Folders are searched for *.case. --rebase writes what came out into the files as what is
// expected. Fails if a case does, and if there is none.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/case_file.h"

namespace lintel::testing {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_file(const fs::path& path, std::string_view content) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

// A folder of its own for one case: `work` is where the commands run.
class Playground {
 public:
  Playground() {
    std::string name = (fs::temp_directory_path() / "lintel-case-XXXXXX").string();
    if (!::mkdtemp(name.data())) std::abort();
    top_ = name;
    fs::create_directory(work());
  }
  ~Playground() { fs::remove_all(top_); }
  Playground(const Playground&) = delete;
  Playground& operator=(const Playground&) = delete;

  fs::path work() const { return top_ / "work"; }

  Result run(const std::string& command) const {
    const pid_t child = ::fork();
    if (child == 0) become(command);
    int status = 0;
    ::waitpid(child, &status, 0);
    // A shell would say it like this too.
    const int exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return {read_file(top_ / "stdout"), read_file(top_ / "stderr"), exit};
  }

 private:
  void redirect(int descriptor, const char* name) const {
    const int file = ::open((top_ / name).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (::dup2(file, descriptor) < 0) std::abort();
  }

  [[noreturn]] void become(const std::string& command) const {
    redirect(1, "stdout");
    redirect(2, "stderr");
    if (::dup2(::open("/dev/null", O_RDONLY), 0) < 0) std::abort();
    if (::chdir(work().c_str()) == 0)
      ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
    std::abort();
  }

  fs::path top_;
};

void report(const std::string& what, const std::string& expected, const std::string& found) {
  if (expected == found) return;
  std::cout << "--- expected " << what << "\n" << expected << "--- found " << what << "\n" << found;
}

bool run_steps(CaseFile& file, const fs::path& path, bool rebase) {
  const Playground playground;
  bool passed = true;
  for (Step& step : file.steps) {
    if (!step.is_run) {
      write_file(playground.work() / step.text, step.content);
      continue;
    }
    Result found = playground.run(step.text);
    if (found == step.expected) continue;
    if (rebase) {
      step.expected = std::move(found);
      continue;
    }
    passed = false;
    std::cout << path.string() << ":" << step.line << ": " << step.text << "\n";
    report("stdout", step.expected.out, found.out);
    report("stderr", step.expected.err, found.err);
    report("exit", std::to_string(step.expected.exit) + "\n", std::to_string(found.exit) + "\n");
  }
  return passed;
}

bool run_case(const fs::path& path, bool rebase) {
  const std::string text = read_file(path);
  std::string why;
  std::optional<CaseFile> file = parse_case(text, why);
  if (!file) {
    std::cout << path.string() << ": " << why << "\n";
    return false;
  }
  const bool passed = run_steps(*file, path, rebase);
  if (rebase && print_case(*file) != text) {
    write_file(path, print_case(*file));
    std::cout << path.string() << ": rewritten\n";
  }
  return passed;
}

std::vector<fs::path> find_cases(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> cases;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path))
    if (entry.path().extension() == ".case") cases.push_back(entry.path());
  std::sort(cases.begin(), cases.end());
  return cases;
}

void prepare_environment(const fs::path& lintel, const fs::path& root) {
  const std::string path = lintel.parent_path().string() + ":" + std::getenv("PATH");
  ::setenv("PATH", path.c_str(), 1);
  ::setenv("ROOT", root.c_str(), 1);
  ::setenv("LC_ALL", "C", 1);
  ::unsetenv("NO_COLOR");
}

int run(std::vector<std::string> words) {
  const bool rebase = !words.empty() && words.front() == "--rebase";
  if (rebase) words.erase(words.begin());
  if (words.size() < 3) {
    std::cerr << "case_runner [--rebase] LINTEL ROOT FILE-or-FOLDER...\n";
    return 2;
  }
  prepare_environment(fs::absolute(words[0]), fs::absolute(words[1]));
  int count = 0;
  int failed = 0;
  for (std::size_t i = 2; i < words.size(); ++i) {
    for (const fs::path& path : find_cases(words[i])) {
      ++count;
      if (!run_case(path, rebase)) ++failed;
    }
  }
  std::cout << count << " cases, " << failed << " failed\n";
  return count > 0 && failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace lintel::testing

int main(int count, char** words) { return lintel::testing::run({words + 1, words + count}); }
