// SPDX-License-Identifier: Apache-2.0
// Runs CEL's conformance tests.
//
//   conformance_test TESTS SOURCE_DIR                checks the answers, the counts and the page
//   conformance_test TESTS SOURCE_DIR --rebase       writes tests/conformance/counts.txt
//   conformance_test TESTS SOURCE_DIR --write-page   writes grammar/cel.md
//   conformance_test TESTS SOURCE_DIR --show WORD    what came of the tests with WORD in their id
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "tests/conformance/report.h"
#include "tests/conformance/suite.h"
#include "tests/conformance/verdict.h"

namespace lintel::conformance {
namespace {

using Kind = Verdict::Kind;

std::optional<std::string> content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void print(const std::string& line) { std::puts(line.c_str()); }

std::string_view word(Kind kind) {
  switch (kind) {
    case Kind::same: return "same";
    case Kind::error: return "error";
    case Kind::refused: return "refused";
    case Kind::skipped: return "skipped";
    case Kind::todo: return "todo";
    case Kind::wrong: break;
  }
  return "wrong";
}

class Run {
 public:
  Run(const std::vector<Case>& tests, std::string folder) : folder_(std::move(folder)) {
    exceptions_ = read_exceptions(content(path("exceptions.txt")).value_or(""));
    for (const Case& test : tests) {
      Judged judged{&test, judge(test), false};
      const bool off = judged.verdict.kind == Kind::wrong || judged.verdict.kind == Kind::todo;
      judged.excepted = off && exceptions_.contains(test.id);
      judged_.push_back(std::move(judged));
    }
  }

  // The number of mistakes, each of which has been printed.
  int check() {
    int mistakes = 0;
    const auto complain = [&](const std::string& line) {
      ++mistakes;
      print(line);
    };
    for (const Judged& judged : judged_)
      if (judged.verdict.kind == Kind::wrong && !judged.excepted)
        complain(fmt::format("wrong: {}\n  {}\n  {}", judged.test->id, judged.test->expression,
                             judged.verdict.why));
    for (const auto& exception : exceptions_)
      if (std::none_of(judged_.begin(), judged_.end(), [&](const Judged& judged) {
            return judged.excepted && judged.test->id == exception.first;
          }))
        complain("exceptions.txt: `" + exception.first + "` is no exception (any more)");
    for (const auto& need : unknown_needs(judged_))
      complain("reasons.def has no reason `" + need + "`");
    return mistakes;
  }

  int check_counts() {
    const std::string now = counts(judged_);
    const std::string kept = content(path("counts.txt")).value_or("");
    if (now == kept) return 0;
    const auto passes_now = passes(now);
    int mistakes = 0;
    for (const auto& [name, before] : passes(kept)) {
      const auto found = passes_now.find(name);
      const int passing = found == passes_now.end() ? 0 : found->second;
      if (passing >= before) continue;
      print(fmt::format("{}: {} tests pass, {} did before", name, passing, before));
      ++mistakes;
    }
    if (mistakes > 0) return mistakes;
    print("tests/conformance/counts.txt: not up to date; run with --rebase");
    return 1;
  }

  int check_page() {
    if (content(page_path()).value_or("") == page(judged_, exceptions_)) return 0;
    print("grammar/cel.md: not up to date; run with --write-page");
    return 1;
  }

  void rebase() { std::ofstream(path("counts.txt"), std::ios::binary) << counts(judged_); }

  void write_page() { std::ofstream(page_path(), std::ios::binary) << page(judged_, exceptions_); }

  void print_counts() {
    const std::string all = counts(judged_);
    print(all.substr(0, all.find("\nskipped")));
  }

  void show(std::string_view part) {
    for (const Judged& judged : judged_)
      if (judged.test->id.find(part) != std::string::npos)
        print(fmt::format("{}: {}\n  {}\n  {}", word(judged.verdict.kind), judged.test->id,
                          judged.test->expression, judged.verdict.why));
  }

 private:
  std::string path(std::string_view name) const {
    return folder_ + "/tests/conformance/" + std::string(name);
  }
  std::string page_path() const { return folder_ + "/grammar/cel.md"; }

  std::string folder_;
  Exceptions exceptions_;
  std::vector<Judged> judged_;
};

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2) {
    print("usage: conformance_test TESTS SOURCE_DIR [--rebase | --write-page | --show WORD]");
    return 2;
  }
  const auto text = content(arguments[0]);
  if (!text || text->empty()) {
    print("there is no file " + arguments[0] +
          ": tests/conformance/fetch writes it, with node and npm (packages nodejs and npm)");
    return 1;
  }
  const std::vector<Case> tests = read_suite(*text);
  Run run(tests, arguments[1]);
  const std::string mode = arguments.size() > 2 ? arguments[2] : "";
  if (mode == "--show") {
    run.show(arguments.size() > 3 ? arguments[3] : "");
    return 0;
  }
  int mistakes = run.check();
  if (mode == "--rebase") run.rebase();
  if (mode == "--write-page") run.write_page();
  if (mode.empty()) mistakes += run.check_counts() + run.check_page();
  run.print_counts();
  return mistakes == 0 ? 0 : 1;
}

}  // namespace
}  // namespace lintel::conformance

int main(int count, char** words) { return lintel::conformance::run({words + 1, words + count}); }
