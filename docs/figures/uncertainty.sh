#!/usr/bin/env bash
# Prints the tables of docs/uncertainty.md: the default deck with each kind of interval, and the printed
# amplitudes. Usage: uncertainty.sh PROGRAM
set -euo pipefail
program=$(readlink -f -- "$1")
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
input=$here/../../input
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT

for way in linear profile bootstrap posterior; do
    printf 'schema = 1\ninclude = "%s/as2se3.toml"\n[fit]\nuncertainty = "%s"\n' "$input" "$way" >"$folder/$way.toml"
    "$program" run "$folder/$way.toml" -o "$folder/$way.h5" --quiet
done
"$program" run "$input/as2se3_paper.toml" -o "$folder/paper.h5" --quiet
/usr/bin/python3 "$here/uncertainty.py" "$folder"
