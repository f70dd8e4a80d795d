#!/usr/bin/env bash
# report.sh PROGRAM SOURCE_DIR: `lpsglass report` on the decks that ship and on decks that leave things out: pictures, data,
# page, and the page in a browser where there is one.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"
python=/usr/bin/python3 # the system's, which has the packages; the first on the PATH may be another
if ! command -v gnuplot >none; then
    echo "gnuplot is not installed: nothing is checked"
    exit 77
fi
"$python" -c 'import h5py' 2>none || python=""
input=$source_dir/input

# checked NAME: the report of NAME.h5 is there and as it should be, and gnuplot had nothing to say
checked() {
    empty err
    exists "$1_report/index.html"
    [ -z "$python" ] || "$python" "$source_dir/tests/support/check_report.py" "$1_report" "$1.h5" ||
        fail "the report of $1 is not as it should be"
}
# reported NAME: makes the report of NAME.h5 and checks it
reported() {
    ends_with 0 "$program" report "$1.h5"
    says out "written: $1_report/index.html"
    checked "$1"
}
# deck NAME BASE LINE...: NAME.toml, a deck that includes one that ships
deck() {
    { echo "include = \"$input/$2.toml\"" && printf '%s\n' "${@:3}"; } >"$1.toml"
}
# run_deck STATUS NAME: its results file
run_deck() { ends_with "$1" "$program" run -q "$2.toml" -o "$2.h5"; }

# The three that ship. The scan with few sets.
ends_with 0 mpirun -n 2 "$program" run -q "$input/as2se3_paper.toml" -o paper.h5
ends_with 0 mpirun -n 2 "$program" run -q "$input/as2se3.toml" -o fitted.h5
deck scan sensitivity '[scan]' 'samples = 2'
mpirun -n 2 "$program" run -q scan.toml -o scan.h5 2>err # some of its sets may have no value
exists scan.h5
for name in paper fitted scan; do reported $name; done
for name in line frequencies free_energy_beta free_energy_theta time_beta time_theta rates_beta rates_theta extinction_beta \
    extinction_theta exponents lambda orders relaxation_function specific_heat; do
    exists paper_report/figures/$name.svg
done
for name in correlation data_share posterior; do
    exists fitted_report/figures/$name.svg
    [ ! -e paper_report/figures/$name.svg ] || fail "$name without a fit"
done
says paper_report/figures/line.svg 'RECONSTRUCTED data'
says fitted_report/figures/line.svg 'RECONSTRUCTED data'
says paper_report/index.html 'They cross once' '>calibrated<' 'Nothing was fitted'
says fitted_report/index.html 'They do not cross' 'calibrated for the default deck, not for this one'
says_not fitted_report/index.html '>calibrated<'
says scan_report/index.html 'parameter sets' '>scanned<'

# A figure is drawn again by its script alone; a report replaces the one that is there, and nothing else.
cp paper_report/figures/exponents.{gp,dat} .
ends_with 0 gnuplot exponents.gp
drawn() { grep -E '<(path|polygon|use|text|circle)' "$1"; } # not the header, which knows the last pen of the figure before
[ "$(drawn exponents.svg)" = "$(drawn paper_report/figures/exponents.svg)" ] || fail "the script draws another figure"
exists exponents.png
touch paper_report/mine paper_report/figures/mine.svg
ends_with 0 "$program" report paper.h5
exists paper_report/mine
exists paper_report/figures/mine.svg
rm paper_report/mine paper_report/figures/mine.svg
checked paper

# What is not there is left out, and told; nothing fails.
deck summary as2se3_paper '[output]' 'detail = "summary"'
deck exponents as2se3_paper '[output]' 'detail = "exponents"'
deck no_extinction as2se3_paper '[structure]' 'hybrid_following = 0.1'
deck no_phase as2se3_paper '[gauge]' 'coupling = 300.0'
deck no_amplitude as2se3_paper 'title = "A & B <i> x_{y \\ '"'"'q"' '[amplitude]' 'beta_1 = { value = 0.0 }' 'theta_23 = { value = 0.0 }'
deck one_temperature as2se3_paper '[temperature]' 'values = [300.0]'
deck bath as2se3_paper '[free_energy.bath]' 'beta = [-0.0080, -0.0076, -0.0074]' 'theta = [0.0050, 0.0073, 0.0105]'
deck no_line as2se3_paper '[nqr]' 'spectrum = []'
deck freed as2se3 '[fit]' 'starts = 1' 'uncertainty = "linear"' '[fit.also.off_set]' 'keys = ["structure.hybrid_offset"]' \
    'mode = "shift"' 'min = -1.5' 'max = 1.5'
