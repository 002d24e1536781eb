// SPDX-License-Identifier: Apache-2.0
// Carries effects out, as the bootstrap does.
#include <fmt/format.h>

#include "compiler/cli/local/effect_sink.h"
#include "grammar/printer.h"
#include "runtime/lambda/effects/carrier.h"
#include "runtime/lambda/effects/posix_world.h"

namespace lintel::cli {
namespace {

using lambda::EffectResult;
using lambda::EffectStatus;

std::string conclusion(const EffectResult& result) {
  if (result.status == EffectStatus::done)
    return fmt::format("done in {} ms", result.took.count() / 1000);
  if (result.status == EffectStatus::dropped) return "dropped: an equal event had it done before";
  std::string text = fmt::format("failed: {}", lambda::text_of(result.failure));
  if (result.http_status != 0) text += fmt::format(" (status {}", result.http_status);
  if (!result.error_code.empty()) text += fmt::format(", {}", result.error_code);
  return result.http_status != 0 ? text + ")" : text;
}

class CarryingSink final : public EffectSink {
 public:
  EffectsReport take(const Outcome& outcome, const Ruleset&, std::string_view event) override {
    EffectsReport report;
    const lambda::ReceivedEvent received{event, world_.steady(), {}};
    std::uint32_t index = 0;
    for (const Effect& effect : outcome.effects()) {
      if (effect.name == "log") {
        const std::string_view text =
            effect.arguments.empty() ? std::string_view() : effect.arguments.front().text;
        report.lines += fmt::format("log: {}\n", grammar::quote(text, false));
      } else {
        const EffectResult result = carrier_.carry_out(effect, index, received);
        report.lines += fmt::format("{}: {}\n", effect.name, conclusion(result));
        if (result.status == EffectStatus::failed) report.failed.push_back(effect.name);
        report.is_failure = result.status == EffectStatus::failed && effect.reject_on_failure;
        if (report.is_failure) {
          report.lines += "the event gets an error: onFailure is \"reject\"\n";
          return report;
        }
      }
      ++index;
    }
    return report;
  }

 private:
  lambda::PosixWorld world_;
  lambda::EffectCarrier carrier_{world_};
};

}  // namespace

std::unique_ptr<EffectSink> make_carrying_sink() { return std::make_unique<CarryingSink>(); }

}  // namespace lintel::cli
