"""Tables from what tests/benchmark/run measured.

    table.py table FOLDER SOURCE     all tables, as Markdown that is plain text too
    table.py document FOLDER SOURCE  the same, and puts them into docs/performance.md
    table.py rule FILE orders|fine   the rule of the default line, as baseline.py takes it
    table.py amplitudes FILE         where the default fit and its first start ended, degrees

FOLDER holds <program>.<round>.json of google-benchmark and baseline.<round>.json. Of every number the smallest and the
median over the rounds are told; goals are held against the median.
"""
import contextlib
import io
import os
import platform
import re
import statistics
import subprocess
import sys

from measured import Measured, number, print_table, read


def level_of(m):
    """Index of the highest level that was measured."""
    return max(int(re.search(r"level:(\d)", n)[1]) for n in m.names(r"line/level:.*"))


def machine(m, root):
    with open("/proc/cpuinfo") as file:
        info = dict(re.findall(r"^([^\t:]+)\t*: (.*)$", file.read(), re.M))
    compiler = "unknown"
    with open(f"{root}/build/release/CMakeCache.txt") as file:
        path = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", file.read(), re.M)[1]
        compiler = subprocess.run([path, "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    label = m.benchmarks[m.names(rf"line/level:{level_of(m)}/derivatives:0")[0]][0].get("label", "")
    with open(f"{m.folder}/load") as file:
        load = " ".join(file.read().split())
    revision = subprocess.run(
        ["git", "-C", root, "describe", "--always", "--dirty"], capture_output=True, text=True
    ).stdout.strip()
    print(
        f"{info['model name']}, family {info['cpu family']} model {info['model']}, {os.cpu_count()} cores, "
        f"{number(statistics.median(m.counter('clock_rate', 'GHz')))} GHz measured; {label}; {compiler}; "
        f"Linux {platform.release()}; revision {revision or 'unknown'}\nload at the start of each round: {load}"
    )
    if m.baseline:
        print(f"baseline: {m.last_baseline['versions']}, Python {platform.python_version()}")


def goals(m):
    top = level_of(m)
    rows = []

    def row(what, unit, goal, values, scale=1.0, at_least=False):
        values = [v * scale for v in values]
        best, median = (max if at_least else min)(values), statistics.median(values)
        met = median >= goal if at_least else median <= goal
        rows.append([what, unit, f"{'>=' if at_least else '<='} {goal:g}", best, median, "yes" if met else "NO"])

    for d, goal in ((0, 10.0), (1, 25.0)):
        row("frequency of a node" + (", six derivatives" if d else ""), "ns", goal,
            m.counter(f"frequency/level:{top}/derivatives:{d}", "per_node"), 1e9)
    for d, goal in ((0, 15.0), (1, 40.0)):
        row("line on 41 bins" + (", six derivatives" if d else ""), "us", goal,
            m.times(f"line/level:{top}/derivatives:{d}"), 1e6)
    if m.judged:
        row("its true error / peak", "1e-4", 5.0, [m.judged["line_error"]], 1e4)
    row("70 temperatures, alpha and beta", "us", 20.0, m.times("temperature_sweep/temperatures:70"), 1e6)
    row("posterior, 2000 draws x 70 temperatures", "s", 0.5, m.times("posterior/draws:2000"))
    if m.baseline:
        def ratio(what, goal, theirs, ours):
            row(what, "times", goal, [a / b for a, b in zip(m.baseline[theirs], ours)], at_least=True)

        ratio("line: against NumPy direct", 1000, "line_direct", m.times(f"line/level:{top}/derivatives:0"))
        for what, name in (("whole fit", "default_fit"), ("one start, quadrature given", "one_start")):
            ratio(f"{what}: against SciPy direct", 1000, "fit_direct", m.times(name))
            ratio(f"{what}: against SciPy conditional", 100, "fit_conditional", m.times(name))
    print_table("Goals", ["", "unit", "goal", "best", "median", "met"], rows, "Held against the median of the rounds.")


def baseline(m):
    errors, fits = m.last_baseline["errors"], m.last_baseline["fits"]
    ours = {"line": m.times(f"line/level:{level_of(m)}/derivatives:0"), "fit": m.times("default_fit"),
            "frequency": m.counter(f"frequency/level:{level_of(m)}/derivatives:0", "per_node")}

    def median_ratio(theirs, own):
        return statistics.median([a / b for a, b in zip(m.baseline[theirs], ours[own])])

    rows = [["this program", min(ours["line"]) * 1e6, statistics.median(ours["line"]) * 1e6,
             m.judged["line_error"], ""]]
    for name, title in (("direct", f"NumPy direct, {m.last_baseline['members']} members"),
                        ("whole", "the same in arrays of all members"),
                        ("binned", "the same, packets by bins of 0.02 MHz"), ("conditional", "NumPy conditional")):
        times = m.baseline[f"line_{name}"]
        rows.append([title, min(times) * 1e6, statistics.median(times) * 1e6, errors[name], median_ratio(f"line_{name}", "line")])
    print_table("One line on 41 bins", ["", "best, us", "median, us", "true error / peak", "times ours"], rows)

    best = m.last_baseline["best_objective"]
    rows = []
    for title, name, judged in (("this program, whole fit", "default_fit", m.judged["objective"][0]),
                                ("this program, one start, quadrature given", "one_start", m.judged["objective"][1])):
        times = m.times(name)
        rows.append([title, min(times) * 1e3, statistics.median(times) * 1e3, f"{m.counter(name, 'evaluations')[0]:.0f}",
                     f"{m.counter(name, 'objective')[0]:.4f}", f"{judged:.4f}", ""])
    for name, title in (("direct", "SciPy, NumPy direct"), ("binned", "the same, packets by bins"),
                        ("conditional", "SciPy, NumPy conditional")):
        times = m.baseline[f"fit_{name}"]
        rows.append([title, min(times) * 1e3, statistics.median(times) * 1e3, f"{fits[name]['lines']}",
                     f"{fits[name]['objective']:.4f}", f"{fits[name]['on_converged_line']:.4f}", median_ratio(f"fit_{name}", "fit")])
    print_table(
        "One fit of the default deck from its start",
        ["", "best, ms", "median, ms", "lines", "own objective", "on converged line", "times our whole fit"], rows,
        "The objective is chi^2 with the priors: as each sees it at its minimum, and of the same place on a converged line, where "
        f"the best\nthere is comes to {best:.4f}.")
    per = m.baseline["frequency"]
    print(f"\nFrequency of a member in NumPy: best {number(min(per) * 1e9)} ns, median {number(statistics.median(per) * 1e9)} ns, "
          f"{number(median_ratio('frequency', 'frequency'))} times ours.")


def series(m, title, pattern, columns, unit, scale):
    """Benchmarks of one name by their arguments: a row each."""
    rows = []
    for name in m.names(pattern):
        values = [v * scale for v in m.times(name)]
        arguments = re.findall(r":(\d+)", name)
        rows.append([arguments[0], *arguments[1:], min(values), statistics.median(values)])
    if rows:
        print_table(title, [*columns, f"best, {unit}", f"median, {unit}"], rows)


def growth(m):
    for what, per, scale in (("frequency", "per node, ns", 1e9), ("line", "us", 1e6)):
        rows = []
        for name in m.names(rf"{what}/level:.*"):
            level, derivatives = re.findall(r":(\d)", name)
            values = m.counter(name, "per_node") if what == "frequency" else m.times(name)
            values = [v * scale for v in values]
            rows.append([m.benchmarks[name][0]["label"],
                         ("none", "6 amplitudes", "and 3 others", "all")[int(derivatives)], min(values), statistics.median(values)])
        print_table(f"{what.capitalize()} by instruction level and derivatives", ["level", "derivatives", f"best, {per}", f"median, {per}"], rows)
    rows = []
    for name in m.names("line_by_nodes/.*"):
        values = [v * 1e6 for v in m.times(name)]
        nodes = m.counter(name, "nodes")[0]
        rows.append([f"{nodes:.0f}", "six" if name.endswith("derivatives:1") else "none", min(values), statistics.median(values),
                     1e3 * min(values) / nodes])
    print_table("Line by nodes", ["nodes", "derivatives", "best, us", "median, us", "best per node, ns"], rows)
    series(m, "Line by bins (derivatives 1: six)", "line_by_bins/.*", ["bins", "derivatives"], "us", 1e6)
    series(m, "alpha(T) and beta(T) by temperatures", "temperature_sweep/.*", ["temperatures"], "us", 1e6)
    series(m, "Fit by starts", "fit_by_starts/.*", ["starts"], "ms", 1e3)
    series(m, "Posterior by draws, with 70 temperatures", "posterior/.*", ["draws"], "ms", 1e3)
    rows = []
    for name, title in (
        ("make_line", "tables of a line"), ("choose_rule", "choice of the rule"), ("line_of_definition/derivatives:0", "line of the definition"),
        ("line_of_definition/derivatives:1", "the same with six derivatives"), ("line_direct/level:3/derivatives:0", "direct line, 65536 members"),
        ("whole_sweep/temperatures:70", "70 temperatures with probabilities, rates, times"),
        ("sweep_of_definition/temperatures:70", "alpha and beta of the definition, 70 temperatures"),
        ("glass_state", "forces, free energies, levels"), ("set_of_given_amplitudes/lines:0", "a set without fit and line"),
        ("set_of_given_amplitudes/lines:1", "the same with its line"), ("fit_without_polish", "fit without polish"),
        ("draws_of_chains/draws:2000", "2000 draws"), ("exponents_of_draws/draws:2000", "what follows from 2000 draws"),
    ):
        if m.has(name):
            values = [v * 1e6 for v in m.times(name)]
            rows.append([title, min(values), statistics.median(values)])
    print_table("Parts", ["", "best, us", "median, us"], rows)
    rows = []
    for name in m.names("writer/.*"):
        full, sets = re.findall(r":(\d+)", name)
        values = [v * 1e3 for v in m.times(name)]
        rows.append([("summary", "full")[int(full)], sets, min(values), statistics.median(values), 1e3 * min(values) / int(sets),
                     m.counter(name, "bytes_per_set")[0]])
    print_table("Writing a results file", ["detail", "sets", "best, ms", "median, ms", "best per set, us", "bytes per set"], rows)
    for name in m.names("item/.*"):
        values = [v * 1e9 for v in m.counter(name, "per_item")]
        print(f"\nScheduling an item on one rank: best {number(min(values))} ns, median {number(statistics.median(values))} ns.")


def roofline(m):
    rows = []
    for level in ("v3", "v4"):
        if m.has(f"multiply_add_of_{level}"):
            rows.append([f"x86-64-{level}"] + [max(m.counter(f"{what}_of_{level}", "Gop"))
                                              for what in ("multiply_add", "quotient", "root")])
    if rows:
        print_table("What the processor can do at best, 1e9 numbers a second", ["level", "sums and products", "quotients", "roots"], rows)
    path = f"{m.folder}/operations.json"
    if not rows or not os.path.exists(path):
        return
    arithmetic, quotient, root = (max(row[i] for row in rows) for i in (1, 2, 3))
    counted, top, rows = read(path), level_of(m), []
    for title, name, seconds in (
        ("frequency, per node", "counted_frequencies/derivatives:0", m.counter(f"frequency/level:{top}/derivatives:0", "per_node")),
        ("with six derivatives", "counted_frequencies/derivatives:1", m.counter(f"frequency/level:{top}/derivatives:1", "per_node")),
        ("line on 41 bins", "counted_lines/derivatives:0", m.times(f"line/level:{top}/derivatives:0")),
        ("with six derivatives", "counted_lines/derivatives:1", m.times(f"line/level:{top}/derivatives:1")),
    ):
        n = counted[name]
        flops = sum(n.get(f"{k} of numbers", 0) * f for k, f in (("sums", 1), ("products", 1), ("fused", 2)))
        divider = n.get("quotients of numbers", 0) / quotient + n.get("roots of numbers", 0) / root
        floor = max(flops / arithmetic, divider)
        best = min(seconds) * 1e9
        rows.append([title, f"{flops:.0f}", f"{n.get('quotients of numbers', 0):.0f}", f"{n.get('roots of numbers', 0):.0f}",
                     flops / arithmetic, divider, best, f"{100 * floor / best:.0f} %"])
    print_table("Operations on numbers, the times they take at least, and what is reached",
                ["", "sums, products", "quotients", "roots", "sums, products: ns", "quotients, roots: ns", "measured, ns", "of the best"], rows)


def show(folder):
    for name, title in (("formulas", "Operations of the readable formulas"), ("operations", "Executed instructions (callgrind, x86-64-v3)"),
                        ("scheduler", "Scheduler"), ("scaling", "A whole scan on several ranks"), ("sets", "A whole run by its sets, on one rank")):
        path = f"{folder}/{name}.txt"
        if os.path.exists(path):
            with open(path) as file:
                print(f"\n### {title}\n\n```text\n{file.read().rstrip()}\n```")


def everything(m, root):
    machine(m, root)
    goals(m)
    if m.baseline:
        baseline(m)
    growth(m)
    roofline(m)
    show(m.folder)


def put_into(page, text):
    """Replaces what stands between the two marks of the page."""
    with open(page) as file:
        head, begin, rest = file.read().partition("<!-- tables: begin -->\n")
    _, end, tail = rest.partition("<!-- tables: end -->")
    if not begin or not end:
        sys.exit(f"{page} has not the marks `<!-- tables: begin -->` and `<!-- tables: end -->`, each on a line of its own")
    with open(page, "w") as file:
        file.write(f"{head}{begin}\n{text}\n{end}{tail}")


def main():
    mode, path, *rest = sys.argv[1:]
    if mode == "rule":
        (chosen,) = [b for b in read(path)["benchmarks"] if b["name"] == "choose_rule"]
        print(f"{chosen['fine_points']:.0f}" if rest[0] == "fine" else ",".join(f"{chosen[f'order_{i}']:.0f}" for i in range(6)))
    elif mode == "amplitudes":
        fits = {b["name"]: b for b in read(path)["benchmarks"]}
        print(";".join(",".join(repr(fits[name][f"amplitude_{i}"]) for i in range(6)) for name in ("default_fit", "one_start")))
    else:
        text = io.StringIO()
        with contextlib.redirect_stdout(text):
            everything(Measured(path), rest[0])
        print(text.getvalue(), end="")
        if mode == "document":
            put_into(f"{rest[0]}/docs/performance.md", text.getvalue())


main()
