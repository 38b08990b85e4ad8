"""Fonts by name, with the names to try where one is not installed (GB/T 9704—2012 names the kinds: 小标宋, 仿宋, 黑体, 楷体, 宋体)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Font:
    """A font as the font table tells it; ``others`` are what the same letters, or the nearest, are called elsewhere."""

    name: str
    others: tuple[str, ...]
    family: str
    panose: str


TITLE = Font(
    "方正小标宋简体",
    ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "小标宋", "华文中宋", "STZhongsong", "宋体"),
    "roman",
    "03000509000000000000",
)
BODY = Font(
    "仿宋_GB2312", ("仿宋", "FangSong", "华文仿宋", "STFangsong", "方正仿宋_GBK"), "modern", "02010609030101010101"
)
HEAVY = Font("黑体", ("SimHei", "华文黑体", "STHeiti", "方正黑体_GBK"), "modern", "02010609060101010101")
SCRIPT = Font("楷体_GB2312", ("楷体", "KaiTi", "华文楷体", "STKaiti", "方正楷体_GBK"), "modern", "02010609030101010101")
SONG = Font("宋体", ("SimSun", "华文宋体", "STSong"), "auto", "02010600030101010101")
LATIN = Font("Times New Roman", ("Liberation Serif",), "roman", "02020603050405020304")

ALL = (TITLE, BODY, HEAVY, SCRIPT, SONG, LATIN)
FACES = {"仿宋": BODY, "黑体": HEAVY, "楷体": SCRIPT}


def table_entry(font: Font) -> str:
    """A ``w:font`` of the font table. 134 (hex 86) is the character set GB2312; ``altName`` is a list with commas."""
    charset = "00" if font is LATIN else "86"
    return (
        f'<w:font w:name="{font.name}"><w:altName w:val="{",".join(font.others)}"/><w:panose1 w:val="{font.panose}"/>'
        f'<w:charset w:val="{charset}"/><w:family w:val="{font.family}"/><w:pitch w:val="variable"/></w:font>'
    )
