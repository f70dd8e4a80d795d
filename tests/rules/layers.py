"""The rules of the layers, checked by reading the includes (docs/developing.md).

layers.py SOURCE_DIR prints `file:line: what is wrong` for every violation and exits with 1 if there is one.
"""
import pathlib
import re
import sys

# Each layer and the layers it may include; what those may include it may too.
LAYERS = {
    "core": [],
    "model": ["core"],
    "fit": ["core"],
    "scan": ["deck"],
    "deck": ["model"],
    "campaign": ["scan", "fit", "deck"],
    "results": ["campaign"],
    "report": ["results"],
    "parallel": ["core"],
    "app": ["report", "parallel"],
}

# Third-party headers: pattern, the only layer that may include them, whether in one file only.
PACKAGES = [
    ("NLopt", re.compile(r"nlopt\.(hpp|h)$"), "fit", True),
    ("toml++", re.compile(r"^toml(\+\+)?(\.h|\.hpp|/)"), "deck", True),
    ("HDF5", re.compile(r"(hdf5|H5\w*)\.(h|hpp)$"), "results", False),
    ("MPI", re.compile(r"mpi\.h$|boost/mpi"), "parallel", False),
]

# The model computes: plain values in, plain values out.
FORBIDDEN_IN_MODEL = re.compile(
    r"fmt/|spdlog|boost/(log|serialization)|CLI/|openssl/|(iostream|ostream|istream|fstream|cstdio|filesystem)$"
)

LONGEST_SOURCE = 300  # lines
DECLARATION = re.compile(r"^\s*lpsglass_layer\((\w+)(?:\s+LAYERS((?:\s+[a-z]\w*)+))?")
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')


def reachable(layer):
    """The layer and all layers to its right."""
    found = {layer}
    for right in LAYERS[layer]:
        found |= reachable(right)
    return found


def sources(top):
    """(layer, path) of every source and header, in a fixed order."""
    for folder in (top / "include" / "lpsglass", top / "src"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".cpp", ".hpp", ".h"):
                yield path.relative_to(folder).parts[0], path


def check_declarations(path, name):
    """CMake must not give a layer another one that is not to its right."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = DECLARATION.match(line)
        if not match:
            continue
        layer, others = match.group(1), (match.group(2) or "").split()
        if layer not in LAYERS:
            yield f"{name}:{number}: {layer} is no layer"
        else:
            for other in sorted(set(others) - reachable(layer)):
                yield f"{name}:{number}: {layer} must not be linked to {other}"


def check(top):
    """All violations under the source directory, as printable lines."""
    violations = list(check_declarations(top / "src" / "CMakeLists.txt", "src/CMakeLists.txt"))
    users = {}  # package -> files that include it

    for layer, path in sources(top):
        name = path.relative_to(top)
        if layer not in LAYERS:
            violations.append(f"{name}:1: {layer} is no layer")
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > LONGEST_SOURCE:
            violations.append(f"{name}:{LONGEST_SOURCE + 1}: {len(lines)} lines, at most {LONGEST_SOURCE} are allowed")
        for number, line in enumerate(lines, 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            header, place = match.group(1), f"{name}:{number}"
            if header.startswith("lpsglass/"):
                other = header.split("/")[1]
                if other not in reachable(layer):
                    violations.append(f"{place}: {layer} must not include {other} ({header})")
                continue
            if header.startswith("."):
                violations.append(f"{place}: {header} is named by a relative path")
            if layer == "model" and FORBIDDEN_IN_MODEL.search(header):
                violations.append(f"{place}: the model knows no files, text or logging ({header})")
            for package, pattern, home, _ in PACKAGES:
                if pattern.search(header):
                    users.setdefault(package, []).append((name, place))
                    if layer != home:
                        violations.append(f"{place}: only {home} may include {package} ({header})")

    for package, _, _, one_file in PACKAGES:
        files = sorted({name for name, _ in users.get(package, [])})
        if one_file and len(files) > 1:
            place = next(place for name, place in users[package] if name == files[1])
            violations.append(f"{place}: {package} is already included by {files[0]}, and one file may include it")
    return violations


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: layers.py SOURCE_DIR")
    top = pathlib.Path(sys.argv[1])
    if not any(True for _ in sources(top)):
        sys.exit(f"{top} has no sources to check")
    violations = check(top)
    print("\n".join(violations) or "The layers keep their rules.")
    sys.exit(1 if violations else 0)


if __name__ == "__main__":
    main()
