"""Who works on what, as a matrix read in one query: for co-responsibility of any size (see coworking)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph import catalogue
from graph.analysis.overlap import roles_asked_for
from graph.store import Store
from ontology import model


@dataclass(frozen=True)
class Incidence:
    """Who works on what: `held[i, j]` is one where body i has a role in task j; both by id, in order."""

    bodies: tuple[str, ...]
    tasks: tuple[str, ...]
    held: sparse.csr_matrix


def read_incidence(store: Store, *, roles: Collection[str] | None = None) -> Incidence:
    """The responsibilities for measures as printed, of all documents, without inferred leads; BadParameter for a role
    that is not known.

    Nothing is inherited and nothing else is read: the counts of `zhize overlap` are over tasks and by document.
    """
    wanted = set(roles_asked_for(roles))
    edges = dict.fromkeys(str(t.extra["edge"]) for t in model.vocabulary("roles").terms if t.id in wanted)
    rows = store.read(catalogue.text("tasks_of_bodies", type=catalogue.types(edges)))
    return incidence_of({row["body"]: row["tasks"] for row in rows})


def incidence_of(tasks: Mapping[str, Sequence[str]]) -> Incidence:
    """The matrix of bodies with their tasks; a task named twice counts once."""
    bodies = tuple(sorted(tasks))
    places = {task: 0 for body in bodies for task in tasks[body]}
    ordered = tuple(sorted(places))
    places.update({task: j for j, task in enumerate(ordered)})
    lengths = np.fromiter((len(tasks[body]) for body in bodies), np.int64, len(bodies))
    columns = np.fromiter((places[task] for body in bodies for task in tasks[body]), np.int64, int(lengths.sum()))
    starts = np.r_[0, np.cumsum(lengths)]
    held = sparse.csr_matrix((np.ones(len(columns), np.int64), columns, starts), (len(bodies), len(ordered)))
    held.sum_duplicates()
    held.data[:] = 1
    return Incidence(bodies, ordered, held)
