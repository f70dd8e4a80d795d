"""Runs what README.md and docs/*.md quote, and holds their printed output to what is printed now.

pages.py PROGRAM SOURCE_DIR [--long] [--write] [PAGE...]

Every ```python block is run, those of a page one after the other; a plain block right behind one is what it prints. Other
blocks are looked at where a comment stands before them:

    <!-- printed by: COMMAND -->   the block is the standard output of COMMAND
    <!-- part of: COMMAND -->      the block is a piece of it
    <!-- like: COMMAND -->         a piece of it, but for the numbers (times, memory)
    <!-- file: NAME -->            the block is written into the file NAME; nothing is printed

COMMAND runs in a folder that holds a copy of input/, the decks made by `file:`, and the results files of FILES. What
takes minutes, or uses a file that does, is left out without --long. With --write the pages are given what is printed
now; look at the difference before you commit it, for the sentences around a number do not change by themselves.
"""
import contextlib
import difflib
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import h5py

# Results files that pages use, and how they are made; of a page's own decks too.
FILES = {
    "as2se3.h5": "lpsglass run input/as2se3.toml",
    "as2se3_paper.h5": "lpsglass run input/as2se3_paper.toml",
    "glass.h5": "lpsglass run glass.toml",
    "scan.h5": "lpsglass run scan.toml; lpsglass sensitivity scan.h5",
    "sensitivity.h5": "mpirun -n 2 lpsglass run input/sensitivity.toml",
    "screening.h5": "mpirun -n 2 lpsglass run input/screening.toml; lpsglass sensitivity screening.h5",
}
LONG = {"sensitivity.h5", "screening.h5"}
# Where the pages were printed. At another level the C library rounds a few functions differently, and chains of draws
# go apart: then only the text is compared, not the numbers.
LEVEL = "x86-64-v3"

BLOCK = re.compile(
    r"(?:^<!-- (printed by|part of|like|file): ([^\n]*) -->\n)?^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\binf\b|\bnan\b)", re.IGNORECASE)


def without_blanks(text):
    """Without those at the end of a line."""
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)


def without_numbers(text):
    return [re.sub(r"\s+", " ", NUMBER.sub("#", line)).strip() for line in text.splitlines()]


def nearest_part(text, block):
    """The lines of the text that are most like the block, and as many."""
    lines, wanted = text.splitlines(), block.splitlines()
    score = lambda i: difflib.SequenceMatcher(None, "\n".join(lines[i : i + len(wanted)]), block, False).ratio()
    best = max(range(max(1, len(lines) - len(wanted) + 1)), key=score)
    return "\n".join(lines[best : best + len(wanted)]) + "\n"


class Pages:
    def __init__(self, program, source, long, write):
        self.source, self.long, self.write = source, long, write
        self.folder = pathlib.Path(tempfile.mkdtemp())
        shutil.copytree(source / "input", self.folder / "input")
        os.chdir(self.folder)
        os.environ["PATH"] = f"{program.parent}:{os.environ['PATH']}"
        self.printed = {}  # by command
        self.wrong = []
        self.compared = 0
        self.run(FILES["as2se3_paper.h5"])
        with h5py.File("as2se3_paper.h5") as file:
            self.same_level = file.attrs["instruction_level"] == LEVEL

    def is_long(self, text):
        return any(name in text or FILES[name] in text for name in LONG)

    def run(self, command):
        """The standard output of a command; run once."""
        if command not in self.printed:
            self.make_files(command, FILES)
            done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
            if done.returncode not in (0, 1):  # 1: some sets failed
                raise RuntimeError(f"{command}: exit status {done.returncode}\n{done.stderr}")
            self.printed[command] = without_blanks(done.stdout)
        return self.printed[command]

    def make_files(self, text, files):
        for name, command in files.items():
            if command != text and re.search(rf"(?<![\w/.]){re.escape(name)}", text):
                self.run(command)

    def differ(self, place, block, printed, how):
        """What the block has to be, where it is something else; otherwise None."""
        self.compared += 1
        if how in ("part of", "like"):
            printed = nearest_part(printed, block)
        same = printed == block
        if how == "like" or not self.same_level:
            same = sorted(without_numbers(printed)) == sorted(without_numbers(block))
        if same:
            return None
        lines = difflib.unified_diff(block.splitlines(), printed.splitlines(), "the page", "printed now", lineterm="", n=0)
        self.wrong.append("\n    ".join([f"{place}: the page shows something else", *lines]))
        return printed

    def python(self, code, names):
        self.make_files(code, FILES)
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, "block", "exec"), names)  # pylint: disable=exec-used
        return without_blanks(out.getvalue())

    def check(self, path):
        text = path.read_text(encoding="utf-8")
        names, before, replaced = {}, None, []
        for match in BLOCK.finditer(text):
            how, argument, language, block = match.groups()
            place = f"{path.relative_to(self.source)}:{text.count(chr(10), 0, match.start(3)) + 1}"
            printed = None
            try:
                if how == "file":
                    pathlib.Path(argument).write_text(block, encoding="utf-8")
                elif how and (self.long or not self.is_long(argument)):
                    printed = self.run(argument)
                elif language == "python" and (self.long or not self.is_long(block)):
                    before = (match.end(), self.python(block, names))
                    continue
                elif language == "" and before and not text[before[0] : match.start()].strip():
                    how, printed = "printed by", before[1]
            except Exception as error:  # pylint: disable=broad-except
                self.wrong.append(f"{place}: {type(error).__name__}: {error}")
            before = None
            if printed is not None:
                new = self.differ(place, block, printed, how)
                if new is not None:
                    replaced.append((match.start(4), match.end(4), new))
        if self.write:
            for begin, end, new in reversed(replaced):
                text = text[:begin] + new + text[end:]
            path.write_text(text, encoding="utf-8")


def main():
    flags = [word for word in sys.argv[1:] if word.startswith("--")]
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    if len(words) < 2 or set(flags) - {"--long", "--write"}:
        sys.exit("usage: pages.py PROGRAM SOURCE_DIR [--long] [--write] [PAGE...]")
    program, source = (pathlib.Path(word).resolve() for word in words[:2])
    pages = [pathlib.Path(word).resolve() for word in words[2:]]
    checker = Pages(program, source, "--long" in flags, "--write" in flags)
    try:
        for page in pages or [source / "README.md", *sorted((source / "docs").glob("*.md"))]:
            checker.check(page)
    finally:
        shutil.rmtree(checker.folder)
    if checker.wrong:
        print("\n".join(checker.wrong))
    print(f"{checker.compared} blocks compared, {len(checker.wrong)} differ or failed", end="")
    print("" if checker.same_level else f"; numbers were left out, for the pages were printed at {LEVEL}")
    sys.exit(1 if checker.wrong else 0)


if __name__ == "__main__":
    main()
