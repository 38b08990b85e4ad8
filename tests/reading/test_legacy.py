"""Old Word files: by content, through LibreOffice in a private place; and what only bears their names."""

from __future__ import annotations

import base64
import contextlib
import http.server
import os
import re
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from raw_docx import docx, p
from raw_ole import ole

import checker
from checker import checking, reading
from checker.errors import ReadError
from checker.reading import foreign, legacy, office
from checker.reading import ole as compound

LINES = [
    "云州县水利局2025年度法治政府建设情况报告",
    "一、主要举措和成效",
    "2025年，我局坚持依法行政，办理行政处罚案件26件，开展“世界水日”普法活动9场。",
    "二、存在的不足和原因",
    "一是案卷制作不规范。主要原因是培训只安排了1次。",
    "云州县水利局",
    "2026年1月20日",
]
DOCX = docx("".join(p(line) for line in LINES))
soffice = pytest.mark.system("soffice|libreoffice")


def text_of(data: bytes, name: str) -> str:
    return reading.read_bytes(data, name, name).text


def refused(data: bytes, name: str) -> str:
    with pytest.raises(ReadError) as error:
        reading.read_bytes(data, name, name)
    sentence = str(error.value)
    assert re.fullmatch(rf"{re.escape(name)}：[^。]+[；，][^。]+。", sentence), sentence
    return sentence


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same report in the old forms, as LibreOffice writes them."""
    program = office.program()
    assert program is not None
    folder = tmp_path_factory.mktemp("old")
    (folder / "a.docx").write_bytes(DOCX)
    made = {}
    for suffix, form in {"doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format", "xml": "xml:MS Word 2003 XML"}.items():
        subprocess.run(
            [
                *(program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
                *("--convert-to", form, "--outdir", str(folder), str(folder / "a.docx")),
            ],
            check=True,
            capture_output=True,
            timeout=100,
        )
        made[suffix] = (folder / f"a.{suffix}").read_bytes()
    return made


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)


@pytest.fixture
def never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice is there, and must not be started."""
    monkeypatch.setattr(office, "program", lambda: "/bin/true")

    def to_docx(data: bytes, suffix: str) -> bytes:
        raise AssertionError("LibreOffice was asked")

    monkeypatch.setattr(office, "to_docx", to_docx)


# ── through LibreOffice ──────────────────────────────────────────────────────────────────────────────────────────────


@soffice
@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("doc", "报告.doc"),
        ("rtf", "报告.rtf"),
        ("xml", "报告.doc"),
        *(
            pytest.param(form, name, marks=pytest.mark.full)
            for form, name in (
                ("doc", "报告.wps"),
                ("doc", "报告.docx"),
                ("doc", "报告.txt"),
                ("doc", "报告"),
                ("rtf", "报告.doc"),
                ("xml", "报告.xml"),
            )
        ),
    ],
)
def test_read_by_content_whatever_the_name(old: dict[str, bytes], form: str, name: str) -> None:
    document = reading.read_bytes(old[form], name, name)
    assert document.text.split("\n") == LINES
    assert document.form == "doc"


@soffice
def test_the_same_verdicts_as_the_docx(old: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "新.docx").write_bytes(DOCX)
    (tmp_path / "旧.doc").write_bytes(old["doc"])
    new, aged = checker.check([tmp_path / "新.docx", tmp_path / "旧.doc"])
    assert new.error is aged.error is None
    assert new.conclusion == aged.conclusion
    assert [s.status for s in new.sections] == [s.status for s in aged.sections]


@soffice
def test_several_at_a_time(old: dict[str, bytes], tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / f"{number}.doc").write_bytes(old["doc"])
    options = checking.Options(checking.load_checked("fazhi-annual-report"))
    results = list(checking.check_all(checking.find([str(tmp_path)]), options, workers=2))
    assert [result.error for result in results] == [None] * 2


@soffice
def test_nothing_stays_behind_and_nothing_of_the_users_is_touched(
    old: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    temporary, home = tmp_path / "tmp", tmp_path / "home"
    temporary.mkdir()
    home.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    path = tmp_path / "报告.doc"
    path.write_bytes(old["doc"])
    before = sorted(tmp_path.rglob("*"))
    assert checker.read(path).text.startswith(LINES[0])
    assert checker.check(path)[0].error is None
    assert sorted(tmp_path.rglob("*")) == before
    # In a process that is no worker, likewise.
    assert text_of(old["doc"], "报告.doc").startswith(LINES[0])
    assert sorted(tmp_path.rglob("*")) == before


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server that notes who asks for what."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Quietly."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_address[1]}", asked
        httpd.shutdown()
        thread.join()


