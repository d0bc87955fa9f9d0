from __future__ import annotations

import itertools

import pytest

from graph.citing import Work, Works, title_key

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


def test_another_number_speaks_against_a_title() -> None:
    assert meant([OTHER_NUMBER], "广元市转化方案", "广府〔2023〕1号") is None


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
