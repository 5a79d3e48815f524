#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = --help ]; then
    cat <<'HELP'
Builds the developer tool, walks through sign-up, sign-in, a protected call and sign-out, then serves the demo application.

usage: deploy/quickstart.sh [--no-serve] [serve options…]

Everything runs on this machine: an embedded user pool and file store, no AWS account, no network.
  --no-serve       stop after the flow
  --port N, …      are handed to `blocks serve` (see `blocks serve --help`)
HELP
    exit 0
fi
serve=yes
[ "${1:-}" = --no-serve ] && serve=no && shift

bash deploy/prepare.sh
echo "quickstart: building (the first time takes a minute or two)"
swift build --product blocks
blocks=$(swift build --product blocks --show-bin-path)/blocks

"$blocks" invoke --expect events/flow-v2
if [ "$serve" = yes ]; then
    echo
    exec "$blocks" serve "$@"
fi
