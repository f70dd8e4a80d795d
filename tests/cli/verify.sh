#!/usr/bin/env bash
# verify.sh PROGRAM SOURCE_DIR: `lpsglass verify` passes what a run wrote, on any number of ranks, and finds a bit flipped
# anywhere, a changed deck even where its hashes were made to fit, and results that are not those of the deck.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"
python=/usr/bin/python3 # the system's, which has h5py
if ! $python -c 'import h5py' 2>/dev/null; then
    echo "NOT CHECKED: h5py is not installed (Debian package python3-h5py)"
    exit 77
fi
cp -r "$source_dir/input" input

# One fit with draws for two sets, of which the second fails; all kinds of datasets, some large enough for chunks.
cat >all.toml <<'DECK'
schema = 1
include = "input/as2se3.toml"
[fit]
starts = 1
draws = 500
[temperature]
values = [300.0, 453.0]
[output]
spectra = true
[scan]
design = "grid"
[[scan.parameter]]
key = "gauge.coupling"
values = [69.78, 1e4]
DECK
ends_with 1 mpirun -n 2 "$program" run all.toml -q

# --- A fresh file is verified: whole, and computed anew.
ends_with 0 "$program" verify all.h5 --sets all
says out "all attributes, are as their SHA-256 says" "compared bit by bit" "2 of 2 set(s)" "set 0" "set 1" \
    "identical to the last bit" "verified         all.h5"
empty err
ends_with 0 "$program" verify all.h5 --sets 0
says_not out "computed anew    "

# --- Every bit counts; also after sensitivity has added a group.
scan_deck lhs.toml 4
ends_with 0 "$program" run lhs.toml -q
ends_with 0 "$program" sensitivity lhs.h5
ends_with 0 "$program" verify lhs.h5
says out "3 of 4 set(s)" "set 0" "set 1 " "set 3"
$python "$source_dir/tests/support/flip_bits.py" "$program" all.h5 >flips || fail "$(cat flips)"
tail -1 flips
$python - "$program" <<'PYTHON' || fail "a flipped bit in /sensitivity is not found"
import subprocess, sys
import h5py
data = bytearray(open("lhs.h5", "rb").read())
with h5py.File("lhs.h5") as f:
    data[f["sensitivity/summary/spearman"].id.get_offset() + 3] ^= 4
open("flipped.h5", "wb").write(data)
run = subprocess.run([sys.argv[1], "verify", "--sets", "0", "flipped.h5"], capture_output=True, text=True)
assert run.returncode == 1 and "DAMAGED          /sensitivity/summary/spearman: " in run.stdout, run.stdout
PYTHON

# changed NAME [STEP]...: a copy of lhs.h5 in which the deck says another coupling, and the hashes are made to fit
cat >change.py <<'PYTHON'
import hashlib, re, sys
import h5py
with h5py.File(sys.argv[1], "r+") as f:
    def put(name, old, new):
        text = f[name][()].decode()
        assert old in text, name
        f[name][()] = text.replace(old, new)
        if "rehash" in sys.argv:
            f[name].attrs["sha256"] = hashlib.sha256(text.replace(old, new).encode()).hexdigest()
    if "resolved" in sys.argv:
        put("deck/resolved", "coupling = 69.78", "coupling = 69.79")
    if "scale" in sys.argv:
        put("deck/resolved", "scale = 0.5", "scale = 0.6")
    if "text" in sys.argv:
        put("deck/text", "min = 60.0", "min = 61.0")
    if "value" in sys.argv:
        d = f["exponents/alpha"]
        d[3, 1] = d[3, 1] * (1 + 1e-14)
        d.attrs["sha256"] = hashlib.sha256(d[()].tobytes()).hexdigest()
    if "tenth" in sys.argv:
        d = f["summary/beta_at_tg"]
        d[3] = d[3] + 0.1 * f["summary/beta_at_tg_errors"][3]
        d.attrs["sha256"] = hashlib.sha256(d[()].tobytes()).hexdigest()
    if "other" in sys.argv:
        f.attrs["arithmetic"] = "x86-64, libm 00000000"
    if "extra" in sys.argv:
        f["fit/surplus"] = [1.0]
    if "missing" in sys.argv:
        del f["fit/chi2"]
