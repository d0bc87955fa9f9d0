"""Lists of bodies taken apart: 省工业和信息化厅、科技厅，各市、县（市、区）人民政府等 → one entry a body."""

from __future__ import annotations

import re
from typing import NamedTuple

from loaders.actors import may_act
from loaders.bodynames import ends_as_body, is_body, is_class, kind_of, may_be_body, opens_with_place, plain
from loaders.brackets import CLOSE, NESTING, OPEN, UNNESTING, balanced, has_brackets, inside_brackets
from loaders.shared_words import LEVELS, PLACE_KIND, is_sector, with_shared_words
from loaders.types import Body
from ontology import registry

# Names of sets of bodies hold brackets of any shape; the body meant is the same.
_ONE_SHAPE = str.maketrans("(〔[［【﹝〈<)〕]］】﹞〉>", "（" * 8 + "）" * 8)
_SEPARATORS = "、，,；;/／\t\x00"
_PARTING = re.compile(f"[{re.escape(NESTING + UNNESTING + _SEPARATORS)} 　\n]")
# The numbers of a list that counts its bodies.
_NUMBER = re.compile(r"(?:(?<![^\s、，,；;。:：\x00])\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳])")
_WRITTEN = re.compile("[一-鿿A-Za-z0-9]")
_TRIM = " \t\n\x00　。.：:*＊★※▲、，—–－"
_EDGE = " \t\n\x00　、，,；;。.：:和及与由"
_PLACE_REST = re.compile(
    rf"^(?!.[直级]){LEVELS}(?:[{re.escape(OPEN)}][^{re.escape(CLOSE)}]*[{re.escape(CLOSE)}])?"
    r"(?:$|(?:人民)?政府|[和及、]|党委|相关|有关|管委会|主管|[^、，；]{2,14}(?:局|部门|委|办|厅|机构|单位|中心)(?:[（(][^（）()]*[）)])?$)"
)
# What a run of kinds of places may go on behind.
_PLACE_KINDS = (*"省市州县区盟旗地）)",)
_LEVEL_ONLY = re.compile("^[省市州县区盟旗]$")
_LEVEL_REST = re.compile(
    "^[市州县区盟旗乡](?:[（(][^（()）]*[）)])?(?:$|乡|镇|级|[两三四]级|各级|(?:人民)?政府|[^、，；]{2,10}(?:局|部门|委|办|厅|中心)$)"
)
# 省、自治区、直辖市人民政府
_PROVINCE_REST = re.compile("自治区$|直辖市|计划单列市")
_OPEN_LIST = re.compile(
    r"(?<=..)(?<![高中初同平对优上下均])等"
    r"(?=$|[\s　、，,；;（(及和与省市州县区]|以及|[一二两三四五六七八九十\d]+(?:个|家|部门)|有关|相关|部门|单位|机构|"
    r"各|企业|群团|地方|其他|涉|具有|职能|主管|行业|中央|国家|外侨|社会|成员|具体|重点|责任)(?:[一二两三四五六七八九十\d]+(?:个|家))?"
)
# What follows 等 and describes the others over an enumeration of its own.
_DESCRIBED = re.compile(r"等(?:具有|负有|承担|拥有|涉及)(?:(?!部门|单位|机构).)*$")
_DESCRIBED_END = re.compile(r"的[^的]{0,8}(?:部门|单位|机构)[）)]?$")
_JOINT = re.compile(r"(?:以及|及|和|与|会同|或者|或)")
_AFTER_JOINT = re.compile(
    r"^(?:各|有关|相关|其他|其它|[省市县区州旗盟](?![民场域])|自治区|国|中|全国|人民银行|人行|驻|团[省市县区州]委)"
)
_GENERIC = re.compile("(?:人民)?政府|管委会|管理?委员会|办公室|[市县区]委|.{0,2}局|.{0,1}委|部门|单位")
_OTHERS = re.compile("(?:其他|其它|相关|有关)[一-鿿]{0,6}(?:部门|机构|单位)$")
# What goes on with the words for the others of an open list (等有关部门、单位).
_GENERIC_REST = re.compile("(?:有关|相关)?(?:部门|单位|机构|地区)")
_FULL_END = re.compile(r"(?:政府|部门|单位|厅|局|管委会)$")
_REMARK = re.compile(rf"[{re.escape(OPEN)}][^{re.escape(OPEN + CLOSE)}]*[{re.escape(CLOSE)}]$")
_CLOSERS = tuple(CLOSE)
_OF_SET = re.compile("各|有关|相关|[省市县区州]直|[省市县区州]级")
_OTHER_ENDINGS = re.compile(r"[委局厅办室处、/／或]{1,7}|[市县区旗州、]{3,7}|(?:街道?|乡镇|社区|[乡镇村、])+")
_COUNTED = re.compile(r"(?<=[局厅委部院办署会行])[两二三四五六七八九十\d]{1,2}(?:个|家)?(?:部门|单位|部委)$")
_COUNTED_ENDS = ("部门", "单位", "部委")
_SECOND_NAME = re.compile(r"(?<=[局厅委办])[（(〔][一-鿿]{2,12}[局厅委办][）)〕]$")
_LEADING = re.compile(r"(?:由|其中|包括|请|\*|★|以及|及|和|与|—|-|其(?=有关|相关|所属))+(?=.{2})")
_PREFIX = re.compile(r"^(自治区|兵团|省|市(?!场)|州|县|区|旗|盟)(?=.{2})")
_PARTY = re.compile(r"^((?:自治区党委|[省市州县区旗盟]委|地委|中央))(?=.{2})")
_INNER = re.compile(
    r"^(.*?(?:厅|[省市县区]局|[^员]委(?!员)|总局|[省市县区州][一-鿿]{2,10}局))(?=.{2,}(?:处|室|局|中心|科|站|队|办)$)"
)
_INNER_ENDS = ("处", "室", "局", "中心", "科", "站", "队", "办")
_INNER_OF = re.compile("[厅局委]")
# The bureau that speaks, as it calls itself: what follows in the list without a prefix is one of its offices.
_OWN_OFFICES = re.compile("^(?:省|市|区|县|自治区)[局厅](?=.{2})")
_OFFICE = re.compile("(?:[处室局科站队]|中心)$")
_INNER_END = re.compile(r"(?:处|室|科|中心|站|总队|支队|大队)$")
_CLASS_PREFIX = re.compile(
    rf"^((?:各|有关|相关).*?(?:[{re.escape(CLOSE)}]|[市县区州盟旗地]))(?=[一-鿿]{{2,14}}(?:局|委|厅|办|部门)$)"
)
_BARE_DEPARTMENT = re.compile(
    r"(?:厅|局|委|办|部|署|法院|检察院|科协|残联|妇联|文联|社科联|工商联|总工会|侨联|贸促会|红十字会|政府办公[室厅])(?:[（(][^）)]*[）)])?$"
)
_PUBLIC = ("国家", "中国", "全国", "各")
_OWN_PREFIX = re.compile(
    r"^(?:自治区|兵团|[省市县区州旗盟](?!场监)|各|有关|相关|其他|国|中|全国|人行|人民银行|团[省市县区州]|最高|驻|原|本|厅|局|委)"
)


