"""Each question of `api.questions` as a method, for whoever can answer questions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from api.questions import Answer


class Asking(ABC):
    """What answers questions: lists come whole (`limit` null) unless a limit is given."""

    @abstractmethod
    def ask(self, question: str, parameters: Mapping[str, Any]) -> Answer:
        """The answer to a question of `api.questions`, by its name."""

    def who_leads(self, q: str = "", **filters: Any) -> Answer:
        """Who leads what is about `q`, stated leads first; filters as `zhize who-leads` has them."""
        return self.ask("who_leads", {"q": q, **filters})

    def search(self, q: str, **filters: Any) -> Answer:
        """Documents, measures, institutions, categories and programs that speak of `q`, best first."""
        return self.ask("search", {"q": q, **filters})

    def documents(self, **filters: Any) -> Answer:
        """The documents that are loaded."""
        return self.ask("documents", filters)

    def measures(self, **filters: Any) -> Answer:
        """Measures with those who lead them."""
        return self.ask("measures", filters)

    def institutions(self, **filters: Any) -> Answer:
        """Institutions with how often each has which role."""
        return self.ask("institutions", filters)

    def entity(self, id: str, **filters: Any) -> Answer:
        """A node with its properties, responsibilities and neighbours; raises NotFound."""
        return self.ask("entity", {"id": id, **filters})

    def adjacent(self, id: str, **filters: Any) -> Answer:
        """The neighbours of a node; raises NotFound."""
        return self.ask("adjacent", {"id": id, **filters})

    def chain(self, id: str, **filters: Any) -> Answer:
        """What a document carries out, what carries it out, and what changed it; raises NotFound."""
        return self.ask("chain", {"id": id, **filters})

    def graph_of(self, id: str, **filters: Any) -> Answer:
        """The part of the graph around a node; raises NotFound."""
        return self.ask("graph_of", {"id": id, **filters})

    def catalog(self, **filters: Any) -> Answer:
        """What is loaded, counted."""
        return self.ask("catalog", filters)

    def overlap(self, **parameters: Any) -> Answer:
        """Institutions that share tasks, or measures that say the same (`of="measures"`)."""
        return self.ask("overlap", parameters)

    def network(self, **parameters: Any) -> Answer:
        """The network of bodies that share tasks, with centralities and communities."""
        return self.ask("network", parameters)

    def alignment(self, source: str, target: str, **parameters: Any) -> Answer:
        """For each measure of `source` those of `target` it corresponds to, with reasons."""
        return self.ask("alignment", {"source": source, "target": target, **parameters})

    def coverage(self, upper: str, lower: str, **parameters: Any) -> Answer:
        """Which tasks of `upper` the documents of `lower` take up."""
        return self.ask("coverage", {"upper": upper, "lower": lower, **parameters})

    def profiles(self, **parameters: Any) -> Answer:
        """Tasks of each functional line at each level by role."""
        return self.ask("profiles", parameters)

    def drafters(self, **parameters: Any) -> Answer:
        """How many leads of each document fall on its issuer."""
        return self.ask("drafters", parameters)

    def unled(self, **parameters: Any) -> Answer:
        """Tasks without a stated lead."""
        return self.ask("unled", parameters)

    def concentration(self, **parameters: Any) -> Answer:
        """How far the leads of each document fall on few bodies."""
        return self.ask("concentration", parameters)

    def changes(self, source: str, target: str, **parameters: Any) -> Answer:
        """What changed from `source` (then) to `target` (now)."""
        return self.ask("changes", {"source": source, "target": target, **parameters})

    def spread(self, **parameters: Any) -> Answer:
        """Which documents use an instrument, by date and level."""
        return self.ask("spread", parameters)

    def slopes(self, upper: str, lower: str, **parameters: Any) -> Answer:
        """Figures of one indicator on both sides."""
        return self.ask("slopes", {"upper": upper, "lower": lower, **parameters})

    def corrections(self, **parameters: Any) -> Answer:
        """What people corrected, and whether each correction still applies."""
        return self.ask("corrections", parameters)

    def sample(self, **parameters: Any) -> Answer:
        """Random responsibilities, or units without one, with their context, for coders."""
        return self.ask("sample", parameters)

    def plan_systems(self, **parameters: Any) -> Answer:
        """The plan systems that are loaded."""
        return self.ask("plan_systems", parameters)

    def compare(self, left: str, right: str, **parameters: Any) -> Answer:
        """Two plan systems, category by category; raises NotFound."""
        return self.ask("compare", {"left": left, "right": right, **parameters})

    def check(self, **parameters: Any) -> Answer:
        """What breaks the graph's own rules; `errors` and `advice` count all findings."""
        return self.ask("check", parameters)

    def check_institutions(self, **parameters: Any) -> Answer:
        """Names of bodies that stayed unresolved, most frequent first."""
        return self.ask("check_institutions", parameters)
