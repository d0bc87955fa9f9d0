"""The SHACL shapes find what does not keep to the ontology, and nothing else."""

from __future__ import annotations

from graph.parts import Edge, Node
from graph.rdf.checking import violations
from graph.rdf.streaming import of_graph
from ontology.terms import Names

NAMES = Names()
DOCUMENT = Node("Document", "d000000000001", {"title": "方案", "status": "in_force", "source": "a.txt", "sha256": "0"})
MEASURE = Node(
    "Measure",
    "d000000000001-m1",
    {"title": "措施", "path": "一", "text": "措施。", "number": "一", "span_start": 0, "span_end": 3},
)
BODY = Node("Institution", "i-510800-x", {"name": "市科技局", "kind": "institution"})
HELD = {"span_start": 0, "span_end": 2, "document": "d000000000001", "basis": "marked", "quote": "措施", "id": "0" * 12}


def told(*nodes: Node, props: dict[str, object] | None = None) -> set[tuple[str, str]]:
    """What is violated, as (node, path) by their last parts."""
    edges = [Edge("HAS_MEASURE", DOCUMENT.id, MEASURE.id, {}), Edge("LEADS", BODY.id, MEASURE.id, props or HELD)]
    found = violations(of_graph(NAMES, nodes, edges), NAMES)
    return {(v.node.rpartition("/")[2], v.path.rpartition("/")[2].rpartition("#")[2]) for v in found}


def without(node: Node, name: str, **more: object) -> Node:
    return Node(node.label, node.id, {**{k: v for k, v in node.props.items() if k != name}, **more})


def test_what_breaks_a_shape_is_named_by_node_and_path() -> None:
    assert told(DOCUMENT, MEASURE, BODY) == set()
    statement = f"{BODY.id}#LEADS-{HELD['id']}"
    assert told(DOCUMENT, without(MEASURE, "path"), BODY) == {(MEASURE.id, "path")}
    assert told(without(DOCUMENT, "status", status="heard"), MEASURE, BODY) == {(DOCUMENT.id, "status")}
    assert told(DOCUMENT, MEASURE, BODY, props={**HELD, "basis": "first_listed"}) == {(statement, "basis")}
    assert told(DOCUMENT, MEASURE, BODY, props={**HELD, "span_end": "2"}) == {(statement, "spanEnd")}
    assert told(DOCUMENT, MEASURE, Node("Fund", BODY.id, BODY.props)) >= {(BODY.id, "")}


def test_what_a_person_put_right_keeps_to_the_shapes() -> None:
    judged = Node(
        "Correction",
        "k000000000001",
        {"name": "对照：甲 = 乙", "document": DOCUMENT.id, "field": "mapping", "score": 0.7083, "who": "张三"},
    )
    assert told(DOCUMENT, MEASURE, BODY, judged, props={**HELD, "basis": "person"}) == set()


def test_a_duty_has_its_role() -> None:
    duty = {**HELD, "basis": "subject", "role": "responsible", "role_word": "应当"}

    def found(props: dict[str, object]) -> set[str]:
        edges = [Edge("HAS_MEASURE", DOCUMENT.id, MEASURE.id, {}), Edge("HAS_DUTY", BODY.id, MEASURE.id, props)]
        return {v.path.rpartition("/")[2] for v in violations(of_graph(NAMES, (DOCUMENT, MEASURE, BODY), edges), NAMES)}

    assert found(duty) == set()
    assert found({k: v for k, v in duty.items() if k != "role"}) == {"role"}
    assert found({**duty, "role": "xyz"}) == {"role"}
