#!/bin/sh
# SPDX-License-Identifier: MIT
# The control of hardening_gate.sh: an object that lacks nothing passes, and of one that lacks one
# thing the gate says that very thing.
#
#     hardening_gate_test.sh GATES_FOLDER FLAGS       ($CXX: the compiler)
#
# Exit: 0 all are found, 1 some are not, 2 usage, 77 no readelf, nm or objcopy.
set -u
LC_ALL=C
export LC_ALL
[ $# -eq 2 ] || { echo "usage: $0 GATES_FOLDER FLAGS" >&2; exit 2; }
gates=$1
flags=$2
for tool in readelf nm objcopy; do
  command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
out=$scratch/object
relro=-Wl,-z,relro
now=-Wl,-z,now
stack=-Wl,-z,noexecstack
failures=0
tried=0

cat >"$out.cc" <<'SOURCE'
#include <stdio.h>
#include <string.h>
extern "C" int copy(const char* text, unsigned size) {
  char room[64];
  memcpy(room, text, size);
  return printf("%s", room);
}
extern "C" int other(int n) { return n + 1; }
#ifdef PROGRAM
int main(int argc, char** argv) { return copy(argv[0], static_cast<unsigned>(argc)); }
#endif
#ifdef WRITABLE_CODE
__asm__(".section .both,\"awx\"\n.byte 0\n.text");
#endif
#ifdef ADDRESS_IN_CODE
extern "C" { extern const int place; const int place = 1; }
__asm__(".text\n.dc.a place");
#endif
SOURCE

# verdict WANTED: what the gate says of the object. Nothing wanted: it must pass.
verdict() {
  tried=$((tried + 1))
  said=$("$gates/hardening_gate.sh" "$flags" "$out" 2>&1)
  status=$?
  if [ -z "$1" ]; then
    [ "$status" -eq 0 ] && return 0
  else
    case $status$said in 1*"$out: $1"*) return 0 ;; esac
  fi
  echo "wanted '${1:-no complaint}', got exit $status: $said" >&2
  failures=$((failures + 1))
}

compiled() { ${CXX:-c++} $flags "$@" 2>"$out.log" || { cat "$out.log" >&2; exit 1; }; }
module() { compiled -fPIC -shared "$@" "$out.cc" -o "$out"; }
program() { compiled -DPROGRAM "$@" "$out.cc" -o "$out"; }

# shellcheck disable=SC2086 # words
sealing() {
  module $relro $now $stack
  verdict ""
  program -fPIE -pie $relro $now $stack
  verdict ""
  program -fno-pie -no-pie $relro $now $stack
  verdict "is not position-independent"
  module -Wl,-z,norelro $now $stack
  verdict "is not linked with -z relro"
  module $relro -Wl,-z,lazy $stack
  verdict "is not linked with -z now"
  module $relro $now -Wl,-z,execstack
  verdict "wants an executable stack"
  module $relro $now $stack -DWRITABLE_CODE
  verdict "has a segment that is writable and executable"
  module $relro $now $stack -DADDRESS_IN_CODE -Wl,-z,notext
  verdict "has text relocations"
  module $relro $now $stack -Wl,-rpath,/nowhere
  verdict "has a run path"
  compiled -fPIC -c "$out.cc" -o "$out.o"
  objcopy -R .note.GNU-stack "$out.o"
  ${CXX:-c++} -nostdlib -shared $relro $now "$out.o" -o "$out"
  verdict "does not say that its stack is not executable"
}

# without FLAG SENTENCE UNDONE: what undoes a flag that configure has found is seen.
without() {
  case $flags in *"$1"*) ;; *) return 0 ;; esac
  module $relro $now $stack $3
  verdict "$2"
}

# x86: where the system's start files carry marks (not Debian 12's), ours must, and else cannot.
# shellcheck disable=SC2086 # words
marked() {
  case $flags in *-fcf-protection*) ;; *) return 0 ;; esac
  module $relro $now $stack
  if readelf -nW "$out" | grep -q 'x86 feature:.*IBT'; then
    : >"$out.s"
    module $relro $now $stack -xassembler "$out.s" -xc++
  else
    module $relro $now $stack -Wl,-z,ibt -Wl,-z,shstk
  fi
  verdict "is marked "
}

sealing
marked
without -fstack-protector "has no stack protector" -fno-stack-protector
without -D_FORTIFY_SOURCE "has no checked function of FORTIFY_SOURCE" -U_FORTIFY_SOURCE
without -fcf-protection "has no landing for an indirect jump" -fcf-protection=none
without -mbranch-protection "has no landing for an indirect jump" -mbranch-protection=none

[ "$failures" -eq 0 ] || exit 1
echo "hardening_gate.sh: right about $tried objects"
