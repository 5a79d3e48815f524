#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Renews deploy/link-order.txt: the functions that a start and a small request run through, in the order of first use.
# Usage: deploy/link-order.sh
#
# Builds bootstrap with its symbols and runs it under valgrind's callgrind with a few events. See decision record 0008.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = --help ]; then sed -n '3,6s/^# \{0,1\}//p' "$0"; exit 0; fi
command -v valgrind >/dev/null || { echo "link-order: valgrind not found" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
KEEP_SYMBOLS=1 deploy/build.sh
env BLOCKS_STACK_NAME=demo AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=secret \
    BLOCKS_AUTH_COGNITO_DEMO_MY_APP_AUTH_USER_POOL_ID=us-east-1_abcdefghi \
    BLOCKS_AUTH_COGNITO_DEMO_MY_APP_AUTH_CLIENT_ID=abcdefghijklmnopqrstuvwxyz \
    deploy/replay-events.py 3 events/flow-v2/09-greet.json events/flow-v1/01-health.json -- \
    valgrind --tool=callgrind --demangle=no --callgrind-out-file="$work/calls" .build-static/release/bootstrap

# A callgrind file names each function where it first occurs: `fn=(12) name`, or `cfn=` for one that is called.
sed -nE "s/^c?fn=\([0-9]+\) //p" "$work/calls" | sed -E "s/'[0-9]+$//" | grep -vE '^(0x|\()' | awk '!seen[$0]++' >deploy/link-order.txt
wc -l deploy/link-order.txt
