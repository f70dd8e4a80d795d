#!/usr/bin/env bash
# scaling.sh [DECK [RANKS...]]: strong scaling of a whole run: the same deck on 1, 2, 4, ... ranks, up to the cores of
# this machine, or on the RANKS given. Of each the best of REPEATS (3) runs counts. Without a deck it is a scan of 400
# sets with a fit each, of some 30 ms. Times are those of `lpsglass run` itself, from its start on all ranks to the finished file.
# PROGRAM is the build in build/release unless the variable names another. Nothing else should run meanwhile.
set -eu
source_dir=$(readlink -f -- "$(dirname -- "${BASH_SOURCE[0]}")/../..")
program=$(readlink -f -- "${PROGRAM:-$source_dir/build/release/bin/lpsglass}")
# shellcheck source=../../jobs/lib/mpi.sh
source "$source_dir/jobs/lib/mpi.sh"
# shellcheck source=../support/command_line.sh
source "$source_dir/tests/support/command_line.sh" "$program" "$source_dir"

deck=${1:+$(readlink -f -- "$1")}
ranks=("${@:2}")
if [ ${#ranks[@]} -eq 0 ]; then
    for ((n = 1; n <= $(nproc); n *= 2)); do ranks+=("$n"); done
fi

if [ -z "$deck" ]; then
    cp -r "$source_dir/input" .
    scan_deck deck.toml 400
    deck=deck.toml
fi

# seconds RANKS: the best of several runs
seconds() {
    local i
    for ((i = 0; i < ${REPEATS:-3}; i++)); do
        mpirun -n "$1" "$program" run "$deck" -o result.h5 --force --quiet >log 2>&1 || { cat log >&2 && exit 1; }
        /usr/bin/python3 -c 'import h5py; print(h5py.File("result.h5").attrs["elapsed_s"])'
    done | sort -g | head -n 1
}

echo "$("$program" check "$deck" | sed -n 's/^parameter sets *//p') sets, load of the machine before: $(cut -d ' ' -f 1-3 /proc/loadavg)"
echo "ranks   seconds   speed-up   efficiency"
first=""
for n in "${ranks[@]}"; do
    time=$(seconds "$n")
    first=${first:-$time}
    awk -v n="$n" -v t="$time" -v f="$first" -v m="${ranks[0]}" \
        'BEGIN { printf "%5d %9.2f %10.2f %12.3f\n", n, t, f / t * m, f * m / (t * n) }'
done
