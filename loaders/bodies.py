"""Bodies named in the head of a document: who issued it, whom it is sent to, who agreed to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ontology import registry

_ORGAN_END = (
    r"(?:人民政府|政府|办公[厅室]|委员会|领导小组(?:办公室)?|联席会议(?:办公室)?|指挥部(?:办公室)?|工作?专班(?:办公室)?|"
    r"管委会|工委|党组|法院|检察院|常委会|人大|政协|总工会|联合会|协会|学会|公司|集团|银行|总部|分行|支行|支队|总队|"
    r"[局厅部委署会院处办社]|海关|中心|国务院)"
)
ORGAN = re.compile(rf"[一-鿿（）()“”·\d]{{1,60}}?{_ORGAN_END}$")
_ORGAN_EDGE = re.compile(rf"{_ORGAN_END}$")
_GROUP = re.compile(r"(?:领导小组|协调小组|工作小组|联席会议|专班|指挥部|深化改革委员会|专项组)(?:办公室|办)?$")
_REMARK = re.compile(r"[（(][^（）()]*(?:代章|章|印)[）)]")
_NATIONAL = re.compile(
    r"^(?:国务院|中共中央|中央|国家|中华人民共和国|全国|最高人民|中国人民银行$|中国银保监会|中国证监会)"
    r"|^(?:(?:外交|国防|教育|科技|科学技术|工业和信息化|公安|民政|司法|财政|人力资源(?:和)?社会保障|自然资源|生态环境|"
    r"住房(?:和)?城乡建设|交通运输|水利|农业农村|农业|商务|文化和旅游|应急管理|退役军人事务)部|海关总署|市场监管总局|"
    r"税务总局|体育总局|广电总局)"
)


@lru_cache(maxsize=4096)
def place_of(name: str) -> registry.Jurisdiction | None:
    """The jurisdiction whose name opens the name of a body; the nation for central bodies; None when there is none.

    The longest opening that names a place counts, so that a district goes before its city; a place of another kind
    (青河市 for 青河县) is not that place.
    """
    bare = name.removeprefix("中共").removeprefix("国家税务总局")
    if _NATIONAL.match(bare):
        return registry.jurisdiction("000000")
    for cut in registry.places_opening(bare):
        if not registry.of_another_kind(bare[:cut], bare[cut:]):
            return registry.find_jurisdictions(bare[:cut])[0]
    return None


def split_joint(names: str) -> list[str]:
    """The bodies in a line of joint issuers, parted by space or comma, or set without any sign between them."""
    bodies: list[str] = []
    for token in re.split(r"[\s、，,]+", _REMARK.sub("", names)):
        if token:
            bodies += _cut_apart(token)
    return bodies


def _cut_apart(token: str) -> list[str]:
    """Cut where a body's name ends and the next one opens with a place or a central body."""
    for cut in range(4, len(token) - 3):
        left, right = token[:cut], token[cut:]
        if not _ORGAN_EDGE.search(left) or not ORGAN.fullmatch(right):
            continue
        if right.startswith(("中共", "国家", "中国")) or (_opens_with_place(right) and _opens_with_place(left)):
            return [left, *_cut_apart(right)]
    return [token]


@lru_cache(maxsize=4096)
def _opens_with_place(name: str) -> bool:
    bare = name.removeprefix("中共")
    return any(bare[:cut][-1] in "省市县区州盟旗" and registry.find_jurisdictions(bare[:cut]) for cut in range(2, 12))


def is_organ(text: str) -> bool:
    """Whether a short text looks like the name of a body."""
    return len(text) <= 60 and bool(ORGAN.fullmatch(_REMARK.sub("", text)))


@dataclass(frozen=True, slots=True)
class Standpoint:
    """From where a document's names are read: its id, the code and level of its place ("" unknown), and its date."""

    document: str
    code: str
    level: str
    date: str | None

    def resolve(self, name: str, kind: str = "institution") -> registry.Resolution:
        """What a name means from here."""
        return registry.resolve(
            name, jurisdiction=self.code, level=self.level, date=self.date, kind=kind, document=self.document
        )


def kind_of(name: str) -> str:
    """Whether a body that signs is a group set up across bodies, or an institution."""
    return "group" if _GROUP.search(name) else "institution"
