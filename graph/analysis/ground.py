"""What the analyses read off a projection again and again: which documents take part, and what is known of a unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.analysis.similarity import bigrams
from graph.analysis.weighing import Passage
from graph.answers.references import document_reference
from graph.errors import BadParameter, NotFound
from graph.filters import parted
from graph.projection import (
    DocumentItem,
    InstitutionItem,
    MeasureItem,
    Projection,
    ResponsibilityItem,
)
from graph.rows import AnyReference, DocumentReference, InstitutionReference, MeasureReference, Reference
from ontology import identifiers, model, registry
from ontology.identifiers import plain_title

# An enterprise or institute that performs research shares no task of government.
WORKING_ROLES = tuple(r for r in model.vocabulary("roles").ids if r != "undertake")
_HEAD = 60
_REPEATED = 3
_NAME = 4
# A unit with fewer pairs of characters of its own says nothing that its surroundings could explain.
_SPEAKS = 8


@dataclass(frozen=True)
class Ground:
    """A projection with its look-ups; a pure function of it."""

    projection: Projection

    @cached_property
    def _titles(self) -> Mapping[tuple[str, str], str]:
        titles = {(s.document, s.path): s.title for s in reversed(self.projection.sections)}
        return titles | {(m.document, m.path): m.title for m in reversed(self.projection.measures)}

    @cached_property
    def _repeated(self) -> frozenset[tuple[str, str]]:
        """Headings a document repeats part by part (组织形式, 计划设置): they say nothing of one task."""
        found = Counter((m.document, m.title) for m in self.projection.measures)
        return frozenset(key for key, n in found.items() if n >= _REPEATED)

    @cached_property
    def _purposes(self) -> Mapping[tuple[str, str], str]:
        """The purpose of each plan category, by the path of the passage that describes it."""
        return {
            (c.document, self._paths[c.passage]): c.purpose
            for c in self.projection.categories
            if c.purpose and c.passage is not None and c.passage in self._paths
        }

    @cached_property
    def _features(self) -> Mapping[str, Mapping[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = {"instrument": {}, "target": {}}
        for use in self.projection.uses:
            found["instrument"].setdefault(use.owner, []).append(use.name)
        for target in self.projection.targets:
            found["target"].setdefault(target.owner, []).append(target.indicator)
        return found

    @cached_property
    def _citations(self) -> Mapping[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for item in self.projection.citations:
            name = plain_title(item.title) if item.title else item.doc_no
            if name:
                found.setdefault(item.source, []).append((item.start, name))
        return found

    @cached_property
    def leaves_by_document(self) -> Mapping[str, tuple[MeasureItem, ...]]:
        """The measures without sub-measures that have words of their own, by document, in order of print."""
        found: dict[str, list[MeasureItem]] = {}
        for measure in sorted(self.projection.leaves, key=lambda m: (m.document, m.start, m.id)):
            if measure.own_text.strip():
                found.setdefault(measure.document, []).append(measure)
        return {document: tuple(measures) for document, measures in found.items()}

    @cached_property
    def children(self) -> Mapping[str, tuple[MeasureItem, ...]]:
        """The sub-measures of each measure, in order of print."""
        found: dict[str, list[MeasureItem]] = {}
        for measure in sorted(self.projection.measures, key=lambda m: (m.start, m.id)):
            if measure.parent is not None:
                found.setdefault(measure.parent, []).append(measure)
        return {parent: tuple(measures) for parent, measures in found.items()}

    def units(self, documents: Iterable[DocumentItem]) -> list[MeasureItem]:
        """The units of alignment of some documents, document by document in order of print."""
        counts = self.projection.counts
        return [m for d in documents for m in self.leaves_by_document.get(d.id, ()) if counts(m.id)]

    @cached_property
    def _by_path(self) -> Mapping[str, list[MeasureItem]]:
        found: dict[str, list[MeasureItem]] = {}
        for measure in sorted(self.projection.measures, key=lambda m: (m.start, m.id)):
            found.setdefault(measure.document, []).append(measure)
        return found

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        return {s.id: s.path for s in self.projection.sections} | {m.id: m.path for m in self.projection.measures}

    def inside(self, document: str, passage: str | None) -> list[MeasureItem]:
        """The measures of a passage in order of print: itself, and all under its path; none without a passage."""
        path = self._paths.get(passage or "")
        if path is None:
            return []
        return [m for m in self._by_path.get(document, ()) if m.path == path or m.path.startswith(path + "/")]

    def headings(self, measure: MeasureItem) -> tuple[str, ...]:
        """The headings of the units around a measure, from outside in."""
        return tuple(self._titles[key] for key in self._around(measure) if key in self._titles)

    def context(self, measure: MeasureItem) -> str:
        """The heading right around a measure, and the purpose of the plan category it stands in."""
        purposes = [self._purposes[key] for key in self._around(measure) if key in self._purposes]
        return "。".join([*self.headings(measure)[-1:], *purposes])

    def _around(self, measure: MeasureItem) -> list[tuple[str, str]]:
        """The keys of the units around a measure, from outside in."""
        parts = measure.path.split("/")
        return [(measure.document, "/".join(parts[:i])) for i in range(1, len(parts))]

    def wording(self, measure: MeasureItem) -> tuple[str, str]:
        """The heading and own text of a measure, as far as they speak of itself.

        A heading the document repeats part by part is taken out, and so are the names of the units beside it: a unit
        that lists what is set up (下设甲专项、乙专项) does not say what those are for.
        """
        title, text = measure.title, measure.own_text
        if (measure.document, title) in self._repeated:
            title, text = "", text.removeprefix(title)
        for name in self._beside[measure.document, measure.path.rpartition("/")[0]]:
            if name != measure.title:
                text = text.replace(name, "，")
        return title, text

    @cached_property
    def _beside(self) -> Mapping[tuple[str, str], list[str]]:
        """The names of the measures of one parent that are long enough to be names, longest first."""
        found: dict[tuple[str, str], list[str]] = {}
        for m in self.projection.measures:
            names = found.setdefault((m.document, m.path.rpartition("/")[0]), [])
            if len(m.title) >= _NAME and (m.document, m.title) not in self._repeated:
                names.append(m.title)
        return {key: sorted(names, key=lambda n: (-len(n), n)) for key, names in found.items()}

    def passage(self, measure: MeasureItem) -> Passage:
        """A measure as an alignment sees it."""
        leads = self.leads(measure, inferred=True)
        lines = sorted({b.line for b in (self.body(r) for r in leads) if b.line})
        own_citations = [
            name for at, name in self._citations.get(measure.document, ()) if measure.start <= at < measure.own_end
        ]
        features = {
            "instrument": tuple(sorted(set(self._features["instrument"].get(measure.id, ())))),
            "target": tuple(sorted(set(self._features["target"].get(measure.id, ())))),
            "citation": tuple(sorted(set(own_citations))),
            "line": tuple(line_name(line) for line in lines),
        }
        title, text = self.wording(measure)
        speaks = len(bigrams(f"{title}。{text}")) >= _SPEAKS
        context = self.context(measure) if speaks else ""
        return Passage(measure.id, title, text, self.headings(measure), context, features)

    def body(self, item: ResponsibilityItem) -> InstitutionItem:
        """The body of a responsibility."""
        return self.projection.institution_by_id[item.institution]

    def leads(self, measure: MeasureItem, *, inferred: bool = False) -> tuple[ResponsibilityItem, ...]:
        """Who leads a measure, by its own or inherited responsibilities; likely leads only where asked for and no
        lead is stated.
        """
        held = [r for r in self.projection.responsibilities_of(measure.id) if r.role == "lead"]
        stated = tuple(r for r in held if not r.inferred)
        return stated or (tuple(held) if inferred else ())

    def document(self, document_id: str) -> DocumentReference:
        """A document as answers point at it."""
        return document_reference(self.projection.document_by_id[document_id], dated=self.projection.as_of is not None)

    def measure(self, measure_id: str) -> MeasureReference:
        """A measure as answers point at it."""
        item = self.projection.measure_by_id[measure_id]
        return {
            "id": item.id,
            "type": "Measure",
            "name": item.title,
            "number": item.number,
            "path": item.path,
            "title": item.title,
            "head": item.head[:_HEAD],
            "document": item.document,
        }

    def institution(self, institution_id: str) -> InstitutionReference:
        """A body as answers point at it."""
        item = self.projection.institution_by_id[institution_id]
        return {
            "id": item.id,
            "type": "Institution",
            "name": item.name,
            "kind": item.kind,
            "level": item.level,
            "line": item.line,
        }

    def reference(self, target: str) -> AnyReference:
        """Anything a responsibility is for, as answers point at it."""
        if target in self.projection.measure_by_id:
            return self.measure(target)
        label, name = self._plans[target]
        return {"id": target, "type": label, "name": name}

    @cached_property
    def _plans(self) -> Mapping[str, tuple[str, str]]:
        p = self.projection
        groups = (
            ("PlanSystem", p.plan_systems),
            ("PlanCategory", p.categories),
            ("Program", p.programs),
            ("Fund", p.funds),
        )
        return {item.id: (label, item.name) for label, items in groups for item in items}


def line_name(line_id: str) -> str:
    """The Chinese name of a functional line; its id when the registry does not know it."""
    line = registry.line(line_id.removeprefix(identifiers.line_id("")))
    return line.name if line is not None else line_id


def place_reference(code: str) -> Reference:
    """A place as answers point at it."""
    place = registry.jurisdiction(code)
    return {"id": f"j-{code}", "type": "Jurisdiction", "name": place.name if place else code}


def originals(documents: Sequence[DocumentItem]) -> list[DocumentItem]:
    """The documents without reposts: of several with one place, own title and 文号 (else date) the first by id."""
    seen: set[tuple[str | None, str, str | None]] = set()
    kept = []
    for item in sorted(documents, key=lambda d: d.id):
        key = (item.jurisdiction, plain_title(item.title), item.doc_no or item.date)
        if key not in seen:
            seen.add(key)
            kept.append(item)
    return kept


def counted(projection: Projection, *, drafts: bool = False) -> list[DocumentItem]:
    """The documents that statistics count: no drafts unless asked for, no reposts."""
    return originals([d for d in projection.documents if drafts or not d.draft])


def place_codes(name: str) -> set[str]:
    """The codes of the places a name or code may mean; empty for none."""
    if registry.jurisdiction(name) is not None:
        return {name}
    return {j.code for j in registry.find_jurisdictions(name)}


def sides(name: str) -> list[str]:
    """What a side names: ids, levels and places parted by commas; the text itself where it names nothing."""
    return parted(name) or [name]


def side(projection: Projection, name: str) -> list[DocumentItem]:
    """The documents a side of an alignment names: by id, by level, or by place, several parted by commas.

    A draft named by its id takes part; by level or place drafts stand in only where nothing else is loaded.
    NotFound when nothing is meant or loaded.
    """
    return list({d.id: d for one in sides(name) for d in _side(projection, one)}.values())


def _side(projection: Projection, name: str) -> list[DocumentItem]:
    chosen = _chosen(projection, name)
    kept = originals([d for d in chosen if not d.draft] or chosen)
    if kept:
        return kept
    if _chosen(projection, name, projection.not_in_force):
        raise NotFound("not_found", f"“{name}”已加载的文件在 {projection.as_of} 都没有施行")
    raise NotFound("not_found", f"没有已加载的文件属于“{name}”")


def drafts_left_out(projection: Projection, *names: str) -> int:
    """How many drafts belong to the sides named and take no part."""
    return sum(
        d.draft and d not in kept
        for name in (one for several in names for one in sides(several))
        for chosen, kept in [(_chosen(projection, name), _side(projection, name))]
        for d in chosen
    )


def level_of(name: str) -> str | None:
    """The level a word stands for (province, 省级 …)."""
    return next((t.id for t in model.vocabulary("levels").terms if name in (t.id, t.zh)), None)


def _chosen(projection: Projection, name: str, documents: Sequence[DocumentItem] | None = None) -> list[DocumentItem]:
    """Those of some documents (all that take part, without any) that a side names."""
    if not name:
        raise BadParameter("bad_parameter", "请给出文件标识、层级或行政区")
    within = projection.documents if documents is None else documents
    if exact := [d for d in within if d.id == name]:
        return exact
    level = level_of(name)
    if level is not None:
        return [d for d in within if d.level == level]
    codes = place_codes(name)
    return [d for d in within if d.jurisdiction in codes]
