"""The questions about the graph itself: what breaks its rules, and which names of bodies stayed unresolved."""

from __future__ import annotations

from api.params import DOCUMENTS, PAGE, Param
from api.questions import Question

RULE = Param("rule", "只查这条规则", "id of a rule", example="measure_without_lead")
SEVERITY = Param(
    "severity", "只要错误或只要提示", "errors or advice alone", choices=("error", "advice"), words="severity"
)
SHAPES = Param(
    "shapes",
    "也按本体的 SHACL 形状检查导出的三元组，每份文件约一秒",
    "against the SHACL shapes of the ontology as well: about a second a document",
    bool,
    False,
)

CHECK_QUESTIONS: tuple[Question, ...] = (
    Question(
        "check",
        "/check",
        "按图谱自己的规则检查：哪个节点违反哪条规则，依据是什么",
        "what breaks the graph's own rules, each with node and evidence",
        "graph.checks:check",
        (DOCUMENTS, RULE, SEVERITY, SHAPES, *PAGE),
        columns=(
            ("级别", "severity|severity"),
            ("规则", "rule"),
            ("说明", "says"),
            ("节点", "node.name"),
            ("文件", "document.name"),
            ("依据", "evidence"),
            ("id", "node.id"),
        ),
        row="graph.checks.answers:CheckRow",
    ),
    Question(
        "check_institutions",
        "/check/institutions",
        "没有归并的机构名称，出现多的在前，附候选和文件",
        "names of bodies that stayed unresolved, most frequent first, with candidates and documents",
        "graph.checks:check_institutions",
        PAGE,
        columns=(
            ("名称", "institution.name"),
            ("次数", "mentions"),
            ("候选", "candidates.name"),
            ("现可归并为", "now.name"),
            ("文件", "documents.name"),
            ("id", "institution.id"),
        ),
        row="graph.checks.answers:UnresolvedRow",
    ),
)
