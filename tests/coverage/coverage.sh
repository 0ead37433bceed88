#!/bin/sh
# SPDX-License-Identifier: MIT
# Which lines and branches of plugin/ and oauth/ the unit tests and the host tests run.
#
#   coverage.sh BUILD
#
# Configures and builds in BUILD/coverage, runs the tests, shows a table, and leaves every line's
# count in BUILD/coverage/html. count.py says what is left out, table.py how much is to run.
# Exit: 0 so much runs, 1 it does not, or a test failed, 2 usage.
set -eu
[ $# = 1 ] || { sed -n '3,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
source_dir=$(cd "$here/../.." && pwd)
mkdir -p "$1/coverage"
folder=$(cd "$1/coverage" && pwd)
jobs=$(nproc 2>/dev/null || echo 1)
if [ -x /usr/bin/python3 ]; then python=/usr/bin/python3; else python=python3; fi
die() { printf 'coverage: %s\n' "$*" >&2; exit 1; }

build() {
  [ -x "$source_dir/configure" ] || (cd "$source_dir" && ./bootstrap) >bootstrap.log 2>&1 ||
    { cat bootstrap.log; die "bootstrap failed"; }
  [ -f Makefile ] || "$source_dir/configure" --quiet --enable-coverage --disable-hardening \
    CFLAGS='-O0 -g0' CXXFLAGS='-O0 -g0' >configure.log || { cat configure.log; die "configure failed"; }
  make -j"$jobs" --no-print-directory check TESTS= >make.log 2>&1 || { cat make.log; die "make failed"; }
  "${CC:-cc}" -O1 -shared -fPIC -o counted_exit.so "$here/counted_exit.c"
}

# Counts add up over runs, and those of a source that has changed would be taken for the new one's.
run_tests() {
  find . -name '*.gcda' -delete
  make --no-print-directory check LOG_COMPILER="env LD_PRELOAD=$folder/counted_exit.so" \
    TESTS='tests/unit/unit_tests tests/host/host_tests' >check.log 2>&1 ||
    { cat tests/*/*_tests.log; die "a test failed"; }
  cat tests/*/*_tests.log | grep -E '^[0-9]+ passed, [0-9]+ failed$'
}

show() {
  "$python" -B "$here/count.py" "$source_dir" . trace.json
  mkdir -p html
  gcovr --root "$source_dir" --add-tracefile trace.json --html-details html/index.html \
    --html-title sasl-oauth >gcovr.log 2>&1 || { cat gcovr.log; die "gcovr failed"; }
  "$python" -B "$here/table.py" trace.json
}

cd "$folder"
command -v gcovr >/dev/null || die "wants gcovr: install the package gcovr"
build
run_tests
show
echo "every line: $folder/html/index.html"
