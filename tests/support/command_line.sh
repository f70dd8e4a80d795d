# shellcheck shell=bash
# Sourced by the tests of the command line, which get PROGRAM and SOURCE_DIR: works in a folder of its own that is
# removed at the end, and knows how to tell what fails.
set -u
# shellcheck disable=SC2034 # for those who source this
program=$1 source_dir=$2
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
    is_status "$expected" $status "$@"
}

# is_status EXPECTED STATUS COMMAND...
is_status() {
    [ "$1" -eq "$2" ] && return
    fail "exit status $2 instead of $1: ${*:3}"
    tail -n 8 err | sed 's/^/    /'
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

# until_true COMMAND...: waits until the command succeeds; five minutes are enough on any machine
until_true() {
    local end=$((SECONDS + 300))
    until "$@"; do
        if [ "$SECONDS" -ge "$end" ]; then
            fail "waited in vain for: $*"
            return 1
        fi
        sleep 0.02
    done
}

# scan_deck FILE SETS: some 25 ms for each set on one core, by a slow way to integrate the line, so that a run can be
# met at work
scan_deck() {
    cat >"$1" <<END
schema = 1
include = "input/as2se3.toml"
[nqr]
ensemble = { method = "direct", points = 8192 }
[fit]
starts = 1
uncertainty = "linear"
[temperature]
values = [77.0, 453.0]
[scan]
design = "lhs"
samples = $2
seed = 5
[[scan.parameter]]
key = "gauge.coupling"
law = "uniform"
min = 60.0
max = 80.0
[[scan.parameter]]
key = "nqr.packet_fwhm"
law = "uniform"
min = 0.8
max = 1.2
END
}

# parts FILE: how many part files a run has saved
parts() {
    find "$1.parts" -name 'part-*.h5' 2>/dev/null | wc -l
}

# more_parts_than N FILE
more_parts_than() {
    [ "$(parts "$2")" -gt "$1" ]
}

# same ONE OTHER: whether two results files are equal to the last bit
same() {
    /usr/bin/python3 "${source_dir:?}/tests/support/same_results.py" "$1" "$2" >same.out 2>&1 || fail "$(cat same.out)"
}