class BodyList(NamedTuple):
    """The bodies of a list in order, whether it stays open (等), and the pieces that are no bodies."""

    bodies: tuple[Body, ...]
    open_list: bool
    rest: tuple[str, ...]


class _Piece(NamedTuple):
    start: int
    end: int
    before: str


def read_list(text: str, start: int = 0, end: int | None = None) -> BodyList:
    """The bodies in a stretch of text that is a list of them; offsets are those of the text."""
    found = _read(text[start:end])
    if not start:
        return found
    bodies = (Body(b.written, b.name, b.kind, b.start + start, b.end + start) for b in found.bodies)
    return BodyList(tuple(bodies), found.open_list, found.rest)


@registry.remembering(1 << 12)
def _read(text: str) -> BodyList:
    text = _NUMBER.sub(lambda number: "\x00" * len(number[0]), text)
    stop = len(text)
    pieces, is_open = _pieces(text, 0, stop)
    bracketed = has_brackets(text)
    bodies: list[Body] = []
    rest: list[str] = []
    prefix = ""
    for piece in pieces:
        written = text[piece.start : piece.end]
        name = _bare_name(plain(written))
        if not may_be_body(name):
            if name and _WRITTEN.search(name):
                rest.append(name)
            continue
        last = bodies[-1].name if bodies else ""
        name = _with_prefix(name, last, prefix, piece.before)
        if bracketed:
            name = name.translate(_ONE_SHAPE)
        prefix = _carried(name, prefix)
        bodies.append(Body(written, name, kind_of(name), piece.start, piece.end))
    return BodyList(tuple(with_shared_words(bodies, text, stop)), is_open, tuple(rest))


def _pieces(text: str, start: int, stop: int) -> tuple[list[_Piece], bool]:
    rough = _merged(text, _split(text, start, stop))
    pieces: list[_Piece] = []
    is_open = False
    if "等" not in text:
        for piece in rough:
            pieces += _unjoined(text, piece)
    else:
        for piece in _without_descriptions(text, rough):
            for part, opened in _without_etc(text, piece):
                is_open = is_open or opened
                generic = is_open and _GENERIC_REST.fullmatch(text, part.start, part.end)
                pieces += [] if generic else _unjoined(text, part)
    bracketed = has_brackets(text)
    return [p for p in (_trimmed(text, p, bracketed) for p in pieces) if p.start < p.end], is_open


