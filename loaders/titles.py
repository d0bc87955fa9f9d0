"""The title of a unit: its printed heading, else its first clause."""

from __future__ import annotations

import re

_NAMED = re.compile(r"【(?P<name>[^】\n]{1,30})】")
_STOP = re.compile("[。；\n]")
_CLAUSE_END = re.compile("[，。；：,;:\n]")
_COLON = re.compile("[：:]")
_ROLE = re.compile(
    r"\s*[（(〔\[［【](?![市县区州旗盟、]{1,7}[）)])(?=[^（(〔\[［【\n]{0,60}(?:责任|牵头|配合|负责|主办|协办|完成时限|参与|指导单位|目标位置|省|市|州|县|区|局|厅|委|部))"
    r".*$"
)
_ONLY_BRACKET = re.compile(r"\s*[（(〔\[［【].*[）)〕\]］】]。?")
_HEADING_LIMIT = 50


def title_span(words: str, start: int, end: int) -> tuple[int, str]:
    """Where the printed heading of a unit ends (`start` when it has none), and its title, never empty for any text.

    A heading is 【…】, a line of its own, a sentence that is not the whole paragraph, or what stands before a colon.
    Assignments in brackets are no part of it.
    """
    if match := _NAMED.match(words, start, end):
        return match.end(), match["name"]
    line_end = words.find("\n", start, end)
    line_end = end if line_end < 0 else line_end
    stop = _STOP.search(words, start, line_end)
    if stop is None:
        head_end = line_end
        if line_end - start > 2 * _HEADING_LIMIT:
            return start, _first_clause(words, start, line_end)
        return head_end, plain(words[start:head_end]) or _first_clause(words, start, line_end)
    colon = _COLON.search(words, start, stop.start())
    if colon is not None and 2 <= colon.start() - start <= 25 and "，" not in words[start : colon.start()]:
        return colon.start(), plain(words[start : colon.start()])
    alone = stop.end() == line_end or _ONLY_BRACKET.fullmatch(words, stop.end(), line_end)
    if alone and "，" in words[start : stop.start()]:
        return start, _first_clause(words, start, line_end)
    if stop.start() - start <= _HEADING_LIMIT and stop[0] == "。":
        return stop.start(), plain(words[start : stop.start()])
    return start, _first_clause(words, start, line_end)


def plain(heading: str) -> str:
    """A heading without assignments in brackets and without closing punctuation."""
    title = _ROLE.sub("", heading).strip().rstrip("。：:；;，,、 ")
    return title or heading.strip().rstrip("。：:；;，,、 ")


def _first_clause(words: str, start: int, end: int) -> str:
    match = _CLAUSE_END.search(words, start, end)
    clause = words[start : match.start() if match else min(end, start + 60)].strip()
    return plain(clause[:80]) if clause else words[start : min(end, start + 40)].strip()
