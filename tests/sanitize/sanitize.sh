#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the tests under the sanitizers and valgrind. --help says how.
set -u
here=$(cd "$(dirname "$0")" && pwd)

help() {
  cat <<'HELP'
usage: sanitize.sh [--short] BUILD KIND...

  address    AddressSanitizer and UndefinedBehaviorSanitizer, in modules and tool: the tests that
             need no installation, then the end-to-end tests with the runtime in every program
  thread     ThreadSanitizer: our own programs with threads
  valgrind   memcheck over our own hosts and the tool, as the project is built in BUILD

Each kind builds in BUILD/sanitize/KIND; what it finds is there in findings/. --short runs a part
that ends within minutes. With SASL_OAUTH_EVIDENCE the figures are noted for doc/reliability.md.
BUILD is configured and installed (by ./dev build); "valgrind" uses what is there.

Exit: 0 all tests passed and nothing was found; 1 not; 2 usage.
HELP
}

form=full
case ${1:-} in
  -h | --help) help; exit 0 ;;
  --short) form=short; shift ;;
esac
[ $# -ge 2 ] && [ -d "$1" ] || { help >&2; exit 2; }
build=$(cd "$1" && pwd)
shift
for kind; do
  case $kind in
    address | thread | valgrind) ;;
    *) help >&2; exit 2 ;;
  esac
done

failed=
for kind; do
  echo "==> $kind"
  mkdir -p "$build/sanitize/$kind"
  "$here/$kind.sh" "$build" "$build/sanitize/$kind" "$form" || failed="$failed $kind"
done
[ -z "$failed" ] || { echo "sanitize: failed:$failed" >&2; exit 1; }
