"""The questions: each a function of a store and parameters that gives the rows of graph.rows."""

from graph.answers.chain import chain
from graph.answers.contents import catalog
from graph.answers.corrections import corrections
from graph.answers.finding import search_all as search
from graph.answers.leads import who_leads
from graph.answers.listings import documents, institutions, measures
from graph.answers.nodes import adjacent, entity
from graph.answers.surroundings import graph_of

__all__ = [
    "adjacent",
    "catalog",
    "chain",
    "corrections",
    "documents",
    "entity",
    "graph_of",
    "institutions",
    "measures",
    "search",
    "who_leads",
]
