"""Scans: what the machine recognises becomes paragraphs, marked as such; pictures are set straight and rid of seals first."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from raw_pdf import OWN, Flow, Page, blank_picture, pdf, picture, wrapped

from checker.errors import NotAReport, ReadError
from checker.model import Document
from checker.outline import outline
from checker.reading import image, ocr, read_bytes, readers, scan_image
from checker.reading import pdf as reader
from checker.reading.ocr import Found, Recognised
from checker.reading.page_draft import draft_of
from checker.reading.page_model import Box, Sheet

TITLE = "澜石县林业局2025年度法治政府建设情况的报告"
BODY = [
    "2025年，澜石县林业局把依法治林摆在突出位置，把各项任务分解到股室，逐项挂账推进，现将有关情况报告如下。",
    "一、主要负责人履行职责情况",
    "局长四次主持召开局长办公会，专题听取法治建设情况汇报，对一起毁坏公益林的案件三次过问进度。全年组织领导班子学法六次，其中两次邀请县人民检察院的检察官讲授公益诉讼。",
    "二、主要举措和成效",
    "全年受理林木采伐申请213件，全部在3个工作日内办结；抽查木材经营加工单位41家，发现问题9个，下发整改通知9份，年底前全部复查销号。",
]
SIGNED = ["澜石县林业局", "2026年1月19日"]
REPORT = [TITLE, *BODY, *SIGNED]
FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")


def document(data: bytes, name: str = "报告.pdf") -> Document:
    return read_bytes(data, name, name)


def blocks(found: Document) -> list[str]:
    return [found.text[block.start : block.end] for block in found.blocks]


# ── without the machine ──────────────────────────────────────────────────────────────────────────────────────────────


def lines(*rows: tuple[float, float, str], height: float = 46) -> list[Found]:
    """Pieces of lines at x, y (their middle), as wide as their characters are at 200 dpi and 16 points."""
    found = []
    for x, y, words in rows:
        wide = sum(0.5 if character.isascii() else 1.0 for character in words) * 44.4
        found.append(Found(Box(x, y - height / 2, x + wide, y + height / 2), words, 0.99))
    return found


def page(number: int, found: list[Found]) -> Sheet:
    sheet = Sheet(number, 595, 842, rough=True)
    sheet.glyphs = ocr.glyphs_of(found, 0.36)
    return sheet


def test_recognised_lines_become_paragraphs() -> None:
    first, *others = wrapped(BODY[2], 26, 28, 1)
    rows = [(350.0, 300.0, TITLE), (308.0, 480.0, first)]
    rows += [(220 + index % 3 * 2.0, 560.0 + 78 * index, words) for index, words in enumerate(others)]
    rows += [(308.0, 560.0 + 78 * len(others), BODY[1]), (900.0, 900.0, SIGNED[0]), (930.0, 980.0, SIGNED[1])]
    draft = draft_of([page(1, lines(*rows))])
    assert [line.text for line in draft.lines] == [TITLE, BODY[2], BODY[1], *SIGNED]
    assert [line.look.right for line in draft.lines] == [False, False, False, True, True]


def test_sizes_that_differ_by_chance_are_one() -> None:
    rows = (
        lines((308, 300, BODY[1]), height=43)
        + lines((308, 380, BODY[3]), height=50)
        + lines((308, 460, TITLE), height=70)
    )
    sizes = [line.look.size for line in draft_of([page(1, rows)]).lines]
    assert sizes[0] == sizes[1]


@pytest.mark.parametrize(
    ("read", "means"),
    [
        ("(一）强化领导", "（一）强化领导"),
        ("（2021—2025年)》各项", "（2021—2025年）》各项"),
        ("听取汇报,研究部署", "听取汇报，研究部署"),
        ("如下:", "如下："),
        ("办结12,345件", "办结12,345件"),
        ("(2021一", "(2021—"),
        ("2021一2025年", "2021—2025年"),
        ("第一", "第一"),
        ("f(x)", "f(x)"),
    ],
)
def test_marks_get_the_width_of_chinese_print(read: str, means: str) -> None:
    assert ocr.tidied(read) == means


def test_numbers_of_pages() -> None:
    assert ocr.numbers([3, 1, 4, 5, 9]) == "1、3–5、9"


def test_the_warning_tells_the_doubt() -> None:
    pages = [Recognised(Sheet(n, 595, 842), sure, 100) for n, sure in ((1, 0.99), (2, 0.71), (3, 0.98))]
    (whole,) = ocr.warnings_of(pages, whole=True)
    assert whole.startswith("经文字识别（OCR）读取，请核对")
    assert "89%" in whole
    assert "第 2 页" in whole
    assert ocr.warnings_of(pages[:1], whole=False)[0].startswith("第 1 页经文字识别（OCR）读取，请核对")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A machine that finds the same lines on every page; it tells which pages it was given."""
    asked: list[int] = []

    def recognise(_: Any, number: int, dpi: float) -> Recognised:
        asked.append(number)
        assert dpi == pytest.approx(200)
        return Recognised(page(number, lines((308, 300, BODY[1]), (308, 380, BODY[3]))), 0.97, 30)

    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "recognise", recognise)
    monkeypatch.setattr(reader, "_picture", lambda page, scale: None)
    return asked


