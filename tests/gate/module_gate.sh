#!/bin/sh
# SPDX-License-Identifier: MIT
# What core.so, network.so and the tool show to the world: one symbol, and the libraries they name.
#
#     module_gate.sh PATH/MODULE.so SYMBOL LIBRARY...     (as in DT_NEEDED, without ".so...")
#     module_gate.sh PATH/PROGRAM - LIBRARY...            no symbol of ours
#
# Exit: 0 all holds, 1 something does not, 2 usage, 77 no readelf or nm.
set -u
LC_ALL=C
export LC_ALL
[ $# -ge 3 ] && [ -f "$1" ] || { echo "usage: $0 MODULE.so SYMBOL|- LIBRARY..." >&2; exit 2; }
module=$1
symbol=$2
shift 2
for tool in readelf nm; do
  command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }
done

failures=0
fail() {
  echo "$module: $*" >&2
  failures=$((failures + 1))
}

dynamic=$(readelf -dW "$module") || exit 1
exports=$(nm -D --defined-only "$module" | sed 's/^[0-9a-f]* [A-Za-z] //; s/@.*//')
if [ "$symbol" = - ]; then
  # What a program and libstdc++ both have is shared, whoever brings it.
  ours=$(printf '%s\n' "$exports" | grep -E '(5oauth|4tool|6plugin)|^sasl_' | tr '\n' ' ')
  [ -z "$ours" ] || fail "exports '$ours'"
else
  [ "$exports" = "$symbol" ] || fail "exports '$exports', not $symbol alone"
  case $dynamic in *"Flags:"*NODELETE*) ;; *) fail "is not linked with -z nodelete" ;; esac
fi
for library in $(printf '%s\n' "$dynamic" | sed -n 's/.*(NEEDED).*\[\(.*\)\.so.*/\1/p'); do
  case " $* ld-linux-x86-64 ld-linux-aarch64 " in
    *" $library "*) ;;
    *) fail "needs $library" ;;
  esac
done
# A child that is forked while another thread holds such a guard would wait for it for ever.
[ "$symbol" = - ] || ! nm -D --undefined-only "$module" | grep -q __cxa_guard_acquire ||
  fail "has a guarded static object"

[ "$failures" -eq 0 ] || exit 1
echo "$module: exports as agreed, $# libraries at most"
