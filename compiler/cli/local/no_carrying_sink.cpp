// SPDX-License-Identifier: Apache-2.0
// In the place of carrying_sink.cpp where there is no OpenSSL to build with.
#include "compiler/cli/local/effect_sink.h"

namespace lintel::cli {

std::unique_ptr<EffectSink> make_carrying_sink() { return nullptr; }

}  // namespace lintel::cli
