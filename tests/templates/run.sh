#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes templates for rulesets of rules/ and reads them with the tools of their ecosystems: run.sh LINTEL.
# 77 says what is not there to do so; tests/run installs it.
set -eu
skip() {
  echo "skipped: $*"
  exit 77
}
command -v node > /dev/null || skip "there is no Node.js (Debian package nodejs)"
cd "$(dirname "$0")"
[ -d node_modules/aws-cdk-lib ] || skip "npm ci has not been run in tests/templates, or it failed"
exec node check.mjs "$1"
