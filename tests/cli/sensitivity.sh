#!/usr/bin/env bash
# sensitivity.sh PROGRAM SOURCE_DIR: `lpsglass sensitivity` on small scans of every design, from the run to the table and
# the group in the file.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"
python=/usr/bin/python3 # the system's, which has the packages; the first on the PATH may be another
"$python" -c 'import h5py' 2>none || python=""

# holds FILE EXPRESSION: true of what Python's f[...] gives; nothing is checked without h5py
holds() {
    [ -n "$python" ] || return 0
    "$python" -c "import h5py, sys, numpy as np; f = h5py.File('$1', 'r'); sys.exit(not ($2))" 2>python_error ||
        fail "$1: $2 $(tail -1 python_error)"
}

# The paper's amplitudes without a fit, which takes milliseconds a set; two parameters that matter to beta and one
# that does not.
base='schema = 1
[temperature]
values = [350.0, 453.0]
[output]
detail = "exponents"'
ranges='
[[scan.parameter]]
key = "gauge.coupling"
min = 60.0
max = 75.0
[[scan.parameter]]
name = "stiffness"
key = "free_energy.kappa_theta"
mode = "factor"
min = 0.97
max = 1.03
[[scan.parameter]]
key = "partition.cooperativity_beta"
min = 4.0
max = 4.2'
scanned() { # NAME [SCAN-KEYS]...
    local name=$1
    shift
    { echo "$base" && echo "[scan]" && printf '%s\n' "$@" && echo "$ranges"; } >"$name.toml"
}
listed() { # NAME DESIGN VALUES-OF-COUPLING VALUES-OF-TILT
    cat >"$1.toml" <<END
$base
[scan]
design = "$2"
[[scan.parameter]]
key = "gauge.coupling"
values = $3
[[scan.parameter]]
key = "structure.selenium_tilt"
values = $4
END
}

# run_and_tell NAME [OPTION]...
run_and_tell() {
    local name=$1
    shift
    ends_with 0 "$program" run "$name.toml" -o "$name.h5" --force --quiet
    ends_with 0 "$program" sensitivity "$name.h5" "$@"
    says out "written: /sensitivity in $name.h5" "How to read"
}

# --- saltelli: indices with intervals, sorted; stages; the group.
scanned saltelli 'design = "saltelli"' 'samples = 64' 'second_order = true'
run_and_tell saltelli
says out "3 parameters, from 64 base samples" "conservative" first_order total "alpha_at_tg: 64 base samples" \
    "alpha_minus_beta_at_tg" crossing_exists "total from the first" "How to read: \`total\`"
says_not out "second_order" "alpha at 453 K" "specific_heat_peak_theta (K)"
awk '/^beta_at_tg:/ { there = 1; next } there && /^ / { n++; line[n] = $1 } n == 4 { exit }
    END { exit !(line[4] == "partition.cooperativity_beta") }' out ||
    fail "what does not matter to beta is not last in its table"
holds saltelli.h5 "f['sensitivity/alpha/first_order'].shape == (2, 3)"
holds saltelli.h5 "f['sensitivity/alpha/total_convergence'].shape == (4, 2, 3)"
holds saltelli.h5 "f['sensitivity/summary/total'].shape[1] == 3 and 'second_order' not in f['sensitivity/summary']"
# At the glass temperature the curve and the summary are one output.
holds saltelli.h5 "[bool(np.array_equal(f['sensitivity/beta/total'][1], f['sensitivity/summary/total'][i])) for i, o in enumerate(f['sensitivity/summary/output'].asstr()) if o == 'beta_at_tg'] == [True]"
# beta comes from the theta family and knows nothing of the beta family's cooperativity.
holds saltelli.h5 "np.abs(f['sensitivity/beta/total'][:, 2]).max() < 1e-12"
cp out first

# --- Once more: the same, in place of the first. Other replicates and seeds change the intervals alone.
ends_with 0 "$program" sensitivity saltelli.h5
cmp -s out first || fail "a second call says something else: $(diff first out | head -5)"
ends_with 0 "$program" sensitivity saltelli.h5 --replicates 50 --seed 3
cmp -s out first && fail "the seed changes nothing"
sed 's/\[[^]]*\]//g; s/  */ /g' out >values
sed 's/\[[^]]*\]//g; s/  */ /g' first | diff - values >difference || fail "the seed changes values: $(head -5 difference)"
holds saltelli.h5 "f['sensitivity'].attrs['seed'] == 3 and f['sensitivity'].attrs['replicates'] == 50"
ends_with 0 "$program" sensitivity saltelli.h5 --second-order
says out "second_order" "gauge.coupling, stiffness"
holds saltelli.h5 "f['sensitivity/summary/second_order'].ndim == 3"

