"""How two plan systems compare: by what each category and program funds, whatever it is called.

What a part funds is its profile over declared activities (see lexicon `activities`); two parts are compared by what
their profiles have in common and by how much of each the other covers. Nothing outside the two systems has a say.
Relations read left to right as in SKOS: broad means that the right one is broader.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from graph.analysis.lexicon import Profile, core, coverage, lexicon, mean, overlap
from graph.analysis.similarity import Vector, cosine, counts, inverse_frequencies, weigh

INVERSE = {"broad": "narrow", "narrow": "broad"}
STRENGTH = ("exact", "close", "broad", "narrow", "related", "none")
# The least common share of two profiles that counts as an overlap: under it lie words said in passing.
RELATED = 0.15
_SAME, _COVERED, _MIXED = 0.6, 0.8, 0.7
_COPIED = 0.8
# Without a declared activity on one side the words alone decide.
_TEXT_CLOSE, _TEXT_RELATED = 0.5, 0.3


@dataclass(frozen=True, slots=True)
class Body:
    """A body that has a role for a part: shown by name, compared by line (or by name without one)."""

    name: str
    role: str
    line: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class Tool:
    """An instrument a part uses; means is selection, organisation, assessment, regulation or money."""

    name: str
    means: str


@dataclass(frozen=True)
class Part:
    """A plan category with its programs, or a program: its words and what is stated of its organisation and money."""

    id: str
    name: str
    text: str
    order: int = 0
    bodies: tuple[Body, ...] = ()
    tools: tuple[Tool, ...] = ()
    money: tuple[tuple[str, str], ...] = ()
    programs: tuple[Part, ...] = ()

    @cached_property
    def profile(self) -> Profile:
        """What is funded: the description and the programs together weigh the same."""
        own = lexicon("activities").profile(f"{self.name}。{self.text}")
        return mean([own, mean(p.profile for p in self.programs)])

    @cached_property
    def words(self) -> str:
        """All words of the part and of its programs."""
        return "。".join([self.name, self.text, *(p.words for p in self.programs)])

    def everything(self) -> Iterable[Part]:
        """The part and its programs."""
        yield self
        yield from self.programs


@dataclass(frozen=True, slots=True)
class Judged:
    """A person's word on two parts, by id: the relation (none where rejected), confirmed or rejected, who, why."""

    left: str
    right: str
    relation: str
    status: str
    corrected_by: str | None
    why: str | None

    @property
    def turned(self) -> Judged:
        """The same, read from right to left."""
        return replace(self, left=self.right, right=self.left, relation=INVERSE.get(self.relation, self.relation))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two parts and how they stand to each other; score is the common share of what they fund, 0 to 1.

    status is computed, or confirmed or rejected by a person.
    """

    left: Part
    right: Part
    relation: str
    score: float
    text: float
    status: str = "computed"
    corrected_by: str | None = None
    why: str | None = None

    def under(self, judged: Judged | None) -> Comparison:
        """The comparison as a person has it, where one said so; the score stays what was computed."""
        if judged is None:
            return self
        return replace(
            self, relation=judged.relation, status=judged.status, corrected_by=judged.corrected_by, why=judged.why
        )


class Comparer:
    """Compares parts of two plan systems; knows the words of both and of nothing else."""

    def __init__(self, left: Sequence[Part], right: Sequence[Part]) -> None:
        parts = {p.id: p for side in (left, right) for top in side for p in top.everything()}
        bags = {part_id: counts(part.words) for part_id, part in sorted(parts.items())}
        idf = inverse_frequencies(list(bags.values()))
        self._vectors: dict[str, Vector] = {part_id: weigh(bag, idf) for part_id, bag in bags.items()}

    def compare(self, left: Part, right: Part) -> Comparison:
        """How the right part stands to the left one."""
        text = round(min(1.0, cosine(self._vectors[left.id], self._vectors[right.id])), 6)
        if not left.profile or not right.profile:
            relation = "close" if text >= _TEXT_CLOSE else "related" if text >= _TEXT_RELATED else "none"
            return Comparison(left, right, relation, text, text)
        common = round(min(1.0, overlap(left.profile, right.profile)), 6)
        relation = _relation(left.profile, right.profile, common)
        if relation == "close" and text >= _COPIED:
            relation = "exact"
        elif relation in INVERSE and not self._contains(left, right, relation):
            relation = "related"
        return Comparison(left, right, relation, common, text)

    def _contains(self, left: Part, right: Part, relation: str) -> bool:
        """Whether the wider side has a program for what the narrower one funds, where it has programs at all."""
        wide, other = (left, right) if relation == "narrow" else (right, left)
        if not wide.programs:
            return True
        found = (_relation(p.profile, other.profile, overlap(p.profile, other.profile)) for p in wide.programs)
        return any(r == "close" for r in found)


def _relation(left: Profile, right: Profile, common: float) -> str:
    if not left or not right or common < RELATED:
        return "none"
    of_left, of_right = round(coverage(left, right), 6), round(coverage(right, left), 6)
    cores = core(left), core(right)
    same = cores[0] is not None and cores[0] == cores[1]
    least = _SAME if same else _MIXED
    if (same or None in cores) and min(of_left, of_right) >= least:
        return "close"
    if of_right >= _COVERED and cores[0] in (None, cores[1]):
        return "narrow"
    if of_left >= _COVERED and cores[1] in (None, cores[0]):
        return "broad"
    return "related"
