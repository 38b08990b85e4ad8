"""``fajian demo``: the main job on the reports that ship with the program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from checker import checking
from checker.errors import UsageError
from checker.output import text
from checker.output._layout import Look, wrap
from checker.output.summary import row
from checker.rubric import shipped

_WELCOME = (
    "法鉴对照审核标准检查法治政府建设年度报告：应当报告的几个部分齐不齐、实不实，文稿本身有没有毛病，"
    "每一条都注明依据的原文。下面检查随程序附带的示例（单位、人物、数字都是虚构的），不用模型，不联网。"
)
_ENOUGH = "（以上这一份列全了原文、理由和修改建议；其余各份只列判定结果。）"
_NEXT = (
    ("检查自己的报告", "fajian check 报告.docx"),
    ("检查整个文件夹", "fajian check 文件夹"),
    ("结果写成文件", "fajian check 文件夹 --format md --output 结果"),
    ("看程序读到了什么", "fajian read 报告.docx"),
    ("看审核标准", "fajian rubric show fazhi-annual-report"),
    ("看本机能做什么", "fajian doctor"),
)


def run(look: Look) -> int:
    """Print the demonstration; 0 when every example could be checked. Raises UsageError where there are none."""
    folder = shipped("examples")
    files = sorted(
        p for p in folder.rglob("*") if p.suffix.lower() in checking.suffixes() and "readme" not in p.name.lower()
    )
    if not files:
        raise UsageError(f"没有找到随程序附带的示例（{folder}），安装可能不完整，请重新安装。")
    write = sys.stdout.write
    write("\n".join(wrap(_WELCOME, look.width)) + "\n\n")
    options = checking.Options(checking.load_checked("fazhi-annual-report"))
    results = list(checking.check_all([checking.Input(_short(file)) for file in files], options))
    shown = next((result for result in results if result.conclusion == "revise"), results[0])
    for result in results:
        write((text.report if result is shown else text.outline)(result, look) + "\n")
        if result is shown:
            write("\n".join(wrap(_ENOUGH, look.width)) + "\n\n")
    write(text.closing([row(result) for result in results], look).lstrip("\n"))
    write("\n接下来可以试试：\n")
    for what, command in _NEXT:
        write("\n".join(wrap(f"{command}", look.width, f"  {what}：")) + "\n")
    sys.stdout.flush()
    return 2 if any(result.error for result in results) else 0


def _short(file: Path) -> str:
    """The path as a user in this folder would write it."""
    return os.path.relpath(file) if file.is_relative_to(Path.cwd()) else str(file)
