"""The pages of docs/ as a static site that loads nothing from a network: `make docs` writes it to site/.

Every warning is an error: a dead link, a dead anchor, a page that the navigation leaves out.
"""

from __future__ import annotations

import logging
import re
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from scripts.release import ROOT, tracked

NAVIGATION: list[dict[str, Any]] = [
    {"zhize": "README.md"},
    {"中文说明": "README.zh.md"},
    {
        "Use": [
            "docs/first-steps.md",
            "docs/research.md",
            "docs/files.md",
            "docs/formats.md",
            "docs/correcting.md",
            "docs/checking.md",
            "docs/analyses.md",
            "docs/scale.md",
            "docs/days-and-documents.md",
            "docs/reading-the-numbers.md",
            "docs/cookbook.md",
            "docs/terms.md",
        ]
    },
    {
        "Connect": [
            "docs/command-line.md",
            "docs/http.md",
            "docs/api-guide.md",
            "docs/rdf.md",
            "docs/deployment.md",
            "docs/reliability.md",
            "docs/reference.md",
            "docs/model.md",
            "ontology/registry/README.md",
        ]
    },
    {
        "Carry on": [
            "docs/architecture.md",
            "docs/extending.md",
            "CONTRIBUTING.md",
            "docs/dependencies.md",
            "docs/notices.md",
            "SECURITY.md",
            "CHANGELOG.md",
        ]
    },
]
_PAGES = re.compile(r"(?:docs/.*|README(?:\.zh)?\.md|[A-Z]+\.md|LICENSE|ontology/registry/README\.md)")
_DECISION = re.compile(r"docs/decisions/.*\.md")


def _settings(source: Path, out: Path) -> dict[str, Any]:
    decisions = sorted(name for name in tracked() if _DECISION.fullmatch(name))
    checks = {"omitted_files": "warn", "not_found": "warn"}
    return {
        "site_name": "zhize 职责",
        "docs_dir": str(source),
        "site_dir": str(out),
        "use_directory_urls": False,
        "theme": {"name": "mkdocs", "highlightjs": False, "locale": "en", "nav_style": "dark"},
        "nav": [*NAVIGATION, {"Decisions": decisions}],
        "markdown_extensions": ["tables", "fenced_code", {"toc": {"slugify": _slug}}],
        "plugins": ["search"],
        "validation": {
            "nav": {**checks, "absolute_links": "warn"},
            "links": {
                "not_found": "warn",
                "anchors": "warn",
                "absolute_links": "warn",
                "unrecognized_links": "warn",
            },
        },
        "strict": True,
    }


def _slug(text: str, separator: str) -> str:
    """The anchor GitHub gives a heading, so that links hold in both places."""
    return re.sub(r"[^\w\s-]", "", text.lower()).strip().replace(" ", separator)


def build(out: Path) -> None:
    """Write the site into a folder; raises mkdocs' Abort with the warnings on standard error."""
    from mkdocs.commands.build import build as make
    from mkdocs.config import load_config

    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "pages")
        for name in filter(_PAGES.fullmatch, tracked()):
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
        own = Path(scratch, "mkdocs.yml")
        own.write_text("site_name: zhize\n", encoding="utf-8")
        make(load_config(str(own), **_settings(source, out)))


class _Loads(HTMLParser):
    """Addresses a page loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Scripts, pictures, frames and linked files."""
        told = dict(attrs)
        if tag in ("script", "img", "iframe", "source") and told.get("src"):
            self.found.append(told["src"] or "")
        if tag == "link" and told.get("rel") != "canonical":
            self.found.append(told.get("href") or "")


def loads_from_elsewhere(site: Path) -> list[str]:
    """Pages and style sheets of a site that load from another machine, with the address."""
    found = []
    for path in sorted(site.rglob("*.html")):
        reader = _Loads()
        reader.feed(path.read_text(encoding="utf-8"))
        found += [f"{path.relative_to(site)}: {url}" for url in reader.found if re.match(r"(?:https?:)?//", url)]
    for path in sorted(site.rglob("*.css")):
        urls = re.findall(r"url\(['\"]?((?:https?:)?//[^)]*)", path.read_text(encoding="utf-8"))
        found += [f"{path.relative_to(site)}: {url}" for url in urls]
    return found


def main() -> int:
    """Build into site/; 1 where something is loaded from elsewhere."""
    out = ROOT / "site"
    build(out)
    elsewhere = loads_from_elsewhere(out)
    for line in elsewhere:
        print(line, file=sys.stderr)
    print(f"written to {out.relative_to(ROOT)}/: open site/README.html")
    return 1 if elsewhere else 0


if __name__ == "__main__":
    sys.exit(main())
