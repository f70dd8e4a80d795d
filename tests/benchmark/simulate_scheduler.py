"""The scheduler on 64 to 10,000 ranks, simulated: where rank 0 saturates, and what helps.

The rule is that of src/parallel (coordinator.cpp, batching.cpp, bench.cpp, backoff.hpp); its constants are repeated here.
A rank's queue is kept as two halves, each of which is one order message and one report. Only plain Python is needed:
simulate_scheduler.py prints the tables of docs/cluster.md.
"""
import heapq
import random

# Rank 0's time for one report with its answer, and for each item in it. Measured in shared memory
# (tests/benchmark/scheduler.sh): 1.3 us for a report of one result of 5 kB, 0.4 us for an item of 8 bytes. What is taken
# here leaves room for a network and for packing results into part files.
REPORT_S = 10e-6
ITEM_S = 2e-6
LATENCY_S = 10e-6  # of a message

# As in the sources.
QUEUE_TIME_S, QUEUE_TIME_PER_RANK_S = 0.2, 50e-6
MOST_OF_A_RANK, MOST_OF_ALL, MOST_AT_LEAST = 4096, 1 << 20, 16
RANKS_WITHOUT_ROOT = 65
SHORTEST_SLEEP_S, ATTENTIVE_S, RELAXED_S = 50e-6, 1e-3, 4e-3


