// SPDX-License-Identifier: Apache-2.0
// The proofs, one file each: proofs.cpp runs them all.
#pragma once

#include "compiler/proofs/context.h"

namespace lintel::compiler::proofs {

void prove_messages(Context& context);        // texts of CustomMessage
void prove_sign_up_flags(Context& context);   // flags of PreSignUp that Cognito refuses or ignores
void prove_self_asserted(Context& context);   // grants that the caller gives itself
void prove_addresses(Context& context);       // tests of e-mail addresses that let too much pass
void prove_rejections(Context& context);      // texts of `reject`
void prove_private_values(Context& context);  // values that must not be shown or logged
void prove_places(Context& context);          // rules in a trigger that runs too often or too late
void prove_tokens(Context& context);          // claims, scopes and attributes that Cognito refuses
void prove_challenges(Context& context);      // tokens that are issued for any answer
void prove_pool_settings(Context& context);   // rules that a declared pool cannot have
void prove_effect_arguments(Context& context);  // what no service takes
void prove_reach(Context& context);             // rules that never or always fire, or are beaten

}  // namespace lintel::compiler::proofs
