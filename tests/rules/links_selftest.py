"""Plants broken links in a small tree of pages and sees links.py find each, and nothing in the tree as it is.

links_selftest.py SOURCE_DIR
"""
import pathlib
import subprocess
import sys
import tempfile

CHECK = pathlib.Path(__file__).with_name("links.py")

PAGES = {
    "README.md": "# It\n[one](docs/one.md), [two](docs/two.md#a-b-c-1)\n",
    "CHANGELOG.md": "# Changes\n",
    "docs/README.md": "[one](one.md) and [two](two.md)\n",
    "docs/one.md": "# One\n## 3. The `x_y` of [it](#one)\n[up](../README.md#it) ![figure](figure.svg) [web](https://x.y/#z)\n",
    "docs/two.md": "## A b: c\n## A b-c\ndocs/one.md section 3 and one.md,\nsection 3; `jobs/*` and docs/<name>.md\n"
    "[itself](#a-b-c) [three](one.md#3-the-x_y-of-it)\n```\n# no heading\n[nor](a-link) docs/nothing.md\n```\n",
    "docs/figure.svg": "<svg/>\n",
}

# Page, what is added to it, the complaint.
PLANTED = [
    ("docs/one.md", "[x](three.md)", "docs/one.md:4: there is no three.md"),
    ("docs/one.md", "![x](figures/x.svg)", "there is no figures/x.svg"),
    ("docs/one.md", "[x](two.md#nothing)", "two.md has no heading #nothing"),
    ("docs/two.md", "[x](#no-heading)", "docs/two.md has no heading #no-heading"),
    ("README.md", "see docs/three.md", "README.md:3: there is no docs/three.md"),
    ("README.md", "run `jobs/nothing --all`", "there is no jobs/nothing"),
    ("docs/one.md", "theory: docs/one.md section 4", "docs/one.md:4: one.md has no section 4"),
    ("docs/three.md", "# Alone", "docs/README.md:1: does not lead to docs/three.md"),
    ("docs/three.md", "# Alone", "\nREADME.md:1: does not lead to docs/three.md"),
]


def complaints(pages):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in pages.items():
            path = pathlib.Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        run = subprocess.run([sys.executable, str(CHECK), folder], capture_output=True, text=True, check=False)
        return run.stdout, run.returncode


def main():
    said, status = complaints(PAGES)
    failed = [f"of good pages: {said}"] if status != 0 else []
    for name, text, expected in PLANTED:
        said, status = complaints({**PAGES, name: PAGES.get(name, "") + text + "\n"})
        if status != 1 or expected not in "\n" + said:
            failed.append(f"{text!r} in {name}: status {status}, said {said!r} instead of {expected!r}")
    print("\n".join(failed) or f"All {len(PLANTED)} planted links are found.")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
