#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the reference's scenarios against the conformance server and compares with its recorded answers.
#
#   Tests/Conformance/run.sh                  every scenario; fails when fewer steps are equal than minimum.txt records
#   Tests/Conformance/run.sh 'signup|signin'  only those whose id matches; shows the differences, compares with no minimum
set -euo pipefail
cd "$(dirname "$0")/../.."
here=Tests/Conformance
suite=${BLOCKS_CONFORMANCE:-../shared/conformance}
if [ ! -f "$suite/run.py" ]; then
    echo "conformance: skipped, there is no $suite/run.py (set BLOCKS_CONFORMANCE to the folder that holds it)"
    exit 0
fi

swift build --product conformance-server ${BLOCKS_BUILD_FLAGS:-}
server=$(swift build --show-bin-path ${BLOCKS_BUILD_FLAGS:-})/conformance-server
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# Tests/run.sh keeps what the server says, to search it for secrets.
kept=${BLOCKS_TEST_LOGS:+ >>$BLOCKS_TEST_LOGS/conformance-server.log 2>&1}
only=${1:-}
minimum=$(cat "$here/minimum.txt")
# Clients see the same with either format of sessions: the reference's own, and ours, which is what applications get.
for format in compatible sealed; do
    echo "conformance: sessions $format"
    BLOCKS_SESSION_FORMAT=$format "$suite/run.py" run --group shared --reuse --out "$out/$format" \
        --server-cmd "$server --port {port}$kept" ${only:+--only "$only"}
    report=$("$suite/run.py" compare "$suite/golden/lambda/shared" "$out/$format/shared" --loose-shapes \
        --exclude-tag js-quirk,mock-hole --allow "$here/differences.txt" --max-diffs "${BLOCKS_MAX_DIFFS:-40}" \
        ${only:+--only "$only"}) || true
    if [ -n "$only" ] || [ -n "${BLOCKS_MAX_DIFFS:-}" ]; then printf '%s\n' "$report"; else printf '%s\n' "$report" | tail -4; fi

    equal=$(printf '%s\n' "$report" | sed -n 's/^SCORE steps equal: \([0-9]*\) .*/\1/p')
    [ -n "$equal" ] || { echo "conformance: the comparison printed no score"; exit 1; }
    if [ -z "$only" ] && [ "$equal" -lt "$minimum" ]; then
        echo "conformance: $equal steps are equal, $minimum were before ($here/minimum.txt)"
        exit 1
    fi
done
