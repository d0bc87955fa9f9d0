"""Files into records: pure functions without a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loaders.errors import LoadError
    from loaders.pipeline import extract, extract_bytes, extract_file

__all__ = ["LoadError", "extract", "extract_bytes", "extract_file"]


def __getattr__(name: str) -> Any:
    """What is offered here, imported when first asked for: who only hands files on needs no grammar."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("loaders.errors" if name == "LoadError" else "loaders.pipeline"), name)
