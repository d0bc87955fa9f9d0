"""What a text says of another document: it carries it out, rests on it, ends, changes or prolongs it, passes it on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.dates import ANY_DATE as _D
from loaders.dates import iso_date
from loaders.validity import TERM, term_end

# A sentence that speaks of more than the title: how far back its verb may stand.
_BACK = 120
_VERB = re.compile(
    r"(?P<implements>贯彻落实|贯彻执行|贯彻|落实|执行|实施)|(?P<based_on>根据|依据|按照|依照|遵照|参照)"
    r"|(?P<amends>修订|修改|修正)|(?P<repeals>废止)|(?P<extends>延长)|(?P<replaces>代替|替代|取代)|(?P<forwards>转发|印发)"
)
# What is still to be made, or made anew, is a task: 制定《…》, 修订发布《…》, 出台实施《…》, 启动《…》修订工作.
_MAKES = re.compile(
    r"制定|制订|制发|出台|编制|起草|研究|发布|公布|形成|拟定|完善|健全|修订|修改|修正|建立|推出|启动|推进|推动|加快"
)
# Between a title and the verb that ends or changes it stand other titles of its list, brackets, dates, what of it is
# meant, and nothing with a subject or a verb of its own (《甲》继续执行，不予废止; 落实《甲》，原有政策同时废止).
_BRACKETS = r"[（(][^（）()\n]{0,60}[）)]"
_OTHERS = rf"(?:[、和及与，；]|以及)*原?《[^《》\n]{{2,80}}(?:〈[^〈〉]*〉[^《》\n]*)?》(?:{_BRACKETS})?"
_PARTS = (
    r"(?P<part>第[零一二三四五六七八九十百\d、和至及第条款项章（）()]+|(?:中|里)的?[^，,。；《》\n]{2,24}|的?(?:有关|相关|部分|涉及)"
    r"[^，,。；《》\n]{0,12}(?:规定|条款|内容|政策|条文))"
)
_ALONG = (
    r"等[^，。；《》\n]{0,14}|[及和与](?:其|有关|相关|其他)[^，。；《》\n]{0,12}|[于自从]?(?:期满|到期)(?:后|自动)?"
    rf"|[，,]?(?:自|从)[^，。；《》\n]{{2,24}}起|[，,]?于{_D}起?"
)
_ADVERBS = r"[，,]?(?:现?决定|现|相应|一律|统一|一并|一同|均|也|即|随之)*(?:同时|即行|自行|自动|予以|宣布)*"
_BETWEEN = rf"(?:{_BRACKETS}|{_OTHERS}|{_PARTS.replace('?P<part>', '?:')}|{_ALONG}|[”\"])*"
_ENDED = re.compile(
    rf"(?P<between>{_BETWEEN}){_ADVERBS}(?:废止|停止执行|停止实施|停止使用|不再执行|失效|作废)"
    r"(?!的?(?:意见|建议|机制|情况|标准)|[之以]?[前后]|之日|时|或|以及修)"
)
_PART = re.compile(_PARTS)
_CHANGED = re.compile(
    rf"(?:{_BETWEEN}){_ADVERBS}(?:作如下修改|作出?如下修[改订正]|修[改订正]如下|予以修[改订正]|作出修[改订正])"
)
_FORCE = r"(?:的?(?:有效|施行|执行|实施|试行|适用)(?:期限?|时间)|的?期限)"
_PROLONGED = re.compile(
    rf"{_BETWEEN}{_FORCE}?(?:自{_D}(?:起|之?日起))?{_ADVERBS}(?:(?:延长|延续|延期|顺延|展期)(?:执行|施行|实施|有效|适用|试行)?(?:期限?)?(?P<term>{TERM})?"
    rf"(?:(?:[，,]?(?:延长|有效期)?(?:至|到))(?P<until>{_D}))?"
    rf"|继续(?:有效|执行|施行|实施|适用)[，,]?{_FORCE}?(?:延长|延续)?(?:至|到)(?P<until2>{_D}))"
)
_PROLONGED_TO = re.compile(rf"{_FORCE}(?P<term>{TERM})?(?:[，,]?(?:至|到)(?P<until>{_D}))?")
_PROLONGS = re.compile(r"延长(?:了)?$")
_SINCE = re.compile(rf"(?:自|从|于)(?P<since>{_D})")
_FROM_THEN = re.compile(rf"(?:自|从)(?P<since>{_D})(?:起|之?日起)[，,]?$")
_UNTIL_THEN = re.compile(rf"(?:延长|延续|延期|顺延|有效|执行|实施|施行)(?:执行|施行|实施)?(?:至|到)(?P<until>{_D})")
# A document that another leans on is not ended by it, whatever else ends in the sentence: 根据《甲》，《乙》同时废止.
_LEANT_ON = re.compile(
    r"(?:根据|依据|按照|按|依照|遵照|参照|落实|贯彻|执行|衔接|结合|与|同|对照|经)(?:了|好|国家|省|市|[一-鿿]{2,10}(?:印发|发布)的)?$"
)
_CARRIED = re.compile(r"[”\"]?的?(?:贯彻|落实|落地|执行)(?!情况|评估|细则|办法|方案|意见)")
_PASSED_ON = re.compile(r"[^。；]{0,30}?转发给?(?:你们|你单位|给)")
_TITLES = re.compile(rf"《[^《》\n]*》(?:{_BRACKETS})?|[、和及与]")
_LIST_HEAD = re.compile(
    r"(?P<repeals>废止|停止执行|不再执行|失效)|(?P<amends>修改|修订|修正)|(?P<extends>延长|延续|延期)"
)
_ITEM = re.compile(r"[ \t　]*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）).．、]|《)[^\n。，；：]{0,40}《|[ \t　]*《")
# Another title before this one, whose own words say nothing of either (落实《关于加快…的意见》和《乙》).
_TITLE = re.compile(r"《[^《》]*》(?:[（(][^（）()]*[）)])?")
_OWN_CHANGE = re.compile(r"关于(?:(?P<repeals>废止)|(?P<amends>修改|修订|修正)|(?P<extends>延长|延续))")


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says of a document it names, and the days it gives for it.

    `relation` is a word of the vocabulary citation_relations, `effective_from` the first day a document is ended or
    changed, `effective_until` the last day it is prolonged to.
    """

    relation: str
    effective_from: str | None = None
    effective_until: str | None = None


