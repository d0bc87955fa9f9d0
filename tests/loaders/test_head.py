"""What a document says of itself: titles, number, bodies, dates, place."""

from __future__ import annotations

import pytest

from loaders import extract_bytes
from loaders.addressees import read_list
from loaders.bodies import split_joint
from loaders.dates import iso_date
from ontology.records import DocumentRecord


def _read(words: str) -> DocumentRecord:
    (record,) = extract_bytes(words.encode(), source="a.txt")
    return record


_NOTICE = """广元市人民政府办公室关于印发《广元市服务改进行动方案（试行）》的通知
广府办发〔2022〕5号
各县（区）人民政府，市级各部门：
经市政府第10次常务会议审议通过，现将《广元市服务改进行动方案（试行）》印发给你们，请认真执行。
广元市人民政府办公室
2022年3月1日
广元市服务改进行动方案（试行）
为改进服务，制定本方案。
一、改进窗口服务。设置综合窗口，统一受理申请。
本方案自2022年4月1日起施行，有效期2年。
"""


def test_the_attached_plan_gives_the_title_and_the_notice_the_rest() -> None:
    head = _read(_NOTICE)["document"]
    assert head["title"] == "广元市服务改进行动方案（试行）"
    assert head["doc_no"] == "广府办发〔2022〕5号"
    assert [i["name"] for i in head["issuers"]] == ["广元市人民政府办公室"]
    assert (head["issued"], head["effective_from"], head["effective_until"]) == (
        "2022-03-01",
        "2022-04-01",
        "2024-03-31",
    )
    assert (head["level"], head["jurisdiction"]["code"], head["trial"]) == ("city", "510800", True)
    assert [a["name"] for a in head["addressees"]] == ["各县（区）人民政府", "市级各部门"]
    assert [(a["name"], a["form"]) for a in head["authorized_by"]] == [("市政府第10次常务会议", "passed")]


@pytest.mark.parametrize(
    ("said", "begins", "ends"),
    [
        ("本行动方案自2022年4月1日起施行，有效期至2023年12月31日。", "2022-04-01", "2023-12-31"),
        ("以上激励举措自发布之日起执行。", "2022-03-01", None),
        ("第九条 自发布之日起施行，有效期2年。", "2022-03-01", "2024-02-29"),
        ("施行说明：本措施由市科技局解释；自2022年5月1日起施行。", "2022-05-01", None),
        ("二、现场办理。企业自2022年5月1日起执行新的标准。", None, None),
    ],
)
def test_from_when_to_when_a_document_says_it_holds(said: str, begins: str | None, ends: str | None) -> None:
    head = _read(_NOTICE.replace("本方案自2022年4月1日起施行，有效期2年。", said))["document"]
    assert (head["effective_from"], head["effective_until"]) == (begins, ends)


def test_a_draft_says_so_and_until_when_comments_are_asked() -> None:
    head = _read(
        "杭州市某甲局关于公开征求《杭州市服务办法（征求意见稿）》意见的公告\n"
        "为改进服务，我局起草了办法，请于2024年5月23日前反馈意见。\n杭州市某甲局\n2024年4月22日\n"
        "杭州市服务办法\n（征求意见稿）\n第一条 为改进服务，制定本办法。\n"
    )["document"]
    assert (head["status"], head["consultation_until"], head["issued"]) == ("draft", "2024-05-23", "2024-04-22")
    assert head["title"] == "杭州市服务办法（征求意见稿）"


def test_a_title_over_two_lines_is_one() -> None:
    head = _read(
        "国务院关于加快推进服务和\n管理转型升级的指导意见\n国发〔2018〕99号\n各部门：\n一、抓好落实。各部门要完成任务。\n"
    )
    assert head["document"]["title"] == "国务院关于加快推进服务和管理转型升级的指导意见"
    assert (head["document"]["level"], head["document"]["jurisdiction"]["name"]) == ("national", "全国")


