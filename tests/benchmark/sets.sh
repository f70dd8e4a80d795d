#!/usr/bin/env bash
# sets.sh [SETS...]: how the cost of a whole run grows with the number of its sets, on one rank: of scans with a fit for
# each set, and of scans over the gauge coupling alone, which share one fit. The best of REPEATS (3) runs counts.
# PROGRAM is the build in build/release unless the variable names another.
set -euo pipefail
source_dir=$(readlink -f -- "$(dirname -- "${BASH_SOURCE[0]}")/../..")
program=$(readlink -f -- "${PROGRAM:-$source_dir/build/release/bin/lpsglass}")
# shellcheck source=../../jobs/lib/mpi.sh
source "$source_dir/jobs/lib/mpi.sh"
# shellcheck source=../support/command_line.sh
source "$source_dir/tests/support/command_line.sh" "$program" "$source_dir"
sets=("$@")
if [ ${#sets[@]} -eq 0 ]; then sets=(10 100 1000); fi
cp -r "$source_dir/input" .

# seconds DECK: the best of several runs
seconds() {
    local i
    for ((i = 0; i < ${REPEATS:-3}; i++)); do
        "$program" run "$1" -o result.h5 --force --quiet >log 2>&1 || { cat log >&2 && exit 1; }
        /usr/bin/python3 -c 'import h5py; print(h5py.File("result.h5").attrs["elapsed_s"])'
    done | sort -g | head -n 1
}

echo "   sets   a fit each, s   ms/set   one fit for all, s   ms/set"
for n in "${sets[@]}"; do
    scan_deck each.toml "$n"
    sed -i '/^\[nqr\]$/,+1d' each.toml # the fast line
    sed '/nqr.packet_fwhm/,$d' each.toml | sed '$d' >shared.toml
    each=$(seconds each.toml) shared=$(seconds shared.toml)
    awk -v n="$n" -v each="$each" -v shared="$shared" \
        'BEGIN { printf "%7d %15.3f %8.3f %20.3f %8.3f\n", n, each, 1e3 * each / n, shared, 1e3 * shared / n }'
done
