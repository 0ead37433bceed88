#!/bin/sh
# SPDX-License-Identifier: MIT
# Who may include whom, and where each third-party header has its one home (ARCHITECTURE.md).
#
#     rings.sh SOURCE_DIR
#
# Exit: 0 all keep to it, 1 some do not (each is named), 2 usage.
set -u
LC_ALL=C
export LC_ALL
[ $# -eq 1 ] && [ -f "$1/oauth/base/result.h" ] || { echo "usage: $0 SOURCE_DIR" >&2; exit 2; }
cd "$1" || exit 2

failures=0

# allow FILES_PATTERN ALLOWED_PATTERN [BUT_PATTERN]: our own headers that these files may include.
allow() {
  found=$(grep -rnE '^#include "' --include='*.cc' --include='*.h' plugin oauth tool |
    grep -E "^($1)" | grep -vE "^(${3:-none})" | grep -vE "#include \"($2)") || return 0
  printf '%s\n' "$found" | sed 's/^/may not include: /'
  failures=$((failures + 1))
}

# home HEADER_PATTERN FILES_PATTERN: the only files that may include these.
home() {
  found=$(grep -rnE "^#include <($1)" --include='*.cc' --include='*.h' plugin oauth tool |
    grep -vE "^($2)") || return 0
  printf '%s\n' "$found" | sed 's/^/outside of its home: /'
  failures=$((failures + 1))
}

base='oauth/base/'
ports="$base|oauth/port/"
policy="$ports|oauth/wire/|oauth/grant/|oauth/[a-z_]+\.h"

allow 'oauth/base/' "$base"
allow 'oauth/port/' "$ports"
allow 'oauth/wire/' "$base|oauth/wire/"
allow 'oauth/grant/' "$ports|oauth/wire/|oauth/grant/"
allow 'oauth/[a-z_]+\.(cc|h)' "$policy"
allow 'oauth/login/' "$policy|oauth/login/"
allow 'oauth/import/' "$policy|oauth/import/|oauth/store/(foreign_json|member_reader)\.h"
allow 'oauth/mail/' "$ports|oauth/wire/|oauth/mail/"
allow 'oauth/os/' "$ports|oauth/os/"
allow 'oauth/network/' "$ports|oauth/network/"
allow 'oauth/store/' "$ports|oauth/wire/|oauth/os/|oauth/store/"
allow 'plugin/(account_stores|context|jail)\.' 'oauth/|plugin/'
allow 'plugin/door/' 'plugin/door/|plugin/core_abi\.h'
for file in plugin/*.cc plugin/*.h; do
  case $file in plugin/account_stores.* | plugin/context.* | plugin/jail.*) continue ;; esac
  allow "$file" "$policy|plugin/[a-z_]+\.h"
done
# The rank is told by the door's own code.
allow 'tool/doctor/door_rank\.' 'plugin/door/(rank|plugin_conf)\.h|tool/'
allow 'tool/' 'oauth/(base|port|wire|grant|import|login|mail|os|store)/|oauth/[a-z_]+\.h|tool/' \
  'tool/doctor/door_rank\.'

home 'sasl/' 'plugin/'
home 'curl/|openssl/' 'oauth/network/'
home 'nlohmann/' 'oauth/wire/json\.cc'
home 'toml\+\+/' 'oauth/toml\.cc'
home 'CLI/' 'tool/'
home 'dlfcn\.h' 'oauth/os/module_(loader|check)\.cc|plugin/door/'
home 'iostream|locale|regex' 'none'

[ "$failures" -eq 0 ]
