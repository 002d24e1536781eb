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
node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
  process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' ||
  skip "the packages of others need Node.js 20.19 or later, and this is $(node --version)"
for program in openssl unzip; do
  command -v $program > /dev/null || skip "there is no $program"
done
for package in aws-ses-v2-local cognito-local @aws-sdk/client-cognito-identity-provider; do
  [ -d "node_modules/$package" ] || skip "npm ci has not been run in tests/e2e, or it failed"
done
[ $# != 0 ] || set -- ./*_test.mjs
exec node --no-warnings --test --test-force-exit --test-concurrency=1 --test-timeout=120000 \
  --test-reporter=spec "$@"
