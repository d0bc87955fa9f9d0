"""Checkable figures and dates of a passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.dates import DATE, iso_of

_STOPS = "。；\n;"
_STOP = re.compile(f"[{_STOPS}]")
_FIGURES = re.compile(r"\d")
_QUOTED = re.compile("《[^》]*》|〔[^〕]*〕")
_UNITS = (
    "%|％|个百分点|个工作日|个小时|个月|亿千瓦|万千瓦|千瓦|亿元|万元|千元|亿美元|万美元|元|万平方米|平方米|平方公里|公里|千米|万亩|"
    "亿亩|亩|万吨|亿吨|吨|万户|户|万人次|人次|万人|人|万名|名|万家|家|万个|个|项|万件|件|篇|部|台|套|条|次|天|日内|小时|分钟|倍|"
    "微克|毫克|千克|公斤|亿立方米|万立方米|立方米|万公顷|公顷|兆瓦|吉瓦|万标准箱|标准箱|‰|学时|课时|所|支|场|种|类|批|处|座|张|位|辆|艘|架|株|头|只|枚|本|份|期|宗|起|款|对|组|门"
)
_NUM = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_FIGURE = re.compile(
    rf"(?<![\d.A-Za-z－-])(?P<low>{_NUM})(?P<low_unit>%|％|万|亿|家|项|个)?"
    rf"(?:\s?[-－—–~～至到]{{1,2}}\s?(?P<high>{_NUM}))?(?P<scale>万亿|千万|百万|亿|万)?(?P<unit>(?:{_UNITS})(?:/(?:立方米|平方米|公顷|平方公里|万元|[人亩吨升户年月日天]))?)"
    rf"(?P<after>及以上|以上|以下|以内|之内|左右|上下|内(?![部容外资需陆蒙地在]))?"
)
_COMPARATORS = (
    (">=", re.compile(r"不少于|不低于|不小于|至少|不得低于|不得少于|≥|>=|最低")),
    (
        "<=",
        re.compile(
            r"不超过|不高于|不多于|不大于|不得超过|不得高于|控制在|≤|<=|压缩[至到]|压减[至到]|缩短[至到]|降[至到]|最多"
        ),
    ),
    (">", re.compile(r"超过|突破|大于|高于|多于|超(?=\d|$)")),
    ("<", re.compile(r"低于|少于|小于")),
    ("~", re.compile(r"约|大约|大概|稳定在|保持在")),
)
_AFTER = {"以上": ">=", "及以上": ">=", "以下": "<=", "以内": "<=", "之内": "<=", "内": "<=", "左右": "~", "上下": "~"}
_AIM = re.compile(
    r"达|增长|增加|提高|提升|降低|下降|压减|压缩|缩短|减少|力争|确保|新增|新建|新设|引进|培育|建成|建设|打造|布局|推动|实现|完成|提出|"
    r"认定|创建|组建|设立|举办|发布|遴选|选派|培养|孵化|突破|形成|推广|新培育|新认定|扶持|投放|发放|覆盖|入选|转化|落地|争取|招引|攻克|"
    r"比重|占比|贡献率|覆盖率|满意度|不少于|不低于|不超过|不高于|至少|超过|控制在|稳定在|保持在|率(?:为|达)?$"
)
# What a place or a period is to deliver, whatever the verb (每县每季度报2项).
_SHARE = re.compile(
    r"每(?:[省市县区州旗乡镇村地年月周]|季度?|半年|个?(?:部门|单位|地区|地方|地市|城市|县区|市州|街道|园区|企业|学校))[^，。；、]{0,20}?"
    r"(?:报送?|上报|申报|推荐|提交?|选择?|选树|评选?|征集|安排|开展|组织|召开|办|举行|培训|检查|抽查|走访|调研|编发?|推出|储备|征|送|派)[^\d，。；]{0,3}$"
)
_MONEY = ("元", "美元")
# A figure that only counts what has just been listed, or names a rule of the house, is no aim.
_COUNTED = re.compile(
    r"^(?:核心|重点|主要|关键)?(?:领域|方面|环节|层面|维度|要素|字|条件|原则|阶段|关键词|部门联合|一级指标)"
)
_LISTING = re.compile(r"(?:等|这|上述|以上|第|其他|其中的?)$")
# What is paid to one who qualifies, and who qualifies, are terms of a policy and no aim of it.
_PAID = re.compile("给予|奖励|(?:补助|补贴|资助|奖补)(?!资金|标准)|贴息|补偿|免征|减征|减免|支持上限")
_PAID_AFTER = re.compile("的?[^，。；]{0,10}?(?:奖励|补助|补贴|资助|奖补|激励|贴息|收取|给予)")
_QUALIFIES = re.compile("^(?:对|且|凡|符合)")
# A date that only says what something is measured against (高于2022年, 较2020年).
_BASE = re.compile("(?:[高低优少多大小等]|比|较|与|同|以)$")
_BOUNDARIES = "，。；：、,;:\n“”《》（）()"
_LONGEST_CLAUSE = 500
_TAIL = re.compile(r"[^，。；：、,;:\n“”（）()]{0,24}")
_LEAD_IN = re.compile(
    r"^(?:并|且|其中|将|把|力争|努力|确保|全年|全市|原则上|同时|到|争取|每年|年均|年内|当年)?(?:[在于]?(?:19|20)\d\d年(?:\d{1,2}月)?(?:底|末)?(?:之?前)?)?"
)
_VERB_ONLY = re.compile(
    r"^(?:力争|努力|确保|推动|推进|建设|建成|培育|打造|新增|新建|引进|完成|认定|举办|开展|实施|形成|支持|设立|组建|遴选|达到?|新)*$"
)
_VALUE_VERB = re.compile(
    r"(?:要)?(?:均)?(?:力争)?(?:分别)?(?:达到|达|增长到|提高到|提升到|提高至|提升至|增加到|增加至|降低到|降低至|降至|降到|压缩至|压缩到|压减至|"
    r"缩短至|超过|突破|超|不少于|不低于|不超过|不高于|不得超过|不得低于|低于|高于|少于|多于|大于|小于|至少|控制在|稳定在|保持在|约|为|≥|≤|到|至)+(?:全国|全省)?$"
)
_DEADLINE = re.compile(
    rf"(?P<recurring>每年(?:\d{{1,2}}月)(?:\d{{1,2}}日)?(?:份|底|末|初|上旬|中旬|下旬)?(?:之?前|以前)?|每(?:年|季度|半年|月)(?:底|末)?(?:之?前|以前))"
    rf"|(?P<by>(?:到|至|在|于)?{DATE.pattern}(?:年?底|末|上半年|下半年|中旬|上旬|下旬|初(?![步见]))?(?P<before>之?前|以前)?)"
)
_EVERY = re.compile(r"每(?:年|季度|半年|月)(?!\d)")
_DONE = re.compile(
    r"^[，,]?(?:要|将|力争|基本|全面(?!小康|从严|依法治)|全部|初步|初见|完成|实现|建成|形成|建立|制定|出台|发布|报送|启动|开展|达到|上线|印发|取得)"
)
# What is said of the figure before (较2020年下降, 增长).
_MEASURED = re.compile(
    r"^(?:同?比|较)[^，。；]{2,16}(?:增长|增加|提高|提升|下降|降低|减少)$|^(?:增长|提高|提升|下降|降低)$"
)
# A clause that tells what has come to pass.
_PAST = re.compile("[一-鿿]了(?!解|如)(?<!为了)|(?:时候|之际|以来)$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A target before it has an owner; start and end are those of the quote, the clause it stands in."""

    indicator: str
    comparator: str
    value: int | float | list[int | float] | None
    unit: str | None
    deadline: str | None
    deadline_text: str | None
    start: int
    end: int
    at: int


