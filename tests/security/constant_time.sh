#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Counts the instructions of comparisons with a secret: they go by the size alone. 77: no valgrind.
# constant_time.sh LINTEL PROBE...
set -eu
lintel=$1
shift
if ! command -v valgrind > /dev/null; then
  echo "skipped: valgrind is not installed"
  exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0
pairs=0

# count FUNCTION PROBE WORD...: what the function executes.
count() {
  function=$1
  shift
  valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect="$function" "$@" \
    > "$scratch/out" 2> "$scratch/err" || { cat "$scratch/err" >&2 && exit 1; }
  counted=$(sed -n 's/.*Collected : *//p' "$scratch/err")
  [ "${counted:-0}" != 0 ] || { echo "nothing was counted of $function" >&2 && exit 1; }
}

# same WHAT EXPECTED
same() {
  pairs=$((pairs + 1))
  [ "$counted" = "$2" ] || { echo "$1: $counted instructions, $2 for equal texts" >&2 && failed=1; }
}

compare='lintel::runtime::equal_in_constant_time(*'
secret=0123456789abcdef0123456789abcdef
for probe; do
  count "$compare" "$probe" compare $secret $secret
  equal=$counted
  for guess in x123456789abcdef0123456789abcdef 0123456789abcdex0123456789abcdef \
    0123456789abcdef0123456789abcdex xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; do
    count "$compare" "$probe" compare $secret $guess
    same "$(basename "$probe"), $guess" "$equal"
  done
  # Another size is told at once, and says nothing of the content.
  count "$compare" "$probe" compare $secret 0123456789abcdef
  shorter=$counted
  count "$compare" "$probe" compare $secret xxxxxxxxxxxxxxxx
  same "$(basename "$probe"), another size" "$shorter"
done

# An evaluation of a challenge's answer, from the event to the bytes of the response.
cat > "$scratch/a.rules" << 'RULES'
on VerifyAuthChallengeResponse
when has(challengeAnswer) && challengeAnswer == privateChallengeParameters.answer
then answerCorrect
RULES
"$lintel" compile "$scratch/a.rules" -o "$scratch/a.image"
# answer GUESS
answer() {
  printf '{"triggerSource":"VerifyAuthChallengeResponse_Authentication","userName":"u","request":{"userAttributes":{},%s' \
    "\"privateChallengeParameters\":{\"answer\":\"$secret\"},\"challengeAnswer\":\"$1\"},\"response\":{\"answerCorrect\":null}}" \
    > "$scratch/event.json"
  count 'lintel::Evaluator::evaluate(*' "$probe" evaluate "$scratch/a.image" "$scratch/event.json"
}
answer x123456789abcdef0123456789abcdef
grep -q '"answerCorrect":false' "$scratch/out" || { cat "$scratch/out" >&2 && exit 1; }
wrong=$counted
for guess in 0123456789abcdex0123456789abcdef 0123456789abcdef0123456789abcdex; do
  answer $guess
  same "an evaluation of $guess" "$wrong"
done
answer $secret
grep -q '"answerCorrect":true' "$scratch/out" || { cat "$scratch/out" >&2 && exit 1; }

# A comparison that stops early is seen.
leaky='lintel::security::leaky_equal(*'
count "$leaky" "$probe" leaky $secret x123456789abcdef0123456789abcdef
early=$counted
count "$leaky" "$probe" leaky $secret 0123456789abcdef0123456789abcdex
[ "$counted" != "$early" ] || { echo "a comparison that stops early is not seen" >&2 && exit 1; }

echo "$pairs pairs counted, $([ $failed = 0 ] && echo no difference || echo DIFFERENCES)"
exit $failed
