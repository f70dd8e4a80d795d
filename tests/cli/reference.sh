#!/usr/bin/env bash
# reference.sh PROGRAM SOURCE_DIR: the reference of the deck's keys that the program prints, and that docs/deck.md
# holds the same, neither more nor less.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"

# --- As text: no deck is needed, and none is taken.
ends_with 0 "$program" check --reference
says out "[structure]: the mean locally preferred structure" "  bond_length (3 numbers, unit angstrom; default" \
    "allowed: above 0, at most 10 angstrom" "[[nqr.spectrum]]" "[fit.also.NAME]" "normal, uniform, arcsine"
empty err
cp out text
ends_with 0 "$program" check --reference=text
cmp -s out text || fail "--reference=text is another text than --reference"
ends_with 2 "$program" check --reference "$source_dir/input/as2se3.toml"
says err DECK --reference
ends_with 2 "$program" check --reference=html
says err html markdown
empty out

# --- As markdown: what docs/deck.md has between its comments.
ends_with 0 "$program" check --reference=markdown
empty err
cp out markdown
compare() { /usr/bin/python3 "$source_dir/tests/support/deck_reference.py" "$@" <markdown; }
if ! compare "$source_dir/docs/deck.md" >found; then
    fail "docs/deck.md and the program differ; 'lpsglass check --reference=markdown | python3" \
        "tests/support/deck_reference.py docs/deck.md --write' mends it:" "$(cat found)"
fi

# --- The comparison itself sees what is lost, added, changed or moved, on either side.
notices() { # WORDS SED_SCRIPT: of a page changed so
    sed "$2" "$source_dir/docs/deck.md" >page.md
    cmp -s page.md "$source_dir/docs/deck.md" && fail "nothing was changed by $2"
    if compare page.md >found; then fail "not noticed: $2"; fi
    says found "$1"
}
notices "missing is | \`packet_fwhm\`" '/^| .packet_fwhm./d'
notices "not in the program is | colour" '/^| .packet_fwhm./a | colour | word | - | none | any | of the glass |'
notices "missing is | \`coupling_4p\`" '/^| .coupling_4p./s/410.7/411.7/'
notices "[gauge]: missing" '/keys: .gauge/,/end of keys/s/69.78/70/'
notices "no table of [gauge]" '/keys: .gauge/,/end of keys/d'
notices "without its comments" '/keys: .gauge/d'
notices "under the heading" 's/^## .gauge.$/## [gauges]/'
notices "another order" '/^| .bond_angle./{h;d};/^| .hybrid_offset./G'
cp markdown all
sed '/keys: .nqr. /,/end of keys/{/packet_fwhm/d}' all >markdown # a key that the program no longer has
if compare "$source_dir/docs/deck.md" >found; then fail "not noticed: a key that the program does not have"; fi
says found "not in the program is | \`packet_fwhm\`"

# --- --write mends such a page.
cp all markdown
sed '/^| .packet_fwhm./d; s/410.7/411.7/' "$source_dir/docs/deck.md" >page.md
compare page.md --write >found || fail "not mended: $(cat found)"
cmp -s page.md "$source_dir/docs/deck.md" || fail "--write changes more than the tables"

passed
