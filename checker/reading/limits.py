"""What one file may take, and the sentences for a file that takes more.

Each file is read in a worker process (``checker.parallel``): 60 seconds of wall time, 1 GiB of memory, no more; the worker is
ended with whatever it has started, the file fails with a sentence, the others go on. A reader that rightly needs more for a
file (recognising the characters of thirty scanned pages) says so with ``allow``.
"""

from __future__ import annotations

from checker.errors import NotAReport, ReadError
from checker.model import Document
from checker.parallel import Limits, Loss, alone, extend, group, own_folder, without_bound

__all__ = [
    "SECONDS",
    "MEMORY",
    "PAGES",
    "TEXT_BYTES",
    "FILE_BYTES",
    "PER_FILE",
    "allow",
    "alone",
    "group",
    "own_folder",
    "without_bound",
    "check_size",
    "check_pages",
    "check_document",
    "lost",
]

SECONDS = 60
MEMORY = 1 << 30
PAGES = 300
TEXT_BYTES = 5_000_000
FILE_BYTES = 300_000_000
PER_FILE = Limits(seconds=SECONDS, memory=MEMORY, items=200)

_LOST = {
    Loss.TIME: f"超过 {SECONDS} 秒还没有检查完，已中止；请检查文件是否损坏，删去多余内容、另存为 .docx 后再试。",
    Loss.MEMORY: "检查时占用的内存超过 1 GB，已中止；请检查文件是否损坏，删去多余内容、另存为 .docx 后再试。",
    Loss.DIED: "检查的进程意外终止（可能是文件损坏或内存不足）；请用 Word 或 WPS 打开原件，另存为 .docx 后再试。",
}


def allow(*, seconds: float = 0, memory: int = 0) -> None:
    """The file in hand may take that much more. For readers that know beforehand how much work a file is."""
    extend(seconds=seconds, memory=memory)


def lost(loss: Loss) -> str:
    """The sentence for a file whose worker had to be ended, or ended by itself."""
    return _LOST[loss]


def check_size(size: int) -> None:
    """Refuse a file that is too large to be a report, before it is read. Raises ReadError."""
    if size > FILE_BYTES:
        raise ReadError(
            f"文件有 {size // 1_000_000} MB，超过 {FILE_BYTES // 1_000_000} MB，没有读取；"
            "请检查是否选错了文件，或压缩其中的图片后重新报送。"
        )


def check_pages(pages: int | None) -> None:
    """Refuse a file of more pages than any report has. Raises NotAReport."""
    if pages is not None and pages > PAGES:
        raise NotAReport(
            f"有 {pages} 页，超过 {PAGES} 页，不像一份年度报告；请检查是否选错了文件，或把报告单独存为一个文件。"
        )


def check_document(document: Document) -> None:
    """Refuse what was read where there is too much of it. Raises NotAReport."""
    check_pages(document.pages)
    # The quick look first: no character takes more than four bytes.
    if len(document.text) * 4 > TEXT_BYTES and (size := len(document.text.encode())) > TEXT_BYTES:
        raise NotAReport(
            f"文字有 {size / 1_000_000:.1f} MB，超过 {TEXT_BYTES // 1_000_000} MB，不像一份年度报告；"
            "请检查是否选错了文件，或把报告单独存为一个文件。"
        )
