"""The questions zhize answers, each declared once: its address, its command, its parameters, the columns of its table.

The HTTP endpoints, the commands and the client are made from these rows, so that a parameter has one name everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from api.params import (
    AS_OF,
    BASIS,
    DATE,
    DOCUMENT,
    ID,
    JURISDICTION,
    KIND,
    LEVEL,
    LINE,
    PAGE,
    ROLE,
    STATED,
    STATUS,
    TEXT,
    TYPES,
    Param,
    Q,
)

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """That a question still answers but is to go: since when that is said (ISO day), and which to ask instead."""

    since: str
    instead: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question: `function` is `module:name`; `paged` ones answer with a list of results.

    `columns` are (heading, dotted path) of the table that the command prints; `row` is `module:name` of the type of
    the answer (of its rows for lists) or empty. `blocks` tells that its work can be shared out to a cluster.
    `outgoing` marks one that is to go: HTTP says so in headers, the command on stderr.
    """

    name: str
    path: str
    zh: str
    en: str
    function: str
    params: tuple[Param, ...] = ()
    paged: bool = True
    columns: tuple[tuple[str, str], ...] = ()
    row: str = ""
    examples: tuple[str, ...] = ()
    command: str = ""
    formats: tuple[str, ...] = field(default=("json", "csv", "jsonl", "html"))
    blocks: bool = False
    outgoing: Outgoing | None = None

    @property
    def path_params(self) -> tuple[Param, ...]:
        """The parameters that stand in the address."""
        return tuple(p for p in self.params if "{" + p.name + "}" in self.path)

    def read(self, given: Mapping[str, Any]) -> Answer:
        """Parameters, by their names in Python, as `Param.read` takes each."""
        known = {p.key: p for p in self.params}
        return {key: known[key].read(value) if key in known else value for key, value in given.items()}

    def resolve(self) -> Callable[..., Answer]:
        """The function that answers; its module is imported here and not before."""
        module, name = self.function.split(":")
        return getattr(import_module(module), name)  # type: ignore[no-any-return]


