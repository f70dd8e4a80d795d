"""What tests/benchmark/run measured, read from its folder, and tables of it."""
import glob
import json
import os
import re
import statistics


def read(path):
    with open(path) as file:
        return json.load(file)


class Measured:
    """Everything of a folder: benchmarks by name, times in seconds, one per round."""

    def __init__(self, folder):
        self.folder, self.benchmarks, self.baseline = folder, {}, {}
        self.judged = read(f"{folder}/judged.json") if os.path.exists(f"{folder}/judged.json") else None
        for path in sorted(glob.glob(f"{folder}/*.[0-9]*.json")):
            name = os.path.basename(path).split(".")[0]
            if name == "baseline":
                self._add_baseline(read(path))
                continue
            for b in read(path)["benchmarks"]:
                if not b.get("error_occurred"):
                    self.benchmarks.setdefault(b["name"], []).append(b)

    def _add_baseline(self, round_):
        for name, times in round_["times"].items():
            self.baseline.setdefault(name, []).append(statistics.median(times))
        self.last_baseline = round_

    def times(self, name):
        """Seconds of a benchmark, one per round: of the processor, or of the clock where it says so."""
        unit = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
        clock = "real_time" if name.endswith("/real_time") else "cpu_time"
        return [b[clock] * unit[b["time_unit"]] for b in self.benchmarks[name]]

    def counter(self, name, counter):
        return [b[counter] for b in self.benchmarks[name]]

    def names(self, pattern):
        return [n for n in self.benchmarks if re.fullmatch(pattern, n)]

    def has(self, name):
        return name in self.benchmarks


def number(x):
    """Three digits, without an exponent where it is readable."""
    if x == 0 or not 1e-3 <= abs(x) < 1e6:
        return f"{x:.1e}"
    digits = max(0, 2 - int(f"{x:e}".split("e")[1]))
    return f"{x:.{digits}f}"


def print_table(title, header, rows, note=""):
    print(f"\n### {title}\n")
    if note:
        print(f"{note}\n")
    texts = [header] + [[c if isinstance(c, str) else number(c) for c in row] for row in rows]
    widths = [max(len(row[i]) for row in texts) for i in range(len(header))]
    for i, row in enumerate(texts):
        cells = [row[0].ljust(widths[0])] + [c.rjust(w) for c, w in zip(row[1:], widths[1:])]
        print(f"| {' | '.join(cells)} |")
        if i == 0:
            print("|" + "|".join("-" * (w + 1) + (":" if c else "-") for c, w in enumerate(widths)) + "|")
