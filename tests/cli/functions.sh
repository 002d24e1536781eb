#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Packages rules with every bootstrap that was built and invokes the functions: the answers are those of `lintel run`.
# functions.sh LINTEL RULES-FOLDER. 77 says that no bootstrap is there. For a foreign architecture it takes qemu-user.
set -eu
lintel=$1
rules=$2
bootstraps=$(dirname "$lintel")/lambda
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tried=0

# runs_here ARCH
runs_here() {
  case $(uname -m)-$1 in
    x86_64-x86_64 | aarch64-arm64) ;;
    *-arm64) command -v qemu-aarch64 ;;
    *) command -v qemu-x86_64 ;;
  esac > /dev/null
}

# invoke ARCH RULES EVENT
invoke() {
  "$lintel" package "$rules/$2" -o "$scratch/function.zip" --arch "$1" 2> "$scratch/said" ||
    { cat "$scratch/said" >&2 && return 1; }
  code=0
  "$lintel" run "$rules/$2" --event "$rules/$3" > "$scratch/expected" 2> "$scratch/said" || code=$?
  found=0
  "$lintel" invoke "$scratch/function.zip" --event "$rules/$3" > "$scratch/answer" 2> "$scratch/said" || found=$?
  if [ "$code" != "$found" ] || ! cmp -s "$scratch/expected" "$scratch/answer"; then
    echo "$1, $2: $(cat "$scratch/answer" "$scratch/said")" >&2
    return 1
  fi
  tried=$((tried + 1))
}

for arch in x86_64 arm64; do
  runs_here "$arch" || continue
  if [ -e "$bootstraps/bootstrap-$arch" ]; then
    # What has to be read and mapped at a cold start.
    size=$(wc -c < "$bootstraps/bootstrap-$arch")
    [ "$size" -lt 250000 ] || { echo "bootstrap-$arch has $size bytes" >&2 && exit 1; }
    for event in too_short long_enough no_user_name; do
      invoke "$arch" pre_sign_up/minimum_length.rules "pre_sign_up/events/minimum_length/$event.json"
    done
  fi
  # No e-mail address, so nothing is sent.
  if [ -e "$bootstraps/bootstrap-$arch-effects" ]; then
    invoke "$arch" post_confirmation/send_email.rules post_confirmation/events/send_email/without_email.json
  fi
done
# lintel bench starts the function for this machine, if there is one.
native=$(uname -m | sed s/aarch64/arm64/)
if [ -e "$bootstraps/bootstrap-$native" ]; then
  events=$rules/pre_sign_up/events/minimum_length
  for event in long_enough too_short; do
    "$lintel" bench "$rules/pre_sign_up/minimum_length.rules" --event "$events/$event.json" --rounds 5 > "$scratch/table"
    grep -q '^cold start  .*[0-9] [num]*s ' "$scratch/table" && grep -q '^process memory  .*B$' "$scratch/table" ||
      { cat "$scratch/table" >&2 && exit 1; }
  done
  # A variable of this process is not one of the function.
  echo 'on PreSignUp when has(env["STAGE"]) && env["STAGE"] == "test" then reject("no")' > "$scratch/stage.rules"
  bench() { STAGE=test "$lintel" bench "$scratch/stage.rules" --event "$events/long_enough.json" --rounds 5 "$@"; }
  bench | grep -q '^cold start is left out: the packaged function decides otherwise' || { echo "STAGE was seen" >&2 && exit 1; }
  bench --env STAGE=test | grep -q '^cold start  ' || { echo "STAGE was not given" >&2 && exit 1; }
fi
echo "$tried functions invoked"
[ "$tried" != 0 ] || exit 77
