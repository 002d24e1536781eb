// SPDX-License-Identifier: Apache-2.0
// Compiles or reads, and verifies.
#include "compiler/cli/loaded.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "compiler/cli/report.h"
#include "compiler/cli/sources.h"
#include "compiler/compiler.h"
#include "runtime/image.h"

namespace lintel::cli {
namespace {

// An executable, or a zip file.
bool is_packaged(const Source& source) {
  return source.text.starts_with("\177ELF") || source.text.starts_with("PK\3\4");
}

}  // namespace

bool is_image(const Source& source) {
  std::uint64_t magic = 0;
  if (source.text.size() < sizeof magic) return false;
  std::memcpy(&magic, source.text.data(), sizeof magic);
  return magic == image::magic;
}

std::vector<std::byte> bytes(std::string_view text) {
  const auto* data = reinterpret_cast<const std::byte*>(text.data());
  return {data, data + text.size()};
}

std::optional<Loaded> load_image(std::vector<std::byte> image, std::string_view name,
                                 Environment& environment) {
  const LoadResult loaded = Ruleset::load(image);
  if (loaded) return Loaded{std::move(image), *loaded};
  const Fault& fault = loaded.fault();
  complain(environment,
           fmt::format("`{}` is refused at byte {}: {}", name, fault.offset, fault.message()));
  return {};
}

std::optional<Loaded> load_ruleset(const Arguments& arguments, Environment& environment,
                                   ExitCode& code) {
  code = ExitCode::usage;
  const auto sources = read_sources(arguments.positional(), environment);
  if (!sources) return {};
  return load_ruleset(*sources, arguments, environment, code);
}

std::optional<Loaded> load_ruleset(const std::vector<Source>& sources, const Arguments& arguments,
                                   Environment& environment, ExitCode& code) {
  code = ExitCode::usage;
  const auto packaged = std::find_if(sources.begin(), sources.end(), is_packaged);
  if (packaged != sources.end()) {
    complain(environment, fmt::format("`{}` is a packaged function already; `lintel invoke` and "
                                      "`lintel serve` try it",
                                      packaged->name));
    return {};
  }
  if (std::any_of(sources.begin(), sources.end(), is_image)) {
    if (sources.size() > 1) {
      complain(environment, "an image stands alone; it cannot be joined with other files");
      return {};
    }
    code = ExitCode::errors;
    return load_image(bytes(sources.front().text), sources.front().name, environment);
  }
  Compilation compilation = lintel::compile(sources, compile_options(arguments, environment));
  show(compilation.findings, sources, arguments, environment);
  code = ExitCode::errors;
  if (!compilation.ok()) return {};
  code = ExitCode::internal;
  return load_compiled(std::move(compilation.image), environment);
}

std::optional<Loaded> load_compiled(std::vector<std::byte> image, Environment& environment) {
  const LoadResult loaded = Ruleset::load(image);
  if (loaded) return Loaded{std::move(image), *loaded};
  complain(environment, fmt::format("the compiler made an image that the runtime refuses, which is "
                                    "a bug of Lintel: {}",
                                    loaded.fault().message()));
  return {};
}

}  // namespace lintel::cli
