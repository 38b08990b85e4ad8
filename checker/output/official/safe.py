"""Text of a report on its way into XML: whatever a file cannot hold, or a reader would not see, is left out."""

from __future__ import annotations

import re

# XML 1.0 has no control characters, surrogates, U+FFFE, U+FFFF; the others turn a line's direction or are not seen.
_LEFT_OUT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)
_BLANK = re.compile(r"[ \t\r\n\v\f\u0085\u2028\u2029]+")


def safe(text: str) -> str:
    """The text on one line, with what XML forbids left out. ``&`` and ``<`` are the XML library's business."""
    return _LEFT_OUT.sub("", _BLANK.sub(" ", text))
