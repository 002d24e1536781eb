// SPDX-License-Identifier: Apache-2.0
// lintel package
#include <algorithm>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/loaded.h"
#include "compiler/cli/package/bootstraps.h"
#include "compiler/cli/package/deployment.h"
#include "compiler/cli/package/describe.h"
#include "compiler/cli/package/linked_image.h"
#include "compiler/cli/package/templates.h"
#include "compiler/cli/package/zip.h"
#include "compiler/cli/read_files.h"
#include "compiler/cli/report.h"
#include "compiler/cli/sources.h"
#include "grammar/printer.h"
#include "runtime/image.h"

namespace lintel::cli {
namespace {

struct Template {
  std::string_view name;
  std::string (*make)(const Deployment&, Architecture);
};

constexpr Template templates[] = {
    {"sam", sam_template},
    {"cdk", cdk_template},
    {"terraform", terraform_template},
    {"cloudformation", cloudformation_template},
};

Architecture architecture(const Arguments& arguments) {
  return arguments.value(Flag::arch) == "arm64" ? Architecture::arm64 : Architecture::x86_64;
}

// Why the words of the command line do not go together; empty if they do.
std::string objection(const Arguments& arguments, const Environment& environment) {
  const std::string_view path = arguments.value(Flag::output__package);
  const bool describes = arguments.has(Flag::describe);
  const bool prints = describes || arguments.has(Flag::template_);
  if (path.empty() && !prints) return "`package` needs -o ZIP, --describe or --template";
  if (describes && arguments.has(Flag::template_))
    return "`--describe` and `--template` both print; ask for one of them";
  if (path == "-" && prints) return "a zip file and a text cannot both go to standard output";
  if (path == "-" && environment.out.is_terminal())
    return "a zip file is not for a terminal; name a file";
  if (path.empty() && arguments.has(Flag::bootstrap)) return "`--bootstrap` goes with -o ZIP";
  if (!describes && arguments.has(Flag::format__package)) return "`--format` goes with --describe";
  if (!max_steps(arguments)) return "`--max-steps` takes a number from 1 on";
  return {};
}

bool is_stripped(const Ruleset& ruleset) {
  return (image::View(ruleset.image()).header().flags & 1) != 0;
}

// The bootstrap that the command line names, or the one that the rules need. Nothing, after a
// complaint, if it cannot be read.
std::optional<ReadFile> read_bootstrap(const Arguments& arguments, bool effects,
                                       Environment& environment) {
  const std::string_view path = arguments.value(Flag::bootstrap);
  if (path.empty()) return find_bootstrap(architecture(arguments), effects, environment);
  std::optional<std::string> content = read_input(path, environment);
  if (!content) return {};
  return ReadFile{std::string(path), std::move(*content)};
}

ExitCode write_function(const Arguments& arguments, const Loaded& loaded, bool effects,
                        const ReadFiles& files, Environment& environment) {
  const auto bootstrap = read_bootstrap(arguments, effects, environment);
  if (!bootstrap) return ExitCode::usage;
  std::string why;
  const auto linked = link_image(bootstrap->content, loaded.image, architecture(arguments), why);
  if (linked && linked->size() > max_function_bytes)
    why = fmt::format("takes {} bytes with the image; Lambda takes {}", linked->size(),
                      max_function_bytes);
  if (!why.empty()) {
    complain(environment, fmt::format("the bootstrap `{}` {}", bootstrap->path, why));
    return ExitCode::errors;
  }
  const std::string zip = executable_zip("bootstrap", *linked);
  const std::string_view path = arguments.value(Flag::output__package);
  const ExitCode code = put_out(path, zip, "function", files, environment);
  if (code != ExitCode::ok || path == "-") return code;
  environment.err.write(fmt::format("{}: a function for {}{}\n", path,
                                    name_of(architecture(arguments)),
                                    effects ? ", with effects" : ""));
  return code;
}

// The template that is asked for. Nothing, after a complaint, if it would leave something out.
std::optional<std::string> template_text(const Arguments& arguments, const Deployment& deployment,
                                         Environment& environment) {
  if (!deployment.unknown.empty()) {
    complain(environment, fmt::format("no template can be made for `{}`, which this version of "
                                      "Lintel does not know",
                                      deployment.unknown));
    return {};
  }
  if (const std::string_view unfit = unfit_name(deployment); !unfit.empty()) {
    complain(environment, fmt::format("no template can be made with the attribute {}: its name has "
                                      "control characters",
                                      grammar::quote(unfit, false)));
    return {};
  }
  const std::string_view name = arguments.value(Flag::template_);
  const auto* found = std::find_if(std::begin(templates), std::end(templates),
                                   [&](const Template& each) { return each.name == name; });
  return found->make(deployment, architecture(arguments));
}

}  // namespace

ExitCode package_command(const Arguments& arguments, Environment& outer) {
  ReadFiles files(arguments, outer.files);
  Environment environment = with_files(outer, files);
  if (const std::string what = objection(arguments, environment); !what.empty()) {
    complain(environment, what);
    return ExitCode::usage;
  }
  ExitCode code = ExitCode::ok;
  const std::optional<Loaded> loaded = load_ruleset(arguments, environment, code);
  if (!loaded) return code;
  if (arguments.has(Flag::strip) && !is_stripped(loaded->ruleset)) {
    complain(environment, "`--strip` takes rules; an image is stripped when it is compiled");
    return ExitCode::usage;
  }
  const Deployment deployment = read_deployment(loaded->ruleset);
  std::string text;
  if (arguments.has(Flag::describe)) {
    text = arguments.value(Flag::format__package) == "json"
               ? description_json(deployment, loaded->ruleset)
               : description(deployment, loaded->ruleset);
  } else if (arguments.has(Flag::template_)) {
    std::optional<std::string> made = template_text(arguments, deployment, environment);
    if (!made) return ExitCode::errors;
    text = std::move(*made);
  }
  if (arguments.has(Flag::output__package))
    code = write_function(arguments, *loaded, !deployment.permissions.empty(), files, environment);
  else
    code = ExitCode::ok;
  if (code == ExitCode::ok) environment.out.write(text);
  return code;
}

}  // namespace lintel::cli
