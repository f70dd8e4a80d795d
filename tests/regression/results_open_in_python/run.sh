#!/usr/bin/env bash
# run.sh PROGRAM SOURCE_DIR: results files of the shipped decks open in h5py and xarray as docs/results.md says.
# Exits with 77 when the Python packages are absent.
set -euo pipefail
program=$1
source_dir=$2
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
python=/usr/bin/python3 # the system's, which has the packages; the first on the PATH may be another

if ! "$python" -c 'import h5py, h5netcdf, pandas, xarray'; then
    echo "NOT CHECKED: a Python package is missing (Debian 12: python3-h5py python3-h5netcdf python3-xarray)"
    exit 77
fi

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT

check_deck() { # NAME given|fitted
    "$program" run "$source_dir/input/$1.toml" -o "$folder/$1.h5"
    "$python" "$here/open_in_python.py" "$folder/$1.h5" "$source_dir/input/$1.toml" "$2"
}
check_deck as2se3_paper given
check_deck as2se3 fitted

# A small scan with its sensitivities; a second call replaces the group.
cp "$here/scan.toml" "$folder"
"$program" run "$folder/scan.toml" -o "$folder/scan.h5" --quiet
"$program" sensitivity "$folder/scan.h5" >"$folder/table"
"$program" sensitivity "$folder/scan.h5" --second-order >"$folder/table"
"$python" "$here/open_in_python.py" "$folder/scan.h5" "$folder/scan.toml" sensitivity
