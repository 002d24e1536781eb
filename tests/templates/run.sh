#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes templates for rulesets of rules/ and reads them with the tools of their ecosystems: run.sh LINTEL.
# 77 says that Node.js or the packages (npm ci) are not there; tests/run installs both.
set -eu
command -v node > /dev/null || exit 77
cd "$(dirname "$0")"
test -d node_modules/aws-cdk-lib || exit 77
exec node check.mjs "$1"
