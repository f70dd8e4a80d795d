"""Checks a report of lpsglass: check_report.py FOLDER RESULTS prints what is wrong and exits with 1 if anything is.

Every picture is well-formed XML without a NaN or infinite coordinate; the page is balanced, its ids are unique,
its references lead somewhere and nowhere outside; the data files hold the numbers of the results file to the last bit.
"""
import html.parser
import pathlib
import re
import struct
import sys
import tomllib
import xml.etree.ElementTree as ElementTree

import h5py
import numpy as np

VOID = {"meta", "link", "br", "hr", "img", "input"}
NOT_A_NUMBER = re.compile(r"(?<![a-z])(nan|inf|infinity)(?![a-z])", re.IGNORECASE)
DRAWN = {"d", "points", "transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "width", "height"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.loads, self.errors = [], [], [], [], []
        self.figures = 0

    def handle_startendtag(self, tag, attributes):
        self.look(tag, dict(attributes))

    def handle_starttag(self, tag, attributes):
        self.look(tag, dict(attributes))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.errors.append(f"</{tag}> closes nothing, line {self.getpos()[0]}")

    def look(self, tag, attributes):
        self.figures += tag == "figure"
        if "id" in attributes:
            self.ids.append(attributes["id"])
        for name, value in attributes.items():
            if name in ("href", "xlink:href"):
                (self.loads if tag == "link" else self.links).append(value)
            elif name in ("src", "srcset", "data", "action", "poster"):
                self.loads.append(value)
            if name.startswith("on"):
                self.errors.append(f"{tag} has {name}")
            self.links += ["#" + at for at in re.findall(r"url\(#([^)]*)\)", value or "")]
        if tag == "script":
            self.errors.append("there is a script")


def check_picture(path):
    try:
        tree = ElementTree.parse(path)
    except ElementTree.ParseError as error:
        return [f"{path.name}: {error}"]
    found = []
    for element in tree.iter():
        for name, value in element.attrib.items():
            if name in DRAWN and NOT_A_NUMBER.search(value):
                found.append(f"{path.name}: {name} = {value[:60]}")
    if not any(element.tag.endswith(("path", "polygon", "circle", "use")) for element in tree.iter()):
        found.append(f"{path.name}: nothing is drawn")
    return found


def check_page(folder):
    page = Page()
    text = (folder / "index.html").read_text(encoding="utf-8")
    page.feed(text)
    errors = [f"index.html: {error}" for error in page.errors]
    errors += [f"index.html: <{tag}> stays open" for tag in page.open]
    errors += [f"index.html: id {each} twice" for each in sorted({i for i in page.ids if page.ids.count(i) > 1})]
    errors += [f"index.html: loads {each}" for each in page.loads if not each.startswith("data:,")]
    for link in page.links:
        if link.startswith("#"):
            if link[1:] not in page.ids:
                errors.append(f"index.html: no {link}")
        elif link.startswith("http"):
            if not link.startswith("https://arxiv.org/"):
                errors.append(f"index.html: links to {link}")
        elif not (folder / link).is_file():
            errors.append(f"index.html: no file {link}")
    if "@import" in text or re.search(r"url\((?!#)", text):
        errors.append("index.html: the style sheet loads something")
    pictures = len(list((folder / "figures").glob("*.svg")))
    if page.figures != pictures or pictures == 0:
        errors.append(f"index.html: {page.figures} figures, {pictures} pictures in the folder")
    return errors


def blocks_of(path):
    """{block: {column: (unit, values)}} of a data file."""
    out = {}
    for block in path.read_text(encoding="utf-8").split("\n\n\n"):
        lines = block.strip("\n").splitlines()
        name = re.fullmatch(r"# \[(\w+)\]", lines[0])
        if not name:
            continue
        columns = re.findall(r"(\S+) \[([^\]]*)\]", lines[1])
        rows = [[float(each) for each in line.split()] for line in lines[2:]]
        values = np.array(rows).reshape(-1, len(columns))
        out[name[1]] = {column: (unit, values[:, i]) for i, (column, unit) in enumerate(columns)}
    return out


# Data file, block, column: the dataset of the results file and what of it. Of a file that is not there nothing is checked.
def expected(file):
    def of(path, index=(0,)):
        return lambda: file[path][index]

    at = np.s_[0, :]
    # The spectrum whose amplitudes hold at the glass temperature: the nearest, of two as near the colder.
    tg = tomllib.loads(file["deck/resolved"][()].decode())["exponents"]["glass_temperature"]
    temperature = file["fit/spectrum_temperature"][:]
    spectrum = 0 if np.isnan(temperature).any() else min(
        range(len(temperature)), key=lambda i: (abs(temperature[i] - tg), temperature[i]))
    values = {("line", "line", "observed"): of("spectrum/1/observed", np.s_[:]),
              ("line", "line", "model"): of("spectrum/1/model", np.s_[:]),
              ("line", "line", "residual"): of("spectrum/1/residual", np.s_[:]),
              ("frequencies", "line", "intensity_1"): of("line/intensity", at),
              ("data_share", "data_share", "data_share"): of("fit/data_share", np.s_[0, spectrum, :])}
    for name in ("alpha", "beta"):
        values["exponents", "exponents", name] = of(f"exponents/{name}", at)
        values["exponents", "exponents", f"{name}_lower"] = of(f"exponents/{name}_lower", at)
        values["exponents", "exponents", f"{name}_upper"] = of(f"exponents/{name}_upper", at)
        values["lambda", "lambda", f"lambda_{name}"] = of(f"exponents/lambda_{name}", at)
        values["orders", "orders", name] = of(f"exponents/{name}_by_order", at)
    for family, word in enumerate(("beta", "theta")):
        values["specific_heat", "specific_heat", f"C_{word}"] = of("thermal/specific_heat", np.s_[0, :, family])
        for k in range(3):
            row = np.s_[0, :, 3 * family + k]
            values[f"rates_{word}", "rates", f"log10_rate_{k + 1}"] = of("thermal/log10_rate", row)
            values[f"extinction_{word}", "extinction", f"log10_extinction_time_{k + 1}"] = of(
                "thermal/log10_extinction_time", row)
        values[f"free_energy_{word}", "ground_state", "amplitude"] = of(
            "fit/amplitude", np.s_[0, spectrum, 3 * family:3 * family + 3])
        values[f"free_energy_{word}", "ground_state", "energy"] = of(
            "energy/ground_state", np.s_[0, spectrum, 3 * family:3 * family + 3])
    return values


def check_data(folder, results):
    errors, compared = [], 0
    with h5py.File(results, "r") as file:
        files = {path.stem: blocks_of(path) for path in (folder / "figures").glob("*.dat")}
        for (name, block, column), value in expected(file).items():
            if column not in files.get(name, {}).get(block, {}):
                continue
            compared += 1
            if not np.array_equal(files[name][block][column][1], np.asarray(value()), equal_nan=True):
                errors.append(f"{name}.dat: {block}: {column} is not what the results file has")
        temperature = file["coordinates/temperature"][:]
        for name, blocks in files.items():
            for block, columns in blocks.items():
                if any(unit == "" for unit, _ in columns.values()):
                    errors.append(f"{name}.dat: {block}: a column has no unit")
                if block == name == "exponents" and not np.array_equal(columns["temperature"][1], temperature):
                    errors.append("exponents.dat: other temperatures")
    if compared < 3:
        errors.append(f"only {compared} columns could be compared")
    return errors


def check_files(folder):
    errors = []
    for picture in (folder / "figures").glob("*.svg"):
        for kind in (".png", ".gp", ".dat"):
            if not picture.with_suffix(kind).is_file():
                errors.append(f"{picture.stem}{kind} is not there")
    for picture in (folder / "figures").glob("*.png"):
        head = picture.read_bytes()[:24]
        if head[:8] != b"\x89PNG\r\n\x1a\n" or struct.unpack(">I", head[16:20])[0] != 1440:
            errors.append(f"{picture.name} is no PNG of 1440 pixels' width")
    return errors


def main():
    folder = pathlib.Path(sys.argv[1])
    errors = check_page(folder) + check_files(folder) + check_data(folder, sys.argv[2])
    for picture in sorted((folder / "figures").glob("*.svg")):
        errors += check_picture(picture)
    for error in errors:
        print(f"{folder}: {error}")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
