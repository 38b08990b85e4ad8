"""``fajian doctor``: which forms this machine can read, and how to add the others."""

from __future__ import annotations

import pytest

from checker.commands import diagnosis
from checker.reading import ocr, office, suffixes


def told(name: str) -> tuple[bool | None, str]:
    return {line[1]: (line[0], line[2]) for line in diagnosis._reading()}[name]


def test_every_form_is_told_once() -> None:
    words = "、".join(line[2] for line in diagnosis._reading())
    for suffix in (*suffixes(), ".zip"):
        assert f"{suffix}、" in words or f"{suffix}：" in words or f"{suffix}（" in words, suffix


@pytest.mark.parametrize("there", [True, False])
def test_scans_need_character_recognition(there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: there)
    readable, words = told("扫描件、图片")
    assert readable is there
    assert ".png" in words
    # For those who installed it, and for those who have a checkout, with make or without.
    assert [way in words for way in ('"fajian[ocr]"', "make ocr", '".[ocr]"')] == [not there] * 3


@pytest.mark.parametrize("program", ["/usr/bin/soffice", None])
def test_old_files_need_libreoffice(program: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "office_program", lambda: program)
    readable, words = told("旧版文档")
    assert readable is bool(program)
    assert ".doc、" in words
    assert ("请安装 LibreOffice" in words) is (program is None)
    assert (program or "另存为 .docx") in words


def test_what_it_tells_of_is_what_the_readers_ask() -> None:
    assert diagnosis.office_program is office.program