@soffice
def test_links_are_not_followed(server: tuple[str, list[str]]) -> None:
    address, asked = server
    rtf = (
        r"{\rtf1\ansi\deff0{\*\template " + address + r"/template.dot}"
        r"{\field{\*\fldinst INCLUDEPICTURE "
        "" + f'"{address}/picture.png"' + r" \\* MERGEFORMAT \\d}{\fldrslt x}}"
        r"{\field{\*\fldinst INCLUDETEXT "
        "" + f'"{address}/text.txt"' + r"}{\fldrslt y}}"
        r"\par The report itself.\par}"
    )
    assert "The report itself." in text_of(rtf.encode(), "链接.rtf")
    assert asked == []


@soffice
def test_a_damaged_file_is_told(old: dict[str, bytes]) -> None:
    assert "损坏" in refused(old["doc"][:2000], "断.doc")
    # Its directory is whole, its text is not: LibreOffice may read what there is, or refuse.
    data = old["doc"]
    with contextlib.suppress(ReadError):
        text_of(data[:1536] + bytes(4096) + data[5632:], "坏.doc")


# ── a LibreOffice that misbehaves ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A program in LibreOffice's place."""
    if os.name != "posix":
        pytest.skip("the program is a shell script")

    def install(script: str) -> None:
        path = tmp_path / "soffice"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setattr(office, "program", lambda: str(path))

    return install


WORD = ole({"WordDocument": b"\xec\xa5\xc1\x00" + bytes(60), "1Table": b""})


def test_one_that_hangs_is_ended_with_its_children(fake: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "SECONDS", 0.5)
    note = tmp_path / "child"
    fake(f"sleep 60 &\necho $! > {note}\nwait")
    began = time.monotonic()
    assert "没有完成" in refused(WORD, "慢.doc")
    assert time.monotonic() - began < 20
    child = int(note.read_text())
    for _ in range(50):
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("its child lives on")


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "kill -9 $$"])
def test_one_that_fails(fake: Any, script: str) -> None:
    fake(script)
    assert "打不开" in refused(WORD, "坏.doc")


def test_one_that_writes_rubbish(fake: Any) -> None:
    # The arguments end with: --outdir DIR SOURCE
    fake('for last; do :; done\nmkdir -p "$(dirname "$last")/out"\necho rubbish > "$(dirname "$last")/out/source.docx"')
    refused(WORD, "坏.doc")


def test_its_settings_forbid_macros_and_links(fake: Any, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    fake(f'for a; do case "$a" in -env:*) cp -r "${{a#*file://}}" {kept};; esac; done')
    refused(WORD, "坏.doc")
    settings = (kept / "user" / "registrymodifications.xcu").read_text(encoding="utf-8")
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "ooInetProxyType"):
        assert name in settings


def test_proxies_and_display_of_the_user_are_not_passed_on(
    fake: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.invalid:1")
    monkeypatch.setenv("DISPLAY", ":7")
    fake(f"env > {tmp_path / 'env'}")
    refused(WORD, "坏.doc")
    seen = (tmp_path / "env").read_text()
    assert "proxy.invalid" not in seen
    assert "DISPLAY=:7" not in seen
    assert f"HOME={os.environ['HOME']}\n" not in seen


# ── without LibreOffice ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("without_office")
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (WORD, "报告.doc"),
        (WORD, "报告.wps"),
        (rb"{\rtf1\ansi text}", "报告.rtf"),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>', "报告.doc"),
    ],
)
def test_without_libreoffice_the_sentence_says_what_to_do(data: bytes, name: str) -> None:
    sentence = refused(data, name)
    assert "安装 LibreOffice" in sentence
    assert "另存为 .docx" in sentence


# ── what only bears the name ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("never_asked")
def test_a_doc_that_is_something_else_is_read_as_what_it_is() -> None:
    assert reading.read_bytes(DOCX, "报告.doc", "报告.doc").form == "docx"
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in LINES) + "</body></html>"
    assert reading.read_bytes(page.encode(), "报告.doc", "报告.doc").form == "html"
    for encoding in ("utf-8", "gb18030", "utf-16"):
        document = reading.read_bytes("\n".join(LINES).encode(encoding), "报告.doc", "报告.doc")
        assert document.text.split("\n") == LINES
        assert any("纯文字" in warning for warning in document.warnings)


@pytest.mark.usefixtures("never_asked")
@pytest.mark.parametrize("name", ["随机.doc", "随机.wps", "随机.rtf"])
def test_random_bytes_are_refused_unseen(name: str) -> None:
    assert "扩展名" in refused(bytes(range(1, 256)) * 40, name)


@pytest.mark.usefixtures("never_asked")
def test_encrypted_files() -> None:
    assert "密码" in refused(ole({"EncryptedPackage": b"", "EncryptionInfo": b""}), "密.docx")
    assert "密码" in refused(ole({"WordDocument": b"\xec\xa5\xc1\x00" + bytes(7) + b"\x01"}), "密.doc")


