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

# --- A scan: core-hours and file as a run then has them. Times are those of the processor, so that a busy machine
# does not show; a factor of three is left for caches that others use.
scan_deck scan.toml 200
ends_with 0 "$program" check --estimate scan.toml
says out "valid" "of 200 sets, spread over the design" "core-hours: 200 sets and 200 fits" "a rank" "on rank 0" "ranks  "
hours=$(number_in work core-hours)
kilobytes=$(number_in disk kB)
[ -n "$kilobytes" ] || kilobytes=$(awk "BEGIN { print 1000 * $(number_in disk MB) }")
[ ! -e scan.h5 ] || fail "check --estimate leaves a file"
TIMEFORMAT=%U
spent=$({ time "$program" run scan.toml --quiet; } 2>&1 | tail -n 1)
between "$(awk "BEGIN { print $spent / 3600 / 3 }")" "$hours" "$(awk "BEGIN { print $spent / 3600 * 3 }")" "core-hours"
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
sed -i 's/1000000/2000/' long.toml
spent=$({ time "$program" run long.toml --quiet; } 2>&1 | tail -n 1)
between "$(awk "BEGIN { print 500 * $spent / 3600 / 3 }")" "$hours" "$(awk "BEGIN { print 500 * $spent / 3600 * 3 }")" \
    "core-hours of 500 times as many replicas"
between 2 "$(sed -n 's/^ranks  .*up to \([0-9]*\),.*/\1/p' out)" 1e6 "ranks"
! grep -q estimate <("$program" check scan.toml) || fail "an estimate that nobody asked for"

passed
