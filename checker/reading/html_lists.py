"""The numbers that a list of a web page gives its items: 1. a. IV. 一、"""

from __future__ import annotations

import re

from checker.reading.html_tree import Element
from checker.reading.number_formats import format_number

# The style's name: the form of the number, and what follows it.
_FORMS = {
    "decimal": ("decimal", ". "),
    "decimal-leading-zero": ("decimalZero", ". "),
    "lower-alpha": ("lowerLetter", ". "),
    "lower-latin": ("lowerLetter", ". "),
    "upper-alpha": ("upperLetter", ". "),
    "upper-latin": ("upperLetter", ". "),
    "lower-roman": ("lowerRoman", ". "),
    "upper-roman": ("upperRoman", ". "),
    "cjk-ideographic": ("chineseCountingThousand", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"),
    "trad-chinese-informal": ("taiwaneseCountingThousand", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "trad-chinese-formal": ("ideographLegalTraditional", "、"),
    "japanese-informal": ("japaneseCounting", "、"),
    "cjk-decimal": ("ideographDigital", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
}
_TYPED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．是]|[（(]?[0-9０-９]{1,3}[）)、.．]|第[一二三四五六七八九十]{1,3}[，、章节]|[①-⑳⑴-⒇⒈-⒛㈠-㈩•·●■◆])"
)
_NUMBER = re.compile(r"-?[0-9]{1,6}")


def opens_with_number(text: str) -> bool:
    """Whether a number or a bullet was typed: then the list's own is hidden by a style sheet that is not at hand."""
    return bool(_TYPED.match(text))


class ListNumbers:
    """The lists that are open, and where each one's count stands. A list's form is told by its items, too."""

    def __init__(self) -> None:
        self._open: list[tuple[bool, int, int]] = []

    def enter(self, element: Element) -> str | None:
        """Step into a list, or into an item: its number, or nothing for a bullet."""
        if element.tag != "li":
            down = "reversed" in element.attributes
            first = _integer(element.named("start"))
            if first is None:
                first = sum(not isinstance(c, str) and c.tag == "li" for c in element.children) if down else 1
            self._open.append((element.tag == "ol", first, -1 if down else 1))
            return None
        if not self._open:
            return None
        ordered, count, step = self._open[-1]
        value = _integer(element.named("value"))
        count = count if value is None else value
        self._open[-1] = (ordered, count + step, step)
        name = element.style.numbering or ("decimal" if ordered else "disc")
        if name.startswith(("'", '"')):
            return name.strip("'\"")[:8] or None
        form = _FORMS.get(name)
        return format_number(count, form[0]) + form[1] if form else None

    def leave(self) -> None:
        if self._open:
            self._open.pop()


def _integer(text: str) -> int | None:
    match = _NUMBER.fullmatch(text.strip())
    return int(match.group()) if match else None
