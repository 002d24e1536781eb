#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Compares the table with the types: run.sh PRINT_TABLE, the program that prints the table. 77 says
# that Node.js or the packages (npm ci) are not there; tests/run installs both.
set -eu
command -v node > /dev/null || exit 77
cd "$(dirname "$0")"
test -d node_modules/typescript || exit 77
"$1" | node compare.mjs
