"""The documents that come along: five digests, and a chain of three that cite one another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Bundle:
    """A set of documents: its folder in a checkout, below this package in an installation (setup.py), and questions
    to try on it with the pages that answer them.
    """

    checkout: str
    installed: str
    questions: tuple[tuple[str, str], ...]

    def folder(self) -> Path:
        """Where the documents are; raises NotFound where they are not installed."""
        from graph.errors import NotFound

        home = Path(__file__).resolve().parent
        for folder in (home / self.installed, home.parent / self.checkout):
            if any(folder.glob("*.txt")):
                return folder
        raise NotFound("not_found", f"没有找到示例文件夹 {folder}")

    def documents(self) -> list[Path]:
        """The files, in order of name."""
        return sorted(path for path in self.folder().iterdir() if path.suffix in (".txt", ".html"))


DIGESTS = Bundle(
    "examples",
    "examples",
    (
        ("谁牵头“科技成果转化”？", "/who-leads?q=科技成果转化"),
        ("哪些措施提到“揭榜挂帅”？", "/search?q=揭榜挂帅"),
        ("浙江省科学技术厅承担什么？", "/institutions?q=浙江省科学技术厅"),
    ),
)
CHAIN = Bundle(
    "docs/chain",
    "chain",
    (
        ("国务院的要求，陕西省哪些措施来承接？", "/coverage?upper=national&lower=province"),
        ("省里的任务，到了咸阳市由谁牵头？", "/coverage?upper=province&lower=city"),
        ("咸阳市行政审批服务局承担什么？", "/institutions?q=咸阳市行政审批服务局"),
    ),
)