@pytest.mark.usefixtures("never_asked")
@pytest.mark.parametrize(
    ("streams", "words"),
    [
        ({"Workbook": b""}, "电子表格"),
        ({"Book": b""}, "电子表格"),
        ({"PowerPoint Document": b""}, "演示文稿"),
        ({"__properties_version1.0": b""}, "电子邮件"),
        ({"Something": b""}, "没有 Word 文档"),
    ],
)
def test_other_compound_files(streams: dict[str, bytes], words: str) -> None:
    for name in ("文件.doc", "文件.xls", "文件.docx", "文件"):
        assert words in refused(ole(streams), name)


def test_macros_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: "/bin/true")
    monkeypatch.setattr(office, "to_docx", lambda data, suffix: DOCX)
    with_macros = ole({"WordDocument": bytes(64), "VBA": b""}, ["Macros"])
    assert any("宏" in warning for warning in legacy.read(with_macros, "宏.doc").warnings)
    assert not any("宏" in warning for warning in legacy.read(WORD, "无宏.doc").warnings)


# ── Word's XML ───────────────────────────────────────────────────────────────────────────────────────────────────────


def flat(data: bytes) -> bytes:
    """A .docx laid out in one XML file."""
    parts = []
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            content = package.read(name)
            if name == "[Content_Types].xml":
                continue
            if name.endswith((".xml", ".rels")):
                inner = re.sub(rb"^\s*<\?xml[^>]*\?>", b"", content).decode()
                parts.append(f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{inner}</pkg:xmlData></pkg:part>')
            else:
                held = base64.b64encode(content).decode()
                parts.append(f'<pkg:part pkg:name="/{name}"><pkg:binaryData>{held}</pkg:binaryData></pkg:part>')
    declared = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    opening = '<?xml version="1.0" standalone="yes"?><?mso-application progid="Word.Document"?>'
    return f"{opening}<pkg:package {declared}>{''.join(parts)}</pkg:package>".encode()


@pytest.mark.usefixtures("without_office")
@pytest.mark.parametrize("name", ["报告.doc", "报告.xml", "报告.docx"])
def test_a_flat_file_needs_no_libreoffice(name: str) -> None:
    assert text_of(flat(DOCX), name).split("\n") == LINES


@pytest.mark.usefixtures("never_asked")
@pytest.mark.parametrize("kind", ["w:wordDocument", "pkg:package"])
def test_entities_are_refused(kind: str) -> None:
    data = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><{kind}>&e;</{kind}>'
    assert "DOCTYPE" in refused(data.encode(), "实体.doc")
    # Declared in an encoding in which the marks do not stand as such.
    assert "root:" not in refused(data.encode("utf-16"), "实体.doc")


@pytest.mark.usefixtures("never_asked")
@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_flat_file_that_is_cut_off(cut: float) -> None:
    data = flat(DOCX)
    assert "损坏" in refused(data[: int(len(data) * cut)], "断.doc")


# ── compound files ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_directory_of_a_compound_file() -> None:
    found = compound.parse(ole({"WordDocument": b"abc", "1Table": b"", "数据": b"x"}, ["Macros"]))
    assert found.names == {"WordDocument", "1Table", "数据", "Macros"}
    assert found.heads["WordDocument"].startswith(b"abc")


@pytest.mark.parametrize("length", [8, 30, 76, 300, 512, 600, 5000])
def test_a_compound_file_that_is_cut_off(length: int) -> None:
    data = ole({"WordDocument": b"abc"})[:length]
    with contextlib.suppress(compound.DamagedOle):
        compound.parse(data)
    assert legacy.matches(data, "") or foreign.matches(data, "")


@pytest.mark.parametrize("place", [48, 68, 76])
@pytest.mark.parametrize("number", [0, 1, 7, 0x7FFFFFFF, 0xFFFFFFF9])
def test_a_compound_file_that_runs_in_circles(place: int, number: int) -> None:
    data = bytearray(ole({"WordDocument": b"abc"}))
    data[place : place + 4] = number.to_bytes(4, "little")
    began = time.process_time()
    with contextlib.suppress(compound.DamagedOle):
        compound.parse(bytes(data))
    assert time.process_time() - began < 2


def test_a_compound_file_with_a_table_of_tables_that_repeats() -> None:
    """A few thousand sectors that each name the same hundred tables would be read a million times."""
    size, count = 512, 3000
    head = bytearray(ole({"WordDocument": b"abc"}))
    head[68:72] = (len(head) // size - 1).to_bytes(4, "little")
    first = len(head) // size - 1
    tables = b"".join((0).to_bytes(4, "little") * 127 + (first + i + 1).to_bytes(4, "little") for i in range(count))
    began = time.process_time()
    with contextlib.suppress(compound.DamagedOle):
        compound.parse(bytes(head) + tables)
    assert time.process_time() - began < 5


def test_no_form_is_taken_for_another() -> None:
    for data in (DOCX, b"%PDF-1.7", b"<html>", "正文".encode(), b"", b"PK\x03\x04"):
        assert not legacy.matches(data, "")
    assert legacy.matches(b"", "a.DOC")
