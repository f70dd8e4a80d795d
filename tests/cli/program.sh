#!/usr/bin/env bash
# program.sh PROGRAM SOURCE_DIR: what a user meets at the command line: help, versions, exit statuses, what goes
# to stdout, stderr and files.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"

# near VALUE REFERENCE RELATIVE NAME
near() {
    awk -v x="$1" -v r="$2" -v e="$3" 'BEGIN { d = x - r; if (d < 0) d = -d; s = r < 0 ? -r : r; exit !(x != "" && d <= e * s) }' ||
        fail "$4 is $1 instead of $2"
}

# deck NAME: a deck from stdin, on top of the paper's; the program's own decks stay untouched
cp -r "$source_dir/input" input
deck() {
    { printf 'schema = 1\ninclude = "input/as2se3_paper.toml"\n'; cat; } >"$1.toml"
}

# --- Help and versions go to stdout.
ends_with 0 "$program" --help
says out Usage run check line calibrate --version "Exit status"
empty err
for subcommand in run check line calibrate; do
    ends_with 0 "$program" "$subcommand" --help
    says out Usage DECK
    empty err
done
ends_with 0 "$program" --version
says out "lpsglass " Boost Eigen HDF5 MPI NLopt
grep -qE '^lpsglass [0-9]+\.[0-9]+\.[0-9]+ \([0-9a-z-]+\)$' out || fail "--version: $(head -1 out)"

# --- Wrong arguments: 2, and a word about it on stderr alone.
ends_with 2 "$program"
says err "ubcommand"
ends_with 2 "$program" frobnicate "$source_dir/input/as2se3.toml"
[ -s err ] || fail "nothing said about an unknown subcommand"
empty out
for subcommand in run check line calibrate; do
    ends_with 2 "$program" $subcommand
    says err DECK
    empty out
    ends_with 2 "$program" $subcommand --nonsense input/as2se3.toml
    says err --nonsense
    ends_with 2 "$program" $subcommand nowhere.toml
    says err nowhere.toml
    empty out
done

# --- check: what a run would do, and no file.
ends_with 0 "$program" check input/as2se3.toml
says out valid "distinct fits    1" "starts each: 8" "temperatures     70 from 10 to 700 K"
ends_with 0 "$program" check input/as2se3_paper.toml
says out valid "distinct fits    0"
[ "$(ls)" = "$(printf 'err\ninput\nout')" ] || fail "check leaves files:" ./*

# --- line: CSV on stdout, moments on stderr; the values of tests/regression/reference.
cp "$source_dir/tests/regression/reference/as2se3_paper.toml" reference.toml
ends_with 0 "$program" line reference.toml
[ "$(head -1 out)" = "frequency_MHz,intensity_per_MHz" ] || fail "line: the first line is $(head -1 out)"
[ "$(wc -l <out)" -eq 18 ] || fail "line: $(wc -l <out) lines instead of 18"
near "$(awk -F, '$1 == 58 { print $2 }' out)" 0.2529057266517891 1e-9 "the line at 58 MHz"
near "$(awk -F, '$1 == 54 { print $2 }' out)" 0.009177820092380372 1e-9 "the line at 54 MHz"
near "$(sed -n 's/.*mean \([0-9.]*\) MHz.*/\1/p' err)" 58.00004323591163 1e-7 "the mean"
near "$(sed -n 's/.*standard deviation \([0-9.]*\) MHz.*/\1/p' err)" 1.5014901769379512 1e-6 "the standard deviation"
near "$(sed -n 's/.*asymmetry \([0-9.]*\).*/\1/p' err)" 0.06856132049560279 1e-4 "the asymmetry"

# --- run without mpirun: the table on stdout, progress on stderr, the file beside.
ends_with 0 "$program" run input/as2se3.toml
exists as2se3.h5
says out beta_1 theta_13 "chi^2" "quadrature error" lambda "T_g" orders as2se3.h5
says err "1 rank"
says_not err beta_1

# --- An existing file stays, unless forced.
before=$(sha256sum as2se3.h5)
ends_with 2 "$program" run input/as2se3.toml
says err as2se3.h5 --force
[ "$(sha256sum as2se3.h5)" = "$before" ] || fail "an existing file was touched"
ends_with 0 "$program" run input/as2se3_paper.toml -o as2se3.h5 --force
[ "$(sha256sum as2se3.h5)" != "$before" ] || fail "--force did not overwrite"

