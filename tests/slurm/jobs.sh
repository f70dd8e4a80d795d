#!/usr/bin/env bash
# jobs.sh PROGRAM SOURCE_DIR: the job scripts on a real Slurm of this machine. Each runs to the end; a run that is
# warned is requeued and finishes, one that is cancelled can be gone on with, an array is merged; and all of their
# files are, to the last bit, that of one run outside Slurm. Exits with 77 where there is no Slurm or no h5py.
set -u
program=$1
source_dir=$2
python=/usr/bin/python3 # the system's, which has the packages; the first on the PATH may be another
# shellcheck source=../support/slurm.sh
source "$source_dir/tests/support/slurm.sh"

if ! "$python" -c 'import h5py'; then
    echo "NOT CHECKED: Python's h5py is missing (Debian 12: python3-h5py)"
    exit 77
fi
if slurm_missing; then
    echo "NOT CHECKED: the job scripts under Slurm"
    exit 77
fi

work=$(mktemp -d)
trap 'stop_slurm; rm -rf -- "$work"' EXIT
cd "$work" || exit 1

failures=0
fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# fail_of JOB TEXT: with what the job wrote
fail_of() {
    fail "job $1: $2"
    tail -n 20 ./*-"$1"*.out | sed 's/^/    /'
}

# Some seconds on two ranks, so that a run can be met in its middle.
cp -r "$source_dir/input" .
cat >deck.toml <<'END'
schema = 1
include = "input/as2se3.toml"
title = "Many packet widths"
[nqr]
ensemble = { method = "direct", points = 8192 } # slow
[fit]
starts = 1
uncertainty = "linear"
[temperature]
values = [77.0, 453.0]
[scan]
design = "lhs"
samples = 600
seed = 1
[[scan.parameter]]
key = "nqr.packet_fwhm"
law = "uniform"
min = 0.8
max = 1.2
END

# The job scripts as they are, but for the number of ranks: they lie in a tree whose name has a space, the program
# is the build in that tree, and they are submitted from another folder.
tree="$work/source tree"
mkdir -p "$tree/build/release/bin"
cp -r "$source_dir/jobs" "$tree/"
ln -s "$program" "$tree/build/release/bin/lpsglass"
unset LPSGLASS LAUNCH MAX_REQUEUES
PATH=$(tr : '\n' <<<"$PATH" | while read -r folder; do [ -x "$folder/lpsglass" ] || printf '%s:' "$folder"; done)

# submit SCRIPT ARGUMENT...: the number of the job; $sbatch_options go to sbatch
sbatch_options=()
submit() {
    local script=$1
    shift
    sbatch --parsable --ntasks=2 "${sbatch_options[@]}" "$tree/jobs/$script" "$@"
}

# completes JOB: waits for its end, which must be a good one
completes() {
    until_true 120 job_ended "$1" || fail_of "$1" "does not end"
    job_is "$1" COMPLETED || fail_of "$1" "ended as $(job_states "$1" | sort -u | paste -sd ' '), not COMPLETED"
}

# same FILE [RANKS]: whether it is the file of the run outside Slurm
same() {
    "$python" "$source_dir/tests/support/same_results.py" single.h5 "$@" || fail "$1 differs from the single run's file"
}

# has_saved FILE: whether a run has saved work but not ended
has_saved() {
    compgen -G "$1.parts/part-*" >/dev/null
}

# reach_the_middle JOB FILE: waits until some work is saved
reach_the_middle() {
    until_true 60 has_saved "$2" || fail_of "$1" "saves nothing"
    ! job_ended "$1" || fail_of "$1" "ended before it could be interrupted"
}

# --- sbatch alone: the default name of the results file, and two ranks of one run, not two runs.
check_run() {
    local job
    job=$(submit slurm_run deck.toml)
    completes "$job"
    same deck.h5 2
    [ ! -e deck.h5.parts ] || fail "deck.h5.parts is left"
    job=$(submit slurm_run deck.toml) # either done or refused, but not computed again
    until_true 60 job_ended "$job" || fail_of "$job" "does not end"
}

# --- A warning that the time limit is near, the requeueing made quick.
check_long() {
    local launch=$1 file=long_$1.h5 job
    job=$(LAUNCH=$launch submit slurm_long deck.toml "$file" --checkpoint-interval 0.3)
    reach_the_middle "$job" "$file"
    scancel --signal=USR1 --batch "$job"
    until_true 30 job_is "$job" PENDING || fail_of "$job" "is not requeued"
    [ ! -e "$file" ] || fail "$file exists before its run has ended"
    has_saved "$file" || fail "$file.parts has no saved work"
    # Not at once: Slurm takes back what allowed the first start, and all it allows in the same second.
    until_true 30 scontrol update jobid="$job" StartTime=now+2 2>/dev/null || fail_of "$job" "cannot be started"
    completes "$job"
    grep -qF "back into the queue" "lpsglass-long-$job.out" || fail_of "$job" "the log does not tell of the requeueing"
    same "$file" 2
}

# --- Cancelled: Slurm sends TERM to everything. What was saved stays, and submitting again goes on with it.
check_cancelled() {
    local launch=$1 script=$2 file=cancelled_$1.h5 job
    export LAUNCH=$launch
    job=$(submit "$script" deck.toml "$file" --checkpoint-interval 0.3)
    reach_the_middle "$job" "$file"
    scancel "$job"
    until_true 60 job_ended "$job" || fail_of "$job" "does not end"
    job_is "$job" CANCELLED || fail_of "$job" "is $(job_states "$job"), not CANCELLED"
    [ ! -e "$file" ] || fail "$file exists though its run was cancelled"
    has_saved "$file" || fail "$file.parts has no saved work"
    "$program" status "$file" || fail "lpsglass status $file"
    job=$(submit "$script" deck.toml "$file")
    completes "$job"
    same "$file" 2
    unset LAUNCH
}

# --- An array; one task is cancelled, all are submitted again, and the last one merges.
check_array() {
    local job part
    sbatch_options=(--array=1-3)
    job=$(submit slurm_array deck.toml array.h5 --checkpoint-interval 0.3)
    reach_the_middle "${job}_2" array.h5.part-2-of-3
    scancel "${job}_2"
    until_true 120 job_ended "$job" || fail_of "$job" "does not end"
    [ ! -e array.h5 ] || fail "array.h5 exists though a part is missing"
    touch first_array
    job=$(submit slurm_array deck.toml array.h5)
    sbatch_options=()
    completes "$job"
    for part in 1 3; do
        [ array.h5.part-$part-of-3 -ot first_array ] || fail_of "$job" "part $part was computed again"
    done
    same array.h5
}

# refused TEXT COMMAND...: the job that the command names fails, and the text is in its log
refused() {
    local text=$1 job
    shift
    job=$("$@")
    until_true 60 job_ended "$job" || fail_of "$job" "does not end"
    job_is "$job" FAILED || fail_of "$job" "is $(job_states "$job"), not FAILED"
    grep -qF -e "$text" ./*-"$job"*.out || fail_of "$job" "does not say '$text'"
}

# --- What cannot be right is refused at once.
check_refusals() {
    refused "Usage: sbatch" submit slurm_run
    refused "Usage: sbatch" submit slurm_long deck.toml --quiet
    LAUNCH=ssh refused "srun or mpirun" submit slurm_long deck.toml no.h5
    LPSGLASS=/nowhere/lpsglass refused "set LPSGLASS" submit slurm_run deck.toml no.h5
    sbatch_options=(--array=3)
    refused "must be 1-N" submit slurm_array deck.toml no.h5
    sbatch_options=(--array=1)
    refused "nothing is computed" submit slurm_array deck.toml deck.h5
    sbatch_options=()
    [ ! -e no.h5 ] || fail "no.h5 exists"
}

# --- srun ends with 0 although no rank was started: here because the folder that its PMIx plugin makes is there.
check_failed_launch() {
    local job
    sbatch_options=(--hold)
    job=$(submit slurm_run deck.toml no.h5)
    sbatch_options=()
    mkdir "$slurm_folder/tmp/spmix_appdir_$(id -u)_$job.0"
    scontrol release "$job"
    refused "did not take place" echo "$job"
}

# The time of a check is told, for whoever finds the test slow.
check() {
    local start=$SECONDS
    "check_$1" "${@:2}"
    echo "$*: $((SECONDS - start)) s"
}

start_slurm 4 || { fail "Slurm does not come up"; exit 1; }
mpirun -n 2 "$program" run deck.toml -o single.h5 --quiet || fail "the run outside Slurm ended with $?"
check run
check long srun
check long mpirun
check cancelled srun slurm_long
check cancelled mpirun slurm_run
check array
check refusals
check failed_launch

[ $failures -eq 0 ] && echo "all as promised"
[ $failures -eq 0 ]
