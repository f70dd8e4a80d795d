# shellcheck shell=bash
# Sourced by the tests of the command line, which get PROGRAM and SOURCE_DIR: works in a folder of its own that is
# removed at the end, and knows how to tell what fails.
set -u
program=$1
# shellcheck disable=SC2034 # for those who source this
source_dir=$2
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
cd "$work" || exit 1

failures=0
fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# ends_with STATUS COMMAND...: runs it, stdout and stderr into the files out and err
ends_with() {
    local expected=$1 status
    shift
    "$@" >out 2>err
    status=$?
    if [ $status -ne "$expected" ]; then
        fail "exit status $status instead of $expected: ${*/#$program/lpsglass}"
        sed 's/^/    /' err | head -5
    fi
}

# says FILE TEXT..., says_not FILE TEXT...: whether a file holds the texts
says() {
    local file=$1 text
    shift
    for text in "$@"; do grep -qF -e "$text" "$file" || fail "no '$text' in $file:" "$(head -5 "$file")"; done
}
says_not() {
    local file=$1 text
    shift
    for text in "$@"; do ! grep -qF -e "$text" "$file" || fail "'$text' in $file"; done
}
empty() { [ ! -s "$1" ] || fail "$1 is not empty: $(head -3 "$1")"; }
exists() { [ -f "$1" ] || fail "$1 was not written"; }
absent() {
    if [ -e "$1" ] || [ -e "$1.parts" ]; then fail "$1 was left behind"; fi
}

# passed: the last line of a test
passed() {
    if [ "$failures" -gt 0 ]; then
        echo "$failures failure(s)"
        exit 1
    fi
    echo "all as expected"
}
