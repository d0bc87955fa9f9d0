"""Measures made by us in the likeness of the corpus, of any number and the same for the same seed.

Measured in 116 documents and kept here as numbers: 3 to 13 clauses of 6 to 16 characters a measure (90 different pairs
of characters, half as many in a quarter of them), how many bodies a measure has, about 22 measures a document, and how
common the common words are (`python benchmarks/generator.py` prints the likeness). Words are those of our own lists and
compounds of common characters; no sentence is anybody's. Measures come in families: one task as many places print it,
with part of its phrases, which is what an alignment has to find.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.analysis.lexicon import lexicon
from graph.analysis.similarity import bigrams
from graph.analysis.weighing import Passage


def _in_pairs(words: str) -> list[str]:
    return [words[i : i + 2] for i in range(0, len(words), 2)]


VERBS = _in_pairs(
    "建立完善推进加强支持开展推动优化健全落实实施提升规范深化探索强化鼓励加快引导培育打造构建拓展统筹促进扩大制定推广搭建组织做好严格压缩简化清理公开整合保障发挥提高改造建设开放设立"
)
NOUNS = _in_pairs(
    "企业服务机制工作管理市场平台制度项目政策部门监管信息机构改革体系能力环境流程事项清单标准资源数据信用产业技术资金人才主体行业质量安全试点措施活动基地中心园区渠道范围水平模式办法全市重点领域创新发展应用"
    "对接评估登记审批材料环节成本产品需求联动协同共享评价考核示范培训"
)
_CHARACTERS = (
    "科技工农商文教卫体旅交通水电气热林牧渔粮油盐茶棉纺织钢铁铝铜锂硅煤矿石化材料机械船舶车辆轨道航空天卫星雷达芯片"
    "软件网络云算光伏风储氢核能源环保节碳污废土壤大气河湖海港口岸仓储物流冷链快递金融银保险债券基股贷税费价财审计统"
    "法律仲裁调解公证户籍社区养老托育医药疫苗器械诊疗康复食品餐饮住房租赁物业城乡村镇街路桥隧管廊绿化景观园艺遗产博"
    "馆图书影视演艺动漫游戏赛事健身校院师生课程专业职培招聘就业创薪酬伤补助残儿妇青少老军民族宗侨台外贸展会品牌商标"
)
_BEGINNINGS = [word for verb in VERBS for word in (verb, "")]
_LEVELS = ("国家", "全省", "全市", "全区")
# How many measures of a hundred have 0, 1, 2 … bodies.
_BODIES = np.array([17, 16, 12, 17, 14, 8, 5, 3.5, 2, 1.6, 1, 0.6, 0.5, 0.4, 0.3, 0.3, 0.3, 0.2, 0.2, 0.1])
_LINES, _A_DOCUMENT, _FROM_ELSEWHERE = 50, 22, 0.3
_FAMILY, _THEMES_A_SUBJECT, _TAIL = 25, 12, 9_000
_SHARED, _OF_THEME = 0.5, 0.3


def _falling(length: int, flat: float) -> NDArray[np.float64]:
    """Chances that fall with the rank: 1 / (rank + flat)."""
    shares: NDArray[np.float64] = 1 / (np.arange(length) + flat)
    return shares / shares.sum()


@dataclass(frozen=True)
class Roles:
    """Which body (column 0) has a role in which measure (column 1), and the document of each measure."""

    pairs: NDArray[np.int64]
    documents: NDArray[np.int64]


def roles(measures: int, institutions: int, *, seed: int = 1) -> Roles:
    """Bodies of measures: departments of the document's place, and bodies that stand in documents of many places."""
    chance = np.random.default_rng(seed)
    documents = np.arange(measures) // _A_DOCUMENT
    places = max(1, institutions // _LINES)
    of_document = chance.integers(0, places, int(documents[-1]) + 1)
    numbers = chance.choice(len(_BODIES), measures, p=_BODIES / _BODIES.sum())
    task = np.repeat(np.arange(measures), numbers)
    line = chance.choice(_LINES, len(task), p=_falling(_LINES, 2.0))
    at_home = np.minimum(of_document[documents[task]] * _LINES + line, institutions - 1)
    anywhere = chance.permutation(institutions)[chance.choice(institutions, len(task), p=_falling(institutions, 20.0))]
    body = np.where(chance.random(len(task)) < _FROM_ELSEWHERE, anywhere, at_home)
    return Roles(np.unique(np.stack([body, task], axis=1), axis=0), documents)


class Writer:
    """Writes measures of families: the same for the same seed and number of families."""

    def __init__(self, families: int, *, seed: int = 1) -> None:
        self._chance = np.random.default_rng(seed)
        drawn = self._chance.integers(0, len(_CHARACTERS), (_TAIL, 2))
        self._tail = np.array([_CHARACTERS[a] + _CHARACTERS[b] for a, b in drawn])
        self._common = self._phrases([*NOUNS, *self._tail[:3_000].tolist()], 40_000)
        self._themes = self._make_themes()
        own = self._drawn(len(self._themes), families)
        self._families = [self._family(int(theme)) for theme in own]

    def _make_themes(self) -> list[tuple[str, list[str]]]:
        """A subject with words of its own in each, and phrases made of them."""
        subjects = lexicon("subjects")
        words: dict[str, list[str]] = {}
        for word, terms in subjects.words.items():
            for term in terms:
                words.setdefault(term, []).append(word)
        found = []
        for term in sorted(words) * _THEMES_A_SUBJECT:
            tail = self._tail[self._chance.integers(0, _TAIL, 60)].tolist()
            own = [*words[term], *tail[:10], *NOUNS[:30], *tail[10:]]
            found.append((subjects.labels[term], self._phrases(own, 300)))
        return found

    def _phrases(self, nouns: Sequence[str], number: int) -> list[str]:
        """Clauses of three to seven nouns, the first ones more often, behind a verb in every second."""
        verbs = self._drawn(2 * len(VERBS), number)
        sizes = self._chance.integers(3, 8, number)
        places = self._drawn(len(nouns), (number, 7))
        return [
            _BEGINNINGS[verb] + "".join(nouns[i] for i in row[:size])
            for verb, size, row in zip(verbs.tolist(), sizes.tolist(), places.tolist(), strict=True)
        ]

    def _drawn(self, length: int, size: int | tuple[int, int]) -> NDArray[np.int64]:
        return self._chance.choice(length, size, p=_falling(length, 30.0))

    def _family(self, theme: int) -> tuple[int, list[str]]:
        phrases = self._themes[theme][1]
        chosen = self._chance.integers(0, len(phrases), 12)
        return theme, [phrases[i] for i in chosen]

    def passages(self, number: int, *, side: str) -> list[Passage]:
        """So many measures of families at random, as an alignment sees them; `side` begins their ids."""
        family = self._chance.integers(0, len(self._families), number)
        sizes = np.clip(self._chance.lognormal(2.1, 0.5, number), 2, 30).astype(int)
        kinds = self._chance.random((number, 30))
        picks = self._chance.integers(0, 1 << 30, (number, 30))
        return [
            self._passage(f"{side}{i:07d}", int(family[i]), kinds[i, : sizes[i]].tolist(), picks[i].tolist())
            for i in range(number)
        ]

    def _passage(self, identifier: str, family: int, kinds: list[float], picks: list[int]) -> Passage:
        theme, own = self._families[family]
        label, phrases = self._themes[theme]
        clauses = []
        for kind, pick in zip(kinds, picks, strict=False):
            pool = own if kind < _SHARED else phrases if kind < _SHARED + _OF_THEME else self._common
            clauses.append(pool[pick % len(pool)])
        heading = f"{_LEVELS[picks[-1] % 4]}{label}"
        features = {"line": (f"line{theme % _LINES}",), "instrument": (), "target": (), "citation": ()}
        return Passage(identifier, clauses[0], "，".join(clauses) + "。", (heading,), heading, features)


def families(measures: int) -> int:
    """How many families so many measures are of."""
    return max(1, measures // _FAMILY)


def likeness(passages: Sequence[Passage]) -> dict[str, float]:
    """What tells how alike texts are to the corpus: lengths, and shares of measures with the n-th commonest pair."""
    found: Counter[str] = Counter()
    sizes = []
    for passage in passages:
        terms = set(bigrams(f"{passage.title}。{passage.text}"))
        sizes.append(len(terms))
        found.update(terms)
    shares = sorted((n / len(passages) for n in found.values()), reverse=True)
    told = {f"rank {rank}": round(shares[rank - 1], 4) for rank in (1, 10, 100, 1_000, 5_000) if rank <= len(shares)}
    cost = round(sum(share * share for share in shares), 2)
    return {
        "characters": float(np.median([len(p.text) for p in passages])),
        "pairs": float(np.median(sizes)),
        "different": len(shares),
        "products": cost,
        **told,
    }


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 3_465
    print("corpus     characters 116 pairs 77 different 59375 products 2.9 rank 1 0.38 10 0.21 100 0.0742 1000 0.0121")
    print("generator ", likeness(Writer(families(size)).passages(size, side="m")))
