"""A user's file of bodies, aliases and lines as additions to the registry, checked against what is there."""

from __future__ import annotations

from ontology.registry.additions import Additions, extend, trying
from ontology.registry.own_bodies import bodies
from ontology.registry.own_items import BadRegistry, Problems, parse
from ontology.registry.own_lines import circles, conflicts, joint_bodies, line_names, own_lines

FORMS = ("yaml", "csv")


def read_additions(text: str, form: str, *, check: bool = True) -> Additions:
    """What a text in a form (yaml, csv) adds to the registry as it is now; nothing is put in force.

    All or nothing: raises BadRegistry with every problem found. Without `check` names that are there already are no
    problem, as for a file that was checked when it was taken in.
    """
    problems = Problems()
    raw = parse(text, form, problems)
    with trying() as before:
        found = own_lines(raw.lines, problems)
        extend(before + found)
        named = line_names(raw.lines, problems, check=check) + joint_bodies(raw.joint_bodies, problems)
        if check:
            conflicts(named, problems)
        found += named
        extend(before + found)
        found += bodies(raw.bodies, before + found, problems, check=check)
        circles(found, problems)
    if not found and not problems.found:
        problems.say("", "文件里没有可加的内容")
    if problems.found:
        raise BadRegistry(tuple(problems.found))
    return found
