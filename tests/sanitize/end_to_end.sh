#!/bin/sh
# SPDX-License-Identifier: MIT
# end_to_end.sh BUILD PREFIX [WORD...]: runs the end-to-end tests with the installation in PREFIX
# and what BUILD has already downloaded for them; WORD are words for pytest. As many at once as
# there are cores, where this may be (tests/e2e/own_surroundings.py).
set -eu
source_dir=$(cd "$(dirname "$0")/../.." && pwd)
build=$1
export SASL_OAUTH_PREFIX="$2" SASL_OAUTH_BUILD="$build"
export SASL_OAUTH_E2E_CACHE="${SASL_OAUTH_E2E_CACHE:-$build/e2e-cache}"
shift 2
cd "$source_dir/tests/e2e"
if [ -x /usr/bin/python3 ]; then python=/usr/bin/python3; else python=python3; fi
workers=
! unshare --mount --net true 2>/dev/null || workers="-n $(nproc) --dist loadfile"
# shellcheck disable=SC2086 # words
exec "$python" -B -m pytest -p no:cacheprovider -q --tb=short $workers "$@"
