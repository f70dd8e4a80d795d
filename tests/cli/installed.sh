#!/usr/bin/env bash
# installed.sh PROGRAM SOURCE_DIR: `cmake --install` puts everything into its place, and what is installed works from
# there alone: no file of the source tree is named in it or opened by it.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"
build=$(dirname -- "$(dirname -- "$program")")
place="$work/the place" # no script stumbles over a space
cmake --install "$build" --prefix "$place" --strip >out 2>err || fail "cmake --install ended with $?: $(cat err)"

for file in bin/lpsglass share/man/man1/lpsglass.1 share/bash-completion/completions/lpsglass \
    share/zsh/site-functions/_lpsglass share/fish/vendor_completions.d/lpsglass.fish \
    share/lpsglass/{README.md,LICENSE,docs/deck.md,input/as2se3.toml,input/data/as2se3_glass_77K_reconstructed.csv}; do
    exists "$place/$file"
done
named=$(grep -rlF -e "$source_dir" -e "$build" "$place")
[ -z "$named" ] || fail "the source tree or the build is named in $named"

# --- The source tree and the build out of reach, where the system lets one hide them.
mkdir empty
cd empty || exit 1
hide=()
try=(unshare --user --map-root-user --mount)
if "${try[@]}" mount -t tmpfs none "$work/empty" 2>/dev/null; then
    # shellcheck disable=SC2016 # for the inner shell
    hide=("${try[@]}" bash -c 'mount -t tmpfs none "$1" && { [ ! -d "$2" ] || mount -t tmpfs none "$2"; } &&
        [ ! -e "$1/CMakeLists.txt" ] && shift 2 && exec "$@"' hidden "$source_dir" "$build")
else
    echo "The source tree cannot be hidden here; only what is opened is looked at."
fi
if [ ${#hide[@]} -gt 0 ]; then
    ends_with 0 "${hide[@]}" ls "$source_dir"
    empty out
fi
installed=$place/bin/lpsglass
input=$place/share/lpsglass/input
ends_with 0 "${hide[@]}" "$installed" --version
for deck in "$input"/*.toml; do
    ends_with 0 "${hide[@]}" "$installed" check "$deck"
    says out valid
done
ends_with 0 "${hide[@]}" "$installed" check --reference
ends_with 0 "${hide[@]}" "$installed" line "$input/as2se3_paper.toml"
ends_with 0 "${hide[@]}" "$installed" run "$input/as2se3_paper.toml"
exists as2se3_paper.h5
ends_with 0 "${hide[@]}" mpirun -n 2 "$installed" run "$input/as2se3_paper.toml" -o ranks.h5
exists ranks.h5

# --- No file of the source tree is even looked for.
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
    strace -f -e trace=%file -o files "$installed" run "$input/as2se3_paper.toml" -o traced.h5 >out 2>err ||
        fail "under strace: exit status $?"
    grep -qF "$input/as2se3_paper.toml" files || fail "strace does not see the deck"
    says_not files "\"$source_dir" "\"$build"
else
    echo "Without strace (Debian package strace) the files that are opened are not looked at."
fi

# --- The completion and the man page are those of this program.
(
    # shellcheck disable=SC1091
    source "$place/share/bash-completion/completions/lpsglass"
    COMP_WORDS=(lpsglass ru) COMP_CWORD=1
    _lpsglass
    [ "${COMPREPLY[*]}" = run ]
) || fail "the installed completion does not complete 'lpsglass ru'"
if command -v man >/dev/null; then
    found=$(PATH="$place/bin:$PATH" man -w lpsglass 2>&1)
    [ "$found" = "$place/share/man/man1/lpsglass.1" ] || fail "man finds $found"
fi

# --- The Slurm scripts start the program beside them; Slurm's commands are pretended.
mkdir pretended
cat >pretended/scontrol <<'END'
#!/bin/sh
echo "   Command=$SCRIPT deck.toml"
END
cat >pretended/srun <<'END'
#!/bin/sh
shift # --mpi
echo "$1" >>started
exec "$@"
END
chmod +x pretended/*
cp "$place/share/lpsglass/jobs/slurm_run" spooled # Slurm runs a copy
path=$PWD/pretended:$(tr : '\n' <<<"$PATH" | while read -r folder; do [ -x "$folder/lpsglass" ] || printf '%s:' "$folder"; done)
for script in slurm_run slurm_long; do
    cp "$place/share/lpsglass/jobs/$script" spooled
    rm -f started
    ends_with 0 env -u LPSGLASS -u LAUNCH PATH="$path" SLURM_JOB_ID=7 SCRIPT="$place/share/lpsglass/jobs/$script" \
        bash ./spooled "$input/as2se3_paper.toml" $script.h5
    exists $script.h5
    [ "$(cat started)" = "$installed" ] || fail "$script started $(cat started)"
done
cp "$place/share/lpsglass/jobs/slurm_array" spooled
rm -f started
cat >scan.toml <<END
schema = 1
include = "$input/as2se3_paper.toml"
[scan]
[[scan.parameter]]
key = "gauge.coupling"
values = [69.0, 70.0]
END
for part in 1 2; do
    ends_with 0 env -u LPSGLASS -u LAUNCH PATH="$path" SLURM_JOB_ID=$part SLURM_ARRAY_JOB_ID=7 SLURM_ARRAY_TASK_ID=$part \
        SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=2 SLURM_ARRAY_TASK_COUNT=2 \
        SCRIPT="$place/share/lpsglass/jobs/slurm_array" bash ./spooled scan.toml array.h5
done
exists array.h5
[ "$(sort -u started)" = "$installed" ] || fail "slurm_array started $(sort -u started)"

passed
