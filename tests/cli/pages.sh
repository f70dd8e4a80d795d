#!/usr/bin/env bash
# pages.sh PROGRAM SOURCE_DIR: the man page and the completions of bash, zsh and fish know every subcommand and option of
# the program, as --help tells them, and no other. What zsh, fish, groff and mandoc say is looked at where they are.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"
pages=$(dirname -- "$(dirname -- "$program")")/pages
man=$pages/lpsglass.1

# What --help tells: subcommands; options of one (or, without a name, of the program).
subcommands() { "$program" --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]\+\) .*/\1/p'; }
options() { "$program" "$@" --help | sed -n 's/^  \(-[^ ]*\).*/\1/p' | sed 's/{[^}]*}//' | tr ',' '\n' | sort; }
mapfile -t commands < <(subcommands)
[ "${#commands[@]}" -ge 8 ] || fail "--help names ${#commands[@]} subcommands"
options run | grep -qx -e --resume || fail "--help is not read"
says_not "$man" kill-at-write-step
says_not "$pages/lpsglass.bash" kill-at-write-step

# same_words WHAT EXPECTED FOUND
same_words() { [ "$2" = "$3" ] || fail "$1: expected $(tr '\n' ' ' <<<"$2") - found $(tr '\n' ' ' <<<"$3")"; }

# --- The man page: a subsection for each subcommand, its options, nothing that a formatter stumbles over.
section() { # NAME: the text of one subcommand, or of OPTIONS
    awk -v name="$1" '/^\.S[SH] / { inside = $2 == name } inside' "$man"
}
man_options() { section "$1" | grep -A1 '^\.TP' | grep -oE '\\fB\\-[^\\]*(\\-[^\\]*)*\\fR' | sed 's/\\f[BR]//g; s/\\-/-/g' | sort; }
same_words "man: subcommands" "${commands[*]}" "$(sed -n 's/^\.SS //p' "$man" | tr '\n' ' ' | sed 's/ $//')"
same_words "man: options" "$(options)" "$(man_options OPTIONS)"
for command in "${commands[@]}"; do
    same_words "man: $command" "$(options "$command")" "$(man_options "$command")"
done
says "$man" '.SH EXIT STATUS' '.SH FILES' '.SH ENVIRONMENT' '.SH EXAMPLES' "lpsglass $("$program" --version | sed -n '1s/lpsglass \([^ ]*\).*/\1/p')"
if command -v groff >/dev/null; then
    LC_ALL=C.UTF-8 groff -man -ww -Tutf8 -z "$man" >said 2>&1 || fail "groff ended with $?"
    empty said
fi
if command -v mandoc >/dev/null; then
    # A date is missing: one of the build would make every build another one.
    mandoc -T lint -W warning "$man" | grep -v 'missing date' >said
    empty said
fi

# Its examples are commands that there are.
sed -n '/^\.nf/,/^\.fi/{/^lpsglass\|^mpirun/p}' "$man" | sed 's/\\-/-/g; s/.*lpsglass //' >examples
[ "$(wc -l <examples)" -ge 6 ] || fail "the man page has no examples"
while read -r command rest; do
    for word in $rest; do
        [[ "$word" != --* ]] || options "$command" | grep -qxF -e "$word" || fail "an example has $command $word"
    done
done <examples

# --- bash: what the completion offers behind the given words is exactly what the program takes.
# shellcheck disable=SC1091
source "$pages/lpsglass.bash"
offered() { # WORD...: the last one is what has been typed of the word to complete
    COMP_WORDS=(lpsglass "$@") COMP_CWORD=$# COMPREPLY=()
    _lpsglass
    printf '%s\n' "${COMPREPLY[@]}" | sort
}
complete -p lpsglass >/dev/null || fail "bash does not complete lpsglass"
same_words "bash: subcommands" "$({ subcommands; options; } | sort)" "$(offered "")"
for command in "${commands[@]}"; do
    same_words "bash: $command" "$(options "$command")" "$(offered "$command" -)"
done
same_words "bash: a beginning" "--resume --reuse" "$(offered run --re | xargs)"

# Files: decks where a deck is wanted, results where those are, any for a new file, none for a number.
mkdir files
cd files || exit 1
mkdir folder
touch "a deck.toml" b.toml b.h5 notes
same_words "bash: decks" "a deck.toml b.toml folder" "$(offered run "" | xargs)"
same_words "bash: results" "b.h5 folder" "$(offered status "" | xargs)"
same_words "bash: output" "a deck.toml b.h5 b.toml folder notes" "$(offered run b.toml -o "" | xargs)"
same_words "bash: reuse" "b.h5 folder" "$(offered run b.toml --reuse "" | xargs)"
same_words "bash: part" "" "$(offered run b.toml --part "" | xargs)"
same_words "bash: reference" "markdown text" "$(offered check --reference = "" | xargs)"
same_words "bash: reference" "markdown text" "$(offered check --reference = | xargs)"
same_words "bash: reference" "markdown" "$(offered check --reference = m | xargs)"
same_words "bash: behind a flag" "a deck.toml b.toml folder" "$(offered check --estimate "" | xargs)"
cd "$work" || exit 1

# --- zsh: the names in its file; and it reads as a script.
zsh_options() { # NAME: of the subcommand, in its branch
    awk -v name="    $1)" '$0 == name { inside = 1 } inside && /;;/ { exit } inside' "$pages/_lpsglass" |
        sed -n "s/^ *'\(--*[a-z-]*[a-z]\).*/\1/p" | sort
}
for command in "${commands[@]}"; do
    same_words "zsh: $command" "$(options "$command")" "$(zsh_options "$command")"
    says "$pages/_lpsglass" "        '$command:"
done
if command -v zsh >/dev/null; then zsh -n "$pages/_lpsglass" || fail "zsh cannot read _lpsglass"; fi

# --- fish: asked itself.
if command -v fish >/dev/null; then
    fish_offers() { fish --no-config -c "source $pages/lpsglass.fish; complete -C '$1'" | cut -f 1; }
    export HOME=$work
    same_words "fish: subcommands" "$(subcommands | sort)" "$(fish_offers 'lpsglass ' | sort)"
    for command in "${commands[@]}"; do
        same_words "fish: $command" "$(options "$command" | grep -e '^--')" "$(fish_offers "lpsglass $command --" | tr -d = | sort -u)"
    done
    cd files || exit 1
    same_words "fish: decks first" "b.toml" "$(fish_offers 'lpsglass run b' | head -1)"
    cd "$work" || exit 1
fi

passed
