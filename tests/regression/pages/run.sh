#!/usr/bin/env bash
# run.sh PROGRAM SOURCE_DIR [OPTION...]: what README.md and docs/ quote is what the program and Python print now.
# OPTIONs are those of pages.py: --long for what takes minutes, --write to put what is printed now into the pages.
# Exits with 77 when the Python packages are absent.
set -euo pipefail
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
python=/usr/bin/python3 # the system's, which has the packages; the first on the PATH may be another

if ! "$python" -c 'import h5py, h5netcdf, pandas, xarray'; then
    echo "NOT CHECKED: a Python package is missing (Debian 12: python3-h5py python3-h5netcdf python3-pandas" \
        "python3-xarray)"
    exit 77
fi
"$python" "$here/pages.py" "$@"

# It sees a wrong digit, in what Python prints and in what the program does.
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cp -r "$2/input" "$folder"
cat >"$folder/page.md" <<'END'
```python
print("alpha", 1.25)
```

```
alpha 1.26
```

<!-- part of: lpsglass check input/as2se3_paper.toml -->
```
distinct fits    7
```

<!-- like: lpsglass check input/as2se3_paper.toml -->
```
distinct fits    7 (amplitudes as given; spectra: 9)
```
END
if said=$("$python" "$here/pages.py" "$1" "$folder" "$folder/page.md"); then status=0; else status=$?; fi
if grep -q 'numbers were left out' <<<"$said"; then exit 0; fi # another instruction level
if [ $status -ne 1 ] || ! grep -q 'page.md:5: ' <<<"$said" ||
    ! grep -q 'page.md:10: ' <<<"$said" || ! grep -q '3 blocks compared, 2 differ' <<<"$said"; then
    echo "a wrong digit is not seen: $said"
    exit 1
fi
