# shellcheck shell=bash
# A Slurm of one node on this machine for the user who starts it, in a folder of its own: own key, ports,
# configuration, state and logs. Another Slurm or munge of the machine is neither used nor disturbed. Sourced.

PATH=$PATH:/usr/sbin # where the daemons are; not on every user's PATH
slurm_folder=""
slurm_pids=()

# slurm_missing: says why there can be no Slurm here; fails when there can be one
slurm_missing() {
    local name
    for name in munged mungekey slurmctld slurmd sbatch; do
        if ! command -v "$name" >/dev/null; then
            echo "$name is not installed (Debian 12: slurm-wlm and munge)"
            return
        fi
    done
    return 1
}

# free_ports N: ports that nobody listens on
free_ports() {
    /usr/bin/python3 -c '
import socket, sys
sockets = [socket.socket() for _ in range(int(sys.argv[1]))]
for s in sockets:
    s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in sockets))' "$1"
}

# write_slurm_conf CPUS: a node with so many processors, whatever the machine has
write_slurm_conf() {
    local cpus=$1 host ports
    host=$(hostname -s)
    read -ra ports < <(free_ports 2)
    cat >"$slurm_folder/slurm.conf" <<END
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=${ports[0]}
SlurmdPort=${ports[1]}
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$slurm_folder/munge.socket
StateSaveLocation=$slurm_folder/state
SlurmdSpoolDir=$slurm_folder/spool
TmpFS=$slurm_folder/tmp
SlurmctldPidFile=$slurm_folder/slurmctld.pid
SlurmdPidFile=$slurm_folder/slurmd.pid
SlurmctldLogFile=$slurm_folder/slurmctld.log
SlurmdLogFile=$slurm_folder/slurmd.log
MailProg=/bin/true
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,bf_interval=5
ReturnToService=2
KillWait=5
SlurmdParameters=config_overrides
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus CoresPerSocket=$cpus RealMemory=64000 State=UNKNOWN
PartitionName=test Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
}

# start_slurm CPUS: a usable Slurm, SLURM_CONF set; prints the logs and fails when it does not come up
start_slurm() {
    # What a job of another Slurm would hand down.
    local inherited
    mapfile -t inherited < <(compgen -v | grep -E '^(SLURM|SLURMD|SBATCH|SRUN|PMIX)_')
    unset "${inherited[@]}"

    slurm_folder=$(mktemp -d)
    # tmp: PMIx calls its folders by the number of the job, in /tmp also those of another Slurm
    mkdir "$slurm_folder/state" "$slurm_folder/spool" "$slurm_folder/tmp"
    chmod 755 "$slurm_folder" # munged wants everybody to reach its socket
    write_slurm_conf "$1"
    export SLURM_CONF=$slurm_folder/slurm.conf

    # In the foreground of a background job, so that their process ids are known and they end with their parent.
    mungekey --create --keyfile="$slurm_folder/munge.key"
    munged --foreground --key-file="$slurm_folder/munge.key" --socket="$slurm_folder/munge.socket" \
        --pid-file="$slurm_folder/munge.pid" --log-file="$slurm_folder/munge.log" \
        --seed-file="$slurm_folder/munge.seed" >"$slurm_folder/munge.out" 2>&1 &
    slurm_pids+=($!)
    until_true 10 test -S "$slurm_folder/munge.socket" || return
    slurmctld -D -c -f "$SLURM_CONF" >"$slurm_folder/slurmctld.out" 2>&1 &
    slurm_pids+=($!)
    slurmd -D -c -f "$SLURM_CONF" >"$slurm_folder/slurmd.out" 2>&1 &
    slurm_pids+=($!)
    if ! until_true 30 node_is_idle; then
        tail -n 20 "$slurm_folder"/*.log "$slurm_folder"/*.out
        return 1
    fi
}

node_is_idle() {
    [ "$(sinfo --noheader --format=%t 2>/dev/null)" = idle ]
}

# stop_slurm: ends the jobs, then the daemons, and removes the folder
stop_slurm() {
    [ -n "$slurm_folder" ] || return 0
    scancel --user="$(id -un)" 2>/dev/null || true
    until_true 20 no_jobs || true
    local i
    for ((i = ${#slurm_pids[@]} - 1; i >= 0; i--)); do # in the reverse order of their start
        kill "${slurm_pids[i]}" 2>/dev/null || true
        wait "${slurm_pids[i]}" 2>/dev/null || true
    done
    rm -rf -- "$slurm_folder"
}

no_jobs() {
    [ -z "$(squeue --noheader 2>/dev/null)" ]
}

# until_true SECONDS COMMAND...: whether the command succeeds within this time
until_true() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.1
    done
}

# job_states JOB: of a job, or of all tasks of an array, one a line
job_states() {
    squeue --noheader --array --states=all --jobs="$1" --format=%T
}

# job_is JOB STATE: whether all of its tasks are in this state
job_is() {
    [ "$(job_states "$1" | sort -u)" = "$2" ]
}

# job_ended JOB
job_ended() {
    ! job_states "$1" | grep -qxE 'PENDING|CONFIGURING|RUNNING|COMPLETING|SUSPENDED|REQUEUED'
}
