"""The RTF body of an Outlook mail: unpacked, and back to the HTML that it was made from."""

import codecs
import re
from dataclasses import dataclass, field

from consult.readers.mail import Body

# What the dictionary holds before the first byte (MS-OXRTFCP 2.1.3.1.2).
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}"
    rb"{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArialTimes New Roman"
    rb"Courier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4096
_PACKED, _AS_IS = b"LZFu", b"MELA"
_HEAD = 16
_TOKEN = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<value>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-f]{2})|\\(?P<sign>[^a-z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.IGNORECASE | re.DOTALL,
)
_WORDS = {
    **{"par": "\r\n", "line": "\r\n", "tab": "\t", "lquote": "‘", "rquote": "’"},
    **{"ldblquote": "“", "rdblquote": "”", "bullet": "•", "endash": "–", "emdash": "—"},
}
_UNSEEN = {"fonttbl", "colortbl", "stylesheet", "info", "pict", "pntext", "mhtmltag"}
_PAGE = re.compile(r"\\ansicpg(\d{3,5})")
_HTML = re.compile(r"\\fromhtml1\b")


def rtf_body(packed: bytes) -> Body:
    """The words of a packed RTF body; as HTML where Outlook made it from HTML."""
    rtf = unpacked(packed).decode("latin-1")
    if not rtf.lstrip().startswith("{\\rtf"):
        return Body()
    if _HTML.search(rtf[:2000]):
        return Body(html=html_of(rtf))
    from striprtf.striprtf import rtf_to_text

    words = rtf_to_text(rtf, errors="replace")  # type: ignore[no-untyped-call]  # has no types
    return Body(plain=str(words))


def unpacked(data: bytes) -> bytes:
    """The RTF in the property (MS-OXRTFCP); what there is of it where it is cut off."""
    kind, content = data[8:12], data[_HEAD:]
    if kind == _AS_IS:
        return content
    if kind != _PACKED:
        return b""
    size = int.from_bytes(data[4:8], "little")
    out = bytearray(_DICTIONARY)
    at = 0
    while at < len(content):
        control = content[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += content[at : at + 1]
                at += 1
                continue
            pair = int.from_bytes(content[at : at + 2], "big")
            at += 2
            if at > len(content) or not _copy(out, pair):
                return bytes(out[len(_DICTIONARY) :][:size])
    return bytes(out[len(_DICTIONARY) :][:size])


def _copy(out: bytearray, pair: int) -> bool:
    """Repeat what stood there before; False where the pair says that this is the end."""
    offset, length = pair >> 4, (pair & 15) + 2
    write = len(out) % _WINDOW
    if offset == write:
        return False
    start = len(out) - (write - offset) % _WINDOW
    for i in range(length):
        out.append(out[start + i] if 0 <= start + i < len(out) else 0x20)
    return True


@dataclass(slots=True)
class _Group:
    """What holds inside one pair of braces."""

    shown: bool = True
    in_rtf_only: bool = False
    tag: bool = False
    skip: int = 1


@dataclass(slots=True)
class _Html:
    """Collects the HTML that an RTF was made from (MS-OXRTFEX)."""

    encoding: str
    out: list[str] = field(default_factory=list)
    waiting: bytearray = field(default_factory=bytearray)
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    starred: bool = False
    skipped: int = 0

    def take(self, token: re.Match[str]) -> None:
        """Take in the next token."""
        if token["hex"]:
            if not self._skips():
                self._bytes(bytes([int(token["hex"], 16)]))
            return
        self._flush()
        if token["brace"]:
            self._brace(token["brace"])
        elif token["word"]:
            self._word(token["word"], int(token["value"] or 1))
        elif token["sign"]:
            self._sign(token["sign"])
        else:
            text = token["text"]
            cut = min(self.skipped, len(text))
            self.skipped -= cut
            self._write(text[cut:])

    def result(self) -> str:
        """All of it."""
        self._flush()
        return "".join(self.out)

    def _brace(self, brace: str) -> None:
        self.skipped = 0
        if brace == "{":
            top = self.groups[-1]
            self.groups.append(_Group(top.shown, top.in_rtf_only, top.tag, top.skip))
        elif len(self.groups) > 1:
            self.groups.pop()

    def _word(self, word: str, value: int) -> None:
        group, starred = self.groups[-1], self.starred
        self.starred = False
        if word == "htmltag" and starred:
            # What stands in a tag is HTML, whatever holds around it.
            group.shown, group.in_rtf_only, group.tag = True, False, True
        elif word in _UNSEEN or starred:
            group.shown = False
        elif word == "htmlrtf":
            group.in_rtf_only = value != 0
        elif word == "uc":
            group.skip = max(0, min(value, 8))
        elif word == "u":
            self._write(chr(value % 0x10000))
            self.skipped = group.skip
        else:
            self._write(_WORDS.get(word, ""))

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self.starred = True
        elif sign in "\\{}":
            self._write(sign)
        elif sign == "~":
            self._write("\u00a0")
        elif sign == "_":
            self._write("-")

    def _skips(self) -> bool:
        """Whether a byte only stands in for a letter that came before it as a number."""
        if not self.skipped:
            return False
        self.skipped -= 1
        return True

    def _bytes(self, data: bytes) -> None:
        if self.groups[-1].shown and not self.groups[-1].in_rtf_only:
            self.waiting += data

    def _write(self, text: str) -> None:
        if self.groups[-1].shown and not self.groups[-1].in_rtf_only:
            self.out.append(text)

    def _flush(self) -> None:
        if self.waiting:
            self.out.append(self.waiting.decode(self.encoding, errors="replace"))
            self.waiting.clear()


def html_of(rtf: str) -> str:
    """The HTML that the RTF (its bytes as Latin-1) was made from."""
    page = _PAGE.search(rtf[:2000])
    encoding = f"cp{page[1]}" if page else "cp1252"
    try:
        codecs.lookup(encoding)
    except LookupError:
        encoding = "cp1252"
    html = _Html(encoding)
    for token in _TOKEN.finditer(rtf):
        html.take(token)
    return html.result().encode("utf-16", "surrogatepass").decode("utf-16", errors="replace")
