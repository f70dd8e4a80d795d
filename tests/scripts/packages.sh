#!/usr/bin/env bash
# packages.sh SOURCE_DIR: what jobs/ installs, and what it says when it may not.
set -euo pipefail
# shellcheck source=../support/pretend_machine.sh
source "$1/tests/support/pretend_machine.sh" "$1"
cd "$machine/work"

names() { awk -v kind="$1" '!/^#/ && $2 == kind { print $1 }' "$tree/jobs/lib/packages.txt"; }
mapfile -t build < <(names build)
mapfile -t test < <(names test)
mapfile -t optional < <(names optional)
if [ "${#build[@]}" -lt 10 ] || [ "${#test[@]}" -lt 3 ]; then fail "packages.txt is not read"; fi

# Neither root nor sudo: the missing ones and the command are told, nothing is done.
user 1000
pretend sudo <<<'exit 1'
installed "${build[@]}"
status=0
said=$("$tree/jobs/test" 2>&1) || status=$?
[ "$status" -eq 3 ] || fail "exit status $status instead of 3"
grep -qxF "    apt-get install --no-install-recommends ${test[*]}" <<<"$said" || fail "no command in: $said"
expect_no_call "apt-get -q"
expect_no_call "cmake --"

# Root: exactly what is missing is installed, for quickstart without the packages of the tests.
: >"$machine/calls"
user 0
installed "${build[@]:2}"
"$tree/jobs/quickstart" >said 2>&1 || fail "quickstart ended with $?"
grep -qF "Installing 2 Debian packages" said || fail "quickstart does not say what it installs"
expect_call " update"
expect_call "install -y --no-install-recommends ${build[*]:0:2}"
expect_no_call "${test[0]}"
expect_no_call "sudo apt"

# All there: apt-get is not even asked.
: >"$machine/calls"
installed "${build[@]}" "${test[@]}" "${optional[@]}"
"$tree/jobs/test" >said 2>&1 || fail "test ended with $?"
expect_no_call apt-get
expect_call "ctest --test-dir $tree/build/release"

# sudo: used for apt-get only.
: >"$machine/calls"
user 1000
pretend sudo <<<'exit 0'
installed "${build[@]}" "${optional[@]}"
"$tree/jobs/test" >said 2>&1 || fail "test ended with $?"
grep -qF "takes sudo" said || fail "sudo is not explained"
expect_call "install -y --no-install-recommends ${test[*]}"

# What is optional is asked for, and done without where it cannot be had; that is told.
: >"$machine/calls"
user 0
installed "${build[@]}" "${test[@]}"
"$tree/jobs/test" >said 2>&1 || fail "test ended with $?"
expect_call "install -y --no-install-recommends ${optional[*]}"
! grep -qF SKIPPED said || fail "tests are called skipped though all was installed"
pretend apt-get <<<'echo "no such mirror"; exit 100'
: >"$machine/calls"
"$tree/jobs/test" >said 2>&1 || fail "test ended with $?"
grep -qF "no such mirror" said || fail "apt-get's words are lost"
grep -qF SKIPPED said || fail "it is not told that tests are skipped"
expect_call ctest

# apt-get fails: its words are passed on.
installed "${build[@]}"
status=0
said=$("$tree/jobs/test" 2>&1) || status=$?
[ "$status" -eq 3 ] || fail "exit status $status instead of 3"
grep -qF "no such mirror" <<<"$said" || fail "apt-get's words are lost: $said"
