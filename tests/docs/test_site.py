"""The pages build to a site without a warning, a dead link or anything loaded from elsewhere; made pages are fresh."""

from __future__ import annotations

import re
from pathlib import Path

from scripts import cookbook, docs_site
from scripts.release import ROOT

_NAMED = re.compile(r"`((?:api|graph|loaders|ontology|tests|scripts|examples|deploy)/[\w./-]+\.\w+)`")


def test_the_site_builds_strictly_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    docs_site.build(tmp_path / "site")
    assert (tmp_path / "site" / "docs" / "cookbook.html").is_file()
    assert not docs_site.loads_from_elsewhere(tmp_path / "site")


def test_the_cookbook_has_the_answers_of_today() -> None:
    assert cookbook.PAGE.read_text(encoding="utf-8") == cookbook.page()


def test_files_that_pages_name_exist() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    named = {(page.name, name) for page in pages for name in _NAMED.findall(page.read_text(encoding="utf-8"))}
    assert len(named) > 10
    assert not [entry for entry in sorted(named) if not (ROOT / entry[1]).is_file()]
