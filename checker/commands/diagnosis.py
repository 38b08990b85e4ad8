"""What this machine can do, and how to add what it cannot. Nothing is connected to, no key is shown."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

from checker import checking
from checker.output._layout import Look, pad, wrap
from checker.reading.office import program as legacy_office
from checker.settings import Settings, home

_FONTS = {
    "小标宋": ("方正小标宋", "FZXiaoBiaoSong", "小标宋"),
    "仿宋": ("仿宋", "FangSong"),
    "楷体": ("楷体", "KaiTi", "AR PL KaitiM GB"),
    "黑体": ("黑体", "SimHei", "Noto Sans CJK SC"),
}
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
    try:
        number = version("fajian")
    except PackageNotFoundError:
        number = "未安装，直接从源码运行"
    return [
        (True, "法鉴", number),
        (True, "Python", f"{platform.python_version()}（{sys.executable}）"),
        (None, "个人设置", f"{folder}（{'有' if config.is_file() else '没有'}配置文件 config.toml）"),
        (None, "审核标准", settings.rubric or "fazhi-annual-report（默认）"),
    ]


def _reading() -> list[Line]:
    lines: list[Line] = [(True, "可以直接读", "、".join(checking.suffixes()))]
    office = legacy_office()
    if office:
        lines.append((True, "LibreOffice", f"{office}（读取 .doc、.wps、.rtf）"))
    else:
        told = "没有安装，.doc、.wps、.rtf 读不了；请安装 LibreOffice，或在 WPS、Word 中另存为 .docx"
        lines.append((False, "LibreOffice", told))
    if importlib.util.find_spec("rapidocr") and importlib.util.find_spec("onnxruntime"):
        lines.append((True, "文字识别", "已安装（读取扫描件和图片）"))
    else:
        lines.append((False, "文字识别", "没有安装，扫描件读不了；安装：pip install 'fajian[ocr]'"))
    return lines


def _model(settings: Settings) -> list[Line]:
    named = settings.model
    endpoint = os.environ.get("OPENAI_BASE_URL")
    key = bool(os.environ.get("OPENAI_API_KEY"))
    return [
        (
            bool(named),
            "模型",
            f"{named}（本版本尚未接入模型，只用规则引擎）" if named else "没有设置，只用规则引擎，不向外发送任何内容",
        ),
        (None, "接口地址", f"{_without_secrets(endpoint)}（没有连接）" if endpoint else "没有设置（OPENAI_BASE_URL）"),
        (None, "密钥", "已设置（不显示）" if key else "没有设置（OPENAI_API_KEY）"),
    ]


def _without_secrets(url: str) -> str:
    """The address without a user name, a password or a query."""
    scheme, mark, rest = url.partition("://")
    host = (rest if mark else scheme).partition("?")[0]
    host = host.rpartition("@")[2]
    return f"{scheme}://{host}" if mark else host


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
