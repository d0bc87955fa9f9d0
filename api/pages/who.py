"""The question “who leads X” as people type it into a search box."""

from __future__ import annotations

import re
from dataclasses import dataclass

from api.labels import meanings

# Words of “in charge” that ask for the lead, whatever role the vocabulary gives them in a document.
_IN_CHARGE = ("负责", "主管", "分管", "管", "抓", "承担", "主责")
_ROLE = r"(?P<role>牵头负责|牵头|主办|负责|主管|分管|管|抓|承担|主责|配合|协办|参与|落实|统筹|监督|考核|指导|审批|审定)"
_WHO = r"(?:由|是)?(?:谁|哪个?(?:部门|单位|机构|家|些部门|些单位)|什么(?:部门|单位|机构))(?:来|去)?"
_FORMS = (
    re.compile(rf"{_WHO}\s*{_ROLE}\s*(?:了|着)?\s*(?P<subject>.{{2,}})"),
    re.compile(rf"(?P<subject>.{{2,}}?)(?:工作|任务|这件事)?\s*{_WHO}\s*{_ROLE}(?:的)?"),
    re.compile(rf"(?P<subject>.{{2,}}?)的?\s*{_ROLE}(?:单位|部门|机构)(?:是谁|是什么|是哪家?|有哪些|有谁)?"),
)


@dataclass(frozen=True, slots=True)
class Who:
    """What is asked: a subject, and the id of a role (None for the lead)."""

    subject: str
    role: str | None


def who_question(text: str) -> Who | None:
    """The subject and role of 谁牵头X, X由谁负责, 哪个部门负责X, X的牵头单位; None for any other text."""
    plain = text.strip().strip("？?。！!“”\"' 　")
    for form in _FORMS:
        found = form.fullmatch(plain)
        if found and (subject := found["subject"].strip("“”\"'《》 　，,")):
            word = found["role"].removesuffix("负责") or "负责"
            role = None if word in _IN_CHARGE else meanings("roles", "").get(word)
            return Who(subject, None if role == "lead" else role)
    return None
