"""Counts what the fast path executes: operations.py BENCHMARK_LINE [--json FILE]

Runs benchmark_line under callgrind, twice with different numbers of evaluations, and takes the difference: instructions
of one evaluation, sorted by what they do (by their names in the disassembly) and by how many numbers they work on. At
x86-64-v3, which valgrind knows; v4 does the same operations on twice as many numbers each. Needs valgrind and objdump.
"""
import collections
import json
import re
import subprocess
import sys
import tempfile

# What counts as an operation on numbers; a fused one would count as two.
KINDS = {
    "sums": r"v?(add|sub|addsub)[ps]d",
    "products": r"v?mul[ps]d",
    "fused": r"vfn?m(add|sub)\d+[ps]d",
    "quotients": r"v?div[ps]d",
    "roots": r"v?sqrt[ps]d",
    "logic": r"v?(and|andn|or|xor|cmp\w*|min|max|blendv?|round)[ps]d|vp\w+",
    "moves": r"v?(mov|broadcast|extract|insert|unpck|shuf|perm)\w*",
}
ARITHMETIC = ("sums", "products", "fused", "quotients", "roots")


def mnemonics(program):
    """Address -> (name, numbers per instruction)."""
    listing = subprocess.run(["objdump", "-d", "--no-show-raw-insn", program], capture_output=True, text=True, check=True)
    out = {}
    for row in listing.stdout.splitlines():
        found = re.match(r"\s*([0-9a-f]+):\s+(\S+)\s*(.*)", row)
        if not found:
            continue
        name, operands = found[2], found[3]
        width = 1 if re.search(r"[sd]d$", name) and name.endswith("sd") else 4 if "%ymm" in operands else 2
        out[int(found[1], 16)] = (name, width)
    return out


def executed(program, filter_):
    """Address -> how often; addresses of the program itself."""
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/out"
        command = ["valgrind", "--tool=callgrind", "--dump-instr=yes", "--compress-pos=no", "--compress-strings=no"]
        command += [f"--callgrind-out-file={file}", program, f"--benchmark_filter={filter_}"]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f"{' '.join(command)} failed:\n{run.stderr}")
        counts, of_program, skip = collections.Counter(), False, False
        with open(file) as lines:
            for line in lines:
                if line.startswith("ob="):
                    of_program = line.strip().endswith(program)
                elif line.startswith("calls="):
                    skip = True  # the next line holds what the called function cost
                elif line.startswith("0x"):
                    if of_program and not skip:
                        address, *_, cost = line.split()
                        counts[int(address, 16)] += int(cost)
                    skip = False
        return counts


def per_evaluation(program, names, benchmark, iterations):
    few, many = (executed(program, f"^{benchmark}/iterations:{n}$") for n in iterations)
    difference = collections.Counter()
    for address, count in many.items():
        name, width = names.get(address, ("?", 0))
        kind = next((k for k, pattern in KINDS.items() if re.fullmatch(pattern, name)), "other")
        n = (count - few[address]) / (iterations[1] - iterations[0])
        difference[kind] += n
        difference["instructions"] += n
        if kind in ARITHMETIC:
            difference[kind + " of numbers"] += n * width
    return difference


def main():
    program = sys.argv[1]
    names = mnemonics(program)
    results = {}
    columns = ("instructions", *ARITHMETIC, "logic", "moves", "other")
    print(f"{'instructions of x86-64-v3':<34}" + "".join(f"{c:>13}" for c in columns))
    for title, benchmark, iterations, per in (
        ("frequency, per member", "counted_frequencies/derivatives:0", (1, 2), 4096),
        ("with six derivatives", "counted_frequencies/derivatives:1", (1, 2), 4096),
        ("default line on 41 bins", "counted_lines/derivatives:0", (10, 110), 1),
        ("with six derivatives", "counted_lines/derivatives:1", (10, 110), 1),
    ):
        n = per_evaluation(program, names, benchmark, iterations)
        results[benchmark] = {k: v / per for k, v in n.items()}
        digits = 2 if per > 1 else 0
        print(f"{title:<34}" + "".join(f"{n[c] / per:>13.{digits}f}" for c in columns))
        numbers = "".join(f"{n[c + ' of numbers'] / per:>13.{digits}f}" for c in ARITHMETIC)
        print(f"{'  operations on numbers':<34}{'':>13}{numbers}")
    if "--json" in sys.argv:
        with open(sys.argv[sys.argv.index("--json") + 1], "w") as file:
            json.dump(results, file)


main()
