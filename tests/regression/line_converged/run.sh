#!/usr/bin/env bash
# run.sh PROGRAM SOURCE_DIR: the conditional method meets its error goals against converged lines, and its own
# estimate of its error can be trusted.
set -euo pipefail
program=$1
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")

if [ ! -x /usr/bin/python3 ]; then
    echo "NOT CHECKED: there is no Python (Debian 12: python3)"
    exit 77
fi

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cp "$here/../reference/as2se3_paper.toml" "$folder/base.toml"
/usr/bin/python3 "$here/compare.py" "$program" "$folder" "$here/line_converged.json"
