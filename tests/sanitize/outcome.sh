#!/bin/sh
# SPDX-License-Identifier: MIT
# outcome.sh KIND FOLDER CODE LOG...: says and notes how a kind ended: the tests of its logs, which
# are make check's or pytest's, and the findings in FOLDER. CODE is that of the tests.
# Exit: 0 all passed and nothing was found, 1 not.
set -u
here=$(cd "$(dirname "$0")" && pwd)
kind=$1 folder=$2 code=$3
shift 3

[ "$code" = 0 ] || cat "$@"
# The last line of each: "N passed, M failed", or pytest's own form of it.
passed=0
for log; do
  last=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E '[0-9]+ passed' | tail -n 1)
  number=$(printf '%s\n' "$last" | sed 's/ passed.*//; s/.*[^0-9]//')
  passed=$((passed + ${number:-0}))
done
findings=$("$here/findings.sh" "$folder")
echo "$kind: $passed tests passed, $findings findings"
evidence="$here/../e2e/torture/evidence.py"
python3 -B "$evidence" sanitizers "tests under $kind" "$passed"
python3 -B "$evidence" sanitizers findings "$findings"
[ "$code" = 0 ] && [ "$findings" = 0 ] && [ "$passed" != 0 ]
