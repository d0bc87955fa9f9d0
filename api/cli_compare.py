"""The command compare: two plan systems side by side, and a person's word on their pairs."""

from __future__ import annotations

from typing import Any

import click

from api.options import reporting

_VERDICTS = (("confirmed", None), ("rejected", "rejected"), ("withdrawn", "withdrawn"))
_RELATIONS = ("exact", "close", "broad", "narrow", "related")


def _pair(text: str) -> tuple[str, str]:
    left, sign, right = text.partition("=")
    if not sign or not left.strip() or not right.strip():
        raise click.BadParameter(f"{text!r} 应写成 左侧=右侧（类别或专项的名称或 id）")
    return left.strip(), right.strip()


def compare(asking: click.Command) -> click.Command:
    """The command that asks, with the options by which a person confirms or rejects a pair."""

    @reporting
    def run(
        confirmed: str | None,
        rejected: str | None,
        withdrawn: str | None,
        relation: str | None,
        who: str | None,
        why: str,
        **given: Any,
    ) -> None:
        pairs = {"confirmed": confirmed, "rejected": rejected, "withdrawn": withdrawn}
        named = [(kind, text) for kind, text in pairs.items() if text]
        if not named:
            if relation or who or why:
                raise click.UsageError("--relation、--who、--why 与 --confirm、--reject 连用")
            click.get_current_context().invoke(asking, **given)
            return
        if len(named) > 1 or (relation and not confirmed):
            raise click.UsageError("--confirm、--reject、--unconfirm 一次一个；--relation 只与 --confirm 连用")
        if not who and not withdrawn:
            raise click.UsageError("请用 --who 说明由谁确认")
        kind, text = named[0]
        _judge(given, text, relation or dict(_VERDICTS)[kind], who or "", why)

    command: Any = run
    for add in reversed(_options()):
        command = add(command)
    made = click.command("compare", help=asking.help)(command)
    made.params += asking.params
    return made


def _options() -> list[Any]:
    return [
        click.option("--confirm", "confirmed", metavar="左侧=右侧", help="确认这一对类别或专项相对应"),
        click.option("--reject", "rejected", metavar="左侧=右侧", help="否定这一对的对应"),
        click.option("--unconfirm", "withdrawn", metavar="左侧=右侧", help="撤回对这一对的确认或否定"),
        click.option("--relation", type=click.Choice(_RELATIONS), help="确认为哪种关系；缺省为算得的"),
        click.option("--who", help="谁确认的"),
        click.option("--why", default="", help="理由"),
    ]


def _judge(given: dict[str, Any], text: str, verdict: str | None, who: str, why: str) -> None:
    from api.cli import service_of

    left, right = _pair(text)
    with service_of(given["store"]) as service:
        row = service.judge(
            {
                "left": given["left"],
                "right": given["right"],
                "left_part": left,
                "right_part": right,
                "verdict": verdict,
                "who": who,
                "why": why,
            }
        )
    told = "撤回" if verdict == "withdrawn" else "否定" if verdict == "rejected" else "确认"
    click.echo(f"{told} {row['id']} {text}")
