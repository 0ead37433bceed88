#!/bin/sh
# SPDX-License-Identifier: MIT
# Fuzzes: each target for so long, as many at a time as there are processors.
#
#     run.sh BUILD_DIR SECONDS [TARGET ...]
#
# Builds with clang in BUILD_DIR/fuzz. What a run finds that goes new ways is kept in
# BUILD_DIR/fuzz/found and begun with by the next. Ends at the first input that breaks a promise,
# with its file and how to see it again.
# Exit: 0 none did, 1 one did, 2 usage, 3 could not build.
set -eu
usage() { echo "usage: $0 BUILD_DIR SECONDS [TARGET ...]" >&2; exit 2; }
{ [ $# -ge 2 ] && [ -n "$1" ]; } || usage
case $2 in '' | *[!0-9]*) usage ;; esac
source_dir=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1/fuzz"
build=$(cd "$1/fuzz" && pwd)
time=$2
shift 2
jobs=$(nproc 2>/dev/null || echo 1)
program=$build/tests/fuzz/fuzz
evidence=$source_dir/tests/e2e/torture/evidence.py

build() {
  [ -f "$build/Makefile" ] ||
    (cd "$build" && "$source_dir/configure" --quiet --enable-fuzzing CC="${CC:-clang}" \
      CXX="${CXX:-clang++}" CFLAGS=-O1 CXXFLAGS="-O1 -gline-tables-only") >"$build/configure.out" ||
    return 1
  make -C "$build" -j"$jobs" --no-print-directory tests/fuzz/fuzz >"$build/make.out" 2>&1 ||
    { tail -n 40 "$build/make.out" >&2; return 1; }
}

# Of all, or of those that were named.
names() {
  "$program" 2>&1 | sed -n 's/^  //p' | if [ $# -eq 0 ]; then cat; else
    grep -xF "$(printf '%s\n' "$@")" || true; fi
}

# Runs one target. Exit: 255 ends xargs.
cat >"$build/one.sh" <<'ONE'
source_dir=$1 build=$2 time=$3 name=$4
mkdir -p "$build/found/$name" "$build/broken"
dictionary=$source_dir/tests/fuzz/dictionary/$name.dict
log=$build/found/$name.log
if "$build/tests/fuzz/fuzz" --target="$name" -max_total_time="$time" -timeout=10 \
  -print_final_stats=1 -dict="$dictionary" -artifact_prefix="$build/broken/$name-" \
  "$build/found/$name" "$source_dir/tests/fuzz/corpus/$name" >"$log" 2>&1; then
  echo 'kept its promises' >>"$log"
  printf '%-22s %9s tries\n' "$name" \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")"
  exit 0
fi
file=$(sed -n 's/.*Test unit written to //p' "$log")
cat <<SAY
$name: $(grep -m 1 -E 'broken promise|ERROR|runtime error' "$log" || tail -n 1 "$log")
  the input:  ${file:-not written; the log is $log}
  see again:  $build/tests/fuzz/fuzz --target=$name $file
  keep it:    cp $file $source_dir/tests/fuzz/corpus/$name/WHAT_IT_IS
SAY
exit 255
ONE

echo "building for libFuzzer in $build"
build || { echo "the fuzz targets could not be built" >&2; exit 3; }
wanted=$(names "$@")
[ -n "$wanted" ] || { echo "no such target" >&2; exit 2; }
count=$(echo "$wanted" | wc -l)
echo "$count targets, $time s each, $jobs at a time"
rm -rf "$build/broken" "$build/found"/*.log
begun=$(date +%s)
failed=0
echo "$wanted" | xargs -n 1 -P "$jobs" sh "$build/one.sh" "$source_dir" "$build" "$time" || failed=1

tries=$(cat "$build/found"/*.log | sed -n 's/^stat::number_of_executed_units: *//p' |
  awk '{ sum += $1 } END { print sum + 0 }')
passed=$(grep -lx 'kept its promises' "$build/found"/*.log | wc -l)
note() { python3 -B "$evidence" fuzzing "$@"; }
note targets "$passed"
note executions "$tries"
note crashes "$failed"
note seconds "$(($(date +%s) - begun))"
echo "$tries tries in $(($(date +%s) - begun)) s"
echo "$passed passed, $failed failed"
exit $failed
