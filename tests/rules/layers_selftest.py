"""Plants one violation of every rule in a copy of the sources and sees layers.py find it.

layers_selftest.py SOURCE_DIR
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

CHECK = pathlib.Path(__file__).with_name("layers.py")

# What is planted: files with their lines, the place and words of the complaint.
PLANTED = [
    ({"src/model/planted.cpp": '#include "lpsglass/fit/x.hpp"'}, "src/model/planted.cpp:1: model must not include fit"),
    ({"src/core/planted.cpp": '#include "lpsglass/model/x.hpp"'}, "core must not include model"),
    ({"include/lpsglass/fit/planted.hpp": '\n#include "lpsglass/deck/x.hpp"'}, "planted.hpp:2: fit must not include deck"),
    ({"src/results/planted.cpp": '#include "lpsglass/parallel/x.hpp"'}, "results must not include parallel"),
    ({"src/parallel/planted.cpp": '#include "lpsglass/results/x.hpp"'}, "parallel must not include results"),
    ({"src/campaign/planted.cpp": '#include "lpsglass/app/x.hpp"'}, "campaign must not include app"),
    ({"src/fit/planted.cpp": '#include "../deck/x.hpp"'}, "named by a relative path"),
    ({"src/model/planted.cpp": "#  include <fstream>"}, "the model knows no files"),
    ({"src/model/planted.cpp": "#include <fmt/format.h>"}, "the model knows no files"),
    ({"src/deck/planted.cpp": "#include <nlopt.hpp>"}, "only fit may include NLopt"),
    (
        {"src/fit/planted.cpp": "#include <nlopt.hpp>", "src/fit/planted_too.cpp": "#include <nlopt.hpp>"},
        "one file may include it",
    ),
    ({"src/app/planted.cpp": "#include <hdf5.h>"}, "only results may include HDF5"),
    ({"src/app/planted.cpp": "#include <boost/mpi/environment.hpp>"}, "only parallel may include MPI"),
    ({"src/results/planted.cpp": "#include <mpi.h>"}, "only parallel may include MPI"),
    ({"src/app/planted.cpp": "#include <toml++/toml.h>"}, "only deck may include toml++"),
    (
        {"src/deck/planted.cpp": "#include <toml++/toml.h>", "src/deck/planted_too.cpp": "#include <toml.hpp>"},
        "one file may include it",
    ),
    ({"src/core/planted.cpp": "\n" * 301}, "301 lines"),
    ({"src/planted/planted.cpp": ""}, "planted is no layer"),
    ({"src/CMakeLists.txt": "lpsglass_layer(core LAYERS model PRIVATE fmt::fmt)"}, "core must not be linked to model"),
]


def complaints(top):
    """What layers.py says of a tree, and its exit status."""
    run = subprocess.run([sys.executable, str(CHECK), str(top)], capture_output=True, text=True, check=False)
    return run.stdout, run.returncode


def main():
    source = pathlib.Path(sys.argv[1])
    failed = []
    for files, expected in PLANTED:
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder)
            for part in ("src", "include"):
                shutil.copytree(source / part, top / part)
            before, _ = complaints(top)
            for name, text in files.items():
                path = top / name
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
            after, status = complaints(top)
        if expected in before or expected not in after or status != 1:
            failed.append(f"not found: {expected} (status {status})")
    print("\n".join(failed) or f"All {len(PLANTED)} planted violations are found.")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
