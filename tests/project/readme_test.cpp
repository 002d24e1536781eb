// SPDX-License-Identifier: Apache-2.0
// The README tells the truth: its commands are run, and its C++ is that of the consumer test.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "tests/support/project_files.h"

namespace lintel::testing {
namespace {

namespace fs = std::filesystem;

// The fenced blocks of a Markdown text that are tagged `tag`.
std::vector<std::string> blocks(const std::string& text, const std::string& tag) {
  const std::string opening = "\n```" + tag + "\n";
  const std::string closing = "\n```\n";
  std::vector<std::string> found;
  for (std::size_t at = text.find(opening); at != std::string::npos;
       at = text.find(opening, at + 1)) {
    const std::size_t begin = at + opening.size();
    const std::size_t end = text.find(closing, begin);
    if (end != std::string::npos) found.push_back(text.substr(begin, end + 1 - begin));
  }
  return found;
}

// The text without the sections of these titles.
std::string without(std::string text, const std::vector<std::string>& titles) {
  for (const std::string& title : titles) {
    const std::size_t begin = text.find("\n## " + title + "\n");
    if (begin != std::string::npos) text.erase(begin, text.find("\n## ", begin + 1) - begin);
  }
  return text;
}

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// But for what needs a network: tests/e2e/readme_test.mjs runs that.
TEST(Readme, CommandsRun) {
  const std::vector<std::string> commands =
      blocks(without(project_file("README.md"), {"Deploy", "Try it locally"}), "sh");
  ASSERT_GE(commands.size(), 2u);
  const fs::path work =
      fs::path(::testing::TempDir()) / ("lintel-readme-" + std::to_string(::getpid()));
  fs::create_directories(work / "tests");
  const fs::path top = LINTEL_SOURCE_DIR;
  fs::copy(top / "rules", work / "rules", fs::copy_options::recursive);
  fs::copy(top / "tests/support", work / "tests/support", fs::copy_options::recursive);
  {
    std::ofstream script(work / "script");
    // rules/try builds nothing where LINTEL names an executable.
    script << "set -eu\nexport LINTEL='" << LINTEL_EXECUTABLE << "'\n"
           << "PATH=$(dirname \"$LINTEL\"):$PATH\n";
    for (const std::string& block : commands) script << block;
  }
  const std::string line = "cd '" + work.string() + "' && sh script > output 2>&1";
  const int status = std::system(line.c_str());
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << content(work / "output");
  fs::remove_all(work);
}

// The first screen: a rule, an event and the answer, as the files of rules/ have them.
TEST(Readme, FirstScreenIsTrue) {
  const std::string readme = project_file("README.md");
  const std::string folder = "rules/pre_sign_up/";
  const std::string rules = project_file(folder + "registered_domain.rules");
  const std::vector<std::string> shown = blocks(readme, "rules");
  ASSERT_FALSE(shown.empty());
  EXPECT_NE(rules.find(shown.front()), std::string::npos);
  for (const char* name : {"own_domain.json", "own_domain.answer.json"})
    EXPECT_NE(readme.find(project_file(folder + "events/registered_domain/" + name)),
              std::string::npos);
}

TEST(Readme, EmbeddingExampleIsTheConsumer) {
  const std::vector<std::string> code = blocks(project_file("README.md"), "cpp");
  ASSERT_EQ(code.size(), 1u);
  const std::string consumer = project_file("tests/consumer/main.cpp");
  EXPECT_EQ(consumer.substr(consumer.find("#include")), code.front());
}

TEST(Readme, BlocksAreFound) {
  EXPECT_EQ(blocks("a\n```sh\none\ntwo\n```\nb\n```cpp\nx\n```\n", "sh"),
            (std::vector<std::string>{"one\ntwo\n"}));
}

TEST(Readme, SectionsAreLeftOut) {
  const std::string text = "a\n\n## One\nb\n\n## Two\nc\n\n## Three\nd\n";
  EXPECT_EQ(without(text, {"Two", "Four"}), "a\n\n## One\nb\n\n## Three\nd\n");
  EXPECT_EQ(without(text, {"Three"}), "a\n\n## One\nb\n\n## Two\nc\n");
}

}  // namespace
}  // namespace lintel::testing
