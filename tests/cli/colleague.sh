#!/usr/bin/env bash
# colleague.sh PROGRAM SOURCE_DIR: what docs/sharing.md tells somebody to do who got a results file and nothing else, line
# by line in an empty folder.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"

# --- The one who shares: a scan on three ranks, from a deck that includes another and names a data file.
mkdir author colleague
cd author || exit 1
cp -r "$source_dir/input" input
scan_deck study.toml 6
ends_with 0 mpirun -n 3 "$program" run study.toml -q
cd ../colleague || exit 1
cp ../author/study.h5 .
mv ../author ../gone
rm -rf ../gone

# --- The colleague.
lpsglass() { "$program" "$@"; }
ends_with 0 lpsglass show study.h5
says out "6 parameter sets" "alpha at T_g"
ends_with 0 lpsglass deck study.h5 -o study.toml
ends_with 0 lpsglass check study.toml
says out "study.toml: valid" "parameter sets   6"
ends_with 0 mpirun -n 2 "$program" run study.toml -o mine.h5
cp out table
ends_with 0 lpsglass verify study.h5
says out "3 of 6 set(s)" "identical to the last bit" "verified         study.h5"
ends_with 0 lpsglass compare study.h5 mine.h5
says out "the same in all that decides results" "results           the same to the last bit"
ends_with 0 lpsglass show mine.h5
grep -v '^written: ' table >printed
tail -n "$(wc -l <printed)" out >shown
cmp -s printed shown || fail "run and show print different texts"
if command -v gnuplot >/dev/null; then
    ends_with 0 lpsglass report study.h5 -o pages
    exists pages/index.html
else
    echo "NOT CHECKED: the report, for want of gnuplot"
fi
passed