def queue_length(ranks, item_s, queue_time_s=None):
    time = queue_time_s or max(QUEUE_TIME_S, QUEUE_TIME_PER_RANK_S * ranks)
    most = min(max(MOST_OF_ALL // ranks, MOST_AT_LEAST), MOST_OF_A_RANK)
    return 1 + int(min(time / item_s, most - 1))


class Simulation:
    """Costs of items are spread evenly over a factor of ten."""

    def __init__(self, ranks, item_s, items, queue_time_s=None, seed=1):
        self.random = random.Random(seed)
        self.ranks, self.item_s, self.left = ranks, item_s, items
        self.queue = queue_length(ranks, item_s, queue_time_s)
        self.seats = range(0 if ranks < RANKS_WITHOUT_ROOT else 1, ranks)
        self.in_hand = [0] * ranks  # items of the half that is worked on
        self.next = [0] * ranks  # of the half that waits
        self.known = [0] * ranks  # under way, as rank 0 knows
        self.most = [1] * ranks
        self.idle_since = [0.0] * ranks
        self.events = []  # (time, number, what, rank, items)
        self.number = 0
        self.free_s = 0.0  # when rank 0 is done with what it does
        self.busy_s = 0.0
        self.worked_s = 0.0
        self.done_s = 0.0
        self.idle = set()  # ranks with nothing under way, as rank 0 knows
        self.owed = set()  # ranks that are asked to give back

    def at(self, time, what, rank, items=0):
        self.number += 1
        heapq.heappush(self.events, (time, self.number, what, rank, items))

    def cost(self, items):
        """Of so many items: tenfold spread, 1/5.5 to 10/5.5 of the mean; many at once by their mean and variance."""
        if items <= 8:
            total = sum(self.random.uniform(1.0, 10.0) for _ in range(items)) / 5.5
        else:
            total = max(items / 5.5, self.random.gauss(items, 2.598 / 5.5 * items**0.5))
        return total * self.item_s

    def look(self, now, quiet_since, longest):
        """When one who sleeps ever longer looks: later by at most what it has slept already."""
        slept = now - quiet_since
        return now + self.random.uniform(0.0, min(longest, max(SHORTEST_SLEEP_S, slept)))

    def start(self, now, rank):
        self.in_hand[rank], self.next[rank] = self.next[rank], 0
        cost = self.cost(self.in_hand[rank])
        self.worked_s += cost
        self.at(now + cost, "finished", rank)

    def on_root(self, arrival, items):
        """Rank 0 takes a message; when it has answered."""
        longest = RELAXED_S
        if self.idle or self.owed:
            longest = ATTENTIVE_S
        elif self.queue == 1:
            longest = min(max(self.item_s / 200, ATTENTIVE_S), RELAXED_S)
        begin = self.free_s if arrival <= self.free_s else self.look(arrival, self.free_s, longest)
        self.free_s = begin + REPORT_S + items * ITEM_S
        self.busy_s += self.free_s - begin
        return self.free_s

    def hand_out(self, now, rank, items):
        items = min(items, self.left)
        if items == 0:
            return
        self.left -= items
        self.known[rank] += items
        self.idle.discard(rank)
        self.at(now + LATENCY_S, "orders", rank, items)

    def refill(self, now, rank):
        target = min(self.queue, self.most[rank])
        if self.left and 2 * self.known[rank] <= target:
            self.hand_out(now, rank, target - self.known[rank])
        if self.known[rank] == 0:
            self.idle.add(rank)

    def call_back(self, now):
        for rank in list(self.idle):
            if not self.left:
                break
            self.refill(now, rank)
        wanted = len(self.idle) - len(self.owed)
        if self.left or wanted <= 0:
            return
        rich = [r for r in self.seats if self.known[r] >= 2 and r not in self.owed]
        worth = [r for r in rich if self.known[r] * self.item_s >= 5e-3]
        for rank in heapq.nlargest(wanted, worth, key=lambda r: self.known[r]):
            self.owed.add(rank)
            self.free_s += REPORT_S
            self.busy_s += REPORT_S
            arrival = self.look(self.free_s + LATENCY_S, 0.0, RELAXED_S)
            self.at(arrival, "give back", rank, self.known[rank] // 2)

    def run(self):
        """Efficiency, and the share of its time in which rank 0 is busy."""
        for rank in self.seats:
            self.hand_out(self.free_s, rank, 1)
            self.free_s += REPORT_S / 2
            self.busy_s += REPORT_S / 2
        last_scan = 0.0
        while self.events:
            now, _, what, rank, items = heapq.heappop(self.events)
            if what == "orders":
                self.next[rank] += items
                if self.in_hand[rank] == 0:
                    self.at(self.look(now, self.idle_since[rank], ATTENTIVE_S), "begin", rank)
            elif what == "begin":
                if self.in_hand[rank] == 0 and self.next[rank]:
                    self.start(now, rank)
            elif what == "finished":
                self.done_s = now
                self.at(now + LATENCY_S, "report", rank, self.in_hand[rank])
                self.in_hand[rank] = 0
                self.idle_since[rank] = now
                if self.next[rank]:
                    self.start(now, rank)
            elif what == "give back":
                given = min(items, self.next[rank])
                self.next[rank] -= given
                self.at(now + LATENCY_S, "returned", rank, given)
            elif what == "report":
                answered = self.on_root(now, items)
                self.known[rank] -= items
                self.most[rank] = min(2 * self.most[rank], self.queue + 1)
                self.refill(answered, rank)
            elif what == "returned":
                answered = self.on_root(now, 0)
                self.owed.discard(rank)
                self.known[rank] -= items
                self.left += items
            # Rank 0 does this after all the messages that it found.
            if self.idle and what in ("report", "returned") and (now - last_scan > 1e-4 or len(self.events) < 10):
                last_scan = now
                self.call_back(self.free_s)
        assert self.left == 0 and not any(self.known)
        return self.worked_s / self.ranks / self.done_s, self.busy_s / self.done_s


def simulate(ranks, item_s, queue_time_s=None):
    seconds = max(20.0, 50 * item_s)
    return Simulation(ranks, item_s, int(ranks * seconds / item_s), queue_time_s).run()


def time_text(seconds):
    return f"{seconds:g} s" if seconds >= 1 else f"{1000 * seconds:g} ms"


def main():
    item_times = [0.001, 0.01, 0.1, 1.0]
    print("Efficiency (share of time in which rank 0 is busy), 20 s or 50 items a rank\n")
    print("| ranks |" + "".join(f" items of {time_text(t)} |" for t in item_times))
    print("|---|" + "---|" * len(item_times))
    for ranks in (64, 256, 1000, 2500, 5000, 10000):
        cells = []
        for item_s in item_times:
            if ranks * 20 / item_s > 3e7:
                # Rank 0 takes more time for an item than all others do: no need to simulate it.
                bound = item_s / ranks / (ITEM_S + REPORT_S / (max(queue_length(ranks, item_s) / 2, 1)))
                cells.append(f" at most {min(bound, 1.0):.2f} |" if bound < 1 else " - |")
                continue
            efficiency, load = simulate(ranks, item_s)
            cells.append(f" {efficiency:.3f} ({load:.2f}) |")
        print(f"| {ranks} |" + "".join(cells), flush=True)

    print("\nBatches: 10,000 ranks, items of 100 ms\n")
    print("| work queued by a rank | items | efficiency (load of rank 0) |\n|---|---|---|")
    for queue_time_s in (1e-9, 0.2, 1.0, 4.0):
        efficiency, load = simulate(10000, 0.1, queue_time_s)
        print(f"| {time_text(round(queue_time_s, 3))} | {queue_length(10000, 0.1, queue_time_s)} | "
              f"{efficiency:.3f} ({load:.2f}) |", flush=True)

    print("\nArrays: 10,000 ranks, items of 10 ms\n")
    print("| jobs | ranks of each | efficiency (load of each rank 0) |\n|---|---|---|")
    for jobs in (1, 2, 4, 10, 40):
        efficiency, load = simulate(10000 // jobs, 0.01)
        print(f"| {jobs} | {10000 // jobs} | {efficiency:.3f} ({load:.2f}) |", flush=True)


if __name__ == "__main__":
    main()