# --- What is printed.
ends_with 0 "$program" sensitivity saltelli.h5 --all
says out "alpha at 453 K: 64" "beta at 350 K" "specific_heat_peak_theta (K)"
says out "inverse_lambda_alpha_at_tg: "
grep -q "^ *lambda_" out && fail "lambda has poles, and there are tables of it"
ends_with 0 "$program" sensitivity saltelli.h5 --output beta --output specific_heat_peak_theta
says out "beta at 350 K" "beta at 453 K" "specific_heat_peak_theta (K)"
says_not out "alpha_at_tg: " "alpha at 350 K: "
holds saltelli.h5 "'second_order' not in f['sensitivity/summary']" # the call before asked for none
ends_with 2 "$program" sensitivity saltelli.h5 --output gamma
says err "no output gamma" "beta_at_tg" "alpha at 350 K"

# --- The other designs.
scanned morris 'design = "morris"' 'samples = 8'
run_and_tell morris
says out mu_star sigma "from 8 base samples"
says_not out conservative
holds morris.h5 "f['sensitivity/alpha/mu_star_per_parameter'].shape == (2, 3)"

scanned lhs 'design = "lhs"' 'samples = 40'
run_and_tell lhs
says out spearman pawn_noise r_squared conservative
holds lhs.h5 "f['sensitivity/alpha/r_squared'].shape == (2,) and f['sensitivity/alpha/pawn_upper'].shape == (2, 3)"

listed one one_at_a_time "[60.0, 65.0, 75.0]" "[2.4, 2.6]"
run_and_tell one
says out scaled_derivative slope_above "without intervals"
holds one.h5 "f['sensitivity/alpha/parameter_dropped_share'].shape == (2, 2) and 'derivative_lower' not in f['sensitivity/alpha']"
holds one.h5 "f['sensitivity'].attrs['interval'] == 'none'"

listed grid grid "[60.0, 65.0, 70.0, 75.0]" "[2.4, 2.5, 2.6]"
run_and_tell grid
says out spearman pawn
listed list list "[60.0, 65.0, 70.0, 75.0]" "[2.4, 2.6, 2.5, 2.7]"
run_and_tell list
says out spearman

# --- Missing outputs: a coupling at which the gauge phase of many sets does not exist.
ranges='
[[scan.parameter]]
key = "gauge.coupling"
min = 10.0
max = 500.0'
scanned missing 'design = "saltelli"' 'samples = 32'
"$program" run missing.toml -o missing.h5 --quiet >out 2>err
ends_with 0 "$program" sensitivity missing.h5
says out "withheld" "percent dropped" "crossing_exists: 32 base samples, 0 percent dropped"
holds missing.h5 "[int(s) for s, o in zip(f['sensitivity/summary/status'], f['sensitivity/summary/output'].asstr()) if o == 'alpha_at_tg'] == [2]"
holds missing.h5 "[float(np.isfinite(s).all()) for s, o in zip(f['sensitivity/summary/total'], f['sensitivity/summary/output'].asstr()) if o == 'alpha_exists_at_tg'] == [1.0]"

# --- With output.detail = "summary" there is no alpha(T).
sed 's/"exponents"/"summary"/; s/max = 500.0/max = 11.0/' missing.toml >summary.toml
run_and_tell summary
holds summary.h5 "list(f['sensitivity']) == ['summary']"

# --- What has no sensitivities: 2, with the reason, and nothing is changed.
ends_with 2 "$program" sensitivity summary.h5 --second-order
says err summary.h5 "second_order = true"
echo "$base" >single.toml
ends_with 0 "$program" run single.toml -o single.h5 --quiet
before=$(cksum single.h5)
ends_with 2 "$program" sensitivity single.h5
says err single.h5 "no [scan]"
[ "$(cksum single.h5)" = "$before" ] || fail "a file without a scan was changed"
ends_with 2 "$program" sensitivity single.toml
says err single.toml "no HDF5 file"
ends_with 2 "$program" sensitivity none.h5
says err none.h5 "no such file"
scanned short 'design = "saltelli"' 'samples = 1'
"$program" run short.toml -o short.h5 --quiet >out 2>err
ends_with 2 "$program" sensitivity short.h5
says err short.h5 "one base sample only"
ends_with 2 "$program" sensitivity saltelli.h5 --replicates 1
ends_with 2 "$program" sensitivity

[ -n "$python" ] || echo "NOT CHECKED: the groups in the file (h5py is absent)"
passed
