#!/usr/bin/env bash
# interrupted.sh PROGRAM SOURCE_DIR: runs that are stopped in order, by signals, by --max-time, and gone on with;
# what status and snapshot tell meanwhile; what is refused; and parts that are merged.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"
if ! /usr/bin/python3 -c 'import h5py'; then
    echo "NOT CHECKED: Python's h5py is missing (Debian 12: python3-h5py)"
    exit 77
fi
cp -r "$source_dir/input" .
scan_deck scan.toml 600 # some fifteen seconds on one core
ends_with 0 mpirun -n 2 "$program" run scan.toml -o whole.h5
says err "lpsglass on 2 ranks: "

# start RANKS OPTION...: in the background, until something of its own is saved; $run is whom to send signals to
start() {
    local ranks=$1 before launch=()
    shift
    before=$(parts scan.h5)
    [ "$ranks" -eq 1 ] || launch=(mpirun -n "$ranks")
    # Without job control bash lets background processes ignore SIGINT; python gives it back.
    /usr/bin/python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])' "${launch[@]}" "$program" run scan.toml --checkpoint-interval 0.2 "$@" \
        >out 2>err &
    run=$!
    until_true more_parts_than "$before" scan.h5
}

# stop SIGNAL STATUS NAME: sends it; the run ends with the status and names the signal that reached it
stop() {
    local status
    kill -s "$1" "$run"
    wait "$run"
    status=$?
    is_status "$2" $status "$1"
    says err "interrupted ($3): " "saved in scan.h5.parts" --resume
    [ ! -e scan.h5 ] || fail "scan.h5 is there before its run has ended"
}

# --- Signals to the program and to mpirun, each to a run that goes on with the one before, on other ranks.
start 1
"$program" status scan.h5 >running || fail "status of a running run"
says running "running on $(hostname) (process $run)" "of 600 sets" "with 1 rank(s)"
ends_with 0 "$program" snapshot scan.h5
says out "of 600 sets are done so far" scan.snapshot.h5
ends_with 2 "$program" run scan.toml --resume # a second writer
says err "scan.h5.parts is in use by process $run on $(hostname)"
kill -s TERM "$run"
wait "$run"
is_status 4 $? TERM

ends_with 0 "$program" status scan.h5
says out "interrupted on $(hostname)" "--resume"
ends_with 2 "$program" run scan.toml # neither --resume nor --force
says err "scan.h5.parts holds an interrupted run" --resume --force

start 1 --resume
says err "resumed  "
stop INT 4 SIGINT
start 2 --resume
stop USR1 4 SIGUSR1
start 3 --resume
kill -s TERM "$run" # mpirun gives the ranks a second, and a status of its own
if wait "$run"; then fail "mpirun ends with 0 after SIGTERM"; fi
start 1 --resume
stop USR1 4 SIGUSR1
ends_with 4 mpirun -n 2 "$program" run scan.toml --resume --max-time 0.5
says err "interrupted (--max-time): " "saved in scan.h5.parts"
ends_with 0 "$program" snapshot scan.h5 -o interrupted.h5

# --- What cannot be gone on with is refused, and why is told.
sed 's/min = 60.0/min = 61.0/; s/^starts = 1/starts = 2/' scan.toml >other.toml
ends_with 2 "$program" run other.toml -o scan.h5 --resume
says err "another deck" scan.parameter fit.starts "1 -> 2"
{ cat scan.toml; printf '[output]\ndetail = "summary"\n'; } >detail.toml
ends_with 2 "$program" run detail.toml -o scan.h5 --resume
says err "[output]" "detail full" "detail summary"

# --- To the end, and after it.
ends_with 0 mpirun -n 2 "$program" run scan.toml --resume
same whole.h5 scan.h5
[ ! -e scan.h5.parts ] || fail "scan.h5.parts is left"
before=$(sha256sum scan.h5)
ends_with 0 "$program" run scan.toml --resume
says err "scan.h5 is complete: nothing to do"
ends_with 2 "$program" run other.toml -o scan.h5 --resume
says err "another deck"
[ "$(sha256sum scan.h5)" = "$before" ] || fail "a complete file was touched"
ends_with 0 "$program" status scan.h5
says out "finished on" "600 of 600 sets (100.0 percent)"
ends_with 2 "$program" snapshot scan.h5
says err finished
ends_with 2 "$program" status nowhere.h5

# --- Parts.
scan_deck small.toml 60
ends_with 0 "$program" run small.toml
cp small.h5 small_whole.h5
rm small.h5
ends_with 0 mpirun -n 2 "$program" run small.toml --part 1/2
says out "part done: small.h5.part-1-of-2"
ends_with 0 "$program" status small.h5.part-1-of-2
says out finished "30 of 30 sets"
ends_with 0 "$program" run small.toml --part 1/2 --resume
says err "nothing to do"
ends_with 2 "$program" merge small.h5
says err "small.h5.part-2-of-2"
ends_with 137 "$program" run small.toml --part 2/2 --checkpoint-interval 1000 --kill-at-write-step 30
ends_with 0 "$program" snapshot small.h5.part-2-of-2 -o part.h5
says out "30 of 60 sets"
/usr/bin/python3 - <<'END' || fail "the snapshot of part 2 has other sets than 31 to 60"
import h5py, numpy as np
seconds = h5py.File("part.h5")["tasks/seconds"][()]
assert np.isnan(seconds[:30]).all() and not np.isnan(seconds[30:]).any()
END
{ cat small.toml; printf '[output]\ndetail = "summary"\n'; } >detail.toml
ends_with 0 "$program" run detail.toml -o small.h5 --part 2/2 --force
ends_with 2 "$program" merge small.h5
says err "[output]"
rm -r small.h5.part-2-of-2
ends_with 0 "$program" run small.toml --part 2/2
ends_with 0 "$program" merge small.h5
same small_whole.h5 small.h5
ends_with 2 "$program" run small.toml --part 3/2
ends_with 2 "$program" run small.toml --part x

# --- Copies instead of ranks are warned of.
rm small.h5
SLURM_NTASKS=3 ends_with 0 "$program" run small.toml
says err "SLURM_NTASKS is 3, but this run has 1 rank" "3 serial copies"
rm small.h5
SLURM_NTASKS=2 ends_with 0 mpirun -n 2 "$program" run small.toml
! grep -q SLURM_NTASKS err || fail "a warning though all tasks are ranks"

passed
