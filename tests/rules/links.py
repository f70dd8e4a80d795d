"""Every link of the pages leads somewhere, checked without a network.

links.py SOURCE_DIR reads README.md, CHANGELOG.md and docs/*.md and prints `file:line: what is wrong` for
- a relative link to a file or a heading that does not exist,
- a page, script, deck or source that the text names by its path but that does not exist,
- a section of a page, as in `docs/theory.md section 9`, that the page does not have,
- a page of docs/ that docs/README.md or README.md does not lead to.
Exits with 1 if there is one.
"""
import pathlib
import re
import sys

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
CODE = re.compile(r"`[^`]*`")
# A path by its first folder; what a user's own file could be called too is none.
PATH = re.compile(r"(?<![\w/.$-])((?:docs|jobs|tests|src|include|input|cmake)/[\w./-]*\w|\.ci/run)(?![\w/*<{-])")
SECTION = re.compile(r"(?:docs/)?(\w+\.md)`?,?\s+section\s+(\d+)")


def lines_of(text):
    """(number, line, whether it is code), fenced blocks being code."""
    fence = None
    for number, line in enumerate(text.splitlines(), 1):
        mark = re.match(r"\s*(```+|~~~+)", line)
        if mark and fence is None:
            fence = mark[1]
            yield number, line, True
        elif fence is not None:
            if line.strip() == fence:
                fence = None
            yield number, line, True
        else:
            yield number, line, False


def anchors(text):
    """The anchors of a page's headings, as GitHub makes them."""
    found, count = set(), {}
    for _, line, code in lines_of(text):
        heading = re.match(r"#{1,6}\s+(.*?)\s*#*$", line)
        if code or not heading:
            continue
        words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading[1])
        anchor = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        number = count.get(anchor, 0)
        count[anchor] = number + 1
        found.add(f"{anchor}-{number}" if number else anchor)
    return found


def numbered_sections(text):
    return {match[1] for match in re.finditer(r"^#+\s+(\d+)\.", text, re.MULTILINE)}


def check(top):
    """All that is wrong below the source directory, as printable lines."""
    pages = [top / "README.md", top / "CHANGELOG.md", *sorted((top / "docs").glob("*.md"))]
    texts = {page: page.read_text(encoding="utf-8") for page in pages if page.exists()}
    leads_to = {page: set() for page in texts}
    wrong = []
    for page, text in texts.items():
        name = page.relative_to(top)
        for number, line, code in lines_of(text):
            place = f"{name}:{number}"
            if code:
                continue
            for target in LINK.findall(CODE.sub("", line)):
                if re.match(r"[a-z]+:", target):
                    continue
                path, _, anchor = target.partition("#")
                file = (page.parent / path).resolve() if path else page
                leads_to[page].add(file)
                if not file.exists():
                    wrong.append(f"{place}: there is no {target}")
                elif anchor and anchor not in anchors(file.read_text(encoding="utf-8")):
                    wrong.append(f"{place}: {path or name} has no heading #{anchor}")
            for path in PATH.findall(LINK.sub("", line)):
                if not (top / path).exists():
                    wrong.append(f"{place}: there is no {path}")
        for match in SECTION.finditer(text):
            other = texts.get(top / "docs" / match[1], "")
            if match[2] not in numbered_sections(other):
                number = text.count("\n", 0, match.start()) + 1
                wrong.append(f"{name}:{number}: {match[1]} has no section {match[2]}")
    for index in (top / "docs" / "README.md", top / "README.md"):
        for page in texts:
            if page.parent == top / "docs" and page.name != "README.md" and page not in leads_to.get(index, set()):
                wrong.append(f"{index.relative_to(top)}:1: does not lead to {page.relative_to(top)}")
    return wrong


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: links.py SOURCE_DIR")
    top = pathlib.Path(sys.argv[1]).resolve()
    if not (top / "docs").is_dir():
        sys.exit(f"{top} has no pages to check")
    wrong = check(top)
    print("\n".join(wrong) or "All links lead somewhere.")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
