#!/usr/bin/env bash
# format.sh SOURCE_DIR: every C++ source is as clang-format 14, Debian 12's, leaves it (versions differ).
# Exits with 77 when there is no such clang-format.
set -euo pipefail
cd "$1"
tool=$(command -v clang-format-14 || command -v clang-format || true)
if [ -z "$tool" ] || ! "$tool" --version | grep -q 'version 14\.'; then
    echo "NOT CHECKED: clang-format 14 is not installed (Debian 12 package clang-format)"
    exit 77
fi
find src include tests -name '*.cpp' -o -name '*.hpp' | sort | xargs -r -d '\n' "$tool" --dry-run --Werror --ferror-limit=1
