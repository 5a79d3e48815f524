#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the static bootstrap for AWS Lambda: .build/lambda/bootstrap and .build/lambda/bootstrap.zip.
# Usage: deploy/build.sh [--help]
#
# Builds for the machine it runs on (x86_64 or arm64). Needs the Swift toolchain with its static libraries,
# libcurl4-openssl-dev, libssl-dev, binutils and python3; advancecomp makes the zip smaller. Fails if the
# result would load anything at run time.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
    --help) sed -n '3,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
    "") ;;
    *) echo "unknown argument $1; see --help" >&2; exit 2 ;;
esac

scratch=.build-static
output=.build/lambda
mkdir -p "$scratch" "$output"

deploy/stand-ins.sh "$PWD/$scratch/stand-ins.o"

# KEEP_SYMBOLS=1 is for deploy/link-order.sh, which profiles the program.
strip=(-Xlinker -s)
[ -z "${KEEP_SYMBOLS:-}" ] || strip=()

# libssl and libcrypto are named again because libcurl.a, which refers to them, may come later in the link.
# --icf=safe folds identical functions, -s leaves out symbols and debug information. A static executable registers its
# unwind table at start, so the index for finding it (300 kB) is never read. What a start and a small request run through
# lies together, in the order of link-order.txt: see decision record 0008. Types are not looked up by name: 0022.
swift build -c release --product bootstrap --scratch-path "$scratch" --static-swift-stdlib \
    -Xswiftc -static-executable -Xswiftc -DSTATIC_BOOTSTRAP -Xlinker "$PWD/$scratch/stand-ins.o" -Xlinker -lssl -Xlinker -lcrypto \
    -Xlinker --gc-sections -Xlinker --icf=safe -Xlinker --no-eh-frame-hdr "${strip[@]}" \
    -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -use-ld=lld \
    -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors \
    -Xlinker --symbol-ordering-file="$PWD/deploy/link-order.txt" -Xlinker --no-warn-symbol-ordering
# Without its unwind tables the zip is half a megabyte smaller: see decision record 0003.
# Renamed into place: what runs from the old file goes on with it.
cp "$scratch/release/bootstrap" "$output/bootstrap.new"
deploy/drop-unwind-tables.py "$output/bootstrap.new"
mv -f "$output/bootstrap.new" "$output/bootstrap"

# Same content, same zip: no times, no owners, one order.
python3 - "$output/bootstrap" "$output/bootstrap.zip" <<'PYTHON'
import sys, zipfile

entry = zipfile.ZipInfo("bootstrap", (1980, 1, 1, 0, 0, 0))
entry.create_system = 3
entry.external_attr = 0o100755 << 16
with open(sys.argv[1], "rb") as binary, zipfile.ZipFile(sys.argv[2], "w") as archive:
    archive.writestr(entry, binary.read(), zipfile.ZIP_DEFLATED, compresslevel=9)
PYTHON
# Three per cent smaller, in the same format; without it the zip is as good, only larger.
if command -v advzip >/dev/null; then advzip --recompress --shrink-extra --quiet "$output/bootstrap.zip"; fi

deploy/check-static.sh --headers-only "$output/bootstrap"
printf '%s  %s bytes\n' "$output/bootstrap" "$(stat -c %s "$output/bootstrap")" \
    "$output/bootstrap.zip" "$(stat -c %s "$output/bootstrap.zip")"
