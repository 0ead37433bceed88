#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds Debian's mutt with Cyrus SASL, which Debian builds with GNU SASL: CACHE/mutt-sasl/mutt, from
# the source package. A minute or two; quick when that is done already. Needs libncurses-dev,
# libssl-dev, libsasl2-dev, patch, xz-utils, make and a compiler.
set -eu

if [ $# -ne 1 ]; then
  echo "usage: $0 CACHE   (a cache folder outside of the source tree)" >&2
  exit 2
fi

mkdir -p "$1"
place=$(CDPATH='' cd -- "$1" && pwd)/mutt-sasl
exec 9>"$place.lock"
flock 9
if [ -x "$place/mutt" ]; then exit 0; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
fail() { cat "$work/build.log" >&2; echo "build-mutt: $*" >&2; exit 1; }

# Where the system's own packages come from; its lists are left as they are. Not every mirror has
# the sources of security updates.
# shellcheck disable=SC2016 # apt's variables, not ours
apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' \
  'Created-By: Packages' 'Origin: Debian' | grep -v -- '-security ' | sort -u >sources.list
mkdir -p lists/partial cache/archives/partial
# As in unpack-packages.sh.
outside=${SASL_OAUTH_E2E_NETWORK:+nsenter --net=$SASL_OAUTH_E2E_NETWORK}
apt() {
  $outside apt-get -q -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" "$@" >>build.log 2>&1
}
apt update || fail "cannot read the list of source packages"
# A mirror may lack the signature beside the tarball; apt has checked what it did fetch.
apt source --download-only mutt || true
tar xf mutt_*.orig.tar.* 2>>build.log || fail "cannot fetch mutt's source package"
cd mutt-*
tar xf ../mutt_*.debian.tar.*
while read -r name; do patch -s -p1 <"debian/patches/$name"; done <debian/patches/series \
  >>"$work/build.log" 2>&1 || fail "Debian's patches do not apply"
./configure --with-sasl --with-ssl --enable-imap --enable-smtp --without-idn --without-idn2 \
  --disable-nls --disable-doc --with-homespool=mailbox >>"$work/build.log" 2>&1 ||
  fail "mutt does not configure"
make -j"$(nproc)" >>"$work/build.log" 2>&1 || fail "mutt does not compile"
mkdir -p "$place"
cp mutt "$place/mutt"
