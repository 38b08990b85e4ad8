"""LibreOffice, where it is installed: an old Word file → .docx, in a private folder, with a private profile, within a time limit.

Nothing of the user's LibreOffice is touched, no macro runs, no link is followed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checker.errors import ReadError
from checker.reading import limits

SECONDS = 45  # within the limit for a file
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_FAILED = "LibreOffice 打不开这个文件，文件可能已损坏或没有传完整；请用 Word 或 WPS 打开原件，另存为 .docx 后重新报送。"
_SLOW = f"LibreOffice 转换了 {SECONDS} 秒还没有完成，已中止；请用 Word 或 WPS 打开原件，另存为 .docx 后重新报送。"
_NO_ROOM = "转换旧版 Word 文件时临时文件夹无法写入（{}）；请检查磁盘空间后再试。"
# Macros never run, links are never followed or updated, and should one be all the same, the proxy is a closed door.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", 3),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", True),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", True),
    ("Office.Common/Save/Document", "CreateBackup", False),
    ("Office.Recovery/AutoSave", "Enabled", False),
    ("Office.Recovery/RecoveryInfo", "Enabled", False),
    ("Office.Writer/Content/Update", "Link", 2),
    ("Office.Writer/Content/Update", "Field", False),
    ("Inet/Settings", "ooInetProxyType", 1),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", 9),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", 9),
)


def program() -> str | None:
    """The path of LibreOffice's command, if it is installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if os.path.isfile(place)), None)


def to_docx(data: bytes, suffix: str) -> bytes:
    """The document as .docx. ``suffix`` tells LibreOffice what the bytes are. Raises ReadError."""
    command = program()
    if command is None:
        raise ReadError("没有安装 LibreOffice，不能转换旧版 Word 文件；请在 WPS 或 Word 中另存为 .docx 后再试。")
    try:
        with tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True) as folder:
            own = limits.own_folder()
            profile = Path(own or folder) / "profile"
            source = Path(folder) / f"source{suffix}"
            source.write_bytes(data)
            try:
                return _converted(command, source, profile)
            except ReadError:
                shutil.rmtree(profile, ignore_errors=True)  # it may be locked, or half written
                raise
    except OSError as error:
        raise ReadError(_NO_ROOM.format(error.strerror or type(error).__name__)) from error


def _converted(command: str, source: Path, profile: Path) -> bytes:
    _prepare(profile)
    target = source.parent / "out"
    arguments = [
        command,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(target), str(source)),
    ]
    with limits.without_bound():
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=source.parent,
            env=_environment(source.parent),
            start_new_session=True,
        )
    with limits.group(process.pid), _ended(process):
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise ReadError(_SLOW) from None
    result = target / (source.stem + ".docx")
    if not result.is_file():
        raise ReadError(_FAILED)
    limits.check_size(result.stat().st_size)
    return result.read_bytes()


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Whatever happens, LibreOffice and what it started have ended afterwards."""
    try:
        yield
    finally:
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def _prepare(profile: Path) -> None:
    """Lay down the settings, unless an earlier file of this worker did."""
    settings = profile / "user" / "registrymodifications.xcu"
    if settings.exists():
        return
    settings.parent.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>'
        f"{str(value).lower() if isinstance(value, bool) else value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )


def _environment(folder: Path) -> dict[str, str]:
    """What LibreOffice is told of its surroundings: no display, no proxy of the user's, a home that will be gone."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        kept.pop(name, None)
    if sys.platform == "win32":
        return kept
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "TMPDIR")
    return kept | dict.fromkeys(homes, str(folder)) | {"SAL_USE_VCLPLUGIN": "svp"}
