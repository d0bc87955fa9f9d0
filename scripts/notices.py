"""docs/notices.md: the licence of every package that an installation of zhize brings, from what is installed.

python -m scripts.notices           write the page
python -m scripts.notices --check   exit 1 where a package is missing from it or has a licence we do not take
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "notices.md"
EXTRAS = ("mcp", "notebook")
# Licences that would bind those who use zhize; LGPL is taken only where its text is looked at by a person.
REFUSED = re.compile(r"(?<!L)\bA?GPL|GNU (?:Affero )?General Public", re.IGNORECASE)
_CLASS = "License :: "
_INTRO = """# Notices

Made by `python -m scripts.notices`: do not edit. Packages that `pip install zhize` brings, with what its extras `mcp`
and `notebook` add, and the licence each states of itself. Their full texts are installed with them (`*.dist-info`).

| package | licence |
|---|---|
"""


def installed() -> dict[str, Distribution]:
    """The distributions that pyproject.toml asks for, over all steps, by their canonical name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for extra in EXTRAS for line in project["optional-dependencies"][extra]]
    found: dict[str, Distribution] = {}
    waiting = list(_wanted([*project["dependencies"], *extras]))
    seen = set(waiting)
    while waiting:
        package, extra = waiting.pop()
        try:
            made = distribution(package)
        except PackageNotFoundError:  # a marker may leave it out on this system
            continue
        found[canonicalize_name(package)] = made
        for wanted in _wanted(made.requires or (), extra):
            if wanted not in seen:
                seen.add(wanted)
                waiting.append(wanted)
    return dict(sorted(found.items()))


def _wanted(lines: Iterable[str], extra: str = "") -> Iterator[tuple[str, str]]:
    for line in lines:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield from ((requirement.name, one) for one in ("", *sorted(requirement.extras)))


def licence(made: Distribution) -> str:
    """What a distribution says of its licence: the expression, else its classifiers, else the text's first line."""
    stated = made.metadata.get_all("License-Expression") or [""]
    classes = [c.rsplit(" :: ", 1)[-1] for c in made.metadata.get_all("Classifier") or () if c.startswith(_CLASS)]
    text = "\n".join(made.metadata.get_all("License") or ()).strip().splitlines()
    named = ", ".join(c for c in classes if c != "OSI Approved")
    return stated[0] or named or (text[0][:80] if text else "see its text")


def refused() -> list[str]:
    """Packages whose stated licence we do not take."""
    return [name for name, made in installed().items() if REFUSED.search(licence(made))]


def page() -> str:
    """The page, Markdown; without versions, which constraints.txt has."""
    return _INTRO + "".join(f"| {name} | {licence(made)} |\n" for name, made in installed().items())


def missing() -> list[str]:
    """Packages the page has no line for."""
    said = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    return [name for name in installed() if f"| {name} |" not in said]


def main(arguments: list[str]) -> int:
    """Write or check; 1 where a package is missing or refused."""
    if "--check" not in arguments:
        PAGE.write_text(page(), encoding="utf-8")
    wrong = [*(f"no line for {name}" for name in missing()), *(f"licence of {name}" for name in refused())]
    for line in wrong:
        print(f"docs/notices.md: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
