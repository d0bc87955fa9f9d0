"""Which script a document is in, and the same words in Simplified script with mainland vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import opencc
import yaml

from loaders.text import Draft

# Words that only a document in the vocabulary of Taiwan has, in Traditional characters.
_TAIWAN_WORDS = (
    "計畫", "最佳化", "套用", "契約", "模組", "資訊", "網路", "軟體", "檔案", "設定", "程式", "人工智慧", "資料庫",
    "數位", "品質", "專案", "奈米", "晶片", "伺服器", "傳送",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Phrase:
    pattern: re.Pattern[str]
    words: dict[str, str]


@cache
def _converters() -> tuple[Any, Any, Any]:
    """By character both ways, and by phrase for whole texts: there 著 is 着 but in 著作, 显著 and the like."""
    return opencc.OpenCC("t2s"), opencc.OpenCC("s2t"), opencc.OpenCC("tw2s")


@cache
def _simplified(char: str) -> str:
    result = str(_converters()[0].convert(char))
    return result if len(result) == 1 else char


@cache
def _scripts() -> tuple[frozenset[str], frozenset[str]]:
    """The characters that stand in Traditional and in Simplified script alone; found at once, not one by one."""
    chars = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    simplified, traditional = (str(c.convert("\n".join(chars))).split("\n") for c in _converters()[:2])
    hant = frozenset(c for c, other in zip(chars, simplified, strict=True) if other != c and len(other) == 1)
    hans = frozenset(c for c, other in zip(chars, traditional, strict=True) if other != c)
    return hant, hans - hant


def detect(text: str) -> str:
    """The script of a text: hans, hant, or hant-tw where at least two words of Taiwan's own vocabulary stand."""
    hant, hans = _scripts()
    chars = set(text)
    traditional = sum(map(text.count, chars & hant))
    if traditional < 5 or traditional <= sum(map(text.count, chars & hans)):
        return "hans"
    return "hant-tw" if sum(word in text for word in _TAIWAN_WORDS) >= 2 else "hant"


def to_simplified(text: str) -> str:
    """The text in Simplified characters, character for character."""
    converted = str(_converters()[2].convert(text))
    return converted if len(converted) == len(text) else "".join(_simplified(c) for c in text)


def simplify(draft: Draft, script: str) -> None:
    """Put a draft of Traditional script into Simplified characters, then its words right by the phrase list."""
    if script == "hans":
        return
    draft.recode(to_simplified(draft.text))
    groups = ("hant", "hant-tw") if script == "hant-tw" else ("hant",)
    for group in groups:
        phrase = _phrases()[group]
        draft.sub(phrase.pattern, lambda m, words=phrase.words: words[m[0]])  # type: ignore[misc]


@cache
def _phrases() -> dict[str, _Phrase]:
    data = yaml.safe_load(resources.files("loaders").joinpath("data/taiwan_phrases.yaml").read_text(encoding="utf-8"))
    return {group: _phrase(entries) for group, entries in data.items()}


def _phrase(entries: list[dict[str, Any]]) -> _Phrase:
    ordered = sorted(entries, key=lambda e: -len(e["from"]))
    pattern = "|".join(
        "".join(f"(?<!{re.escape(w)})" for w in e.get("not_after", ()))
        + re.escape(e["from"])
        + "".join(f"(?!{re.escape(w)})" for w in e.get("not_before", ()))
        for e in ordered
    )
    return _Phrase(re.compile(pattern), {e["from"]: e["to"] for e in ordered})
