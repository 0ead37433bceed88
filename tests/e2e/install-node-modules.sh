#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs the authorization server's packages, exactly as package-lock.json pins them, in
# DIR/node_modules. Quick when that is done already; an interrupted installation is made anew.
set -eu

if [ $# -ne 1 ]; then
  echo "usage: $0 DIR   (DIR: a cache folder outside of the source tree)" >&2
  exit 2
fi

sources=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
mkdir -p "$1"
cache=$(CDPATH='' cd -- "$1" && pwd)
stamp=$cache/node_modules/.installed-from

if [ -f "$stamp" ] && cmp -s "$sources/package-lock.json" "$stamp"; then
  echo "node modules: already in $cache/node_modules"
  exit 0
fi

command -v npm >/dev/null || {
  echo "node modules: npm is missing; install the packages nodejs and npm" >&2
  exit 1
}

echo "node modules: installing oidc-provider and what it needs in $cache/node_modules"
install -m 644 "$sources/package.json" "$sources/package-lock.json" "$cache/"
(cd "$cache" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error)
install -m 644 "$sources/package-lock.json" "$stamp"
echo "node modules: done"
