"""Why a file could not be read."""

from __future__ import annotations


class LoadError(Exception):
    """A file that cannot be turned into records: which one (`path`), a word for the reason (`code`), and a Chinese
    sentence for the reader (`message`). Codes: missing, unreadable, empty, binary, unsupported, no_policy.
    """

    def __init__(self, path: str, code: str, message: str) -> None:
        super().__init__(f"{path}：{message}")
        self.path = path
        self.code = code
        self.message = message
