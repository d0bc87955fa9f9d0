"""Role sentences: who is named with which word, and what grammar alone does not say."""

from __future__ import annotations

import pytest

from loaders.prose import read_sentence, short_forms
from tests.loaders.reading import read, records, spoken


def said(sentence: str) -> list[str]:
    return [f"{e.role} {e.body.name}" for e in read_sentence(sentence, 0, len(sentence))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("由省林业局牵头、省财政厅配合，三年内完成普查。", ["lead 省林业局", "cooperate 省财政厅"]),
        ("省商务厅要发挥牵头作用，按季调度。", ["lead 省商务厅"]),
        ("省级牵头部门要会同参与部门编写手册。", ["lead 省级牵头部门", "cooperate 参与部门"]),
        ("水利部会同有关部门和地方开展评估。", ["responsible 水利部", "cooperate 有关部门", "cooperate 地方"]),
        ("市商务局要按照年度计划，会同市贸促会办好展会。", ["responsible 市商务局", "cooperate 市贸促会"]),
        ("市县编制部门要配合同级教育部门核定编制。", ["cooperate 市县编制部门"]),
        (
            "市林业局和市水利局、市气象局负责湿地监测。",
            ["responsible 市林业局", "responsible 市水利局", "responsible 市气象局"],
        ),
        ("县级以上人民政府林业部门在职责范围内负责古树保护。", ["responsible 县级以上人民政府林业部门"]),
        ("各地区、各部门对本单位数据的安全负责。", ["responsible 各地区", "responsible 各部门"]),
        ("省里成立节水工作领导小组，负责统筹全省节水。", ["responsible 节水工作领导小组"]),
        ("本办法由省水利厅负责解释。", ["responsible 省水利厅"]),
        ("司法部负责制定统一格式。", ["responsible 司法部"]),
        ("在市委科技委员会领导下，市科技局牵头推进。", ["direct 市委科技委员会", "lead 市科技局"]),
        ("市科技局紧扣年度任务，统筹管理本级项目。", ["coordinate 市科技局"]),
        ("数据责任单位：负责归集水质数据。", ["responsible 数据责任单位"]),
        ("市水利局：牵头编制图册，配合市林业局巡护。", ["lead 市水利局", "cooperate 市水利局"]),
        ("牵头单位：负责编制图册。", []),
        (
            "市商务局要加强统筹协调，会同市贸促会办展。",
            ["coordinate 市商务局", "responsible 市商务局", "cooperate 市贸促会"],
        ),
        (
            "节水督查专班要会同绿色矿山暗访督查办公室巡查。",
            ["responsible 节水督查专班", "cooperate 绿色矿山暗访督查办公室"],
        ),
        ("园林修缮由各县（市、区）认领负责实施。", ["responsible 各县（市、区）"]),
        ("各乡镇政府是责任主体，负责渠系管护。", ["responsible 各乡镇政府"]),
        ("各成员单位按照分工，负责完成本单位修缮。", ["responsible 各成员单位"]),
        ("市直有关部门要主动对接，配合市林业局普查。", ["cooperate 市直有关部门"]),
        (
            "建立省林业局牵头，省财政厅参与的调度机制。",
            ["lead 省林业局", "cooperate 省财政厅"],
        ),
        ("节水工作领导小组办公室设在市水利局，负责日常调度。", ["responsible 节水工作领导小组办公室"]),
        ("省林业局、省财政厅两部门共同负责核定。", ["responsible 省林业局", "responsible 省财政厅"]),
        ("【水源保护】市水利局负责巡查。", ["responsible 市水利局"]),
        ("3.2.1 市防旱指挥部负责调水。", ["responsible 市防旱指挥部"]),
        ("水库由所在区域地方政府或防旱指挥机构负责。", ["responsible 所在区域地方政府", "responsible 防旱指挥机构"]),
        ("市公安局：1.负责路面巡防。", ["responsible 市公安局"]),
        ("各市水利部门要按照时限，结合实际，负责核查。", ["responsible 各市水利部门"]),
        (
            "县级以上人民政府林业、农业等部门在本级政府统一领导下，按照职责，负责管护。",
            [
                "responsible 县级以上人民政府林业部门",
                "responsible 农业部门",
                "direct 本级政府",
            ],
        ),
        (
            "由国务院水利部门会同国务院气象部门、应急管理部门制定。",
            ["responsible 国务院水利部门", "cooperate 国务院气象部门", "cooperate 应急管理部门"],
        ),
        ("省、自治区、直辖市人民政府水利部门负责抽查。", ["responsible 省、自治区、直辖市人民政府水利部门"]),
        ("规范使用行政处罚裁量基准，配合开展抽查。", []),
        ("水权登记机关为市水利局，负责核发证照。", ["responsible 市水利局"]),
        (
            "街道办事处、镇人民政府与村民委员会，在各自职责范围内负责登记。",
            ["responsible 街道办事处", "responsible 镇人民政府", "responsible 村民委员会"],
        ),
        ("街道办事处（以下简称“街办”）负责登记。", ["responsible 街道办事处"]),
        ("各级水利部门，对跨界河段负责巡查。", ["responsible 各级水利部门"]),
    ],
)
def test_sentences_that_give_roles(sentence: str, expected: list[str]) -> None:
    assert said(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "督促有关部门配合法院执行。",
        "各乡镇、各单位要加强协同配合。",
        "各单位要明确责任领导和联系人，负责日常联系。",
        "各级各部门要密切配合、通力协作。",
        "落实首问负责制，明确专人负责。",
        "市科技局加强宣传，各县区要抓好落实。",
        "费用由用户承担。",
        "主要负责同志要亲自过问。",
        "充分发挥省节水领导小组统筹协调作用。",
        "牵头部门和配合部门要加强沟通。",
        "省科技厅协助有关地方建设中试基地。",
    ],
)
def test_sentences_that_give_none(sentence: str) -> None:
    assert said(sentence) == []


