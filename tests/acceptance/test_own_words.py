"""What stands in the repository, we wrote: facts of real documents may be in it, their sentences may not.

Every tracked text is compared with the original documents, in runs of Chinese characters that go on over commas and
full stops but end at enumeration commas, brackets, digits and line ends, so that a list of bodies is no long run.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import opencc
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SHARED = 12
RUN = re.compile(r"[一-鿿]+(?:[，,。；;：:“”‘’\"！!]+[一-鿿]+)*")
PUNCTUATION = re.compile(r"[，,。；;：:“”‘’\"！!]+")
MARKUP = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^<>]+>|&[a-z]+;", re.S | re.I)
TRADITIONAL = re.compile("[計畫發國劃區優專項]")
FACT_KEYS = {
    "title",
    "name",
    "written",
    "issuers",
    "addressees",
    "marked",
    "lead",
    "responsible",
    "merged_from",
    "citations",
    "duties",
    "optional",
}
LONGEST_REST = 8  # characters that may be left of a shared run when names, titles and fixed terms are taken out
FIXED_TERM = re.compile(
    "(?:列第一位|排名第一|排第一位|分号前|逗号前)[者的]?为牵头(?:责任)?单位|下同|计划设置|任务目标|组织形式|责任单位"
)
# Names of bodies and titles of documents are facts wherever they stand.
BODY_NAME = re.compile(
    r"[一-鿿]{2,40}(?:厅|局|委|办|部|院|司|处|会|组|署|行|所|社|库|区|委员会|办公室|办公厅|政府|实验室|中心|公司|大学|学院|支队|总队)"
)
DOCUMENT_TITLE = re.compile(r"关于[一-鿿]{2,60}(?:决定|意见|通知|通告|公告|函|方案|计划|措施|办法)")


def read(path: Path) -> str:
    """The text of a file in the charset it is in; nothing of a binary one."""
    data = path.read_bytes()
    for charset in ("utf-8", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    return ""


@cache
def simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def runs(text: str) -> Iterator[str]:
    """Runs of Chinese characters, in Simplified script, without the punctuation they go on over."""
    if TRADITIONAL.search(text):
        text = simplifier().convert(text)
    for match in RUN.finditer(MARKUP.sub("\n", text)):
        run = PUNCTUATION.sub("", match[0])
        if len(run) > LONGEST_SHARED:
            yield run


def grams(run: str) -> Iterator[str]:
    return (run[at : at + LONGEST_SHARED + 1] for at in range(len(run) - LONGEST_SHARED))


def strings(value: Any, wanted: bool = False) -> Iterator[str]:
    """The strings of a facts file that stand under a key of names or titles, and its keys that are names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from strings(inner, wanted or key in FACT_KEYS)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, wanted)
    elif wanted and isinstance(value, str):
        yield value


@cache
def known_facts() -> tuple[str, ...]:
    """All names and titles the facts hold, the longest first."""
    found: set[str] = set()
    more = (ROOT / "tests" / "gold" / "subjects.yaml", ROOT / "tests" / "acceptance" / "chain.yaml")
    for path in (*sorted((ROOT / "tests" / "facts").glob("*.yaml")), *more):
        found.update(strings(yaml.safe_load(path.read_text(encoding="utf-8"))))
    for path in sorted((ROOT / "tests" / "gold").glob("*.json")):
        found.update(strings(json.loads(path.read_text(encoding="utf-8"))))
    bare = {re.sub(r"[^一-鿿]", "", text) for text in found}
    return tuple(sorted((text for text in bare if len(text) > 2), key=lambda text: (-len(text), text)))


def is_fact(piece: str) -> bool:
    """Whether a shared run is a name, a title or fixed terms, or hardly anything beside them."""
    piece = piece.replace("最佳化", "优化")
    if BODY_NAME.fullmatch(piece) or DOCUMENT_TITLE.fullmatch(piece):
        return True
    rest = FIXED_TERM.sub("", piece)
    for text in known_facts():
        if piece in text:
            return True
        rest = rest.replace(text, "")
    return len(rest) <= LONGEST_REST


def tracked() -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in sorted(set(names)) if (ROOT / name).is_file()]


def shared_runs(run: str, common: set[str]) -> Iterator[str]:
    """The longest stretches of a run all of whose grams stand in an original."""
    start: int | None = None
    for at in range(len(run) - LONGEST_SHARED + 1):
        hit = run[at : at + LONGEST_SHARED + 1] in common and at + LONGEST_SHARED < len(run)
        if hit and start is None:
            start = at
        if not hit and start is not None:
            yield run[start : at + LONGEST_SHARED]
            start = None


def originals(shared: Path) -> Iterable[Path]:
    folders = (shared / "seeds", shared / "gold" / "documents", shared / "corpus")
    return (path for folder in folders for path in sorted(folder.iterdir()) if path.suffix != ".tsv")


@pytest.mark.originals
def test_no_sentence_of_an_original(shared: Path) -> None:
    ours = {path: list(runs(read(path))) for path in tracked()}
    wanted = {gram for texts in ours.values() for run in texts for gram in grams(run)}
    common = {gram for path in originals(shared) for run in runs(read(path)) for gram in grams(run) if gram in wanted}
    copied = {
        f"{path.relative_to(ROOT)}: {piece}"
        for path, texts in ours.items()
        for run in texts
        for piece in shared_runs(run, common)
        if not is_fact(piece)
    }
    assert not copied, "\n".join(sorted(copied))


def test_a_copied_sentence_would_be_found() -> None:
    original = "各单位应当在每年年底之前把自己办成的事情写成简短的报告。"
    common = {gram for run in runs(original) for gram in grams(run)}
    ours = "说明：各单位应当在每年年底之前，把自己办成的事情写成报告"
    found = [piece for run in runs(ours) for piece in shared_runs(run, common)]
    assert found == ["各单位应当在每年年底之前把自己办成的事情写成"]


def test_names_and_titles_are_facts_and_sentences_are_not() -> None:
    assert is_fact("国家发展改革委创新和高技术发展司")
    assert is_fact("健全学风和科研诚信制度体系建设")
    assert not is_fact("各单位应当在每年年底之前把自己办成的事情写成")


def test_a_list_of_bodies_is_no_sentence() -> None:
    assert not list(runs("（责任单位：市科技局、市财政局、市人力资源社会保障局、市农业农村局）"))
