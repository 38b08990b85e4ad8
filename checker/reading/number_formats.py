"""How Word writes a list's number: 一, （一）'s 一, 壹, 甲, ①, iv … Only the number, without what stands round it."""

from __future__ import annotations

from collections.abc import Callable

_SIMPLE = ("零一二三四五六七八九", "十百千", "万")
_TRADITIONAL = ("零一二三四五六七八九", "十百千", "萬")
_LEGAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万")
_LEGAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", "拾佰仟", "萬")
_JAPANESE_LEGAL = ("〇壱弐参四伍六七八九", "拾百阡", "萬")
_POSITIONAL = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def format_number(value: int, form: str) -> str:
    """The number as the ``w:numFmt`` asks. Where a form has no sign for the value, or is not known, Arabic digits stand."""
    write = _FORMS.get(form)
    return (write(value) if write and 0 <= value < 100_000 else None) or ("" if form == "none" else str(value))


def custom_number(value: int, pattern: str) -> str:
    """``w:numFmt w:val="custom"``: Word's own patterns pad with zeros ("001, 002, 003, ...")."""
    first = pattern.partition(",")[0].strip()
    return str(value).zfill(len(first)) if first.isdigit() else str(value)


def _counting(value: int, signs: tuple[str, str, str], *, short_ten: bool) -> str:
    """With units: 一百零五. ``short_ten``: 10 to 19 without the leading one."""
    digits, units, myriad = signs
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        head = _counting(high, signs, short_ten=short_ten) + myriad
        if not low:
            return head
        return head + (digits[0] if low < 1000 else "") + _counting(low, signs, short_ten=False)
    if not value:
        return digits[0]
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        one = short_ten and place == 1 and digit == 1 and not text
        text += (digits[0] if gap else "") + ("" if one else digits[digit]) + (units[place - 1] if place else "")
        gap = False
    return text


def _positional(value: int) -> str:
    return "".join(_POSITIONAL[int(digit)] for digit in str(value))


def _chinese_counting(value: int) -> str:
    return _positional(value) if value >= 100 or not value else _counting(value, _SIMPLE, short_ten=True)


def _japanese_counting(value: int) -> str:
    """No 一 before a unit and no zero: 百五."""
    if not 0 < value < 10_000:
        return _positional(value)
    text = ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            text += (_POSITIONAL[digit] if digit > 1 or not unit else "") + unit
    return text


def _roman(value: int) -> str | None:
    if not 0 < value < 4000:
        return None
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (value // worth)
        value %= worth
    return text


def _letter(value: int) -> str | None:
    """a … z, then aa, bb: Word repeats the letter."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value <= 780 else None


def _ordinal(value: int) -> str:
    ending = "th" if value // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _cycle(value: int) -> str | None:
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if 0 < value <= 60 else None


def _upper(write: Callable[[int], str | None]) -> Callable[[int], str | None]:
    return lambda value: (write(value) or "").upper()


def _from(first: str, count: int) -> Callable[[int], str | None]:
    """Signs that stand in a row in Unicode: ① ② ③ …"""
    return lambda value: chr(ord(first) + value - 1) if 0 < value <= count else None


def _one_of(signs: str) -> Callable[[int], str | None]:
    return lambda value: signs[value - 1] if 0 < value <= len(signs) else None


def _with_units(signs: tuple[str, str, str], short_ten: bool = False) -> Callable[[int], str | None]:
    return lambda value: _counting(value, signs, short_ten=short_ten)


def _full_width(value: int) -> str:
    return str(value).translate(_FULL_WIDTH)


_FORMS: dict[str, Callable[[int], str | None]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "numberInDash": lambda value: f"- {value} -",
    "ordinal": _ordinal,
    "lowerRoman": _roman,
    "upperRoman": _upper(_roman),
    "lowerLetter": _letter,
    "upperLetter": _upper(_letter),
    "chineseCounting": _chinese_counting,
    "taiwaneseCounting": _chinese_counting,
    "chineseCountingThousand": _with_units(_SIMPLE, short_ten=True),
    "taiwaneseCountingThousand": _with_units(_TRADITIONAL, short_ten=True),
    "chineseLegalSimplified": _with_units(_LEGAL),
    "ideographLegalTraditional": _with_units(_LEGAL_TRADITIONAL),
    "japaneseLegal": _with_units(_JAPANESE_LEGAL),
    "japaneseCounting": _japanese_counting,
    "ideographDigital": _positional,
    "taiwaneseDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "ideographEnclosedCircle": _from("㈠", 10),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "ideographZodiacTraditional": _cycle,
    "none": lambda _: "",
}
