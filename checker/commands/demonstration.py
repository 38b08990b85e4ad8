"""``fajian demo``: the main job on the reports that ship with the program, then a whole batch with its roster."""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
from pathlib import Path

from checker import checking, parallel
from checker.commands import batching
from checker.errors import UsageError
from checker.output import text
from checker.output._layout import Look, wrap
from checker.output.summary import row
from checker.rubric import shipped

ROSTER, SUBMITTED, PUBLISHED, PREVIOUS = "名册.xlsx", "报送材料", "公开文本", "上年报告"
RESULTS = "法鉴演示"
AS_OF = dt.date(2026, 3, 10)  # the example's own day, so that the demonstration is the same every day
_OFFICE = "云岫县司法局"
_MARK = ".法鉴演示"  # in a folder of results: it is a demonstration's, and may be written again
_MOST_FOLDERS = 99

_WELCOME = (
    "法鉴对照审核标准检查法治政府建设年度报告：应当报告的几个部分齐不齐、实不实，文稿本身有没有毛病，"
    "每一条都注明依据的原文。下面检查随程序附带的示例（单位、人物、数字都是虚构的），不用模型，不联网。"
)
_ENOUGH = "（以上这一份列全了原文、理由和修改建议；其余各份只列判定结果。）"
_BATCH = (
    "整批：云岫县的名册上有 16 个单位，2026年3月10日早上，各单位报来的文件放在一个文件夹里：有的逾期，有的没报，有的报了两次，"
    "有的装在压缩包里，有的打不开。"
)
_KEPT = "（这个文件夹是演示留下的，看过可以整个删去；每个示例文件埋了什么毛病，见 docs/examples.md。）"
_NEXT = (
    ("检查自己的报告", "fajian check 报告.docx"),
    ("检查整个文件夹", "fajian check 文件夹 --format html --output 结果"),
    ("起草简报", "fajian brief 报告.docx --format docx --output 简报.docx"),
    ("新建名册", "fajian roster new 名册.xlsx"),
    ("检查整批", "fajian batch 文件夹 --roster 名册.xlsx --out 结果"),
    ("看本机能做什么", "fajian doctor"),
)


def run(look: Look) -> int:
    """Print the demonstration; 0 when every example could be checked. Raises UsageError where there are none."""
    status = _reports(look)
    _batch(look)
    write = sys.stdout.write
    write("\n".join(wrap(_KEPT, look.width)) + "\n")
    write("\n接下来可以试试：\n")
    for what, command in _NEXT:
        write("\n".join(wrap(command, look.width, f"  {what}：")) + "\n")
    sys.stdout.flush()
    return status


def _reports(look: Look) -> int:
    """The examples one by one: one in full, the others in short, all in a table."""
    folder = shipped("examples")
    files = sorted(
        p for p in folder.rglob("*") if p.suffix.lower() in checking.suffixes() and "readme" not in p.name.lower()
    )
    if not files:
        raise UsageError(f"没有找到随程序附带的示例（{folder}），安装可能不完整，请重新安装。")
    write = sys.stdout.write
    write("\n".join(wrap(_WELCOME, look.width)) + "\n\n")
    options = checking.Options(checking.load_checked("fazhi-annual-report"))
    inputs = [checking.Input(_short(file)) for file in files]
    results = list(checking.check_all(inputs, options, workers=parallel.cores()))
    shown = next((result for result in results if result.conclusion == "revise"), results[0])
    for result in results:
        write((text.report if result is shown else text.outline)(result, look) + "\n")
        if result is shown:
            write("\n".join(wrap(_ENOUGH, look.width)) + "\n\n")
    write(text.closing([row(result) for result in results], look).lstrip("\n"))
    sys.stdout.flush()
    return 2 if any(result.error for result in results) else 0


def _batch(look: Look) -> None:
    """The example batch, into a folder that the user can open. That one of its files cannot be read is part of the example."""
    folder = shipped("examples-batch")
    if not (folder / ROSTER).is_file():
        raise UsageError(f"没有找到随程序附带的整批示例（{folder}），安装可能不完整，请重新安装。")
    out = _place()
    sys.stdout.write("\n" + "\n".join(wrap(_BATCH, look.width)) + "\n\n")
    sys.stdout.flush()
    # The store is thrown away: what a second run would call unchanged is shown afresh.
    with tempfile.TemporaryDirectory(prefix="fajian-") as kept:
        wanted = batching.Wanted(
            folder=_short(folder / SUBMITTED),
            out=str(out),
            options=checking.Options(checking.load_checked("fazhi-annual-report")),
            as_of=AS_OF,
            roster=_short(folder / ROSTER),
            store=str(Path(kept) / batching.STORE),
            previous=_short(folder / PREVIOUS),
            published=_short(folder / PUBLISHED),
            office=_OFFICE,
        )
        batching.execute(wanted, look)


def _place() -> Path:
    """Where the results go: 法鉴演示 here, or a folder like it that is free or an earlier demonstration's, or a temporary one."""
    for number in range(1, _MOST_FOLDERS + 1):
        folder = Path(RESULTS if number == 1 else f"{RESULTS}-{number}")
        try:
            if not folder.exists():
                folder.mkdir()
            elif not (folder / _MARK).is_file() and (not folder.is_dir() or any(folder.iterdir())):
                continue  # somebody else's
            (folder / _MARK).write_text("法鉴演示的结果，可以整个删去。\n", encoding="utf-8")
        except OSError:
            break
        return folder
    return Path(tempfile.mkdtemp(prefix="fajian-demo-"))


def _short(file: Path) -> str:
    """The path as a user in this folder would write it."""
    return os.path.relpath(file) if file.is_relative_to(Path.cwd()) else str(file)
