#!/usr/bin/env bash
# calibrate.sh PROGRAM SOURCE_DIR: `lpsglass calibrate` on the paper's deck, moved 20 percent off, and what it does where
# targets cannot be met.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"
mkdir input
cp -r "$source_dir/input/." input

# moved UP DOWN: the paper's deck, every other of the ten adjusted quantities times UP, the others times DOWN
moved() {
    awk -v up="$1" -v down="$2" '
        function times(x) { n++; return sprintf("%.10g", x * (n % 2 ? up : down)) }
        # The numbers of an array one by one; the three offsets are one quantity.
        /^hybrid_offset/ { x = times(-1.9898); sub(/\[[^]]*\]/, "[" x ", " x ", " x "]") }
        /^kappa_beta/ { sub(/\[[^]]*\]/, "[" times(96086) ", " times(93941) ", " times(99435) "]") }
        /^kappa_theta/ { sub(/\[[^]]*\]/, "[" times(157000) ", " times(110740) ", " times(144690) "]") }
        /^coupling =/ { sub(/69.78/, times(69.78)) }
        /^cooperativity_beta/ { sub(/4.0987/, times(4.0987)) }
        /^cooperativity_theta/ { sub(/52.865/, times(52.865)) }
        { print }' input/as2se3_paper.toml
}

# constants FILE: the calibrated numbers with the digits of docs/theory.md section 9
constants() {
    sed -n 's/#.*//; s/^\(hybrid_offset\|kappa_beta\|kappa_theta\|coupling\|cooperativity_[a-z]*\) *= */\1 /p' "$1" |
        tr -d '[],' | awk '
            /^hybrid_offset/ { printf "%s %.4f %.4f %.4f\n", $1, $2, $3, $4 }
            /^kappa/ { printf "%s %.0f %.0f %.0f\n", $1, $2, $3, $4 }
            /^coupling/ { printf "%s %.2f\n", $1, $2 }
            /^cooperativity_beta/ { printf "%s %.4f\n", $1, $2 }
            /^cooperativity_theta/ { printf "%s %.3f\n", $1, $2 }'
}

cat >expected <<'END'
hybrid_offset -1.9898 -1.9898 -1.9898
kappa_beta 96086 93941 99435
kappa_theta 157000 110740 144690
coupling 69.78
cooperativity_beta 4.0987
cooperativity_theta 52.865
END
constants input/as2se3_paper.toml | cmp -s - expected || fail "the paper's deck has other constants"

# --- From 20 percent off, up and down: the constants come back, and nothing but numbers is another.
# without_numbers FILE: what must stay; comments behind a number may move
without_numbers() {
    sed 's/-\?[0-9][0-9.e+-]*//g; s/  *#/ #/' "$1"
}
for factors in "1.2 0.8" "0.8 1.2" "1.2 1.2" "0.8 0.8"; do
    # shellcheck disable=SC2086 # two factors
    moved $factors >input/moved.toml
    cmp -s input/moved.toml input/as2se3_paper.toml && fail "the deck was not moved"
    ends_with 0 "$program" calibrate input/moved.toml
    constants out | diff - expected >difference || fail "from $factors: $(cat difference)"
    says err target wanted reached "adjusted key" specific_heat_peak_theta "alpha_minus_beta at 500 K"
    diff <(without_numbers out) <(without_numbers input/moved.toml) >difference || fail "the text changed: $(cat difference)"
done

# --- The calibrated deck runs, meets what it was calibrated to, and comes back as it is.
cp out input/calibrated.toml
ends_with 0 "$program" run input/calibrated.toml -o calibrated.h5
says out "500.00 K"
ends_with 0 "$program" calibrate input/calibrated.toml
cmp -s out input/calibrated.toml || fail "a second calibration changes the deck: $(diff out input/calibrated.toml)"

# --- -o writes a file, and no other without --force.
ends_with 0 "$program" calibrate input/moved.toml -o input/new.toml
[ -s out ] && fail "with -o there is something on stdout"
cmp -s input/new.toml input/calibrated.toml || fail "-o writes another deck than stdout"
ends_with 2 "$program" calibrate input/moved.toml -o input/new.toml
says err --force
ends_with 0 "$program" calibrate input/moved.toml -o input/new.toml --force
echo "no deck" >note.toml
ends_with 2 "$program" calibrate input/moved.toml -o note.toml --force
says note.toml "no deck"
ends_with 3 "$program" calibrate input/moved.toml -o nowhere/new.toml
ends_with 0 "$program" calibrate input/moved.toml -o elsewhere.toml
says err "warning: elsewhere.toml"

# --- Targets that cannot be met: told with the nearest reached, in the deck too, and status 1.
cat >impossible.toml <<'END'
schema = 1
[[calibration.target]]
observable  = "lambda_alpha"
value       = 50.0
temperature = 453.0
adjust      = ["partition.cooperativity_theta"]
END
ends_with 1 "$program" calibrate impossible.toml
says err "not met: lambda_alpha at 453 K is wanted to be 50" "no target depends on partition.cooperativity_theta"
head -1 out >first
says first "# lpsglass calibrate: NOT MET" "lambda_alpha at 453 K 0.66" "instead of 50"
cp out again.toml
ends_with 1 "$program" calibrate again.toml
[ "$(grep -c 'NOT MET' out)" -eq 1 ] || fail "the comment of an earlier calibration stays"
cat >beyond.toml <<'END'
schema = 1
[temperature]
stop = 460.0
[[calibration.target]]
observable = "specific_heat_peak_theta"
value      = 600.0
adjust     = ["partition.cooperativity_theta"]
END
ends_with 1 "$program" calibrate beyond.toml
says err "not met: specific_heat_peak_theta is wanted to be 600 K" "outside the deck's temperatures"

# --- An included deck: the numbers go into the deck that includes it, the included one stays.
cat >input/including.toml <<'END'
schema = 1
include = "moved.toml"
# mine
[gauge]
END
before=$(cksum input/moved.toml)
ends_with 0 "$program" calibrate input/including.toml
[ "$(cksum input/moved.toml)" = "$before" ] || fail "the included deck was changed"
constants out | sort >sorted
sort expected | diff sorted - >difference || fail "of an included deck: $(cat difference)"
says out "# mine" 'include = "moved.toml"'

# --- Bad decks, and decks without targets: 2, and nothing on stdout.
ends_with 2 "$program" calibrate input/as2se3.toml
says err input/as2se3.toml calibration "no targets"
cd "$source_dir/tests/decks/invalid" || exit 1
for deck in calibration_*.toml; do
    "$program" calibrate "$deck" >"$work/out" 2>"$work/err"
    [ $? -eq 2 ] || fail "$deck is not refused"
    cmp -s "$work/err" "${deck%.toml}.expected" || fail "$deck: $(diff "$work/err" "${deck%.toml}.expected")"
    [ -s "$work/out" ] && fail "$deck: something on stdout"
done

passed
