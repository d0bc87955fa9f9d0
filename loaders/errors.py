"""Why a file could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Every reason a file is refused for, by its word.
CODES: Mapping[str, str] = MappingProxyType(
    {
        "missing": "没有这个文件",
        "unreadable": "读不了文件",
        "empty": "没有文字",
        "binary": "不是文本",
        "unsupported": "不能读取的格式",
        "no_policy": "不像政策文件",
        "bad_metadata": "元数据文件不能读取",
        "not_document": "是数据，不是政策文件",
        "broken": "文件损坏",
        "encrypted": "文件加密，需要口令",
        "scanned": "扫描件，没有文字层",
        "too_large": "超过大小、页数或数量的限制",
        "too_deep": "嵌套过深",
        "too_slow": "读取超过时间限制",
        "too_costly": "读取所需内存超过限制",
        "failed": "读取程序出错",
    }
)


class LoadError(Exception):
    """A file that cannot be turned into records: which one (`path`), a word for the reason (`code`), and a Chinese
    sentence for the reader (`message`). `path` of an entry of an archive is the archive's with the entry's name behind.
    """

    def __init__(self, path: str, code: str, message: str) -> None:
        if code not in CODES:
            raise ValueError(f"not a code of CODES: {code}")
        super().__init__(f"{path}：{message}")
        self.path = path
        self.code = code
        self.message = message
