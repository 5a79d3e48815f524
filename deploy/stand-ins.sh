#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Writes an object file that stands in for the libraries a static libcurl refers to and this program never uses.
# Usage: deploy/stand-ins.sh OUTPUT.o
#
# The list is taken from the libcurl.a at hand, so it fits whatever distribution builds. Functions that libcurl calls
# while it starts and ends succeed; any other call prints its name and aborts. Never link the object into a dynamic
# build: it would shadow the real libraries. Why it is done this way: decision record 0002-static-libcurl.
set -euo pipefail

[ $# = 1 ] && [ "$1" != --help ] || { sed -n '3,8s/^# \{0,1\}//p' "$0"; exit $(( $# == 1 ? 0 : 2 )); }
output=$1
compiler=${CC:-clang}

archive() {
    local path
    path=$("$compiler" -print-file-name="$1")
    [ -f "$path" ] || { echo "error: $1 not found; apt-get install libcurl4-openssl-dev libssl-dev libc6-dev" >&2; exit 1; }
    echo "$path"
}
curl=$(archive libcurl.a)
provided=("$curl" "$(archive libssl.a)" "$(archive libcrypto.a)" "$(archive libc.a)")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
nm --undefined-only "$curl" 2>/dev/null | awk '$1 == "U" { print $2 }' | sort -u >"$work/wanted"
# Upper case letters and "i" (chosen at run time) are what other objects can refer to.
nm --defined-only "${provided[@]}" 2>/dev/null | awk 'NF == 3 && $2 ~ /[A-Zi]/ { print $3 }' | sort -u >"$work/given"
comm -23 "$work/wanted" "$work/given" | grep -vx _GLOBAL_OFFSET_TABLE_ >"$work/missing" || true

families='BrotliDecoder|RTMP_|ZSTD_|ber_|gss_|GSS_|idn2_|ldap_|libssh2_|nghttp2_|psl_|inflate|zlibVersion'
if unknown=$(grep -vE "^($families)" "$work/missing"); then
    echo "error: $curl refers to something new; decide whether it may be left out:" $unknown >&2
    exit 1
fi

{
    cat <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

static void refuse(const char *name) {
    static const char text[] = "blocks: left out of the static libcurl: ";
    (void)!write(2, text, sizeof text - 1);
    (void)!write(2, name, strlen(name));
    (void)!write(2, "\n", 1);
    abort();
}

// The Swift runtime asks at its start which file it is in, and aborts if neither this, which static glibc leaves without
// an answer, nor /proc/self/exe knows. There is one file, and the kernel says which.
int dladdr(const void *address, Dl_info *info) {
    memset(info, 0, sizeof *info);
    info->dli_fname = (const char *)getauxval(AT_EXECFN);
    return info->dli_fname != 0;
}

C
    while read -r name; do
        case $name in
            libssh2_init) echo "int $name(int flags) { return 0; }" ;;
            libssh2_exit) echo "void $name(void) {}" ;;
            GSS_*) echo "void *$name;" ;;
            *) echo "void $name(void) { refuse(\"$name\"); }" ;;
        esac
    done <"$work/missing"
} >"$work/stubs.c"
"$compiler" -Os -w -ffunction-sections -fdata-sections -c "$work/stubs.c" -o "$output"
echo "stand-ins for $(wc -l <"$work/missing") functions of libraries that are not linked: $output" >&2
