"""The process a SPARQL query runs in: reads a copy of the graph, and can neither write nor reach the network.

    python -I sparql_child.py build FILE.nq FOLDER     make the copy
    python -I sparql_child.py ask FOLDER               one query: JSON on standard input, the answer on standard output

It ends with 0, or with 1 and one line of JSON `{"code", "message"}` on standard error. It imports nothing of ours, so
that it starts fast; memory and time are limited from outside and here.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

_RDF = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
_STRING = "http://www.w3.org/2001/XMLSchema#string"


try:
    import resource
except ImportError:  # Windows cannot bound a process this way
    resource = None  # type: ignore[assignment]


class Refused(Exception):
    """The query cannot be answered: a code and a sentence."""


def build(source: str, folder: str) -> None:
    """Make the copy."""
    store = ox.Store(folder)
    store.bulk_load(path=source, format=ox.RdfFormat.N_QUADS)
    store.flush()


def ask(folder: str, request: dict[str, Any], out: Any) -> None:
    """Answer one query."""
    if resource is None:
        raise Refused("sparql_failed", "本系统不能限制进程的内存和时间，不提供 SPARQL")
    resource.setrlimit(resource.RLIMIT_CPU, (int(request["seconds"]) + 1,) * 2)
    resource.setrlimit(resource.RLIMIT_AS, (request["memory"],) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    store = ox.Store.read_only(folder)
    _no_more_files()
    answer = store.query(
        request["query"],
        prefixes=request["prefixes"],
        use_default_graph_as_union=not request["dataset"],
        **_dataset(request),
    )
    size = 0
    for text in _written(answer, request):
        data = text.encode("utf-8", "replace") if isinstance(text, str) else text
        size += len(data)
        if size > request["bytes"]:
            raise Refused("sparql_too_large", f"SPARQL 结果超过 {request['bytes']} 字节；请加 LIMIT 或少取几列")
        out.write(data)


def _no_more_files() -> None:
    """Take away the right to open anything more, sockets among it: the store's files are open by now.

    The limit alone leaves the numbers that are free below it: those are filled.
    """
    highest = max(int(name) for name in os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 64
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1, highest + 1))
    with contextlib.suppress(OSError):
        while True:
            os.open(os.devnull, os.O_RDONLY)


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if request["default_graphs"]:
        found["default_graph"] = [ox.NamedNode(iri) for iri in request["default_graphs"]]
    if request["named_graphs"]:
        found["named_graphs"] = [ox.NamedNode(iri) for iri in request["named_graphs"]]
    return found


def _written(answer: Any, request: dict[str, Any]) -> Iterator[str | bytes]:
    form = request["form"]
    if isinstance(answer, ox.QueryBoolean):
        yield _BOOLEANS[form].format("true" if answer else "false")
    elif isinstance(answer, ox.QuerySolutions):
        names = [variable.value for variable in answer.variables]
        yield from _TABLES[form](names, _limited(([row[n] for n in names] for row in answer), request["rows"]))
    else:
        triples = list(_limited(answer, request["rows"]))
        triples.sort(key=str)
        yield ox.serialize(triples, format=_RDF[form], prefixes=request["prefixes"]) or b""


def _limited(rows: Iterable[Any], most: int) -> Iterator[Any]:
    """The rows; more of them than the limit are an error, for a cut answer would be a wrong count."""
    remaining = iter(rows)
    yield from islice(remaining, most)
    if next(remaining, None) is not None:
        raise Refused("sparql_too_large", f"SPARQL 结果超过 {most} 行；请加 LIMIT")


def _json(names: Sequence[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    yield json.dumps({"head": {"vars": names}}, ensure_ascii=False)[:-1] + ', "results": {"bindings": ['
    for number, row in enumerate(rows):
        told = {name: _term(value) for name, value in zip(names, row, strict=True) if value is not None}
        yield ("," if number else "") + "\n" + json.dumps(told, ensure_ascii=False)
    yield "\n]}}\n"


def _term(value: Any) -> dict[str, Any]:
    if isinstance(value, ox.NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, ox.BlankNode):
        return {"type": "bnode", "value": value.value}
    if isinstance(value, ox.Triple):
        parts = {"subject": value.subject, "predicate": value.predicate, "object": value.object}
        return {"type": "triple", "value": {name: _term(part) for name, part in parts.items()}}
    told = {"type": "literal", "value": value.value}
    if value.language:
        told["xml:lang"] = value.language
    elif value.datatype.value != _STRING:
        told["datatype"] = value.datatype.value
    return told


def _csv(names: Sequence[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    """SPARQL 1.1 CSV: plain values, so that a text that looks like a formula gets an apostrophe as in all our CSV."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = str(value) if isinstance(value, ox.BlankNode | ox.Triple) else value.value
    plain = isinstance(value, ox.Literal) and value.datatype.value.endswith(("#string", "#langString"))
    return "'" + text if plain and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _tsv(names: Sequence[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in names) + "\n"
    for row in rows:
        yield "\t".join("" if v is None else str(v).replace("\t", "\\t") for v in row) + "\n"


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml(names: Sequence[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    yield f"{_XML}<head>{''.join(f'<variable name={quoteattr(n)}/>' for n in names)}</head><results>\n"
    for row in rows:
        bound = [(name, value) for name, value in zip(names, row, strict=True) if value is not None]
        cells = "".join(f"<binding name={quoteattr(name)}>{_element(value)}</binding>" for name, value in bound)
        yield f"<result>{cells}</result>\n"
    yield "</results></sparql>\n"


def _element(value: Any) -> str:
    told = _term(value)
    if told["type"] == "triple":
        parts = {"subject": value.subject, "predicate": value.predicate, "object": value.object}
        return "<triple>" + "".join(f"<{n}>{_element(v)}</{n}>" for n, v in parts.items()) + "</triple>"
    about = "".join(f" {k}={quoteattr(told[k])}" for k in ("xml:lang", "datatype") if k in told)
    text = "".join(c for c in told["value"] if c >= " " or c in "\t\n\r")
    return f"<{told['type']}{about}>{escape(text)}</{told['type']}>"


_TABLES = {"json": _json, "csv": _csv, "tsv": _tsv, "xml": _xml}
_BOOLEANS = {
    "json": '{{"head": {{}}, "boolean": {}}}\n',
    "csv": "{}\n",
    "tsv": "{}\n",
    "xml": _XML + "<head/><boolean>{}</boolean></sparql>\n",
}


def main(arguments: list[str]) -> int:
    """Do what the arguments say; the number to end with."""
    code, message = "sparql_failed", ""
    try:
        if arguments[0] == "build":
            build(arguments[1], arguments[2])
            return 0
        with io.BufferedWriter(io.FileIO(1, "wb", closefd=False)) as out:
            ask(arguments[1], json.load(sys.stdin.buffer), out)
        return 0
    except Refused as error:
        code, message = error.args
    except SyntaxError as error:
        code, message = "sparql_syntax", f"SPARQL 有语法错误：{error.msg}"
    except (MemoryError, RecursionError):
        code, message = "sparql_memory", "SPARQL 查询所需内存超过限制"
    except Exception as error:
        message = f"SPARQL 查询执行出错：{error}"
    print(json.dumps({"code": code, "message": message}, ensure_ascii=True), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