def read_figures(
    words: str, start: int, end: int, since: str | None = None, read: set[tuple[int, int]] | None = None
) -> list[Figure]:
    """The targets of a stretch of text in order of print; none of a year before that of `since`, an ISO date.

    The sentences in `read` (start, end) are left out; those read now are put in.
    """
    before = set() if read is None else read
    found: list[Figure] = []
    for sentence in _with_figures(words, start, end):
        if sentence not in before:
            before.add(sentence)
            found += _sentence(words, *sentence)
    return [f for f in found if not (since and f.deadline and f.deadline[:4] < since[:4])]


def _with_figures(words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the sentences of a stretch stand that have figures in them."""
    at = start
    while (figure := _FIGURES.search(words, at, end)) is not None:
        begin = max(at, *(words.rfind(mark, at, figure.start()) + 1 for mark in _STOPS))
        stop = _STOP.search(words, figure.end(), end)
        at = stop.end() if stop else end
        yield begin, at


def _sentence(words: str, start: int, end: int) -> list[Figure]:
    quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(words, start, end)]
    dates = [
        d
        for d in _DEADLINE.finditer(words, start, end)
        if not _BASE.search(words[max(start, d.start() - 1) : d.start()])
    ]
    figures: list[Figure] = []
    for match in _FIGURE.finditer(words, start, end):
        if any(s <= match.start() < e for s, e in quoted) or any(d.start() <= match.start() < d.end() for d in dates):
            continue
        figure = _figure(words, start, end, match, dates, figures)
        if figure is not None:
            figures.append(figure)
    figures += _dates_alone(words, start, end, dates, figures, quoted)
    return sorted(figures, key=lambda f: f.at)


def _figure(
    words: str, start: int, end: int, match: re.Match[str], dates: list[re.Match[str]], earlier: list[Figure]
) -> Figure | None:
    clause = _with_quoted(words, start, _clause_start(words, start, match.start()))
    before = words[clause : match.start()]
    tail = _TAIL.match(words, match.end(), end)
    after = tail[0] if tail else ""
    next_to = bool(earlier) and earlier[-1].end >= clause - 1
    part = next_to and before.startswith("其中") and len(before) > 2
    series = part or (next_to and words[clause - 1 : clause] == "、")
    if (
        _is_term(before, after, match)
        or _COUNTED.match(after)
        or _LISTING.search(before)
        or not ((match["after"] or "内") != "内" or series or _is_aim(before, match["unit"]))
    ):
        return None
    comparator = _comparator(before, match)
    deadline, printed = _deadline(words, start, clause, match.start(), dates)
    return Figure(
        _of_part(before, earlier[-1]) if part else _indicator(before, after, match, earlier if next_to else [], series),
        comparator,
        _value(match),
        _unit(match),
        deadline,
        printed,
        clause,
        min(end, match.end() + len(after)),
        match.start(),
    )


def _is_term(before: str, after: str, match: re.Match[str]) -> bool:
    """Whether a figure is what is paid to one who qualifies, or what qualifies for it."""
    if _QUALIFIES.match(before) and match["after"]:
        return True
    paid = match["unit"].endswith(_MONEY) or match["unit"] in ("%", "％")
    return paid and bool(_PAID.search(before) or _PAID_AFTER.match(after))


def _is_aim(before: str, unit: str) -> bool:
    return bool(_AIM.search(before)) or (not unit.endswith(_MONEY) and bool(_SHARE.search(before)))


def _clause_start(words: str, start: int, at: int) -> int:
    low = max(start, at - _LONGEST_CLAUSE)
    return max(low, *(words.rfind(mark, low, at) + 1 for mark in _BOUNDARIES))


def _comparator(before: str, match: re.Match[str]) -> str:
    if match["high"]:
        return "range"
    if match["after"]:
        return _AFTER[match["after"]]
    best = ("=", -1)
    for sign, pattern in _COMPARATORS:
        for word in pattern.finditer(before):
            if word.end() > best[1]:
                best = (sign, word.end())
    return best[0]


def _number(text: str, scale: str | None) -> int | float:
    plain = text.replace(",", "")
    value: int | float = float(plain) if "." in plain else int(plain)
    return int(value) if isinstance(value, float) and value.is_integer() and scale is None else value


def _value(match: re.Match[str]) -> int | float | list[int | float]:
    if match["high"]:
        return [_number(match["low"], None), _number(match["high"], None)]
    return _number(match["low"], None)


def _unit(match: re.Match[str]) -> str:
    scale = match["scale"] or (match["low_unit"] if match["low_unit"] in ("万", "亿") and not match["high"] else "")
    return (scale or "") + match["unit"].replace("％", "%")


def _with_quoted(words: str, start: int, clause: int) -> int:
    """Where a clause begins that goes on behind words in quotation marks (培育“专精特新”企业)."""
    opening = words.rfind("“", start, clause - 1) if words[clause - 1 : clause] == "”" else -1
    return _clause_start(words, start, opening) if opening >= 0 else clause


def _of_part(before: str, whole: Figure) -> str:
    """X50个，其中国家级3个: what a part of the figure before counts."""
    return f"{whole.indicator}，{_VALUE_VERB.sub('', before)}"


def _indicator(before: str, after: str, match: re.Match[str], earlier: list[Figure], series: bool) -> str:
    stem = _VALUE_VERB.sub("", _LEAD_IN.sub("", before, count=1))
    stem = re.sub("(?:的|(?<![存现所])在)$", "", stem)
    if "不超过" in stem or "不低于" in stem or "不少于" in stem:
        stem = re.split("不超过|不低于|不少于", stem)[-1]
    noun = "" if match["after"] or match["unit"] in ("%", "％", "个百分点") else after.strip()
    if _VERB_ONLY.match(stem) or (noun and not stem):
        return (stem + noun) or before or match[0]
    if earlier and _MEASURED.match(stem):
        return earlier[-1].indicator + stem
    if series and stem.startswith("占"):
        return re.sub("(?:增长|提高|提升|增加)$", "", earlier[-1].indicator) + stem
    return stem + noun if noun and (_ends_with_verb(stem) or _SHARE.search(before)) else stem


def _ends_with_verb(stem: str) -> bool:
    return bool(
        re.search(
            r"(?:提出|推动|建设|建成|培育|打造|引进|完成|新增|新建|认定|举办|形成|遴选|组织|安排|发放|布局)$", stem
        )
    )


def _deadline(
    words: str, start: int, clause: int, at: int, dates: list[re.Match[str]]
) -> tuple[str | None, str | None]:
    earlier = [d for d in dates if d.start() < at]
    own = None
    if earlier and earlier[-1]["recurring"]:
        own = _EVERY.search(words, max(clause, earlier[-1].end()), at)
    if own is not None and words[earlier[-1].end() : own.start()].strip("，, "):
        return None, own[0]
    if earlier:
        return _read(earlier[-1])
    recurring = _EVERY.search(words, start, at)
    return (None, recurring[0]) if recurring else (None, None)


def _read(match: re.Match[str]) -> tuple[str | None, str]:
    if match["recurring"]:
        return None, match["recurring"]
    return iso_of(match), match["by"]


def _dates_alone(
    words: str,
    start: int,
    end: int,
    dates: list[re.Match[str]],
    figures: list[Figure],
    quoted: list[tuple[int, int]],
) -> list[Figure]:
    found: list[Figure] = []
    for index, match in enumerate(dates):
        stop = dates[index + 1].start() if index + 1 < len(dates) else end
        deadline, printed = _read(match)
        counted = any(match.end() <= f.at < stop and f.deadline_text == printed for f in figures)
        if counted or any(s <= match.start() < e for s, e in quoted):
            continue
        task = _task(words, match, min(stop, end))
        if task is None:
            continue
        by = bool(match["before"]) or "前" in printed
        clause = _clause_start(words, start, match.start())
        found.append(
            Figure(
                task,
                "<=" if by else "=",
                None,
                None,
                deadline,
                printed,
                clause,
                _end_of(words, match, stop),
                match.start(),
            )
        )
    return found


def _end_of(words: str, match: re.Match[str], stop: int) -> int:
    at = match.end() + (1 if words[match.end() : match.end() + 1] in "，," else 0)
    tail = re.compile("[^，。；\n,;]*").match(words, at, stop)
    return tail.end() if tail else match.end()


def _task(words: str, match: re.Match[str], end: int) -> str | None:
    """What is to be done by a date: the clause after it; None where the date only says when something was."""
    task = words[match.end() : _end_of(words, match, end)].lstrip("，,").strip()
    bounded = bool(match["before"]) or (match["recurring"] or "").endswith("前")
    if len(task) < 3 or _PAST.search(task):
        return None
    return task if bounded or _DONE.match(task) else None