@pytest.mark.parametrize("performer", ["企业", "区内高校", "龙头企业", "新型研发机构"])
def test_who_does_research_undertakes_and_never_leads(performer: str) -> None:
    assert said(f"鼓励{performer}牵头承担省重大项目。") == [f"undertake {performer}"]


def test_short_names_a_document_defines_are_bodies_with_the_full_ones_id() -> None:
    text = "1.建专班。由省委科技委员会办公室（以下简称科技办）牵头推动。\n2.定清单。科技办统筹推动各市州申报。"
    assert short_forms(text) == {"科技办": "省委科技委员会办公室"}
    assert spoken(text) == ["lead 省委科技委员会办公室", "coordinate 科技办"]
    found, _ = read(text)
    [[full], [short]] = found.responsibilities.values()
    assert full["institution_id"] == short["institution_id"]


def test_a_role_that_is_not_understood_is_said() -> None:
    found, _ = read("1.项目资金由新成立的平台负责拨付。")
    assert [w["code"] for w in found.warnings] == ["role_unread"]


def test_the_covering_sentence_before_the_first_unit_assigns_nothing() -> None:
    assert spoken("现将方案印发，由省财政厅负责解释。\n1.压减开支。") == []


def test_what_closes_a_section_belongs_to_it() -> None:
    text = "一、任务\n（一）修路。三年修完。\n（二）架桥。两年架完。\n以上两项任务由省交通运输厅牵头。"
    found, units = read(text)
    [index] = found.responsibilities
    assert units[index].path == "一"


def test_a_line_of_duties_speaks_of_the_body_it_opens_with() -> None:
    text = "1.市水利局：负责清查水源；牵头编制图册；配合市林业局巡护。\n2.市林业局。负责挂牌。会同市财政局核定补助。"
    assert spoken(text) == [
        "responsible 市水利局",
        "lead 市水利局",
        "cooperate 市水利局",
        "responsible 市林业局",
        "cooperate 市财政局",
    ]


def test_the_clauses_behind_a_body_and_a_colon_are_its_duties() -> None:
    text = "市水利部门：清查水源；会同水文监督站抽检，更新图册；配合市林业局巡护。"
    assert spoken(f"1.{text}") == ["responsible 市水利部门", "cooperate 水文监督站", "cooperate 市水利部门"]


def test_items_below_a_body_are_its_duties() -> None:
    text = "一、市水利局是水源普查的主管部门。主要职责包括：\n（一）负责编制图册。\n（二）配合市林业局巡护。"
    found, units = read(text)
    said_of = {units[i].number: [f"{r['role']} {r['name']}" for r in rs] for i, rs in found.responsibilities.items()}
    assert said_of == {"一": ["responsible 市水利局"], "二": ["cooperate 市水利局"]}


def test_the_lines_below_an_office_are_its_duties() -> None:
    assert spoken("（一）水源科\n编写图册；负责清查水源。\n承担抽检工作。\n（二）组织实施\n负责清查。") == [
        "responsible 水源科"
    ]


def test_what_is_carried_on_is_not_printed_in_the_sentence() -> None:
    first, second = records("1.市林业局要核查古树。会同市财政局核定补助。")
    assert (first["name"], first["role"], first["name_start"]) == ("市林业局", "responsible", None)
    assert (second["name"], second["role"]) == ("市财政局", "cooperate")


def test_who_leads_is_not_made_responsible_by_a_later_sentence() -> None:
    assert spoken("1.市林业局要做好牵头工作。要加大力度，会同市财政局核定补助。") == [
        "lead 市林业局",
        "cooperate 市财政局",
    ]
