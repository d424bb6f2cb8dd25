"""What RTF's control words do: groups, destinations, characters, paragraphs and tables.

No recursion: the groups that are open are a list, so that depth costs memory only.
"""

from collections.abc import Callable, Iterator

from consult.domain.documents import Document, RemovalKind
from consult.readers.building import Builder, Part
from consult.readers.rtf_flow import Flow, Pages, comment_part
from consult.readers.rtf_state import (
    CHARACTERS,
    FLOWS,
    FOOTERS,
    FORM_WORDS,
    HEADERS,
    MAX_FLOWS,
    MAX_NAME,
    MODES,
    STARRED,
    SYMBOLS,
    Form,
    Mode,
    State,
)
from consult.readers.rtf_tables import STYLE_WORDS, Fonts, Style
from consult.readers.rtf_tokens import Kind, Token, Tokens
from consult.readers.rtf_words import BREAKS, SETTINGS
from consult.readers.styled import Margins, Unread, filled, joined, without_pages


class TooMuchTextError(Exception):
    """The text goes beyond the limit."""


class Reader:
    """Reads the tokens of one file; `most` is the most characters that it may hold."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._pages = Pages()
        self._body = Flow(self._pages)
        self._state = State(self._body)
        self._groups: list[State] = []
        self._fonts = Fonts()
        self._styles: dict[int, Style] = {}
        self._style = Style()
        self._bytes = bytearray()
        self._skip = 0
        self._high = 0
        self._starred = False
        self._label: list[str] = []
        self._writer = ""
        self._form = Form()
        self._unread = Unread()
        self._margins: dict[bool, list[Part]] = {True: [], False: []}
        self._cut = self._more = False

    def read(self, data: bytes, name: str) -> Document:
        """The document in `data`; raises TooMuchTextError."""
        self._take_all(data)
        margins = Margins()
        builder = Builder(name)
        builder.extend(margins.parts(self._margins[True]))
        parts = list(filled(self._body.parts))
        builder.extend(parts if self._pages.breaks else without_pages(parts))
        builder.extend(margins.parts(self._margins[False]))
        return builder.document(warnings=self._warnings())

    def _take_all(self, data: bytes) -> None:
        stream = Tokens(data)
        for token in stream:
            if token.kind is Kind.TEXT:
                self._text(token.data)
                continue
            if token.kind is Kind.WORD and not self._starred and token.data not in _KNOWN:
                self._skip = 0
                continue
            if self._bytes:
                self._flush()
            if self._take(token):
                break
            if self._state.mode is Mode.SKIP:
                stream.skip_group()
        self._flush()
        self._more = any(t.kind is Kind.TEXT and t.data.strip() for t in stream)
        self._cut = bool(self._groups)
        while self._groups:
            self._close()
        self._body.end(self._state.look)

    def _take(self, token: Token) -> bool:
        """Act on a token that is no text; whether the document ends with it."""
        self._skip = 0
        starred, self._starred = self._starred, False
        if token.kind is Kind.OPEN:
            self._open()
        elif token.kind is Kind.CLOSE:
            self._close()
            return not self._groups
        elif token.kind is Kind.SYMBOL:
            self._symbol(token.data)
        else:
            self._word(token.data, token.number, starred)
        return False

    def _warnings(self) -> Iterator[str]:
        yield from self._unread.warnings()
        if self._cut:
            yield "Filen slutter midt i dokumentet; resten mangler."
        if self._more:
            yield "Det, der står efter dokumentets slutning, er ikke læst."

    def _open(self) -> None:
        self._groups.append(self._state)
        self._state = self._state.inner()
        if self._state.mode is Mode.STYLES:
            self._style = Style()

    def _close(self) -> None:
        if not self._groups:
            return
        closed, self._state = self._state, self._groups.pop()
        if closed.opened:
            self._end_destination(closed)
        elif closed.mode is Mode.STYLES:
            self._style.close()
            if self._style.number is not None:
                self._styles[self._style.number] = self._style

    def _destination(self, word: bytes) -> None:
        """The group holds something of its own from here on."""
        state = self._state
        state.opened = word
        if word in MODES:
            self._enter(word, state)
        elif state.flows < MAX_FLOWS:
            margin = word in HEADERS or word in FOOTERS
            state.flow = Flow(Pages() if margin else self._pages)
            state.flows += 1
            state.mode = Mode.READ
            state.heading = state.item = state.depth = 0
            state.hidden = state.deleted = False
        else:
            state.opened = b""

    def _enter(self, word: bytes, state: State) -> None:
        state.mode = MODES[word]
        if word == b"pict" and not state.in_object:
            self._unread.pictures += 1
        elif word == b"pn" and self._groups:
            self._groups[-1].item = self._groups[-1].item or 1
        elif word == b"formfield":
            self._form = Form()
        elif word == b"atnauthor":
            self._writer = ""
        elif word == b"ffl":
            self._form.choices.append("")

    def _end_destination(self, closed: State) -> None:
        word, flow = closed.opened, self._state.flow
        if word in (b"listtext", b"pntext"):
            label = " ".join("".join(self._label).split())
            self._label = []
            self._state.item = self._state.item or 1
            if any(c.isalnum() for c in label):
                self._put(f"{label} ")
        elif word == b"formfield":
            flow.put(self._form.shown)
        elif word in FLOWS:
            closed.flow.end(closed.look)
            self._end_flow(word, closed.flow.parts, flow)

    def _end_flow(self, word: bytes, parts: list[Part], flow: Flow) -> None:
        if word in HEADERS or word in FOOTERS:
            self._margins[word in HEADERS] += parts
        elif word == b"annotation":
            text = joined(parts)
            if text:
                self._unread.writers.append(self._writer)
                flow.comment(comment_part(text, self._pages.breaks + 1))
        else:
            flow.apart += parts

    def _text(self, data: bytes) -> None:
        """Bytes of text; those that repeat a numbered character for old readers are left out."""
        self._starred = False
        dropped = min(self._skip, len(data))
        self._skip -= dropped
        if self._state.mode not in (Mode.SKIP, Mode.QUIET, Mode.FONTS, Mode.FORM):
            self._bytes += data[dropped:]

    def _flush(self) -> None:
        """Bytes are read when their run ends, for one character may be two of them."""
        data = bytes(self._bytes)
        self._bytes.clear()
        if data:
            self._put(self._fonts.decode(data, self._fonts.encoding(self._state.font)))

    def _put(self, text: str) -> None:
        """Write `text` where the group's text goes."""
        self._high = 0
        state = self._state
        self._left -= len(text)
        if self._left < 0:
            raise TooMuchTextError
        if state.mode is Mode.WRITER:
            self._writer = (self._writer + text)[:MAX_NAME]
        elif state.mode is Mode.LABEL:
            self._label.append(text)
        elif state.mode is Mode.CHOICE:
            self._form.extend_choice(text)
        elif state.mode is Mode.STYLES:
            self._style.name += text.encode("cp1252", "replace")
        elif state.mode is Mode.READ:
            self._show(text, state)

    def _show(self, text: str, state: State) -> None:
        if state.hidden:
            state.flow.withhold(text, RemovalKind.HIDDEN_TEXT)
        elif state.deleted:
            state.flow.withhold(text, RemovalKind.DELETED_TEXT)
        else:
            state.flow.put(text, state.bold)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
        elif symbol in (b"\n", b"\r"):
            BREAKS[b"par"](self._state)
        elif symbol in SYMBOLS:
            self._put(SYMBOLS[symbol])

    def _unicode(self, number: int | None) -> None:
        """A character by its number in UTF-16, of which some need two in a row."""
        if number is None:
            return
        code, high = number & 0xFFFF, self._high
        if not -0x8000 <= number <= 0xFFFF:
            self._put("\ufffd")
        elif 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000:
            whole = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            self._put(chr(whole) if high else "\ufffd")
        else:
            self._put(chr(code))
        self._skip = self._state.skip_after

    def _word(self, word: bytes, number: int | None, starred: bool) -> None:
        if word in MODES or word in FLOWS:
            self._destination(word)
        elif starred and word not in STARRED:
            self._state.mode = Mode.SKIP
        elif word == b"u":
            self._unicode(number)
        elif word in CHARACTERS:
            self._put(CHARACTERS[word])
        elif self._state.mode is Mode.STYLES:
            self._style.define(word, number)
        elif self._state.mode is Mode.FORM:
            self._form.define(word, number or 0)
        elif word in _WORDS:
            _WORDS[word](self, number)
        elif word in SETTINGS:
            SETTINGS[word](self._state, number)
        elif self._state.mode is Mode.READ and word in BREAKS:
            BREAKS[word](self._state)

    def _apply_style(self, number: int | None) -> None:
        style = self._styles.get(number or 0, Style())
        self._state.heading, self._state.item = style.heading, style.item

    def _charset(self, number: int | None) -> None:
        if self._state.mode is Mode.FONTS:
            self._fonts.set_charset(self._state.font, number or 0)

    def _object(self, _number: int | None) -> None:
        self._unread.pictures += not self._state.in_object
        self._state.in_object = True

    def _code_page(self, number: int | None) -> None:
        self._fonts.set_code_page(number)


_WORDS: dict[bytes, Callable[[Reader, int | None], None]] = {
    b"ansicpg": Reader._code_page,
    b"mac": lambda reader, _: reader._code_page(10_000),
    b"pc": lambda reader, _: reader._code_page(437),
    b"pca": lambda reader, _: reader._code_page(850),
    b"fcharset": Reader._charset,
    b"object": Reader._object,
    b"s": Reader._apply_style,
}
# Four words in five set margins, languages and the like; they are passed over at once.
_KNOWN = frozenset(
    {b"u", *MODES, *FLOWS, *CHARACTERS, *STYLE_WORDS, *FORM_WORDS, *_WORDS, *SETTINGS, *BREAKS}
)
