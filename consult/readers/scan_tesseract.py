"""Text recognition by the `tesseract` program: one page image in, hOCR out.

A plain call of the program: pytesseract writes every page to disk, asks for the list of
languages on every call and leaves the program running where we are killed. The image goes in
as bare grey pixels, so that no image parser but Pillow and pdfium ever sees a stranger's file.
"""

import ctypes
import os
import resource
import signal
import subprocess
from io import BytesIO

from PIL import Image

# Resolution that pages are brought to; tesseract's models were trained on about this.
DPI = 300
# A page takes 5 to 10 seconds; one that takes so many is noise, not text.
CPU_SECONDS = 60
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)
# psm 1: find columns, and turn pages that lie on the side or the head (needs osd, which
# tesseract-ocr depends on). One thread: pages are read by many processes as it is.
_COMMAND = ("tesseract", "stdin", "stdout", "-l", "dan", "--psm", "1", "--dpi", str(DPI))
_SETTINGS = ("-c", "tessedit_create_hocr=1", "-c", "tessedit_do_invert=0")


class NotInstalledError(Exception):
    """The program or its Danish data is missing."""


class TooSlowError(Exception):
    """The page was given up after its time."""


def recognise(image: Image.Image, seconds: float) -> bytes:
    """The hOCR (XHTML) of a grey page at `DPI`; empty where tesseract finds nothing to say.

    Raises NotInstalledError, and TooSlowError after `seconds` or `CPU_SECONDS`.
    """
    pixels = BytesIO()
    image.save(pixels, "PPM")
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; the file is only its input
            (*_COMMAND, *_SETTINGS),
            input=pixels.getbuffer(),
            capture_output=True,
            check=False,
            timeout=seconds,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            preexec_fn=_bind,
        )
    except FileNotFoundError:
        raise NotInstalledError from None
    except subprocess.TimeoutExpired:
        raise TooSlowError from None
    if b"Failed loading language" in done.stderr:
        raise NotInstalledError
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise TooSlowError
    return done.stdout if done.returncode == 0 else b""


def _bind() -> None:
    """In the new process: die with the one that started it, and take no longer than a page may."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, hard))
