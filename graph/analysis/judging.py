"""A person's word on two parts of plan systems, named as they are in a comparison."""

from __future__ import annotations

from typing import Any

from graph import revising
from graph.analysis.compare import Comparisons
from graph.analysis.reference_systems import PREFIX
from graph.correcting.pairs import REJECTED
from graph.errors import BadParameter
from graph.projection import read_projection
from graph.writer import Writer

WITHDRAWN = "withdrawn"
RELATIONS = ("exact", "close", "broad", "narrow", "related")


def judge_pair(
    writer: Writer,
    *,
    left: str,
    right: str,
    left_part: str,
    right_part: str,
    verdict: str | None = None,
    who: str,
    why: str = "",
) -> dict[str, Any]:
    """Keeps a person's word on a category or program of each of two plan systems, all by id or name.

    `verdict` is a relation, `rejected`, `withdrawn` (nothing is said any longer), or null for the relation that is
    computed. Raises NotFound, BadParameter.
    """
    if verdict not in (None, REJECTED, WITHDRAWN, *RELATIONS):
        raise BadParameter("bad_parameter", f"关系须为 {'、'.join(RELATIONS)}、{REJECTED} 或 {WITHDRAWN}：{verdict}")
    made = Comparisons(read_projection(writer.store, drafts=True), left, right)
    pair = made.pair(left_part, right_part)
    if any(part.id.startswith(PREFIX) for part in (pair.left, pair.right)):
        raise BadParameter("bad_parameter", "参照体系没有加载，与它的对应不能确认")
    if verdict == WITHDRAWN:
        return revising.withdraw(writer, pair.left.id, pair.right.id)
    if verdict is None and pair.relation == "none":
        raise BadParameter("bad_parameter", "算得的关系是无对应：请说明是哪种关系（relation）")
    return revising.judge(
        writer,
        left=pair.left.id,
        right=pair.right.id,
        verdict=verdict or pair.relation,
        computed=pair.relation,
        score=round(pair.score, 4),
        who=who,
        why=why,
    )
