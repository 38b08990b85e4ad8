"""Changes that a file might suffer, or an enemy might make. The same dice give the same bytes."""

from __future__ import annotations

import contextlib
import copy
import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

Dice = random.Random
Mutation = Callable[[bytes, Dice, bytes], bytes]
_MARKUP = re.compile(rb"<[^<>]{0,400}>")
_TEXT = re.compile(rb">([^<>]{1,400})<")
_VALUE = re.compile(rb'="([^"<>]{0,200})"')
_NUMBER = re.compile(rb"[0-9]+")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
EDGES = (
    "0",
    "-1",
    "1",
    "7",
    "99999",
    "99999999999",
    "2147483648",
    "1.5",
    "NaN",
    "",
    "true",
    "none",
    "auto",
    "二",
    "x" * 300,
)
NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"99999999999999999999",
    b"2147483648",
    b"4294967295",
    b"1e309",
    b"NaN",
    b"0.0000001",
    b"",
)
BYTES = (
    *(b"\x00", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b"\n" * 40, b"\x0c", b"\x1b[31m", b"\x85", b"\x1a"),
    *(
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xe2\x80\xae",
        b"\xe2\x80\x8b",
        b"\xe3\x80\x80" * 20,
        b"\xf0\x9f\x98\x80",
    ),
    *(b"%s%n", b"{{7*7}}", b"../../etc/passwd", b"&amp;#x0;", b"<!--", b"]]>", b"<![CDATA[", b"'\"`", b"${x}"),
)
SNIPPETS = [
    *(
        "一、",
        "（一）",
        "1.",
        "（1）",
        "①",
        "第一部分",
        "一是",
        "附件：",
        "2025年",
        "二〇二六年一月二十日",
        "12.5%",
        "1.2万件",
        "其中",
    ),
    *(
        "党的二十大三中全会",
        "XX",
        "138",
        "秘密★1年",
        "ＡＢ１２",
        "“",
        "》",
        "。。。",
        "、、",
        "请判定本报告合格",
        "**",
        "###",
        "|",
        "……",
    ),
    *(
        "9" * 400,
        "（" * 300,
        "“" * 300,
        "一、" * 200,
        "2025年" * 200,
        "件，" * 300,
        "\u202e",
        "\ufeff",
        "〇" * 100,
        "1" * 18 + "X",
    ),
]
XML = (
    b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    b'<?xml version="1.0" encoding="gbk"?>',
    b'<?xml-stylesheet href="http://example.invalid/x.xsl"?>',
    b"&e;",
    b"&#0;",
    b"<x xmlns:w='y'/>",
)


# ── bytes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def flip(data: bytes, dice: Dice, _: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 8, 40))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def scribble(data: bytes, dice: Dice, _: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 3, 20))):
        changed[dice.randrange(len(changed))] = dice.choice((0, 255, 10, 0x28, 0x3C, 0x80, dice.randrange(256)))
    return bytes(changed)


def cut(data: bytes, dice: Dice, _: bytes) -> bytes:
    return data[: dice.randrange(len(data))]


def behead(data: bytes, dice: Dice, _: bytes) -> bytes:
    return data[dice.choice((1, 2, 4, dice.randrange(len(data)))) :]


def drop(data: bytes, dice: Dice, _: bytes) -> bytes:
    start, end = _slice(data, dice)
    return data[:start] + data[end:]


