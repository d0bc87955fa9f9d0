"""Where the parts of a document stand: its titles, its number, its addressees, its text proper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from loaders.dates import DATE
from loaders.numbering import read_marker
from loaders.paragraphs import paragraphs
from loaders.types import Span, Text
from ontology.identifiers import DocumentNumber

KIND_WORDS = (
    "通知|意见|方案|计划|要点|办法|规定|细则|条例|决定|决议|公告|通告|通报|函|批复|答复|措施|政策|清单|规划|纲要|指南|指引|令|"
    "举措|规则|制度|报告|纪要|分工|标准|目录|建议|准则|章程|议定书|工作重点|若干政策|"
    "预案|规程|规范|大纲|公报|请示|议案|分工表|任务表|分解表|责任表|计划表|安排表|任务书"
)
_TITLE_END = re.compile(
    rf"(?:{KIND_WORDS})[》”]?(?:[（(][^（）()]{{1,24}}[）)])*[》”]?(?:的(?:{KIND_WORDS}))?(?:[（(][^（）()]{{1,24}}[）)])*(?:[（(]20\d\d年?版)?$"
)
_LEGAL_TITLE = re.compile(r"[一-鿿]{4,40}法(?:[（(][^（）()]{1,20}[）)])?$")
_COLLECTED = re.compile(r"\d{1,3}[.．、](?=[^\d\s])")
_COLLECTED_DATE = re.compile(r"[（(]((?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?)[）)]$")
_WRAPPER = re.compile(r"印发|转发|批转|发布|公布|下发|征求|颁布")
_WRAPPED = re.compile(
    r"(?:印发|转发|批转|发布|公布|下发|颁布|征求对?)(?:关于)?(?P<name>.+?)(?:意见)?的?(?:通知|公告|通告|函|令)$"
)
_SEVERAL = re.compile("(?:印发|转发|批转|发布|公布|下发|颁布)《[^《》]+》[、和及与]?《[^《》]+》")
_DRAFT_MARK = re.compile(r"[（(](?:公开)?(?:征求意见稿|送审稿|讨论稿|草案)[^（）()]{0,6}[）)]$")
_REMARK = re.compile(r"[（(].{0,400}[）)]$")
_DOC_NO_LINE = re.compile(
    r"[（(]?[一-鿿]{1,20}(?:[（(][一-鿿]{1,6}[）)])?[〔﹝\[【(（［]\d{4}[〕﹞\]】)）］]第?\d{0,5}号[）)]?$"
)
_ORDER_LINE = re.compile(r"第\d{1,5}号$")
_NOT_TITLE = re.compile(r"[。；！？]|[：:]$|[：:]《|^[>＞•·（(]|^附件|^现将|邮箱|电话|＊|^各[县市区地省部]")
_LISTED = re.compile(r"\d{1,2}[.．、]")
_DATE_LINE = re.compile(rf"{DATE.pattern}$".replace("?P<year>", "").replace("?P<month>", "").replace("?P<day>", ""))
_YEARS = re.compile(r"[（(](?:19|20)\d\d(?:年)?\s*[-—–~至]{1,2}\s*(?:19|20)\d\d年?[）)]")
_PUNCTUATION = re.compile(r"[\s《》〈〉“”\"'（）()的,，、]")
_SEARCHED = 40


@dataclass(frozen=True, slots=True)
class Heading:
    """A title as printed over one or more lines; date is the one a collection adds in brackets."""

    start: int
    end: int
    title: str
    date: str | None = None


@dataclass(frozen=True)
class Layout:
    """`cover` is the first title (the notice's, or the document's own), `own` the title of the plan it carries (None
    when there is none printed), `notice` the text between them, `body` the text proper of the document.
    """

    cover: Heading | None
    own: Heading | None
    notice: Span
    body: Span

    @property
    def title(self) -> str:
        """The document's own title; that of the notice where it carries several documents; "" when none was found."""
        heading = self.cover if self._several else self.own or self.cover
        return heading.title if heading else ""

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title that is the document's own: as printed, and those of the documents a notice carries together."""
        printed = [heading.title for heading in (self.cover, self.own) if heading]
        return (*printed, *self._several)

    @property
    def _several(self) -> list[str]:
        """The titles of the documents a notice carries when there are more than one."""
        match = _SEVERAL.search(self.cover.title) if self.cover else None
        return re.findall("《([^《》]+)》", match[0]) if match else []

    @property
    def wraps(self) -> bool:
        """Whether the first title is that of a notice that carries another document."""
        return self.cover is not None and bool(_WRAPPER.search(self.cover.title))

    @property
    def cover_end(self) -> int:
        """Where the first title ends; 0 where none is printed."""
        return self.cover.end if self.cover else 0


