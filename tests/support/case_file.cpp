// SPDX-License-Identifier: Apache-2.0
// Reading and writing .case files.
#include "tests/support/case_file.h"

#include <algorithm>
#include <charconv>

namespace lintel::testing {
namespace {

constexpr std::string_view heading_mark = "=== ";
constexpr std::string_view no_line_end = "\\ no line end\n";

class CaseParser {
 public:
  CaseParser(std::string_view text, std::string& why) : text_(text), why_(why) {}

  std::optional<CaseFile> parse() {
    file_.comment = body();
    if (file_.comment.find_first_not_of('\n') == std::string::npos)
      fail("say what the case is about");
    while (!text_.empty() && why_.empty()) section(next_line());
    if (!has_run_) fail("there is no run");
    if (!why_.empty()) return {};
    return file_;
  }

 private:
  std::string_view next_line() {
    const std::size_t end = std::min(text_.find('\n'), text_.size() - 1);
    const std::string_view line = text_.substr(0, end + 1);
    text_.remove_prefix(line.size());
    ++line_;
    return line;
  }

  // All lines up to the next heading.
  std::string body() {
    std::string text;
    while (!text_.empty() && !text_.starts_with(heading_mark)) text += next_line();
    if (text.ends_with(no_line_end)) text.resize(text.size() - no_line_end.size() - 1);
    return text;
  }

  void section(std::string_view heading) {
    const int line = line_;
    heading.remove_prefix(heading_mark.size());
    if (heading.ends_with('\n')) heading.remove_suffix(1);
    const std::size_t space = std::min(heading.find(' '), heading.size());
    const std::string_view kind = heading.substr(0, space);
    const std::string rest(heading.substr(std::min(space + 1, heading.size())));
    std::string content = body();
    if (kind == "file") {
      file_.steps.push_back({false, rest, std::move(content), {}, line});
    } else if (kind == "run") {
      file_.steps.push_back({true, rest, "", {}, line});
      has_run_ = true;
    } else if (file_.steps.empty() || !file_.steps.back().is_run) {
      fail("`" + std::string(heading) + "` does not follow a run");
    } else {
      expect(kind, rest, std::move(content), file_.steps.back().expected);
    }
  }

  void expect(std::string_view kind, const std::string& rest, std::string content,
              Result& expected) {
    if (kind == "stdout")
      expected.out = std::move(content);
    else if (kind == "stderr")
      expected.err = std::move(content);
    else if (kind != "exit")
      fail("there is no heading `" + std::string(kind) + "`");
    else if (std::from_chars(rest.data(), rest.data() + rest.size(), expected.exit).ec !=
             std::errc())
      fail("exit needs a number");
  }

  void fail(std::string what) {
    if (why_.empty()) why_ = "line " + std::to_string(line_) + ": " + what;
  }

  std::string_view text_;
  std::string& why_;
  CaseFile file_;
  int line_ = 0;
  bool has_run_ = false;
};

std::string closed(std::string_view text) {
  std::string result(text);
  if (!result.empty() && !result.ends_with('\n')) result += "\n" + std::string(no_line_end);
  return result;
}

std::string heading(std::string_view kind, std::string_view rest) {
  return std::string(heading_mark) + std::string(kind) + (rest.empty() ? "" : " ") +
         std::string(rest) + "\n";
}

}  // namespace

std::optional<CaseFile> parse_case(std::string_view text, std::string& why) {
  why.clear();
  return CaseParser(text, why).parse();
}

std::string print_case(const CaseFile& file) {
  std::string text = file.comment;
  for (const Step& step : file.steps) {
    text += heading(step.is_run ? "run" : "file", step.text);
    if (!step.is_run) {
      text += closed(step.content);
      continue;
    }
    const Result& expected = step.expected;
    if (!expected.out.empty()) text += heading("stdout", "") + closed(expected.out);
    if (!expected.err.empty()) text += heading("stderr", "") + closed(expected.err);
    if (expected.exit != 0) text += heading("exit", std::to_string(expected.exit));
  }
  return text;
}

}  // namespace lintel::testing
