"""What a sentence changes about the standing of a document it names: ends, changes, replaces or prolongs it.

A change counts where it is stated: not where it is planned, asked for, refused or made to hang on something, and not in
the words of an article that is quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from loaders.dates import ANY_DATE as _D
from loaders.dates import iso_date
from loaders.validity import TERM, term_end

# The document spoken of, and any other, in a sentence whose brackets and quotations are left out.
_IT, _OTHER = "◆", "◇"
_BACK, _AHEAD = 160, 200
_NAMED = re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*|〈[^〈〉\n]*〉[^《》\n]*)*》")
_BRACKETS = re.compile(r"[（(][^（）()\n]*[）)]")
_QUOTED = re.compile(r"“[^“”]*”")
_LIST = rf"(?:{_OTHER}|[、和及与]|以及|原)*"
_PART = (
    r"(?:的?(?:第[零一二三四五六七八九十百\d、和至及第条款项章（）()]+|附件[一二三四五\d]*|附表)|(?:中|里)的?[^，,。；◇\n]{2,24}?"
    r"|的?(?:有关|相关|部分|涉及|个别)[^，,。；◇\n]{0,12}?(?:规定|条款|内容|政策|条文)|规定的[^，,。；◇\n]{2,16}?)"
)
_ALONG = (
    r"等[^，。；◇\n]{0,14}?|[及和与](?:其|有关|相关|其他)[^，。；◇\n]{0,12}?|(?:于|自)?(?:期满|到期|届满)(?:后|自动)?|文件?"
    rf"|[，,]?自[^，。；◇\n]{{2,24}}?起|[，,]?(?:于|自|从){_D}起?"
)
_BETWEEN = rf"(?P<between>(?:{_OTHER}|[、和及与，；]|以及|原|{_PART}|{_ALONG}|[”\"])*)"
_ADVERBS = r"[，,]?(?:现?决定|现|相应|一律|统一|一并|一同|均|也|即|随之|再|已)*(?:同时|即行|自行|自动|予以|宣布)*"
_ENDS = r"(?:废止|停止(?:执行|实施|施行|使用|适用)|不再(?:执行|实施|施行|适用|有效)|失效|作废)"
_STOP = r"(?=[，,；;。：:、（(]|$|并|且|止)"
_ENDED = re.compile(rf"{_BETWEEN}{_ADVERBS}{_ENDS}{_STOP}")
_REPLACED = re.compile(r"[，,]?(?:现?(?:已)?(?:被|由)本[一-鿿]{1,6}(?:所)?(?:取代|代替|替代))")
_CHANGED = re.compile(
    rf"{_BETWEEN}{_ADVERBS}(?:(?:作如下|作出?如下|作出|予以)修[改订正]|修[改订正]如下|(?:“”)?修[改订正]为|中?“”修[改订正]为)"
)
_FORCE = r"(?:的?(?:政策)?(?:有效|施行|执行|实施|试行|适用)(?:期限?|时间)|的?期限)"
_EXPIRING = rf"(?:{_FORCE}?(?:将)?(?:于|自)?(?:{_D})?(?:到期|期满|届满)(?:前|后)?[，,]?(?:经[^，。；]{{1,12}}[，,])?)"
_GOING_ON = r"(?:继续(?:有效|执行|施行|实施|适用)[，,]?)"
_TO = rf"(?:自{_D}起?)?(?:至|到)(?P<until>{_D})"
_LONGER = r"(?:延长|延续|延期|顺延|展期|续延|延)(?:执行|施行|实施|有效|适用|试行)?(?:期限?)?"
_PROLONGED = re.compile(
    rf"{_BETWEEN}{_EXPIRING}?{_ADVERBS}{_GOING_ON}?(?:其)?{_FORCE}?(?:(?:自|从|由){_D}(?:起|之?日起)?)?{_ADVERBS}"
    rf"(?:{_LONGER}(?:(?P<term>{TERM})?(?:[，,]?(?:延长|有效期)?{_TO})?))(?:底|末|止)?{_STOP}"
)
_GOES_ON = re.compile(rf"{_BETWEEN}{_EXPIRING}?{_ADVERBS}{_GOING_ON}{_FORCE}?{_TO}(?:底|末|止)?{_STOP}")
_PROLONGED_TO = re.compile(rf"{_FORCE}(?P<term>{TERM})?(?:[，,]?(?:至|到)(?P<until>{_D}))?(?:底|末|止)?{_STOP}")
_SINCE = re.compile(rf"(?:自|从|于)(?P<since>{_D})(?!以来|至|到)")
_FROM_THEN = re.compile(rf"(?:自|从)(?P<since>{_D})(?:起|之?日起)[，,]?{_LIST}$")
# What a document leans on is not ended by it, whatever else ends in the sentence: 根据《甲》，《乙》同时废止.
_LEANT_ON = re.compile(
    rf"(?:根据|依据|按照|按|依照|遵照|参照|落实|贯彻|(?<!停止)(?<!不再)执行|衔接|结合|与|同(?!意)|对照|违反|经)"
    rf"(?:了|好|国家|省|市|[一-鿿]{{2,10}}(?:印发|发布)的)?{_LIST}$"
)
# A change that is planned, asked for, feared or told of others, in the clause of the title or as a condition before it.
_UNREAL = re.compile(
    r"(?<!经)研究|建议|推动|推进|争取|提请|报请|商请|提出|完成|启动|开展|避免|防止|防范|反映|清理|拟|计划|是否|可以?(?=将|对|$)|何时|不得|未(?!来)"
    r"|反对|评估(?!，)|应当?(?=将|对|在)"
)
_CONDITION = re.compile(r"(?:^|[，,])(?:待|如果?(?!下)|若|一旦|凡|除非|假如)")
_REFERRED = re.compile(r"[，,](?:由|请)[^，。；]{2,20}(?:研究|提出|另行)")
# The verb before the title, in a clause of its own that states it: 决定废止《…》, 同时废止《…》, 自…起，停止执行《…》.
_STATED = re.compile(
    rf"(?:决定|宣布|同意|(?:^|[，,]){_LIST}(?:现|同时|一并|相应)*)(?:对|将)?(?:自{_D}(?:起|之?日起))?[，,]?(?:同时|一并|相应)?"
    rf"(?P<verb>废止|停止执行|停止实施|停止施行|停止适用|延长|修改|修订|修正)(?:了|对)?{_LIST}$"
)
_GROUND = re.compile(
    r"(?:^|[，,])(?:经[^，。；]{2,24}|[^，。；]{0,30}(?:起|后|之日起|施行|实施|执行|印发|期满|[两一二三四五六七八九十\d]年)|[^，。；]{0,12}决定|现)$"
)
_WHOLE = re.compile(rf"(?:{_LIST}[，,]?)*(?:等[^，。；◇]{{0,14}}?)?(?:失效|作废)?(?=[，,；;。：:\n]|$)")
_PART_BEHIND = re.compile(rf"{_PART}(?=[，,；;。：:\n]|$)")
# The head of a list of titles, and what makes it no statement.
_HEAD = re.compile(rf"(?P<repeals>{_ENDS})|(?P<amends>修改|修订|修正)|(?P<extends>延长|延续|延期|顺延|续延)")
_NO_HEAD = re.compile(r"不予|不(?:宜|应|得)?废止|未|拟|建议|依据|保留|继续有效|意见|清理废止|(?<!经)研究")
_HEAD_SINCE = re.compile(rf"(?:自|从|于)(?P<since>{_D})(?:起|之?日起)?[，,]?(?:同时|予以|一律|一并|即行|均|现)*$")
_HEAD_UNTIL = re.compile(
    rf"(?:自(?P<since>{_D})(?:起|之?日起)?)?{_LONGER}(?P<term>{TERM})?(?:[，,]?(?:延长)?(?:至|到)(?P<until>{_D}))?"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says of a document it names, and the days it gives for it.

    `relation` is a word of the vocabulary citation_relations, `effective_from` the first day a document is ended or
    changed, `effective_until` the last day it is prolonged to.
    """

    relation: str
    effective_from: str | None = None
    effective_until: str | None = None


