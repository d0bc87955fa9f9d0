"""Documents written for tests, as the loaders would hand them over: every quote stands in the text."""

from __future__ import annotations

from dataclasses import dataclass, field

from ontology import registry
from ontology.identifiers import document_id, record_id, unit_id, unregistered_id
from ontology.records import (
    AddresseeRecord,
    AuthorizationRecord,
    CategoryRecord,
    CitationRecord,
    DocumentHead,
    DocumentRecord,
    FundRecord,
    InstrumentMention,
    IssuerRecord,
    MeasureRecord,
    PlanSystemRecord,
    ProgramRecord,
    ResponsibilityRecord,
    SectionRecord,
    TargetRecord,
)


@dataclass
class Writing:
    """A document being written; each method adds to its text and to its record."""

    title: str
    code: str = "510800"
    doc_no: str | None = None
    issued: str | None = "2023-05-01"
    published: str | None = None
    effective_from: str | None = None
    effective_until: str | None = None
    status: str = "in_force"
    sha256: str = "0" * 64
    text: str = ""
    issuers: list[IssuerRecord] = field(default_factory=list)
    addressees: list[AddresseeRecord] = field(default_factory=list)
    authorized: list[AuthorizationRecord] = field(default_factory=list)
    sections: list[SectionRecord] = field(default_factory=list)
    measures: list[MeasureRecord] = field(default_factory=list)
    systems: list[PlanSystemRecord] = field(default_factory=list)
    targets: list[TargetRecord] = field(default_factory=list)
    citations: list[CitationRecord] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.id = document_id(
            jurisdiction=self.code,
            doc_no=self.doc_no,
            title=self.title,
            issued=self.issued,
            published=self.published,
            draft=self.status == "draft",
        )
        self.say(self.title)

    @property
    def level(self) -> str:
        place = registry.jurisdiction(self.code)
        assert place is not None
        return place.level

    def say(self, words: str) -> tuple[int, int]:
        """Adds a line of text; the span of the words."""
        start = len(self.text)
        self.text += words + "\n"
        return start, start + len(words)

    def body(self, name: str, kind: str = "institution") -> str:
        if kind != "institution":
            return unregistered_id(kind, self.code, name)
        found = registry.resolve(name, jurisdiction=self.code, level=self.level, date=self.issued)
        return found.institution_id

    def issuer(self, name: str) -> Writing:
        order = len(self.issuers) + 1
        self.issuers.append({"written": name, "name": name, "institution_id": self.body(name), "order": order})
        return self

    def addressee(self, name: str, kind: str = "class") -> Writing:
        who = self.body(name, kind)
        self.addressees.append({"written": name, "name": name, "institution_id": who, "channel": "main"})
        return self

    def authorizer(self, name: str) -> Writing:
        start, end = self.say(f"经{name}同意")
        self.authorized.append({"name": name, "form": "agreed", "quote": self.text[start:end]})
        return self

    def section(self, number: str, title: str) -> str:
        start, end = self.say(f"{number}、{title}")
        identifier = unit_id(self.id, "s", number)
        self.sections.append(
            {"id": identifier, "number": number, "path": number, "title": title, "start": start, "end": end}
        )
        return identifier

    def measure(
        self,
        number: str,
        title: str,
        words: str,
        *held: tuple[str, str],
        parent: str | None = None,
        label: str = "分工",
        kinds: dict[str, str] | None = None,
    ) -> MeasureRecord:
        """A measure with an annotation that gives bodies roles: (name, role); `likely` is an inferred lead."""
        note = f"〔{label}：{'；'.join(name for name, _ in held)}〕" if held else ""
        start, end = self.say(f"{title}。{words}{note}")
        path = f"{parent or ''}/{number}"
        record: MeasureRecord = {
            "id": unit_id(self.id, "m", path),
            "number": number,
            "path": path,
            "parent": parent,
            "title": title,
            "head": self.text[start:end][:60],
            "text": self.text[start:end],
            "start": start,
            "end": end,
            "own_end": end,
            "responsibilities": [],
            "targets": [],
            "instruments": [],
        }
        span = (end - len(note), end)
        record["responsibilities"] = self.holders(record["id"], span, held, kinds or {})
        self.measures.append(record)
        around = next((m for m in self.measures if m["id"] == parent), None)
        if around is not None:
            around["end"] = end
            around["text"] = self.text[around["start"] : end]
        return record

    def holders(
        self, target: str, span: tuple[int, int], held: tuple[tuple[str, str], ...], kinds: dict[str, str]
    ) -> list[ResponsibilityRecord]:
        found: list[ResponsibilityRecord] = []
        for position, (name, role) in enumerate(held, 1):
            likely = role == "likely"
            basis = "first_listed" if likely else "marked"
            who = self.body(name, kinds.get(name, "institution"))
            found.append(
                {
                    "id": record_id(self.id, *span, target, who, role, basis),
                    "written": name,
                    "name": name,
                    "institution_id": who,
                    "kind": kinds.get(name, "institution"),
                    "role": "lead" if likely else role,
                    "role_word": "牵头" if role == "lead" else "责任单位",
                    "basis": basis,
                    "position": position,
                    "inferred": likely,
                    "deadline": None,
                    "scope": None,
                    "open_list": False,
                    "rule": "test",
                    "quote": self.text[span[0] : span[1]],
                    "start": span[0],
                    "end": span[1],
                    "name_start": None,
                    "name_end": None,
                }
            )
            if likely:
                found[-1]["order"] = "unknown"
        return found

    def target(self, owner: MeasureRecord, indicator: str, value: int | float | list[int | float] | None) -> Writing:
        start, end = self.say(f"{indicator}达到目标")
        record: TargetRecord = {
            "id": record_id(self.id, start, end, indicator),
            "owner": owner["id"],
            "indicator": indicator,
            "comparator": "range" if isinstance(value, list) else ">=",
            "value": value,
            "unit": "%",
            "deadline": "2025",
            "deadline_text": None,
            "quote": self.text[start:end],
            "start": start,
            "end": end,
        }
        owner["targets"].append(record)
        return self

    def uses(self, owner: MeasureRecord, name: str) -> Writing:
        at = self.text.index(name)
        owner["instruments"].append({"name": name, "start": at, "end": at + len(name)})
        return self

    def cite(
        self,
        title: str | None,
        doc_no: str | None = None,
        relation: str = "implements",
        *,
        since: str | None = None,
        until: str | None = None,
    ) -> Writing:
        number = doc_no if title is None else f"（{doc_no}）" if doc_no else ""
        words = f"《{title}》{number}" if title else str(number)
        start, end = self.say(words)
        self.citations.append(
            {
                "id": record_id(self.id, start, end, relation),
                "title": title,
                "doc_no": doc_no,
                "relation": relation,
                "quote": words,
                "start": start,
                "end": end,
                "effective_from": since,
                "effective_until": until,
            }
        )
        return self

    def record(self) -> DocumentRecord:
        place = registry.jurisdiction(self.code)
        assert place is not None
        head: DocumentHead = {
            "id": self.id,
            "title": self.title,
            "doc_no": self.doc_no,
            "kind": "方案",
            "issuers": self.issuers,
            "addressees": self.addressees,
            "authorized_by": self.authorized,
            "issued": self.issued,
            "published": self.published,
            "effective_from": self.effective_from,
            "effective_until": self.effective_until,
            "consultation_until": None,
            "status": self.status,
            "trial": False,
            "level": place.level,
            "jurisdiction": {"code": self.code, "name": place.name},
            "script": "hans",
            "source": "test.txt",
            "part": 1,
            "member": None,
            "url": None,
            "sha256": self.sha256,
            "text": self.text,
        }
        return {
            "document": head,
            "sections": self.sections,
            "measures": self.measures,
            "plan_systems": self.systems,
            "targets": self.targets,
            "citations": self.citations,
            "warnings": [],
        }