def test_a_scan_is_recognised(machine: list[int]) -> None:
    found = document(pdf(*[Page(picture(0, 0, 595, 842), images=blank_picture())] * 2))
    assert machine == [1, 2]
    assert blocks(found) == [BODY[1], BODY[3]] * 2
    assert [block.page for block in found.blocks] == [1, 1, 2, 2]
    assert any(warning.startswith("经文字识别（OCR）读取，请核对") for warning in found.warnings)


def test_only_the_pages_that_need_it_are_recognised(machine: list[int]) -> None:
    flow = Flow().add(BODY[2]).add(BODY[4])
    found = document(pdf(*flow.pages, Page(picture(0, 0, 595, 842), images=blank_picture())))
    assert machine == [2]
    assert blocks(found) == [BODY[2], BODY[4], BODY[1], BODY[3]]
    assert any(warning.startswith("第 2 页经文字识别") for warning in found.warnings)


def test_a_garbled_text_layer_is_recognised(machine: list[int]) -> None:
    flow = Flow(font=OWN)
    for words in REPORT:
        flow.add(words)
    assert blocks(document(flow.file(shift=0x9000))) == [BODY[1], BODY[3]]
    assert machine == [1]


def test_a_text_layer_that_can_be_read_is_not_recognised(machine: list[int]) -> None:
    assert blocks(document(Flow().add(BODY[2]).file())) == [BODY[2]]
    assert machine == []


def test_a_page_without_anything_on_it(machine: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        ocr, "recognise", lambda _, number, dpi: Recognised(Sheet(number, 595, 842, rough=True), 0.0, 0)
    )
    with pytest.raises(ReadError, match="没有认出任何文字"):
        document(pdf(Page(picture(0, 0, 595, 842), images=blank_picture())))


