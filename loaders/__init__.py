"""Files into records: pure functions without a store."""

from loaders.errors import LoadError
from loaders.pipeline import extract, extract_bytes, extract_file

__all__ = ["LoadError", "extract", "extract_bytes", "extract_file"]
