"""From the decoded text of a file to what a reader reads: layout undone, furniture taken away and remembered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from loaders.dates import ISO
from loaders.flattened import unflatten
from loaders.joining import join_lines
from loaders.readers.base import Reading
from loaders.text import Draft, Edit, Line

_INVISIBLE = re.compile("[\r\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff\ufffc\x0b\x0c\x00-\x08]+")
_PAGE_MARK = re.compile(r"^[ \t]*#\s*Page\s+\d{1,6}\s*:?[ \t]*(?:\n|$)", re.IGNORECASE | re.MULTILINE)
_BLANKS = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BLANKS_NO_TAB = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_CJK = re.compile("[一-鿿㐀-䶿]")
_WIDE = re.compile("[一-鿿㐀-䶿，。；：、！？（）〔〕【】《》〈〉“”‘’…—]")
_FILLER = re.compile(r"[?？](?:[ \t\u00a0\u3000]*[?？]){2,}[ \t\u00a0\u3000]*")
_EMPTY_LINES = re.compile(r"\n{2,}")
_LATE_MARK = re.compile(r"(?<=[。；：！])[ \t\u00a0\u3000]*[?？]+(?=\n|$)")
_SPACED_WORD = re.compile(r"^[一-鿿](?: [一-鿿])+$", re.MULTILINE)
_TAB_TABLE = re.compile(
    r"^(?:(?:序号|编号|任务|重点任务|工作任务|类别)\t.*(?:责任|牵头|单位|部门)|"
    r"(?:(?:序号|编号)\t)?(?:科技|研发|科研)?(?:计划(?:类别|名称|类型)|专项名称)\t.*(?:支持|定位|目标|用途))",
    re.MULTILINE,
)
_SENTENCE = re.compile(r"[，、；].*[。；]")
_TITLE_END = re.compile(
    r"(?:通知|意见|方案|计划|要点|办法|规定|细则|条例|决定|公告|通告|通报|函|批复|措施|政策|清单|规划|纲要|指南|答复|令|举措)"
    r"》?(?:[（(][^（）()]{1,20}[）)])*$"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    what: str
    match: re.Pattern[str]


@dataclass(frozen=True)
class _Family:
    """Rules tried in order, and whether any of them fits, as one pattern."""

    rules: tuple[_Rule, ...]
    any: re.Pattern[str]

    def fitting(self, plain: str) -> _Rule | None:
        """The first rule that fits a whole line."""
        if self.any.fullmatch(plain) is None:
            return None
        return next(rule for rule in self.rules if rule.match.fullmatch(plain))


@dataclass(frozen=True)
class _Rules:
    anywhere: _Family
    after: _Family
    before: _Family
    encyclopedia: str
    mark: re.Pattern[str]
    headings: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = yaml.safe_load(resources.files("loaders").joinpath("data/furniture.yaml").read_text(encoding="utf-8"))
    book = data["encyclopedia"]
    return _Rules(
        _compiled(data["anywhere"]),
        _compiled(data["after"]),
        _compiled(data["before"]),
        book["what"],
        re.compile(book["mark"]),
        re.compile(book["headings"]),
    )


def _compiled(entries: list[dict[str, Any]]) -> _Family:
    rules = tuple(_Rule(e["what"], re.compile(e["match"])) for e in entries)
    return _Family(rules, re.compile("|".join(f"(?:{e['match']})" for e in entries)))


def clean(draft: Draft, reading: Reading, meta: dict[str, str]) -> None:
    """Clean a draft of Simplified text in place; what the page says of the document goes into `meta`.

    In order: invisible characters, page markers, filler, white space, broken lines, furniture, empty lines. Every
    piece of furniture is noted in the draft with its span in the original.
    """
    draft.sub(_INVISIBLE)
    _drop_known(draft, reading)
    if reading.content is not None:
        _keep_content(draft, reading, meta)
    _drop_page_marks(draft)
    _drop_filler(draft)
    _settle_spaces(draft, tabs=not reading.tables and not ("\t" in draft.text and _TAB_TABLE.search(draft.text)))
    if reading.soft_breaks is not None:
        _join_known(draft, reading.soft_breaks)
    _drop_furniture(draft, meta)
    if reading.soft_breaks is None:
        unflatten(draft)
        join_lines(draft)
    _drop_empty_lines(draft)


def _drop_known(draft: Draft, reading: Reading) -> None:
    """Take away what the file's layout shows to be no part of the document."""
    edits = []
    for piece in sorted(reading.furniture, key=lambda f: f.start):
        start, end = draft.place_after(piece.start), draft.place_after(piece.end)
        draft.note_furniture(start, end, piece.message)
        edits.append(Edit(start, end + 1 if draft.text[end : end + 1] == "\n" else end))
    draft.apply(edits)