def city_plan(sha256: str = "a" * 64) -> DocumentRecord:
    """A city's plan: a section, a measure with two below it, stated leads, a class, targets, instruments, citations."""
    w = Writing("广元市成果转化行动方案", doc_no="广府办函〔2023〕12号", sha256=sha256)
    w.issuer("市政府办公室").addressee("各县（区）人民政府").authorizer("市委")
    w.cite("四川省成果转化若干措施", "川办发〔2022〕5号").cite("科技进步条例", relation="based_on")
    section = w.section("一", "主要任务")
    first = w.measure(
        "1",
        "畅通科技成果转化渠道",
        "建设转化平台，推行揭榜挂帅。",
        ("市科技局", "lead"),
        ("市财政局", "cooperate"),
        parent=section,
    )
    w.target(first, "技术合同成交额增幅", 14).target(first, "转化率区间", [10, 20.5])
    w.uses(first, "揭榜挂帅")
    w.measure("（1）", "建中试平台", "支持高校开展中试。", parent=first["id"])
    w.measure(
        "（2）",
        "办对接活动",
        "每季办一次。",
        ("市教育局", "lead"),
        ("各县（区）", "responsible"),
        parent=first["id"],
        kinds={"各县（区）": "class"},
    )
    w.measure("2", "改进监督", "公开转化结果。", parent=section)
    return w.record()


