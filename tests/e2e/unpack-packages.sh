#!/bin/sh
# SPDX-License-Identifier: MIT
# Unpacks packages of Debian into DIR/unpacked/NAME, where the system does not see them: servers
# that an installation would start, and programs that conflict with installed ones. NAME stands for
# the first package; the others are libraries that it needs. Quick when that is done already.
set -eu

if [ $# -lt 2 ]; then
  echo "usage: $0 DIR PACKAGE [PACKAGE...]   (DIR: a cache folder outside of the source tree)" >&2
  exit 2
fi

mkdir -p "$1/unpacked"
cache=$(CDPATH='' cd -- "$1" && pwd)
shift
exec 9>"$cache/unpacked/.lock"
flock 9
place=$cache/unpacked/$1
if [ -f "$place/.unpacked" ] && [ "$(cat "$place/.unpacked")" = "$*" ]; then exit 0; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
# A process of a parallel run has loopback alone (own_surroundings.py); this is the machine's network.
outside=${SASL_OAUTH_E2E_NETWORK:+nsenter --net=$SASL_OAUTH_E2E_NETWORK}
(cd "$work" && $outside apt-get download -q "$@" >download.log 2>&1) || {
  cat "$work/download.log" >&2
  echo "unpack-packages: cannot download $*; run apt-get update first" >&2
  exit 1
}
rm -rf "$place"
mkdir -p "$place"
for file in "$work"/*.deb; do dpkg-deb -x "$file" "$place"; done
echo "$*" >"$place/.unpacked"