def _join_known(draft: Draft, breaks: Sequence[int]) -> None:
    """Join the lines whose ends the file's layout shows to be within a paragraph."""
    known = set(breaks)
    words, last = draft.text, len(draft.text) - 1
    edits = []
    for at, char in enumerate(words):
        if char == "\n" and 0 < at < last and draft.places[at] in known:
            parted = all(c.isascii() and c.isalnum() for c in (words[at - 1], words[at + 1]))
            edits.append(Edit(at, at + 1, " " if parted else ""))
    draft.apply(edits)


def _drop_page_marks(draft: Draft) -> None:
    edits = []
    for match in _PAGE_MARK.finditer(draft.text) if "#" in draft.text else ():
        draft.note_furniture(match.start(), match.end(), f"页码标记：{match[0].strip()}")
        edits.append(Edit(match.start(), match.end()))
    draft.apply(edits)


def _drop_filler(draft: Draft) -> None:
    edits = []
    for match in _FILLER.finditer(draft.text):
        draft.note_furniture(match.start(), match.end(), "网页填充符号")
        edits.append(Edit(match.start(), match.end(), "\n"))
    draft.apply(edits)
    if "?" in draft.text or "？" in draft.text:
        draft.sub(_LATE_MARK)


def _settle_spaces(draft: Draft, *, tabs: bool) -> None:
    """Leave a space only where it parts words: none at the ends of lines, none between Chinese and figures."""
    words = draft.text
    found = (_BLANKS if tabs else _BLANKS_NO_TAB).finditer(words)
    draft.apply(Edit(m.start(), m.end(), new) for m in found if (new := _settled(words, m)) != m[0])
    words = draft.text
    spaced = [i for m in _SPACED_WORD.finditer(words) for i in range(m.start(), m.end()) if words[i] == " "]
    draft.apply(Edit(i, i + 1) for i in spaced)


def _settled(words: str, blanks: re.Match[str]) -> str:
    """What is left of a run of blanks: one between two characters or two words."""
    start, end = blanks.span()
    before, behind = words[start - 1 : start], words[end : end + 1]
    if before in ("", "\n") or behind in ("", "\n"):
        return ""
    if _CJK.match(before) and _CJK.match(behind):
        return " "
    wide = _WIDE.match(before) or _WIDE.match(behind)
    return "" if wide or end - start > 1 else blanks[0]


def _drop_empty_lines(draft: Draft) -> None:
    words = draft.text
    first, last = len(words) - len(words.lstrip("\n")), len(words.rstrip("\n"))
    edges = (Edit(0, first), Edit(max(first, last), len(words)))
    draft.apply(edit for edit in edges if edit.start < edit.end)
    draft.sub(_EMPTY_LINES, "\n")


