#!/usr/bin/env bash
# instruction_levels.sh PROGRAM SOURCE_DIR: the same numbers at every instruction level, on ranks whose levels differ,
# and with every variant of the C library's functions; what the file tells of them.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"
if ! /usr/bin/python3 -c 'import h5py'; then
    echo "NOT CHECKED: Python's h5py is missing (Debian 12: python3-h5py)"
    exit 77
fi
cp -r "$source_dir/input" .
cat >deck.toml <<'TOML'
schema = 1
include = "input/as2se3.toml"
[fit]
starts = 2
draws = 100
[temperature]
values = [77.0, 453.0]
TOML

# told FILE NAME: a root attribute
told() {
    /usr/bin/python3 -c 'import h5py, sys; print(h5py.File(sys.argv[1]).attrs[sys.argv[2]])' "$1" "$2"
}
# same_hashes A B: whether the datasets of two files hold the same bytes, but for what describes the run
same_hashes() {
    /usr/bin/python3 - "$1" "$2" <<'PYTHON'
import sys
import h5py

def hashes(path):
    found = {}
    def visit(name, item):
        if isinstance(item, h5py.Dataset) and name not in ("tasks/seconds", "tasks/rank"):
            found[name] = item.attrs["sha256"]
    with h5py.File(path) as file:
        file.visititems(visit)
    return found

a, b = hashes(sys.argv[1]), hashes(sys.argv[2])
differing = sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))
if len(a) < 100 or differing:
    sys.exit(f"{len(a)} datasets, these differ: {differing[:5]}")
PYTHON
}

ends_with 0 "$program" run deck.toml -o best.h5
best=$(told best.h5 instruction_level)
for level in portable x86-64-v2 x86-64-v3 x86-64-v4; do
    ends_with 0 "$program" run deck.toml -o "$level.h5" --instruction-level "$level"
    same_hashes best.h5 "$level.h5" || fail "$level: other numbers than at $best"
    used=$(told "$level.h5" instruction_level)
    # A processor that lacks the level uses its own highest one.
    [ "$used" = "$level" ] || [ "$used" = "$best" ] || fail "$level was asked for, $used used"
done
[ "$(told portable.h5 instruction_level)" = portable ] || fail "portable is not used"

# Ranks that may use different instructions agree on the lowest.
ends_with 0 mpirun -n 1 "$program" run deck.toml -o unlike.h5 : -n 1 "$program" run deck.toml -o unlike.h5 \
    --instruction-level portable
same_hashes best.h5 unlike.h5 || fail "ranks of different levels: other numbers"
[ "$(told unlike.h5 instruction_level)" = portable ] || fail "the lowest level of the ranks is not used"

# An environment that already chooses variants of the C library.
for variants in -AVX2 -FMA -FMA,-FMA4,-AVX,-AVX2; do
    ends_with 0 env "GLIBC_TUNABLES=glibc.cpu.hwcaps=$variants:glibc.malloc.check=0" "$program" run deck.toml -f -o other.h5
    same_hashes best.h5 other.h5 || fail "hwcaps $variants: other numbers"
    [ "$(told other.h5 arithmetic)" = "$(told best.h5 arithmetic)" ] || fail "hwcaps $variants: another arithmetic"
done

ends_with 2 "$program" run deck.toml -o none.h5 --instruction-level x86-64-v5
says err x86-64-v5 portable x86-64-v2
absent none.h5
passed
