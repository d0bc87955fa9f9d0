"""Where IRIs of ours lead: the ontology, its terms, shapes and JSON-LD context, and every node of the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from api.pages import Pages
from api.respond import MEDIA, gives, wanted
from api.service import LocalService
from graph.errors import NotFound
from ontology import owl, shapes
from ontology.context import context
from ontology.terms import Names
from ontology.turtle import Description, Literal, document

_FORMS = ("ttl", "jsonld", "rdf", "html")
_WRITERS = {"ttl": "ttl", "jsonld": "jsonld", "rdf": "rdfxml", "nq": "nq"}
_OWN_KINDS = {
    "Class": "类",
    "ObjectProperty": "关系",
    "DatatypeProperty": "属性",
    "ConceptScheme": "词表",
    "Concept": "词",
}
_VARIES = {"Vary": "Accept"}


def linked_router(service: LocalService, pages: Pages) -> APIRouter:
    """`/ontology`, `/ontology/{term}`, `/id/{id}`: HTML, Turtle, JSON-LD or RDF/XML as is asked for."""
    made = APIRouter(tags=["RDF"])
    names = Names(service.settings.rdf_base())

    told = gives("RDF", *(MEDIA[form] for form in (*_FORMS, "nq")))

    @made.get("/ontology", summary="本体", description="The ontology.", operation_id="ontology", responses=told)
    def whole(request: Request) -> Response:
        return _answer(request, pages, names, list(owl.ontology(names)))

    @made.get(
        "/ontology/shapes", summary="SHACL 形状", description="The SHACL shapes.", operation_id="shapes", responses=told
    )
    def rules(request: Request) -> Response:
        form = wanted(request, _FORMS[:3])
        return _data(list(shapes.shapes(names)), names, form)

    @made.get(
        "/ontology/context",
        summary="JSON-LD 上下文",
        description="JSON-LD context.",
        operation_id="context",
        responses=told,
    )
    def meaning(request: Request) -> Response:
        wanted(request, ("jsonld", "json"))
        text = json.dumps({"@context": context(names)}, ensure_ascii=False)
        return Response(text, media_type=MEDIA["jsonld"], headers=_VARIES)

    @made.get("/ontology/{term}", summary="本体的一个词", description="A term.", operation_id="term", responses=told)
    def term(request: Request, term: str) -> Response:
        found = [d for d in owl.ontology(names) if d.subject == names.space + term]
        if not found:
            raise NotFound("not_found", f"本体里没有 {term}")
        return _answer(request, pages, names, found)

    @made.get("/id/{id}", summary="一个节点的 RDF", description="A node as RDF.", operation_id="thing", responses=told)
    def thing(request: Request, id: str) -> Response:
        from graph.rdf import formats, streaming

        form = wanted(request, (*_FORMS[:3], "nq", "html"))
        if form == "html":
            return RedirectResponse(f"/entities/{id}", status_code=303, headers=_VARIES)
        parts = formats.WRITERS[_WRITERS[form]](streaming.one(service.store, names, id), names)
        return StreamingResponse(parts, media_type=MEDIA[form], headers=_VARIES)

    return made


def _answer(request: Request, pages: Pages, names: Names, told: list[Description]) -> Response:
    form = wanted(request, _FORMS)
    if form == "html":
        formats = [(f.upper(), f"{request.url.path.removesuffix('.html')}.{f}") for f in _FORMS[:3]]
        return pages.render(
            request, "ontology.html", terms=sorted(_rows(names, told), key=lambda term: term["union"]), formats=formats
        )
    return _data(told, names, form)


def _data(told: Iterable[Description], names: Names, form: str) -> Response:
    """Descriptions with lists in them, which only Turtle writes by itself."""
    text = "".join(document(names.prefixes, told)).encode()
    if form != "ttl":
        import pyoxigraph as ox

        kinds = {"jsonld": ox.RdfFormat.JSON_LD, "rdf": ox.RdfFormat.RDF_XML}
        triples = (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
        text = ox.serialize(triples, format=kinds[form], prefixes=names.prefixes) or b""
    return Response(text, media_type=MEDIA[form], headers=_VARIES)


def _rows(names: Names, told: Iterable[Description]) -> Iterator[dict[str, Any]]:
    """What a page shows of each term."""
    for one in told:
        said: dict[tuple[str, str], str] = {}
        kinds: list[str] = []
        for predicate, thing in one.said:
            if isinstance(thing, Literal):
                said.setdefault((predicate, thing.language), thing.value)
            elif isinstance(thing, str) and predicate == names.iri("rdf:type"):
                kinds.append(thing.rpartition("#")[2])
        if one.subject == names.ontology:
            continue
        label, definition = names.iri("rdfs:label"), names.iri("skos:definition")
        above = [t for p, t in one.said if p in (names.iri("rdfs:subClassOf"), names.iri("rdfs:subPropertyOf"))]
        yield {
            "name": one.subject.removeprefix(names.space),
            "kind": "、".join(_OWN_KINDS.get(k, k) for k in kinds),
            "zh": said.get((label, "zh"), ""),
            "en": said.get((label, "en"), ""),
            "zh_doc": said.get((definition, "zh"), ""),
            "doc": said.get((definition, "en"), ""),
            "above": above,
            "union": any(predicate == names.iri("owl:unionOf") for predicate, _ in one.said),
        }
