#!/bin/sh
# SPDX-License-Identifier: MIT
# canary.sh FOLDER: proves that a mistake in a plugin would be found in a program that knows of no
# sanitizer and has no environment (preloaded.sh): broken plugins must each leave a finding of
# their kind. Exit: 0 they do, 1 not.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "$1" && pwd)
program=$(PATH=$PATH:/usr/sbin command -v saslpluginviewer || command -v pluginviewer)

for kind in asan ubsan; do
  rm -rf "$folder/canary"
  mkdir "$folder/canary"
  if [ $kind = asan ]; then mistake=1; else mistake=2; fi
  cc -g1 -shared -fPIC -fsanitize=address,undefined -fno-sanitize-recover=all \
    -DMISTAKE=$mistake -o "$folder/canary/libbroken.so" "$here/broken_plugin.c"
  ! "$here/preloaded.sh" "$folder" env -i SASL_PATH="$folder/canary" "$program" -c \
    >/dev/null 2>&1 || { echo "canary: a finding does not end the program" >&2; exit 1; }
  report=$(find "$folder/findings" -name "$kind.*" -type f)
  grep -q broken_plugin.c $report ||
    { echo "canary: $kind wrote no finding into $folder/findings" >&2; exit 1; }
  rm "$report"
done