PYTHON
changed() {
    cp lhs.h5 "$1.h5"
    $python change.py "$1.h5" "${@:2}" || fail "cannot change $1.h5"
}
changed key resolved
ends_with 1 "$program" verify key.h5
says out "DAMAGED          /deck/resolved: its values have the SHA-256" "its identity is" "NOT VERIFIED"
says_not out "computed anew    "
changed text text
ends_with 1 "$program" verify text.h5
says out "DAMAGED          /deck/text: its values have the SHA-256" \
    "/deck/resolved and /deck/text say different things (resolved -> text): scan.parameter[1].min: 60.0 -> 61.0"
changed rehashed resolved rehash
ends_with 1 "$program" verify rehashed.h5
says out "DAMAGED          /deck/resolved: its identity is"
says_not out "/deck/resolved: its values"
changed extra extra
ends_with 1 "$program" verify extra.h5
says out "DAMAGED          /fit/surplus: has no attribute sha256"
changed missing missing
ends_with 1 "$program" verify missing.h5
says out "DAMAGED          attributes: "

# --- All hashes made to fit: what the deck gives tells.
cat >forge.py <<'PYTHON'
import re, subprocess, sys
import h5py
program, path = sys.argv[1:]
for _ in range(3):  # what verify says is wrong is written as it should be
    out = subprocess.run([program, "verify", "--sets", "0", path], capture_output=True, text=True).stdout
    with h5py.File(path, "r+") as f:
        for name, pattern in (("deck_sha256", r"its identity is (\w+)"), ("attributes_sha256", r"their SHA-256 is (\w+)")):
            for found in re.findall(pattern, out):
                f.attrs[name] = found
PYTHON
changed forged scale rehash
$python forge.py "$program" forged.h5
ends_with 0 "$program" verify forged.h5 --sets 0
ends_with 1 "$program" verify forged.h5 --sets 1
says out "DIFFERENT        set 0: /exponents/lambda_alpha[0, 0]: " "computed anew" "NOT VERIFIED     the deck does not give"
changed value value
$python forge.py "$program" value.h5
ends_with 0 "$program" verify value.h5 --sets 0
ends_with 0 "$program" verify value.h5 --sets 1 # set 3 is not looked at
ends_with 1 "$program" verify value.h5
says out "DIFFERENT        set 3: /exponents/alpha[3, 1]: "
changed short missing
$python forge.py "$program" short.h5
ends_with 1 "$program" verify short.h5
says out "DAMAGED          /fit/chi2: is missing"

# --- Another arithmetic: compared within tolerances, and those are not wide.
changed near value other
$python forge.py "$program" near.h5
ends_with 0 "$program" verify near.h5
says out "build            another: arithmetic (x86-64, libm 00000000 then" "within the tolerances of docs/sharing.md" \
    "1 of them differ in their bits" "at /exponents/alpha[3, 1]" "datasets are not compared"
changed far value other tenth
$python forge.py "$program" far.h5
ends_with 1 "$program" verify far.h5
says out "DIFFERENT        set 3: /summary/beta_at_tg[3]: " "off where"
says_not out "/exponents/alpha[3, 1]"

# --- What is no results file: 2; one that is cut off is damaged.
ends_with 2 "$program" verify absent.h5
ends_with 2 "$program" verify all.toml
says err "no HDF5 file"
ends_with 2 "$program" verify all.h5 --sets some
$python -c 'import h5py; h5py.File("other.h5", "w")["x"] = 1'
ends_with 2 "$program" verify other.h5
head -c 20000 all.h5 >cut.h5
ends_with 1 "$program" verify cut.h5
says out "DAMAGED          cut.h5: cannot read"
passed
