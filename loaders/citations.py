"""Other documents named in a text: titles in 书名号, with or without 文号, and 文号 alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.citation_relations import is_ended, said
from loaders.layout import KIND_WORDS
from loaders.searching import around
from loaders.standing import Said
from loaders.types import Text
from ontology.citation_text import parse_citation
from ontology.identifiers import plain_title, record_id
from ontology.records import CitationRecord, WarningRecord

_AGENT = r"[一-鿿]{1,15}(?:[（(][一-鿿]{1,6}[）)])?"
_NUMBER = rf"{_AGENT}\s?[〔﹝\[【(（［]\s?\d{{4}}\s?[〕﹞\]】)）］]\s?第?\s?\d{{1,5}}\s?号"
_DAMAGED = rf"{_AGENT}\s?[〔﹝\[【(（［]\s?\d{{0,4}}\s?[〕﹞\]】)）］]\s?第?\s?\d{{0,5}}\s?号?"
_AFTER_TITLE = re.compile(rf"\s*[（(](?P<number>{_NUMBER})(?:[，,、；][^（）()\n]{{0,40}})?[）)]")
_DAMAGED_AFTER = re.compile(rf"\s*[（(](?:{_DAMAGED})[）)]")
_ALONE = re.compile(_NUMBER)
# What a 文号 has behind its agent, and how long that may be.
_DIGITS = re.compile(r"[〔﹝\[【(（［]\s?\d{4}\s?[〕﹞\]】)）］]\s?第?\s?\d{1,5}\s?号")
_LONGEST_AGENT = 24
# What stands in 书名号 and is no document of government: books, papers, certificates, forms, columns, courses, prizes.
_NOT_DOCUMENTS = re.compile(
    r"(?:证|证书|许可证|执照|登记表|申请表|申请书|审批表|备案表|承诺书|告知书|通知书|决定书|意见书|建议书|登记书|合同|(?<!框架)协议|"
    r"报告书|报告表|表|台账|(?<!工作)手册|课程|教材|专栏|栏目|节目|杂志|日报|期刊|奖|提纲|一览表|回执|申报书|委托书|证明书?|订单|保单|运单|名单|函件)$"
)
_DOCUMENT_END = re.compile(
    rf"(?:{KIND_WORDS}|法|宪法|规范|规程|公约|协定|名录|大纲|国标|解释|批示|讲话|总体布局|战略|声明|倡议)$"
)
_LISTS = re.compile("(?:清单|名录|台账)$")
_FOLLOWED = re.compile("(?:贯彻|落实|执行|根据|依据|按照|依照|纳入|符合|参照|动态调整|动态更新)[^。；，]{0,14}$")
# A document leaned on by a number that is no 文号, or is damaged: words of following right before it.
_FOLLOWING = "贯彻落实|贯彻执行|贯彻|落实|执行|根据|依据|按照|依照|遵照|参照"
_LEANS = re.compile(rf"(?:{_FOLLOWING})(?:了|好|以下|下列)?[“\"]?$")
_OTHER_NUMBER = re.compile(
    rf"(?:{_FOLLOWING})(?P<number>(?:[一-鿿]{{2,12}}?令\s?(?:第\s?)?[\d〇零一二三四五六七八九十百]+\s?号)"
    rf"|(?:{_AGENT}?\s?[〔﹝\[［]\s?(?:19|20)?\d{{0,2}}\s?[〕﹞\]］]\s?第?\s?\d{{0,5}}\s?号?))"
)
_USED_AS = re.compile("[”]?(?:课程|教材|课本|杂志|栏目|专栏|节目|读本|电影|歌曲|一书|一文|证书|证明)")
# The end of this document's own title is another's where its maker or force is named (国务院《优化营商环境条例》).
_OF_ANOTHER = re.compile(
    "(?:国务院|全国人大(?:常委会)?|国家|[省部委])$|(?:根据|依据|依照|按照)(?:国家|国务院|[一-鿿]{2,4}省)?$"
)
# What changes the standing of a document weighs more than where it is named.
_WEIGHT = {"repeals": 3, "replaces": 3, "amends": 2, "extends": 2, "forwards": 1}
_ISSUED = re.compile(r"(?:印发|发布|公布|颁布|下发)[^《》]{0,6}《(?P<name>[^《》]+)》[^《》]*(?:通知|公告|通告|函|令)$")
_CLAUSE_END = re.compile(r"[，。；\n]")
_MAKES_OWN = re.compile(
    r"(?:制定|制订|出台|编制|起草|研究|印发|发布|形成|拟定|公布|列入|填写|填报|报送|建立|完善)[^。；，]{0,14}$"
)


@dataclass(frozen=True, slots=True)
class _Mention:
    """Where another document is named, by title or number; titles with the same key are the same."""

    start: int
    end: int
    title: str | None
    number: str | None
    key: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """A target: the mention that names it most fully, and the weightiest of what its mentions say."""

    mention: _Mention
    said: Said

    @property
    def weight(self) -> tuple[int, bool]:
        """How much what is said changes the standing of the target, and whether it names the day."""
        return _WEIGHT.get(self.said.relation, 0), bool(self.said.effective_from or self.said.effective_until)

    def with_mention(self, other: _Kept) -> _Kept:
        """The same target with a later mention of it."""
        named = max((self, other), key=lambda one: (bool(one.mention.number), one.weight))
        return _Kept(named.mention, max((named, self, other), key=lambda one: one.weight).said)


def read_citations(
    text: Text, document: str, own: tuple[str, ...], doc_no: str | None
) -> tuple[list[CitationRecord], list[WarningRecord]]:
    """The citations of a document, each target once; `own` are its own titles.

    A target stands where it is named most fully; that one mention ends, changes or forwards it weighs more than what
    the others say.
    """
    words = text.text
    mentions, warnings = _mentions(words)
    own_titles = [_key(title) for title in (*own, *_enclosed(own)) if title]
    kept: dict[str, _Kept] = {}
    for mention in mentions:
        if not _counts(words, mention, own_titles, doc_no):
            if _leaned_on(words, mention, own_titles, mentions):
                warnings.append(_unread(words, mention.start, mention.end, "所依据的不像文件名"))
            continue
        key = _same(kept, mention)
        one = _Kept(mention, said(words, mention.start, mention.end, own))
        kept[key or mention.number or mention.key] = one if key is None else kept[key].with_mention(one)
    told = sorted(kept.values(), key=lambda one: one.mention.start)
    return [_record(words, document, one) for one in told], warnings


def _mentions(words: str) -> tuple[list[_Mention], list[WarningRecord]]:
    found: list[_Mention] = []
    warnings: list[WarningRecord] = []
    covered = 0
    for start, end in _titles(words):
        number = _AFTER_TITLE.match(words, end)
        stop = number.end() if number else end
        if number is None and (damaged := _DAMAGED_AFTER.match(words, end)):
            warnings.append(_unread(words, start, damaged.end(), "文号有缺字"))
        title, printed = parse_citation(words[start:stop])
        found += _numbers_alone(words, covered, start)
        found.append(_Mention(start, stop, title, printed, _key(title or "")))
        covered = stop
    found += _numbers_alone(words, covered, len(words))
    return found, [*warnings, *_unclosed(words, found), *_other_numbers(words, found)]


def _numbers_alone(words: str, start: int, end: int) -> Iterator[_Mention]:
    for match in around(_DIGITS, _ALONE, words, start, end, _LONGEST_AGENT):
        begins = match.start() + match[0].startswith("原")
        yield _Mention(begins, match.end(), None, parse_citation(words[begins : match.end()])[1], "")


def _mentioned(found: Sequence[_Mention], start: int, end: int) -> bool:
    """Whether a span touches one of the mentions, which are in order."""
    at = bisect_left(found, start, key=lambda mention: mention.end - 1)
    return at < len(found) and found[at].start < end


def _unread(words: str, start: int, end: int, why: str) -> WarningRecord:
    shown = " ".join(words[start:end].split())[:40]
    return {"code": "citation_unread", "message": f"像引用而未读懂，{why}：{shown}", "start": start, "end": end}


def _unclosed(words: str, found: Sequence[_Mention]) -> Iterator[WarningRecord]:
    """Each 《 that opens no title: up to the end of its sentence."""
    for match in re.finditer("《", words):
        at = match.start()
        if not _mentioned(found, at, at + 1):
            stop = _CLAUSE_END.search(words, at, min(len(words), at + 60))
            yield _unread(words, at, stop.start() if stop else min(len(words), at + 60), "书名号没有闭合")


def _other_numbers(words: str, found: Sequence[_Mention]) -> Iterator[WarningRecord]:
    """Numbers a sentence leans on that are no 文号, or a damaged one."""
    for match in _OTHER_NUMBER.finditer(words):
        start, end = match.span("number")
        if not _mentioned(found, start, end):
            yield _unread(words, start, end, "不是完整的文号")


def _leaned_on(words: str, mention: _Mention, own: list[str], mentions: Sequence[_Mention]) -> bool:
    """Whether a sentence follows what is named here and taken for no document: not this one, nor a short name."""
    if mention.title is None or not _LEANS.search(words[max(0, mention.start - 10) : mention.start]):
        return False
    key = mention.key
    if _is_abbreviation(words, mention) or f"称{words[mention.start : mention.end]}" in words:
        return False
    longer = [*own, *(m.key for m in mentions if m.title and m is not mention)]
    return not any(title.endswith(key) and (len(title) > len(key) or title in own) for title in longer)


def _titles(words: str) -> list[tuple[int, int]]:
    """The spans of outermost 《…》; a title that never closes is none."""
    spans: list[tuple[int, int]] = []
    at = words.find("《")
    while at >= 0:
        end = _closing(words, at)
        if end is None:
            at = words.find("《", at + 1)
            continue
        spans.append((at, end))
        at = words.find("《", end)
    return spans


def _closing(words: str, start: int) -> int | None:
    depth = 0
    for at in range(start, min(len(words), start + 200)):
        if words[at] == "《":
            depth += 1
        elif words[at] == "》":
            depth -= 1
            if depth == 0:
                return at + 1
        elif words[at] == "。":
            return None
    return None


def _enclosed(own: tuple[str, ...]) -> Iterator[str]:
    """What the titles of notices say they issue (关于印发《甲》的通知): no other document, printed below or not."""
    for title in own:
        if title and (match := _ISSUED.search(title)):
            yield match["name"]


def _key(title: str) -> str:
    return re.sub(r"[\s《》〈〉“”‘’'\"（）()的~～—–-]", "", plain_title(title)).removeprefix("关于")


def _counts(words: str, mention: _Mention, own: list[str], doc_no: str | None) -> bool:
    """Whether a mention is another document: not this one, not a form or certificate, not one still to be made."""
    if mention.title is None:
        return mention.number is not None and mention.number != doc_no and not _is_line(words, mention)
    key = mention.key
    shortened = any(len(key) >= 6 and title.endswith(key) for title in own)
    if shortened and _of_before(words, mention, doc_no):
        return True
    if key in own or (shortened and not _OF_ANOTHER.search(words[max(0, mention.start - 12) : mention.start])):
        return False
    if mention.number is None and not _named_like_document(words, mention, key):
        return False
    return not _is_abbreviation(words, mention)


def _of_before(words: str, mention: _Mention, doc_no: str | None) -> bool:
    """Whether a document of this one's own title is meant that stood before it: of another 文号, or ended here."""
    if mention.number and doc_no:
        return mention.number != doc_no
    return is_ended(words, mention.start, mention.end)


