"""The categories and programs of a plan system as parts to be compared, read off a projection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from graph.analysis import reference_systems
from graph.analysis.ground import Ground, line_name, place_codes
from graph.analysis.plans import Body, Part, Tool
from graph.errors import NotFound
from graph.projection import CategoryItem, MeasureItem, PlanSystemItem, ProgramItem, Projection
from ontology import model
from ontology.identifiers import instrument_id

FUNDING = {"merged": "并入整合的资金", "original_channel": "经费按原渠道支持", "own": "单列资金"}


class PlanReader:
    """Reads the plan systems of a projection."""

    def __init__(self, projection: Projection) -> None:
        self.projection = projection
        self.ground = Ground(projection)

    def system(self, name: str) -> PlanSystemItem:
        """The plan system of an id, of a document, or of a place: there the latest in force, else the latest draft.

        NotFound when nothing is meant or loaded.
        """
        systems, documents = self.projection.plan_systems, self.projection.document_by_id
        name = reference_systems.named(name) or name
        exact = [s for s in systems if name in (s.id, s.document)]
        codes = set() if exact else place_codes(name)
        loaded = [s for s in systems if not s.id.startswith(reference_systems.PREFIX)]
        found = exact or [s for s in loaded if documents[s.document].jurisdiction in codes]
        if not found:
            day = f"在 {self.projection.as_of} 施行的" if self.projection.as_of else "已加载的"
            raise NotFound("not_found", f"没有{day}计划体系属于“{name}”")
        return max(found, key=lambda s: self._standing(s))

    def _standing(self, system: PlanSystemItem) -> tuple[bool, str, str]:
        document = self.projection.document_by_id[system.document]
        return not document.draft, document.date or "", system.id

    def parts(self, system: PlanSystemItem) -> list[Part]:
        """The categories of a system in order, each with its programs."""
        if system.id.startswith(reference_systems.PREFIX):
            return reference_systems.parts(system.id)
        mine = [c for c in self.projection.categories if c.system == system.id]
        return [self._category(c, system) for c in sorted(mine, key=lambda c: (c.order, c.id))]

    def programs(self, category: CategoryItem) -> list[ProgramItem]:
        """The programs of a category in order."""
        mine = [p for p in self.projection.programs if p.category == category.id]
        return sorted(mine, key=lambda p: (p.order, p.id))

    def _category(self, item: CategoryItem, system: PlanSystemItem) -> Part:
        programs = self.programs(item)
        passages = {p.passage for p in programs if p.passage}
        inside = [m for m in self.ground.inside(item.document, item.passage) if not self._under(m, passages)]
        owners = [item.id, *(m.id for m in inside)]
        said = [m.own_text for m in inside]
        purpose = item.purpose or ""
        words = said if any(purpose in text for text in said) else [purpose, *said]
        funds = [f for f in self.projection.funds if item.id in f.categories]
        return Part(
            item.id,
            item.name,
            "。".join(dict.fromkeys(w for w in words if w)) or item.text,
            item.order,
            self._bodies(owners) or self._bodies([system.id]),
            self._tools(owners),
            tuple(("fund", f.name) for f in funds),
            tuple(self._program(p) for p in programs),
        )

    def _program(self, item: ProgramItem) -> Part:
        owners = [item.id, *([item.passage] if item.passage else [])]
        money = (("funding", FUNDING.get(item.funding, item.funding)),) if item.funding else ()
        text = item.text or item.purpose or ""
        return Part(item.id, item.name, text, item.order, self._bodies(owners), self._tools(owners), money)

    def _under(self, measure: MeasureItem, passages: set[str]) -> bool:
        at: str | None = measure.id
        while at is not None and at not in passages:
            at = self.projection.measure_by_id[at].parent
        return at is not None

    def _bodies(self, owners: Iterable[str]) -> tuple[Body, ...]:
        found: dict[tuple[str, str], Body] = {}
        for owner in owners:
            for item in self.projection.held.get(owner, ()):
                if item.inferred or item.role == "undertake":
                    continue
                body = self.ground.body(item)
                line = line_name(body.line) if body.line else None
                found.setdefault((body.id, item.role), Body(body.name, item.role, line, item.quote))
        return tuple(found.values())

    @cached_property
    def _uses(self) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for use in self.projection.uses:
            found.setdefault(use.owner, []).append((use.instrument, use.name))
        return found

    def _tools(self, owners: Iterable[str]) -> tuple[Tool, ...]:
        means = {instrument_id(t.id): str(t.extra.get("means", "")) for t in model.vocabulary("instruments").terms}
        found = {name: means.get(i, "") for owner in owners for i, name in self._uses.get(owner, ())}
        return tuple(Tool(name, found[name]) for name in sorted(found))
