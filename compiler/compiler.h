// SPDX-License-Identifier: Apache-2.0
// The front door of the compiler: rules text in, image or findings out.
// Public: installed as <lintel/compiler.h>.
//
// The compiler throws nothing, prints nothing, keeps no global state, and reads files only through
// the Files that the caller passes in. Calls on different threads do not touch each other.
//
// Want of memory is no finding: operator new calls the program's new-handler
// (std::set_new_handler), which either finds memory or ends the program; `lintel` removes its
// temporary files there, says "out of memory" and exits with 3. The library survives no exception:
// a handler must not throw, and without one the caller must end the program when std::bad_alloc
// comes, and call nothing of the library again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/finding.h"

namespace lintel {

// One rules file. `name` is its path as the user gave it: it is shown in findings, and imports such
// as lines("x.txt") are looked up beside it.
struct Source {
  std::string name;
  std::string text;
};

// What reading an import gave.
struct Imported {
  std::optional<std::string> text;  // the whole content, or nothing if it cannot be read
  bool leaves = false;              // then because a link leads out of the folder
};

// How the compiler reads imported data. Implemented by the caller.
class Files {
 public:
  virtual ~Files() = default;

  // The whole content of the file, or nothing if it cannot be read. Called for imports that may
  // leave the folder of their rules file.
  virtual std::optional<std::string> read(const std::string& path) = 0;

  // The same for all other imports: the file that `path` names below `folder`, which is empty or
  // ends with a slash. No name of `path` is absolute or leads out of `folder`; where there are
  // links, it is here that they are kept from doing so.
  virtual Imported read_below(const std::string& folder, const std::string& path) {
    return {read(folder + path)};
  }
};

struct CompileOptions {
  Files* files = nullptr;  // null: every import is an error
  bool strip = false;      // leave names and source spans out of the image
  bool optimise = true;    // off only to compare: the answers are the same
  bool index = true;       // find rules by their constants. A trace then tells what is left to be
                           // decided of those that were found; without, every part of every rule
  bool proofs = true;      // off only to look at the rest alone: see compiler/proofs
  bool outside_imports = false;  // imports may leave the folder of their rules file
  std::uint64_t max_steps = 0;   // an event may take so many steps at most; 0: no limit
};

struct Compilation {
  std::vector<Finding> findings;  // in file order; spans refer to the sources that were passed in
  std::vector<std::byte> image;   // empty if a finding is an error

  bool ok() const { return !image.empty(); }
};

// Compiles the sources, joined in the order given, to one image. The same sources and options give
// the same bytes on every machine.
Compilation compile(std::span<const Source> sources, const CompileOptions& options = {});

// The most steps that a rule, or the answer to an event of some sources, can take.
struct RuleCost {
  std::string name;   // empty if the rule has none
  std::string place;  // file:line
  Span span;
  std::uint64_t steps = 0;
};
struct ProgramCost {
  std::vector<std::string> sources;  // that are answered alike
  std::uint64_t steps = 0;
  std::vector<RuleCost> rules;  // in file order; those that these sources never reach left out
};
struct Costs {
  std::vector<Finding> findings;  // as compile() gives them
  std::vector<ProgramCost> programs;
};
Costs cost(std::span<const Source> sources, const CompileOptions& options = {});

// What the compiler can show of its work.
enum class Stage { ast, typed, ir, image };

// The structure after `stage`, for people; `findings` as compile() gives them. Empty if an error
// kept the compiler from getting there.
struct Dump {
  std::vector<Finding> findings;
  std::string text;
};
Dump dump(std::span<const Source> sources, Stage stage, const CompileOptions& options = {});

// The version of this compiler, such as "0.1.0".
std::string_view version();

}  // namespace lintel