def standing(words: str, start: int, end: int) -> Said | None:
    """What the sentence around a title changes about the standing of its document; None where it changes nothing."""
    line = words.rfind("\n", 0, start) + 1
    if words.count("“", line, start) > words.count("”", line, start):
        return None
    before, behind = _around(words, start, end)
    clause = re.split("[，,]", before)[-1]
    if _UNREAL.search(clause) or _CONDITION.search(before) or _REFERRED.search(behind):
        return None
    return _behind(before, behind) or _stated(before, behind)


def of_list(clause: str) -> Said | None:
    """What the head of a list of titles says of them (下列文件予以废止：); None where it changes nothing."""
    clause = _NAMED.sub(_OTHER, clause)
    head = _HEAD.search(clause)
    if head is None or _NO_HEAD.search(clause):
        return None
    if head.lastgroup == "extends":
        found = _HEAD_UNTIL.search(clause)
        return Said("extends", None, _until(found) if found else None)
    since = _HEAD_SINCE.search(clause, 0, head.start())
    return Said(head.lastgroup or "cites", iso_date(since["since"]) if since else None)


def of_itself(words: str) -> str:
    """A passage without what it says of the standing of other documents, and without the articles it quotes."""
    kept, at = [], 0
    for title in _NAMED.finditer(words):
        if title.start() >= at and standing(words, *title.span()):
            stop = _sentence_end().search(words, title.end())
            kept.append(words[at : title.start()])
            at = stop.start() if stop else len(words)
    return _QUOTED.sub("“”", "".join([*kept, words[at:]]))


