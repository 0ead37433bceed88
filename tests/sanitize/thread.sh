#!/bin/sh
# SPDX-License-Identifier: MIT
# thread.sh BUILD FOLDER full|short: sanitize.sh's kind "thread": our own programs with threads, and
# the modules that they open, with ThreadSanitizer.
set -u
here=$(cd "$(dirname "$0")" && pwd)
folder=$2 form=$3

modules='network.la core-check.la sasl-oauth-check.la'
programs='tests/threads/thread_tests'
[ "$form" = short ] || programs="$programs tests/host/host_tests"
# shellcheck disable=SC2086 # words
"$here/build.sh" "$folder" thread $modules $programs || exit 1

rm -rf "$folder/findings"
mkdir "$folder/findings"
# A finding ends its program: no exit code is lost in a child's _exit. Nothing is suppressed: what
# libsasl, libcurl and OpenSSL do among themselves is not instrumented, and so not seen.
TSAN_OPTIONS="log_path=$folder/findings/tsan:halt_on_error=1"
export TSAN_OPTIONS
# shellcheck disable=SC2086
"$here/check.sh" "$folder" $programs >"$folder/check.log" 2>&1
code=$?
echo "thread: passed over: a fork amid threads, which the runtime itself does not survive"
"$here/outcome.sh" thread "$folder" $code "$folder/check.log"
