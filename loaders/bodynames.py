"""What kind of thing a name in a list is: a body, a set of bodies, a leading group, an area, or no body at all."""

from __future__ import annotations

import re

from ontology import registry

_PLACE = "省市县区州盟旗"
_CLASS = re.compile(
    r"^(?:各|有关|相关|其他|其它|全[省市县区州]各|县级以上|市级以上|省级以上|[省市县区]级以下|地方各级|基层|试点|"
    r"(?:自治区|兵团|[省市县区州旗盟])?(?:直|级|属)?(?:各|有关|相关|所属)|[省市县区州旗盟](?:直|级|属)(?!机关)|(?:省|市|区|县|自治区)[局厅]各|[省市州]、(?:[市州县区旗]|自治区)|"
    r"中央和国家|(?:国家|中央|国务院)(?:各|有关|相关)|中[省市]直|驻)|"
    r"各(?:相关|有关|成员)|成员单位|(?:有关|相关)(?:部门|单位|方面|机构|企业|地方|地区|厅局|处室|科室|司局|省|市|县|区)|主管部门|"
    r"(?:部门|各地|地区)(?:[（(].*[）)])?$"
)
_GROUP = re.compile(
    r"(?:领导小组|协调小组|专项小组|推进小组|工作小组|改革小组|专责小组|工作组|专班|联席会议|指挥部|协调机制|推进组|协调组|"
    r"(?:党委|[省市县区州盟]委)[^、]{2,20}委员会)(?:办公室|专项办|办)?$|[^、]{2,}小组(?:办公室|办)?$"
)
_AREA = re.compile(
    r"(?:管委会|管理委员会|管委|(?:经济)?(?:技术)?(?:开发|产业|示范|试验|合作|新|园|高新|经开|度假|名胜|保税|港|功能|生态|集中)区|"
    r"(?:科技|新|科学|产业)城|园区|铁路港|国际陆港|工业园)(?:党（工）委|党工委|党委)?$"
)
_PERFORMER = re.compile(
    r"(?:企业|高校|高等院校|高等学校|院校|院所|科研机构|研发机构|创新主体|科研单位|研究院|研究机构|医院|科学家|创新联合体|"
    r"建设主体|科研团队|平台企业|机构|联盟|用人单位|社会组织|行业协会|金融机构)$"
)
# Those who do research or business, named by sort alone.
_SORT = re.compile(
    r"^(?:区内|省内|市内|国内|本地|重点|骨干|龙头|领军|民营|国有|中小|中小微|科技型|科技|创新型|优势|社会|大型)*"
    r"(?:企业|高校|高等院校|高等学校|院校|科研院所|院所|科研机构|研发机构|新型研发机构|创新主体|科研单位|研究机构|社会组织|行业协会|"
    r"金融机构|创新联合体|医疗机构|科研团队|建设主体)$"
)
_ENDING = re.compile(
    r"(?:人民政府|政府|管委会?|委员会|党委|工委|厅|局|委|部|办|署|办公室|法院|检察院|研究院|科学院|党校|处|室|科|"
    r"会|联|科协|中心|公司|集团|银行|[支分总]行|中支|海关|[支总大中]队|队|站|所|社|馆|台|公安|武警|军分区|警备区|"
    r"单位|机构|部门|处室|科室|厅局|委办局|专班|小组|机制|指挥部|大学|学院|院校|高校|院所|企业|区|州|市|县|旗|盟|镇|乡|街道|"
    r"街镇|区镇|镇街|街区|乡镇|各地|地方|地区|协会|学会|商会|联盟|中央|国务院|全国总工会|供电|电力|燃气|水务|资本|陆港|港|园|城|院|司|"
    r"成员|两高|机关|执委会|团委|出版社|电视台|交易所|总站|码头|机场|邮政|铁塔|移动|联通|电信)(?:[（(〔\[].{0,40}[）)〕\]])?$"
)
# A label that is not known, with what it says (工作专人：某某).
_LABELLED = re.compile("[:：]")
_NOT_BODY = re.compile(
    r"^(?:等|或|即|如|含|包括|指|以下|下同|不含|除|其中|按|由|在|对|为|将|把|以|从|向|可|要|应(?!急)|须|是|并|全[省市县区]$|谁|各类|各项|各种|"
    r"第[一二三四五六七八九十\d]|[一二三四五六七八九十\d]+[、.．年月日项个家所%])"
    r"|[的了吗呢？?！!=+×%]|^[^一-鿿]*$|负责人|责任人|负责同志"
)
_DESCRIBING = re.compile(
    "(?<=.)的(?=[^的]{0,8}(?:部门|单位|处室|机构|地区|企业)$|[^的]{2,20}(?:指挥部|领导小组)(?:办公室)?$)"
)
_WEAK = re.compile(
    r"^(?:局|委|部|办|厅|市|县|区|州|省|院|旗|盟|乡|镇|街道|部门|单位|机构|地区|企业|高校|医院|学校|银行|协会|公司|学院|大学|集团|社区|园区|"
    r"社会|全部|内部|外部|总部|干部|一部|局部|全局|格局|布局|结局|主办|举办|协办|承办|申办|督办|代办|帮办|快办|网办|通办|好办|易办|"
    r"一网通办|跨省通办|掌上办|指尖办|联办|一次办|马上办|网上办|就近办|会|社|所|站|台|室|科|处|队|港|园|城|司|行|中心|机制|小组|"
    r"县城|城市|城区|市区|郊区|社会|机会|协同机制|全社会|集中区|开发区|高新区|省份|示范区|功能区|试验区)$"
)
_INTERNAL = re.compile(r"^[一-鿿（）()]{2,14}(?:处|办|室|科|中心|总站|站|所|队|局)$")