def _around(words: str, start: int, end: int) -> tuple[str, str]:
    """The sentence before and behind a title: other titles by a sign, without brackets and what is quoted."""
    first = max(words.rfind(mark, max(0, start - _BACK), start) for mark in "。；\n") + 1
    first = max(first, start - _BACK, 0)
    stop = _sentence_end().search(words, end, end + _AHEAD)
    last = stop.start() if stop else min(len(words), end + _AHEAD)
    return _plain(words[first:start]), _plain(words[end:last])


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile("[。；\n](?![^“”\n]*”)")


def _plain(text: str) -> str:
    return _QUOTED.sub("“”", _BRACKETS.sub("", _NAMED.sub(_OTHER, text))).replace(" ", "").replace("　", "")


def _behind(before: str, behind: str) -> Said | None:
    if _LEANT_ON.search(before):
        return None
    if ended := _ENDED.match(behind):
        return Said("amends" if re.search(_PART, ended["between"]) else "repeals", _since(before, ended[0]))
    if changed := _CHANGED.match(behind):
        return Said("amends", _since(before, changed[0]))
    if _REPLACED.match(behind):
        return Said("replaces")
    prolonged = _PROLONGED.match(behind) or _GOES_ON.match(behind)
    if prolonged is None:
        return None
    told = prolonged.groupdict()
    if not (told["until"] or told.get("term") or re.search(_FORCE, prolonged[0])):
        return None
    if part := re.search(_PART, prolonged["between"]):
        return Said("amends") if "第" in part[0] else None
    return Said("extends", None, _until(prolonged))


def _stated(before: str, behind: str) -> Said | None:
    """决定废止◆, 同时废止◆, 延长◆有效期至…: the verb stands before the title."""
    verb = _STATED.search(before)
    if verb is None or not (verb[0].startswith(("决定", "宣布", "同意")) or _grounded(before[: verb.start()])):
        return None
    if verb["verb"] == "延长":
        prolonged = _PROLONGED_TO.match(behind)
        return Said("extends", None, _until(prolonged)) if prolonged else None
    since = _SINCE.search(before[max(0, verb.start() - 16) :])
    day = iso_date(since["since"]) if since and "施行" not in before[since.start() :] else None
    if verb["verb"].startswith("修") or _PART_BEHIND.match(behind):
        return Said("amends", day) if verb[0].startswith("决定") or not verb["verb"].startswith("修") else None
    return Said("repeals", day) if _WHOLE.match(behind) else None


def _grounded(before: str) -> bool:
    """Whether what stands before a clause that opens with its verb makes it a statement: 经…同意, …起施行."""
    return not before or bool(_GROUND.search(before))


def _since(before: str, behind: str) -> str | None:
    """The day named behind a title, or before the titles of its list: 自2026年7月1日起，《甲》《乙》废止."""
    found = _SINCE.search(behind) or _FROM_THEN.search(before)
    return iso_date(found["since"]) if found else None


def _until(prolonged: re.Match[str]) -> str | None:
    told = prolonged.groupdict()
    if told["until"]:
        return iso_date(told["until"])
    since = _SINCE.search(prolonged[0])
    begins = iso_date(since["since"]) if since else None
    return term_end(begins, told["term"]) if begins and told.get("term") else None
