#!/usr/bin/env bash
# shell.sh SOURCE_DIR: every shell script is clean under shellcheck. Exits with 77 when there is no shellcheck.
set -euo pipefail
cd "$1"
if ! command -v shellcheck >/dev/null; then
    echo "NOT CHECKED: shellcheck is not installed (Debian package shellcheck)"
    exit 77
fi
# Scripts without an ending are known by their first line.
{
    find jobs tests -name '*.sh'
    find jobs .ci -type f ! -name '*.*' -exec grep -lE '^#!.*\b(ba)?sh$' {} +
} | sort | xargs -d '\n' shellcheck