def _named_like_document(words: str, mention: _Mention, key: str) -> bool:
    """Whether a title without 文号 is that of a document: by its kind word, and by what is said of it."""
    title = re.sub(r"[（(][^（）()]*[）)]$", "", mention.title or "")
    if _NOT_DOCUMENTS.search(title) or _USED_AS.match(words, mention.end):
        return False
    before = words[max(0, mention.start - 24) : mention.start]
    if _LISTS.search(title) and (_MAKES_OWN.search(before) or not _FOLLOWED.search(before)):
        return False
    return len(key) >= 4 and bool(_DOCUMENT_END.search(title) or len(key) >= 10)


def _is_line(words: str, mention: _Mention) -> bool:
    """Whether a 文号 stands on a line of its own: a document's head, not a citation."""
    before = words[mention.start - 1] if mention.start else "\n"
    after = words[mention.end] if mention.end < len(words) else "\n"
    return before == "\n" and after == "\n"


def _is_abbreviation(words: str, mention: _Mention) -> bool:
    """Whether a title is a short name this document gives (以下简称《…》) or uses again."""
    if re.search(r"(?:以下简称|下称|简称)[：:]?[“\"]?$", words[max(0, mention.start - 8) : mention.start]):
        return True
    short = f"简称{words[mention.start : mention.end]}"
    return short in words or f"简称：{words[mention.start : mention.end]}" in words


def _same(kept: dict[str, _Kept], mention: _Mention) -> str | None:
    if mention.number and mention.number in kept:
        return mention.number
    same = (
        k
        for k, other in kept.items()
        if other.mention.key == mention.key and not (other.mention.number and mention.number)
    )
    return next(same, None) if mention.key else None


def _record(words: str, document: str, one: _Kept) -> CitationRecord:
    mention = one.mention
    record: CitationRecord = {
        "id": record_id(document, mention.start, mention.end, mention.title, mention.number),
        "title": mention.title,
        "doc_no": mention.number,
        "relation": one.said.relation,
        "quote": words[mention.start : mention.end],
        "start": mention.start,
        "end": mention.end,
    }
    if one.said.effective_from:
        record["effective_from"] = one.said.effective_from
    if one.said.effective_until:
        record["effective_until"] = one.said.effective_until
    return record