def squeeze(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def _keep_content(draft: Draft, reading: Reading, meta: dict[str, str]) -> None:
    """Keep the part of a page that holds the document, and its title where that stands above."""
    assert reading.content is not None
    start, end = draft.place_after(reading.content.start), draft.place_after(reading.content.end)
    title = squeeze(meta.get("title", ""))
    edits: list[Edit] = []
    for line in draft.lines():
        stop = min(line.end + 1, len(draft.text))
        inside = line.end > start and line.start < end
        if inside or not line.text.strip():
            continue
        read_meta(line.text, meta)
        plain = squeeze(line.text)
        if line.end <= start and len(plain) < 20 and (date := ISO.match(plain)):
            meta.setdefault("发布时间", date[0])
        if line.end <= start and ((title and plain == title) or (not title and _TITLE_END.search(plain))):
            continue
        draft.note_furniture(line.start, line.end, f"网页栏目：{plain[:30]}")
        edits.append(Edit(line.start, stop))
    draft.apply(edits)


_META_LABELS = {
    "发布时间": "发布时间", "发布日期": "发布时间", "公开日期": "发布时间", "时间": "发布时间", "日期": "发布时间",
    "成文日期": "成文日期", "成文时间": "成文日期", "印发日期": "成文日期",
    "发文日期": "成文日期", "生成日期": "成文日期",
    "发文机关": "发文机关", "发布机构": "发文机关", "制发机关": "发文机关", "发文单位": "发文机关",
    "发布部门": "发布部门", "发布单位": "发布部门", "公开机构": "发布部门",
    "编制单位": "发布部门", "来源": "来源", "信息来源": "来源",
    "文号": "文号", "发文字号": "文号", "发文文号": "文号", "标题": "标题", "名称": "标题", "有效性": "有效性",
    "索引号": "索引号", "主题分类": "主题分类", "组配分类": "组配分类", "浏览": "浏览", "浏览量": "浏览",
    "浏览次数": "浏览", "中文名": "标题", "统一编号": "统一编号", "实施日期": "实施日期", "失效日期": "失效日期",
}  # fmt: skip
_META = re.compile(
    r"(?P<label>"
    + "|".join(r"[ \u3000\u00a0]*".join(label) for label in sorted(_META_LABELS, key=lambda w: (-len(w), w)))
    + r")[ \u3000\u00a0]*[:：][ \u3000\u00a0]*"
)


def read_meta(line: str, meta: dict[str, str]) -> bool:
    """Take what a line of labels and values says of the document; whether it is such a line."""
    found = list(_META.finditer(line)) if ":" in line or "：" in line else []
    if not found or found[0].start() > 6:
        return False
    ends = [m.start() for m in found[1:]] + [len(line)]
    for match, end in zip(found, ends, strict=True):
        value = line[match.end() : end].strip(" \t\u3000\u00a0|】]").removesuffix("收藏").strip()
        if value:
            meta.setdefault(_META_LABELS[squeeze(match["label"])], value)
    return True


def _drop_furniture(draft: Draft, meta: dict[str, str]) -> None:
    lines = [line for line in draft.lines() if line.text]
    gone: dict[int, str] = {}
    _mark_anywhere(lines, gone)
    _mark_tail(lines, gone)
    _mark_top(lines, gone, meta)
    for first, last in _stretches(sorted(gone), gone):
        count = "" if first == last else f"等{last - first + 1}行"
        message = f"{gone[first]}：{lines[first].text[:30]}{count}"
        draft.note_furniture(lines[first].start, lines[last].end, message)
    draft.apply(Edit(lines[i].start, min(lines[i].end + 1, len(draft.text))) for i in sorted(gone))


def _stretches(indexes: list[int], kinds: dict[int, str]) -> list[tuple[int, int]]:
    """Neighbouring lines of one kind as one stretch."""
    found: list[tuple[int, int]] = []
    for index in indexes:
        if found and found[-1][1] == index - 1 and kinds[index] == kinds[index - 1]:
            found[-1] = (found[-1][0], index)
        else:
            found.append((index, index))
    return found


def _mark_anywhere(lines: list[Line], gone: dict[int, str]) -> None:
    for index, line in enumerate(lines):
        if len(line.text) > 120:
            continue
        if (rule := _rules().anywhere.fitting(squeeze(line.text))) is not None:
            gone[index] = rule.what


def _mark_tail(lines: list[Line], gone: dict[int, str]) -> None:
    """From the first mark of an ending in the last third on, everything goes."""
    for index in range(max(3, len(lines) * 2 // 3), len(lines)):
        plain = squeeze(lines[index].text)
        rule = _rules().after.fitting(plain) if len(plain) <= 200 else None
        if rule is not None:
            gone.update(dict.fromkeys(range(index, len(lines)), rule.what))
            return


def _above(lines: list[Line], index: int) -> set[int]:
    """The lines down to one that says something of the page; the title is kept where none stands below it."""
    below = any(_is_titled(line) for line in lines[index + 1 : index + 9])
    return {at for at in range(index + 1) if below or at == index or not _is_titled(lines[at])}


def _is_titled(line: Line) -> bool:
    return len(line.text) <= 60 and bool(_TITLE_END.search(squeeze(line.text)))


def _mark_top(lines: list[Line], gone: dict[int, str], meta: dict[str, str]) -> None:
    rules = _rules()
    top = min(len(lines), 60)
    for index in range(top):
        plain = squeeze(lines[index].text)
        if len(plain) < 200 and rules.before.any.fullmatch(plain):
            gone.update(dict.fromkeys(_above(lines, index) - gone.keys(), "网站导航"))
    in_book = [i for i in range(top) if rules.mark.fullmatch(squeeze(lines[i].text))]
    if in_book:
        gone.update(dict.fromkeys(_above(lines, in_book[-1]) - gone.keys(), rules.encyclopedia))
        for line in lines[: in_book[-1] + 1]:
            read_meta(line.text, meta)
        for index, line in enumerate(lines):
            if len(line.text) < 30 and rules.headings.fullmatch(squeeze(line.text)):
                gone.setdefault(index, rules.encyclopedia)
    for index in range(top):
        if (
            len(lines[index].text) < 160
            and not _SENTENCE.search(lines[index].text)
            and read_meta(lines[index].text, meta)
        ):
            gone.setdefault(index, "网页上的文件信息")
