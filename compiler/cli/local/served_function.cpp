// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/served_function.h"

#include <utility>

#include <fmt/format.h>

#include "compiler/cli/local/decision_line.h"
#include "compiler/cli/report.h"

namespace lintel::cli {
namespace {

std::string conclusion(const FunctionResult& result) {
  switch (result.kind) {
    case FunctionResult::Kind::answered: return "answered";
    case FunctionResult::Kind::error: return fmt::format("error: {}", result.body);
    case FunctionResult::Kind::broken: return fmt::format("no answer: {}", result.why);
  }
  return "";
}

}  // namespace

ServedFunction::ServedFunction(std::string path, FunctionFile file, Variables given,
                               std::int64_t timeout_milliseconds, Environment& environment)
    : path_(std::move(path)),
      file_(std::move(file)),
      given_(std::move(given)),
      environment_(environment),
      files_(environment.files),
      host_(command(), timeout_milliseconds, environment) {
  files_.watch(path_);
}

FunctionCommand ServedFunction::command() const {
  FunctionCommand command = file_.command();
  command.given = given_;
  return command;
}

std::string ServedFunction::description() const { return fmt::format("function {}", path_); }

void ServedFunction::refresh() {
  if (!files_.have_changed()) return;
  files_.forget();
  files_.watch(path_);
  ExitCode code = ExitCode::ok;
  std::optional<FunctionFile> file = FunctionFile::open(path_, environment_, code);
  if (file) {
    file_ = std::move(*file);
    host_.replace(command());
    environment_.out.write(fmt::format("reloaded {}\n", description()));
  } else {
    complain(environment_,
             "the file has changed, but cannot be served; the function that was "
             "there before goes on");
  }
}

void ServedFunction::invoke(std::string_view event, const std::string& request_id,
                            Answered answered) {
  refresh();
  const std::string source = shown_source(event);
  host_.submit(event, request_id, [this, source, answered](const FunctionResult& result) {
    std::string line = fmt::format("{}: {}", source, conclusion(result));
    if (result.nanoseconds > 0) line += fmt::format("; {} us", (result.nanoseconds + 500) / 1000);
    if (result.cold_start_nanoseconds)
      line += fmt::format("; cold start {} us", (*result.cold_start_nanoseconds + 500) / 1000);
    environment_.out.write(line + "\n");
    answered({result.kind != FunctionResult::Kind::answered, result.body, result.log});
  });
}

}  // namespace lintel::cli
