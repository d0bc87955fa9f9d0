"""Who may act: names that a sentence sets where a body must stand, told to be bodies by how they end."""

from __future__ import annotations

import re

from loaders.bodynames import is_performer

# Organs by sort, however they are called before it.
_ORGAN = re.compile(
    r"(?:(?:监督|监测|监管|管理|指挥|经办|执法|登记|协调|办事|主管|审批|派出|工作|监察|控制|救助|救援|督导|评审|公证|保健|推广|调解|采购|普查|审计|仲裁|征收|行政|统计|服务|代办|监理|防疫)机构"
    r"|部门|机关|人民政府|政府|管委会|党委|党工委|工委|委员会|[居村]委会|街道|办事处|领导小组|工作组|指挥部|专班"
    r"|(?:管理|救助|监督|服务|工作|水文|防疫)站|(?:派出|司法|管理|监督)所|联组"
    r"|(?:交易|管理|控制|指挥|监测|救助|评估|保障|调度|执法|服务|便民|治理)中心|法院|检察院|解放军|武警部队"
    r"|(?:执法|救援|消防|巡查)(?:队伍|[总支大中]队)"
    r"|(?:主管|牵头|责任|成员|参与|配合|监管|审批|组织|使用|推荐)单位"
    r"|^(?:各|有关|相关|属地|辖区|所在地?)?(?:乡镇|镇乡|街镇|镇街|乡镇街道|[乡镇]|街道|村|社区)[（(](?:乡|镇|街道?|社区|村|园区|办事处|[、]){1,3}[）)](?:[居村]委会|两委)?)$"
)
# An institution of a place or level, whatever it does (区核对机构).
_OF_PLACE = re.compile(r"^(?:省|市|县|区|州|盟|旗|乡镇|镇|各级|同级|上级|下级)[一-鿿]{2,8}机构$")
# A short name that ends as departments do; none of the words that only sound so (举办, 布局).
_SHORT = re.compile(r"[一-鿿]{2,6}(?<![举主承协开兴创申督代帮联快])(?<![布格结全大当时])(?:办|局|委|署|厅)$")
# Those who are bound by law or contract rather than given a task: firms and parties of a contract.
_PARTY = re.compile(
    r"(?:企业|公司|用户|经营者|申请人|当事人|第三方|中介|代理|金融|保险|银行|医疗|培训|教育|养老|鉴定|检验|检测|认证|评估|咨询|科研|研发|服务)"
    r"(?:机构|机关|单位)?$|(?:建设|施工|用人|用工|分包|承包|监理|设计|勘察|中标|受益|申报|承担|依托|受托|委托|项目|业主|保管|使用|生产|经营|运营)单位$"
    r"|(?:业主|家庭|股东|董事|职工)"
)
# Public undertakings by what they supply, and holdings of a place by what they build: named like bodies.
_UNDERTAKING = re.compile(
    r"(?:供电|电力|电网|燃气|自来水|供水|排水|水务|热力|供热|铁塔|公交|轨道|机场|港口|铁路|[交城建水文旅农产国]投|城建|城发)(?:公司|集团)$"
)
# Words that join, refer or act: a stretch that opens with one, or holds one, is no name.
_OPENS = re.compile(
    r"(?:本|该|其|此|这|那|谁|某|何|任何|由于|因为?|为了?|当|如|若|凡|对于?|关于|作为|属于|涉及|除|从|到|至|同(?!级)|和|与|及|并|且|或|但|而|则|即|仍|已|未|不|无|"
    r"实行|坚持|实施|推行|做好|加快|加大|提高|提升|优化|深化|严格|严禁|探索|联合|协助|统筹|创新|规范|执行|确保|保障|负责|帮助|请|委托|授权|"
    r"指定|交(?![通投警管运])|移送|报告|通知|通报|告知|提请|征求|听取|接受|选择|聘请|依照|依据|包括|要求)"
)
_HOLDS = re.compile(
    r"[的了为是由]|经(?=[省市县区州国])|采取|采用|坚持|实行|遵循|按照|根据|对接|负责|牵头|配合|会同|应当|不得|以及|通过|开展|推进|加强|进行|作出|发现|需要"
)
_SET_OF = re.compile("的(?=(?:设区的市|[^的]{0,6}(?:部门|机构|机关|单位)$))|设区的")
_LONGEST = 24


def may_act(name: str) -> bool:
    """Whether a name that fills the place of a subject, from edge to edge, is that of a body or a set of bodies.

    Only for such places: elsewhere a stretch may end this way and be no name.
    """
    bare = _SET_OF.sub("", name)
    return (
        3 <= len(name) <= _LONGEST
        and bool(_ORGAN.search(name) or _OF_PLACE.search(name))
        and not _PARTY.search(name)
        and not _OPENS.match(bare)
        and not _HOLDS.search(bare)
        and (not is_performer(name) or name.endswith("机构"))
    )


def may_join(name: str) -> bool:
    """Whether a name beside 会同 is that of a body: there a short one that ends as departments do will do (扶贫办)."""
    return may_act(name) or (bool(_SHORT.fullmatch(name)) and not _OPENS.match(name) and not _HOLDS.search(name))


def may_hold(name: str) -> bool:
    """Whether a name that fills the room before a role word is that of a body or of an office inside one (局办公室)."""
    return may_join(name) or is_office(name) or bool(_UNDERTAKING.search(name) and not _OPENS.match(name))


def is_office(name: str) -> bool:
    """Whether a heading on its own is the name of an office inside a body (社会救济科)."""
    return bool(re.fullmatch(r"[一-鿿]{2,10}(?:科|处|室|股|办公室)(?:[（(][一-鿿]{2,10}[）)])?", name)) and not (
        _OPENS.match(name) or _HOLDS.search(name)
    )
