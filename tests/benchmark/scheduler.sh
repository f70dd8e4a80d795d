#!/usr/bin/env bash
# scheduler.sh BENCHMARK_SCHEDULER: overhead per item and memory of rank 0 on 1, 2, 4 and 8 ranks, scaling from 1 to
# 2 ranks, cost of a message.
set -eu
program=$1
with_mpi="$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../../jobs/lib/with_mpi"

for items in 100000 1000000; do
    for ranks in 1 2 4 8; do
        "$with_mpi" mpirun -n "$ranks" "$program" overhead "$items"
    done
done

# The best of three: other work on the machine only slows down.
best() {
    for _ in 1 2 3; do
        "$with_mpi" mpirun -n "$1" "$program" scaling "$2"
    done | awk '{ if (!best || $6 < best) best = $6 } END { print best }'
}
for items in 20 200 2000 200000; do
    one=$(best 1 "$items")
    two=$(best 2 "$items")
    awk -v items="$items" -v one="$one" -v two="$two" \
        'BEGIN { printf "scaling %d items: %.3f s on 1 rank, %.3f s on 2, efficiency %.3f\n", items, one, two, one / two / 2 }'
done

"$with_mpi" mpirun -n 2 "$program" messages 1000
