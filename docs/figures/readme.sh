#!/usr/bin/env bash
# Makes readme.svg from two results files: readme.sh FITTED.h5 PRINTED.h5 (runs of input/as2se3.toml and
# input/as2se3_paper.toml). Needs gnuplot and Debian's python3-h5py.
set -eu
fitted=$(readlink -f -- "$1")
printed=$(readlink -f -- "$2")
here=$(dirname -- "$(readlink -f -- "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
/usr/bin/python3 - "$fitted" "$printed" <<'PY'
import sys
import h5py
import numpy as np

fitted, printed = (h5py.File(path) for path in sys.argv[1:])
line = fitted["spectrum/1"]
np.savetxt("line.dat", np.c_[line["frequency"], line["observed"], line["sigma"], line["model"]])
for name, file in (("fitted.dat", fitted), ("printed.dat", printed)):
    x = file["exponents"]
    columns = [x[key][0] for key in ("alpha", "alpha_lower", "alpha_upper", "beta", "beta_lower", "beta_upper")]
    np.savetxt(name, np.c_[x["temperature"][:], np.array(columns).T])
PY
gnuplot "$here/readme.gp"
mv readme.svg "$here/readme.svg"
