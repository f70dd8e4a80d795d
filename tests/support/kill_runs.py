"""Kills runs by SIGKILL and goes on with them: kill_runs.py PROGRAM SOURCE_DIR KILLS SEED.

Whatever dies and whenever - one rank, all ranks, mpirun alone, rank 0 before any of its steps that change the disk -
every part file that exists is whole, the next start takes over exactly what they hold and computes none of it again,
and the file at the end is, bit for bit, that of a run that nobody disturbed. Prints what was killed when; exits with 1
on the first thing that is not so. Works in the current folder.
"""
import collections
import contextlib
import glob
import hashlib
import math
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time

import h5py

INNER = 1 << 63  # items from here on are inner work of a set
MOST_KILLS = 3  # of one run, before it may end
DEADLINE_S = 300  # nothing here takes as long, on whatever machine
MPIRUN_ALONE_S = 30  # after the last rank; it needs some two

SCAN = """schema = 1
include = "input/as2se3.toml"
[nqr]
ensemble = { method = "direct", points = 8192 }
[fit]
starts = 1
uncertainty = "linear"
[temperature]
values = [77.0, 453.0]
[scan]
design = "lhs"
samples = 60
seed = 5
[[scan.parameter]]
key = "gauge.coupling"
law = "uniform"
min = 60.0
max = 80.0
[[scan.parameter]]
key = "nqr.packet_fwhm"
law = "uniform"
min = 0.8
max = 1.2
"""
SINGLE = """schema = 1
include = "input/as2se3.toml"
[nqr]
ensemble = { method = "direct", points = 8192 }
[fit]
draws = 1000
"""


class Wrong(Exception):
    pass


def expect(true, text):
    if not true:
        raise Wrong(text)


class Case:
    """A deck, what its result must be, and how a run of it is called."""

    def __init__(self, name, deck, options=()):
        self.name, self.deck, self.options = name, deck, list(options)
        self.output = f"{name}.h5"
        self.goal = self.output  # what stands when the run is complete
        self.reference = f"{name}_reference.h5"

    def parts(self):
        return f"{self.goal}.parts"

    def completes(self):
        """Compares with the run that nobody disturbed."""
        same_results(self.reference, self.output)


class PartCase(Case):
    """Part 2 of 2; part 1 is done once, and merging the two must give the file of a run in one piece."""

    def __init__(self, name, deck, reference):
        super().__init__(name, deck, ["--part", "2/2"])
        self.reference = reference
        self.goal = f"{self.output}.part-2-of-2"
        call("run", deck, "-o", self.output, "--part", "1/2")

    def completes(self):
        call("merge", self.output)
        same_results(self.reference, self.output)


