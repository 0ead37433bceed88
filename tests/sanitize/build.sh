#!/bin/sh
# SPDX-License-Identifier: MIT
# build.sh FOLDER SANITIZERS TARGET...: configures the project in FOLDER with these sanitizers
# (--enable-sanitizers), its prefix FOLDER/prefix, and makes the targets. Not optimised: most of
# the time goes into compiling. Its output is in FOLDER/build.log.
set -eu
source_dir=$(cd "$(dirname "$0")/../.." && pwd)
folder=$1
sanitizers=$2
shift 2

cd "$folder"
exec 3>&1 >>build.log 2>&1
trap '[ $? = 0 ] || { tail -40 build.log; echo "the build in $PWD failed"; } >&3' EXIT
if [ ! -f Makefile ]; then
  prefix=$folder/prefix
  "$source_dir/configure" --quiet --disable-hardening --enable-sanitizers="$sanitizers" \
    CFLAGS="-O0 -g1" CXXFLAGS="-O0 -g1" --prefix="$prefix" --sysconfdir="$prefix/etc" \
    --localstatedir="$prefix/var" --with-sasl-plugin-dir="$prefix/lib/sasl2" \
    --with-sasl-xoauth2-conf="$prefix/etc/sasl-xoauth2.conf"
fi
make -j"$(nproc 2>/dev/null || echo 1)" "$@"
