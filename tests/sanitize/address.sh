#!/bin/sh
# SPDX-License-Identifier: MIT
# address.sh BUILD FOLDER full|short: sanitize.sh's kind "address".
set -u
here=$(cd "$(dirname "$0")" && pwd)
build=$1 folder=$2 form=$3

code=0
say() { echo "address: $*"; }

# --- what needs no installation ---------------------------------------------------------------

checks='tests/host/host_tests'
[ "$form" = short ] || checks="$checks tests/threads/thread_tests tests/unit/unit_tests"
if [ "$form" = short ]; then
  # The tool, which takes longest to compile, is that of BUILD.
  modules='install-saslpluginexecLTLIBRARIES install-pkglibLTLIBRARIES install-dist_providersDATA
    core-check.la sasl-oauth-check.la'
  mkdir -p "$folder/prefix/bin"
  cp "$build/prefix/bin/sasl-oauth" "$folder/prefix/bin/"
else
  modules='all install core-check.la sasl-oauth-check.la'
fi
# shellcheck disable=SC2086 # words
"$here/build.sh" "$folder" address,undefined $modules $checks || exit 1
rm -rf "$folder/findings" "$folder/options"
mkdir "$folder/findings" "$folder/options"
logs=$folder/check.log
# shellcheck disable=SC2086
ASAN_OPTIONS=log_path=$folder/findings/asan:log_exe_name=1 \
  "$here/check.sh" "$folder" $checks >"$folder/check.log" 2>&1 || code=1

# --- end to end -------------------------------------------------------------------------------

# Of others' programs none can be blamed on us; in ours, leaks are looked for.
for program in sasl-oauth login_client many_logins; do
  echo detect_leaks=1 >"$folder/options/$program"
done

# end_to_end LOG WORD...: in programs that start with the runtime.
end_to_end() {
  log=$folder/$1
  shift
  logs="$logs $log"
  SASL_OAUTH_E2E_PATIENCE=3 "$here/preloaded.sh" "$folder" \
    "$here/end_to_end.sh" "$build" "$folder/prefix" "$@" >"$log" 2>&1 || code=1
}

# Hosts that do not come to a login with the runtime: those with GnuTLS hang
# in its start, and Debian's sendmail queues all mail.
not_hosts='not ldapsearch and not msmtp and not gnutls and not sendmail'
fresh=test_hosts.py::test_a_fresh_token_signs_in_without_a_token_request_or_a_write

if ! unshare --mount true 2>/dev/null; then
  say "passed over: the end-to-end tests; only root can give every program the runtime"
elif ! "$here/canary.sh" "$folder"; then
  code=1
elif [ "$form" = short ]; then
  end_to_end e2e.log -k "$not_hosts" test_dead_grant.py "$fresh"
else
  say "passed over: sendmail, and programs with GnuTLS (ldapsearch, msmtp, libcurl-gnutls):" \
    "they do not run with the runtime; Chromium (its tests run without, in front of our tool)"
  end_to_end e2e.log -k "$not_hosts" --ignore=torture --ignore=test_chromium.py .
  logs="$logs $folder/chromium.log"
  "$here/end_to_end.sh" "$build" "$folder/prefix" test_chromium.py >"$folder/chromium.log" 2>&1 ||
    code=1
fi
# shellcheck disable=SC2086
"$here/outcome.sh" "address and undefined" "$folder" "$code" $logs
