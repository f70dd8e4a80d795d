#!/bin/bash
# bad_decks.sh BINARY DECKS: the program refuses every malformed deck of the folder DECKS (or of DECKS/tests/decks/invalid).
#
# For `BINARY check DECK` and for `BINARY run DECK -o FILE` it must exit with 2, print every line of DECK's
# .expected file to stderr, and leave neither FILE nor FILE.parts behind. Prints what failed; exits with 1 then.
set -u

if [ $# -ne 2 ]; then
    echo "usage: $0 BINARY DECKS" >&2
    exit 64
fi
case $1 in
*/*) binary=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") ;;
*) binary=$1 ;;
esac
decks=$2
[ -d "$decks/tests/decks/invalid" ] && decks=$decks/tests/decks/invalid
cd "$decks" || exit 1 # file names in messages are as the deck is named

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

failures=0
fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# expect_refusal DECK ARGUMENT...: runs the program and looks at its status and its messages.
expect_refusal() {
    deck=$1
    shift
    "$binary" "$@" >"$work/stdout" 2>"$work/stderr"
    status=$?
    if [ $status -ne 2 ]; then
        fail "$* exits with $status, not with 2"
        sed 's/^/    /' "$work/stderr" | head -5
    fi
    while IFS= read -r line; do
        grep -qF -- "$line" "$work/stderr" || fail "$* does not say: $line"
    done <"${deck%.toml}.expected"
}

count=0
for deck in *.toml; do
    [ -f "$deck" ] || break
    if [ ! -s "${deck%.toml}.expected" ]; then
        fail "$deck has no .expected file"
        continue
    fi
    count=$((count + 1))
    expect_refusal "$deck" check "$deck"
    expect_refusal "$deck" run "$deck" -o "$work/out.h5"
    for left in "$work"/out.h5*; do
        [ -e "$left" ] || continue
        fail "run $deck leaves ${left##*/}"
        rm -rf "$left"
    done
done

[ $count -gt 0 ] || fail "there is no deck in $decks"
echo "$count malformed decks, $failures failures"
[ $failures -eq 0 ]
