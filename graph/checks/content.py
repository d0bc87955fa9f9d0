"""Rules of content: a task has a lead, a figure has a unit."""

from __future__ import annotations

from collections.abc import Iterator

from graph.checks.ground import Finding, Ground


def without_lead(ground: Ground) -> Iterator[Finding]:
    """Measures without sub-measures that have responsibilities, own or inherited, and no stated lead among them."""
    found = ground.projection
    for measure in found.leaves:
        held = found.responsibilities_of(measure.id)
        if held and not any(one.role == "lead" and not one.inferred for one in held):
            told = "、".join(dict.fromkeys(one.written for one in held))
            likely = next((one.written for one in held if one.inferred), None)
            guess = f"；推断牵头 {likely}" if likely else ""
            yield Finding("Measure", measure.id, measure.document, f"“{measure.title}”只有 {told}{guess}")


def without_unit(ground: Ground) -> Iterator[Finding]:
    """Targets with a figure and no unit."""
    for target in ground.projection.targets:
        if target.value is not None and not target.unit:
            yield Finding("Target", target.id, target.document, f"{target.indicator}：{target.quote}")
