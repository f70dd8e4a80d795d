#!/usr/bin/env bash
# estimate.sh PROGRAM SOURCE_DIR: `lpsglass check --estimate` against what a run then takes.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"
cp -r "$source_dir/input" .

# number_in LINE WORD: the number before a word in a line of the estimate
number_in() {
    sed -n "s/^$1  .*[ (]\([0-9.e-]*\) $2.*/\1/p" out | head -n 1
}

# between LOW VALUE HIGH NAME
between() {
    awk -v l="$1" -v x="$2" -v h="$3" 'BEGIN { exit !(x != "" && l <= x && x <= h) }' || fail "$4: $2, not $1 to $3"
}

# --- A scan: the file's size as a run then has it. Times are not compared: no test depends on them.
scan_deck scan.toml 200
ends_with 0 "$program" check --estimate scan.toml
says out "valid" "of 200 sets, spread over the design" "core-hours: 200 sets and 200 fits" "a rank" "on rank 0" "ranks  "
hours=$(number_in work core-hours)
kilobytes=$(number_in disk kB)
[ -n "$kilobytes" ] || kilobytes=$(awk "BEGIN { print 1000 * $(number_in disk MB) }")
[ ! -e scan.h5 ] || fail "check --estimate leaves a file"
between 1e-9 "$hours" 1e9 "core-hours"
ends_with 0 "$program" run scan.toml --quiet
size=$(du -b scan.h5 | cut -f 1)
between "$(awk "BEGIN { print 0.7 * $size / 1000 }")" "$kilobytes" "$(awk "BEGIN { print 4 * $size / 1000 }")" "kilobytes"

# --- Sets that share fits: the work is that of the distinct ones.
awk '/scan.parameter/ && seen++ { exit } { print }' scan.toml >shared.toml
ends_with 0 "$program" check --estimate shared.toml
says out "200 sets and 1 fits"

# --- A single set, its inner work cut short: a lower bound, and so called.
printf 'schema = 1\ninclude = "input/as2se3.toml"\n[fit]\nuncertainty = "bootstrap"\ndraws = 1000000\n' >long.toml
ends_with 0 "$program" check --estimate long.toml
says out "from 1 of 1 sets" "at least"
hours=$(number_in work core-hours)
between 1e-9 "$hours" 1e9 "core-hours"
between 2 "$(sed -n 's/^ranks  .*up to \([0-9]*\),.*/\1/p' out)" 1e6 "ranks"
! grep -q estimate <("$program" check scan.toml) || fail "an estimate that nobody asked for"

passed
