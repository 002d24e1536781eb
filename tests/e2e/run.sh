#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the end-to-end tests: run.sh LINTEL, the executable, and the names of tests if not all. 77
# says what is not there to run them; tests/run installs it.
set -eu
skip() {
  echo "skipped: $*"
  exit 77
}
cd "$(dirname "$0")"
LINTEL=$1
export LINTEL
shift
command -v node > /dev/null || skip "there is no Node.js (Debian package nodejs)"
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] ||
  skip "the AWS SDK needs Node.js 20, and this is $(node --version)"
for program in openssl unzip; do
  command -v $program > /dev/null || skip "there is no $program"
done
for package in aws-ses-v2-local cognito-local @aws-sdk/client-cognito-identity-provider; do
  [ -d "node_modules/$package" ] || skip "npm ci has not been run in tests/e2e, or it failed"
done
[ $# != 0 ] || set -- ./*_test.mjs
exec node --no-warnings --test --test-force-exit --test-concurrency=1 --test-timeout=120000 --test-reporter=spec "$@"
