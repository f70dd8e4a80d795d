#!/usr/bin/env bash
# deck.sh PROGRAM SOURCE_DIR: the deck that `lpsglass deck` takes out of a results file runs alone, and gives the same
# results.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"
cp -r "$source_dir/input" input
scan_deck scan.toml 4
ends_with 0 "$program" run scan.toml -q
ends_with 0 "$program" run input/as2se3_paper.toml -q -o paper.h5

# --- In a folder with nothing else: no includes, no data files.
mkdir alone
for name in scan paper; do
    ends_with 0 "$program" deck $name.h5
    empty err
    mv out alone/$name.toml
    says_not alone/$name.toml 'include =' 'file ='
    cd alone || exit 1
    ends_with 0 "$program" run $name.toml -q
    ends_with 0 "$program" deck $name.h5
    cmp -s out $name.toml || fail "the resolved deck of $name.toml is another"
    cp out again.toml
    ends_with 0 "$program" run again.toml -q -f
    same $name.h5 again.h5
    cd .. || exit 1
    ends_with 0 "$program" compare $name.h5 alone/$name.h5
    says out "the same in all that decides results" "the same to the last bit"
done

# --- The deck as given, into a file.
ends_with 0 "$program" deck scan.h5 --original -o given.toml
empty out
says err "written: given.toml"
cmp -s given.toml scan.toml || fail "the deck as given is another"
ends_with 0 "$program" run given.toml -q
same scan.h5 given.h5

# --- Only decks are overwritten, and only when that is asked for.
ends_with 2 "$program" deck scan.h5 -o given.toml
says err "exists already"
ends_with 0 "$program" deck scan.h5 -o given.toml --force
cmp -s given.toml alone/scan.toml || fail "--force did not overwrite"
ends_with 2 "$program" deck scan.h5 -o paper.h5 --force
says err "is no deck"
ends_with 2 "$program" deck absent.h5
ends_with 2 "$program" deck scan.toml
ends_with 2 "$program" deck
passed
