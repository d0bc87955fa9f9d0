"""The questions that analyses answer: overlap, alignment, coverage, plan systems."""

from __future__ import annotations

from api.params import AS_OF, BASIS, DOCUMENTS, JURISDICTION, LEVEL, PAGE, SCOPE, Param
from api.questions import Question

_ANSWERS = "graph.analysis.answers"
_SIDE_ZH = "文件 id、层级或行政区，可用逗号分开几个"
_SIDE_EN = "a document's id, a level, or a place, several parted by commas"
OF = Param(
    "of",
    "机构之间（共担任务）或措施之间（内容相近）",
    "institutions that share tasks, or measures that say the same",
    default="institutions",
    choices=("institutions", "measures"),
    words="hit_types",
)
ROLE = Param("role", "只算这种角色", "count this role only", vocabulary="roles", example="responsible")
INFERRED = Param("inferred", "把推断的牵头也算上", "count inferred leads as well", bool, False)
CLASSES = Param("classes", "把一类主体也算上", "count class actors as well", bool, False)
DRAFTS = Param("drafts", "把征求意见稿也算上", "count drafts as well", bool, False)
MIN_SHARED = Param("min_shared", "至少共担几项", "tasks shared at least", int, 1, least=1)
WITHOUT = Param(
    "without",
    "另计除去这些主体所在任务后的共担：条线 id 和 class，用逗号分开；none 为不除去",
    "count shared work without the tasks of these as well: ids of lines, class, parted by commas; none for nobody",
    default="finance,development_reform,class",
)
PERMUTATIONS = Param(
    "permutations",
    "再按这么多次置换算 p：文件内随机分派，各机构的任务数和各任务的机构数都不变；0 为不算",
    "p by so many permutations as well: within documents, keeping the tasks of each body and the bodies of each task",
    int,
    0,
    least=0,
    most=9999,
)
SEED = Param("seed", "随机种子", "seed of chance", int, 1, least=0)
MOST_Q = Param("most_q", "只要校正后 p 不大于此的", "pairs with a corrected p of at most this", float, least=0, most=1)
ACROSS = Param(
    "across",
    "不同地方的措施也相互比较；缺省只在同一地方之内",
    "compare measures of different places as well; by default within one place",
    bool,
    False,
)
LEADS_DIFFER = Param("leads_differ", "只要牵头不同（或相同）的", "only where leads differ (or not)", bool)
THRESHOLD = Param("threshold", "判定的阈值，0 至 1", "threshold of the decision, 0 to 1", float, least=0, most=1)
FROM = Param("from", f"源头：{_SIDE_ZH}", f"source: {_SIDE_EN}", required=True, python="source", example="510800")
TO = Param("to", f"去向：{_SIDE_ZH}", f"target: {_SIDE_EN}", required=True, python="target", example="330000")
TOP = Param("top", "每条最多列几个对应", "candidates a unit at most", int, 3, least=1, most=50)
PRUNED = Param(
    "pruned",
    "只看可能的对应：大语料上快几倍，十个最相近的里约漏百分之一；缺省逐一比较",
    "look at likely candidates alone: several times as fast on large corpora, about one in a hundred is missed",
    bool,
    False,
)
UPPER = Param("upper", f"上级：{_SIDE_ZH}", f"upper side: {_SIDE_EN}", required=True, example="national")
LOWER = Param("lower", f"下级：{_SIDE_ZH}", f"lower side: {_SIDE_EN}", required=True, example="city")
BY = Param(
    "by",
    "分层：每层按其大小分配，至少一行",
    "strata, each with its share",
    choices=("document", "basis", "role"),
    words="strata",
)
_SYSTEM = "计划体系的 id、文件 id、行政区名，或内置参照 国家2014"
LEFT = Param("left", f"左侧：{_SYSTEM}", "left: id or place", required=True, argument=True, example="内蒙古")
RIGHT = Param("right", f"右侧：{_SYSTEM}", "right: id or place", required=True, argument=True, example="深圳")
VIA = Param(
    "via",
    "再以这个体系为参照：两侧各与它对照，并经由它相比；国家2014 为内置参照",
    "compare both with this system as well, and through it; 国家2014 is declared",
    example="国家2014",
)

