"""What a text says of another document: it carries it out, rests on it, ends, changes or prolongs it, passes it on."""

from __future__ import annotations

import re

from loaders.dates import ANY_DATE as _D
from loaders.dates import iso_date
from loaders.standing import Said, of_list, standing

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
_CARRIED = re.compile(r"[”\"]?的?(?:贯彻|落实|落地|执行)(?!情况|评估|细则|办法|方案|意见)")
_PASSED_ON = re.compile(r"[^。；]{0,30}?转发给?(?:你们|你单位|给)")
_ITEM = re.compile(r"[ \t　]*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）).．、]|《)[^\n。，；：]{0,40}《|[ \t　]*《")
# Another title before this one, whose own words say nothing of either (落实《关于加快…的意见》和《乙》).
_TITLE = re.compile(r"《[^《》]*》(?:[（(][^（）()]*[）)])?")
# A notice about another document names the day in its text.
_UNTIL_THEN = re.compile(rf"(?:延长|延续|延期|顺延|续延)(?:执行|施行|实施)?(?:至|到)(?P<until>{_D})")
_OWN_CHANGE = re.compile(r"关于(?:(?P<repeals>废止)|(?P<amends>修改|修订|修正)|(?P<extends>延长|延续))")


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
    if changed := standing(words, start, end):
        return changed
    if _PASSED_ON.match(words, end):
        return Said("forwards")
    return Said("implements") if _CARRIED.match(words, end) else None


def _listed(words: str, start: int) -> Said | None:
    """What the line with a colon says that heads the list of titles a title stands in (下列文件予以废止：1.《…》)."""
    line = words.rfind("\n", 0, start) + 1
    if not _ITEM.match(words, line) or line == 0:
        return None
    while line > 0:
        before = words.rfind("\n", 0, line - 1) + 1
        text = words[before : line - 1].rstrip()
        if text.endswith(("：", ":")):
            return of_list(re.split("[。；]", text)[-1])
        if not _ITEM.match(words, before):
            return None
        line = before
    return None


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
        return kind if not gap.strip("了关于对《") and _states(words, end, kind, own) else "cites"
    if _MAKES.search(gap) or (kind == "implements" and _MAKES.search(before[: last.start()][-4:])):
        return "cites"
    outside = gap.replace("《》", "").replace("、", "")
    return kind if "，" not in outside or len(outside) < 30 else "cites"


def _states(words: str, end: int, kind: str, own: tuple[str, ...]) -> bool:
    """Whether a document itself ends or changes another: its title says so, or it names the decision that does."""
    titled = any((found := _OWN_CHANGE.search(title)) and found[kind] for title in own if title)
    return titled or re.match(r"的(?:决定|通知|公告)", words[end:]) is not None