def test_places_before_departments_are_multiplied_out() -> None:
    found = read_list("北京市、天津市、河北省发展改革委、科技厅（委、局）", "main")
    assert [a.name for a in found][:4] == ["北京市发展改革委", "北京市科技厅", "天津市发展改革委", "天津市科技厅"]
    assert len(found) == 6
    assert found[1].other_names == ("北京市科技委", "北京市科技局")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("各市、县（区）人民政府，省政府各部门", ["各市、县（区）人民政府", "省政府各部门"]),
        ("甲开发区、乙工业园区、丙港党（工）委", ["甲开发区党（工）委", "乙工业园区党（工）委", "丙港党（工）委"]),
        ("各区人民政府、有关单位", ["各区人民政府", "有关单位"]),
        ("各县人民政府，省人民政府各委、办、厅、局", ["各县人民政府", "省人民政府各委、办、厅、局"]),
        (
            "各旗县委、人民政府，甲开发区党工委、管委会",
            ["各旗县委", "各旗县人民政府", "甲开发区党工委", "甲开发区管委会"],
        ),
        ("中共甲市委、甲市人民政府", ["中共甲市委", "甲市人民政府"]),
    ],
)
def test_addressee_lists(line: str, names: list[str]) -> None:
    assert [a.name for a in read_list(line, "main")] == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("中共扬州市委扬州市人民政府", ["中共扬州市委", "扬州市人民政府"]),
        ("国家发展改革委 科技部", ["国家发展改革委", "科技部"]),
        ("北京市发展和改革委员会北京市商务局", ["北京市发展和改革委员会", "北京市商务局"]),
        ("上海市人民政府办公厅", ["上海市人民政府办公厅"]),
    ],
)
def test_joint_issuers_are_parted(line: str, names: list[str]) -> None:
    assert split_joint(line) == names


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2023年6月5日", "2023-06-05"),
        ("二〇二三年十二月三十一日", "2023-12-31"),
        ("2025年", "2025"),
        ("2025年3月", "2025-03"),
        ("2023-06-05 10:00", "2023-06-05"),
        ("2023年13月1日", None),
        ("没有日期", None),
    ],
)
def test_dates(printed: str, iso: str | None) -> None:
    assert iso_date(printed) == iso


def test_lines_of_neighbouring_documents_are_no_part_and_are_told() -> None:
    collected = (
        "3.广元市人民政府办公室关于做好试点的通知（2022年3月1日）\n各县区：\n"
        + "一、开展试点。各县区完成任务，总结经验。\n" * 20
    )
    record = _read(
        "上一份文件的最后一句话，没有别的。\n"
        + collected
        + "4.绵阳市人民政府关于别的事的通知（2022年4月1日）\n各县区：\n"
    )
    text = record["document"].get("text", "")
    assert "绵阳" not in text
    assert "上一份" not in text
    assert record["document"]["issued"] == "2022-03-01"
    assert sum("相邻文件" in w["message"] for w in record["warnings"]) == 2


def test_the_beginning_of_the_next_document_is_none_though_its_heading_is_broken_and_its_text_numbered() -> None:
    own = "3.广元市人民政府办公室关于做好试点的通知（2022年3月1日）\n各县区：\n"
    own += "一、开展试点。各县区完成任务，总结经验。\n二、总结推广。逐项对照，按季报送。\n" * 20
    following = "4.绵阳市人民政府关于印发别的\n行动方案的通知（2022年4月1日）各县区：\n现印发给你们。\n一、目标\n"
    records = extract_bytes((own + following).encode(), source="a.txt")
    assert [record["document"]["title"] for record in records] == ["广元市人民政府办公室关于做好试点的通知"]
    assert "绵阳" not in records[0]["document"].get("text", "")


def test_the_date_is_that_of_the_letter_not_of_what_is_attached() -> None:
    record = _read(
        "广元市人民政府办公室关于地质险情有关问题的复函\n广府办函〔2022〕5号\n旺苍县人民政府：\n"
        "一、请按照专家组意见做好监测。\n广元市人民政府办公室\n2022年11月4日\n附件：\n"
        "广元市自然资源局关于险情的报告\n现将调查情况报告如下。\n广元市自然资源局\n2022年9月23日\n"
    )
    assert record["document"]["issued"] == "2022-11-04"


_PLACELESS = """关于做好{year}年科技成果转化工作的方案
一、建设平台。建设中试平台。（牵头单位：科技局；配合单位：财政局、教育部、江西省财政厅、宣传部）
"""


def test_a_document_that_names_no_place_is_of_no_level_and_its_bodies_are_its_own() -> None:
    """To call it national would put a county's 科技局 beside a ministry; to merge two would invent a body."""
    one, other = _read(_PLACELESS.format(year=2023)), _read(_PLACELESS.format(year=2024))
    assert (one["document"]["level"], one["document"]["jurisdiction"]) == ("unknown", {"code": "", "name": ""})
    assert "no_jurisdiction" in [warning["code"] for warning in one["warnings"]]
    ids = [
        {r["name"]: r["institution_id"] for r in record["measures"][0]["responsibilities"]} for record in (one, other)
    ]
    assert ids[0]["教育部"] == ids[1]["教育部"] == "i-000000-education"
    assert ids[0]["江西省财政厅"] == "i-360000-finance"
    assert all(ids[0][name].startswith("u-unknown-") for name in ("科技局", "财政局", "宣传部"))
    assert not {ids[0][name] for name in ("科技局", "财政局", "宣传部")} & set(ids[1].values())


