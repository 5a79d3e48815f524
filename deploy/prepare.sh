#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that the build needs, if they are missing: prepare.sh [PACKAGE…] adds others.
set -euo pipefail

packages=(libcurl4-openssl-dev libssl-dev "$@")
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    if ! command -v apt-get >/dev/null; then
        echo "prepare: this needs a Debian or Ubuntu system with these packages: ${missing[*]}" >&2
        exit 1
    fi
    echo "prepare: installing ${missing[*]}"
    as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -q >/dev/null
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q "${missing[@]}" >/dev/null
fi
if ! command -v swift >/dev/null; then
    echo "prepare: swift is not on the PATH. Install Swift 6.2 or newer from https://swift.org/install, then run this again." >&2
    exit 1
fi
