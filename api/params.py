"""The parameters of questions: each declared once, with its meaning and the words it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: its name over HTTP (`-` for `_` in commands), meaning, type, and vocabulary of its values.

    `words` names the list of `api.labels` with the Chinese of its choices; `several` ones take values parted by commas.
    `python` is its name in Python where the name is a keyword there; `argument` ones have no flag on the command line.
    """

    name: str
    zh: str
    en: str
    type: type[str] | type[int] | type[bool] | type[float] = str
    default: Any = None
    vocabulary: str = ""
    choices: tuple[str, ...] = ()
    pattern: str = ""
    least: int | None = None
    most: int | None = None
    required: bool = False
    argument: bool = False
    python: str = ""
    example: Any = None
    words: str = ""
    several: bool = False

    @property
    def key(self) -> str:
        """Its name in Python."""
        return self.python or self.name

    def values(self) -> tuple[str, ...]:
        """The values it accepts; empty where any will do."""
        if not self.vocabulary:
            return self.choices
        from ontology.model import vocabulary

        return (*vocabulary(self.vocabulary).ids, *self.choices)

    def told(self) -> tuple[str, ...]:
        """Its values for a reader, each with its Chinese."""
        from api.labels import chinese

        named = chinese(self.vocabulary, self.words)
        return tuple(f"{value}（{named[value]}）" if value in named else value for value in self.values())

    def read(self, value: Any) -> Any:
        """What a value means: a word of the vocabulary for the Chinese that people write for it, else the value."""
        if not isinstance(value, str) or not (self.vocabulary or self.words):
            return value
        from api.labels import meanings

        known = meanings(self.vocabulary, self.words)
        parts = re.split("[,，、]", value) if self.several else [value]
        return ",".join(known.get(part.strip(), part) for part in parts)


# The formats of exports (graph.exports, not imported here: it brings networkx with it).
EXPORTS = ("json", "csv", "zip", "graphml", "gexf", "svg", "ttl", "jsonld", "nq", "rdfxml", "html")
DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
Q = Param("q", "要问的主题", "the subject asked about", default="", argument=True, example="科技成果转化")
TEXT = Param("q", "要找的字", "words to be found", argument=True, example="科技")
ROLE = Param(
    "role",
    "职责角色；all 为全部；缺省为牵头，明示的和推断的",
    "role of the responsibility; all for every role; leads, stated and inferred, by default",
    vocabulary="roles",
    choices=("all",),
    example="lead",
    words="every",
)
BASIS = Param(
    "basis",
    "依据：标注、正文、人工补充，或推断的两种；subject 为办法、条例中的条文主语，只在问到时作答",
    "basis: marked, prose, or person (added by hand); first_listed or single for inferred leads; subject for duties, "
    "the subjects of duty verbs in documents of articles, which answer only here, with every role by default",
    choices=("marked", "prose", "person", "first_listed", "single", "subject"),
    example="marked",
    words="basis",
)
STATED = Param("stated", "只要明示的，不要推断的", "leave inferred leads out", bool, False, example=True)
JURISDICTION = Param("jurisdiction", "行政区：名称或六位代码", "place: its name or six-digit code", example="510800")
LEVEL = Param("level", "行政层级", "administrative level", vocabulary="levels", example="city")
LINE = Param(
    "line", "条线：名称或 id", "functional line: its id or Chinese name", example="science_technology", words="line"
)
DOCUMENT = Param("document", "文件的 id", "id of a document", example="d0123456789ab")
DOCUMENTS = Param(
    "document", "只算这些文件：id，用逗号分开", "ids of documents, parted by commas", example="d0123456789ab"
)
AS_OF = Param(
    "as_of",
    "这一天的情形：只算当日施行的文件；可以只到年或月",
    "as things stood on a day: documents in force on it; may stop at year or month",
    pattern=DATE,
    example="2024",
)
CATEGORY = Param("category", "计划类别：名称或 id", "a plan category: name or id", example="科技创新平台建设计划")
# What every statistic can be asked of: a place, a level, a set of documents, a plan category, a day.
SCOPE = (JURISDICTION, LEVEL, DOCUMENTS, CATEGORY, AS_OF)
STATUS = Param("status", "文件状态", "status of the document", vocabulary="statuses")
KIND = Param("kind", "主体类别", "kind of actor", vocabulary="institution_kinds", example="group")
LIMIT = Param("limit", "最多返回几行", "rows at most", int, 20, least=1, most=500)
OFFSET = Param("offset", "从第几行起", "rows to pass over", int, 0, least=0)
PAGE = (LIMIT, OFFSET)
ID = Param("id", "文件、措施、机构等的 id", "id of anything in the graph", required=True, argument=True)
TYPES = Param(
    "type",
    "只要这些类：documents、measures、institutions、categories、programs、funds，可用逗号分开几个",
    "only hits of these types, parted by commas",
    example="measures",
    words="hit_types",
    several=True,
)
FIELDS = Param(
    "fields",
    "只要这些字段：点号表示内层，逗号分开",
    "only these fields of the rows: dotted paths parted by commas",
    example="institution.name,target.name",
)
