#!/usr/bin/env bash
# show.sh PROGRAM SOURCE_DIR: `lpsglass show` prints from the file what `run` printed when it made it, and any group as
# tables.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"
cp -r "$source_dir/input" input

# as_printed NAME STATUS [DETAIL]: runs NAME.toml; show ends with the text of run, but for the line that names the file
as_printed() {
    ends_with "$2" "$program" run "$1.toml" -f
    grep -v '^written: ' out >printed
    ends_with 0 "$program" show "$1.h5"
    empty err
    says out "deck sha256" "created" "arithmetic" "libraries" "command           $program run $1.toml"
    tail -n "$(wc -l <printed)" out >shown
    cmp -s printed shown || fail "$1: run and show print different texts: $(diff printed shown | head -20)"
}
# deck NAME: on top of the paper's or, with FIT, the fitted deck
deck() {
    { printf 'schema = 1\ninclude = "input/%s.toml"\n' "$2" && cat; } >"$1.toml"
}

# --- One set: as printed, fitted with linear errors, with draws, at a bound, without exponents.
deck paper as2se3_paper <<<''
as_printed paper 0
says out "alpha = beta at 500.01 K"
deck linear as2se3 <<'DECK'
fit = { starts = 2, uncertainty = "linear", also = { "nqr.packet_fwhm" = { min = 0.5, max = 2.0 } } }
temperature = { values = [300.0, 453.0] }
DECK
as_printed linear 0
says out "what the line leaves open" "packet_fwhm"
deck draws as2se3 <<'DECK'
fit = { starts = 1, draws = 200 }
temperature = { values = [300.0, 453.0] }
amplitude = { beta_1 = { fixed = true }, beta_2 = { tied_to = "beta_1" }, theta_12 = { value = -0.25, max = -0.2 } }
DECK
as_printed draws 0
says out "68 % of the posterior" "of 200 posterior draws" "fixed" "tied to beta_1"
deck gauge as2se3_paper <<'DECK'
gauge = { coupling = 1e4 }
temperature = { values = [453.0] }
DECK
as_printed gauge 1
says out "alpha is missing: undefined gauge phase" "1 of 1 sets failed"

# --- A scan, with sets that failed; one of its sets is shown as the run of its own that it would be.
cat >scan.toml <<'DECK'
schema = 1
include = "input/as2se3.toml"
[fit]
starts = 1
uncertainty = "linear"
[temperature]
values = [300.0, 453.0]
[scan]
design = "grid"
[[scan.parameter]]
key = "gauge.coupling"
values = [69.78, 60.0, 1e4]
DECK
as_printed scan 1
says out "3 parameter sets" "1 of 3 sets failed: gauge phase undefined 1"
sed '/^\[scan\]/,$d' scan.toml >own.toml
printf '[gauge]\ncoupling = 60.0\n' >>own.toml
as_printed own 0
ends_with 0 "$program" show scan.h5 --set 1
says out "set 1" "gauge.coupling = 60 A/eV"
tail -n "$(wc -l <printed)" out >shown
cmp -s printed shown || fail "set 1 and its own run: $(diff printed shown | head -20)"
ends_with 0 "$program" show scan.h5 --set 2
says out "failed: " "gauge phase"

# --- Groups as tables, with words for states.
ends_with 0 "$program" show linear.h5 --group exponents
says out "temperature, K" "lambda_alpha" " +- " "[" "yes"
ends_with 0 "$program" show scan.h5 --set 2 --group energy --group tasks
says out "ground_state, eV" "gauge phase undefined" "missing" "energy, set 2" "tasks, set 2"
ends_with 0 "$program" show draws.h5 --group all
for group in structure fit spectrum line energy thermal exponents summary tasks posterior; do
    says out "$group, set 0"
done
says out "at bound" "specific_heat, k_B beta" "log10_rate" "asymmetry" "observed, data units"
[ "$(grep -c '^  30[0-9] ' out)" -ge 3 ] || fail "no rows for 300 K"

# --- What there is not.
ends_with 2 "$program" show scan.h5 --set 3
says err "allowed: 0 to 2"
ends_with 2 "$program" show scan.h5 --group nonsense
says err "allowed: structure"
ends_with 2 "$program" show absent.h5
ends_with 2 "$program" show scan.toml
passed
