"""A client of a running zhize server: the same questions, the same answers, as typed methods."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import httpx

from api.errors import rebuild
from api.questions import Answer, Question, questions
from api.registers import Register
from api.service import Service
from graph.errors import StoreUnreachable, ZhizeError

if TYPE_CHECKING:
    from graph.backup import Backup
    from ontology.records import DocumentRecord

GENERATION = "X-Zhize-Generation"
PAGE_SIZE = 500
MEDIA_OF_RDF = {"nq": "application/n-quads", "jsonld": "application/ld+json"}
_ATTEMPTS = 5


class _Changed(Exception):
    """The store was written to between two pages of one answer."""


class Client(Service):
    """Speaks to a server at an address; `token` is needed for writes.

    Lists are fetched page by page and belong to one state of the store. Raises the errors the server names by code;
    StoreUnreachable when it does not answer.
    """

    def __init__(self, address: str, *, token: str | None = None, timeout: float = 120.0) -> None:
        headers = {"Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self.address = address.rstrip("/")
        # The user's proxy settings are for the outside world, not for a server on this machine.
        self._http = httpx.Client(base_url=self.address, headers=headers, timeout=timeout, trust_env=False)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(self, question: str, parameters: Mapping[str, Any]) -> Answer:
        """The answer to a question, from the server; all rows unless `limit` is among the parameters."""
        asked = questions()[question]
        by_key = {p.key: p.name for p in asked.params}
        given = {by_key.get(name, name): value for name, value in parameters.items() if value is not None}
        if not asked.paged or "limit" in given:
            return self._get(asked, given)[0]
        for _ in range(_ATTEMPTS):
            try:
                return self._whole(asked, given)
            except _Changed:
                continue
        raise ZhizeError("store_failed", "存储一直在变动，读不到完整的回答，请稍后再试")

    def _whole(self, asked: Question, given: dict[str, Any]) -> Answer:
        start = int(given.get("offset", 0))
        answer, generation = self._get(asked, {**given, "limit": PAGE_SIZE, "offset": start})
        at = start + PAGE_SIZE
        while at < answer["total"]:
            page, now = self._get(asked, {**given, "limit": PAGE_SIZE, "offset": at})
            if now != generation:
                raise _Changed
            answer["results"] += page["results"]
            at += PAGE_SIZE
        return {**answer, "limit": None, "offset": start}

    def _get(self, asked: Question, given: Mapping[str, Any]) -> tuple[Answer, str]:
        values = {name: str(given[name]) for name in (p.name for p in asked.path_params)}
        path = asked.path
        for name, value in values.items():
            path = path.replace("{" + name + "}", quote(value, safe=""))
        query = {k: _text(v) for k, v in given.items() if k not in values}
        response = self._send("GET", path, params=query)
        return response.json(), response.headers.get(GENERATION, "")

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            response = self._http.request(method, path, **options)
        except httpx.HTTPError as error:
            raise self._silent(error) from error
        if response.is_success:
            return response
        raise self._told(response)

    def _silent(self, error: httpx.HTTPError) -> ZhizeError:
        return StoreUnreachable("store_unreachable", f"服务 {self.address} 没有回答：{error}")

    def _told(self, response: httpx.Response) -> ZhizeError:
        """The error a server told of."""
        try:
            body = response.json()
            return rebuild(str(body["code"]), str(body["detail"]))
        except (ValueError, KeyError, TypeError):
            return ZhizeError("internal", f"服务 {self.address} 的回答不可读（HTTP {response.status_code}）")

    def _post(self, path: str, body: Any) -> Answer:
        data = json.dumps(body, ensure_ascii=False).encode()
        answer = self._send("POST", path, content=data, headers={"Content-Type": "application/json"}).json()
        return dict(answer)

    def cypher(self, query: str, parameters: Mapping[str, Any] | None = None, *, explain: bool = False) -> Answer:
        """A read-only Cypher query, or its plan."""
        return self._post("/cypher", {"query": query, "parameters": dict(parameters or {}), "explain": explain})

    def sparql(
        self, query: str, form: str = "", *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> tuple[str, bytes]:
        """A SPARQL query."""
        pairs = [("query", query), *(("format", f) for f in [form] if f)]
        pairs += [("default-graph-uri", iri) for iri in default_graphs]
        pairs += [("named-graph-uri", iri) for iri in named_graphs]
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "*/*"}
        answer = self._send("POST", "/sparql", content=urlencode(pairs).encode(), headers=headers)
        return answer.headers["X-Zhize-Format"], answer.content

    def load(self, records: Iterable[DocumentRecord]) -> Answer:
        """Keep documents, one request and one transaction each."""
        results = [row for record in records for row in self._post("/load", {"records": [record]})["results"]]
        return {"results": results}

    def load_rdf(self, data: bytes, form: str) -> Answer:
        """Keep an export in one transaction."""
        headers = {"Content-Type": MEDIA_OF_RDF[form]}
        return dict(self._send("POST", "/load/rdf", content=data, headers=headers).json())

    def remove(self, document: str) -> Answer:
        """Take a document out of the store."""
        return dict(self._send("DELETE", f"/documents/{quote(document, safe='')}").json())

    def correct(self, rows: Sequence[Mapping[str, Any]]) -> Answer:
        """Lay corrections over documents."""
        return self._post("/corrections", {"corrections": [dict(row) for row in rows]})

    def undo(self, correction: str) -> Answer:
        """Take a correction back."""
        return dict(self._send("DELETE", f"/corrections/{quote(correction, safe='')}").json())

    def judge(self, judgement: Mapping[str, Any]) -> Answer:
        """Keep a person's word on a pair of plan parts."""
        return self._post("/plan-systems/judgements", dict(judgement))

    def registers(self) -> tuple[Register, ...]:
        """The files of additions that the server keeps."""
        found = self._send("GET", "/registers").json()["results"]
        return tuple(Register(one["name"], one["form"], one["text"]) for one in found)

    def add_register(self, register: Register) -> Answer:
        """Check a file of additions, keep it and put it in force."""
        return self._post("/registers", asdict(register))

    def remove_register(self, name: str) -> Answer:
        """Take a file of additions away."""
        return dict(self._send("DELETE", f"/registers/{quote(name, safe='')}").json())

    def export(self, format: str, **filters: Any) -> Iterator[bytes]:
        """The graph, or a part of it, in a format."""
        query = {"format": format, **{k: _text(v) for k, v in filters.items() if v is not None}}
        return self._stream("/exports", query)

    def _stream(self, path: str, query: Mapping[str, Any]) -> Iterator[bytes]:
        try:
            with self._http.stream("GET", path, params=query, headers={"Accept": "*/*"}, timeout=None) as response:
                if not response.is_success:
                    response.read()
                    raise self._told(response)
                yield from response.iter_bytes()
        except httpx.HTTPError as error:
            raise self._silent(error) from error

    def info(self) -> Answer:
        """The store and what it holds."""
        return dict(self._send("GET", "/store").json())

    def verify(self) -> Answer:
        """Whether the store is sound."""
        return dict(self._send("GET", "/store/verify", timeout=None).json())

    def backup(self, path: Path) -> Backup:
        """Write all that the server's store holds into a new file on this machine."""
        from graph.backup import place, read_backup

        with place(path) as scratch, scratch.open("wb") as out:
            out.writelines(self._stream("/store/backup", {}))
        return read_backup(path)

    def generation(self) -> int | str:
        """The store's generation."""
        value: int | str = self.info()["generation"]
        return value


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
