// SPDX-License-Identifier: Apache-2.0
#include "compiler/proofs/proofs.h"

#include "compiler/proofs/room.h"

namespace lintel::compiler::proofs {

void prove(Module& module, std::span<const Source> sources, std::vector<Finding>& findings) {
  Context context = make_context(module, sources, findings);
  prove_messages(context);
  prove_sign_up_flags(context);
  prove_self_asserted(context);
  prove_addresses(context);
  prove_rejections(context);
  prove_private_values(context);
  prove_places(context);
  prove_tokens(context);
  prove_challenges(context);
  prove_pool_settings(context);
  prove_effect_arguments(context);
  prove_reach(context);
}

}  // namespace lintel::compiler::proofs
