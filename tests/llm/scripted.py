"""A model without a network: a ``Caller`` that answers each request by a function of that request. And reports made of lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from checker.llm.model import Finish, Profile, Reply, Request
from checker.llm.tokens import Tokens
from checker.model import Apart, Block, BlockKind, Document, Heading, Report, ReportInfo, UnitType, Usage
from checker.outline import outline
from checker.reading import read_bytes

PARAGRAPH = re.compile(r"^\[(\d+)(?: [^\]]+)?\] (.*(?:\n    .*)*)$", re.MULTILINE)
PROFILE = Profile(name="scripted", window=64_000, max_output=8_000, tokens_per_character=0.7)


def report_of(
    *paragraphs: str,
    kinds: dict[int, BlockKind] | None = None,
    apart: Sequence[Apart] = (),
    year: int | None = 2025,
    unit_type: UnitType | None = "department",
    levels: dict[int, int] | None = None,
) -> Report:
    """A report of these blocks; ``kinds`` for those that are no paragraphs, ``levels`` for headings."""
    blocks: list[Block] = []
    headings: list[Heading] = []
    position = 0
    for index, words in enumerate(paragraphs):
        kind = (kinds or {}).get(index, "heading" if index in (levels or {}) else "paragraph")
        blocks.append(Block(kind=kind, start=position, end=position + len(words)))
        if index in (levels or {}):
            level = (levels or {})[index]
            headings.append(Heading(block=index, level=level, number=None, start=position, end=position + len(words)))
        position += len(words) + 1
    text = "\n".join(paragraphs)
    document = Document(source="x", sha256="0", form="txt", text=text, blocks=tuple(blocks), apart=tuple(apart))
    info = ReportInfo(year=year, unit_type=unit_type)
    return Report(document=document, blocks=tuple(blocks), headings=tuple(headings), info=info)


def read_text(text: str) -> Report:
    """The report that the program itself makes of a text file."""
    return outline(read_bytes(text.encode(), "报告.txt", "报告.txt"))


def asked(request: Request) -> list[str]:
    """The ids that the request asks for."""
    return list(request.form["properties"]["verdicts"]["items"]["properties"]["id"]["enum"])


def paragraphs(request: Request) -> dict[int, str]:
    """The numbered paragraphs of the report in the request."""
    first = next(message.content for message in request.messages if message.role == "user")
    return {int(number): words for number, words in PARAGRAPH.findall(first)}


def item(id_: str, verdict: Any = "missing", *quotes: tuple[Any, Any], reason: Any = "", suggestion: Any = "") -> Any:
    """One item of an answer."""
    told = [{"paragraph": paragraph, "quote": quote} for paragraph, quote in quotes]
    return {"id": id_, "verdict": verdict, "quotes": told, "reason": reason, "suggestion": suggestion}


def said(items: Sequence[Any]) -> str:
    return json.dumps({"verdicts": list(items)}, ensure_ascii=False)


def honest(request: Request) -> str:
    """All met, by the longest paragraph, whatever it says."""
    number, words = max(paragraphs(request).items(), key=lambda pair: len(pair[1]))
    quote = words.split("\n")[0][:40].strip()
    return said([item(id_, "met", (number, quote), reason="写到了。") for id_ in asked(request)])


Said = str | tuple[str, Finish] | Exception


class Scripted:
    """Answers by ``script(request, number)``: a text, a text with its finish reason, or an exception to be raised."""

    def __init__(self, script: Callable[[Request, int], Said], profile: Profile = PROFILE) -> None:
        self._script = script
        self.profile = profile
        self.requests: list[Request] = []

    async def call(self, request: Request) -> Reply:
        self.requests.append(request)
        answer = self._script(request, len(self.requests) - 1)
        if isinstance(answer, Exception):
            raise answer
        text, finish = answer if isinstance(answer, tuple) else (answer, "stop")
        size = Tokens(self.profile).of_request(request)
        usage = Usage(calls=1, input_tokens=size, output_tokens=len(text))
        return Reply(text=text, finish=finish, mode="json_schema", model="scripted-1", usage=usage)

    @property
    def sent(self) -> str:
        """Everything that left the machine."""
        return "\n".join(message.content for request in self.requests for message in request.messages)
