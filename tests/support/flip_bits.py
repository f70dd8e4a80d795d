"""Flips one bit in every dataset of a results file in turn: flip_bits.py PROGRAM FILE.

Each damaged copy must fail `verify --sets 0` with exit status 1 and a line that names the dataset (by one of its names,
where several groups share it). Also in attributes. Prints what is not so, and exits with 1 then.
"""
import concurrent.futures
import pathlib
import subprocess
import sys

import h5py

program, path = sys.argv[1], sys.argv[2]
whole = pathlib.Path(path).read_bytes()
names = {}  # place of the first byte -> names of the dataset
places = []  # (byte, its dataset's first byte)


def add(name, dataset):
    if not isinstance(dataset, h5py.Dataset):
        return
    if dataset.chunks:
        chunks = [dataset.id.get_chunk_info(i) for i in range(dataset.id.get_num_chunks())]
        pieces = [(chunk.byte_offset, chunk.size) for chunk in chunks]
        if dataset.dtype == object:  # the last chunk of a growing dataset is not full
            pieces = [(pieces[0][0], 16 * dataset.size)]
    else:
        pieces = [(dataset.id.get_offset(), dataset.id.get_storage_size())]
    first = pieces[0][0]
    names.setdefault(first, []).append("/" + name)
    if len(names[first]) > 1:
        return
    for offset, size in pieces:
        places.append((offset + size // 2, first))
    if name in ("deck/text", "tasks/message", "coordinates/fluctuation"):  # every byte of the place of a text
        places.extend((offset + i, first) for i in range(16))


def add_links(group):
    for name in group:  # visititems() goes to each object once only
        add(group[name].name[1:], group[name])
        if isinstance(group[name], h5py.Group):
            add_links(group[name])


with h5py.File(path) as f:
    add_links(f)
    texts = [(f["deck/text"], f["deck/text"][()]), (f["deck/resolved"], f["deck/resolved"][()])]
    if "tasks/message" in f:
        texts.append((f["tasks/message"], f["tasks/message"][0]))
    for dataset, text in texts:  # the text itself lies elsewhere
        places.append((whole.index(text) + len(text) // 2, dataset.id.get_offset() or
                       dataset.id.get_chunk_info(0).byte_offset))
    hashes = {name: f[name].attrs["sha256"].encode() for name in ("fit/chi2", "deck/resolved", "tasks/status")}
    attributes = {"units of a dataset": b"eV/rad", "program version": f.attrs["program_version"].encode(),
                  "arithmetic": f.attrs["arithmetic"].encode()}


def verify(number, byte, bit):
    damaged = bytearray(whole)
    damaged[byte] ^= 1 << bit
    copy = pathlib.Path(f"flipped{number}.h5")
    copy.write_bytes(damaged)
    run = subprocess.run([program, "verify", "--sets", "0", copy], capture_output=True, text=True)
    copy.unlink()
    return run


def problem(number, what, byte, wanted):
    run = verify(number, byte, (3 * number) % 8)
    told = [line for line in run.stdout.splitlines() if line.startswith("DAMAGED")]
    if run.returncode == 1 and any(f" {name}:" in line for line in told for name in wanted):
        return ""
    return f"{what}: exit status {run.returncode}, {told} {run.stderr}"


tasks = [(f"byte {byte} of {names[first][0]}", byte, names[first]) for byte, first in places]
tasks += [(f"sha256 of {name}", whole.index(value) + 5, ["/" + name]) for name, value in hashes.items()]
tasks += [(what, whole.index(value) + 1, ["attributes"]) for what, value in attributes.items()]
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    problems = [p for p in pool.map(lambda i: problem(i, *tasks[i]), range(len(tasks))) if p]
for p in problems:
    print("NOT FOUND:", p)
print(f"{len(tasks)} bits flipped in {len(names)} datasets, {len(problems)} not found")
sys.exit(1 if problems or len(names) < 150 else 0)
