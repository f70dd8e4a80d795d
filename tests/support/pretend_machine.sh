# shellcheck shell=bash
# A machine the tests of jobs/ pretend: a copy of jobs/ in a folder with a space in its name, and commands that
# only note how they were called. Sourced with the source directory as $1; gives $machine and $tree.

machine=$(mktemp -d)
trap 'rm -rf "$machine"' EXIT
tree="$machine/source tree"
mkdir -p "$tree/input" "$machine/bin" "$machine/work"
cp -r "$1/jobs" "$tree/"
touch "$tree/CMakePresets.json" "$tree/input/as2se3.toml" "$machine/calls"
export PATH="$machine/bin:$PATH" machine tree
unset LPSGLASS_PRESET

# pretend NAME <<'END' ... END: NAME notes its call and then does the given lines
pretend() {
    cat - >"$machine/bin/$1.lines"
    cat >"$machine/bin/$1" <<'END'
#!/usr/bin/env bash
printf '%s\n' "$(basename "$0") $*" >>"$machine/calls"
source "$0.lines"
END
    chmod +x "$machine/bin/$1"
}

pretend apt-get </dev/null
pretend mpirun </dev/null
pretend ctest </dev/null
# Configuring leaves what CMake leaves; building needs nothing.
pretend cmake <<'END'
if [ "$1" = --fresh ]; then
    echo "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" >"build/$3/CMakeCache.txt"
fi
END

# installed NAME...: dpkg-query knows these packages and no other
installed() {
    printf '%s installed\n' "$@" >"$machine/installed"
    pretend dpkg-query <<'END'
cat "$machine/installed"
exit 1
END
}

# user ID; root is 0
user() {
    pretend id <<<"echo $1"
}

fail() {
    echo "FAILED: $*"
    echo "Calls:"
    cat "$machine/calls"
    exit 1
}

# expect_call TEXT, expect_no_call TEXT: whether some call holds the text
expect_call() { grep -qF -e "$1" "$machine/calls" || fail "no call with: $1"; }
expect_no_call() { ! grep -qF -e "$1" "$machine/calls" || fail "a call with: $1"; }
