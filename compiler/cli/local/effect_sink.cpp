// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/effect_sink.h"

#include "compiler/cli/effects.h"

namespace lintel::cli {
namespace {

class PrintingSink final : public EffectSink {
 public:
  EffectsReport take(const Outcome& outcome, const Ruleset& ruleset, std::string_view) override {
    return {effect_lines(outcome, ruleset), {}, false};
  }
};

class DroppingSink final : public EffectSink {
 public:
  EffectsReport take(const Outcome&, const Ruleset&, std::string_view) override { return {}; }
};

}  // namespace

std::unique_ptr<EffectSink> make_printing_sink() { return std::make_unique<PrintingSink>(); }

std::unique_ptr<EffectSink> make_dropping_sink() { return std::make_unique<DroppingSink>(); }

}  // namespace lintel::cli
