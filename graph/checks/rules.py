"""The declared rules: what each looks for, how grave a finding is, and the function that looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources

import yaml

from graph.checks.ground import Finding, Ground

SEVERITIES = ("error", "advice")


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of rules.yaml."""

    id: str
    severity: str
    find: str
    zh: str
    en: str
    slow: bool = False

    def findings(self, ground: Ground) -> list[Finding]:
        """What breaks the rule, sorted."""
        module, name = self.find.split(":")
        look: Callable[[Ground], Iterable[Finding]] = getattr(import_module(f"graph.checks.{module}"), name)
        return sorted(set(look(ground)), key=lambda f: (f.document or "", f.id, f.evidence))


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of the answer."""
    text = resources.files("graph.checks").joinpath("rules.yaml").read_text(encoding="utf-8")
    return tuple(Rule(**raw) for raw in yaml.safe_load(text)["rules"])
