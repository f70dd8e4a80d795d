"""Holds docs/deck.md to the program's own key table.

    lpsglass check --reference=markdown | deck_reference.py docs/deck.md [--write]

Both have a table of keys between the comments `keys: SECTION` and `end of keys` for each section. Prints what differs
and exits with 1; with --write it puts the program's tables in place of the page's.
"""
import re
import sys

BLOCK = re.compile(r"^<!-- keys: (.*) -->\n((?:\|.*\n)*)<!-- end of keys -->\n", re.MULTILINE)
HEAD = "| key | type | unit | default | allowed | meaning |"


def differences(page, program):
    """What is wrong with the page, as printable lines."""
    written, wanted = BLOCK.findall(page), BLOCK.findall(program)
    sections = [section for section, _ in written]
    for section in sorted({s for s in sections if sections.count(s) > 1}):
        yield f"{section} has two tables"
    for section in dict(wanted):
        if section not in sections:
            yield f"no table of {section}"
    for section in sections:
        if section not in dict(wanted):
            yield f"a table of {section}, which the program does not know"
    for section, table in wanted:
        rows, here = table.splitlines(), dict(written).get(section, table).splitlines()
        for row in rows:
            if row not in here:
                yield f"{section}: missing is {row}"
        for row in here:
            if row not in rows:
                yield f"{section}: not in the program is {row}"
        if rows != here and sorted(rows) == sorted(here):
            yield f"{section}: the keys stand in another order than in the program"
    # A table that lost its comments would no longer be looked at.
    for number, line in enumerate(BLOCK.sub(lambda block: "\n" * block[0].count("\n"), page).splitlines(), 1):
        if line.startswith(HEAD) or "end of keys" in line or "<!-- keys" in line:
            yield f"line {number}: a table of keys without its comments"
    # Each table stands under the heading of its section.
    heading = ""
    for match in re.finditer(r"^(#+ .*|<!-- keys: .* -->)$", page, re.MULTILINE):
        if match[0].startswith("#"):
            heading = match[0].lstrip("# ")
            continue
        section = match[0][len("<!-- keys: ") : -len(" -->")]
        if heading.strip("[]").lower() != section.strip("[]").removesuffix(".NAME").lower():
            yield f"the table of {section} stands under the heading {heading}"


def main():
    if not 2 <= len(sys.argv) <= 3 or sys.argv[2:] not in ([], ["--write"]):
        sys.exit("usage: lpsglass check --reference=markdown | deck_reference.py PAGE [--write]")
    path, program = sys.argv[1], sys.stdin.read()
    if not BLOCK.search(program):
        sys.exit("the program's reference has no table")
    with open(path, encoding="utf-8") as file:
        page = file.read()
    if sys.argv[2:]:
        blocks = {match[1]: match[0] for match in BLOCK.finditer(program)}
        page = BLOCK.sub(lambda block: blocks.get(block[1], block[0]), page)
        with open(path, "w", encoding="utf-8") as file:
            file.write(page)
    found = list(differences(page, program))
    print("\n".join(found) or "All keys are as the program has them.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
