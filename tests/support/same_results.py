"""Compares two results files bit for bit: same_results.py ONE OTHER [RANKS].

Left out is what may differ between runs: /tasks/seconds, /tasks/rank and the root attributes about the run.
RANKS, when given, is what the other file must say of its run. Prints every difference and exits with 1 if there is one.
"""
import sys

import h5py
import numpy as np

OF_THE_RUN = {"tasks/seconds", "tasks/rank"}
RUN_ATTRIBUTES = {"created", "ranks", "hostname", "command_line", "elapsed_s", "attributes_sha256"}

differences = []
datasets = 0


def same(a, b):
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    if a.dtype == object:  # texts of any length
        return a.tolist() == b.tolist()
    return a.tobytes() == b.tobytes()


def compare_attributes(path, one, other, ignored=()):
    if set(one.attrs) != set(other.attrs):
        differences.append(f"{path}: other attributes")
        return
    for name in one.attrs:
        if name in ignored or name in ("REFERENCE_LIST", "DIMENSION_LIST"):  # places inside the file
            continue
        if not same(one.attrs[name], other.attrs[name]):
            differences.append(f"{path}@{name}")


def compare(group, twin, path=""):
    global datasets
    if set(group) != set(twin):
        differences.append(f"{path}: other members")
        return
    for name in group:
        here = f"{path}/{name}".lstrip("/")
        one, other = group[name], twin[name]
        if here in OF_THE_RUN:
            continue
        compare_attributes(here, one, other)
        if isinstance(one, h5py.Group):
            compare(one, other, here)
        else:
            datasets += 1
            if not same(one[()], other[()]):
                differences.append(here)


with h5py.File(sys.argv[1]) as one, h5py.File(sys.argv[2]) as other:
    compare_attributes("", one, other, RUN_ATTRIBUTES)
    compare(one, other)
    ranks = other.attrs["ranks"]
    if len(sys.argv) > 3 and ranks != int(sys.argv[3]):
        differences.append(f"the file says it was made on {ranks} ranks")

for difference in differences:
    print("DIFFERENT:", difference)
print(f"{sys.argv[2]}: {datasets} datasets, made on {ranks} rank(s), {len(differences)} differences")
sys.exit(1 if differences or datasets < 100 else 0)
