#!/bin/sh
# SPDX-License-Identifier: MIT
# Whether the compiler's hardening is in force, whatever CXXFLAGS say: a program that was compiled
# like the modules makes the mistakes, and must not get through with them.
#
#     hardening_probe_gate.sh FLAGS PROBE      (FLAGS: configure's HARDENING_FLAGS)
#
# Exit: 0 all holds, 1 something does not (each is named), 2 usage.
set -u
[ $# -eq 2 ] && [ -x "$2" ] || { echo "usage: $0 FLAGS PROBE" >&2; exit 2; }
flags=$1
probe=$2
failures=0
ulimit -c 0
abort=134 # 128 and the signal
segment=139

# stopped MISTAKE STATUS FLAG: where FLAG is among the flags, the mistake ends with this status.
stopped() {
  case $flags in *"$3"*) ;; *) return 0 ;; esac
  { "$probe" "$1" >/dev/null 2>&1; } 2>/dev/null
  status=$?
  [ "$status" -eq "$2" ] && return 0
  echo "$probe $1: exit $status, not $2: $3 is not in force; does CXXFLAGS undo it?" >&2
  failures=$((failures + 1))
}

stopped smash $abort -fstack-protector-strong
stopped overflow $abort -D_FORTIFY_SOURCE=3
stopped leap $segment -fstack-clash-protection
stopped leftover 0 -ftrivial-auto-var-init=zero

[ "$failures" -eq 0 ] || exit 1
echo "$probe: stopped by ${flags:-nothing, as configured}"
