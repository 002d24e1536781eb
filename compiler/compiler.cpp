// SPDX-License-Identifier: Apache-2.0
#include "compiler/compiler.h"

#include "compiler/checker.h"
#include "compiler/cost.h"
#include "compiler/emitter.h"
#include "compiler/front_end.h"
#include "compiler/lowering.h"
#include "compiler/typed_printer.h"
#include "grammar/diagnostic.h"
#include "grammar/printer.h"
#include "runtime/disassembler.h"
#include "runtime/lintel.h"

namespace lintel {
namespace {

void append(void* to, std::string_view text) { static_cast<std::string*>(to)->append(text); }

}  // namespace

Compilation compile(std::span<const Source> sources, const CompileOptions& options) {
  Compilation result;
  const auto files = compiler::parse(sources, result.findings);
  auto module = compiler::check_all(files, sources, options, result.findings);
  if (!compiler::has_error(result.findings)) {
    auto ruleset = compiler::lower(module, options);
    if (options.max_steps != 0)
      compiler::check_costs(compiler::costs(ruleset, module, sources), options.max_steps,
                            result.findings);
    if (!compiler::has_error(result.findings))
      result.image = compiler::emit(std::move(ruleset), module, sources, options, result.findings);
  }
  compiler::finish(files, sources, options, result.findings);
  return result;
}

Costs cost(std::span<const Source> sources, const CompileOptions& options) {
  Costs result;
  const auto files = compiler::parse(sources, result.findings);
  auto module = compiler::check_all(files, sources, options, result.findings);
  if (!compiler::has_error(result.findings)) {
    result.programs = compiler::costs(compiler::lower(module, options), module, sources);
    compiler::check_costs(result.programs, options.max_steps, result.findings);
  }
  compiler::finish(files, sources, options, result.findings);
  return result;
}

Dump dump(std::span<const Source> sources, Stage stage, const CompileOptions& options) {
  Dump result;
  const auto files = compiler::parse(sources, result.findings);
  auto module = compiler::check_all(files, sources, options, result.findings);
  if (!compiler::has_error(result.findings)) {
    switch (stage) {
      case Stage::ast:
        for (const auto& file : files) result.text += grammar::outline(file);
        break;
      case Stage::typed: result.text = compiler::outline(module); break;
      case Stage::ir: result.text = compiler::ir::print(compiler::lower(module, options)); break;
      case Stage::image: {
        const auto image = compiler::emit(compiler::lower(module, options), module, sources,
                                          options, result.findings);
        if (const auto loaded = Ruleset::load(image); !image.empty() && loaded)
          runtime::disassemble(*loaded, {append, &result.text});
        break;
      }
    }
  }
  compiler::finish(files, sources, options, result.findings);
  return result;
}

std::string_view version() { return LINTEL_VERSION; }

}  // namespace lintel
