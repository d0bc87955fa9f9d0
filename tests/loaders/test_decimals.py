"""Units counted by decimals, as emergency plans have them."""

from __future__ import annotations

import pytest

from loaders import extract_bytes
from ontology.records import DocumentRecord

PLAN = """广元市人民政府办公室关于印发广元市防汛抢险应急预案的通知
广府办函〔2024〕33号
各县（区）人民政府，市级各部门：
《广元市防汛抢险应急预案》经市政府同意，请照此办理。
广元市人民政府办公室
2024年5月6日

广元市防汛抢险应急预案

1 总则
1.1 依据
按照有关规定制定。
1.2 原则
坚持分级负责。
2 组织体系
2.1 市指挥部
2.1.1 成员单位
市水利局负责水情会商。
3.5亿元以上的工程另行规定。
2.1.2 工作组
市应急管理局牵头，市公安局配合，组成抢险组。
2.2 县（区）指挥机构
各县（区）人民政府负责辖区内的抢险工作。
3 预警
3.1 监测
1.收集信息。由市气象局负责。
2.研判形势。由市水利局负责。
3.2 发布
市气象局负责发布预警。
4 附则
本预案由市应急管理局负责解释。
"""


def _read(text: str) -> DocumentRecord:
    (record,) = extract_bytes(text.encode(), source="预案.txt")
    return record


def test_an_emergency_plan() -> None:
    record = _read(PLAN)
    assert (record["document"]["title"], record["document"]["kind"]) == ("广元市防汛抢险应急预案", "预案")
    held = {m["path"]: [(r["role"], r["name"]) for r in m["responsibilities"]] for m in record["measures"]}
    assert {path: bodies for path, bodies in held.items() if bodies} == {
        "2/2.1/2.1.1": [("responsible", "市水利局")],
        "2/2.1/2.1.2": [("lead", "市应急管理局"), ("cooperate", "市公安局")],
        "2/2.2": [("responsible", "各县（区）人民政府")],
        "3/3.1/1": [("responsible", "市气象局")],
        "3/3.1/2": [("responsible", "市水利局")],
        "3/3.2": [("responsible", "市气象局")],
        "4": [("responsible", "市应急管理局")],
    }
    assert next(m["number"] for m in record["measures"] if m["path"] == "2/2.1/2.1.2") == "2.1.2"
    assert next(m["title"] for m in record["measures"] if m["path"] == "2/2.2") == "县（区）指挥机构"
    assert not [w for w in record["warnings"] if w["code"] == "numbering_irregular"]


def test_decimals_below_headings_of_another_kind() -> None:
    record = _read(
        "广元市人民政府关于改进服务的意见\n各县区：\n一、主要任务\n1.1 优化流程。（责任单位：市行政审批局）\n"
        "1.2 公开指南。（责任单位：市司法局）\n二、保障\n2.1 经费。（责任单位：市财政局）\n"
    )
    assert [m["path"] for m in record["measures"] if m["responsibilities"]] == ["一/1.1", "一/1.2", "二/2.1"]


@pytest.mark.parametrize(
    "line", ["1.1倍以上的给予奖励。", "3.5亿元用于改造。", "2.3公里以内免费。", "6.18购物节期间加强保障。"]
)
def test_figures_at_the_beginning_of_a_line_are_no_numbers(line: str) -> None:
    record = _read(
        f"广元市人民政府关于改进服务的意见\n各县区：\n一、改进服务\n1.开展清理。\n{line}\n2.公开指南。（责任单位：市司法局）\n"
    )
    assert "".join(m["path"] for m in record["measures"]).count(".") == 0
    assert any(m["path"] == "一/2" for m in record["measures"])
