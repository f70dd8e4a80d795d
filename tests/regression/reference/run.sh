#!/usr/bin/env bash
# run.sh PROGRAM SOURCE_DIR: the reference decks give the reference values, read back from the results files.
# Exits with 77 when Python's h5py is absent.
set -euo pipefail
program=$1
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
python=/usr/bin/python3 # the system's, which has the packages; the first on the PATH may be another

if ! "$python" -c 'import h5py'; then
    echo "NOT CHECKED: Python's h5py is missing (Debian 12: python3-h5py)"
    exit 77
fi

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT

for deck in as2se3_paper variant; do
    cp "$here/$deck.toml" "$folder"
    "$program" run "$folder/$deck.toml" -o "$folder/$deck.h5" --quiet
    "$python" "$here/compare.py" "$folder/$deck.h5" "$here/$deck.json" "$folder/$deck.toml"
done