def province_measures() -> DocumentRecord:
    """The province's document the city's plan implements: no stated leads, one inferred."""
    w = Writing("四川省成果转化若干措施", code="510000", doc_no="川办发〔2022〕5号", issued="2022-03")
    w.issuer("省政府办公厅")
    w.measure(
        "1",
        "放宽成果处置",
        "科技成果转化收益归单位。",
        ("省科技厅", "responsible"),
        ("省财政厅", "responsible"),
        ("省科技厅", "likely"),
    )
    return w.record()


def other_city() -> DocumentRecord:
    """Another city's plan, which cites the first city's by title alone and repeals an old one."""
    w = Writing("绵阳市成果转化实施方案", code="510700", issued=None)
    w.issuer("市科技局")
    w.cite("广元市成果转化行动方案", relation="cites").cite("绵阳市成果转化旧办法", "绵府〔2015〕3号", "repeals")
    w.cite("四川省成果转化若干措施")
    first = w.measure("一", "推行揭榜挂帅", "面向企业征集难题。", ("市科技局", "responsible"))
    w.uses(first, "揭榜挂帅")
    return w.record()


def old_rules() -> DocumentRecord:
    """The rules the other city's plan repeals."""
    w = Writing("绵阳市成果转化旧办法", code="510700", doc_no="绵府〔2015〕3号", issued="2015-06-01")
    w.issuer("市政府")
    w.measure("第一条", "奖励标准", "按转化收益奖励。", ("市工商局", "lead"))
    return w.record()


def draft_reform() -> DocumentRecord:
    """A draft that sets up a plan system: a role sentence stands under a measure and under the program it describes."""
    w = Writing("科技计划改革方案（征求意见稿）", code="440300", issued="2024-04", status="draft")
    w.issuer("市科技创新局")
    around = w.measure("一", "基础研究计划", "资助前沿探索。", ("市财政局", "cooperate"))
    passage = w.measure("", "自由探索专项", "由市科技创新局负责实行择优资助。", parent=around["id"])
    start = w.text.index("由市科技创新局")
    sentence = w.holders(passage["id"], (start, w.text.index("\n", start)), (("市科技创新局", "responsible"),), {})
    for one in sentence:
        one["basis"] = "prose"
    passage["responsibilities"] = sentence
    at = w.text.index("择优资助")
    mention: InstrumentMention = {"name": "择优资助", "start": at, "end": at + 4}
    program: ProgramRecord = {
        "id": unit_id(w.id, "g", "自由探索专项"),
        "name": "自由探索专项",
        "funding": "merged",
        "measure_id": passage["id"],
        "start": passage["start"],
        "end": passage["end"],
        "responsibilities": [*sentence],
        "instruments": [mention],
    }
    category: CategoryRecord = {
        "id": unit_id(w.id, "c", "基础研究计划"),
        "order": 1,
        "name": "基础研究计划",
        "purpose": "资助前沿探索。",
        "measure_id": around["id"],
        "start": around["start"],
        "end": around["end"],
        "responsibilities": [],
        "instruments": [],
        "programs": [program],
    }
    fund: FundRecord = {
        "id": unit_id(w.id, "f", "科技专项资金"),
        "name": "科技专项资金",
        "merged_from": [{"name": "研发资金"}, {"name": "创新资金"}],
        "funds": [category["id"]],
        "start": 0,
        "end": 4,
        "responsibilities": [],
    }
    w.systems.append(
        {
            "id": unit_id(w.id, "p", "科技计划"),
            "name": "科技计划体系",
            "start": 0,
            "end": 4,
            "responsibilities": [],
            "categories": [category],
            "funds": [fund],
        }
    )
    return w.record()


def all_records() -> list[DocumentRecord]:
    """Five documents of different places, dates and kinds, some of which name each other."""
    return [city_plan(), province_measures(), other_city(), old_rules(), draft_reform()]
