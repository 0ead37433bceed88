#!/bin/sh
# SPDX-License-Identifier: MIT
# Whether what is installed is sealed, and was compiled with all that configure has found.
#
#     hardening_gate.sh FLAGS OBJECT...
#
# FLAGS are configure's HARDENING_FLAGS; without any, only the linker's part is looked at. With
# FLAGS, $CXX tells what the system's own start files let the linker mark.
# Exit: 0 all holds, 1 something does not (each is named), 2 usage, 77 no readelf or nm.
set -u
LC_ALL=C
export LC_ALL
[ $# -ge 2 ] || { echo "usage: $0 FLAGS OBJECT..." >&2; exit 2; }
flags=$1
shift
for tool in readelf nm; do
  command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }
done

failures=0
fail() {
  echo "$object: $*" >&2
  failures=$((failures + 1))
}

# How often the bytes of an instruction that a jump may land on stand in a file.
landings() { grep -ao "$landing" "$1" | wc -l; }

# What the linker has marked: "IBT, SHSTK" or "BTI, PAC", where each object that went in has it.
marks() {
  readelf -nW "$1" 2>/dev/null |
    sed -n 's/.*\(x86\|AArch64\) feature: \([A-Z, ]*\).*/\2/p' | sed 's/, *$//'
}

# An object of nothing but the system's start files and an empty function, for comparison.
make_reference() {
  reference=$(mktemp) || exit 1
  trap 'rm -f "$reference"' EXIT
  # shellcheck disable=SC2086 # words
  echo 'extern "C" void nothing() {}' |
    ${CXX:-c++} $flags -fPIC -shared -x c++ - -o "$reference" || exit 1
}

check_sealed() {
  case $header in
    *"EXEC (Executable"*) fail "is not position-independent: compile with -fPIE, link with -pie" ;;
  esac
  case $segments in
    *INTERP*) case $dynamic in
      *"Flags:"*PIE*) ;;
      *) fail "is a program and not marked as position-independent: link with -pie" ;;
    esac ;;
  esac
  case $segments in *GNU_RELRO*) ;; *) fail "is not linked with -z relro" ;; esac
  printf '%s\n' "$dynamic" | grep -qE '\((FLAGS|FLAGS_1|BIND_NOW)\).*NOW|\(BIND_NOW\)' ||
    fail "is not linked with -z now"
  case $segments in *GNU_STACK*) ;; *) fail "does not say that its stack is not executable" ;; esac
  printf '%s\n' "$segments" | grep -q 'GNU_STACK.* RWE ' && fail "wants an executable stack"
  printf '%s\n' "$segments" | grep -q 'LOAD.* RWE ' &&
    fail "has a segment that is writable and executable"
  case $dynamic in *TEXTREL*) fail "has text relocations" ;; esac
  case $dynamic in *RPATH* | *RUNPATH*) fail "has a run path" ;; esac
}

check_compiled() {
  case $flags in *-fstack-protector*)
    printf '%s\n' "$wanted" | grep -q '^__stack_chk_fail' || fail "has no stack protector" ;;
  esac
  case $flags in *-D_FORTIFY_SOURCE*)
    printf '%s\n' "$wanted" | grep -v '^__stack_chk' | grep -q '_chk@\|_chk$' ||
      fail "has no checked function of FORTIFY_SOURCE" ;;
  esac
  [ -n "$landing" ] || return 0
  [ "$(landings "$object")" -gt "$(landings "$reference")" ] ||
    fail "has no landing for an indirect jump: -fcf-protection or -mbranch-protection is missing"
  [ "$(marks "$object")" = "$(marks "$reference")" ] ||
    fail "is marked '$(marks "$object")', and '$(marks "$reference")' could be had"
}

landing=
case $flags in
  *-fcf-protection*) landing=$(printf '\363\017\036\372') ;;      # endbr64
  *-mbranch-protection*) landing=$(printf '\137\044\003\325') ;;  # bti c
esac
[ -z "$landing" ] || make_reference

for object in "$@"; do
  header=$(readelf -hW "$object") || exit 1
  segments=$(readelf -lW "$object") || exit 1
  dynamic=$(readelf -dW "$object") || exit 1
  wanted=$(nm -D --undefined-only "$object" | awk '{print $NF}') || exit 1
  before=$failures
  check_sealed
  [ -z "$flags" ] || check_compiled
  [ "$failures" -ne "$before" ] || echo "$object: sealed${flags:+ and hardened}"
done
[ "$failures" -eq 0 ]
