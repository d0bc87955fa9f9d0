"""Characters a font's tables give for those they look like: CJK radicals, and compatibility ideographs.

Files printed by browsers give ⺠ for 民 and ⻓ for 长: one glyph serves both, and the table names the lower code point.
The pairs of U+2E80 to U+2EF3 are those of the Unicode Character Database (EquivalentUnifiedIdeograph.txt); NFKC knows
the Kangxi radicals and compatibility ideographs, and two of these.
"""

from __future__ import annotations

import re
import unicodedata

_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_SUPPLEMENT = {
    0x2E81: "厂", 0x2E84: "乙", 0x2E88: "刀", 0x2E8A: "卜", 0x2E8C: "小", 0x2E8D: "小", 0x2E8E: "兀",
    0x2E92: "巳", 0x2E93: "幺", 0x2E9C: "日", 0x2E9D: "月", 0x2EA0: "民", 0x2EA7: "牛", 0x2EA9: "王",
    0x2EAB: "目", 0x2EAC: "示", 0x2EAE: "竹", 0x2EB6: "羊", 0x2EBB: "聿", 0x2EBC: "肉", 0x2EBD: "臼",
    0x2EC1: "虎", 0x2EC4: "西", 0x2EC5: "见", 0x2EC6: "角", 0x2EC9: "贝", 0x2ECA: "足", 0x2ECB: "车",
    0x2ED1: "長", 0x2ED3: "长", 0x2ED4: "门", 0x2ED7: "雨", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页",
    0x2EDB: "风", 0x2EDC: "飞", 0x2EDD: "食", 0x2EE2: "马", 0x2EE3: "骨", 0x2EE4: "鬼", 0x2EE5: "鱼",
    0x2EE6: "鸟", 0x2EE7: "卤", 0x2EE8: "麦", 0x2EE9: "黄", 0x2EEA: "黾", 0x2EEC: "齐", 0x2EEE: "齿",
    0x2EF0: "龙", 0x2EF1: "龜",
}  # fmt: skip


def unified(text: str) -> str:
    """The text with the characters meant, one for one."""
    return _RADICALS.sub(_meant, text)


def _meant(match: re.Match[str]) -> str:
    char = match[0]
    meant = _SUPPLEMENT.get(ord(char)) or unicodedata.normalize("NFKC", char)
    return meant if len(meant) == 1 else char
