// SPDX-License-Identifier: Apache-2.0
// Includes go one way: from the command line to the compiler to the grammar, and all to the
// runtime, which knows none of them. No includes go in a circle.
#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/project_files.h"

namespace lintel::testing {
namespace {

struct Layer {
  std::string folder;
  std::vector<std::string> may_include;  // beginnings of paths from the root
  std::vector<std::string> third_party;  // beginnings of paths in <>
};

// The most special folder first: a file belongs to the first that it lies in.
const std::vector<Layer> layers = {
    // Hosts: they talk to the system.
    {"runtime/lambda/effects/",
     {"runtime/"},
     {"openssl/", "arpa/", "netinet/", "sys/", "fcntl.h", "netdb.h", "poll.h", "unistd.h", "nss.h",
      "resolv.h"}},
    {"runtime/lambda/",
     {"runtime/"},
     {"arpa/", "netinet/", "sys/", "fcntl.h", "poll.h", "unistd.h"}},
    // Asks glibc what the machine has.
    {"runtime/phrase_reader.cpp", {"runtime/"}, {"sys/platform/x86.h"}},
    {"runtime/", {"runtime/"}, {}},
    {"grammar/", {"grammar/", "runtime/limits.h"}, {"fmt/", "tao/"}},
    // What touches sockets, signals and processes.
    {"compiler/cli/local/http_server.cpp",
     {"compiler/cli/", "runtime/lambda/"},
     {"fmt/", "netinet/", "sys/socket.h"}},
    {"compiler/cli/posix.cpp",
     {"compiler/cli/leftovers.h", "compiler/cli/posix.h"},
     {"fcntl.h", "poll.h", "sys/stat.h", "unistd.h"}},
    {"compiler/cli/leftovers.", {"compiler/cli/leftovers.h"}, {"sys/", "unistd.h"}},
    {"compiler/cli/local/poll_loop.h", {"runtime/lambda/clock.h"}, {"poll.h"}},
    {"compiler/cli/local/function_process.",
     {"compiler/cli/leftovers.h", "compiler/cli/local/function_process.h",
      "runtime/lambda/clock.h"},
     {"fmt/", "fcntl.h", "signal.h", "spawn.h", "sys/", "unistd.h"}},
    // What asks the system how it gives memory.
    {"compiler/cli/bench/start.cpp", {"compiler/cli/bench/", "runtime/lintel.h"}, {"malloc.h"}},
    {"compiler/cli/lsp.cpp", {"compiler/cli/", "compiler/lsp/server.h"}, {"fmt/"}},
    {"compiler/cli/",
     {"compiler/cli/", "compiler/compiler.h", "compiler/evaluator.h", "compiler/testing.h",
      "grammar/", "runtime/"},
     {"fmt/", "nlohmann/", "fcntl.h", "sys/stat.h", "unistd.h", "zlib.h"}},
    // The one place that reads JSON files of the rules.
    {"compiler/data_imports.cpp", {"compiler/", "grammar/", "runtime/"}, {"fmt/", "nlohmann/"}},
    {"compiler/lsp/", {"compiler/", "grammar/", "runtime/"}, {"fmt/", "nlohmann/"}},
    {"compiler/", {"compiler/", "grammar/", "runtime/"}, {"fmt/"}},
};

// Headers of the standard library whose use would make the runtime need its object code.
const std::set<std::string> not_for_the_runtime = {
    "any",    "chrono", "exception",     "functional",    "future", "iostream", "list",
    "map",    "memory", "mutex",         "regex",         "set",    "sstream",  "stdexcept",
    "string", "thread", "unordered_map", "unordered_set", "vector"};

struct Include {
  std::string path;
  bool quoted;
};

std::vector<Include> includes(const std::string& text) {
  static const std::regex pattern("(?:^|\n)[ \t]*#[ \t]*include[ \t]*([\"<])([^\">]+)[\">]");
  std::vector<Include> found;
  for (auto match = std::sregex_iterator(text.begin(), text.end(), pattern);
       match != std::sregex_iterator(); ++match)
    found.push_back({(*match)[2], (*match)[1] == "\""});
  return found;
}

bool starts_with_any(const std::string& path, const std::vector<std::string>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](const std::string& beginning) { return path.starts_with(beginning); });
}

