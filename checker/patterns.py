"""The regular expressions of rubric files: checked when the rubric is read, and compiled once for all who ask.

Python's own memory of patterns holds 512, which is fewer than the rules and one rubric have.
"""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=8192)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, ready for use. Raises re.error."""
    return re.compile(pattern)


def checked(pattern: str) -> str:
    """The pattern, if it is one; else ValueError, in a sentence that a rubric's reader can show."""
    try:
        compiled(pattern)
    except re.error as error:
        raise ValueError(f"正则表达式“{pattern}”有误（{error}）") from error
    return pattern
