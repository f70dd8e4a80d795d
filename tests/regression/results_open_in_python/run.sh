#!/usr/bin/env bash
# run.sh PROGRAM SOURCE_DIR: results files of the shipped decks open in h5py and xarray as docs/results.md says.
# Exits with 77 when the Python packages are absent.
set -euo pipefail
program=$1
source_dir=$2
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
python=/usr/bin/python3 # the system's, which has the packages; the first on the PATH may be another

if ! "$python" -c 'import h5py, h5netcdf, pandas, xarray'; then
    echo "NOT CHECKED: a Python package is missing (Debian 12: python3-h5py python3-h5netcdf python3-pandas python3-xarray)"
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

# The measures of the other designs too: what docs/results.md tells of /sensitivity is what is there.
files=("$folder/scan.h5")
for design in morris one_at_a_time lhs sobol; do
    sed "s/^design .*/design = \"$design\"/; /^second_order/d" "$folder/scan.toml" >"$folder/$design.toml"
    if [ $design = one_at_a_time ]; then # values instead of ranges
        sed -i '/^samples/d; s/^min  *= 20.*/values = [60.0, 70.0, 80.0]/; s/^min  *= 0.9.*/values = [0.9, 1.0, 1.1]/; /^max/d' \
            "$folder/$design.toml"
    fi
    "$program" run "$folder/$design.toml" -o "$folder/$design.h5" --quiet
    "$program" sensitivity "$folder/$design.h5" >"$folder/table"
    files+=("$folder/$design.h5")
done
"$python" "$here/sensitivity_documented.py" "$source_dir/docs/results.md" "${files[@]}"
