"""RTF as a stream of tokens, in one pass over the bytes; what bin brings is stepped over."""

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple


class Kind(IntEnum):
    """What a token is."""

    OPEN = 1
    CLOSE = 2
    WORD = 3
    SYMBOL = 4
    TEXT = 5


class Token(NamedTuple):
    """`data` is a control word's name, a symbol's character or the bytes of running text.

    `number` is a control word's argument, None where it has none.
    """

    kind: Kind
    data: bytes = b""
    number: int | None = None


_TOKEN = re.compile(
    rb"(\{)|(\})|(\\([A-Za-z]{1,32})(?:(-?[0-9]{1,10})[0-9]*)? ?)"
    rb"|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([^\\{}]+)|\\",
    re.DOTALL,
)
_GROUP_OPEN, _GROUP_CLOSE, _GROUP_WORD, _GROUP_HEX, _GROUP_SYMBOL = 1, 2, 3, 6, 7
# All that matters in a group that is stepped over.
_EDGE = re.compile(rb"([{}])|\\bin([0-9]{1,10})[0-9]* ?|\\.", re.DOTALL)
_OPEN, _CLOSE = Token(Kind.OPEN), Token(Kind.CLOSE)
_HEX = tuple(Token(Kind.TEXT, bytes([code])) for code in range(256))
# Line ends are for those who read the source; a NUL is padding.
_NO_TEXT = b"\r\n\0"
# Different control words that are remembered; a real file has some hundreds.
_MOST_KNOWN = 10_000


class Tokens:
    """The tokens of `data`, to its end whatever stands there; linear in its length."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._words: dict[bytes, Token] = {}

    def __iter__(self) -> Iterator[Token]:
        """All tokens from where the last reading ended."""
        while self._at < len(self._data):
            for match in _TOKEN.finditer(self._data, self._at):
                token = self._token(match)
                self._at = end = match.end()
                if token.data == b"bin" and token.kind is Kind.WORD:
                    self._at += max(token.number or 0, 0)
                elif token.data or token.kind <= Kind.CLOSE:
                    yield token
                if self._at != end:
                    break

    def skip_group(self) -> None:
        """Go to the end of the group that is open, right before its closing brace."""
        depth = 0
        while self._at < len(self._data):
            for match in _EDGE.finditer(self._data, self._at):
                brace, length = match.groups()
                depth += (brace == b"{") - (brace == b"}")
                if depth < 0:
                    self._at = match.start()
                    return
                if length:
                    self._at = match.end() + int(length)
                    break
            else:
                self._at = len(self._data)

    def _token(self, match: re.Match[bytes]) -> Token:
        group = match.lastindex
        if group == _GROUP_WORD:
            return self._words.get(match[3]) or self._word(match)
        if group == _GROUP_OPEN:
            return _OPEN
        if group == _GROUP_CLOSE:
            return _CLOSE
        if group == _GROUP_HEX:
            return _HEX[int(match[6], 16)]
        if group == _GROUP_SYMBOL:
            return Token(Kind.SYMBOL, match[7])
        return Token(Kind.TEXT, (match[8] or b"").translate(None, _NO_TEXT))

    def _word(self, match: re.Match[bytes]) -> Token:
        token = Token(Kind.WORD, match[4], None if match[5] is None else int(match[5]))
        if len(self._words) < _MOST_KNOWN:
            self._words[match[3]] = token
        return token
