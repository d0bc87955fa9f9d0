"""Rules of evidence: a quote is what the document says, to the character."""

from __future__ import annotations

from collections.abc import Iterator

from graph.checks.ground import Finding, Ground

_SHOWN = 40


def quotes(ground: Ground) -> Iterator[Finding]:
    """Passages whose quote differs from the text at their span; a target's quote must stand somewhere in it."""
    found, texts = ground.projection, ground.texts
    spans = [("Measure", m.id, m.document, m.text, m.start, m.end) for m in found.measures]
    spans += [(r.target_type, r.target, r.document, r.quote, r.start, r.end) for r in found.responsibilities]
    spans += [("Document", c.source, c.source, c.quote, c.start, c.end) for c in found.citations]
    for label, identifier, document, quote, start, end in spans:
        text = texts.get(document)
        if text is not None and text[start:end] != quote:
            yield Finding(label, identifier, document, f"“{quote[:_SHOWN]}”不是原文 {start}–{end} 的文字")
    for target in found.targets:
        if target.document in texts and target.quote not in texts[target.document]:
            yield Finding("Target", target.id, target.document, f"“{target.quote[:_SHOWN]}”不在原文里")
