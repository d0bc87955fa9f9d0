"""From names to the registry's bodies, with a warning once for each name it cannot tell."""

from __future__ import annotations

from loaders.bodies import Standpoint
from ontology.records import DocumentHead, WarningRecord


class Resolver:
    """Resolves names for one document's jurisdiction, level and date; keeps what it could not resolve.

    `short_forms` maps short names the document defines (以下简称) to the full ones.
    """

    def __init__(self, head: DocumentHead, short_forms: dict[str, str] | None = None) -> None:
        date = head["issued"] or head["effective_from"] or head["published"]
        self._from = Standpoint(head["id"], head["jurisdiction"]["code"], head["level"], date)
        self.short_forms = short_forms or {}
        self._ids: dict[tuple[str, str], str] = {}
        self.warnings: list[WarningRecord] = []

    def identify(self, name: str, kind: str, start: int, end: int) -> str:
        """The id of a body; the span is where it is named, for the warning."""
        key = (name, kind)
        if key not in self._ids:
            self._ids[key] = self._resolved(name, kind, start, end)
        return self._ids[key]

    def _resolved(self, name: str, kind: str, start: int, end: int) -> str:
        found = self._from.resolve(self.short_forms.get(name, name), kind)
        if not found.registered and kind == "institution":
            code = "name_ambiguous" if found.candidates else "name_unregistered"
            message = f"“{name}”有几种可能，未归并" if found.candidates else f"“{name}”不在机构登记表中"
            self.warnings.append({"code": code, "message": message, "start": start, "end": end})
        return found.institution_id