deck two as2se3 '[fit]' 'starts = 1' 'uncertainty = "linear"' '[[nqr.spectrum]]' "file = \"$input/data/as2se3_glass_77K_reconstructed.csv\"" \
    'temperature = 77.0' '[[nqr.spectrum]]' 'temperature = 300.0' \
    'synthetic = { amplitude = [-0.2, -0.19, -0.18, -0.12, -0.175, -0.25], noise = 0.015, seed = 58, start = 48.0, stop = 68.0, step = 0.5 }'
for name in summary exponents no_extinction no_amplitude one_temperature bath no_line freed two; do
    run_deck 0 $name
    reported $name
done
run_deck 1 no_phase
reported no_phase
says summary_report/index.html 'with this output.detail'
says exponents_report/index.html 'with this output.detail'
[ ! -e exponents_report/figures/rates_beta.svg ] || fail "rates that the file does not have"
says no_extinction_report/index.html 'no extinction of θ<sub>12</sub>' 'β(T) is missing at all temperatures'
says no_phase_report/index.html 'undefined gauge phase of β<sub>1</sub>' 'no longer the calibrated 69.78'
says no_amplitude_report/index.html '<title>A &amp; B &lt;i&gt; xy' 'Without a free energy curve: β<sub>1</sub>'
says bath_report/index.html 'follow from the bath'
says no_line_report/index.html 'The deck has no measured line'
says freed_report/index.html '>off_set<' '>no prior<'
exists two_report/figures/line_2.svg
says two_report/figures/line_2.svg 'synthetic data'
says_not two_report/figures/line_2.svg 'RECONSTRUCTED'

# What cannot be: other folders, other files, no gnuplot.
mkdir foreign && touch foreign/mine
ends_with 2 "$program" report paper.h5 -o foreign
says err 'foreign: has other files than a report'
[ "$(ls foreign)" = mine ] || fail "a folder that was refused has changed"
ends_with 0 "$program" report paper.h5 -o foreign --force
exists foreign/mine
exists foreign/index.html
ends_with 2 "$program" report absent.h5
ends_with 2 "$program" report paper.toml -o other
absent other
mkdir bin
ends_with 3 env PATH="$work/bin" "$program" report paper.h5 -o other
says err 'gnuplot-nox'
absent other
printf '#!/bin/sh\necho "a plot went wrong" >&2\nexit 1\n' >bin/gnuplot
chmod +x bin/gnuplot
ends_with 3 env PATH="$work/bin" "$program" report paper.h5 -o other
says err 'gnuplot failed with exit status 1' 'a plot went wrong'
absent other
compgen -G 'other*' >none && fail "a report that failed left something behind"

# The check itself sees a coordinate that is none, and an id that is twice there.
if [ -n "$python" ]; then
    cp -r paper_report broken
    sed -i '0,/points = .[0-9]/s//&NaN,/; 0,/ d=.M[0-9.]*/s//&NaN/' broken/figures/lambda.svg
    sed -i 's/<figure id="figure-orders"/<figure id="figure-lambda"/' broken/index.html
    "$python" "$source_dir/tests/support/check_report.py" broken paper.h5 >seen && fail "the check passes a broken report"
    says seen 'lambda.svg' 'figure-lambda twice'
fi

# A browser opens the pages without a complaint, and no page is wider than a telephone.
browser() { # OPTION... PAGE
    chromium --headless --no-sandbox --hide-scrollbars --disable-gpu --no-first-run --disable-background-networking \
        --disable-sync --user-data-dir="$work/browser" --enable-logging=stderr "$@"
}
if command -v chromium >none && [ -n "$python" ]; then
    for name in paper fitted scan; do
        "$python" "$source_dir/tests/support/in_a_frame.py" "$name"_report/index.html 390 >"$name"_frame.html
        browser --dump-dom "file://$work/${name}_frame.html" >dom 2>log || fail "the browser does not open the report of $name"
        says dom 'page width 390 of 390, figures wider than the page: 0, figures without size: 0'
        ! grep -i 'CONSOLE' log || fail "the browser complains about the report of $name"
        browser --window-size=1280,1600 --screenshot="$work/$name.png" "file://$work/${name}_report/index.html" 2>log
        # A page without pictures and letters would take some 10 kB.
        [ "$(stat -c %s "$name.png" 2>none || echo 0)" -gt 50000 ] || fail "the picture of the report of $name is empty"
    done
else
    echo "chromium or h5py is not installed: the pages are not opened"
fi
passed
