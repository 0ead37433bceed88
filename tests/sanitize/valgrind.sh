#!/bin/sh
# SPDX-License-Identifier: MIT
# valgrind.sh BUILD FOLDER full|short: sanitize.sh's kind "valgrind": memcheck over our own hosts,
# and over the tool and our login programs in end-to-end tests. It runs the project as it was built
# and installed in BUILD: hardened and optimised, as packages have it.
set -u
here=$(cd "$(dirname "$0")" && pwd)
build=$1 folder=$2 form=$3

command -v valgrind >/dev/null || { echo "valgrind: passed over: it is not installed"; exit 1; }
rm -rf "$folder/findings"
mkdir "$folder/findings"
memcheck="valgrind -q --log-file=$folder/findings/%p --error-exitcode=99 --num-callers=30"
memcheck="$memcheck --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite"

checks='tests/host/host_tests'
if [ "$form" = short ]; then
  selection='test_dead_grant.py'
else
  selection='test_dead_grant.py test_token_endpoint.py test_passwords.py test_tool.py
    test_token_care.py'
fi
# shellcheck disable=SC2086 # words
"$here/check.sh" "$build" $checks LOG_COMPILER="$memcheck" >"$folder/check.log" 2>&1
code=$?
SASL_OAUTH_E2E_LAUNCHER=$memcheck SASL_OAUTH_E2E_PATIENCE=6 \
  "$here/end_to_end.sh" "$build" "$build/prefix" $selection >"$folder/e2e.log" 2>&1 || code=1
"$here/outcome.sh" valgrind "$folder" "$code" "$folder/check.log" "$folder/e2e.log"
