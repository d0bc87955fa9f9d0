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


def test_names_of_columns_torn_over_two_lines_and_unusual_ones_are_read() -> None:
    usual = "序号\n重点任务\n主要内容\n牵头部门\n责任单位\n"
    other = _FLAT.replace(usual, "序号\n改革\n事项\n主要内容\n牵头责\n任单位\n配合处室\n")
    (record,) = extract_bytes(other.encode(), source="a.txt")
    assert [
        [f"{r['role']} {r['name']}" for r in m["responsibilities"] if not r["inferred"]] for m in record["measures"]
    ] == [
        ["lead 市甲委", "cooperate 市乙局", "cooperate 市丙局"],
        ["lead 市甲委", "lead 市丁局", "cooperate 市乙局", "cooperate 各区人民政府"],
        ["lead 市戊办"],
        ["lead 市戊办", "cooperate 市乙局"],
    ]


def test_a_caption_across_a_table_and_a_column_of_persons_give_nobody() -> None:
    page = (
        "<html><body><h1>广元市年度任务分工方案</h1><table>"
        "<tr><td>序号</td><td>工作事项</td><td>承办单位</td><td>责任领导</td></tr>"
        "<tr><td colspan='4'>一、优化审批</td></tr>"
        "<tr><td>1</td><td>推进网上办理，完善系统。</td><td>市财政局</td><td>张某</td></tr>"
        "<tr><td>2</td><td>减少检查，公开结果。</td><td>市司法局</td><td>李某</td></tr></table></body></html>"
    )
    (record,) = extract_bytes(page.encode(), source="a.html")
    assert [
        (m["number"], [r["name"] for r in m["responsibilities"] if not r["inferred"]]) for m in record["measures"]
    ] == [
        ("1", ["市财政局"]),
        ("2", ["市司法局"]),
    ]


def test_a_task_cut_behind_a_mark_is_no_heading_and_a_place_keeps_its_government() -> None:
    words = _FLAT.replace(
        "公开办事流程，编制办事指南并及时\n更新。\n市甲委、市丁\n局\n",
        "公开办事流程、\n服务指南等办事资料并及时\n更新。\n市甲委，丁新区\n人民政府\n",
    )
    row = extract_bytes(words.encode(), source="a.txt")[0]["measures"][1]
    assert row["text"] == "公开办事流程、服务指南等办事资料并及时更新。"
    assert [r["name"] for r in row["responsibilities"] if r["role"] == "lead"] == ["市甲委", "丁新区人民政府"]


_TIMED = """广元市某年度整修任务清单
序号
主要任务
牵头单位
配合单位
完成时限
1
整修乡镇通往各村的道路，补齐安全护栏
和标志标线。
市交通
局
市公安局
2031年1
2月底前
2
更新城区路灯，改造背街小巷照明设施，
推广节能灯具
市城管局
市财政局、各县
（区）政府
2031年6
月底前

# Page 9:
并接入智慧照明平台，统一调度开关时间。
3
清理河道漂浮物和沿岸建筑垃圾，恢复岸
线植被
市水利局
市林业局
长期
坚持
"""


def test_times_over_two_lines_and_rows_cut_without_a_header_are_put_together() -> None:
    measures = extract_bytes(_TIMED.encode(), source="a.txt")[0]["measures"]
    assert [m["text"].split("\t")[0][-5:] for m in measures] == ["标志标线。", "广节能灯具", "复岸线植被"]
    said = [[f"{r['role']} {r['name']}" for r in m["responsibilities"] if not r["inferred"]] for m in measures]
    assert said == [
        ["lead 市交通局", "cooperate 市公安局"],
        ["lead 市城管局", "cooperate 市财政局", "cooperate 各县（区）政府"],
        ["lead 市水利局", "cooperate 市林业局"],
    ]
