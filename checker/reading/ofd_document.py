"""The documents in an OFD file: their pages in order, what stands on templates, annotations, attachments and seals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.reading import limits
from checker.reading.ofd_package import (
    ROOT,
    OfdPackage,
    attribute,
    child,
    children,
    inside,
    numbers,
    text_at,
)
from checker.reading.ofd_page import POINT, OfdPage, Painter
from checker.reading.ofd_resources import Resources
from checker.reading.page_lines import lines_of
from checker.reading.page_model import Sheet
from checker.reading.word_xml import Element

_A4 = (0.0, 0.0, 210.0, 297.0)
_LONGEST_NOTE = 4000


@dataclass
class OfdDocument:
    """``running``: text of templates that several pages share. ``notes``: what annotations say."""

    pages: list[OfdPage] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    seals: int = 0


def documents_in(package: OfdPackage) -> list[OfdDocument]:
    """The documents, pages counted through all of them."""
    root = package.xml(ROOT)
    found: list[OfdDocument] = []
    for body in children(root, "DocBody"):
        name, main = package.required(ROOT, text_at(body, "DocRoot"))
        before = sum(len(document.pages) for document in found)
        document = _Reading(package, name, main).read(before)
        signatures = package.optional(ROOT, text_at(body, "Signatures"))
        if signatures is not None:
            document.seals = len(list(inside(signatures[1], "Signature")))
        found.append(document)
    return found


class _Reading:
    """One document while it is being read."""

    def __init__(self, package: OfdPackage, name: str, main: Element) -> None:
        self._package, self._name, self._main = package, name, main
        common = child(main, "CommonData")
        self._resources = Resources()
        for kind in ("PublicRes", "DocumentRes"):
            for part in children(common, kind):
                self._resources.load(package, name, part.text)
        self._size = numbers(text_at(common, "PageArea", "PhysicalBox"), 4) or _A4
        self._templates = {
            attribute(part, "ID") or "": attribute(part, "BaseLoc") for part in children(common, "TemplatePage")
        }

    def read(self, before: int) -> OfdDocument:
        document = OfdDocument()
        entries = children(child(self._main, "Pages"), "Page")
        limits.check_pages(before + len(entries))
        parts = [self._package.required(self._name, attribute(entry, "BaseLoc")) for entry in entries]
        used = Counter(identifier for _, root in parts for identifier in set(_templates_of(root)))
        for number, (name, root) in enumerate(parts, before + 1):
            single = [identifier for identifier in _templates_of(root) if used[identifier] == 1]
            document.pages.append(self._page(number, name, root, single))
        for identifier in used:
            if used[identifier] > 1:
                document.running += self._running(identifier)
        document.notes = list(self._notes())
        document.attachments = list(self._attachments())
        return document

    def _page(self, number: int, name: str, root: Element, templates: list[str]) -> OfdPage:
        for part in children(root, "PageRes"):
            self._resources.load(self._package, name, part.text)
        box = numbers(text_at(root, "Area", "PhysicalBox"), 4) or self._size
        page = OfdPage(Sheet(number, box[2] * POINT, box[3] * POINT))
        painter = Painter(self._resources, page)
        for identifier in templates:
            template = self._package.optional(self._name, self._templates.get(identifier))
            if template is not None:
                painter.layers(child(template[1], "Content"))
        painter.layers(child(root, "Content"))
        return page

    def _running(self, identifier: str) -> list[str]:
        """The text of a template that several pages share: their heads and feet."""
        template = self._package.optional(self._name, self._templates.get(identifier))
        if template is None:
            return []
        page = self._page(0, template[0], template[1], [])
        return [line.text.strip() for line in lines_of(page.sheet)] + page.askew

    def _notes(self) -> Iterator[str]:
        listed = self._package.optional(self._name, text_at(self._main, "Annotations"))
        for entry in children(listed[1], "Page") if listed else []:
            part = self._package.optional(listed[0] if listed else "", text_at(entry, "FileLoc"))
            for note in children(part[1], "Annot") if part else []:
                remark = text_at(note, "Remark") or ""
                shown = "".join(code.text or "" for code in inside(note, "TextCode")).strip()
                yield from (text[:_LONGEST_NOTE] for text in dict.fromkeys((remark, shown)) if text)

    def _attachments(self) -> Iterator[str]:
        listed = self._package.optional(self._name, text_at(self._main, "Attachments"))
        for entry in inside(listed[1], "Attachment") if listed else ():
            yield attribute(entry, "Name") or text_at(entry, "FileLoc") or "未命名"


def _templates_of(root: Element) -> list[str]:
    return [attribute(part, "TemplateID") or "" for part in children(root, "Template")]
