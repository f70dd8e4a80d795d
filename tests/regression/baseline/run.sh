#!/usr/bin/env bash
# run.sh PROGRAM SOURCE_DIR: the NumPy/SciPy baseline of the benchmarks and the program compute the same: frequencies,
# direct line, chi^2, minimum. Nothing is timed.
set -euo pipefail
program=$1 source_dir=$2

if ! /usr/bin/python3 -c 'import h5py, numpy, scipy' 2>/dev/null; then
    echo "NOT CHECKED: Python lacks h5py, numpy or scipy (Debian 12: python3-h5py python3-numpy python3-scipy)"
    exit 77
fi
/usr/bin/python3 "$source_dir/tests/benchmark/baseline.py" check "$program"
