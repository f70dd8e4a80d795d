#!/usr/bin/env bash
# killed.sh PROGRAM SOURCE_DIR [KILLS [SEED]]: runs that are killed by SIGKILL, 20 times unless told otherwise, and
# gone on with: nothing that was saved is lost or computed again, and the results are those of an undisturbed run.
# tests/support/kill_runs.py tells what is killed and what is looked at. Many kills are a matter of minutes:
#     jobs/lib/with_mpi bash tests/cli/killed.sh build/release/bin/lpsglass "$PWD" 300
set -u
program=$(readlink -f -- "$1")
source_dir=$(readlink -f -- "$2")
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
cd "$work" || exit 1
if ! /usr/bin/python3 -c 'import h5py'; then
    echo "NOT CHECKED: Python's h5py is missing (Debian 12: python3-h5py)"
    exit 77
fi
/usr/bin/python3 "$source_dir/tests/support/kill_runs.py" "$program" "$source_dir" "${3:-20}" "${4:-1}"
