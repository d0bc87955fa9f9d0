"""The annotated documents are well formed, and say only what their documents print."""

from __future__ import annotations

import html
import json
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent
ANNOTATIONS = sorted(FOLDER.glob("*.json"))
DOCUMENT_KEYS = {
    "id", "source", "title", "doc_no", "issuers", "date", "jurisdiction", "level", "measures", "citations",
}  # fmt: skip
ENTRY_KEYS = {"written", "name", "kind", "role", "basis"}
NUMERALS = "零一二三四五六七八九"

Annotation = dict[str, Any]


def _read(path: Path) -> Annotation:
    annotation: Annotation = json.loads(path.read_text(encoding="utf-8"))
    return annotation


def _entries(annotation: Annotation) -> list[dict[str, Any]]:
    return [entry for measure in annotation["measures"] for entry in measure["responsibilities"]]


def _squash(text: str) -> str:
    """The text without page markers and white space, as a reader of a broken text layer reads it."""
    return re.sub(r"# Page \d+:?|[\s\u200b\ufeff]", "", text)


@cache
def _document(source: str) -> str:
    shared = Path(os.environ.get("ZHIZE_SHARED", FOLDER.parents[2] / "shared"))
    path = shared / "corpus" / source
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is needed and absent")
        pytest.skip(f"needs {path}: set ZHIZE_SHARED to the folder of the original documents")
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".html":
        text = re.sub(r"(?s)<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]+>", "", text)
        text = html.unescape(text)
    return _squash(text)


def _article(numeral: str) -> str:
    """第二十一条 -> 21: articles are numbered in figures."""
    tens, _, units = numeral.rpartition("十")
    if "十" not in numeral:
        return str(NUMERALS.index(numeral))
    return str((NUMERALS.index(tens) if tens else 1) * 10 + (NUMERALS.index(units) if units else 0))


def _number(part: str) -> str:
    article = re.fullmatch(r"第(.+)条", part)
    return _article(article[1]) if article else part.strip("（）()")


parametrized = pytest.mark.parametrize("path", ANNOTATIONS, ids=lambda path: path.stem)


def test_the_readme_lists_exactly_the_annotated_documents() -> None:
    listed = re.findall(r"^\| (\d{3}) \|", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert listed == [path.stem for path in ANNOTATIONS]


@parametrized
def test_the_document_is_described(path: Path) -> None:
    annotation = _read(path)
    assert set(annotation) == DOCUMENT_KEYS
    assert annotation["id"] == path.stem == Path(annotation["source"]).stem
    assert annotation["title"]
    assert annotation["issuers"] or "征求意见稿" in annotation["title"]  # a draft may be signed by nobody
    assert annotation["jurisdiction"]
    assert annotation["level"] in {"national", "province", "city", "county"}
    assert (annotation["level"] == "national") == (annotation["jurisdiction"] == "全国")
    assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", annotation["date"])
    assert annotation["doc_no"] is None or re.fullmatch(r"\w+〔\d{4}〕\d+号", annotation["doc_no"])


@parametrized
def test_a_measure_has_its_place_a_short_head_and_somebody(path: Path) -> None:
    for measure in _read(path)["measures"]:
        assert set(measure) == {"number", "path", "head", "responsibilities"}
        assert 4 <= len(measure["head"]) <= 12
        assert measure["head"] == _squash(measure["head"])
        assert measure["responsibilities"]
        if measure["number"]:
            assert measure["number"] == _number(measure["path"].rpartition("/")[2])


@parametrized
def test_an_entry_says_who_does_what_and_where_it_stands(path: Path) -> None:
    for entry in _entries(_read(path)):
        assert set(entry) - {"optional"} == ENTRY_KEYS
        assert entry.get("optional", True) is True
        assert entry["kind"] in {"institution", "class", "group"}
        assert entry["role"] in {"lead", "responsible", "cooperate"}
        assert entry["basis"] in {"marked", "prose"}
        assert entry["name"] == _squash(entry["name"]) != ""
        assert not re.search(r"[，,；;。：:]", entry["name"])


@parametrized
def test_nobody_has_a_role_twice_in_a_measure(path: Path) -> None:
    for measure in _read(path)["measures"]:
        roles = Counter((entry["name"], entry["role"]) for entry in measure["responsibilities"])
        assert max(roles.values()) == 1, (measure["path"], roles.most_common(1))


@parametrized
def test_two_measures_are_told_apart_by_place_or_head(path: Path) -> None:
    places = Counter((measure["path"], measure["head"]) for measure in _read(path)["measures"])
    assert not places or max(places.values()) == 1


@parametrized
def test_a_citation_is_named_once_and_is_not_the_document_itself(path: Path) -> None:
    annotation = _read(path)
    cited = Counter((citation["title"], citation["doc_no"]) for citation in annotation["citations"])
    assert all(set(citation) == {"title", "doc_no"} for citation in annotation["citations"])
    assert not cited or max(cited.values()) == 1
    assert all(title or number for title, number in cited)
    assert annotation["title"] not in {title for title, _ in cited}


@pytest.mark.originals
@parametrized
def test_heads_and_bodies_are_printed_in_the_document(path: Path) -> None:
    annotation = _read(path)
    document = _document(annotation["source"])
    printed = [measure["head"] for measure in annotation["measures"]]
    printed += [entry["written"] for entry in _entries(annotation)]
    assert [words for words in printed if _squash(words) not in document] == []
