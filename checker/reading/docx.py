"""Word files (.docx, .docm, .dotx) from their XML: the text as a reader of the page sees it, insertions in, deletions out."""

from __future__ import annotations

from collections.abc import Callable

from checker.errors import ReadError
from checker.model import Apart, ApartKind
from checker.reading.draft import Draft, Line
from checker.reading.word_colours import UNKNOWN, rgb
from checker.reading.word_package import Package, is_word
from checker.reading.word_story import PAGE_BREAK, Shared, Story
from checker.reading.word_styles import Styles, without_tables
from checker.reading.word_xml import DEL, MOVE_FROM, A, Element, R, V, W, is_on

FORM = "docx"
SUFFIXES = (".docx", ".docm")
# Fewer characters than this are no report; with a picture beside them they are the caption of a scan.
_NEARLY_NOTHING = 50
_MACRO = "文件含宏，未运行。"
_REVISED = "文件留有未处理的修订，已按“接受所有修订”后的文字读取；请在 Word 中处理修订后再定稿。"
_PICTURE = "正文几乎没有文字，但有 {} 张图片，内容可能是扫描件或截图；请改报文字版，或先做文字识别（OCR）。"
_TOO_DEEP = "文件内的表格或文本框嵌套过深，无法读取；请用 Word 或 WPS 简化版面，另存为 .docx 后重新报送。"
_NO_BODY = "文件内的 {} 不是 Word 正文，无法读取；请用 Word 或 WPS 打开原件，另存为 .docx 后重新报送。"
_IMAGES = (A + "blip", V + "imagedata")
_REVISIONS = (W + "ins", DEL, W + "moveTo", MOVE_FROM)


def matches(data: bytes, name: str) -> bool:  # noqa: ARG001 (every reader is asked in the same way)
    """By content alone: .wps and .doc files are often this form under another name."""
    return is_word(data)


def read(data: bytes, name: str) -> Draft:  # noqa: ARG001
    """The lines of the body in order; what stands outside of it apart."""
    try:
        return _read(Package(data))
    except RecursionError as error:
        raise ReadError(_TOO_DEEP) from error


def _read(package: Package) -> Draft:
    main = package.main
    root = package.xml(main)
    if root.tag != W + "document":
        raise ReadError(_NO_BODY.format(main))
    styles = Styles(
        _part(package, main, "styles", without_tables),
        _part(package, main, "numbering"),
        theme=lambda: _part(package, main, "theme"),
        tables=lambda: _part(package, main, "styles"),
    )
    shared = Shared(styles)
    draft = Draft()
    body = root.find(W + "body")
    if body is not None:
        paged = next(root.iter(PAGE_BREAK), None) is not None
        story = Story(shared, page=1 if paged else None, paged=paged, fill=_paper(package, main, root))
        draft.lines = story.read(body)
        draft.pages = story.page
    apart = [*_running(package, main, root, shared), *_notes(package, main, shared)]
    hidden = [Apart(kind="hidden", text=text) for text in shared.hidden.texts]
    draft.apart = [*apart, *hidden]
    draft.warnings = [*_warnings(package, root, draft.lines), *shared.warnings]
    return draft


def _part(package: Package, main: str, kind: str, trim: Callable[[bytes], bytes] = bytes) -> Element | None:
    """The part that the body refers to by this relationship, if there is one."""
    found = package.related(main, kind)
    return package.xml(found[0], trim) if found else None


def _paper(package: Package, main: str, root: Element) -> str | None:
    """The colour of the page, where the file asks that it be shown."""
    background = root.find(W + "background")
    settings = None if background is None else _part(package, main, "settings")
    shown = None if settings is None else settings.find(W + "displayBackgroundShape")
    if background is None or shown is None or not is_on(shown):
        return None
    return UNKNOWN if len(background) else rgb(background.get(W + "color"))


def _running(package: Package, main: str, root: Element, shared: Shared) -> list[Apart]:
    """Headers and footers of all sections, each text once; one with nothing but dashes round a page number is nothing."""
    found: dict[Apart, None] = {}
    kinds: dict[str, ApartKind] = {W + "headerReference": "header", W + "footerReference": "footer"}
    parts: dict[str, ApartKind] = {}
    for reference in root.iter(*kinds):
        target = package.target(main, reference.get(R + "id"))
        if target is not None:
            parts.setdefault(target, kinds[reference.tag])
    for target, kind in parts.items():
        text = _text(Story(shared).read(package.xml(target)))
        if any(character.isalnum() for character in text):
            found[Apart(kind=kind, text=text)] = None
    return sorted(found, key=lambda apart: apart.kind == "footer")


def _notes(package: Package, main: str, shared: Shared) -> list[Apart]:
    """Footnotes, endnotes and comments; the lines that only part notes from the text have a type."""
    found = []
    for kind, tag in (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment")):
        root = _part(package, main, kind)
        for note in () if root is None else root.iterfind(W + tag):
            if note.get(W + "type", "normal") == "normal":
                text = _text(Story(shared).read(note))
                if text:
                    found.append(Apart(kind="note", text=text))
    return found


def _text(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines).strip()


def _warnings(package: Package, root: Element, lines: list[Line]) -> list[str]:
    found = []
    if package.holds("vbaproject.bin"):
        found.append(_MACRO)
    if next(root.iter(*_REVISIONS), None) is not None:
        found.append(_REVISED)
    if sum(len(line.text.strip()) for line in lines) < _NEARLY_NOTHING:
        pictures = sum(1 for _ in root.iter(*_IMAGES))
        if pictures:
            found.append(_PICTURE.format(pictures))
    return found
