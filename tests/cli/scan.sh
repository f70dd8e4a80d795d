#!/usr/bin/env bash
# scan.sh PROGRAM SOURCE_DIR: scans as a user runs them: the same bits on any number of ranks, in parts, longer than before;
# rows that are runs of their own; sets that fail.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"
python=/usr/bin/python3 # the system's, which has h5py
if ! $python -c 'import h5py' 2>/dev/null; then
    echo "NOT CHECKED: h5py is not installed (Debian package python3-h5py)"
    exit 77
fi
cp -r "$source_dir/input" input

# scan NAME SAMPLES [DETAIL]: 5 SAMPLES sets of three parameters, two of which enter the fit
scan() {
    cat >"$1.toml" <<DECK
schema  = 1
include = "input/as2se3.toml"
[fit]
uncertainty = "linear"
starts      = 1
[temperature]
values = [300.0, 453.0]
[output]
detail = "${3:-exponents}"
[scan]
design  = "saltelli"
samples = $2
[[scan.parameter]]
key = "gauge.coupling"
min = 50.0
max = 90.0
[[scan.parameter]]
key = "nqr.packet_fwhm"
min = 0.8
max = 1.2
[[scan.parameter]]
key   = "structure.selenium_tilt"
law   = "normal"
mean  = 2.5
sigma = 0.5
DECK
}

# --- 200 sets on 1, 2 and 4 ranks; 100 sets extended to 200.
scan short 20
scan long 40
ends_with 0 "$program" run long.toml
says err "parameter sets   200" "Saltelli of 3 parameters, 40 base samples" "distinct fits    160" "extends"
says out "200 parameter sets" "alpha at T_g" "written: long.h5"
absent long.h5.parts
for ranks in 2 4; do
    ends_with 0 mpirun -n "$ranks" "$program" run long.toml -o "ranks$ranks.h5"
    same long.h5 "ranks$ranks.h5"
done
ends_with 0 "$program" run short.toml
ends_with 0 mpirun -n 2 "$program" run long.toml -o extended.h5 --reuse short.h5
says err "taken over       99 of 200 sets" # all but the first, of which the file tells more
same long.h5 extended.h5

# --- More temperatures: the fits are taken over where the older file has their covariance.
scan full 4 full
ends_with 0 "$program" run full.toml
sed 's/^values = .*/values = [100.0, 300.0, 453.0]/' full.toml >warmer.toml
ends_with 0 "$program" run warmer.toml
ends_with 0 "$program" run warmer.toml -o reused.h5 --reuse full.h5
says err "taken over       0 of 20 sets" "15 fits of others"
same warmer.h5 reused.h5
ends_with 0 "$program" run warmer.toml -o other.h5 --reuse long.h5
says err "no fits: it has no covariance"
ends_with 2 "$program" run long.toml -o no.h5 --reuse absent.h5
ends_with 2 "$program" run long.toml -o no.h5 --reuse long.toml
[ ! -e no.h5 ] || fail "no.h5 was written"

# --- Row i is a run of its own.
$python - "$program" <<'PYTHON' || fail "a row of the scan is no run of its own"
import subprocess, sys
import h5py
with h5py.File("full.h5") as scan:
    for row in (7, 19):
        coupling, width, tilt = scan["scan/parameters"][row]
        deck = open("full.toml").read().split("[scan]")[0]
        deck += f"[gauge]\ncoupling = {coupling!r}\n[nqr]\npacket_fwhm = {width!r}\n[structure]\nselenium_tilt = {tilt!r}\n"
        open("one.toml", "w").write(deck)
        subprocess.run([sys.argv[1], "run", "one.toml", "-q", "-f"], check=True)
        with h5py.File("one.h5") as one:
            for name in ("exponents/alpha", "exponents/beta", "exponents/alpha_errors", "fit/amplitude", "fit/chi2",
                         "energy/ground_state", "thermal/log10_rate", "summary/alpha_minus_beta_at_tg"):
                assert scan[name][row].tobytes() == one[name][0].tobytes(), (row, name)
PYTHON

# --- Parts, merged.
for part in 1 2 3; do
    ends_with 0 "$program" run long.toml -o split.h5 --part $part/3
    [ $part -eq 3 ] || ends_with 2 "$program" merge split.h5
done
ends_with 0 "$program" merge split.h5
same long.h5 split.h5
ends_with 2 "$program" merge split.h5 # exists
ends_with 0 "$program" merge split.h5 --force --quiet
empty out
ends_with 2 "$program" run long.toml -o split.h5 --part 4/3
says err "there is no such part"
ends_with 2 "$program" run long.toml -o split.h5 --part two
ends_with 2 "$program" merge long.h5 --force
says err "there is no finished part"

# --- Sets that fail are rows, told by cause; the others go on.
cat >fails.toml <<'DECK'
schema  = 1
include = "input/as2se3_paper.toml"
[temperature]
values = [453.0]
[scan]
design = "grid"
[[scan.parameter]]
key    = "gauge.coupling"
values = [69.78, 1e4]
[[scan.parameter]]
name   = "offset"
keys   = ["structure.hybrid_offset"]
mode   = "shift"
values = [0.0, -18.0]
DECK
ends_with 1 "$program" run fails.toml
[ "$(tail -1 out)" = "3 of 4 sets failed: gauge phase undefined 1, no pyramid 2" ] || fail "last line: $(tail -1 out)"
$python - <<'PYTHON' || fail "failed sets are not as promised"
import h5py, numpy as np
with h5py.File("fails.h5") as f:
    assert f["tasks/status"][:].tolist() == [0, 1, 2, 1]
    assert f["tasks/failed_set"][:].tolist() == [1, 2, 3]
    assert b"no pyramid" in f["tasks/message"][0] and b"gauge phase" in f["tasks/message"][1]
    assert np.isnan(f["summary/alpha_at_tg"][1:]).all() and np.isfinite(f["summary/alpha_at_tg"][0])
    assert np.isfinite(f["summary/beta_at_tg"][2]) and np.isnan(f["summary/beta_at_tg"][[1, 3]]).all()
    assert f["scan/parameters"][:].tolist() == [[69.78, 0], [69.78, -18], [1e4, 0], [1e4, -18]]
PYTHON

# --- A law without ends leaves a key's range: that set fails, and says why.
cat >wide.toml <<'DECK'
schema  = 1
include = "input/as2se3_paper.toml"
[temperature]
values = [453.0]
[output]
detail = "summary"
[scan]
design  = "lhs"
samples = 20
[[scan.parameter]]
key   = "structure.hybrid_following"
law   = "normal"
mean  = 0.5
sigma = 0.5
DECK
ends_with 1 "$program" run wide.toml
says err "does not extend"
says out "values not allowed"
$python - <<'PYTHON' || fail "sets out of range are not as promised"
import h5py
with h5py.File("wide.h5") as f:
    chi, status = f["scan/parameters"][:, 0], f["tasks/status"][:]
    assert ((chi < 0) | (chi > 1)).any() and ((status == 5) == ((chi < 0) | (chi > 1))).all()
    assert b"hybrid_following" in f["tasks/message"][0]
    assert "exponents" not in f and "thermal" not in f
PYTHON
passed
