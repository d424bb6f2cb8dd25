"""The process that parses strangers' files: it loads the parsers once and forks per file.

Started by `isolation` as `python -m consult.readers.worker FD`; FD is a Unix socket on which
requests come, each with the pipe that its answer goes to. It is a fork server of our own:
multiprocessing's imports the parent's `__main__` anew in every child, and under Streamlit
that is a page script.
"""

import contextlib
import errno
import gc
import importlib
import json
import os
import resource
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from consult.readers.limits import Limits

# Everything that a format may need; loaded before the first fork, so that a file costs a fork.
PRELOADED = (
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "PIL.PpmImagePlugin",
    "PIL.TiffImagePlugin",
    "charset_normalizer",
    "consult.readers.catalogue",
    "consult.readers.docx",
    "consult.readers.html",
    "consult.readers.pdf",
    "consult.readers.table",
    "consult.readers.archive",
    "consult.readers.bundle",
    "consult.readers.eml",
    "consult.readers.image",
    "consult.readers.msg",
    "consult.readers.odt",
    "consult.readers.page_image",
    "consult.readers.rtf",
    "consult.readers.text",
    "consult.readers.wire",
    "consult.readers.workbook",
    "lxml.etree",
    "magic",
    "python_calamine",
)
MAX_REQUEST = 65_536
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def main(descriptor: int) -> None:
    """Serve requests until the other end closes."""
    server = socket.socket(fileno=descriptor)
    for module in PRELOADED:
        # A library that is missing costs the formats that need it, not all of them.
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    _warm_up()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # Ctrl-C is the parent's business: it closes the socket when it is done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    while True:
        message, descriptors, _flags, _address = socket.recv_fds(server, MAX_REQUEST, 1)
        if not message:
            return
        for answer in descriptors:
            if os.fork() == 0:
                server.close()
                _serve(json.loads(message), answer)
            os.close(answer)


def _warm_up() -> None:
    """Compile the patterns and open libmagic's data, once for all children."""
    from consult.domain.documents import Block, BlockKind, Document
    from consult.language.normalise import clean
    from consult.readers.bundle import split_bundle
    from consult.readers.directions import infer_direction
    from consult.readers.sniff import sniff

    clean("<p>")
    letter = "Svar 1 af 2\nVi er imod.\n\nVenlig hilsen\nBo\n\nSvar 2 af 2\nVi er imod."
    split_bundle(Document("", letter, (Block(0, len(letter), BlockKind.PARAGRAPH),)))
    infer_direction("Lukning", "", {})
    sniff(b"Punkt 79\n")


def _serve(request: dict[str, Any], answer: int) -> None:
    """The child: put on the limits, read one file, write the answer, and be gone."""
    try:
        limits = Limits(**request["limits"])
        _confine(limits)
        _write(answer, _answer(request, limits))
    except BaseException:  # No answer is the answer: the parent says it in Danish.
        os._exit(1)
    os._exit(0)


def _confine(limits: Limits) -> None:
    """Limits that the kernel keeps; SIGALRM and SIGXCPU end the process whatever it does.

    The hard limits stay open: a scan or an old Word file takes its own (`scan.py`, `doc.py`).
    """
    for number in (signal.SIGALRM, signal.SIGXCPU, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for what, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, limits.memory_bytes),
    ):
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds)


def _answer(request: dict[str, Any], limits: Limits) -> bytes:
    """The encoded result, or the encoded error."""
    from consult.domain.errors import ReadError
    from consult.readers import unpack, wire
    from consult.readers.catalogue import read_catalogue
    from consult.readers.page_image import draw_page

    path, name = Path(request["path"]), request["name"]
    spool = Path(request["spool"]) if request["spool"] else None
    try:
        if request["what"] == "catalogue":
            return wire.encode_catalogue(read_catalogue(path, name, limits))
        if request["what"] == "page":
            return wire.encode_drawing(draw_page(path, name, request["page"], limits))
        return wire.encode_contents(unpack(path, name, limits), spool)
    except ReadError as error:
        return wire.encode_error(error)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        problem = "der er ikke plads på disken til at pakke filen ud"
        return wire.encode_error(ReadError(name or path.name, problem, "gør plads, og prøv igen"))


def _write(descriptor: int, data: bytes) -> None:
    """The length in eight bytes, then the data; a cut answer is told from a whole one."""
    with os.fdopen(descriptor, "wb") as pipe:
        pipe.write(len(data).to_bytes(8, "big"))
        pipe.write(data)


if __name__ == "__main__":
    main(int(sys.argv[1]))
