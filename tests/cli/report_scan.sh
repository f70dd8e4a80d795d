#!/usr/bin/env bash
# report_scan.sh PROGRAM SOURCE_DIR: the report of small scans of every design: which figures there are, what is written on
# them, and that each is a picture with numbers only.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"
command -v gnuplot >none || {
    echo "skipped: no gnuplot"
    exit 77
}

# The paper's amplitudes without a fit, which takes milliseconds a set.
base='schema = 1
[temperature]
values = [200.0, 350.0, 450.0, 550.0]
[output]
detail = "exponents"'
ranges='
[[scan.parameter]]
key = "gauge.coupling"
min = 60.0
max = 75.0
[[scan.parameter]]
key = "structure.bond_angle[12]"
min = 97.0
max = 98.2'
scanned() { # NAME [SCAN-KEYS]...
    local name=$1
    shift
    { echo "$base" && echo "[scan]" && printf '%s\n' "$@" && echo "$ranges"; } >"$name.toml"
}
listed() { # NAME DESIGN
    cat >"$1.toml" <<END
$base
[scan]
design = "$2"
[[scan.parameter]]
key = "gauge.coupling"
values = [60.0, 65.0, 70.0, 75.0]
[[scan.parameter]]
key = "partition.weight_theta"
values = ["well", "barrier", "well", "well"]
END
}
run() { # NAME [STATUS]
    ends_with "${2:-0}" "$program" run "$1.toml" -o "$1.h5" --force --quiet
}

# figures_of NAME FIGURE...: the report is there and has these figures, each in all its forms
figures_of() {
    local name=$1 figure form
    shift
    ends_with 0 "$program" report "$name.h5" -o "$name" --force
    empty err
    exists "$name/index.html"
    for figure in "$@"; do
        for form in svg png gp dat; do exists "$name/figures/$figure.$form"; done
    done
    /usr/bin/python3 - "$name"/figures/*.svg <<'END' >python_says 2>&1 || fail "$name: $(tail -3 python_says)"
import re, sys, xml.etree.ElementTree as tree
for path in sys.argv[1:]:
    shapes = 0
    for element in tree.parse(path).iter():
        shapes += element.tag.rpartition("}")[2] in ("path", "polygon", "circle")
        for name, value in element.attrib.items():
            if name in ("d", "points", "transform", "x", "y", "cx", "cy", "r", "width", "height"):
                assert not re.search("nan|inf", value, re.I), f"{path}: {name} = {value}"
    assert shapes > 5, f"{path} is empty"
END
}
without_figures() { # NAME FIGURE...
    local name=$1 figure
    shift
    for figure in "$@"; do [ ! -e "$name/figures/$figure.svg" ] || fail "$name has a figure $figure"; done
}

curves="scan_alpha scan_beta"
distributions="scan_inverse_lambda_alpha scan_inverse_lambda_beta scan_crossing_temperature"
effects="scan_effects_alpha scan_effects_beta scan_effects_crossing"
drawings="lps network"

# --- saltelli: before `lpsglass sensitivity` the page says what to do, afterwards it has the indices.
scanned saltelli 'design = "saltelli"' 'samples = 16'
run saltelli
# shellcheck disable=SC2086 # lists of names
figures_of saltelli scan_outcomes $curves $distributions $effects $drawings
says saltelli/index.html "lpsglass sensitivity saltelli.h5" "rows A and B" "32 sets"
without_figures saltelli scan_index_beta_at_tg scan_indices_of_beta
says saltelli/figures/network.svg schematic
ends_with 0 "$program" sensitivity saltelli.h5
# shellcheck disable=SC2086
figures_of saltelli scan_outcomes $curves $distributions $effects scan_index_rank_of_alpha_at_tg scan_indices_of_alpha
says_not saltelli/index.html "lpsglass sensitivity saltelli.h5"
says saltelli/figures/scan_index_rank_of_alpha_at_tg.svg "first order" coupling "bond_angle[12]"
says saltelli/figures/scan_crossing_temperature.svg "no crossing"

# --- The other designs with ranges.
for design in lhs sobol morris; do
    scanned $design "design = \"$design\"" 'samples = 64'
    run $design
    ends_with 0 "$program" sensitivity $design.h5
    # shellcheck disable=SC2086
    figures_of $design scan_outcomes $curves $distributions $effects scan_index_rank_of_alpha_at_tg scan_indices_of_alpha
done
says lhs/figures/scan_index_rank_of_alpha_at_tg.svg PAWN Spearman noise
says morris/figures/scan_index_rank_of_alpha_at_tg.svg "μ*"
says morris/index.html "one trajectory are alike"

# --- Texts among the values; few sets one by one.
listed grid grid
run grid
figures_of grid scan_inverse_lambda_beta scan_effects_beta
says grid/figures/scan_effects_beta.svg well barrier weight_theta
listed list list
run list
ends_with 0 "$program" sensitivity list.h5
# shellcheck disable=SC2086
figures_of list scan_outcomes $curves $effects
# shellcheck disable=SC2086
without_figures list $distributions
says list/index.html "The sets one by one" barrier
says list/figures/scan_alpha.svg "set 3"
listed one one_at_a_time
run one
ends_with 0 "$program" sensitivity one.h5
# shellcheck disable=SC2086
figures_of one scan_outcomes $curves $effects scan_index_alpha_at_tg
says one/figures/scan_alpha.svg "own values" "coupling = 60"
says one/figures/scan_index_alpha_at_tg.svg "output range"

# --- Failures: the gauge phase does not exist in many sets.
ranges='
[[scan.parameter]]
key = "gauge.coupling"
min = 10.0
max = 500.0'
scanned failures 'design = "lhs"' 'samples = 20'
run failures 1
figures_of failures scan_outcomes scan_inverse_lambda_alpha
says failures/figures/scan_outcomes.svg "no gauge phase"
says failures/index.html "α is missing, the rest stands"
grep -q "without a value: [1-9]" failures/figures/scan_inverse_lambda_alpha.gp || fail "the share without a value is not on the figure"

# --- Without curves.
sed 's/"exponents"/"summary"/' lhs.toml >summary.toml
run summary
# shellcheck disable=SC2086
figures_of summary scan_outcomes $distributions $effects
# shellcheck disable=SC2086
without_figures summary $curves
says summary/index.html "The file has no curves"

passed
