#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the static bootstrap and measures it beside the C floor; then prints what the stages of a request cost.
# Usage: deploy/bench.sh [run.py's options, such as --rounds 12]
#
# The floor and its harness are in ../shared/bench; where that folder is absent only the second part runs.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = --help ]; then sed -n '3,6s/^# \{0,1\}//p' "$0"; exit 0; fi

if [ -f ../shared/bench/run.py ]; then
    deploy/build.sh
    python3 ../shared/bench/run.py .build/lambda/bootstrap "$@" \
        --env BLOCKS_STACK_NAME=demo \
        --env BLOCKS_AUTH_COGNITO_DEMO_MY_APP_AUTH_USER_POOL_ID=us-east-1_abcdefghi \
        --env BLOCKS_AUTH_COGNITO_DEMO_MY_APP_AUTH_CLIENT_ID=abcdefghijklmnopqrstuvwxyz
    printf 'zip %s bytes\n\n' "$(stat -c %s .build/lambda/bootstrap.zip)"
else
    echo '../shared/bench is not here: no comparison with the floor'
fi

swift build -c release --static-swift-stdlib --product request-bench
.build/release/request-bench
