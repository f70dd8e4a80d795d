"""Holds the table of /sensitivity in docs/results.md to the files of one scan of each design, both ways.

sensitivity_documented.py PAGE RESULTS...
"""
import re
import sys

import h5py

GROUP = "/sensitivity/GROUP/"


def documented(page):
    """(measures by design, other datasets of a group with their dimensions, those of the summary alone)."""
    measures, others, summary = {}, {}, {}
    with open(page, encoding="utf-8") as file:
        rows = [line.strip("| \n").split("|") for line in file if line.startswith("| `/sensitivity/")]
    for path, dimensions, _, _, meaning in ([cell.strip() for cell in row] for row in rows):
        path, dimensions = path.strip("`"), dimensions.split(", ")
        if path == GROUP + "NAME":
            for part in meaning.split(": ", 1)[1].split(";"):
                names = re.findall(r"`(\w+)`", part)
                designs = re.search(r"\(([^)]*)\)", part)
                if "_per_parameter" in names:
                    names = [n for n in names[:-1] for n in (n, n + "_per_parameter")]
                for name in names if designs else ():
                    for design in re.findall(r"saltelli|morris|one_at_a_time|lhs|sobol|list|grid", designs[1]):
                        measures.setdefault(design, {})[name] = ["outputs", "scan_parameter"]
                if not designs:  # those of all parameters together
                    for name in names:
                        for design in ("lhs", "sobol", "list", "grid"):
                            measures[design][name] = ["outputs"]
        elif path == GROUP + "second_order":
            for name in ("second_order", *re.findall(r"`(closed_\w+)`", meaning)):
                measures["saltelli"][name] = dimensions
        elif path.startswith(GROUP) and "NAME" not in path:
            others[path[len(GROUP) :]] = dimensions
        elif path.startswith("/sensitivity/summary/"):
            summary[path[len("/sensitivity/summary/") :]] = dimensions
    return measures, others, summary


def check(name, measures, others, summary):
    """What is wrong, as printable lines."""
    with h5py.File(name) as file:
        design = file["sensitivity"].attrs["design"]
        for group in file["sensitivity"].values():
            outputs = {"summary": ["output"]}.get(group.name.rpartition("/")[2], ["temperature"])
            wanted = {**measures[design], **others, **(summary if outputs == ["output"] else {})}
            seen = set()
            for path, dataset in group.items():
                if path in ("temperature", "scan_parameter", *(["output"] if outputs == ["output"] else [])):
                    seen.add(path)  # coordinates of the dimensions
                    continue
                base = re.sub(r"_(lower|upper)$", "", path)
                stages = ["base_samples"] if base.endswith("_convergence") else []
                base = base.removesuffix("_convergence")
                if base not in wanted:
                    yield f"{dataset.name} is not documented for {design}"
                    continue
                seen.add(base)
                dimensions = [dimension[0].name.rpartition("/")[2] for dimension in dataset.dims if len(dimension)]
                if not dimensions:
                    dimensions = [path]  # a coordinate
                expected = [d for word in wanted[base] for d in (outputs if word == "outputs" else [word])]
                if dimensions != stages + expected:
                    yield f"{dataset.name} has the dimensions {dimensions}, documented are {stages + expected}"
            absent = set() if design == "saltelli" else {"scan_parameter_2"}
            if not any("_convergence" in path for path in group):
                absent.add("base_samples")
            for missing in sorted(set(wanted) - seen - absent):
                yield f"{group.name} of {design} has no {missing}"


def main():
    words = documented(sys.argv[1])
    if set(words[0]) != {"saltelli", "morris", "one_at_a_time", "lhs", "sobol", "list", "grid"}:
        sys.exit(f"the page tells the measures of {sorted(words[0])}")
    wrong = [line for name in sys.argv[2:] for line in check(name, *words)]
    print("\n".join(wrong) or "Every dataset of /sensitivity is documented, and every documented one is there.")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
