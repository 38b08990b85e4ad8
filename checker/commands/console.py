"""The command line's manners: UTF-8, help and errors in Chinese, one sentence instead of a traceback.

Built on typer's public classes; what they say in English is said again here.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import traceback
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from checker.errors import FajianError

INTERRUPTED = 130
CLOSED_PIPE = 141
_DEFAULT = re.compile(r"\s*\[(?:required|default: [^\]]*)(?:;[^\]]*)?\]")


class Command(TyperCommand):
    """A command whose help is Chinese, wrapped by the width of Chinese characters."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _write_help(self, ctx, formatter, [])


class Group(TyperGroup):
    """The program itself: its help lists the commands."""

    command_class = Command

    def format_help(self, ctx: Any, formatter: Any) -> None:
        names = self.list_commands(ctx)
        commands = [(name, self.get_command(ctx, name)) for name in names]
        _write_help(self, ctx, formatter, [(n, c.get_short_help_str(200)) for n, c in commands if c and not c.hidden])


def _write_help(command: Any, ctx: Any, formatter: Any, commands: list[tuple[str, str]]) -> None:
    from checker.output._layout import wrap

    width = terminal_width()
    usage = " ".join(_usage(piece) for piece in command.collect_usage_pieces(ctx))
    lines = wrap(f"{ctx.command_path} {usage}", width, "用法：")
    for paragraph in (command.help or "").split("\n\n"):
        lines += ["", *wrap(re.sub(r"\s*\n\s*", "", paragraph).strip(), width, "  ", "  ")]
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record:
            (arguments if param.param_type_name == "argument" else options).append(record)
    for title, rows in (("参数", arguments), ("选项", options), ("命令", commands)):
        lines += _definitions(title, rows, width)
    formatter.write("\n".join(lines) + "\n")


def _usage(piece: str) -> str:
    said = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}
    return said.get(piece) or re.sub(r"^\{(.*?)(?:\.\.\.)?\}(\.\.\.)?$", r"\1\2", piece)


def _definitions(title: str, rows: list[tuple[str, str]], width: int) -> list[str]:
    from checker.output._layout import pad, wrap
    from checker.text import display_width

    if not rows:
        return []
    said = {"Show this message and exit.": "显示这段说明。"}
    rows = [(re.sub(r" <[^>]*>$", "", name), said.get(text, _DEFAULT.sub("", text))) for name, text in rows]
    first = min(max(display_width(name) for name, _ in rows), 26)
    lines = ["", f"{title}："]
    for name, text in rows:
        opening = f"  {pad(name, first)}  "
        hang = " " * (first + 4)
        if display_width(name) > first:
            lines.append(f"  {name}")
            opening = hang
        lines += wrap(text, width, opening, hang)
    return lines


# ── running ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def run(app: Callable[..., Any]) -> int:
    """Run the program; whatever happens, the user gets a sentence. The exit status is returned."""
    utf8()
    try:
        status = app(prog_name="fajian", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except typer.TyperException as error:
        return _usage_error(error)
    except FajianError as error:
        complain(str(error))
        return 2
    except KeyboardInterrupt:
        complain("已中断。")
        return INTERRUPTED
    except BrokenPipeError:
        _close_stdout()
        return CLOSED_PIPE
    except OSError as error:
        _debug(error)
        name = f"“{os.fsdecode(error.filename)}”" if error.filename else "文件或输出"
        complain(f"{name}读写失败（{error.strerror or type(error).__name__}）。")
        _close_stdout()
        return 2
    except Exception as error:
        _debug(error)
        complain(
            f"程序出错（{type(error).__name__}），这是程序的缺陷，请把所用的命令和这句话反馈给维护者"
            "（设置 FAJIAN_DEBUG=1 再运行可看到详情）。"
        )
        return 2


def utf8() -> None:
    """Standard streams speak UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def complain(sentence: str) -> None:
    """A message for the user, on standard error."""
    try:
        print(sentence, file=sys.stderr, flush=True)
    except OSError:
        return


def terminal_width() -> int:
    """Columns of the terminal (COLUMNS, if set), from 40 to 100; 80 where there is none."""
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))


def colour(stream: Any = None) -> bool:
    """Whether to colour what goes to standard output: a terminal, and the user did not say no."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool((stream or sys.stdout).isatty())


def _debug(error: Exception) -> None:
    if os.environ.get("FAJIAN_DEBUG"):
        traceback.print_exception(error, file=sys.stderr)


def _close_stdout() -> None:
    """Nothing more can be written: let the interpreter's last flush go nowhere."""
    try:
        sys.stdout.flush()
        return
    except OSError:
        pass
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
    os.close(devnull)


def _usage_error(error: Any) -> int:
    """typer's complaint in one Chinese sentence."""
    kind = type(error).__name__
    context: Any = getattr(error, "ctx", None)
    if kind == "NoArgsIsHelpError":
        complain(context.get_help())
        return 2
    if kind == "Exit":
        return int(getattr(error, "exit_code", 0))
    if kind == "Abort":
        complain("已中断。")
        return INTERRUPTED
    where = f"（{context.command_path} --help 可查看用法）" if context else ""
    complain(f"{_translate(kind, error)}{where}。")
    return 2


def _translate(kind: str, error: Any) -> str:
    message = str(getattr(error, "message", error))
    param = getattr(error, "param", None)
    name = ""
    if param is not None:
        name = max(param.opts, key=len) if param.param_type_name == "option" else param.metavar or param.name
    if kind == "NoSuchOption":
        near = f"，是不是想写 {'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"没有“{error.option_name}”这个选项{near}"
    if kind == "MissingParameter":
        return f"缺少“{name}”，请写上"
    if kind == "BadOptionUsage":
        return f"选项“{error.option_name}”的用法有误，可能缺少后面的值"
    if kind == "BadParameter":
        if "integer" in message or "int" in message.split():
            return f"“{name}”后面应写一个整数"
        if "float" in message:
            return f"“{name}”后面应写一个数"
        return f"“{name}”的值不对"
    found = re.search(r"No such command '(.*?)'", message)
    if found:
        return f"没有“{found[1]}”这个命令"
    found = re.search(r"unexpected extra argument\S* \((.*)\)", message)
    if found:
        return f"多写了“{found[1]}”"
    if message.startswith("Missing command"):
        return "缺少命令"
    return f"命令写法有误：{message}"
