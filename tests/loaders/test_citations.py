"""Other documents named in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import extract_bytes
from ontology.citation_text import parse_citation
from ontology.records import CitationRecord


def _citations(body: str) -> list[CitationRecord]:
    words = f"广元市人民政府关于改进服务的意见\n各县区：\n一、改进服务。{body}\n"
    return extract_bytes(words.encode(), source="a.txt")[0]["citations"]


@pytest.mark.parametrize("verb", ["贯彻落实", "根据"])
def test_the_title_before_says_nothing_of_the_next(verb: str) -> None:
    first, second = _citations(
        f"{verb}《关于加快推进和完善服务的通知》（川府发〔2022〕3号）和《优化窗口办法》，抓好工作。"
    )
    assert first["relation"] == second["relation"] == {"贯彻落实": "implements", "根据": "based_on"}[verb]


def test_a_title_with_its_number_is_one_citation() -> None:
    (found,) = _citations("根据《省政府关于改进服务的通知》（川府发〔2022〕3号）精神，抓好工作。")
    assert (found["title"], found["doc_no"]) == ("省政府关于改进服务的通知", "川府发〔2022〕3号")
    assert found["relation"] == "based_on"
    assert found["quote"] == "《省政府关于改进服务的通知》（川府发〔2022〕3号）"
    assert parse_citation(found["quote"]) == (found["title"], found["doc_no"])


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("为贯彻落实《优化服务条例》，抓好工作。", "implements"),
        ("按照《优化服务条例》办理。", "based_on"),
        ("《优化服务办法》同时废止。", "repeals"),
        ("在窗口公开《优化服务条例》。", "cites"),
        ("推动《优化服务条例》落实落地。", "implements"),
        ("本意见自印发之日起施行，《优化服务办法》（川府发〔2012〕3号）即行废止。", "repeals"),
        ("自2024年1月1日起，原《优化服务办法》停止执行。", "repeals"),
        ("《优化服务办法》第三条同时废止。", "amends"),
        ("《优化服务办法》中与本意见不一致的规定同时废止。", "amends"),
        ("对《优化服务办法》作如下修改。", "amends"),
        ("经研究，决定废止《优化服务办法》。", "repeals"),
        ("现将《优化服务办法》转发给你们，请遵照执行。", "forwards"),
        ("代替《优化服务办法》。", "replaces"),
        ("修订发布《优化服务办法》，简化流程。", "cites"),
        ("启动《优化服务办法》修订工作。", "cites"),
        ("修订《优化服务办法》，简化流程。", "cites"),
        ("及时提出废止《优化服务办法》的意见建议。", "cites"),
        ("出台实施《优化服务办法》，简化流程。", "cites"),
        ("全面实施分类管理，编制《优化服务办法》。", "cites"),
        ("按照便民原则，编制《优化服务办法》。", "cites"),
        ("《优化服务办法》（以下简称原办法）一律同时废止。", "repeals"),
        ("《优化服务办法》自2031年3月1日起停止执行。", "repeals"),
        ("《优化服务办法》等四份文件即行废止。", "repeals"),
        ("《优化服务办法》和有关文件同时废止。", "repeals"),
        ("《优化服务办法》中的收费标准不再执行。", "amends"),
        ("《优化服务办法》继续执行，不予废止。", "cites"),
        ("《优化服务办法》尚未废止，窗口照办。", "cites"),
        ("《优化服务办法》废止前受理的事项，照旧办结。", "cites"),
        ("自《优化服务办法》废止之日起，窗口停收材料。", "cites"),
        ("凡与《优化服务办法》相抵触的规定一律废止。", "cites"),
        ("本意见与《优化服务办法》同步实施，原做法自行废止。", "cites"),
        ("落实《优化服务条例》，原有收费政策同时废止。", "implements"),
        ("依据《优化服务条例》，原窗口守则停止执行。", "based_on"),
    ],
)
def test_what_is_said_of_the_other_document(sentence: str, relation: str) -> None:
    assert [c["relation"] for c in _citations(sentence)] == [relation]


@pytest.mark.parametrize(
    ("sentence", "relation", "since", "until"),
    [
        ("《优化服务办法》自2026年7月1日起废止。", "repeals", "2026-07-01", None),
        ("《优化服务办法》于二〇二六年七月停止执行。", "repeals", "2026-07", None),
        ("本意见自2026年7月1日起施行，《优化服务办法》同时废止。", "repeals", None, None),
        ("《优化服务办法》自2026年7月1日起作如下修改。", "amends", "2026-07-01", None),
        ("《优化服务办法》（川府发〔2012〕3号）有效期延长至2027年12月31日。", "extends", None, "2027-12-31"),
        ("经研究，将《优化服务办法》的有效期统一延长至2027年底。", "extends", None, "2027"),
        ("《优化服务办法》期满后继续执行至2026年6月30日。", "extends", None, "2026-06-30"),
        ("《优化服务办法》有效期自2025年1月1日起延长两年。", "extends", None, "2026-12-31"),
        ("《优化服务办法》有效期延长2年，延长至2027年3月1日。", "extends", None, "2027-03-01"),
        ("决定延长《优化服务办法》有效期至2027年3月1日。", "extends", None, "2027-03-01"),
        ("将《优化服务办法》有效期延长三年。", "extends", None, None),
        ("《优化服务办法》规定的缴费期限延长至2026年12月31日。", "cites", None, None),
        ("延长《优化服务办法》规定的缴费期限至2026年12月31日。", "cites", None, None),
        ("《优化服务办法》有效期3年。", "cites", None, None),
    ],
)
def test_the_day_from_which_or_to_which_it_is_said(
    sentence: str, relation: str, since: str | None, until: str | None
) -> None:
    (found,) = _citations(sentence)
    assert (found["relation"], found.get("effective_from"), found.get("effective_until")) == (relation, since, until)


X = "《优化服务办法》（川府发〔2012〕3号）"


@pytest.mark.parametrize(
    "sentence",
    [
        f"研究{X}废止事宜。",
        f"2026年12月底前推动{X}废止。",
        f"提请市政府将{X}废止。",
        f"是否将{X}予以废止，由市司法局研究提出意见。",
        f"防止{X}失效。",
        f"避免{X}到期后自动失效造成断档。",
        f"清理{X}等失效文件。",
        f"企业反映{X}停止执行影响经营。",
        f"{X}失效日期为2028年12月31日。",
        f"{X}废止的，本意见同时废止。",
        f"待新的条例出台后，{X}同时废止。",
        f"本意见与{X}同时废止。",
        f"{X}不予废止。",
        f"建议将{X}有效期延长至2028年12月31日。",
        f"推动延长{X}有效期至2028年12月31日。",
        f"积极争取国家延长{X}有效期。",
        f"{X}延长至2028年12月31日的优惠政策，由税务部门落实。",
        f"{X}中的税收优惠延长至2028年12月31日。",
        f"{X}延长了办理时间。",
        f"{X}有效期不再延长至2028年12月31日。",
        f"下列文件不予废止：\n1.{X}\n",
        f"以下文件清理后保留，不废止：\n1.{X}\n",
        f"下列文件拟修改：\n1.{X}\n",
        f"对下列文件提出修改、废止建议：\n1.{X}\n",
    ],
)
def test_what_is_planned_asked_for_refused_or_hangs_on_something_changes_nothing(sentence: str) -> None:
    assert [c["relation"] for c in _citations(sentence)] == ["cites"]


@pytest.mark.parametrize(
    ("sentence", "relation", "since", "until"),
    [
        (
            "《优化服务办法》（川府发〔2012〕3号，自2012年4月1日起施行）自2026年7月1日起废止。",
            "repeals",
            "2026-07-01",
            None,
        ),
        ("《优化服务办法》（2012年3月1日起施行）同时废止。", "repeals", None, None),
        ("《优化服务办法》（自2020年3月1日施行）有效期延长3年。", "extends", None, None),
        (f"本意见自2026年4月1日起施行，同时废止{X}。", "repeals", None, None),
        (f"经市政府同意，废止{X}。", "repeals", None, None),
        (f"自2026年4月1日起，停止执行{X}。", "repeals", "2026-04-01", None),
        (f"市政府决定自2026年7月1日起废止{X}。", "repeals", "2026-07-01", None),
        (f"{X}自2026年5月1日起停止施行。", "repeals", "2026-05-01", None),
        (f"{X}不再适用。", "repeals", None, None),
        (f"{X}被本意见取代。", "replaces", None, None),
        (f"决定废止{X}第五条。", "amends", None, None),
        (f"{X}第十条修改为：“本办法有效期至2028年12月31日。”", "amends", None, None),
        (f"{X}有效期延至2028年12月31日。", "extends", None, "2028-12-31"),
        (f"{X}有效期由2025年12月31日延长到2028年12月31日。", "extends", None, "2028-12-31"),
        (f"{X}有效期届满后，继续施行，有效期延长至2028年12月31日。", "extends", None, "2028-12-31"),
        (f"{X}将于2026年3月31日到期，经评估，决定有效期延长至2028年12月31日。", "extends", None, "2028-12-31"),
        (f"经评估，{X}继续施行，有效期自2026年1月1日起至2028年12月31日止。", "extends", None, "2028-12-31"),
        (f"自2015年1月1日以来印发的下列文件予以废止：\n1.{X}\n", "repeals", None, None),
        (f"下列文件自2026年8月1日起废止：\n1.{X}\n", "repeals", "2026-08-01", None),
        (f"将以下文件有效期自2026年1月1日起延长3年：\n1.{X}\n", "extends", None, "2028-12-31"),
    ],
)
def test_forms_of_ending_and_prolonging(sentence: str, relation: str, since: str | None, until: str | None) -> None:
    (found,) = _citations(sentence)
    assert (found["relation"], found.get("effective_from"), found.get("effective_until")) == (relation, since, until)
    assert parse_citation(found["quote"]) == (found["title"], found["doc_no"])


@pytest.mark.parametrize(
    "sentence",
    [
        "将《优化服务办法》第十条修改为：“本办法自2019年4月1日起施行，有效期至2024年3月31日。《旧办法》（川府发〔2001〕3号）同时废止。”",
        "《优化服务办法》自2026年3月1日到期后继续执行至2028年3月1日。",
    ],
)
def test_days_of_other_documents_and_of_quoted_articles_are_not_its_own(sentence: str) -> None:
    words = f"广元市人民政府关于改进服务的意见\n各县区：\n一、改进服务。{sentence}\n"
    (record,) = extract_bytes(words.encode(), source="a.txt")
    assert (record["document"]["effective_from"], record["document"]["effective_until"]) == (None, None)
    assert "repeals" not in [c["relation"] for c in record["citations"]]


def test_what_a_notice_issues_is_no_other_document() -> None:
    words = (
        "广元市人民政府关于印发《广元市服务办法》的通知\n各县区：\n《广元市服务办法》经市政府同意印发，请照此办理。\n"
    )
    (record,) = extract_bytes(words.encode(), source="a.txt")
    assert record["citations"] == []


def test_a_number_told_as_that_of_before_is_the_number() -> None:
    (found,) = _citations("原川府发〔2012〕3号文件同时废止。")
    assert (found["doc_no"], found["relation"]) == ("川府发〔2012〕3号", "repeals")


def test_the_titles_of_a_list_share_its_day() -> None:
    ended = _citations("自2026年7月1日起，《优化服务办法》（川府发〔2012〕3号）《审批流程办法》同时废止。")
    assert [(c["relation"], c.get("effective_from")) for c in ended] == [("repeals", "2026-07-01")] * 2
    kept = _citations("下列文件有效期延长至2026年12月31日：\n1.《优化服务办法》\n2.《审批流程办法》\n")
    assert [(c["relation"], c.get("effective_until")) for c in kept] == [("extends", "2026-12-31")] * 2


def test_a_notice_that_prolongs_names_the_day_in_its_text() -> None:
    title = "广元市人民政府关于延长《优化服务办法》有效期的通知"
    text = f"{title}\n各县区：\n《优化服务办法》（广府发〔2012〕3号）即将期满。经研究，其有效期延长至2027年6月30日。\n"
    (record,) = extract_bytes(text.encode(), source="a.txt")
    (found,) = record["citations"]
    assert (found["doc_no"], found["relation"], found.get("effective_until")) == (
        "广府发〔2012〕3号",
        "extends",
        "2027-06-30",
    )


def test_what_a_document_leans_on_is_not_ended_with_what_it_ends() -> None:
    found = _citations(
        "根据《四川省服务条例》（川人发〔2020〕3号），原《广元市服务办法》（广府发〔2015〕6号）同时废止。"
    )
    assert [(c["title"], c["relation"]) for c in found] == [
        ("四川省服务条例", "based_on"),
        ("广元市服务办法", "repeals"),
    ]


def test_an_earlier_document_of_the_same_title_is_another() -> None:
    head = "广元市古树养护办法\n广府发〔2031〕8号\n"
    articles = "第一条 为保护古树，制定本办法。\n第二条 市林业局负责普查。\n第三条 本办法自2031年5月1日起施行，"

    def told(end: str) -> list[tuple[str | None, str | None, str]]:
        [record] = extract_bytes((head + articles + end + "\n").encode(), source="a.txt")
        return [(c["title"], c["doc_no"], c["relation"]) for c in record["citations"]]

    number = "广府发〔2022〕3号"
    assert told(f"《广元市古树养护办法》（{number}）同时废止。") == [("广元市古树养护办法", number, "repeals")]
    assert told("原《广元市古树养护办法》同时废止。") == [("广元市古树养护办法", None, "repeals")]
    assert told("《广元市古树养护办法》（广府发〔2031〕8号）由市林业局印制。") == []
    assert told("《广元市古树养护办法》由市林业局印制。") == []


def test_what_ends_a_document_weighs_more_than_where_it_is_first_named() -> None:
    [found] = _citations(
        "现对《优化服务办法》（川府发〔2012〕3号）进行了修订。本意见自印发之日起施行，《优化服务办法》同时废止。"
    )
    assert (found["doc_no"], found["relation"]) == ("川府发〔2012〕3号", "repeals")


@pytest.mark.parametrize(
    "title", ["两岸林业交流框架协议", "广元市水闸养护管理工作手册（2024版）", "川陕甘三省边界市县护林合作协定"]
)
def test_manuals_of_work_and_agreements_between_places_are_documents(title: str) -> None:
    assert [c["title"] for c in _citations(f"编制《{title}》。")] == [title]


def test_a_list_kept_up_to_date_is_a_document() -> None:
    assert [c["title"] for c in _citations("动态更新《广元市林业部门权责清单》，删去一项。")] == [
        "广元市林业部门权责清单"
    ]


def test_a_list_of_titles_says_what_its_head_says() -> None:
    words = (
        "广元市人民政府关于清理文件的决定\n各县区：\n一、清理结果。经研究，决定对下列文件予以废止：\n"
        "1.《优化服务办法》（广府发〔2012〕3号）\n2.《服务收费规定》（广府发〔2013〕8号）\n"
        "二、其他事项。对下列文件作出修改：\n1.《服务公开办法》（广府发〔2014〕1号）\n"
        "三、今后打算。落实《服务条例》。\n"
    )
    (record,) = extract_bytes(words.encode(), source="a.txt")
    assert [(c["title"], c["relation"]) for c in record["citations"]] == [
        ("优化服务办法", "repeals"),
        ("服务收费规定", "repeals"),
        ("服务公开办法", "amends"),
        ("服务条例", "implements"),
    ]


@pytest.mark.parametrize(
    ("title", "relation"),
    [
        ("关于废止《优化服务办法》的通知", "repeals"),
        ("关于修改《优化服务办法》的决定", "amends"),
        ("关于贯彻《优化服务办法》的实施意见", "implements"),
        ("转发《优化服务办法》的通知", "forwards"),
    ],
)
def test_a_title_says_what_the_document_does(title: str, relation: str) -> None:
    words = f"广元市人民政府办公室{title}\n各县区：\n一、做好工作。请抓好落实。\n"
    (record,) = extract_bytes(words.encode(), source="a.txt")
    assert [(c["title"], c["relation"]) for c in record["citations"]] == [("优化服务办法", relation)]


def test_each_target_once_where_it_is_named_most_fully() -> None:
    found = _citations("落实《服务管理办法》。按照《服务管理办法》（川府发〔2022〕3号）执行《服务管理办法》。")
    assert [c["doc_no"] for c in found] == ["川府发〔2022〕3号"]


def test_a_title_the_own_one_ends_with_is_anothers_where_its_maker_is_named() -> None:
    words = "广元市优化服务条例\n第一条 根据国务院《优化服务条例》，制定本条例。\n第二条 各部门学习《优化服务条例》。\n"
    (found,) = extract_bytes(words.encode(), source="a.txt")[0]["citations"]
    assert (found["title"], found["relation"], found["start"]) == ("优化服务条例", "based_on", words.index("《"))


def test_a_nested_title_is_no_citation_of_its_own() -> None:
    found = _citations("落实《省政府关于印发〈服务方案〉的通知》。")
    assert [c["title"] for c in found] == ["省政府关于印发〈服务方案〉的通知"]


@pytest.mark.parametrize(
    "sentence",
    [
        "发给《营业执照》和《食品经营许可证》。",
        "填写《项目申请表》，提交《诚信承诺书》。",
        "开设《红色文化》课程。",
        "每年公布《年度任务清单》。",
        "落实《广元市人民政府关于改进服务的意见》。",
    ],
)
def test_what_is_no_citation(sentence: str) -> None:
    assert _citations(sentence) == []


def test_a_number_with_lost_digits_is_told() -> None:
    words = "广元市人民政府关于改进服务的意见\n各县区：\n一、改进服务。落实《服务办法》（川府发〔2022〕号）要求。\n"
    (record,) = extract_bytes(words.encode(), source="a.txt")
    assert [c["title"] for c in record["citations"]] == ["服务办法"]
    assert "citation_unread" in [w["code"] for w in record["warnings"]]


@given(st.text(max_size=80))
def test_any_quote_parses_to_something(quote: str) -> None:
    title, number = parse_citation(quote)
    assert title is None or title.strip()
    assert number is None or number.endswith("号")


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("按照《积分指标分值表》计分。", "《积分指标分值表》"),
        ("贯彻落实《关于改进服务的意见，加快办理。", "《关于改进服务的意见"),
        ("根据国务院令第722号办理。", "国务院令第722号"),
        ("按照川府发〔2022〕号要求办理。", "川府发〔2022〕号"),
        ("落实《服务办法》（川府发〔2022〕12）要求。", "《服务办法》（川府发〔2022〕12）"),
    ],
)
def test_what_a_sentence_leans_on_and_is_not_read_is_told(sentence: str, quote: str) -> None:
    words = f"广元市人民政府关于改进服务的意见\n各县区：\n一、改进服务。{sentence}\n"
    (record,) = extract_bytes(words.encode(), source="a.txt")
    found = [w for w in record["warnings"] if w["code"] == "citation_unread"]
    text = record["document"]["text"]
    assert [text[w["start"] or 0 : w["end"] or 0] for w in found] == [quote]


@pytest.mark.parametrize(
    "sentence",
    [
        "印发《服务要点》（以下称《要点》）。按照《要点》办理。",
        "按照《广元市人民政府关于改进服务的意见》办理。",
        "按照本人的《居住证》办理。",
        "根据《优化营商环境条例》（国务院令第722号）办理。",
        "依法核发《营业执照》。",
    ],
)
def test_short_names_certificates_and_what_was_read_give_no_warning(sentence: str) -> None:
    words = f"广元市人民政府关于改进服务的意见\n各县区：\n一、改进服务。{sentence}\n"
    (record,) = extract_bytes(words.encode(), source="a.txt")
    assert "citation_unread" not in [w["code"] for w in record["warnings"]]
