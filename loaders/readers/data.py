"""Files of data, told by their first lines: what zhize itself exports, and other JSON, CSV, RDF and GraphML."""

from __future__ import annotations

import re

_LOOKED_AT = 65536
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("JSON", re.compile(r'\s*(?:\{\s*(?:"[^"\n]*"\s*:|\})|\[\s*(?:\{\s*"|\[\s*["\d\[{]|"[^"\n]*"\s*[,\]]|\]\s*$))')),
    ("GraphML", re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<graphml[\s>]", re.DOTALL)),
    ("RDF/XML", re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!.{0,2000}?>\s*)*<(?:\w+:)?RDF[\s>]", re.DOTALL)),
    ("Turtle", re.compile(r"(?:\s*#[^\n]*\n)*\s*(?:@prefix|@base|PREFIX|BASE)\s+[\w-]*:?\s*<", re.IGNORECASE)),
    (
        "N-Triples",
        re.compile(r"(?:\s*#[^\n]*\n)*\s*(?:<\w+:[^<>\s]*>|_:\w+)\s+<\w+:[^<>\s]*>\s+[^\n]*\.[ \t]*(?:\r?\n|$)"),
    ),
    (
        "网页报告",
        re.compile(r'\s*<!doctype html>.{0,600}?<meta name="generator" content="zhize\b', re.DOTALL | re.IGNORECASE),
    ),
    ("CSV", re.compile(r"[ \t\r\n]*\"?[A-Za-z_][\w.:]*\"?(?:,\"?[A-Za-z_][\w.:]*\"?){2,}\r?(?:\n|$)")),
)


def kind_of(data: bytes) -> str | None:
    """What kind of data the bytes are; None for what may be a document."""
    head = data[:_LOOKED_AT].decode("utf-8-sig", "ignore")
    return next((name for name, pattern in _KINDS if pattern.match(head)), None)