def read_layout(text: Text) -> Layout:
    """The layout of a document."""
    words = text.text
    lines = [line for line in paragraphs(words) if line.start < line.end]
    cover_at, cover = _cover(words, lines, text.meta)
    first = cover_at[1] if cover else 0
    own_at, own = _own(words, lines, first, cover)
    after = own_at[1] if own else first
    body_start = _body_start(words, lines, after, own is not None)
    notice_end = own.start if own else body_start
    return Layout(cover, own, Span(cover.end if cover else 0, notice_end), Span(body_start, len(words)))


def _cover(words: str, lines: list[Span], meta: Mapping[str, str]) -> tuple[tuple[int, int], Heading | None]:
    named = _plain(meta.get("title", ""))
    for index in range(min(_SEARCHED, len(lines))):
        if read_marker(words, lines[index].start, lines[index].end) and not is_collected_heading(
            words[lines[index].start : lines[index].end]
        ):
            break
        stop, heading = _heading_at(words, lines, index)
        if heading is not None and (not named or _alike(named, _plain(heading.title)) > 0.6 or index > 6):
            return (index, stop), heading
    for name in ("title", "标题"):
        if meta.get(name):
            return (0, 0), Heading(0, 0, unquoted(meta[name]))
    return (0, 0), None


def is_collected_heading(text: str) -> bool:
    """Whether a line is the heading of a document in a collection: `12. title（date）`."""
    return bool(_COLLECTED.match(text)) and bool(_COLLECTED_DATE.search(text))


def _heading_at(words: str, lines: list[Span], index: int) -> tuple[int, Heading | None]:
    """A title that begins with a line, over at most four lines."""
    joined = ""
    for stop in range(index, min(index + 4, len(lines))):
        line = words[lines[stop].start : lines[stop].end]
        if not _may_be_title(line, stop > index):
            break
        joined += " " + line if joined and _needs_space(joined, line) else line
        bare, date = _without_collection(joined)
        if len(joined) > 160 or (stop == index and _LISTED.match(bare)):
            break
        if _is_title(bare, stop == index) and not _goes_on(words, lines, stop, joined):
            following = words[lines[stop + 1].start : lines[stop + 1].end] if stop + 1 < len(lines) else ""
            if _draft_line(following):
                bare, stop = bare + following, stop + 1
            return stop + 1, Heading(lines[index].start, lines[stop].end, unquoted(bare), date)
        if len(line) > 60:
            break
    return index, None


def _may_be_title(line: str, later: bool) -> bool:
    """Whether a line can be one of a title's; `later`: not its first."""
    if _is_small_print(line) or line == "目录" or (later and _LISTED.match(line)):
        return False
    if later and (_draft_line(line) or _YEARS.fullmatch(line)):
        return True
    return not _NOT_TITLE.search(line)


def _is_title(bare: str, one_line: bool) -> bool:
    return len(bare) >= 5 and bool(_TITLE_END.search(bare) or (one_line and _LEGAL_TITLE.fullmatch(bare)))


def _goes_on(words: str, lines: list[Span], stop: int, joined: str) -> bool:
    """Whether the next lines are the rest of a title that could end here (…制度 / …的指导意见)."""
    if len(joined) > 90 or joined.endswith("的通知") or is_collected_heading(joined):
        return False
    if joined.startswith("《") and joined.endswith("》"):
        return False
    for line in lines[stop + 1 : stop + 4]:
        following = words[line.start : line.end]
        if _YEARS.fullmatch(following):
            return True
        if len(following) > 60 or _NOT_TITLE.search(following) or _is_small_print(following):
            return False
        if read_marker(following, 0, len(following)) or re.search("[，、：《]", following) or following == "目录":
            return False
        if following.startswith(("关于", "中共", joined[:4])):
            return False
        if _TITLE_END.search(following):
            return True
    return False


def _needs_space(before: str, after: str) -> bool:
    return before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalnum()


def _draft_line(line: str) -> bool:
    return bool(_DRAFT_MARK.fullmatch(line))


def _is_small_print(line: str) -> bool:
    return bool(_DOC_NO_LINE.fullmatch(line) or _ORDER_LINE.fullmatch(line) or _DATE_LINE.fullmatch(line))


def _without_collection(title: str) -> tuple[str, str | None]:
    date = _COLLECTED_DATE.search(title)
    bare = _COLLECTED_DATE.sub("", title) if date else title
    return (_COLLECTED.sub("", bare, count=1) if date else bare), date[1] if date else None


