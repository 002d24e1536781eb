// SPDX-License-Identifier: Apache-2.0
// One expression as an image of its own, for tests that ask what an expression means: it goes
// through the parser, the checker, the lowering and the emitter like the expressions of a rule. Not
// installed, and no part of the product.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/types.h"

namespace lintel::compiler {

// A type with its parts: the element of a list, the value of a map (whose keys are texts).
struct ProbeType {
  TypeKind kind = TypeKind::unknown;
  std::vector<ProbeType> parts;
};

// A name that the expression may use. The event has its value, which may be absent, at
// request.NAME, in the form of JSON.
struct ProbeVariable {
  std::string name;
  ProbeType type;
};

struct Probe {
  bool parsed = false;            // the text is an expression
  bool checked = false;           // and has a type, so that `findings` holds no error
  ProbeType type;                 // once checked
  std::string type_name;          // as people write it
  std::vector<Finding> findings;  // spans are of `text`

  // Empty if the expression was not checked, or if its value or a variable is of a type that JSON
  // cannot say. It answers an event of PreTokenGenerationV2 with claims of the ID token: `value`,
  // left out if the expression is absent; and for a bool with two more that ask for it as
  // conditions do: `holds` if it is true, and `fails` if it is false.
  std::vector<std::byte> image;
};

Probe probe(std::string_view text, std::span<const ProbeVariable> variables,
            const CompileOptions& options = {});

}  // namespace lintel::compiler
