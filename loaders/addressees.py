"""Whom a document is sent to: the line above its text that ends with a colon, and the copies below it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.paragraphs import paragraphs
from loaders.types import Span
from ontology import registry

_LINE = re.compile(r"^(?!.*[。；《]).{2,400}[：:]$")
_COPY = re.compile(r"抄送[：:]\s*(?P<list>.+)$")
_CLASS = re.compile(r"各|有关|所有|以上|全体|部门$|单位$")
_ALTERNATIVES = re.compile(r"[（(][^（）()]*[）)]")
_ENDINGS = ("厅", "委", "局", "办")
# 各委、办、厅、局 is one class: kinds of bodies by their last characters.
_KIND = re.compile("[委办厅局部室院署]")
_KINDS_OF_CLASS = re.compile("(?:各|有关|所属|直属)[委办厅局部室院署](?:、[委办厅局部室院署])*$")
# X委、人民政府: the government of those whose committee stands before it.
_GOVERNMENT = re.compile("(?:人民)?政府|管委会")
_COMMITTEE_OF = re.compile("(?P<whose>.+?)(?:党工委|工委|党委|(?<=[省市州县区旗盟）)])委)$")
_AREA = re.compile(r"(?:开发区|园区|新区|示范区|度假区|风景名胜区|保税区|港|园|城)$")
_PARTY_ORGAN = re.compile(r"党?[（(]?工[）)]?委(?:[、和]?管委会)?$|党[（(]工[）)]委$|管委会$")
_ORGAN = re.compile(
    r"[委局厅部办院会署社处]$|政府$|公司$|部门$|单位$|机构$|学校$|高校$|企业$|党组$|中心$|团体$|机关$|室$"
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """written as printed; name the body meant; kind institution, class or area; channel main or copy.

    other_names are the forms a bracket offers for some places of a multiplied list (科技厅（委、局）: 科技委, 科技局).
    """

    written: str
    name: str
    kind: str
    channel: str
    other_names: tuple[str, ...] = ()


def addressees(words: str, head: Span, end: Span) -> list[Addressee]:
    """The addressees in the head of a document, and those of copies (抄送) at its end."""
    found: list[Addressee] = []
    for line in paragraphs(words, head.start, head.end):
        text = words[line.start : line.end]
        if _LINE.match(text) and (_CLASS.search(text) or _ORGAN.search(_ALTERNATIVES.sub("", text[:-1]))):
            found = read_list(text[:-1], "main")
            break
    for line in paragraphs(words, end.start, end.end):
        if (match := _COPY.match(words[line.start : line.end])) is not None:
            found += read_list(match["list"].rstrip("。"), "copy")
    return found


def read_list(text: str, channel: str) -> list[Addressee]:
    """The bodies of a list; a list of places before a list of departments is multiplied out."""
    found: list[Addressee] = []
    for group in split_outside(text, "，,；;"):
        tokens = split_outside(group, "、")
        multiplied = _multiplied(tokens, channel)
        found += multiplied or [Addressee(w, n, _kind(n), channel) for w, n in _shared_organ(_plain(tokens))]
    return found


def _shared_organ(entries: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Areas listed before one party organ share it: A开发区、B园区、C港党（工）委."""
    organ = _PARTY_ORGAN.search(entries[-1][1]) if len(entries) > 1 else None
    if organ is None or not all(_AREA.search(name) for _, name in entries[:-1]):
        return entries
    return [(written, name + organ[0]) for written, name in entries[:-1]] + [entries[-1]]


def split_outside(text: str, marks: str) -> list[str]:
    """The parts of a text between marks that stand outside brackets."""
    parts: list[str] = []
    depth, start = 0, 0
    for at, char in enumerate(text):
        if char in "（(〔[":
            depth += 1
        elif char in "）)〕]":
            depth = max(0, depth - 1)
        elif char in marks and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def _multiplied(tokens: list[str], channel: str) -> list[Addressee]:
    places: list[str] = []
    for index, token in enumerate(tokens):
        if registry.find_jurisdictions(token):
            places.append(token)
            continue
        place = next((token[:n] for n in range(len(token) - 1, 1, -1) if registry.find_jurisdictions(token[:n])), "")
        if not places or not place:
            return []
        departments = [token[len(place) :], *tokens[index + 1 :]]
        return [_department(p, d, channel) for p in [*places, place] for d in departments]
    return []


def _department(place: str, written: str, channel: str) -> Addressee:
    base = _ALTERNATIVES.sub("", written)
    offered = _ALTERNATIVES.search(written)
    endings = re.split("[、，,]", offered[0][1:-1]) if offered else []
    others = tuple(place + base[:-1] + ending for ending in endings if ending in _ENDINGS and base[-1:] in _ENDINGS)
    name = place + base
    return Addressee(written, name, _kind(name), channel, others)


def _plain(tokens: list[str]) -> list[tuple[str, str]]:
    """The entries of a group; 各市、县（区）人民政府 is one: places of a class before the organ they share."""
    entries: list[tuple[str, str]] = []
    held: list[str] = []
    for token in tokens:
        if entries and _KIND.fullmatch(token) and _KINDS_OF_CLASS.search(entries[-1][1]):
            entries[-1] = (f"{entries[-1][0]}、{token}", f"{entries[-1][1]}、{token}")
            continue
        if entries and _GOVERNMENT.fullmatch(token) and (own := _COMMITTEE_OF.fullmatch(entries[-1][1])):
            entries.append((token, own["whose"] + token))
            continue
        bare = _ALTERNATIVES.sub("", token)
        if (held or token.startswith("各")) and not _ORGAN.search(bare) and not registry.find_jurisdictions(bare):
            held.append(token)
            continue
        joined = "、".join([*held, token])
        entries.append((joined, joined))
        held = []
    entries += [(token, token) for token in held]
    return entries


def _kind(name: str) -> str:
    if _CLASS.search(name):
        return "class"
    return "area" if re.search(r"(?:开发区|园区|新区|示范区|度假区|港区)(?:党工委|管委会)?$", name) else "institution"
