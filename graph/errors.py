"""The one tree of errors: each has a stable code for programs and a Chinese message for people."""

from __future__ import annotations

CODES: dict[str, str] = {
    "bad_backup": "备份文件不能用",
    "bad_parameter": "参数不合要求",
    "cypher_busy": "超时的查询还在停止",
    "cypher_empty": "查询为空",
    "cypher_failed": "查询执行出错",
    "cypher_function": "查询用了不在许可名单里的函数",
    "cypher_load_csv": "查询要读文件或网址",
    "cypher_memory": "查询所需内存超过限制",
    "cypher_multiple": "一次只能执行一条查询",
    "cypher_operator": "查询的执行计划含有被拒绝的步骤",
    "cypher_parameter": "查询参数不合要求",
    "cypher_procedure": "查询调用了不在许可名单里的过程",
    "cypher_syntax": "查询有语法错误",
    "cypher_too_long": "查询文本过长",
    "cypher_too_large": "查询结果超过大小限制",
    "cypher_timeout": "查询超过时间限制",
    "cypher_value": "查询返回了不能输出的值",
    "cypher_write": "只读入口不接受写入",
    "internal": "程序内部错误",
    "not_found": "没有找到",
    "rdf_foreign": "RDF 里有不是本产品导出的内容",
    "rdf_syntax": "RDF 有语法错误",
    "sparql_busy": "正在运行的 SPARQL 查询太多",
    "sparql_failed": "SPARQL 查询执行出错",
    "sparql_from": "SPARQL 查询的 FROM 指向别处",
    "sparql_memory": "SPARQL 查询所需内存超过限制",
    "sparql_service": "SPARQL 查询要访问别处",
    "sparql_syntax": "SPARQL 查询有语法错误",
    "sparql_timeout": "SPARQL 查询超过时间限制",
    "sparql_too_large": "SPARQL 查询结果超过行数或大小限制",
    "sparql_too_long": "SPARQL 查询文本过长",
    "sparql_update": "SPARQL 入口不接受写入",
    "store_constraint": "数据违反唯一性约束",
    "store_failed": "存储执行出错",
    "store_full": "存储所在的磁盘满了",
    "store_not_empty": "存储里已有内容",
    "store_held": "存储正被另一个进程使用",
    "store_unreachable": "存储连接不上",
    "store_unusable": "存储打不开",
}


class ZhizeError(Exception):
    """Base of all errors that are meant for the user; `code` is a key of CODES, `message` one Chinese sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class StoreError(ZhizeError):
    """The store itself could not do what was asked."""


class StoreUnreachable(StoreError):
    """No answer from the place where the store should be, or it refused the credentials."""


class StoreHeld(StoreError):
    """Another process holds the embedded store; `holder` says which, `folder` where."""

    def __init__(self, folder: str, holder: str) -> None:
        super().__init__("store_held", f"存储 {folder} 正被另一个进程使用（{holder}）")
        self.folder = folder
        self.holder = holder


class StoreUnusable(StoreError):
    """The store's folder or database exists but cannot be opened: no rights, damaged, other version."""


class StoreFull(StoreError):
    """The disk that holds the store has no room left; nothing of the transaction was kept, what was there is."""

    def __init__(self, detail: str) -> None:
        super().__init__("store_full", f"存储所在的磁盘满了，没有写入；已存入的都在（{detail}）")


class ConstraintViolated(StoreError):
    """A write broke the uniqueness of an id; nothing of its transaction was kept."""


class QueryError(ZhizeError):
    """A query of the user's own could not be answered."""


class QueryRefused(QueryError):
    """The read-only gate refused the query before or instead of running it."""


class QueryFailed(QueryError):
    """The query was let in and failed: wrong syntax, wrong types, division by zero."""


class QueryTimeout(QueryError):
    """The query ran into its time limit and was stopped."""

    def __init__(self, seconds: float) -> None:
        super().__init__("cypher_timeout", f"查询超过 {seconds:g} 秒，已停止")
        self.seconds = seconds


class BackupUnusable(ZhizeError):
    """A file is no backup, is not whole, or holds what is not of the declared model; nothing of it was kept."""


class RdfError(ZhizeError):
    """A file of RDF cannot be read, or holds what is not of the declared model; nothing of it was kept."""


class NotFound(ZhizeError):
    """The id or name asked for is not in the store."""


class BadParameter(ZhizeError):
    """A parameter is outside what the question accepts."""