QUESTIONS: tuple[Question, ...] = (
    Question(
        "who_leads",
        "/who-leads",
        "谁牵头什么：主题、机构、角色，每行都有原文",
        "who leads what, each row with its evidence; stated leads first",
        "graph.answers:who_leads",
        (Q, ROLE, BASIS, STATED, JURISDICTION, LEVEL, LINE, DOCUMENT, AS_OF, *PAGE),
        columns=(
            ("机构", "institution.name"),
            ("角色", "|role"),
            ("措施", "target.name"),
            ("编号", "target.number"),
            ("文件", "document.name"),
            ("原文", "evidence.quote"),
        ),
        row="graph.rows:ResponsibilityRow",
        examples=("zhize who-leads 科技成果转化", "zhize who-leads 科技成果转化 --stated --level city"),
        command="who-leads",
    ),
    Question(
        "search",
        "/search",
        "全文检索文件、措施、机构、计划类别和专项",
        "search documents, measures, institutions, plan categories and programs",
        "graph.answers:search",
        (
            Q,
            TYPES,
            Param(
                "role",
                "只要有这种角色的：措施等由谁以此角色承担的，机构有此角色的；牵头含推断的",
                "only what a body has in this role, and bodies that have it; leads include inferred ones",
                vocabulary="roles",
                example="lead",
            ),
            JURISDICTION,
            LEVEL,
            Param("kind", "文种", "kind of the document", vocabulary="document_kinds", example="scheme"),
            STATUS,
            Param("since", "文件日期不早于", "documents dated on or after", pattern=DATE, example="2020"),
            Param("until", "文件日期不晚于", "documents dated on or before", pattern=DATE, example="2024-06"),
            AS_OF,
            *PAGE,
        ),
        columns=(
            ("类型", "hit.type|type"),
            ("名称", "hit.name"),
            ("文件", "document.name"),
            ("片段", "snippet"),
            ("id", "hit.id"),
        ),
        row="graph.rows:SearchRow",
        examples=("zhize search 揭榜挂帅", "zhize search 科技 --type 措施 --role 牵头 --level 市级"),
        command="search",
    ),
    Question(
        "documents",
        "/documents",
        "已加载的文件",
        "the documents that are loaded",
        "graph.answers:documents",
        (TEXT, JURISDICTION, LEVEL, STATUS, AS_OF, *PAGE),
        columns=(
            ("文件", "name"),
            ("文号", "doc_no"),
            ("日期", "issued"),
            ("层级", "level|level"),
            ("状态", "status|status"),
            ("措施", "measures"),
            ("牵头", "leads"),
            ("推断", "likely_leads"),
            ("未读懂", "unread"),
            ("id", "id"),
        ),
        row="graph.rows:DocumentRow",
        examples=("zhize documents", "zhize documents --level province"),
        command="documents",
    ),
    Question(
        "measures",
        "/measures",
        "措施及其牵头机构",
        "measures and who leads them",
        "graph.answers:measures",
        (TEXT, JURISDICTION, LEVEL, DOCUMENT, AS_OF, *PAGE),
        columns=(
            ("编号", "number"),
            ("措施", "title"),
            ("牵头", "leads.name"),
            ("推断牵头", "likely_leads.name"),
            ("文件", "in_document.name"),
            ("id", "id"),
        ),
        row="graph.rows:MeasureRow",
        examples=("zhize measures 成果转化",),
        command="measures",
    ),
    Question(
        "institutions",
        "/institutions",
        "机构及其各种角色的次数",
        "institutions and how often each has which role",
        "graph.answers:institutions",
        (TEXT, JURISDICTION, LEVEL, LINE, KIND, AS_OF, *PAGE),
        columns=(
            ("机构", "name"),
            ("类别", "kind|kind"),
            ("层级", "level|level"),
            ("牵头", "roles.lead"),
            ("推断牵头", "likely_leads"),
            ("责任", "roles.responsible"),
            ("配合", "roles.cooperate"),
            ("文件", "documents"),
            ("id", "id"),
        ),
        row="graph.rows:InstitutionRow",
        examples=("zhize institutions 科学技术", "zhize institutions --level city"),
        command="institutions",
    ),
    Question(
        "entity",
        "/entities/{id}",
        "一个节点：属性、职责与原文、相邻的节点",
        "a node: its properties, responsibilities with evidence, neighbours",
        "graph.answers:entity",
        (ID, AS_OF),
        paged=False,
        row="graph.rows:EntityAnswer",
        examples=("zhize show i-510800-science_technology",),
        command="show",
        formats=("json", "html"),
    ),
    Question(
        "adjacent",
        "/entities/{id}/adjacent",
        "一个节点的相邻节点",
        "the neighbours of a node",
        "graph.answers:adjacent",
        (
            ID,
            Param("edge", "只要这种关系", "only this edge type", example="LEADS", words="edge_type"),
            Param(
                "direction", "只要出的或入的关系", "only edges of this direction", choices=("out", "in"), words="way"
            ),
            AS_OF,
            *PAGE,
        ),
        columns=(
            ("关系", "edge|edge"),
            ("方向", "direction|direction"),
            ("类型", "node.type|type"),
            ("名称", "node.name"),
            ("id", "node.id"),
        ),
        row="graph.rows:AdjacentRow",
        formats=("json", "csv", "jsonl"),
    ),
    Question(
        "chain",
        "/documents/{id}/chain",
        "一份文件落实什么、由什么落实，层层往上往下；修改、废止、代替、延长了什么或被什么修改、废止、代替、延长",
        "what a document carries out and what carries it out, in steps; what changes, ends or prolongs it, or it does",
        "graph.answers:chain",
        (ID, AS_OF, *PAGE),
        columns=(
            ("方向", "direction|chain"),
            ("步", "depth"),
            ("关系", "relation|citation"),
            ("文件", "document.name"),
            ("文号", "document.doc_no"),
            ("层级", "document.level|level"),
            ("状态", "document.status|status"),
            ("经由", "via.name"),
            ("自", "effective_from"),
            ("至", "effective_until"),
            ("原文", "sentence"),
            ("提示", "warning|warning"),
        ),
        row="graph.rows:ChainRow",
        examples=("zhize chain d0123456789ab", "zhize chain d0123456789ab --as-of 2021"),
        command="chain",
    ),
    Question(
        "graph_of",
        "/graph/{id}",
        "一个节点周围的图",
        "the part of the graph around a node",
        "graph.answers:graph_of",
        (
            ID,
            Param("depth", "几步之内", "steps from the node", int, 1, least=1, most=3),
            Param("limit", "最多几个节点", "nodes at most", int, 200, least=1, most=500),
            Param(
                "types",
                "只要这些关系，用逗号分开",
                "only these edge types, parted by commas",
                words="edge_type",
                several=True,
            ),
            AS_OF,
        ),
        paged=False,
        row="graph.rows:GraphAnswer",
        formats=("json", "html", "svg", "graphml", "gexf", "csv"),
    ),
    Question(
        "corrections",
        "/corrections",
        "人工更正：原值、新值、谁、为何，是否仍用得上",
        "what people corrected, and whether it still holds",
        "graph.answers:corrections",
        (
            DOCUMENT,
            Param(
                "state",
                "只要这种状态的：applied 已用上、stale 原值不再出现、needless 不再需要、not_loaded 未加载",
                "only corrections of this state",
                choices=("applied", "stale", "needless", "not_loaded"),
                words="correction",
            ),
            *PAGE,
        ),
        columns=(
            ("id", "id"),
            ("文件", "document.name"),
            ("位置", "measure"),
            ("字段", "field|field"),
            ("原值", "old"),
            ("新值", "new"),
            ("谁", "who"),
            ("理由", "why"),
            ("状态", "state|correction"),
            ("说明", "message"),
        ),
        row="graph.answers.corrections:CorrectionRow",
        formats=("json", "csv", "jsonl"),
    ),
    Question(
        "catalog",
        "/catalog",
        "已加载了什么：各类节点、关系、文件的数目",
        "what is loaded: counts of nodes, edges and documents",
        "graph.answers:catalog",
        (AS_OF,),
        paged=False,
        row="graph.rows:Catalog",
        examples=("zhize catalog",),
        command="catalog",
        formats=("json",),
    ),
)


@cache
def questions() -> dict[str, Question]:
    """All questions by name, those of the analyses included."""
    from api.analysis_questions import ANALYSIS_QUESTIONS
    from api.check_questions import CHECK_QUESTIONS
    from api.profile_questions import PROFILE_QUESTIONS

    return {q.name: q for q in (*QUESTIONS, *ANALYSIS_QUESTIONS, *PROFILE_QUESTIONS, *CHECK_QUESTIONS)}
