from __future__ import annotations

from dataclasses import fields

import pytest

from graph.errors import BadParameter
from graph.passages import own_text
from graph.projection import MeasureItem, Projection, read_projection
from graph.store import Store


def measure(projection: Projection, title: str) -> MeasureItem:
    (found,) = [m for m in projection.measures if m.title == title]
    return found


def test_drafts_are_out_unless_asked_for(loaded: Store) -> None:
    projection = read_projection(loaded)
    assert {d.title for d in projection.documents} == {
        "广元市成果转化行动方案",
        "四川省成果转化若干措施",
        "绵阳市成果转化实施方案",
        "绵阳市成果转化旧办法",
    }
    assert projection.drafts_excluded == 1
    assert projection.plan_systems == ()
    everything = read_projection(loaded, drafts=True)
    assert everything.drafts_excluded == 0
    assert [s.name for s in everything.plan_systems] == ["科技计划体系"]


def test_everything_is_sorted_by_id(loaded: Store) -> None:
    projection = read_projection(loaded, drafts=True)
    for one in fields(projection):
        items = getattr(projection, one.name)
        if isinstance(items, tuple):
            keys = [getattr(i, "id", getattr(i, "owner", "")) for i in items]
            assert keys == sorted(keys)
            # Duties are read where they are asked for alone (test_duties.py).
            assert keys or one.name in ("sections", "not_in_force", "duties")


def test_every_reference_resolves(loaded: Store) -> None:
    p = read_projection(loaded, drafts=True)
    targets = {i.id for group in (p.measures, p.programs, p.categories, p.plan_systems, p.funds) for i in group}
    assert {r.target for r in p.responsibilities} <= targets
    assert {r.institution for r in p.responsibilities} <= set(p.institution_by_id)
    assert {i for d in p.documents for i in (*d.issuers, *d.addressees)} <= set(p.institution_by_id)
    assert {t.owner for t in p.targets} <= {i.id for group in (p.measures, p.sections) for i in group}
    assert {m.document for m in p.measures} <= set(p.document_by_id)


def test_filters(loaded: Store) -> None:
    def names(**filters: str) -> set[str]:
        return {d.title[:3] for d in read_projection(loaded, **filters).documents}  # type: ignore[arg-type]

    assert names(jurisdiction="绵阳市") == {"绵阳市"}
    assert names(jurisdiction="510800") == {"广元市"}
    assert names(level="province") == {"四川省"}
    assert names(as_of="2022-12-31") == {"四川省", "绵阳市"}
    with pytest.raises(BadParameter, match="national、province"):
        read_projection(loaded, level="village")
    with pytest.raises(BadParameter, match="行政区"):
        read_projection(loaded, jurisdiction="某某市")


def test_what_is_repealed_is_not_in_force(loaded: Store) -> None:
    status = {d.title: d.status for d in read_projection(loaded).documents}
    assert status["绵阳市成果转化旧办法"] == "repealed"
    assert status["广元市成果转化行动方案"] == "in_force"


def test_own_text_leaves_sub_measures_and_annotations_out(loaded: Store) -> None:
    projection = read_projection(loaded)
    first = measure(projection, "畅通科技成果转化渠道")
    assert "建中试平台" in first.text
    assert first.own_text == "畅通科技成果转化渠道。建设转化平台，推行揭榜挂帅。"


def test_a_measure_takes_what_its_nearest_ancestor_has(loaded: Store) -> None:
    projection = read_projection(loaded)
    names = {i.id: i.name for i in projection.institutions}

    def holders(title: str) -> list[tuple[str, str]]:
        held = projection.responsibilities_of(measure(projection, title).id)
        return [(names[r.institution], r.role) for r in held]

    own = [("广元市科学技术局", "lead"), ("广元市财政局", "cooperate")]
    assert holders("畅通科技成果转化渠道") == own
    assert holders("建中试平台") == own
    assert holders("办对接活动") == [("广元市教育局", "lead"), ("各县（区）", "responsible")]
    assert holders("改进监督") == []


def test_the_passage_of_a_program_has_its_sentence_and_inherits_nothing(loaded: Store) -> None:
    projection = read_projection(loaded, drafts=True)
    passage = measure(projection, "自由探索专项")
    (one,) = projection.responsibilities_of(passage.id)
    assert (one.target_type, one.role, one.basis) == ("Program", "responsible", "prose")
    (program,) = projection.programs
    assert one.target == program.id
    assert program.passage == passage.id
    assert "择优资助" in program.text


def test_funds_and_instruments(loaded: Store) -> None:
    projection = read_projection(loaded, drafts=True)
    fund = next(f for f in projection.funds if f.system is not None)
    names = {f.id: f.name for f in projection.funds}
    assert sorted(names[i] for i in fund.merged_from) == ["创新资金", "研发资金"]
    assert fund.categories == (projection.categories[0].id,)
    assert {(u.name, u.owner.split("-")[1][0]) for u in projection.uses} == {("揭榜挂帅", "m"), ("择优资助", "g")}


def test_figures_come_back_as_they_were(loaded: Store) -> None:
    values = {t.indicator: t.value for t in read_projection(loaded).targets}
    assert repr(values["技术合同成交额增幅"]) == "14"
    assert values["转化率区间"] == (10, 20.5)


def test_leaves(loaded: Store) -> None:
    titles = {m.title for m in read_projection(loaded, jurisdiction="广元").leaves}
    assert titles == {"建中试平台", "办对接活动", "改进监督"}


def test_an_empty_store(store: Store) -> None:
    assert read_projection(store) == Projection()


@pytest.mark.parametrize(
    ("marked", "own"),
    [
        ([], "甲乙（丙）丁"),
        ([(12, 15)], "甲乙丁"),
        ([(12, 15), (12, 15)], "甲乙丁"),
        ([(13, 16)], "甲乙（"),
        ([(10, 16)], "甲乙（丙）丁"),
        ([(5, 40)], "甲乙（丙）丁"),
        ([(17, 20)], "甲乙（丙）丁"),
    ],
)
def test_own_text(marked: list[tuple[int, int]], own: str) -> None:
    assert own_text("甲乙（丙）丁。戊", 10, 16, marked) == own