def unquoted(title: str) -> str:
    """A title without the 书名号 around the whole of it."""
    title = title.strip()
    if title.startswith("《") and title.endswith("》") and title.count("《") == title.count("》") == 1:
        return title[1:-1]
    return title


def _plain(title: str) -> str:
    return _PUNCTUATION.sub("", title)


def _alike(left: str, right: str) -> float:
    """How much of the shorter title's pairs of characters the longer one has."""
    short, long = sorted((left, right), key=len)
    pairs = {short[i : i + 2] for i in range(len(short) - 1)}
    return sum(pair in long for pair in pairs) / len(pairs) if pairs else 0.0


def _own(words: str, lines: list[Span], first: int, cover: Heading | None) -> tuple[tuple[int, int], Heading | None]:
    """The title of the carried plan: after the cover title, like the name in it, or right after the notice's date."""
    if cover is None:
        return (0, 0), None
    wrapped = _WRAPPED.search(_DRAFT_MARK.sub("", cover.title))
    name = _plain(wrapped["name"]) if wrapped else _plain(cover.title)
    wraps = bool(_WRAPPER.search(cover.title)) or cover.title.endswith("令")
    last = min(first + _SEARCHED, len(lines))
    dated = [index for index in range(first, last) if _follows_date(words, lines, index)]
    for index in dated if wraps else ():
        stop, heading = _heading_at(words, lines, index)
        if heading is not None:
            return (index, stop), heading
    for index in range(first, last):
        line = words[lines[index].start : lines[index].end]
        if line.endswith(("：", ":")) or line.startswith(("附件：", "附件:")):
            continue
        stop, heading = _heading_at(words, lines, index)
        if heading is None or len(_plain(heading.title)) < 0.5 * len(name):
            continue
        if _alike(name, _plain(heading.title)) >= (0.75 if wraps else 0.95):
            return (index, stop), heading
    return (0, 0), None


def _follows_date(words: str, lines: list[Span], index: int) -> bool:
    for line in reversed(lines[max(0, index - 3) : index]):
        text = words[line.start : line.end]
        if _DATE_LINE.fullmatch(text):
            return True
        if not _REMARK.fullmatch(text) and not text.startswith("附件"):
            return False
    return False


def _body_start(words: str, lines: list[Span], after: int, is_own: bool) -> int:
    """Where the text proper begins: after number, date, remark and addressees below the title."""
    index = after
    while index < len(lines):
        text = words[lines[index].start : lines[index].end]
        small = _is_small_print(text) or (_REMARK.fullmatch(text) and len(text) < 400 and "责任" not in text)
        addressed = text.endswith(("：", ":")) and len(text) < 300 and index < after + 4 and not is_own
        if not small and not addressed and not _short_head(text, is_own):
            break
        index += 1
        if addressed:
            break
    return lines[index].start if index < len(lines) else len(words)


def _short_head(text: str, is_own: bool) -> bool:
    """A line of the head without sentence: the issuing body or a date below the title of a web page."""
    if is_own or re.search("[，。；：、]", text) or read_marker(text, 0, len(text)):
        return False
    return len(text) <= 30 and bool(re.search(r"(?:局|厅|部|委|办公[厅室]|政府|委员会)$|^\d{4}-\d{1,2}-\d{1,2}", text))


def document_number(words: str, layout: Layout, meta: Mapping[str, str]) -> str | None:
    """The document's own 文号: a line or remark near its title, else what the page says; None without its digits."""
    first = max(0, (layout.cover.start if layout.cover else 0) - 200)
    last = layout.own.end if layout.own else layout.body.start
    for line in paragraphs(words, first, min(len(words), last + 200)):
        text = words[line.start : line.end]
        if not _DOC_NO_LINE.fullmatch(text):
            continue
        number = DocumentNumber.parse(text.strip("（）()") if text[0] in "（(" else text)
        if number is not None:
            return str(number)
    if (order := _order_number(words, layout, last)) is not None:
        return order
    printed = meta.get("文号", "")
    return str(DocumentNumber.parse(printed) or "") or None


def _order_number(words: str, layout: Layout, last: int) -> str | None:
    if layout.cover is None or not layout.cover.title.endswith("令"):
        return None
    for line in paragraphs(words, layout.cover.end, last):
        text = words[line.start : line.end]
        if _ORDER_LINE.fullmatch(text):
            return layout.cover.title.removeprefix("中华人民共和国") + text
    return None