ANALYSIS_QUESTIONS: tuple[Question, ...] = (
    Question(
        "overlap",
        "/overlap",
        "职责在哪里重叠：共担任务的机构，或内容相近的措施",
        "where responsibilities overlap",
        f"{_ANSWERS}:overlap",
        (
            OF,
            ROLE,
            INFERRED,
            CLASSES,
            DRAFTS,
            MIN_SHARED,
            WITHOUT,
            PERMUTATIONS,
            SEED,
            THRESHOLD,
            ACROSS,
            LEADS_DIFFER,
            *SCOPE,
            *PAGE,
        ),
        columns=(
            ("左", "left.name"),
            ("右", "right.name"),
            ("共担", "shared"),
            ("除去常在者", "shared_without"),
            ("左共", "left_total"),
            ("右共", "right_total"),
            ("Jaccard", "jaccard"),
            ("提升", "lift"),
            ("p", "p"),
            ("校正 p", "q"),
            ("置换 p", "p_permuted"),
            ("相似", "score"),
            ("牵头不同", "leads_differ"),
        ),
        row="graph.analysis.overlap:InstitutionOverlapRow|MeasureOverlapRow",
        examples=("zhize overlap --jurisdiction 浙江省", "zhize overlap --of measures --across"),
        command="overlap",
        blocks=True,
    ),
    Question(
        "alignment",
        "/alignment",
        "各级如何对应：一方的每条措施在另一方的对应措施及理由",
        "for each measure of one side the measures of the other it corresponds to, with reasons",
        f"{_ANSWERS}:alignment",
        (FROM, TO, TOP, THRESHOLD, PRUNED, AS_OF, *PAGE),
        columns=(
            ("编号", "source.number"),
            ("源措施", "source.name"),
            ("位", "rank"),
            ("对应措施", "target.name"),
            ("分", "score"),
            ("判定", "aligned"),
            ("理由", "reasons.value"),
        ),
        row="graph.analysis.align:AlignmentRow",
        examples=("zhize align --from 510800 --to 330000 --top 1", "zhize align --from city --to national"),
        command="align",
        blocks=True,
    ),
    Question(
        "coverage",
        "/coverage",
        "上级任务由谁承接：已承接、部分、已加载而未见、未加载",
        "which tasks of the upper side the documents of the lower take up",
        f"{_ANSWERS}:coverage",
        (UPPER, LOWER, THRESHOLD, AS_OF, *PAGE),
        columns=(
            ("编号", "task.number"),
            ("任务", "task.name"),
            ("地方", "place.name"),
            ("状况", "status|coverage"),
            ("牵头", "upper_leads.name"),
            ("承接措施", "measure.name"),
            ("承接的牵头", "lower_leads.name"),
            ("推断", "lower_likely_leads.name"),
            ("分", "score"),
            ("同一条线", "same_line"),
        ),
        row="graph.analysis.coverage:CoverageRow",
        examples=(
            "zhize coverage --upper national --lower city",
            "zhize coverage --upper national,province --lower 广元市",
        ),
        command="coverage",
        blocks=True,
    ),
    Question(
        "sample",
        "/sample",
        "随机抽取职责（或没有读到职责的单元），附前后文，供人核对",
        "random responsibilities, or units without any, with their context, for people to check",
        "graph.analysis.sampling:sample",
        (
            Param("n", "抽几行", "rows at most", int, 100, least=1, most=5000),
            Param("seed", "随机种子", "seed of chance", int, 1),
            BY,
            BASIS,
            Param("misses", "抽没有读到职责的单元", "units without responsibility instead", bool, False),
            JURISDICTION,
            LEVEL,
            DOCUMENTS,
            AS_OF,
        ),
        paged=False,
        formats=("json", "csv", "jsonl"),
    ),
    Question(
        "plan_systems",
        "/plan-systems",
        "已加载的计划体系及其类别、专项、资金",
        "the plan systems that are loaded, with categories, programs and funds",
        f"{_ANSWERS}:plan_systems",
        (AS_OF, *PAGE),
        columns=(
            ("体系", "name"),
            ("地方", "place.name"),
            ("类别", "categories.name"),
            ("文件", "document.name"),
            ("id", "id"),
        ),
        examples=("zhize plan-systems",),
        command="plan-systems",
    ),
    Question(
        "compare",
        "/plan-systems/compare",
        "两套计划体系对照：逐类别、逐专项",
        "two plan systems side by side, category by category and program by program",
        f"{_ANSWERS}:compare",
        (LEFT, RIGHT, VIA, AS_OF),
        paged=False,
        row="graph.analysis.compare:SystemComparison",
        formats=("json", "csv", "jsonl", "ttl", "html"),
        examples=("zhize compare 内蒙古 深圳", "zhize compare 内蒙古 深圳 --via 国家2014"),
        command="compare",
    ),
)
