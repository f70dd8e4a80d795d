#!/usr/bin/env bash
# git_revision.sh SOURCE_DIR: what the build writes about the git revision, and that it writes it only once.
set -euo pipefail
source_dir=$1
# A hook of git would have set which repository is meant.
mapfile -t variables < <(git rev-parse --local-env-vars)
unset "${variables[@]}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
repository="$folder/a tree"
header="$folder/git_revision.hpp"
mkdir "$repository"

fail() {
    echo "FAILED: $*"
    exit 1
}
in_repository() { git -C "$repository" -c user.name=nobody -c user.email=nobody@localhost "$@"; }
# revision: what the header says after the script ran
revision() {
    cmake -D GIT="$(command -v git)" -D SOURCE_DIR="$repository" -D HEADER="$header" \
        -P "$source_dir/cmake/git_revision.cmake"
    sed -n 's/^#define LPSGLASS_GIT_REVISION "\(.*\)"$/\1/p' "$header"
}
expect() { [ "$(revision)" = "$1" ] || fail "$2: $(revision) instead of $1"; }

# A tree that was unpacked inside somebody else's repository is none.
git -C "$folder" init -q
expect unknown "no repository"
in_repository init -q
expect unknown "no commit"

echo one >"$repository/file"
in_repository add file
in_repository commit -q -m one
hash=$(in_repository rev-parse --short=12 HEAD)
expect "$hash" "clean"
in_repository tag v1
expect "$hash" "clean and tagged"

# Unchanged: the header keeps its time, so nothing is built anew.
touch -d '2000-01-01' "$header"
revision >"$folder/said"
[ "$(stat -c %Y "$header")" -eq "$(date -d '2000-01-01' +%s)" ] || fail "the header is written anew without need"

echo two >"$repository/file"
expect "$hash-dirty" "changed"
