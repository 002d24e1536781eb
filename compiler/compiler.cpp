// SPDX-License-Identifier: Apache-2.0
#include "compiler/compiler.h"

#include <algorithm>

#include "compiler/checker.h"
#include "compiler/cost.h"
#include "compiler/emitter.h"
#include "compiler/ignores.h"
#include "compiler/lowering.h"
#include "compiler/proofs/proofs.h"
#include "compiler/typed_printer.h"
#include "grammar/diagnostic.h"
#include "grammar/parser.h"
#include "grammar/printer.h"
#include "runtime/disassembler.h"
#include "runtime/lintel.h"

namespace lintel {
namespace {

bool has_error(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::error; });
}

void append(void* to, std::string_view text) { static_cast<std::string*>(to)->append(text); }

std::vector<grammar::File> parse(std::span<const Source> sources, std::vector<Finding>& findings) {
  std::vector<grammar::File> files;
  files.reserve(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i)
    files.push_back(grammar::parse(sources[i].text, static_cast<std::uint32_t>(i), findings));
  return files;
}

// Checked even after an error of syntax, so that all findings of all files come in one run.
compiler::Module check(const std::vector<grammar::File>& files, std::span<const Source> sources,
                       const CompileOptions& options, std::vector<Finding>& findings) {
  auto module = compiler::check(files, sources, options, findings);
  if (options.proofs) compiler::proofs::prove(module, sources, findings);
  return module;
}

// The findings as they are shown: in order, without what comments silence.
void finish(const std::vector<grammar::File>& files, std::span<const Source> sources,
            const CompileOptions& options, std::vector<Finding>& findings) {
  grammar::arrange(findings);
  // After an error, the compiler has not looked everywhere.
  const bool all_run = options.proofs && !has_error(findings);
  compiler::apply_ignores(files, sources, all_run, findings);
  grammar::arrange(findings);
}

}  // namespace

Compilation compile(std::span<const Source> sources, const CompileOptions& options) {
  Compilation result;
  const auto files = parse(sources, result.findings);
  auto module = check(files, sources, options, result.findings);
  if (!has_error(result.findings)) {
    auto ruleset = compiler::lower(module, options);
    if (options.max_steps != 0)
      compiler::check_costs(compiler::costs(ruleset, module, sources), options.max_steps,
                            result.findings);
    if (!has_error(result.findings))
      result.image = compiler::emit(std::move(ruleset), module, sources, options, result.findings);
  }
  finish(files, sources, options, result.findings);
  return result;
}

Costs cost(std::span<const Source> sources, const CompileOptions& options) {
  Costs result;
  const auto files = parse(sources, result.findings);
  auto module = check(files, sources, options, result.findings);
  if (!has_error(result.findings)) {
    result.programs = compiler::costs(compiler::lower(module, options), module, sources);
    compiler::check_costs(result.programs, options.max_steps, result.findings);
  }
  finish(files, sources, options, result.findings);
  return result;
}

Dump dump(std::span<const Source> sources, Stage stage, const CompileOptions& options) {
  Dump result;
  const auto files = parse(sources, result.findings);
  auto module = check(files, sources, options, result.findings);
  if (!has_error(result.findings)) {
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
  finish(files, sources, options, result.findings);
  return result;
}

std::string_view version() { return LINTEL_VERSION; }

}  // namespace lintel
