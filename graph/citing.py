"""Which loaded document a citation means: by 文号, else by title. Pure, so that order of loading has no effect."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ontology import model, registry
from ontology.citation_text import parse_citation
from ontology.identifiers import DocumentNumber, is_draft_title, plain_title

_WRAPPED = re.compile(r"^.*?关于(?:印发|发布|公布|颁发|下发)《?(.+?)》?的(?:通知|函|公告|通告)$")
Key = tuple[str, bool]
# The edge of each relation of documents.
EDGE_OF = {term.id: str(term.extra["edge"]) for term in model.vocabulary("citation_relations").terms}
RELATION_OF = {edge: relation for relation, edge in EDGE_OF.items()}


def title_key(title: str | None) -> Key | None:
    """What titles of one work share: no draft mark, no space, no 关于印发…的通知 around it; and if it is a draft."""
    if not title:
        return None
    plain = plain_title(title).strip("《》")
    wrapped = _WRAPPED.match(plain)
    inner = plain_title(wrapped[1]) if wrapped else plain
    return inner, is_draft_title(title) or (wrapped is not None and is_draft_title(wrapped[1]))


def differing_number(cited: str | None, own: str | None) -> bool:
    """Whether a 文号 as cited differs from a document's own; where either is not known it does not."""
    return bool(cited and own and cited != own)


def near_number(cited: str | None, own: str | None) -> bool:
    """Whether a 文号 is another but for a slip: the same agent word, and year or running number off by one digit.

    One digit put for another, left out, doubled, or two that stand side by side exchanged.
    """
    one, other = (DocumentNumber.parse(text) if text else None for text in (cited, own))
    if one is None or other is None or one.agent != other.agent or one == other:
        return False
    left, right = (f"{n.year}/{n.number}" for n in (one, other))
    return _one_slip(left, right)


def _one_slip(left: str, right: str) -> bool:
    if len(left) == len(right):
        wrong = [i for i, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        return len(wrong) == 1 or (swapped and left[wrong[0]] == right[wrong[1]] and left[wrong[1]] == right[wrong[0]])
    short, long = sorted((left, right), key=len)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def named(quote: str) -> tuple[str | None, str | None]:
    """The title and 文号 a citation's quote names; a quote that is neither counts as a title."""
    title, doc_no = parse_citation(quote)
    return (title, doc_no) if title or doc_no else (quote, None)


@dataclass(frozen=True, slots=True)
class Work:
    """A document, or a work that is only cited."""

    id: str
    title: str | None
    doc_no: str | None
    cited: bool
    place: str | None = None


@dataclass
class Works:
    """All documents and cited works of a store, found by 文号 and by title."""

    by_id: dict[str, Work] = field(default_factory=dict)
    _by_number: dict[str, set[str]] = field(default_factory=dict)
    _by_title: dict[Key, set[str]] = field(default_factory=dict)
    _lent: dict[str, set[str]] = field(default_factory=dict)
    _by_agent: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, works: Iterable[Work]) -> Works:
        """The works by their keys."""
        found = cls()
        for work in works:
            found.add(work)
        return found

    def add(self, work: Work) -> None:
        """Takes a work in, in place of what had its id."""
        self.remove(work.id)
        self.by_id[work.id] = work
        if work.doc_no:
            self._by_number.setdefault(work.doc_no, set()).add(work.id)
            self._by_agent.setdefault(_agent(work.doc_no), set()).add(work.doc_no)
        key = title_key(work.title)
        if key:
            self._by_title.setdefault(key, set()).add(work.id)

    def remove(self, identifier: str) -> None:
        """Forgets a work; does nothing for one that is not there."""
        work = self.by_id.pop(identifier, None)
        if work is None:
            return
        self._by_number.get(work.doc_no or "", set()).discard(identifier)
        key = title_key(work.title)
        if key:
            self._by_title[key].discard(identifier)

    def lend(self, doc_no: str | None, identifier: str) -> None:
        """Remembers that a citation with a 文号 was taken for a document whose own is not known."""
        if doc_no and identifier in self.by_id and not self.by_id[identifier].doc_no:
            self._lent.setdefault(doc_no, set()).add(identifier)

    def alike(self, work: Work) -> set[str]:
        """The ids of all works, cited ones too, citations of which may mean this one or cease to."""
        key = title_key(work.title)
        number = work.doc_no or ""
        titled = self._by_title.get(key, set()) if key else set()
        near = {n for n in self._by_agent.get(_agent(number), ()) if near_number(n, number)}
        numbered = {i for n in {number, *near} for i in self._by_number.get(n, ())}
        return titled | numbered | (self._lent.get(number, set()) & self.by_id.keys())

    def meant(self, title: str | None, doc_no: str | None, source: str, *, ends: bool = False) -> str | None:
        """The id of the one loaded document a citation in `source` means; None when there is none, or several.

        `ends` citations end or change what they name. A title alone names a document of the place of `source` or of one
        above it, or one whose title says its place; it ends one of that place, or of one within it that its title says.

        A 文号 decides; where it names several documents, the title does. Without a document of that 文号 the title
        decides among those whose own 文号 does not speak against it: one that is off by a digit is a slip, and the
        document of the title is meant even where the wrong 文号 is that of some other.
        """
        key = title_key(title)
        titled = self._loaded(self._by_title.get(key, set()) if key else set(), source)
        numbered = self._loaded(self._by_number.get(doc_no or "", set()), source)
        both = numbered & titled
        slips = {i for i in titled if near_number(doc_no, self.by_id[i].doc_no)}
        if numbered and (both or not slips):
            return _only(both or numbered)
        near = {i for i in titled if self._fits(i, source, ends=ends)}
        return _only({i for i in near if not doc_no or not self.by_id[i].doc_no} or slips)

    def _fits(self, identifier: str, source: str, *, ends: bool) -> bool:
        """Whether a document that bears the title cited may be meant there; what is not known speaks for it."""
        work, citing = self.by_id[identifier], self.by_id.get(source)
        if citing is None or not citing.place or not work.place:
            return True
        place = registry.jurisdiction(work.place)
        placed = place is not None and place.short in (work.title or "")
        if ends:
            return work.place == citing.place or (placed and registry.lies_within(work.place, citing.place))
        return placed or registry.lies_within(citing.place, work.place)

    def _loaded(self, ids: set[str], source: str) -> set[str]:
        return {i for i in ids if i != source and not self.by_id[i].cited}


def _agent(number: str) -> str:
    """The agent word of a 文号: what stands before its year."""
    return number.partition("〔")[0]


def _only(ids: set[str]) -> str | None:
    return next(iter(ids)) if len(ids) == 1 else None