# --- --quiet: nothing but what is wrong.
ends_with 0 "$program" run input/as2se3_paper.toml -o quiet.h5 --quiet
exists quiet.h5
empty err
says_not out beta_1 lambda

# --- A file that cannot be written: 3. Below a regular file not even root can.
ends_with 3 "$program" run input/as2se3_paper.toml -o input/as2se3.toml/x.h5
says err input/as2se3.toml
ends_with 3 "$program" run input/as2se3_paper.toml -o nowhere/x.h5
ends_with 2 "$program" run input/as2se3_paper.toml -o input # a folder is no file name
[ -d input ] || fail "a folder was overwritten"

# --- Valid but unphysical: 1 with a file and the reason on the last line, 2 where the deck itself is no pyramid.
deck gauge <<'END'
[gauge]
coupling = 1e4
END
ends_with 1 "$program" run gauge.toml
exists gauge.h5
tail -1 out >last
says last "1 of 1 sets failed" "gauge phase"
ends_with 1 "$program" run gauge.toml -o gauge_quiet.h5 --quiet
exists gauge_quiet.h5

deck no_extinction <<'END'
[amplitude]
theta_23 = { value = 0.0 }
END
ends_with 0 "$program" run no_extinction.toml # a missing value that is a result
exists no_extinction.h5
says out missing

deck flat <<'END'
[structure]
hybrid_offset = [-9.0, -9.0, -9.0]
END
for subcommand in run check line; do
    ends_with 2 "$program" $subcommand flat.toml
    says err flat.toml pyramid
    empty out
done
absent flat.h5

# --- Never overwritten, --force or not: what is no results file. Behind a link, the file that it names.
cp input/as2se3_paper.toml victim.toml
ends_with 2 "$program" run victim.toml -o victim.toml --force
says err victim.toml
cmp -s victim.toml input/as2se3_paper.toml || fail "a deck was overwritten by its results"
mkfifo pipe.h5
ends_with 2 "$program" run input/as2se3_paper.toml -o pipe.h5 --force
[ -p pipe.h5 ] || fail "a pipe was replaced"
ln -s quiet.h5 link.h5
ends_with 0 "$program" run input/as2se3_paper.toml -o link.h5 --force
[ -L link.h5 ] || fail "a symbolic link was replaced"

# --- An answer that cannot be written is no answer.
"$program" line input/as2se3_paper.toml >/dev/full 2>err
[ $? -eq 3 ] || fail "a lost answer ends with status 0"

# --- Data that no line of the model resembles: the fit is no fit, whatever the priors say.
{
    cat input/as2se3.toml
    echo '# kHz taken for MHz'
} | sed 's/^file .*/data = [[54000.0, 0.1, 0.01], [56000.0, 0.6, 0.01], [58000.0, 1.0, 0.01], [60000.0, 0.6, 0.01]]/' >units.toml
ends_with 1 "$program" run units.toml
says out "look at the units"
says err "as many parameters as data"
deck libration <<'END'
[nqr.thermal]
libration_rms = 80.0
[[nqr.spectrum]]
synthetic = { center = 58.0, fwhm = 4.5, noise = 0.015, seed = 1, start = 48.0, stop = 68.0, step = 0.5 }
END
ends_with 2 "$program" check libration.toml
says err libration_rms "turn the frequency over"

# --- Under mpirun all ranks leave with the same status, and the reason is told once.
ends_with 0 mpirun -n 3 "$program" run input/as2se3_paper.toml -o ranks.h5
exists ranks.h5
[ "$(grep -c 'written: ranks.h5' out)" -eq 1 ] || fail "the table is not printed once"
says err "3 rank"
ends_with 2 mpirun -n 3 "$program" run flat.toml
[ "$(grep -c 'no pyramid' err)" -eq 1 ] || fail "mpirun: the reason is told $(grep -c 'no pyramid' err) times"
absent flat.h5
ends_with 2 mpirun -n 3 "$program" run input/as2se3_paper.toml -o ranks.h5 # exists
ends_with 3 mpirun -n 3 "$program" run input/as2se3_paper.toml -o input/as2se3.toml/x.h5
ends_with 1 mpirun -n 3 "$program" run gauge.toml -o gauge_ranks.h5
exists gauge_ranks.h5

passed
