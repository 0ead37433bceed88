#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the gates on what was built: what make check demands beside the unit tests.
# Wants in its environment: srcdir, TEST_MODULES (folder of the built modules), TEST_TOOL,
# TEST_SASL_FOLDER (the stock plugins), TEST_SASL_CLIENT_INIT and TEST_HARDENING_PROBE (programs),
# TEST_HARDENING_FLAGS (configure's), CXX.
set -u
gates=${srcdir:?}/tests/gate
passed=0
failed=0

gate() {
  name=$1
  shift
  "$@"
  case $? in
    0) passed=$((passed + 1)) ;;
    77) echo "skipped: $name" ;;
    *) failed=$((failed + 1)); echo "FAILED: $name" ;;
  esac
}

# gate, for what is true only of modules as they are installed: a sanitizer, or what counts coverage,
# brings libraries, constructors and time of its own, and valgrind does not run what it has marked.
release_gate() {
  if [ -n "$sanitizer" ]; then
    echo "skipped: $1: the modules are built with more than is installed ($sanitizer)"
  else
    gate "$@"
  fi
}

# GCC's links its library to a module, clang's leaves it to the program: both leave calls to it.
sanitizer=$(nm -D --undefined-only "$TEST_MODULES/core.so" 2>/dev/null |
  sed -n 's/.* __\([a-z]*san\)_.*/\1/p' | sort -u | tr '\n' ' ' | sed 's/ $//')
! grep -q '\.gcda' "$TEST_MODULES/core.so" || sanitizer=${sanitizer:+$sanitizer }coverage

# One folder of plugins without ours and one with it.
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/without" "$scratch/with"
for plugin in "$TEST_SASL_FOLDER"/*.so; do
  case $plugin in */libsasl-oauth.so) continue ;; esac
  ln -s "$plugin" "$scratch/without/"
  ln -s "$plugin" "$scratch/with/"
done
# As packages install it; and valgrind before 3.20 gives up at the DWARF 5 of clang.
strip -g -o "$scratch/with/libsasl-oauth.so" "$TEST_MODULES/libsasl-oauth.so" 2>/dev/null ||
  ln -sf "$TEST_MODULES/libsasl-oauth.so" "$scratch/with/"

gate rings "$gates/rings.sh" "$srcdir"
gate named_tests python3 -B "$gates/named_tests.py" "$srcdir" "$srcdir/doc/comparison.md"
release_gate door "$gates/door_gate.sh" "$TEST_MODULES/libsasl-oauth.so"
gate core "$gates/module_gate.sh" "$TEST_MODULES/core.so" sasl_oauth_core \
  libstdc++ libm libgcc_s libc
gate network "$gates/module_gate.sh" "$TEST_MODULES/network.so" sasl_oauth_network \
  libcurl libssl libcrypto libstdc++ libm libgcc_s libc
gate tool "$gates/module_gate.sh" "$TEST_TOOL" - libqrencode libstdc++ libm libgcc_s libc
gate hardening "$gates/hardening_gate.sh" "$TEST_HARDENING_FLAGS" "$TEST_TOOL" \
  "$TEST_MODULES/libsasl-oauth.so" "$TEST_MODULES/core.so" "$TEST_MODULES/network.so"
release_gate hardening_probe "$gates/hardening_probe_gate.sh" "$TEST_HARDENING_FLAGS" \
  "$TEST_HARDENING_PROBE"
gate hardening_gate_test "$gates/hardening_gate_test.sh" "$gates" "$TEST_HARDENING_FLAGS"
release_gate door_manners "$gates/manners_gate.sh" "$TEST_MODULES/libsasl-oauth.so"
# In a child alone, which becomes the command that an account names.
release_gate core_manners "$gates/manners_gate.sh" "$TEST_MODULES/core.so" \
  _Fork _exit execve sigaction sigprocmask
release_gate network_manners "$gates/manners_gate.sh" "$TEST_MODULES/network.so"
release_gate startup_cost python3 "$gates/startup_cost.py" "$TEST_SASL_CLIENT_INIT" \
  "$scratch/without" "$scratch/with"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