def said(words: str, start: int, end: int, own: tuple[str, ...]) -> Said:
    """What a document says of the work it names at a place of its text; `own` are its own titles.

    What is said behind the title decides first (《…》同时废止), then the list the title stands in, then the last verb
    before it in its sentence. That a document is to be changed or made is a task and no change of it: cites.
    """
    found = _behind(words, start, end) or _listed(words, start) or Said(_before(words, start, end, own))
    if found.relation == "extends" and not found.effective_until and (until := _UNTIL_THEN.search(words)):
        return Said("extends", None, iso_date(until["until"]))
    return found


def is_ended(words: str, start: int, end: int) -> bool:
    """Whether the words behind a title end or change the document of that name: another one, even of the same title."""
    behind = _behind(words, start, end)
    return behind is not None and behind.relation in ("repeals", "amends")


def _behind(words: str, start: int, end: int) -> Said | None:
    if not _LEANT_ON.search(words, max(0, start - 16), start) and (changed := _standing(words, start, end)):
        return changed
    if _PASSED_ON.match(words, end):
        return Said("forwards")
    return Said("implements") if _CARRIED.match(words, end) else None


def _standing(words: str, start: int, end: int) -> Said | None:
    """What the words behind a title change about the standing of its document."""
    if ended := _ENDED.match(words, end):
        part = _PART.search(re.sub(r"《[^》]*》|" + _BRACKETS, "", ended["between"]))
        return Said("amends" if part else "repeals", _since(words, start, ended[0]))
    if changed := _CHANGED.match(words, end):
        return Said("amends", _since(words, start, changed[0]))
    prolonged = _PROLONGED.match(words, end)
    if not prolonged and _PROLONGS.search(words, max(0, start - 3), start):
        prolonged = _PROLONGED_TO.match(words, end)
    return Said("extends", None, _until(prolonged)) if prolonged else None


