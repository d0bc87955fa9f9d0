"""Task tables of PDF text layers, put back into rows."""

from __future__ import annotations

from loaders import extract_bytes
from ontology.records import DocumentRecord

_FLAT = """天津市某年度服务改进责任清单
序号
重点任务
主要内容
牵头部门
责任单位
1
1.改进窗口服
务
在各区设置综合窗口，统一受理企业
群众申请。
市甲委
市乙局、市丙局
2
公开办事流程，编制办事指南并及时
更新。
市甲委、市丁
局
市乙局，各区人民
政府
3
2.加强数据共
享
推动系统对接，实现数据互联互通，

# Page 7:
序号
重点任务
主要内容
牵头部门
责任单位
方便企业办事。
市戊办
—
4
建立评价制度，定期公布结果情况。
市戊办
市乙局
"""


def _record() -> DocumentRecord:
    return extract_bytes(_FLAT.encode(), source="a.txt")[0]


def test_each_row_is_a_measure_with_the_heading_it_stands_under() -> None:
    assert [(m["number"], m["title"]) for m in _record()["measures"]] == [
        ("1", "1.改进窗口服务"),
        ("2", "1.改进窗口服务"),
        ("3", "2.加强数据共享"),
        ("4", "2.加强数据共享"),
    ]
    assert _record()["measures"][1]["text"] == "公开办事流程，编制办事指南并及时更新。"


def test_cells_stand_in_their_columns() -> None:
    lines = _record()["document"].get("text", "").split("\n")
    assert lines[1:4] == [
        "序号\t重点任务\t主要内容\t牵头部门\t责任单位",
        "1\t1.改进窗口服务\t在各区设置综合窗口，统一受理企业群众申请。\t市甲委\t市乙局、市丙局",
        "2\t\t公开办事流程，编制办事指南并及时更新。\t市甲委、市丁局\t市乙局，各区人民政府",
    ]
    assert lines[5] == "4\t\t建立评价制度，定期公布结果情况。\t市戊办\t市乙局"


def test_a_repeated_header_goes_and_is_told() -> None:
    record = _record()
    assert record["document"].get("text", "").count("牵头部门") == 1
    assert sum("重复的表头" in w["message"] for w in record["warnings"]) == 5