def plain(name: str) -> str:
    """A name without white space and page remains."""
    return "".join(name.split())


@registry.remembered
def kind_of(name: str) -> str:
    """institution, class, group or area."""
    if is_class(name) or _SORT.search(name):
        return "class"
    if _GROUP.search(name):
        return "group"
    if (_AREA.search(name) or registry.find_jurisdictions(name)) and not registry.is_known_body(name):
        return "area"
    return "institution"


@registry.remembered
def is_class(name: str) -> bool:
    """Whether a name means a set of bodies: named by kind, by place or by membership."""
    if registry.is_known_body(name) and not name.startswith(("各", "有关", "相关")):
        return False
    return bool(_CLASS.search(name))


@registry.remembered
def is_group(name: str) -> bool:
    """Whether a name is that of a leading group, joint conference or special team, or of its office."""
    return bool(_GROUP.search(name))


@registry.remembered
def is_performer(name: str) -> bool:
    """Whether a name means those who do research or business: enterprises, universities, institutes."""
    return bool(_PERFORMER.search(name)) and not registry.is_known_body(name)


@registry.remembered
def may_be_body(name: str) -> bool:
    """Whether a piece of a list under a label can be a body."""
    if registry.is_known_body(name) or (len(name) > 2 and registry.find_jurisdictions(name)):
        return True
    described = _DESCRIBING.sub("", name) if "的" in name else name
    return 2 <= len(name) <= 60 and not _NOT_BODY.search(described) and not _LABELLED.search(name)


@registry.remembered
def ends_as_body(name: str) -> bool:
    """Whether a piece ends the way names of bodies and sets of bodies do."""
    return may_be_body(name) and bool(_ENDING.search(name)) and not _WEAK.search(name)


@registry.remembered
def is_body(name: str) -> bool:
    """Whether a text, whole and on its own, is surely a body or a set of bodies of government or public life."""
    if not ends_as_body(name):
        return False
    if registry.is_known_body(name) or is_group(name):
        return True
    if re.match(r"各(?:类|项|种|行业$|方面$)", name):
        return False
    if is_class(name):
        return True
    return _named_by_place(name) or bool(
        re.search(r"(?:部门|管委会|人民政府|街道办事处|牵头单位|责任单位|成员单位|..海关)$", name)
    )


def is_internal(name: str) -> bool:
    """Whether a text looks like an office inside a department (投资处, 信息中心)."""
    return bool(_INTERNAL.match(name)) and not _NOT_BODY.search(name) and not _WEAK.search(name)


# Longer openings are names of places with those above in front.
_LONGEST_OPENING = 9
_OPENS_PUBLIC = re.compile(
    rf"(?:自治区|兵团|[{_PLACE}](?![{_PLACE}]?(?:场|民|级|内|外|域|情|价|别|分|政$))|团[{_PLACE}]|国网|国家|中国|人行|人民银行|驻)"
)


def _named_by_place(name: str) -> bool:
    """省…厅, 武汉…, 国网…: a name that opens with a place, a level or a word of the nation."""
    if _OPENS_PUBLIC.match(name):
        return len(name) >= 3
    return opens_with_place(name)


def opens_with_place(name: str) -> bool:
    """Whether a name opens with that of a province or city and goes on."""
    openings = registry.places_opening(name)
    return any(place_begins(name[:cut]) for cut in openings if cut < min(_LONGEST_OPENING, len(name)))


def place_begins(text: str) -> bool:
    """Whether a text is the name of a province or city (short names of counties are too often words)."""
    found = registry.find_jurisdictions(text)
    return any(p.level in ("national", "province", "city") or text == p.name for p in found)
