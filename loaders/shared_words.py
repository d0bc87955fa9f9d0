"""Words that the last bodies of a list share with those before them: 锦江、青羊区政府, 教育、公安部门."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from loaders.bodynames import ends_as_body, is_class, kind_of
from loaders.types import Body
from ontology import registry

LEVELS = (
    r"(?:设区市|省辖市|地级市|自治[州县旗]|旗县市区|县市区|市县区|区县|县区|"
    r"市州|州市|盟市|市地|地市|[省市州盟县区旗地])"
)
PLACE_KIND = re.compile(rf"^(?:各|有关|相关|全[省市])(?:有关|相关)?{LEVELS}(?:[（(][市州县区旗盟地][）)])?$")
_GROUP_OF_PLACE = re.compile(
    r"^.{2,10}?(?:新区|开发区|示范区|[市县区州])(?P<shared>[^市县区州]{4,}(?:领导小组|指挥部|工作专班|联席会议)(?:办公室)?)$"
)
_GOVERNMENT_OF_PLACE = re.compile(r"^[一-鿿]{2,4}?(?P<shared>[市县区旗](?:人民)?政府)$")
_ETC_DEPARTMENTS = re.compile("等(?:相关|有关)?(?:行政)?(?:主管)?部门")
# The government a department belongs to (县级以上地方人民政府林业、农业等部门).
_WITHIN = re.compile("^(?:.*(?:人民政府|国务院)|同级|本级|上级)(?=.{2})")
_SET = re.compile("^(?:各|有关|相关|其他|其它|地方|主管|职能|行业|监管|牵头|责任|成员|配合|参与)|级$")
_ZONE = re.compile(
    r"(?:示范区|开发区|高新区|经开区|新区|园区|试验区|名胜区|度假区|保税区|合作区|工业区|港区|功能区|集聚区|新城|科技城|试验区|物流港|铁路港)$"
)
_ZONE_BODY = re.compile(
    r"(?:示范区|开发区|高新区|经开区|新区|园区|试验区|名胜区|度假区|保税区|合作区|工业区|港区|功能区|集聚区|新城|科技城|物流港|铁路港)(?P<shared>管委会|管理委员会|管委)$"
)


# How names end whose last word others may share.
_GIVING = (
    *("管委会", "管理委员会", "管委", "领导小组", "指挥部", "工作专班", "联席会议", "办公室", "政府"),
    *("部门", "机关"),
)


def with_shared_words(bodies: list[Body], text: str, stop: int) -> list[Body]:
    """The bodies of a list that ends before `stop`, each with what it shares with the last of its kind."""
    if "等" not in text and not any(body.name.endswith(_GIVING) for body in bodies):
        return bodies
    if len(bodies) > 1:
        bodies = _of_governments(_of_groups(_of_zones(bodies, text)))
    bodies = _of_sectors(bodies, text, stop)
    return _of_organs(bodies) if len(bodies) > 1 else bodies


def _handed_on(
    bodies: list[Body],
    given: Callable[[str], str],
    takes: Callable[[str, str], bool],
    kind: Callable[[str], str] = kind_of,
    parted: Callable[[Body, Body], bool] | None = None,
) -> list[Body]:
    """The bodies, from the last to the first: the word that a name gives is put behind those before it that take it.

    The run ends with a name that neither gives nor takes one, or where two bodies are parted.
    """
    result = list(bodies)
    word = ""
    for i in range(len(result) - 1, -1, -1):
        body = result[i]
        if own := given(body.name):
            word = own
        elif word and takes(body.name, word):
            result[i] = body._replace(name=body.name + word, kind=kind(body.name + word))
        else:
            word = ""
        if word and i and parted is not None and parted(result[i - 1], body):
            word = ""
    return result


def _found(pattern: re.Pattern[str], name: str) -> str:
    match = pattern.search(name)
    return match["shared"] if match else ""


def _of_zones(bodies: list[Body], text: str) -> list[Body]:
    """济源示范区、航空港区管委会: the committee of the last zone is meant for those before it too."""

    def parted(left: Body, right: Body) -> bool:
        between = text[left.end : right.start]
        return "、" not in between and "和" not in between

    def takes(name: str, _: str) -> bool:
        return bool(_ZONE.search(name)) and not name.startswith("各")

    return _handed_on(bodies, partial(_found, _ZONE_BODY), takes, parted=parted)


def _of_groups(bodies: list[Body]) -> list[Body]:
    """各设区市、赣江新区工程改革领导小组: the group of the last place is meant for the places before it too."""
    return _handed_on(
        bodies,
        partial(_found, _GROUP_OF_PLACE),
        lambda name, _: bool(PLACE_KIND.match(name) or _ZONE.search(name)),
    )


def _of_governments(bodies: list[Body]) -> list[Body]:
    """锦江、青羊、成华区政府: the word of the last place is meant for the places before it too."""
    return _handed_on(
        bodies,
        partial(_found, _GOVERNMENT_OF_PLACE),
        lambda name, word: len(name) <= 4 and bool(registry.find_jurisdictions(name + word[0])),
    )


def _of_organs(bodies: list[Body]) -> list[Body]:
    """审计、监察机关: 机关 is meant for each of the sectors before it."""
    return _handed_on(
        bodies,
        lambda name: "机关" if name.endswith("机关") and is_sector(name.removesuffix("机关")) else "",
        lambda name, _: is_sector(name),
        kind=lambda _: "class",
    )


def _of_sectors(bodies: list[Body], text: str, stop: int) -> list[Body]:
    """教育、公安部门: the word for the bodies of several sectors is meant for each."""
    result = list(bodies)
    shared = False
    for i in range(len(result) - 1, -1, -1):
        body = result[i]
        shared = shared or bool(_ETC_DEPARTMENTS.match(text, body.end, stop))
        if body.name.endswith("部门"):
            stem = body.name.removesuffix("部门")
            shared = not is_class(body.name) or _of_one_sector(stem) or body.name.startswith(("其他", "其它"))
        elif shared and _of_one_sector(_WITHIN.sub("", body.name)):
            result[i] = body._replace(name=body.name + "部门", kind="class")
        elif not registry.is_known_body(body.name):
            shared = False
    return result


def _of_one_sector(stem: str) -> bool:
    """Whether a word is a sector's, or beside departments can be one: it ends like no body and is no set (农林)."""
    if is_sector(stem):
        return True
    return 2 <= len(stem) <= 10 and not (ends_as_body(stem) or _SET.search(stem) or registry.is_known_body(stem))


@registry.remembered
def is_sector(stem: str) -> bool:
    """Whether a word is what departments of a sector are called after (发展改革, 公安)."""
    known = registry.is_known_body
    return 2 <= len(stem) <= 12 and not known(stem) and any(known(stem + end) for end in "局部厅委")
