from __future__ import annotations

import itertools

import pytest

from graph.citing import Work, Works, near_number, title_key

PLAN = Work("d1", "广元市转化方案", "广府〔2023〕1号", False)
SAME_TITLE = Work("d2", "广元市转化方案", None, False)
DRAFT = Work("d3", "广元市转化方案（征求意见稿）", None, False)
OTHER_NUMBER = Work("d4", "广元市转化方案", "广府〔2020〕9号", False)


def meant(works: list[Work], title: str | None, number: str | None, source: str = "dx") -> str | None:
    found = {Works.of(order).meant(title, number, source) for order in itertools.permutations(works)}
    assert len(found) == 1, "the order in which documents come must not matter"
    return found.pop()


def test_the_number_decides() -> None:
    assert meant([PLAN, SAME_TITLE, OTHER_NUMBER], "广元市转化方案", "广府〔2023〕1号") == "d1"
    assert meant([PLAN, OTHER_NUMBER], None, "广府〔2020〕9号") == "d4"


def test_without_the_number_the_title_does() -> None:
    assert meant([SAME_TITLE, DRAFT], "广元市转化方案", "广府〔2023〕1号") == "d2"
    assert meant([PLAN, DRAFT], "广元市转化方案", None) == "d1"


def test_a_title_alone_names_a_document_of_its_place_or_of_one_above() -> None:
    of_city = Work("d1", "创新若干措施", None, False, "510800")
    of_nation = Work("d2", "创新若干措施", None, False, "000000")
    named_city = Work("d3", "广元市创新若干措施", None, False, "510800")
    here, elsewhere, county = (Work("dx", "某文", None, False, code) for code in ("510800", "510900", "510812"))
    assert meant([of_city, here], "创新若干措施", None) == "d1"
    assert meant([of_city, county], "创新若干措施", None) == "d1"
    assert meant([of_city, elsewhere], "创新若干措施", None) is None
    assert meant([of_city, of_nation, elsewhere], "创新若干措施", None) == "d2"
    assert meant([named_city, elsewhere], "广元市创新若干措施", None) == "d3"


def test_no_place_ends_the_documents_of_another() -> None:
    of_city = Work("d1", "创新若干措施", "广府〔2023〕1号", False, "510800")
    named_city = Work("d2", "广元市创新若干措施", None, False, "510800")

    def ended(work: Work, place: str, number: str | None = None) -> str | None:
        works = Works.of([work, Work("dx", "某文", None, False, place)])
        return works.meant(work.title, number, "dx", ends=True)

    assert ended(of_city, "510800") == "d1"
    assert [ended(of_city, place) for place in ("510000", "510900", "510812", "000000")] == [None] * 4
    assert ended(named_city, "510000") == "d2"
    assert ended(named_city, "510900") is None
    assert ended(of_city, "510900", "广府〔2023〕1号") == "d1"


def test_another_number_speaks_against_a_title() -> None:
    assert meant([OTHER_NUMBER], "广元市转化方案", "广府〔2023〕1号") is None


def test_a_slip_in_the_number_is_forgiven_where_the_title_agrees() -> None:
    assert meant([PLAN], "广元市转化方案", "广府〔2023〕10号") == "d1"
    assert meant([PLAN], "广元市转化方案", "广府〔2032〕1号") == "d1"
    assert meant([PLAN], "别的方案", "广府〔2022〕1号") is None
    assert meant([PLAN], "广元市转化方案", "川府〔2023〕1号") is None
    other = Work("d5", "广元市招商办法", "广府〔2023〕11号", False)
    assert meant([PLAN, other], "广元市转化方案", "广府〔2023〕11号") == "d1", "the wrong number is that of another"
    assert meant([other], "广元市转化方案", "广府〔2023〕11号") == "d5"
    assert meant([PLAN, OTHER_NUMBER], "广元市转化方案", "广府〔2023〕2号") == "d1"


@pytest.mark.parametrize(
    ("cited", "own", "near"),
    [
        ("国发〔2014〕64号", "国发〔2014〕46号", True),
        ("国发〔2014〕64号", "国发〔2014〕6号", True),
        ("国发〔2014〕64号", "国发〔2015〕64号", True),
        ("国发〔2014〕64号", "国发〔2014〕64号", False),
        ("国发〔2014〕64号", "国发〔2015〕65号", False),
        ("国发〔2014〕64号", "国办发〔2014〕64号", False),
        (None, "国发〔2014〕64号", False),
    ],
)
def test_numbers_off_by_a_digit(cited: str | None, own: str | None, near: bool) -> None:
    assert near_number(cited, own) is near
    assert near_number(own, cited) is near


def test_several_of_one_title_are_none() -> None:
    assert meant([PLAN, SAME_TITLE], "广元市转化方案", None) is None


def test_a_draft_is_not_the_document() -> None:
    assert meant([DRAFT], "广元市转化方案", None) is None
    assert meant([DRAFT, PLAN], "广元市转化方案（征求意见稿）", None) == "d3"


def test_a_document_does_not_cite_itself() -> None:
    assert meant([PLAN], "广元市转化方案", None, source="d1") is None


def test_a_cited_work_is_no_document() -> None:
    assert meant([Work("d9", "广元市转化方案", None, True)], "广元市转化方案", None) is None


@pytest.mark.parametrize(
    "title",
    [
        "关于印发《广元市转化方案》的通知",
        "广元市人民政府办公室关于印发广元市转化方案的通知",
        "广元市 转化方案",
        "《广元市转化方案》",
    ],
)
def test_the_notice_that_issues_a_plan_stands_for_it(title: str) -> None:
    assert title_key(title) == ("广元市转化方案", False)


def test_taking_a_work_out_forgets_its_keys() -> None:
    works = Works.of([PLAN, SAME_TITLE])
    works.remove("d1")
    assert works.meant("广元市转化方案", None, "dx") == "d2"
    assert works.alike(PLAN) == {"d2"}