bool is_standard(const std::string& path) { return path.find_first_of("./") == std::string::npos; }

// What is wrong with an include of a file at `path`; empty if nothing is.
std::string objection(const std::string& path, const Include& include) {
  for (const Layer& layer : layers) {
    if (!path.starts_with(layer.folder)) continue;
    if (include.quoted)
      return starts_with_any(include.path, layer.may_include) ? "" : "goes against the layers";
    if (starts_with_any(include.path, layer.third_party)) return "";
    const bool is_bare = layer.folder == "runtime/" || layer.folder == "runtime/lambda/" ||
                         layer.folder == "runtime/phrase_reader.cpp";
    if (is_bare && not_for_the_runtime.contains(include.path))
      return "needs the C++ library at run time";
    // Compiler intrinsics come as headers such as emmintrin.h.
    const bool intrinsics = include.path.ends_with("intrin.h") || include.path == "arm_neon.h";
    return is_standard(include.path) || intrinsics ? "" : "is an unexpected third party";
  }
  return "";
}

TEST(Layers, IncludesGoOneWay) {
  int seen = 0;
  for (const ProjectFile& file : source_files()) {
    for (const Include& include : includes(file.text)) {
      ++seen;
      const std::string wrong = objection(file.path, include);
      EXPECT_EQ(wrong, "") << file.path << " includes " << include.path;
    }
  }
  EXPECT_GT(seen, 200);
}

TEST(Layers, WhatIsForbiddenIsSeen) {
  EXPECT_NE(objection("runtime/vm.cpp", {"compiler/types.h", true}), "");
  EXPECT_NE(objection("runtime/vm.cpp", {"string", false}), "");
  EXPECT_NE(objection("runtime/vm.cpp", {"fmt/format.h", false}), "");
  EXPECT_NE(objection("grammar/ast.h", {"compiler/types.h", true}), "");
  EXPECT_NE(objection("grammar/ast.h", {"runtime/vm.h", true}), "");
  EXPECT_NE(objection("compiler/types.h", {"nlohmann/json.hpp", false}), "");
  EXPECT_NE(objection("compiler/cli/run.cpp", {"compiler/types.h", true}), "");
  EXPECT_EQ(objection("grammar/ast.h", {"runtime/limits.h", true}), "");
  const std::vector<Include> found = includes("#include \"a/b.h\"\n  # include <c>\n");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].path, "a/b.h");
  EXPECT_EQ(found[1].path, "c");
}

using Graph = std::map<std::string, std::vector<std::string>>;

// The files of a circle that can be reached from `path`, or nothing.
std::vector<std::string> circle(const Graph& graph, const std::string& path,
                                std::vector<std::string>& way, std::set<std::string>& done) {
  const auto again = std::find(way.begin(), way.end(), path);
  if (again != way.end()) return {again, way.end()};
  if (!done.insert(path).second) return {};
  way.push_back(path);
  if (const auto node = graph.find(path); node != graph.end()) {
    for (const std::string& next : node->second) {
      std::vector<std::string> found = circle(graph, next, way, done);
      if (!found.empty()) return found;
    }
  }
  way.pop_back();
  return {};
}

std::vector<std::string> circle(const Graph& graph) {
  std::set<std::string> done;
  for (const auto& [path, next] : graph) {
    std::vector<std::string> way;
    std::vector<std::string> found = circle(graph, path, way, done);
    if (!found.empty()) return found;
  }
  return {};
}

TEST(Layers, NoIncludesGoInACircle) {
  Graph graph;
  for (const ProjectFile& file : source_files())
    for (const Include& include : includes(file.text))
      if (include.quoted) graph[file.path].push_back(include.path);
  EXPECT_EQ(circle(graph), std::vector<std::string>());
  EXPECT_EQ(circle({{"a", {"b", "c"}}, {"c", {"d"}}, {"d", {"c"}}}).size(), 2u);
}

}  // namespace
}  // namespace lintel::testing