def _since(words: str, start: int, behind: str) -> str | None:
    """The day named behind a title, or before the titles of its list: 自2026年7月1日起，《甲》《乙》废止."""
    found = _SINCE.search(behind) or _FROM_THEN.search(_TITLES.sub("", words[max(0, start - _BACK) : start]))
    return iso_date(found["since"]) if found else None


def _until(prolonged: re.Match[str]) -> str | None:
    told = prolonged.groupdict()
    if day := told["until"] or told.get("until2"):
        return iso_date(day)
    since = _SINCE.search(prolonged[0])
    begins = iso_date(since["since"]) if since else None
    return term_end(begins, told["term"]) if begins and told["term"] else None


def _listed(words: str, start: int) -> Said | None:
    """What the line with a colon says that heads the list of titles a title stands in (下列文件予以废止：1.《…》)."""
    line = words.rfind("\n", 0, start) + 1
    if not _ITEM.match(words, line) or line == 0:
        return None
    while line > 0:
        before = words.rfind("\n", 0, line - 1) + 1
        text = words[before : line - 1].rstrip()
        if text.endswith(("：", ":")):
            return _of_list(re.split("[。；]", text)[-1])
        if not _ITEM.match(words, before):
            return None
        line = before
    return None


def _of_list(clause: str) -> Said | None:
    head = _LIST_HEAD.search(clause)
    if head is None:
        return None
    since, until = _SINCE.search(clause), _UNTIL_THEN.search(clause)
    if head.lastgroup == "extends":
        return Said("extends", None, iso_date(until["until"]) if until else None)
    return Said(head.lastgroup or "cites", iso_date(since["since"]) if since else None)


def _before(words: str, start: int, end: int, own: tuple[str, ...]) -> str:
    sentence = max(words.rfind(mark, 0, start) for mark in "。；\n") + 1
    before = _TITLE.sub("《》", words[max(sentence, start - _BACK) : start])
    verbs = list(_VERB.finditer(before))
    if not verbs:
        return "cites"
    last = verbs[-1]
    kind, gap = last.lastgroup or "cites", before[last.end() :]
    if kind == "forwards":
        passed = last[0] == "转发" and words[end : end + 6].startswith(("的通知", "的函"))
        return "forwards" if passed else "cites"
    if kind in ("amends", "repeals", "extends"):
        return kind if not gap.strip("了关于对《") and _states(words, start, end, kind, own) else "cites"
    if _MAKES.search(gap) or (kind == "implements" and _MAKES.search(before[: last.start()][-4:])):
        return "cites"
    outside = gap.replace("《》", "").replace("、", "")
    return kind if "，" not in outside or len(outside) < 30 else "cites"


def _states(words: str, start: int, end: int, kind: str, own: tuple[str, ...]) -> bool:
    """Whether a document itself ends or changes another: its title says so, or it decides so in so many words."""
    titled = any((found := _OWN_CHANGE.search(title)) and found[kind] for title in own if title)
    sentence = max(words.rfind(mark, 0, start) for mark in "。；\n") + 1
    decided = re.search(
        r"决定(?:对|将)?(?:自[^，。]{2,16}起)?[，,]?(?:同时)?(?:废止|修[改订正])[了]?$", words[sentence:start]
    )
    return titled or bool(decided) or re.match(r"的(?:决定|通知|公告)", words[end:]) is not None