def call(*arguments):
    subprocess.run([PROGRAM, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def same_results(one, other):
    script = os.path.join(SOURCE_DIR, "tests/support/same_results.py")
    told = subprocess.run([sys.executable, script, one, other], capture_output=True, text=True)
    expect(told.returncode == 0, f"not the result of an undisturbed run:\n{told.stdout}{told.stderr}")


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children(pid):
    """Ranks of an mpirun, by their number."""
    ranks = {}
    for path in glob.glob(f"/proc/{pid}/task/*/children"):
        with contextlib.suppress(OSError), open(path) as f:
            for child in f.read().split():
                with contextlib.suppress(OSError), open(f"/proc/{child}/environ", "rb") as env:
                    found = re.search(rb"(?:^|\0)OMPI_COMM_WORLD_RANK=(\d+)", env.read())
                    if found and alive(child):
                        ranks[int(found[1])] = int(child)
    return ranks


def wait_for(what, text):
    end = time.monotonic() + DEADLINE_S
    while not what():
        expect(time.monotonic() < end, f"waited in vain for {text}")
        time.sleep(0.005)


class Saved:
    """What the part files of a run hold, all of them read and checked."""

    def __init__(self, case):
        self.files = sorted(glob.glob(os.path.join(case.parts(), "part-*.h5")))
        self.items = set()
        for path in self.files:
            with h5py.File(path) as f:
                for name in ("item", "offset", "payload"):
                    values = f[name][()]
                    expect(hashlib.sha256(values.tobytes()).hexdigest() == f[name].attrs["sha256"],
                           f"{path}: /{name} is damaged")
                items = {int(i) for i in f["item"][()]}
            expect(not items & self.items, f"{path}: some items are in an earlier part too")
            self.items |= items
        bad = glob.glob(os.path.join(case.parts(), "*.bad"))
        expect(not bad, f"set aside as damaged: {bad}")

    def sets(self, total):
        return sum(i < total for i in self.items)


def seconds_of_sets(path):
    """Set -> the time its computation took, to the last bit; sets that are not done have none."""
    with h5py.File(path) as f:
        seconds = f["tasks/seconds"][()]
    return {i: s for i, s in enumerate(seconds) if not math.isnan(s)}


class Run:
    """One run of a case, killed and gone on with until it is complete."""

    def __init__(self, case, dice, tally):
        self.case, self.dice, self.tally = case, dice, tally
        self.seconds = {}

    def clear(self):
        for path in (self.case.output, self.case.goal, self.case.parts()):
            if os.path.isdir(path):
                shutil.rmtree(path)
            elif os.path.exists(path):
                os.remove(path)

    def complete(self, most_kills):
        """Gives how often it was killed."""
        self.clear()
        kills = 0
        for life in range(MOST_KILLS + 1):
            victim = self.dice.choice(["rank", "all", "mpirun", "write"])
            if life == MOST_KILLS or kills == most_kills:
                victim = None
            saved = Saved(self.case)
            killed = self.live(victim, saved)
            if not killed:
                break
            kills += 1
            self.look_back()
        self.case.completes()
        self.check_seconds(self.case.output)
        expect(not os.path.exists(self.case.parts()), "parts are left beside the complete file")
        left = glob.glob(f"{self.case.output}*.tmp*")
        expect(not left, f"left over: {left}")
        return kills

    def live(self, victim, before):
        """Starts the run, kills it, and gives whether that ended it."""
        ranks = self.dice.choice([2, 3]) if victim != "all" else self.dice.choice([1, 2, 3])
        command = [PROGRAM, "run", self.case.deck, "-o", self.case.output, "--resume", *self.case.options]
        interval, step = 0.1, None
        if victim == "write":
            interval, step = next(WRITE_STEPS)
            command += ["--kill-at-write-step", str(step)]
        command += ["--checkpoint-interval", str(interval)]
        if ranks > 1:
            command = ["mpirun", "-n", str(ranks), *command]
        with open("err", "w") as err:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=err)
        seen = {}
        if victim in ("rank", "all", "mpirun"):
            seen = self.strike(process, ranks, victim, len(before.files))
        status = self.end(process, ranks, seen)
        wait_for(lambda: not any(alive(pid) for pid in seen.values()), "the ranks' end")
        with open("err") as f:
            told = f.read()
        self.check_taken_over(told, before, status)
        if status == 0:
            return False
        expect(victim is not None, f"undisturbed, but ended with {status}:\n{told}")
        # mpirun may have told of the killed rank, and then crash itself while it ends.
        crashed = status == -signal.SIGSEGV and "signal 9 (Killed)" in told and "PMIx_server_finalize" in told
        killed = status in (-signal.SIGKILL, 128 + signal.SIGKILL)
        expect(killed or crashed, f"ended with {status}:\n{told}")
        self.tally[self.case.name, victim] += 1
        return True

    def end(self, process, ranks, seen):
        """Waits for the end, and gives the status. OpenMPI 4.1.4 has a fault of its own: where a rank dies while it
        connects, mpirun may wait for ever though no rank is left. Then it is ended here, and that is told."""
        end, last_alive = time.monotonic() + DEADLINE_S, time.monotonic()
        while process.poll() is None:
            if ranks > 1:
                seen.update(children(process.pid))
            now = time.monotonic()
            if not seen or any(alive(pid) for pid in seen.values()):
                last_alive = now
            if ranks > 1 and now - last_alive > MPIRUN_ALONE_S:
                self.tally["mpirun hung although all ranks had ended"] += 1
                process.kill()
            elif now > end:
                process.kill()
                raise Wrong("does not end")
            time.sleep(0.02)
        return process.returncode

    def strike(self, process, ranks, victim, parts):
        """Kills at a moment that the dice choose, in terms of what the run has written. Gives the ranks."""
        pids = {0: process.pid}
        if ranks > 1:
            wait_for(lambda: process.poll() is not None or len(children(process.pid)) == ranks, "all ranks")
            pids = children(process.pid)
        parts += self.dice.randrange(5)
        delay = self.dice.uniform(0.0, 0.2)
        wait_for(lambda: process.poll() is not None
                 or len(glob.glob(os.path.join(self.case.parts(), "part-*.h5"))) >= parts, "parts")
        time.sleep(delay)
        targets = {"all": list(pids.values()), "mpirun": [process.pid],
                   "rank": [pids[self.dice.choice(sorted(pids))]] if pids else []}[victim]
        for pid in targets:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return pids

    def check_taken_over(self, told, before, status):
        """The program says that it takes over what the part files hold, neither more nor less."""
        if not before.items:
            return
        found = re.search(r"^resumed +(\d+) of (\d+) sets are done(?:, with (\d+) steps)?", told, re.M)
        if not found:
            expect(status != 0 or "is complete: nothing to do" in told, f"takes over nothing:\n{told}")
            return  # killed before it could say
        done, total = int(found[1]), int(found[2])
        steps = int(found[3] or 0)
        expect(done == before.sets(total), f"takes over {done} sets, saved are {before.sets(total)}")
        if done < total:
            expect(done + steps == len(before.items), f"takes over {done + steps} items of {len(before.items)}")
        self.tally["taken over, sets"] += done
        self.tally["taken over, steps"] += steps

    def look_back(self):
        """What a killed run left: whole part files, and a snapshot in which no set was computed again."""
        saved = Saved(self.case)
        self.tally["killed with %s" % ("no part" if not saved.files else "parts")] += 1
        if os.path.exists(self.case.goal) and os.path.isfile(self.case.goal):
            self.tally["killed with the file in place"] += 1
            same_results(self.case.reference, self.case.goal)
        if not os.path.exists(os.path.join(self.case.parts(), "identity")):
            return
        call("snapshot", self.case.goal, "-o", "snapshot.h5", "--force")
        self.check_seconds("snapshot.h5")

    def check_seconds(self, path):
        """No set that was saved once is computed again: it would take another time."""
        now = seconds_of_sets(path)
        for number, seconds in self.seconds.items():
            expect(number in now, f"{path}: set {number} was saved and is lost")
            expect(now[number] == seconds, f"{path}: set {number} was computed again")
        self.seconds = now


def write_steps(dice):
    """Checkpoint interval and step before which rank 0 dies, each once before any comes again. With one long
    interval the steps of a whole run are some 40, the last of them those of its end."""
    while True:
        steps = [(1000, k) for k in range(1, 43)] + [(0.1, k) for k in range(1, 80)]
        dice.shuffle(steps)
        yield from steps


def main():
    shutil.copytree(os.path.join(SOURCE_DIR, "input"), "input", dirs_exist_ok=True)
    for name, text in (("scan", SCAN), ("single", SINGLE)):
        with open(f"{name}.toml", "w") as deck:
            deck.write(text)
        call("run", f"{name}.toml", "-o", f"{name}_reference.h5")
    cases = [Case("scan", "scan.toml"), Case("single", "single.toml"),
             PartCase("part", "scan.toml", "scan_reference.h5")]
    kills, runs, start = 0, 0, time.monotonic()
    tally = collections.Counter()
    while kills < KILLS:
        dice = random.Random(f"{SEED} {runs}")
        case = cases[runs % len(cases)]
        try:
            kills += Run(case, dice, tally).complete(KILLS - kills)
        except Wrong as wrong:
            print(f"FAILED: run {runs} of seed {SEED} ({case.name}), after {kills} kills: {wrong}")
            with open("err") as f:
                print(f.read())
            return 1
        runs += 1
        tally["runs of " + case.name] += 1
    for what, count in sorted(tally.items(), key=str):
        print(f"{what if isinstance(what, str) else ', killed: '.join(what):40} {count}")
    print(f"{kills} kills in {runs} runs, seed {SEED}, {time.monotonic() - start:.0f} s: "
          "nothing lost, nothing done twice, all results as undisturbed")
    return 0


if __name__ == "__main__":
    PROGRAM, SOURCE_DIR, KILLS, SEED = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    WRITE_STEPS = write_steps(random.Random(SEED))
    sys.exit(main())
