"""Pages in a file of their own: sheet and script stand within, and nothing is loaded from anywhere."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import jinja2


def page_alone(
    template: str, context: dict[str, Any], *, sheets: Sequence[str], script: str, pictures: str = "data:"
) -> str:
    """The HTML of a page from a template over `alone.html`, with static files by name put in.

    The page's own rule allows only these and pictures from `pictures`.
    """
    sheet, said = "\n".join(map(_file, sheets)), _file(script)
    rule = f"default-src 'none'; style-src '{_digest(sheet)}'; script-src '{_digest(said)}'; img-src {pictures}"
    return environment().get_template(template).render(**context, sheet=sheet, script=said, rule=rule)


@cache
def _file(name: str) -> str:
    return resources.files("api.pages").joinpath("static", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def environment() -> jinja2.Environment:
    """The templates of such pages; every text put in is text."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("api.pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
