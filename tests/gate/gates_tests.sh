#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the gates on what was built: what make check demands beside the unit tests.
# Wants in its environment: srcdir, TEST_MODULES (folder of the built modules), TEST_SASL_FOLDER
# (the stock plugins), TEST_SASL_CLIENT_INIT (the program).
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

# One folder of plugins without ours and one with it.
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/without" "$scratch/with"
for plugin in "$TEST_SASL_FOLDER"/*.so; do
  case $plugin in */libsasl-oauth.so) continue ;; esac
  ln -s "$plugin" "$scratch/without/"
  ln -s "$plugin" "$scratch/with/"
done
ln -s "$TEST_MODULES/libsasl-oauth.so" "$scratch/with/"

gate rings "$gates/rings.sh" "$srcdir"
gate door "$gates/door_gate.sh" "$TEST_MODULES/libsasl-oauth.so"
gate core "$gates/module_gate.sh" "$TEST_MODULES/core.so" sasl_oauth_core \
  libstdc++ libm libgcc_s libc
gate network "$gates/module_gate.sh" "$TEST_MODULES/network.so" sasl_oauth_network \
  libcurl libcrypto libstdc++ libm libgcc_s libc
gate startup_cost python3 "$gates/startup_cost.py" "$TEST_SASL_CLIENT_INIT" \
  "$scratch/without" "$scratch/with"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
