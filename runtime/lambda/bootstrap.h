// SPDX-License-Identifier: Apache-2.0
// The function in Lambda: from the first byte of the process to the last event.
#pragma once

#include "runtime/lambda/effect_host.h"

namespace lintel::lambda {

// Finds and verifies the image, then answers one event after the other: the answer is posted first,
// the log written after it. Returns the exit code of the process, which is never 0: Lambda ends an
// idle function by a signal. `effects` is null if this build carries out none but `log`; an image
// that asks for others is refused at the start.
//
// Environment: AWS_LAMBDA_RUNTIME_API; LINTEL_IMAGE (linked_image.h); LINTEL_LOG (log.h);
// LINTEL_METRICS=emf writes CloudWatch metrics in the embedded metric format.
int run_bootstrap(EffectHost* effects);

}  // namespace lintel::lambda
