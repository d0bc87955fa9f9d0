"""Settings: each a row with its environment variable, default and meaning, read in one place."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from graph.errors import BadParameter
from ontology.terms import DEFAULT_BASE

KILO = 1024
FILE_VARIABLE = "ZHIZE_SETTINGS"


def default_store() -> str:
    """The folder of the user's own store, by the customs of the operating system."""
    from platformdirs import user_data_path

    return str(user_data_path("zhize", appauthor=False) / "store")


def _row(env: str, zh: str, en: str, default: Any, *, secret: bool = False) -> Any:
    metadata = {"env": env, "zh": zh, "en": en}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata, repr=not secret)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of zhize was told by its environment; every field is a row of `SETTINGS`."""

    store: str = _row(
        "ZHIZE_STORE",
        "存储：文件夹（内置引擎）或 neo4j://、bolt:// 地址；缺省为用户数据文件夹",
        "store: a folder (embedded engine) or a neo4j:// or bolt:// address; the user's data folder by default",
        default_store,
    )
    neo4j_user: str = _row("ZHIZE_NEO4J_USER", "Neo4j 用户名", "Neo4j user name", "neo4j")
    neo4j_password: str = _row(
        "ZHIZE_NEO4J_PASSWORD", "Neo4j 密码；从不打印", "Neo4j password; never printed", "", secret=True
    )
    neo4j_password_file: str = _row(
        "ZHIZE_NEO4J_PASSWORD_FILE", "内有 Neo4j 密码的文件", "a file that holds the Neo4j password", ""
    )
    neo4j_database: str = _row(
        "ZHIZE_NEO4J_DATABASE", "Neo4j 数据库名；缺省为服务器的默认库", "Neo4j database; the server's default", ""
    )
    host: str = _row("ZHIZE_HOST", "服务监听的地址", "address the server listens on", "127.0.0.1")
    port: int = _row(
        "ZHIZE_PORT",
        "服务的端口；被占用时取下一个空闲端口，0 为任意",
        "port of the server; the next free one when it is taken, 0 for any",
        8340,
    )
    hosts: str = _row(
        "ZHIZE_HOSTS",
        "除本机名称外允许的 Host 名称，用逗号分开",
        "host names let in besides those of the machine itself, parted by commas",
        "",
    )
    reconcile_origins: str = _row(
        "ZHIZE_RECONCILE_ORIGINS",
        "哪些网站的网页可以读 /reconcile（CORS），用逗号分开，* 为任何网站；本机的网页总可以",
        "origins whose pages may read /reconcile (CORS), parted by commas, * for all; pages of this machine always may",
        "",
    )
    token: str = _row(
        "ZHIZE_TOKEN",
        "写入所需的令牌；缺省时服务启动时随机生成，写在存储文件夹里",
        "token that writes need; by default a random one, left in the store's folder",
        "",
        secret=True,
    )
    store_wait: float = _row(
        "ZHIZE_STORE_WAIT",
        "存储正被另一个进程使用时等待的秒数",
        "seconds to wait for a store that another process uses, as another command or a starting server does",
        30.0,
    )
    max_limit: int = _row("ZHIZE_MAX_LIMIT", "一次 HTTP 请求最多返回的行数", "rows one HTTP request may ask for", 500)
    max_body: int = _row(
        "ZHIZE_MAX_BODY", "HTTP 请求正文的字节数上限", "bytes the body of an HTTP request may have", KILO * KILO
    )
    max_record: int = _row(
        "ZHIZE_MAX_RECORD",
        "带令牌写入时请求正文的字节数上限",
        "bytes the body of a write (with the token) may have",
        64 * KILO * KILO,
    )
    query_seconds: float = _row(
        "ZHIZE_QUERY_SECONDS", "一条 Cypher 查询的秒数上限", "seconds a Cypher query may take", 30.0
    )
    query_rows: int = _row("ZHIZE_QUERY_ROWS", "一条 Cypher 查询的行数上限", "rows a Cypher query may return", 10_000)
    query_bytes: int = _row(
        "ZHIZE_QUERY_BYTES",
        "一条 Cypher 查询结果的字节数上限",
        "bytes the result of a Cypher query may have",
        32 * KILO * KILO,
    )
    sparql_memory: int = _row(
        "ZHIZE_SPARQL_MEMORY",
        "一条 SPARQL 查询可用的内存字节数上限",
        "bytes of memory a SPARQL query may take",
        2 * KILO * KILO * KILO,
    )
    read_bytes: int = _row(
        "ZHIZE_READ_BYTES",
        "一个文件（或压缩包里的一个文件）的字节数上限",
        "bytes a file, or an entry of an archive, may have",
        64 * KILO * KILO,
    )
    read_unpacked: int = _row(
        "ZHIZE_READ_UNPACKED",
        "压缩包或 PDF 展开后的字节数上限",
        "bytes an archive or a PDF file may unpack to",
        256 * KILO * KILO,
    )
    read_characters: int = _row(
        "ZHIZE_READ_CHARACTERS", "一个文件的字数上限", "characters the text of a file may have", 5_000_000
    )
    read_pages: int = _row("ZHIZE_READ_PAGES", "一个文件的页数上限", "pages a file may have", 500)
    read_depth: int = _row(
        "ZHIZE_READ_DEPTH", "网页元素嵌套的层数上限", "elements of a web page that may stand in each other", 400
    )
    read_seconds: float = _row(
        "ZHIZE_READ_SECONDS",
        "读一个文件（或压缩包里的一个文件）的秒数上限",
        "seconds reading a file, or an entry of an archive, may take",
        300.0,
    )
    read_memory: int = _row(
        "ZHIZE_READ_MEMORY",
        "读文件的进程可用的内存字节数上限",
        "bytes of memory the process that reads files may take",
        2 * KILO * KILO * KILO,
    )
    base_iri: str = _row(
        "ZHIZE_BASE_IRI",
        "RDF 里本产品的 IRI 的开头：服务对外的 http(s) 地址",
        "what IRIs of ours begin with in RDF: the http(s) address under which the server is reached",
        DEFAULT_BASE,
    )
    log_level: str = _row(
        "ZHIZE_LOG_LEVEL", "服务日志的级别：debug、info、warning、error", "level of the server's log", "warning"
    )

    def limits(self) -> Any:
        """What a user's own query may cost, as the store takes it."""
        from graph.store import Limits

        return Limits(seconds=self.query_seconds, rows=self.query_rows, bytes=self.query_bytes)

    def reading(self) -> Any:
        """What reading a file may cost, as the loaders take it."""
        from loaders.limits import Limits

        return Limits(
            bytes=self.read_bytes,
            unpacked=self.read_unpacked,
            characters=self.read_characters,
            pages=self.read_pages,
            depth=self.read_depth,
            seconds=self.read_seconds,
            memory=self.read_memory,
        )

    def rdf_base(self) -> str:
        """The base of our IRIs, ending with a slash; raises BadParameter where it is no plain http(s) address."""
        text = self.base_iri
        parts = urlsplit(text)
        plain = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
        if not plain or re.search(r"[\s<>\"{}|\\^`]", text):
            raise BadParameter("bad_parameter", f"环境变量 ZHIZE_BASE_IRI 须为 http(s) 地址：{text}")
        return text if text.endswith("/") else text + "/"

    @property
    def host_names(self) -> frozenset[str]:
        """Host names that requests may carry."""
        own = {"127.0.0.1", "localhost", "[::1]", self.host, urlsplit(self.base_iri).hostname or ""}
        return frozenset(name.strip().lower() for name in (*own, *self.hosts.split(",")) if name.strip())


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table: field, environment variable, type, meaning."""

    name: str
    env: str
    type: str
    zh: str
    en: str


def _setting(entry: Field[Any]) -> Setting:
    metadata = cast(Mapping[str, str], entry.metadata)
    return Setting(entry.name, metadata["env"], str(entry.type), metadata["zh"], metadata["en"])


SETTINGS: tuple[Setting, ...] = tuple(_setting(entry) for entry in fields(Settings))


def _number(kind: type[int] | type[float], row: Setting, text: str) -> int | float:
    try:
        value = kind(text)
    except ValueError:
        raise BadParameter("bad_parameter", f"环境变量 {row.env} 须为数字：{text}") from None
    if value < 0 or (value == 0 and row.name != "port"):
        raise BadParameter("bad_parameter", f"环境变量 {row.env} 须为正数：{text}")
    return value


_PARSERS: dict[str, Any] = {"int": partial(_number, int), "float": partial(_number, float)}


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings an environment gives; an empty variable counts as none. Raises BadParameter."""
    found: dict[str, Any] = {}
    for row in SETTINGS:
        text = environment.get(row.env, "").strip()
        if text:
            found[row.name] = _PARSERS[row.type](row, text) if row.type in _PARSERS else text
    return Settings(**found)


