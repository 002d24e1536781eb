// SPDX-License-Identifier: Apache-2.0
// Rules, or an image, that answer events as a Lambda function would, and are read anew when their
// files change.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/loaded.h"
#include "compiler/cli/local/effect_sink.h"
#include "compiler/cli/local/invocable.h"
#include "compiler/cli/local/watched_files.h"
#include "compiler/cli/trace.h"
#include "compiler/evaluator.h"
#include "runtime/lintel.h"

namespace lintel::cli {

// Prints each decision on standard output, and findings on standard error.
class ServedRules final : public Invocable {
 public:
  // All must outlive it.
  ServedRules(const Arguments& arguments, Environment& environment, Host& host,
              EffectSink& effects);

  // Reads the files of the command line for the first time. `ok`, or why there is nothing to serve.
  ExitCode load();

  void invoke(std::string_view event, const std::string& request_id, Answered answered) override;
  void refresh() override;
  std::string description() const override;

 private:
  // What answers events. Replaced as a whole.
  struct Service {
    Service(Loaded its_rules, Host& host)
        : rules(std::move(its_rules)),
          evaluator(make_evaluator(rules.ruleset, &host)),
          trace(rules.ruleset) {}

    Loaded rules;
    Evaluator evaluator;
    Trace trace;
  };

  std::unique_ptr<Service> read(ExitCode& code);

  const Arguments& arguments_;
  Environment environment_;  // as the caller's, but for its files
  Host& host_;
  EffectSink& effects_;
  WatchedFiles files_;
  std::unique_ptr<Service> service_;
};

}  // namespace lintel::cli
