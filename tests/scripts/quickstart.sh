#!/usr/bin/env bash
# quickstart.sh SOURCE_DIR: what jobs/quickstart and jobs/test configure, build and run.
set -euo pipefail
# shellcheck source=../support/pretend_machine.sh
source "$1/tests/support/pretend_machine.sh" "$1"
pretend dpkg-query <<'END'
shift 3
for name; do echo "$name installed"; done
END
cd "$machine/work"
ln -s "$tree/jobs/quickstart" quickstart
program="$tree/build/release/bin/lpsglass"

# From another folder, through a symbolic link: the default deck, its results here.
./quickstart 2>said || fail "quickstart ended with $?"
expect_call "$program run $tree/input/as2se3.toml -o as2se3.h5"
expect_no_call "--force"
grep -qF "Running in $PWD: mpirun" said || fail "quickstart does not say where the results are"

# Again: not configured again; the results of the first call are replaced, and that is told.
touch as2se3.h5
./quickstart 2>said || fail "quickstart ended with $?"
[ "$(grep -c -- '--preset release' "$machine/calls")" -eq 1 ] || fail "configured twice"
expect_call "-o as2se3.h5 --force"
grep -qF "$PWD/as2se3.h5 of an earlier quickstart will be replaced" said || fail "quickstart overwrites silently"

# Another deck, further options: passed on, and nothing is overwritten unasked.
: >"$machine/calls"
touch other.h5
./quickstart other.toml --quiet 2>said
expect_call "run other.toml --quiet -o other.h5"
expect_no_call "--force"

# A name for the results, in every form: no other one is added.
for option in "-o mine.h5" "-omine.h5" "--output mine.h5" "--output=mine.h5"; do
    : >"$machine/calls"
    # shellcheck disable=SC2086 # two words are meant
    ./quickstart other.toml $option 2>said
    grep -qxF "mpirun -n $(sed -n 's/^mpirun -n \([0-9]*\) .*/\1/p' "$machine/calls") $program run other.toml $option" \
        "$machine/calls" || fail "$option is not passed on as it is"
done

# The status of the program is that of quickstart.
pretend mpirun <<<'exit 4'
status=0
./quickstart 2>said || status=$?
[ "$status" -eq 4 ] || fail "exit status $status instead of 4"

# New presets, or a tree that was moved, are configured anew; jobs/test uses the same folder.
: >"$machine/calls"
"$tree/jobs/test" -R unit 2>said
expect_no_call "--preset"
expect_call "cmake --build $tree/build/release"
expect_call "ctest --test-dir $tree/build/release"
expect_call "-R unit"
touch -d '+1 hour' "$tree/CMakePresets.json"
"$tree/jobs/test" 2>said
expect_call "cmake --fresh --preset release"
touch -d '-1 hour' "$tree/CMakePresets.json"
mv "$tree" "$machine/moved tree"
: >"$machine/calls"
"$machine/moved tree/jobs/test" 2>said
expect_call "cmake --fresh --preset release"

# A failing build is told, and nothing is run.
: >"$machine/calls"
pretend cmake <<<'exit 1'
status=0
"$machine/moved tree/jobs/quickstart" 2>said || status=$?
[ "$status" -eq 3 ] || fail "exit status $status instead of 3"
expect_no_call mpirun
