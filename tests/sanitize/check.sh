#!/bin/sh
# SPDX-License-Identifier: MIT
# check.sh FOLDER TEST... [VARIABLE=VALUE...]: runs tests of make check as they are built in FOLDER,
# and nothing else of it. Shows their logs; the last line is "N passed, M failed", added up.
set -u
cd "$1" || exit 2
shift
tests=''
for word; do
  case $word in *=*) break ;; esac
  tests="$tests $word"
  shift
done
# Without check_PROGRAMS make builds what these tests are made of, not those that are left out.
make -s check-TESTS check_PROGRAMS= check_LTLIBRARIES= TESTS="$tests" "$@" >check.out 2>&1
code=$?
logs=
for test in $tests; do logs="$logs $test.log"; done
[ $code = 0 ] || tail -20 check.out
# shellcheck disable=SC2086 # words
cat $logs
# shellcheck disable=SC2086
awk '/^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3 }
  END { printf "%d passed, %d failed\n", passed, failed }' $logs
exit $code
