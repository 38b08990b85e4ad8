"""``w:sym``: a sign by its place in a symbol font. Those with a meaning have a Unicode sign; ornaments are dropped."""

from __future__ import annotations

_PRIVATE = range(0xF000, 0xF100)
_WINGDINGS = {0x80 + n: chr(ord("①") + n - 1) for n in range(1, 11)}
_WINGDINGS |= {0x8B + n: chr(ord("❶") + n - 1) for n in range(1, 11)}
_WINGDINGS |= {0x6F: "□", 0x71: "□", 0x72: "□", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"}
_WINGDINGS_2 = {0x2A: "□", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"}
_SYMBOL = {0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "·", 0xA3: "≤", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈"}
_SYMBOL |= {0x25: "%", 0x2B: "+", 0x2D: "−", 0x3D: "=", 0x3C: "<", 0x3E: ">"}
_SYMBOL |= {0x61 + n: sign for n, sign in enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ")}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def symbol(font: str | None, code: str | None) -> str:
    """The Unicode sign for a place in a font, or nothing."""
    try:
        place = int(code or "", 16)
    except ValueError:
        return ""
    table = _FONTS.get((font or "").lower())
    low = place - _PRIVATE.start if place in _PRIVATE else place
    if table is not None and low < 0x100:
        return table.get(low, chr(low) if table is _SYMBOL and chr(low).isdigit() else "")
    # Outside of the private area the number is the character itself.
    if place in _PRIVATE or place < 0x20 or 0xD800 <= place < 0xF900 or place > 0x10FFFF:
        return ""
    return chr(place)
