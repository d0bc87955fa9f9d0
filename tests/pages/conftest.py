"""The application over the bundled examples, as the tests of the HTTP interface have it."""

from tests.api.conftest import empty, examples, http

__all__ = ["empty", "examples", "http"]
