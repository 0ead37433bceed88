#!/bin/sh
# SPDX-License-Identifier: MIT
# What every libsasl program on the machine gets with the door: libc, one symbol, nothing that runs
# by itself. That it is sealed is a matter of hardening_gate.sh.
#
#     door_gate.sh PATH/libsasl-oauth.so
#
# Exit: 0 all holds, 1 something does not, 2 usage, 77 no readelf or nm.
set -u
LC_ALL=C
export LC_ALL

[ $# -eq 1 ] && [ -f "$1" ] || { echo "usage: $0 PATH/libsasl-oauth.so" >&2; exit 2; }
door=$1
export_wanted=sasl_client_plug_init
for tool in readelf nm; do
  command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }
done

failures=0
fail() {
  echo "$door: $*" >&2
  failures=$((failures + 1))
}

dynamic=$(readelf -dW "$door") || exit 1
sections=$(readelf -SW "$door") || exit 1

needed=$(printf '%s\n' "$dynamic" | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p' |
  grep -v '^ld-linux' | tr '\n' ' ')
[ "$needed" = "libc.so.6 " ] || fail "needs '$needed', not libc.so.6 alone"

exports=$(nm -D --defined-only "$door" | sed 's/^[0-9a-f]* [A-Za-z] //; s/@.*//' | tr '\n' ' ')
[ "$exports" = "$export_wanted " ] || fail "exports '$exports', not $export_wanted alone"

foreign=$(nm -D --undefined-only "$door" | awk '{print $NF}' |
  grep -E '^_Z|^__cxa_|^__gxx_|^_Unwind_' |
  grep -v '^__cxa_finalize' | tr '\n' ' ')
[ -z "$foreign" ] || fail "wants a C++ runtime: $foreign"

case $dynamic in *"Flags:"*NODELETE*) ;; *) fail "is not linked with -z nodelete" ;; esac

# The compiler's own crt files put one pointer into each (frame_dummy, __do_global_dtors_aux).
word=$(readelf -h "$door" | grep -q 'ELF64' && echo 8 || echo 4)
for array in INIT_ARRAYSZ FINI_ARRAYSZ PREINIT_ARRAYSZ; do
  size=$(printf '%s\n' "$dynamic" | sed -n "s/.*($array) *\([0-9]*\) .*/\1/p")
  [ "${size:-0}" -le "$word" ] || fail "runs code of its own at load or end: $array is $size bytes"
done
printf '%s\n' "$sections" | grep -Eq ' \.(ctors|dtors|tdata|tbss) ' &&
  fail "has constructors or thread-local data"

[ "$failures" -eq 0 ] || exit 1
echo "$door: libc alone, one symbol"
