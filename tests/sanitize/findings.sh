#!/bin/sh
# SPDX-License-Identifier: MIT
# findings.sh FOLDER: prints how many processes have written a finding into FOLDER/findings, and
# shows the beginning of the first ones on the standard error.
set -eu
cd "$1/findings"
number=0
for report in *; do
  [ -s "$report" ] || continue
  number=$((number + 1))
  [ "$number" -gt 5 ] || { echo "--- $PWD/$report"; head -n 30 "$report"; } >&2
done
echo "$number"
