// SPDX-License-Identifier: Apache-2.0
// lintel serve
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/given_host.h"
#include "compiler/cli/local/effect_sink.h"
#include "compiler/cli/local/invoke_api.h"
#include "compiler/cli/local/posix_signals.h"
#include "compiler/cli/local/served_function.h"
#include "compiler/cli/local/served_rules.h"
#include "compiler/cli/local/timeout.h"
#include "compiler/cli/report.h"

namespace lintel::cli {
namespace {

constexpr std::uint16_t usual_port = 9001;
// How late a change of a file is seen while nobody asks.
constexpr std::int64_t refresh_milliseconds = 500;

// Nothing, after a complaint, if --port is none.
std::optional<std::uint16_t> port_of(const Arguments& arguments, Environment& environment) {
  if (!arguments.has(Flag::port)) return usual_port;
  const std::string_view text = arguments.value(Flag::port);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error == std::errc{} && end == text.data() + text.size()) return port;
  complain(environment, fmt::format("`--port` is a number from 0 to 65535, not `{}`", text));
  return {};
}

ExitCode serve(Invocable& function, SignalWatch& signals, std::uint16_t port,
               Environment& environment) {
  InvokeApi api(function, environment.host);
  std::string why;
  if (!api.server().listen(port, why)) {
    complain(environment, fmt::format("cannot listen on 127.0.0.1:{}: {}; --port 0 takes a free "
                                      "port",
                                      port, why));
    return ExitCode::internal;
  }
  environment.out.write(fmt::format("serving on http://127.0.0.1:{} ({})\n", api.server().port(),
                                    function.description()));
  while (!signals.wants_end()) {
    environment.out.flush();
    environment.err.flush();
    environment.out.probe();
    if (!environment.out.error().empty()) break;  // and cli::carry_out() complains
    std::vector<PollTarget*> targets = function.targets();
    targets.push_back(&signals);
    targets.push_back(&api.server());
    poll_once(targets, lambda::Deadline::in_milliseconds(refresh_milliseconds));
    function.refresh();
  }
  api.server().finish();
  return environment.out.error().empty() ? ExitCode::ok : ExitCode::internal;
}

std::unique_ptr<EffectSink> sink_of(const Arguments& arguments) {
  const std::string_view wish = arguments.value(Flag::effects__serve);
  if (wish == "run") return make_carrying_sink();
  return wish == "drop" ? make_dropping_sink() : make_printing_sink();
}

ExitCode serve_rules(const Arguments& arguments, const Given& by_flags, std::uint16_t port,
                     Environment& environment) {
  GivenHost host(by_flags, environment.host);
  const std::unique_ptr<EffectSink> effects = sink_of(arguments);
  if (!effects) {
    complain(environment, "this lintel was built without OpenSSL, and cannot carry out effects");
    return ExitCode::usage;
  }
  ServedRules rules(arguments, environment, host, *effects);
  if (const ExitCode code = rules.load(); code != ExitCode::ok) return code;
  // Only now it is sure that this is no function that cannot be read.
  if (arguments.has(Flag::timeout)) {
    complain(environment, "`--timeout` is for a function; rules and images take no time limit");
    return ExitCode::usage;
  }
  SignalWatch signals;
  return serve(rules, signals, port, environment);
}

ExitCode serve_function(const Arguments& arguments, const Given& by_flags, std::uint16_t port,
                        Environment& environment) {
  for (const Flag flag :
       {Flag::effects__serve, Flag::trace__serve, Flag::now, Flag::allow_outside_imports}) {
    if (!arguments.has(flag)) continue;
    complain(environment, fmt::format("`{}` is for rules and images; a function decides by itself",
                                      spelling(row(flag))));
    return ExitCode::usage;
  }
  const auto timeout = timeout_of(arguments, environment);
  if (!timeout) return ExitCode::usage;
  const std::string path(arguments.positional().front());
  SignalWatch signals;
  ExitCode code = ExitCode::ok;
  std::optional<FunctionFile> file = FunctionFile::open(path, environment, code);
  if (!file) return code;
  ServedFunction function(path, std::move(*file), by_flags.variables, *timeout, environment);
  return serve(function, signals, port, environment);
}

// A pipe or a device, which cannot be read twice.
bool is_stream(std::string_view path) {
  std::error_code error;
  return std::filesystem::is_other(path, error);
}

bool is_function_file(std::string_view path, Environment& environment) {
  std::string why;
  const auto file = environment.files.open(std::string(path), why);
  std::string line;
  return file && file->read_line(line) && is_function(line);
}

}  // namespace

ExitCode serve_command(const Arguments& arguments, Environment& environment) {
  const auto port = port_of(arguments, environment);
  if (!port) return ExitCode::usage;
  const auto by_flags = given(arguments, Flag::now, Flag::env, environment);
  if (!by_flags) return ExitCode::usage;
  const auto files = arguments.positional();
  for (const std::string_view path : files) {
    if (path != "-" && !is_stream(path)) continue;
    complain(environment, fmt::format("`serve` reads its files again when they change; {} is none",
                                      path == "-" ? "standard input" : fmt::format("`{}`", path)));
    return ExitCode::usage;
  }
  const bool has_function = std::any_of(files.begin(), files.end(), [&](std::string_view path) {
    return is_function_file(path, environment);
  });
  if (has_function && files.size() > 1) {
    complain(environment, "a function stands alone; it cannot be joined with other files");
    return ExitCode::usage;
  }
  return has_function ? serve_function(arguments, *by_flags, *port, environment)
                      : serve_rules(arguments, *by_flags, *port, environment);
}

}  // namespace lintel::cli
