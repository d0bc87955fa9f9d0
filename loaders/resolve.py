"""From names to the registry's bodies, with a warning once for each name it cannot tell."""

from __future__ import annotations

import re

from loaders.bodies import Standpoint
from ontology import registry
from ontology.records import DocumentHead, WarningRecord

# How a department that speaks calls itself, by the level it stands at (省局, 市局; 本局, 我厅 at any).
_SELF = re.compile("(?P<level>自治区|[省市州盟县区旗本我])(?P<ending>局|厅|委)(?!员)")


class Resolver:
    """Resolves names for one document's jurisdiction, level and date; keeps what it could not resolve.

    `short_forms` maps short names the document defines (以下简称) to the full ones.
    """

    def __init__(self, head: DocumentHead, short_forms: dict[str, str] | None = None) -> None:
        date = head["issued"] or head["effective_from"] or head["published"]
        self._from = Standpoint(head["id"], head["jurisdiction"]["code"], head["level"], date)
        self.short_forms = short_forms or {}
        self._speaker, self._place = _speaker(head), head["jurisdiction"]["name"]
        self._ids: dict[tuple[str, str], str] = {}
        self.warnings: list[WarningRecord] = []

    def identify(self, name: str, kind: str, start: int, end: int) -> str:
        """The id of a body; the span is where it is named, for the warning."""
        key = (name, kind)
        if key not in self._ids:
            self._ids[key] = self._resolved(name, kind, start, end)
        return self._ids[key]

    def _resolved(self, name: str, kind: str, start: int, end: int) -> str:
        found = self._from.resolve(self.short_forms.get(name, self._in_full(name)), kind)
        if not found.registered and kind == "institution":
            code = "name_ambiguous" if found.candidates else "name_unregistered"
            message = f"“{name}”有几种可能，未归并" if found.candidates else f"“{name}”不在机构登记表中"
            self.warnings.append({"code": code, "message": message, "start": start, "end": end})
        return found.institution_id

    def _in_full(self, name: str) -> str:
        """The name with the full one of the department that speaks where it names itself by its level (省局计量处)."""
        match = _SELF.match(name)
        if match is None or not self._speaker.endswith(match["ending"]) or registry.is_known_body(name):
            return name
        if match["level"] not in ("本", "我") and not self._place.endswith(match["level"]):
            return name
        return self._speaker + name[match.end() :]


def _speaker(head: DocumentHead) -> str:
    """The name of the one department of a place that issued a document; empty where there is none or several."""
    found = [registry.institution(body["institution_id"]) for body in head["issuers"]]
    own = found[0] if len(found) == 1 else None
    return own.name if own is not None and own.line else ""