def test_the_signature_says_the_name_a_heading_shortens() -> None:
    head = _read(
        "3.浙江省建设厅关于印发《节水工作方案》的通知（2023年3月13日）\n各设区市建设局：\n现将《节水工作方案》印发给你们。\n"
        "浙江省住房和城乡建设厅\n2023年3月13日\n节水工作方案\n为推进节水，制定本方案。\n一、改造管网。更换旧管。\n"
    )["document"]
    assert [i["name"] for i in head["issuers"]] == ["浙江省住房和城乡建设厅"]


def test_a_signature_above_the_first_number_dates_the_document() -> None:
    head = _read(
        "宁波市人民政府办公厅关于支持园林绿化的若干意见\n各区政府：\n为改善环境，现提出如下意见。\n"
        "宁波市人民政府办公厅\n2026年4月20日\n（此件公开发布）\n一、种植行道树。每年补种。\n二、修剪绿篱。每季一次。\n"
    )["document"]
    assert head["issued"] == "2026-04-20"


def test_a_notice_that_carries_two_documents_keeps_its_own_title_and_cites_neither() -> None:
    title = "浙江省林业局印发《关于推进植树的意见》《浙江省植树办法（试行）》的通知"
    record = _read(
        f"{title}\n各市林业局：\n现将《关于推进植树的意见》《浙江省植树办法（试行）》印发给你们。\n浙江省林业局\n2023年6月27日\n"
        "关于推进植树的意见\n为推进植树，提出如下意见。\n一、育苗。按照《浙江省植树办法（试行）》育苗。\n"
    )
    assert record["document"]["title"] == title
    assert record["citations"] == []


@pytest.mark.parametrize(
    ("note", "issued", "issuer"),
    [
        ("（2019年1月27日四川省第十三届人民代表大会第二次会议通过）", "2019-01-27", "四川省人民代表大会"),
        (
            "（2016年9月23日四川省第十二届人民代表大会常务委员会第二十八次会议通过　2023年11月23日四川省第十四届"
            "人民代表大会常务委员会第七次会议修订）",
            "2023-11-23",
            "四川省人民代表大会常务委员会",
        ),
        (
            "（2020年8月26日广元市第七届人大常委会第三十五次会议通过　2020年11月26日四川省第十三届人民代表大会"
            "常务委员会第二十三次会议批准）",
            "2020-11-26",
            "广元市人民代表大会常务委员会",
        ),
        ("（2022年11月10日四川省人民政府第104次常务会议审议通过）", "2022-11-10", "四川省人民政府"),
    ],
)
def test_the_note_of_adoption_below_the_title_of_a_regulation(note: str, issued: str, issuer: str) -> None:
    text = f"四川省古树养护条例\n{note}\n第一章 总则\n第一条 为养护古树，制定本条例。\n第二条 省林业局负责普查古树。\n"
    (record,) = extract_bytes(text.encode(), source="条例.txt")
    assert (record["document"]["issued"], [b["name"] for b in record["document"]["issuers"]]) == (issued, [issuer])


_TASK = "一、任务\n1.优化流程。（责任单位：市行政审批局）\n"


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        (f"广元市服务提升方案\n广元市人民政府 2024年3月5日\n{_TASK}", ["广元市人民政府"]),
        (f"广元市服务提升方案\n（广元市人民政府　2024年3月5日）\n{_TASK}", ["广元市人民政府"]),
        (f"广元市服务提升方案\n{_TASK}广元市人民政府   2024年3月5日\n", ["广元市人民政府"]),
        (f"广元市服务提升方案\n（2024年3月5日）\n{_TASK}", []),
    ],
)
def test_issuer_and_date_on_one_line(text: str, issuers: list[str]) -> None:
    (record,) = extract_bytes(text.encode(), source="a.txt")
    head = record["document"]
    assert (head["issued"], [body["name"] for body in head["issuers"]]) == ("2024-03-05", issuers)


@pytest.mark.parametrize(
    "line",
    [
        "发布单位：广元市人民政府 发布日期：2024-03-05",
        "来源：广元市人民政府 发布时间：2024-03-05 10:20",
        "发布机构：广元市人民政府 成文日期：2024-03-05 文号：广府发〔2024〕3号",
    ],
)
def test_a_line_on_the_page_below_a_title_leaves_the_title(line: str) -> None:
    (record,) = extract_bytes(f"广元市服务提升方案\n{line}\n{_TASK}".encode(), source="a.txt")
    head = record["document"]
    assert (head["title"], [body["name"] for body in head["issuers"]]) == ("广元市服务提升方案", ["广元市人民政府"])
    assert "2024-03-05" in (head["issued"], head["published"])
