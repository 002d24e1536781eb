// SPDX-License-Identifier: Apache-2.0
// The rulesets that templates are made for. Together they have every trigger, every effect, variables
// and custom attributes; check.mjs says so if they do not.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export const rulesets = {
  // Nothing but a function and a pool.
  plain: ['pre_sign_up/minimum_length.rules'],
  variables: ['pre_sign_up/registered_domain.rules', 'pre_sign_up/sign_up_code.rules'],
  // A policy for the pool, which must not make a circle.
  groups: ['post_confirmation/group_by_domain.rules', 'post_confirmation/default_group.rules'],
  mails: ['post_confirmation/welcome_mail.rules', 'post_authentication/new_device_notice.rules'],
  messages: ['custom_message/by_source.rules'],
  challenges: [
    'define_auth_challenge/passwordless.rules',
    'create_auth_challenge/one_time_code.rules',
    'verify_auth_challenge/trimmed_answer.rules',
  ],
  tokens_1: ['pre_token_generation/without_email.rules'],
  tokens_2: ['pre_token_generation/scopes_of_groups.rules'],
  tokens_3: ['pre_token_generation/scopes_of_stage.rules'],
  senders: ['custom_sender/code_channel.rules', 'custom_sender/email_messages.rules'],
  names: ['../tests/templates/names.rules'],
  federation: ['inbound_federation/only_needed.rules', 'post_confirmation/default_group.rules'],
  all: [
    'pre_sign_up/registered_domain.rules',
    'post_confirmation/welcome_mail.rules',
    'post_confirmation/default_group.rules',
    'pre_authentication/verified_email.rules',
    'post_authentication/new_device_notice.rules',
    'custom_message/by_source.rules',
    'define_auth_challenge/passwordless.rules',
    'create_auth_challenge/one_time_code.rules',
    'verify_auth_challenge/trimmed_answer.rules',
    'pre_token_generation/scopes_of_stage.rules',
    'user_migration/only_domain.rules',
    'custom_sender/code_channel.rules',
    'custom_sender/email_messages.rules',
    'inbound_federation/only_needed.rules',
  ],
};

// What `lintel package FILE... FLAG...` prints.
export function lintel(program, ruleset, flags) {
  const files = rulesets[ruleset].map((file) => `${root}rules/${file}`);
  return execFileSync(program, ['package', ...files, ...flags], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