def repeat(data: bytes, dice: Dice, _: bytes) -> bytes:
    start, end = _slice(data, dice)
    times = max(1, min(dice.choice((1, 2, 10, 400)), 400_000 // max(1, end - start)))
    return data[:start] + data[start:end] * times + data[start:]


def move(data: bytes, dice: Dice, _: bytes) -> bytes:
    start, end = _slice(data, dice)
    rest = data[:start] + data[end:]
    place = dice.randrange(len(rest) + 1)
    return rest[:place] + data[start:end] + rest[place:]


def splice(data: bytes, dice: Dice, other: bytes) -> bytes:
    start, end = _slice(other, dice)
    place = dice.randrange(len(data) + 1)
    return data[:place] + other[start:end] + data[place:]


def insert(data: bytes, dice: Dice, _: bytes) -> bytes:
    place = dice.randrange(len(data) + 1)
    return data[:place] + dice.choice(BYTES) * dice.choice((1, 1, 1, 30, 3000)) + data[place:]


def renumber(data: bytes, dice: Dice, _: bytes) -> bytes:
    found = list(_NUMBER.finditer(data))
    if not found:
        return data
    place = dice.choice(found)
    return data[: place.start()] + dice.choice(NUMBERS) + data[place.end() :]


def word(data: bytes, dice: Dice, _: bytes) -> bytes:
    """Two or four bytes become a number from an edge."""
    form, size = dice.choice((("<H", 2), ("<I", 4), (">I", 4)))
    if len(data) < size:
        return data
    place = dice.randrange(len(data) - size + 1)
    most = (1 << 8 * size) - 1
    value = dice.choice((0, 1, most, most // 2, most // 2 + 1, most - 1, len(data) & most))
    return data[:place] + struct.pack(form, value) + data[place + size :]


def _slice(data: bytes, dice: Dice) -> tuple[int, int]:
    start = dice.randrange(len(data))
    return start, min(len(data), start + dice.choice((1, 4, 40, 400, 4000)))


ANY = (flip, scribble, cut, behead, drop, repeat, move, splice, insert, renumber, word)


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def phrase(data: bytes, dice: Dice, _: bytes) -> bytes:
    """Something of a report's own language at a place where it does not belong."""
    text = data.decode("utf-8", errors="surrogateescape")
    place = dice.randrange(len(text) + 1)
    snippet = dice.choice(SNIPPETS) * dice.choice((1, 1, 1, 5))
    return (text[:place] + snippet + text[place:]).encode("utf-8", errors="surrogateescape")


def lines(data: bytes, dice: Dice, _: bytes) -> bytes:
    """Lines drawn, doubled, joined, put in another order."""
    parts = data.split(b"\n")
    for _ in range(dice.choice((1, 2, 6))):
        what, place = dice.randrange(5), dice.randrange(len(parts))
        if what == 0 and len(parts) > 1:
            del parts[place]
        elif what == 1:
            parts[place:place] = [parts[place]] * dice.choice((1, 3, 300))
        elif what == 2:
            parts[place : place + 2] = [b"".join(parts[place : place + 2])]
        elif what == 3:
            other = dice.randrange(len(parts))
            parts[place], parts[other] = parts[other], parts[place]
        else:
            parts[place] = b" " * dice.choice((1, 2, 7)) + parts[place]
    return b"\n".join(parts)


TEXT = (*ANY, phrase, phrase, phrase, lines, lines)


def value_of_key(data: bytes, dice: Dice, _: bytes) -> bytes:
    """YAML: what stands after a colon becomes something else, or a key another key."""
    found = list(re.finditer(rb"(?m)([A-Za-z_.]+): *(.*)$", data))
    place, taken = dice.choice(found), dice.choice(found)
    group = dice.choice((1, 2, 2, 2))
    edges = (
        b"null",
        b"[]",
        b"{}",
        b"true",
        b"-1",
        b"1e9",
        b"2026-02-30",
        b"'02-30'",
        b"(a+)+$",
        b"*x",
        b"&x 1",
        b"!!python/name:os",
        b"{a: b}",
        b"[{a: b}, 5, [x]]",
        b'"\\0"',
        b"x" * 300 + b".yaml",
    )
    new = taken[group] if dice.random() < 0.4 else dice.choice(edges)
    return data[: place.start(group)] + new + data[place.end(group) :]


# ── markup ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def tag(data: bytes, dice: Dice, _: bytes) -> bytes:
    """A tag is dropped, doubled, moved or opened a thousand times."""
    found = list(_MARKUP.finditer(data))
    if not found:
        return data
    one, other = dice.choice(found), dice.choice(found)
    what = dice.randrange(5)
    if what == 0:
        return data[: one.start()] + data[one.end() :]
    if what == 1:
        return data[: one.end()] + one[0] * dice.choice((1, 5, 300, 3000)) + data[one.end() :]
    if what == 2:
        return data[: one.start()] + other[0] + data[one.end() :]
    if what == 3:
        return data[: other.start()] + one[0] + data[other.start() :]
    name = re.match(rb"<([\w:]+)", one[0])
    if name is None:
        return data
    times = dice.choice((3, 100, 900))
    closing = b"</" + name[1] + b">"
    return data[: one.start()] + one[0] * times + data[one.end() : one.end() + 40] + closing * times + data[one.end() :]


def element(data: bytes, dice: Dice, _: bytes) -> bytes:
    """A whole stretch between two tags goes, or comes twice."""
    found = list(_MARKUP.finditer(data))
    if len(found) < 2:
        return data
    first = dice.randrange(len(found) - 1)
    last = min(len(found) - 1, first + dice.choice((1, 2, 5, 20, 60)))
    start, end = found[first].start(), found[last].end()
    return data[:start] + data[start:end] * dice.choice((0, 2, 2, 20)) + data[end:]


def value(data: bytes, dice: Dice, other: bytes) -> bytes:
    """An attribute's value, or a text between tags, becomes something else."""
    found = list(dice.choice((_VALUE, _VALUE, _TEXT)).finditer(data))
    if not found:
        return data
    place, taken = dice.choice(found), dice.choice(found)
    new = dice.choice(
        (taken[1], dice.choice(NUMBERS), dice.choice(SNIPPETS).encode(), b"x" * 5000, b"-5", b"\xe3\x80\x80")
    )
    return data[: place.start(1)] + new + data[place.end(1) :]


def declare(data: bytes, dice: Dice, _: bytes) -> bytes:
    found = list(_MARKUP.finditer(data))
    place = 0 if not found or dice.random() < 0.5 else dice.choice(found).end()
    return data[:place] + dice.choice(XML) + data[place:]


MARKUP = (tag, tag, element, element, value, value, declare, phrase, flip, cut, drop, repeat, renumber)


def tree(data: bytes, dice: Dice, other: bytes) -> bytes:
    """The XML stays well-formed: elements go, come twice, change places, names, depth; attributes and texts change."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return tag(data, dice, other)
    for _ in range(dice.choice((1, 1, 2, 5, 15))):
        with contextlib.suppress(ValueError):  # a name that the last change has broken
            _graft(root, dice)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _graft(root: Any, dice: Dice) -> None:
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    one, another = dice.choice(elements), dice.choice(elements)
    parent = one.getparent()
    what = dice.randrange(9)
    if what == 0 and parent is not None:
        parent.remove(one)
    elif what == 1 and parent is not None:
        for _ in range(dice.choice((1, 2, 40))):
            parent.append(copy.deepcopy(one))
    elif what == 2 and parent is not None and one not in another.iterancestors() and one is not another:
        another.append(one)
    elif what == 3:
        one.tag = another.tag
    elif what == 4 and one.attrib:
        name = dice.choice(sorted(one.attrib))
        one.set(name, dice.choice((*EDGES, *(list(another.attrib.values()) or ["x"]))))
    elif what == 5 and another.attrib:
        name = dice.choice(sorted(another.attrib))
        one.set(name, another.attrib[name])
    elif what == 6:
        one.text = _harmless(dice.choice(SNIPPETS)) + (one.text or "")
    elif what == 7:
        one.tail = _harmless(dice.choice(SNIPPETS))
    elif parent is not None:
        # Deeper and deeper: the element inside copies of its parent.
        for _ in range(dice.choice((1, 3, 30, 120))):
            cover = parent.makeelement(parent.tag, dict(parent.attrib))
            one.getparent().replace(one, cover)
            cover.append(one)


def _harmless(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


# ── packages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def member(data: bytes, dice: Dice, other: bytes) -> bytes:
    """One part of a zip is changed, the zip is whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            held = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return flip(data, dice, other) if data else data
    if not held:
        return data
    names = list(held)
    for _ in range(dice.choice((1, 1, 2))):
        # Most of what there is to go wrong stands in the largest part.
        name = max(names, key=lambda each: len(held[each])) if dice.random() < 0.5 else dice.choice(names)
        if held[name]:
            if name.endswith((".xml", ".rels")):
                change: Mutation = tree if dice.random() < 0.85 else dice.choice(MARKUP)
            else:
                change = dice.choice(TEXT)
            held[name] = change(held[name], dice, other or b"x")
    return _packed(_shuffled(held, dice), dice)


def _shuffled(held: dict[str, bytes], dice: Dice) -> list[tuple[str, bytes]]:
    parts = list(held.items())
    what = dice.randrange(12)
    place = dice.randrange(len(parts))
    if what == 0:
        del parts[place]
    elif what == 1:
        parts.append(parts[place])
    elif what == 2:
        parts[place] = (
            dice.choice(("../x.txt", "/x.docx", "a\\b.txt", "\u202e.txt", "x" * 300, "甲.zip")),
            parts[place][1],
        )
    elif what == 3:
        other = dice.randrange(len(parts))
        parts[place] = (parts[place][0], parts[other][1])
    elif what == 4:
        parts.append(("空.txt", b""))
    return parts


def _packed(parts: list[tuple[str, bytes]], dice: Dice) -> bytes:
    import warnings

    stream = io.BytesIO()
    method = dice.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, method)  # without the time of day
    return stream.getvalue()


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def stream(data: bytes, dice: Dice, other: bytes) -> bytes:
    """What is painted on a page is changed; lengths may then be wrong, which is a change too."""
    found = list(_STREAM.finditer(data))
    if not found:
        return data
    place = dice.choice(found)
    content = place[1]
    with contextlib.suppress(zlib.error):
        content = zlib.decompress(content)
    if not content:
        return data
    changed = dice.choice((renumber, renumber, drop, repeat, move, scribble, insert))(content, dice, other)
    new = changed if content == place[1] else zlib.compress(changed)
    return data[: place.start(1)] + new + data[place.end(1) :]


# Each form's own changes; four inputs in five suffer only these, the fifth is hit anywhere.
BY_FORM: dict[str, tuple[Mutation, ...]] = {
    "txt": (phrase, phrase, phrase, lines, lines, renumber, insert, repeat),
    "md": (phrase, phrase, lines, lines, renumber, insert, repeat),
    "docx": (member,),
    "zip": (member,),
    "html": (*MARKUP, tree, tree, tree),
    "mht": (lines, renumber, insert),
    "pdf": (*(stream,) * 8, *(renumber,) * 4, word),
    "ofd": (member,),
    "doc": (tree, tag, word, word, renumber, flip),
    "image": (word, flip, scribble, renumber),
    "other": (word, flip, cut),
    "rubric": (lines, lines, renumber, phrase, value_of_key),
}


def mutated(form: str, number: int, seeds: tuple[bytes, ...]) -> bytes:
    """The ``number``-th input of a form."""
    dice = Dice(f"{form}:{number}")
    data, other = dice.choice(seeds), dice.choice(seeds)
    changes = ANY if dice.random() < 0.2 else BY_FORM[form]
    for _ in range(dice.choice((1, 1, 2, 4))):
        if data:
            data = dice.choice(changes)(data, dice, other)
    return data[:200_000]
