#!/usr/bin/env bash
# run.sh PROGRAM SOURCE_DIR: the main deck gives the same results, to the last bit, on 1, 2, 3 and 4 ranks and
# without mpirun. Exits with 77 when Python's h5py is absent.
set -euo pipefail
program=$1
deck=$2/input/as2se3.toml
python=/usr/bin/python3 # the system's, which has the packages; the first on the PATH may be another

if ! "$python" -c 'import h5py'; then
    echo "NOT CHECKED: Python's h5py is missing (Debian 12: python3-h5py)"
    exit 77
fi

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT

"$program" run "$deck" -o "$folder/alone.h5" --quiet
for ranks in 1 2 3 4; do
    mpirun -n "$ranks" "$program" run "$deck" -o "$folder/$ranks.h5" --quiet
    "$python" "$2/tests/support/same_results.py" "$folder/alone.h5" "$folder/$ranks.h5" "$ranks"
done