# ── pictures as files ────────────────────────────────────────────────────────────────────────────────────────────────

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.mark.parametrize("head", [PNG, b"\xff\xd8\xff\xe0" + b"\0" * 40, b"II*\0" + b"\0" * 40, b"MM\0*" + b"\0" * 40])
def test_a_picture_says_what_it_is_and_what_to_do(head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(ReadError, match=r"图片.*fajian\[ocr\]"):
        document(head, "报告.txt")


def test_pictures_are_a_form() -> None:
    assert image in readers()
    assert {".png", ".jpg", ".jpeg"} <= set(image.SUFFIXES)


# ── what is done to pictures ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def np() -> Any:
    pytest.importorskip("rapidocr")
    import numpy

    return numpy


def drawn_page(np: Any, *, step: int = 60) -> Any:
    """Something like lines of text: rows of black blocks on white."""
    found = np.full((1400, 1000, 3), 255, np.uint8)
    rng = np.random.default_rng(3)
    for y in range(120, 1280, step):
        for x in range(100, 100 + 30 * int(rng.integers(8, 27)), 30):
            found[y : y + 22, x : x + int(rng.integers(12, 24))] = 0
    return found


@pytest.mark.parametrize("angle", [-6.0, -2.3, -0.7, 0.0, 0.4, 1.5, 3.0, 7.0])
def test_skew_is_measured(np: Any, angle: float) -> None:
    leaning = scan_image._turned(drawn_page(np), -angle)
    noisy = np.clip(leaning + np.random.default_rng(1).normal(0, 12, leaning.shape), 0, 255).astype(np.uint8)
    assert scan_image.skew_of(noisy) == pytest.approx(angle, abs=0.2)


def test_an_empty_page_is_level(np: Any) -> None:
    assert scan_image.skew_of(np.full((800, 600, 3), 255, np.uint8)) == 0


def test_a_seal_goes_and_the_print_under_it_stays(np: Any) -> None:
    page_ = np.full((1400, 1000, 3), 255, np.uint8)
    ys, xs = np.mgrid[0:1400, 0:1000]
    radius = np.hypot(ys - 900, xs - 600)
    page_[(radius > 110) & (radius < 125)] = (220, 40, 50)
    page_[880:920, 480:720] = (20, 10, 10)
    page_[890:900, 485:500] = (120, 10, 15)
    page_[100:140, 200:800] = (210, 20, 20)
    cleaned = scan_image.without_seals(page_)
    assert cleaned[900, 600].max() < 40
    assert cleaned[790, 600].min() > 200
    assert cleaned[895, 490].max() < 120
    assert tuple(cleaned[120, 400]) == (210, 20, 20)


def test_a_page_without_red_is_left_alone(np: Any) -> None:
    page_ = drawn_page(np)
    assert scan_image.without_seals(page_) is page_


def test_ruled_lines_are_found(np: Any) -> None:
    page_ = drawn_page(np)
    page_[640:643, 80:920] = 0
    page_[300:1200, 500:503] = 0
    found = scan_image.ruled_lines(page_)
    assert any(x1 - x0 > 800 and y1 - y0 < 6 for x0, y0, x1, y1 in found)
    assert any(y1 - y0 > 850 and x1 - x0 < 6 for x0, y0, x1, y1 in found)


def encoded(np: Any, page_: Any, form: str, **more: Any) -> bytes:
    from PIL import Image

    held = io.BytesIO()
    Image.fromarray(page_).save(held, form, **more)
    return held.getvalue()


def test_pictures_of_any_kind_are_opened(np: Any) -> None:
    from PIL import Image

    page_ = drawn_page(np)
    for form in ("PNG", "JPEG", "TIFF", "BMP"):
        data = encoded(np, page_, form)
        assert image.matches(data, "")
        (opened,) = scan_image.pictures_in(data)
        assert opened.shape == page_.shape
    clear = Image.new("RGBA", (40, 30), (0, 0, 0, 0))
    held = io.BytesIO()
    clear.save(held, "PNG")
    (opened,) = scan_image.pictures_in(held.getvalue())
    assert opened.min() == 255


def test_pages_of_one_file(np: Any) -> None:
    from PIL import Image

    first, *others = [Image.fromarray(drawn_page(np, step=step)) for step in (60, 70, 80)]
    held = io.BytesIO()
    first.save(held, "TIFF", save_all=True, append_images=others)
    assert len(list(scan_image.pictures_in(held.getvalue()))) == 3


def test_broken_and_huge_pictures_are_refused(np: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    data = encoded(np, drawn_page(np), "PNG")
    with pytest.raises(ReadError, match="损坏"):
        document(data[: len(data) // 2], "报告.png")
    monkeypatch.setattr(scan_image, "MOST_PIXELS", 10_000)
    with pytest.raises(NotAReport, match="万像素"):
        document(data, "报告.png")


def test_a_page_that_stands_on_its_head_is_turned(np: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine is asked of the widest lines only when it was not sure of what it read."""

    class Machine:
        turned = True

        def __call__(self, _: Any, *, use_det: bool, use_cls: bool, use_rec: bool) -> SimpleNamespace:
            if use_cls:
                return SimpleNamespace(cls_res=[("180" if self.turned else "0", 0.99)])
            score, self.turned = (0.6, True) if not hasattr(self, "asked") else (0.98, False)
            self.asked = True
            boxes = [[(100, y), (900, y), (900, y + 40), (100, y + 40)] for y in (100, 200, 300, 400)]
            return SimpleNamespace(boxes=boxes, txts=["主要举措和成效"] * 4, scores=[score] * 4)

    machine_ = Machine()
    monkeypatch.setattr(ocr, "_started", lambda: machine_)
    found = ocr.recognise(drawn_page(np), 1)
    assert found.confidence == pytest.approx(0.98)


# ── with the machine ─────────────────────────────────────────────────────────────────────────────────────────────────


def scanned(np: Any, *, angle: float = 0, noise: float = 0, seal: bool = False, dpi: int = 200) -> Any:
    """A page of the report as a scanner sees it."""
    from PIL import Image, ImageDraw, ImageFont

    unit = dpi / 72
    sheet = Image.new("RGB", (round(595 * unit), round(842 * unit)), "white")
    pen = ImageDraw.Draw(sheet)
    body, large = (ImageFont.truetype(str(FONT), round(size * unit)) for size in (16, 20))
    pen.text(((595 / 2) * unit, 110 * unit), TITLE, font=large, fill=(15, 15, 15), anchor="mt")
    y = 170.0
    for words in BODY:
        for index, line in enumerate(wrapped(words, 25.5, 27.5, 1)):
            pen.text(((79 + (32 if not index else 0)) * unit, y * unit), line, font=body, fill=(15, 15, 15))
            y += 28
    for words in SIGNED:
        pen.text((487 * unit, (y + 28) * unit), words, font=body, fill=(15, 15, 15), anchor="rt")
        y += 28
    found = np.asarray(sheet).astype(np.float32)
    if seal:
        ys, xs = np.mgrid[0 : found.shape[0], 0 : found.shape[1]]
        away = np.hypot(ys - y * unit, xs - 430 * unit) / unit
        star = np.abs(((np.arctan2(ys - y * unit, xs - 430 * unit) * 5 / math.tau) % 1) - 0.5) * 40 > away
        red = np.where(((away > 55) & (away < 60)) | star, 0.8, 0.0)[:, :, None]
        found = found * (1 - red) + found * red * np.array([0.85, 0.1, 0.12])
    found = np.clip(found * 0.94 + np.random.default_rng(5).normal(8, noise or 0.1, found.shape), 0, 255).astype(
        np.uint8
    )
    return scan_image._turned(found, -angle) if angle else found


def plain(words: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words))


def error_rate(found: Document) -> float:
    from rapidfuzz.distance import Levenshtein

    wanted = plain("".join(REPORT))
    return Levenshtein.distance(wanted, plain(found.text)) / len(wanted)


real = [pytest.mark.full, pytest.mark.system("font:Noto Serif CJK SC"), pytest.mark.timeout(600)]
CASES = {
    "clean": {},
    "skewed, noisy, stamped": {"angle": 2.0, "noise": 9, "seal": True},
    "skewed the other way": {"angle": -3.0, "noise": 5},
    "coarse": {"dpi": 150, "noise": 6, "angle": 0.8, "seal": True},
}


class TestWithTheMachine:
    pytestmark = real

    @pytest.fixture(autouse=True)
    def one_at_a_time(self, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
        """The machine takes all cores and a gigabyte: as workers of the program do, pytest's wait for each other."""
        fcntl = pytest.importorskip("fcntl")
        with open(tmp_path_factory.getbasetemp().parent / "ocr.lock", "wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @pytest.mark.parametrize("name", CASES)
    def test_a_scan_is_read(self, np: Any, name: str) -> None:
        dots = scanned(np, **CASES[name])
        high, wide = dots.shape[:2]
        data = pdf(Page(picture(0, 0, 595, 842), images={"Im1": (wide, high, dots.tobytes())}))
        found = document(data)
        assert error_rate(found) <= 0.02
        assert len(found.blocks) == len(REPORT)
        assert any(warning.startswith("经文字识别（OCR）读取，请核对") for warning in found.warnings)
        report = outline(found)
        assert report.info.unit == "澜石县林业局"
        assert str(report.info.signed_date) == "2026-01-19"

    def test_a_ruled_table_is_read(self, np: Any) -> None:
        from PIL import Image, ImageDraw, ImageFont

        sheet = Image.new("RGB", (1654, 900), "white")
        pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(str(FONT), 40)
        rows = [("项目", "2024年", "2025年"), ("行政处罚", "126件", "158件"), ("行政复议", "12件", "9件")]
        xs, ys = (220, 700, 1050, 1440), (120, 200, 280, 360)
        for x in xs:
            pen.line((x, ys[0], x, ys[-1]), fill="black", width=3)
        for y in ys:
            pen.line((xs[0], y, xs[-1], y), fill="black", width=3)
        for y, cells in zip(ys, rows, strict=False):
            for x, words in zip(xs, cells, strict=False):
                pen.text((x + 40, y + 18), words, font=font, fill="black")
        found = document(encoded(np, scan_image._turned(np.asarray(sheet), 1.2), "PNG"), "报告.png")
        assert [block.kind for block in found.blocks] == ["table"]
        assert found.text == "\n".join("\t".join(cells) for cells in rows)

    @pytest.mark.parametrize("turns", [1, 2, 3])
    def test_a_picture_that_was_laid_in_wrongly_is_read(self, np: Any, turns: int) -> None:
        data = encoded(np, scan_image.quarter_turned(scanned(np), turns), "PNG")
        found = document(data, "报告.png")
        assert found.form == "image"
        assert error_rate(found) <= 0.02
        assert len(found.blocks) == len(REPORT)
