"""Word 97-2003 (.doc) -> one Document: LibreOffice makes a .docx of it, which docx.py reads."""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from consult.domain.documents import Document
from consult.domain.errors import ReadError
from consult.readers import docx
from consult.readers.source import SourceFile

# LibreOffice maps 470 MB before it has read a word and uses 215 MB; the rest is for the document.
_ADDRESS_SPACE = 1_400_000_000
# Seconds kept for reading the result, and before the reader's own alarm, which would leave
# LibreOffice running.
_MARGIN_SECONDS = 8.0
# First version of the file's header that Word 97 wrote; Word 6 and 95 are below.
_WORD_97 = 0xC1
_ENCRYPTED = 0x0100
# No macros, no links followed, and a proxy where nobody answers: nothing leaves the machine.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)


def read(source: SourceFile) -> tuple[Document, ...]:
    """The one response in the file; ReadError where it is locked, damaged or too old."""
    _refuse(source)
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ReadError(
            source.name,
            "ældre Word-filer (.doc) kan kun læses, når LibreOffice er installeret",
            "gem filen som .docx, og prøv igen",
        )
    with tempfile.TemporaryDirectory(prefix="consult-doc-") as folder:
        data = _converted(source, program, Path(folder))
    return docx.read(SourceFile(source.name, data, source.limits))


def _refuse(source: SourceFile) -> None:
    """Raise ReadError where the file's own header says that it cannot be read."""
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(source.data)) as ole:
            header = ole.openstream("WordDocument").read(12)
    except Exception:  # olefile raises whatever the broken structure leads it to.
        raise _damaged(source) from None
    version, flags = int.from_bytes(header[2:4], "little"), int.from_bytes(header[10:12], "little")
    if flags & _ENCRYPTED:
        raise ReadError(
            source.name,
            "filen er beskyttet med adgangskode",
            "gem den uden adgangskode, og prøv igen",
        )
    if len(header) < 12 or version < _WORD_97:
        raise ReadError(
            source.name, "filen er fra før Word 97 eller beskadiget", "gem den som .docx"
        )


def _converted(source: SourceFile, program: str, folder: Path) -> bytes:
    """The bytes of the .docx that LibreOffice makes, with a profile of its own in `folder`."""
    (folder / "svar.doc").write_bytes(source.data)
    _write_profile(folder / "profile" / "user")
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--norestore", "--nolockcheck", "--infilter=MS Word 97",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"),
        str(folder / "svar.doc"),
    ]  # fmt: skip
    _run(source, command, folder)
    try:
        return (folder / "out" / "svar.docx").read_bytes()
    except OSError:
        raise _damaged(source) from None


def _run(source: SourceFile, command: list[str], folder: Path) -> None:
    """Run LibreOffice; it and all it has started are ended when it is late."""
    process = subprocess.Popen(  # noqa: S603 - fixed arguments, no shell
        command,
        cwd=folder,
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: _confine(source.limits.file_bytes),
    )
    seconds = _seconds(source)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise ReadError(
            source.name,
            f"LibreOffice kunne ikke åbne filen inden for {round(seconds)} sekunder",
            "gem den som .docx, og prøv igen",
        ) from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _confine(most_bytes: int) -> None:
    """In the new process: more address space than the reader's own, and no endless file."""
    for what, most in (
        (resource.RLIMIT_AS, _ADDRESS_SPACE),
        (resource.RLIMIT_FSIZE, most_bytes),
    ):
        hard = resource.getrlimit(what)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (soft, hard))


def _seconds(source: SourceFile) -> float:
    """How long LibreOffice may take: less than what is left of the reader's own time."""
    left = signal.getitimer(signal.ITIMER_REAL)[0] or source.limits.wall_seconds
    return max(left - _MARGIN_SECONDS, left / 2)


def _write_profile(folder: Path) -> None:
    """The settings of a fresh profile."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        encoding="utf-8",
    )


def _damaged(source: SourceFile) -> ReadError:
    return ReadError(
        source.name,
        "filen er beskadiget og kan ikke åbnes",
        "åbn og gem den igen i Word, eller bed afsenderen om en ny",
    )