def _without_descriptions(text: str, pieces: list[_Piece]) -> list[_Piece]:
    """The pieces without those that only go on with what 等 describes (海关等具有登记、保管职能的部门)."""
    kept: list[_Piece] = []
    dropped = 0
    for index, piece in enumerate(pieces):
        if dropped:
            dropped -= 1
            continue
        kept.append(piece)
        if _DESCRIBED.search(text, piece.start, piece.end):
            after = [text[p.start : p.end] for p in pieces[index + 1 : index + 4] if p.before == "、"]
            dropped = next((n for n, words in enumerate(after, 1) if _DESCRIBED_END.search(words)), 0)
    return kept


def _split(text: str, start: int, stop: int) -> list[_Piece]:
    """Pieces between separators outside brackets; a bracket that never closes counts as none."""
    depth, at, before = 0, start, ""
    pieces: list[_Piece] = []
    counted = balanced(text[start:stop])
    for found in _PARTING.finditer(text, start, stop):
        i, char = found.start(), found[0]
        if char in NESTING:
            depth += counted
        elif char in UNNESTING:
            depth = max(0, depth - counted)
        elif (char in _SEPARATORS and depth == 0) or (char in " 　\n" and depth == 0 and _parts(text, at, i, stop)):
            pieces.append(_Piece(at, i, before))
            at, before = i + 1, char
    pieces.append(_Piece(at, stop, before))
    return pieces


def _parts(text: str, start: int, space: int, stop: int) -> bool:
    """Whether a space parts two bodies."""
    following = re.match(r"[^\s、，,；;/]+", text[space + 1 : stop])
    right = plain(following[0]) if following else ""
    return bool(right) and not _GENERIC.fullmatch(right) and is_body(plain(text[start:space])) and is_body(right)


def _merged(text: str, pieces: list[_Piece]) -> list[_Piece]:
    """各市、县（市、区）人民政府 is one: kinds of places run on until the body they have."""
    result: list[_Piece] = []
    for piece in pieces:
        last = plain(text[result[-1].start : result[-1].end]) if result and piece.before == "、" else ""
        opening = last.split("、")[0]
        if opening.endswith(_PLACE_KINDS):
            words = plain(text[piece.start : piece.end]).strip(_EDGE)
            opening = _JOINT.split(opening)[-1]
            levels = bool(_LEVEL_ONLY.match(opening) and _LEVEL_REST.match(words))
            levels = levels or bool(opening.endswith("省") and _PROVINCE_REST.match(words))
            if levels or (PLACE_KIND.match(opening) and _PLACE_REST.match(words) and not _complete(last)):
                result[-1] = result[-1]._replace(end=piece.end)
                continue
        result.append(piece)
    return result


def _complete(words: str) -> bool:
    """Whether a run of kinds of places already has its body (各市、县政府)."""
    return words.endswith(("政府", "局", "部门", "委", "办", "厅", "机构", "单位", "中心"))


def _without_etc(text: str, piece: _Piece) -> list[tuple[_Piece, bool]]:
    """等 closes a list; 等有关部门 says no more, but what is joined on by 及, 和 counts."""
    match = _OPEN_LIST.search(text, piece.start, piece.end)
    if match is None:
        if text[piece.start : piece.end].lstrip().startswith("等"):
            return [(piece._replace(start=piece.end), True)]
        return [(piece, False)]
    found = [(piece._replace(end=match.start()), True)]
    joint = _JOINT.search(text, match.end(), piece.end)
    while joint is not None:
        if joint.start() == match.end() or _AFTER_JOINT.match(text[joint.end() : piece.end]):
            rest = _Piece(joint.end(), piece.end, "及")
            if not text[joint.end() : piece.end].startswith(("其他", "其它", "相关单位", "有关单位")):
                found += _without_etc(text, rest)
            break
        joint = _JOINT.search(text, joint.end(), piece.end)
    return found


def _unjoined(text: str, piece: _Piece) -> list[_Piece]:
    """Cut at 和, 及, 与 where a body ends before and another begins after (文化和旅游厅 stays whole)."""
    words = text[piece.start : piece.end]
    for match in _JOINT.finditer(words):
        left, right = plain(words[: match.start()]), plain(words[match.end() :])
        if len(left) < 2 or inside_brackets(words, match.start()) or registry.is_known_body(plain(words)):
            continue
        others = is_sector(left) and (_OTHERS.match(right) or (match[0] == "以及" and right.endswith("部门")))
        if (
            others
            or (_ends_body(left) and _AFTER_JOINT.match(right) and len(right) >= 2)
            or (
                is_body(left) and (is_body(right) or may_act(right) or (_FULL_END.search(left) and ends_as_body(right)))
            )
            or (match[0] in ("或", "或者") and may_act(left) and (is_body(right) or may_act(right)))
        ):
            first = piece._replace(end=piece.start + match.start())
            return [first, *_unjoined(text, _Piece(piece.start + match.end(), piece.end, "和"))]
    return _run_together(text, piece)


