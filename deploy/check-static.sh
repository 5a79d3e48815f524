#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Checks that a bootstrap needs nothing but a kernel: no interpreter, no shared object, not even at run time.
# Usage: deploy/check-static.sh [--headers-only] BINARY
#
# Runs it in an empty root directory that holds a CA file, hosts and resolv.conf, against a Runtime API that only
# listens, and traces every file it opens. Needs root (chroot), strace and python3; --headers-only needs neither and
# stops after the ELF headers. Nothing is configured, so the program must post a typed init error and fail.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

fail() { echo "check-static: $*" >&2; exit 1; }

headers_only=
case "${1:-}" in
    --help) sed -n '3,8s/^# \{0,1\}//p' "$0"; exit 0 ;;
    --headers-only) headers_only=1; shift ;;
esac
[ $# = 1 ] || { sed -n '3,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
binary=$1
[ -x "$binary" ] || fail "$binary is no executable file"

if readelf -lW "$binary" | grep -q INTERP; then fail "$binary names a program interpreter"; fi
if readelf -dW "$binary" | grep -q NEEDED; then fail "$binary needs shared objects: $(readelf -dW "$binary" | grep NEEDED)"; fi
echo "not a dynamic executable"
if grep -aq _RegexParser "$binary"; then
    fail "$binary holds the regex engine; some contains(_:) or split(separator:) takes a text: use includes(_:) (decision record 0013)"
fi
[ -z "$headers_only" ] || exit 0

[ "$(id -u)" = 0 ] || fail "the empty root needs root"
command -v strace >/dev/null || fail "strace not found"
root=$(mktemp -d)
trap 'kill "$listener" 2>/dev/null || true; rm -rf "$root"' EXIT
mkdir -p "$root/etc/ssl/certs" "$root/tmp"
cp "$binary" "$root/bootstrap"
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
echo "127.0.0.1 localhost runtime.test" >"$root/etc/hosts"
echo "nameserver 127.0.0.1" >"$root/etc/resolv.conf"
# A name service that would be loaded if glibc read this file.
echo "hosts: files nothere dns" >"$root/etc/nsswitch.conf"

python3 "$here/runtime-api-listener.py" >"$root/posted" &
listener=$!
for _ in $(seq 100); do
    port=$(sed -n 's/^port //p' "$root/posted")
    [ -n "$port" ] && break
    kill -0 "$listener" 2>/dev/null || fail "the listener ended"
    sleep 0.05
done

status=0
env -i AWS_LAMBDA_RUNTIME_API="runtime.test:$port" "$(command -v timeout)" 20 "$(command -v strace)" \
    -f -qq -e trace=execve,open,openat,openat2 -o "$root/trace" "$(command -v chroot)" "$root" /bootstrap >"$root/output" 2>&1 || status=$?

echo "exit status $status; files it tried to open:"
awk '/execve\("\/bootstrap"/ { started = 1 } started' "$root/trace" | grep -oE 'open(at2?)?\(.*' \
    | sed 's/^/  /' | sort -u
if awk '/execve\("\/bootstrap"/ { started = 1 } started' "$root/trace" | grep -E '\.so[."]'; then
    fail "it looked for a shared object"
fi
echo "posted to the Runtime API:"
sed -n '/^port /!s/^/  /p' "$root/posted"
# With nothing configured it must say so to Lambda, by name, and end: never serve something else.
grep -q '"errorType"' "$root/posted" || fail "it posted no init error: $(cat "$root/output")"
[ "$status" != 0 ] || fail "it ended with status 0"
