#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Writes Sources/BlocksHTTP/Trust/AmazonRoots.swift from the distribution's certificates (Debian: ca-certificates).
# Usage: deploy/update-amazon-roots.sh [--check] [--help]
#   --check   change nothing; exit 1 if the file differs from what would be written
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
    --help) sed -n '3,5s/^# //p' "$0"; exit 0 ;;
    --check | "") ;;
    *) echo "unknown argument $1; see --help" >&2; exit 2 ;;
esac

target=Sources/BlocksHTTP/Trust/AmazonRoots.swift
roots=(Amazon_Root_CA_1 Amazon_Root_CA_2 Amazon_Root_CA_3 Amazon_Root_CA_4
    Starfield_Services_Root_Certificate_Authority_-_G2)

write() {
    cat <<'SWIFT'
// SPDX-License-Identifier: Apache-2.0
//
// Written by deploy/update-amazon-roots.sh; do not edit.

/// The five roots of Amazon Trust Services, which AWS endpoints chain to (https://www.amazontrust.com/repository/).
///
/// Parsing these takes under a millisecond where the system's bundle takes 18. They are in the source, not read at build
/// time, so that every build trusts the same ones and a change shows in review. Valid until 2037 at least.
enum AmazonRoots {
    static let source = CertificateSource.pem(Array(pem.utf8))

    private static let pem = """
SWIFT
    for root in "${roots[@]}"; do
        file=/etc/ssl/certs/$root.pem
        echo "        # ${root//_/ }, until $(openssl x509 -in "$file" -noout -enddate | cut -d= -f2)"
        openssl x509 -in "$file" | sed 's/^/        /'
    done
    printf '        """\n}\n'
}

made=$(mktemp)
trap 'rm -f "$made"' EXIT
write >"$made"
if [ "${1:-}" = --check ]; then
    cmp -s "$made" "$target" || { echo "$target differs from this machine's certificates" >&2; exit 1; }
else
    cp "$made" "$target"
    chmod 644 "$target"
fi