def _run_together(text: str, piece: _Piece) -> list[_Piece]:
    """Cut where one known body ends and another begins, the line break of a cell being lost (市科技局市财政局)."""
    for match in _NEXT_BODY.finditer(text, piece.start + 2, piece.end):
        left, right = text[piece.start : match.start()], text[match.start() : piece.end]
        if registry.is_known_body(plain(left)) and not registry.is_known_body(plain(left + right)):
            rest = _run_together(text, _Piece(match.start(), piece.end, "、"))
            if all(registry.is_known_body(plain(text[one.start : one.end])) for one in rest):
                return [piece._replace(end=match.start()), *rest]
    return [piece]


_NEXT_BODY = re.compile("(?<=[局委厅办部])(?=[省市县区州])")
_BODY_END = re.compile(r"(?:政府|部门|单位|机构|厅|局|委|处|[市县区]|管委会|司|公司)[）)]?$")


def _ends_body(words: str) -> bool:
    return is_body(words) or bool(PLACE_KIND.match(words)) or bool(_BODY_END.search(words))


def _trimmed(text: str, piece: _Piece, bracketed: bool) -> _Piece:
    start, end = piece.start, piece.end
    words = text[start:end].lstrip(_TRIM)
    start = end - len(words)
    words = words.rstrip(_TRIM)
    end = start + len(words)
    if bracketed and not balanced(words):
        if words and words[-1] in CLOSE:
            end -= 1
        elif words and words[0] in OPEN:
            start += 1
    if words.endswith(_COUNTED_ENDS) and (counted := _COUNTED.search(text, start, end)) is not None:
        end = counted.start()
    match = _LEADING.match(text, start, end)
    return _Piece(match.end() if match else start, end, piece.before)


def _bare_name(name: str) -> str:
    """The name without a remark in brackets or a second name at its end; a set of bodies keeps its brackets."""
    if not name.endswith(_CLOSERS):
        return name
    second = _SECOND_NAME.search(name)
    if second is not None:
        return name[: second.start()]
    while not _OF_SET.match(name):
        match = _REMARK.search(name)
        if match is None or match.start() < 2 or _OTHER_ENDINGS.fullmatch(match[0][1:-1]):
            break
        name = name[: match.start()]
    return name


def _with_prefix(name: str, last: str, prefix: str, before: str) -> str:
    """The name with what the list carries on: 省 from 省工业和信息化厅, 市场监管厅 from 市场监管厅登记注册局."""
    if not last:
        return name
    inner = _INNER.match(last) if last.endswith(_INNER_ENDS) and _INNER_OF.search(last, 0, len(last) - 3) else None
    own = _OWN_OFFICES.match(last)
    if own and before in "、，," and _OFFICE.search(name) and not _has_prefix(name):
        return own[0] + name
    if inner and re.match("(?:相关|有关).*(?:处室|科室)$", name):
        return inner[1] + name
    if before in "；;\x00" or _has_prefix(name):
        return name
    if inner and _INNER_END.search(name) and not registry.is_known_body(name) and before == "、":
        return inner[1] + name
    if inner and inner[1].endswith(("厅", "省局", "市局")) and _INNER_END.search(name):
        return inner[1] + name if before == "、" else name
    if (
        inner
        and inner[1].endswith(("厅", "省局"))
        and before == "、"
        and name.endswith("局")
        and _inner_bureau(last, name)
    ):
        return inner[1] + name
    class_prefix = _CLASS_PREFIX.match(last)
    if class_prefix and before == "、" and _BARE_DEPARTMENT.search(name):
        return class_prefix[1] + name
    return _with_level(name, last, prefix)


def _has_prefix(name: str) -> bool:
    if _OWN_PREFIX.match(name) and not (name in registry.known_names() and not name.startswith(_PUBLIC)):
        return True
    return opens_with_place(name)


def _inner_bureau(last: str, name: str) -> bool:
    """Whether a bureau is one inside a department: the one before was, and the registry knows none of this name."""
    return last.endswith(("处", "中心", "局")) and not registry.is_known_body("市" + name)


def _with_level(name: str, last: str, prefix: str) -> str:
    party = _PARTY.match(last)
    if party and name in registry.committee_names():
        return party[1] + name
    if prefix and _BARE_DEPARTMENT.search(name) and registry.is_known_body(name):
        return prefix + name
    return name


def _carried(name: str, prefix: str) -> str:
    """The level word a list carries on after this name."""
    match = _PREFIX.match(name)
    if match and not is_class(name) and not registry.known_names() & {name}:
        return match[1]
    return prefix