def read_file(path: Path) -> dict[str, str]:
    """The settings of a TOML file as environment variables; its keys are fields of `Settings`. Raises BadParameter."""
    import tomllib

    try:
        found = tomllib.loads(path.expanduser().read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadParameter("bad_parameter", f"设置文件 {path} 读不了：{error}") from None
    names = {row.name: row.env for row in SETTINGS}
    unknown = sorted(set(found) - set(names))
    if unknown:
        raise BadParameter("bad_parameter", f"设置文件 {path} 里有不认识的设置：{'、'.join(unknown)}")
    wrong = sorted(name for name, value in found.items() if isinstance(value, bool | dict | list))
    if wrong:
        raise BadParameter("bad_parameter", f"设置文件 {path} 里须为文字或数字：{'、'.join(wrong)}")
    return {names[name]: str(value) for name, value in found.items()}


def settings() -> Settings:
    """The settings of this process: its environment, and where that says nothing the file `ZHIZE_SETTINGS` names.

    What the file says becomes part of the environment, from which the store reads its own settings.
    """
    path = os.environ.get(FILE_VARIABLE, "").strip()
    for name, value in (read_file(Path(path)) if path else {}).items():
        if not os.environ.get(name, "").strip():
            os.environ[name] = value
    return read_settings(os.environ)


def store_location(url: str | Path) -> str:
    """A store's address as it is shown: folders absolute, no user or password."""
    text = os.fspath(url)
    if "://" not in text:
        return str(Path(text).expanduser().absolute())
    scheme, rest = text.split("://", 1)
    return f"{scheme}://{rest.rsplit('@', 1)[-1]}"
