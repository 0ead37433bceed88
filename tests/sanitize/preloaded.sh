#!/bin/sh
# SPDX-License-Identifier: MIT
# preloaded.sh FOLDER COMMAND...: runs a command so that it, and every program below it, whatever
# that does to its environment, starts with the runtimes of AddressSanitizer and
# UndefinedBehaviorSanitizer, as modules want it that are built with them. Findings are written to
# FOLDER/findings; leaks are looked for in the programs of which FOLDER/options has a file. Nothing
# outside of FOLDER changes: it is done by an /etc/ld.so.preload that nobody else sees. Root, who
# may mount.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "$1" && pwd)
shift

mkdir -p "$folder/findings" "$folder/options"
chmod 1777 "$folder/findings"  # for programs that have become another user
cc -shared -fPIC -O1 -o "$folder/runtime_options.so" "$here/runtime_options.c" \
  -DREPORTS="\"$folder/findings\"" -DOPTIONS="\"$folder/options\""
rm -rf "$folder/etc"
cp -a /etc "$folder/etc"
printf '%s\n' "$folder/runtime_options.so" "$(cc -print-file-name=libasan.so)" \
  "$(cc -print-file-name=libubsan.so)" |
  xargs -n 1 realpath >"$folder/ld.so.preload"

# shellcheck disable=SC2016 # for the inner shell
exec unshare --mount sh -c '
  mount --make-rprivate / && mount --bind "$1/etc" /etc || exit 125
  cp "$1/ld.so.preload" /etc/ld.so.preload
  shift
  exec "$@"' sh "$folder" "$@"
