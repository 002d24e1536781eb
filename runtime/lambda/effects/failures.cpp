// SPDX-License-Identifier: Apache-2.0
// What the rows of failures.def say.
#include "runtime/lambda/effects/carrier.h"

namespace lintel::lambda {

std::string_view text_of(EffectFailure failure) {
  switch (failure) {
#define LINTEL_EFFECT_FAILURE(name, text) \
  case EffectFailure::name:               \
    return text;
#include "runtime/lambda/effects/failures.def"
#undef LINTEL_EFFECT_FAILURE
  }
  return {};
}

}  // namespace lintel::lambda
