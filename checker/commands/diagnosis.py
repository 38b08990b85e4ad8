"""What this machine can do, and how to add what it cannot. Only a model's endpoint that the user has named is connected to; no key is shown."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys

from checker import checking
from checker.output._layout import Look, pad, wrap
from checker.reading import archives, image, legacy, ocr
from checker.reading.office import program as office_program
from checker.settings import Settings, home
from checker.version import program_version

_FONTS = {
    "小标宋": ("方正小标宋", "FZXiaoBiaoSong", "小标宋"),
    "仿宋": ("仿宋", "FangSong"),
    "楷体": ("楷体", "KaiTi", "AR PL KaitiM GB"),
    "黑体": ("黑体", "SimHei", "Noto Sans CJK SC"),
}
_ADD_OFFICE = "请安装 LibreOffice（如 apt install libreoffice-writer-nogui），或在 WPS、Word 中另存为 .docx"
Line = tuple[bool | None, str, str]


def report(settings: Settings, look: Look) -> str:
    """Everything, with a mark before each line."""
    lines: list[str] = []
    for title, items in (
        ("程序", _program(settings)),
        ("能读的文件", _reading()),
        ("模型", _model(settings)),
        ("字体（生成公文时用，检查时不需要）", _fonts()),
    ):
        lines += [look.paint(title, "bold")]
        for there, name, told in items:
            mark = {True: "[有]", False: "[无]", None: "    "}[there]
            lines += wrap(told, look.width, f"  {mark} {pad(name, 14)}")
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def _program(settings: Settings) -> list[Line]:
    folder = home()
    config = folder / "config.toml"
    number = program_version()
    return [
        (True, "法鉴", number),
        (True, "Python", f"{platform.python_version()}（{sys.executable}）"),
        (None, "个人设置", f"{folder}（{'有' if config.is_file() else '没有'}配置文件 config.toml）"),
        (None, "审核标准", settings.rubric or "fazhi-annual-report（默认）"),
    ]


def _reading() -> list[Line]:
    """Which forms can be read here, and how to add the others."""
    pictures, old = set(image.SUFFIXES), set(legacy.SUFFIXES)
    plain = [*(suffix for suffix in checking.suffixes() if suffix not in pictures | old), archives.SUFFIX]
    office = office_program()
    told = f"经 LibreOffice（{office}）" if office else "读不了，没有 LibreOffice；" + _ADD_OFFICE
    scans = "经文字识别，已安装，离线运行" if ocr.available() else f"读不了，没有安装文字识别；安装：{ocr.INSTALL}"
    return [
        (True, "直接读", f"{'、'.join(plain)}（.pdf、.ofd 要有文字层）"),
        (bool(office), "旧版文档", f"{'、'.join(sorted(old))}：{told}"),
        (ocr.available(), "扫描件、图片", f"没有文字层的 .pdf、.ofd，{'、'.join(sorted(pictures))}：{scans}"),
    ]


def _model(settings: Settings) -> list[Line]:
    from checker.commands import examining

    return examining.lines(settings)


def _fonts() -> list[Line]:
    known = _installed_fonts()
    if known is None:
        return [(None, "字体", "本机没有 fc-list，查不到字体清单")]
    lines: list[Line] = []
    for name, families in _FONTS.items():
        found = next((family for family in families if family.lower() in known), None)
        lines.append((bool(found), name, found or "没有安装，生成的公文会换用近似字体"))
    return lines


def _installed_fonts() -> str | None:
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        done = subprocess.run([program, ":", "family"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").lower()
