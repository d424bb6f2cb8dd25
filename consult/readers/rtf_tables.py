"""What an RTF file's tables of fonts and styles say, and how its bytes become characters."""

import codecs
from dataclasses import dataclass, field

from consult.readers.styled import named_level

# The code pages of font charsets, from the RTF specification; 1 is the file's own.
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_PAGES = {65001: "utf-8", 10000: "mac_roman"}
SYMBOL = "symbol"
# Word's bullets and marks in the Symbol and Wingdings fonts; other bytes are read as they stand.
_SYMBOLS = {0xB7: "•", 0xA7: "•", 0xD8: "•", 0xFC: "✓", 0xFE: "☒", 0xA8: "☐", 0xE0: "→"}


@dataclass(slots=True)
class Fonts:
    """The encoding of each font, by number; `default` is the file's own."""

    default: str = "cp1252"
    _encodings: dict[int, str] = field(default_factory=dict)

    def set_code_page(self, number: int | None) -> None:
        """The file's own code page, where it is one that is known."""
        self.default = _known(_PAGES.get(number or 0, f"cp{number}")) or self.default

    def set_charset(self, font: int, charset: int) -> None:
        """The charset of a font, as the font table says it."""
        if charset == 2:
            self._encodings[font] = SYMBOL
        elif charset == 0 and self.default != "utf-8":
            self._encodings[font] = "cp1252"
        elif charset in _CHARSETS:
            self._encodings[font] = _CHARSETS[charset]

    def encoding(self, font: int) -> str:
        """How bytes in the font are read."""
        return self._encodings.get(font, self.default)

    def decode(self, data: bytes, encoding: str) -> str:
        """The characters of `data`; a byte that stands for none becomes U+FFFD."""
        if encoding == SYMBOL:
            pieces = (_SYMBOLS.get(b) or bytes([b]).decode("cp1252", "replace") for b in data)
            return "".join(pieces)
        return data.decode(encoding, "replace")


def _known(encoding: str) -> str | None:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return None


STYLE_WORDS = frozenset({b"cs", b"ds", b"ts", b"s", b"outlinelevel", b"ilvl", b"ls"})


@dataclass(slots=True)
class Style:
    """A paragraph style: heading level and list depth, 0 for none; `number` None is no such."""

    number: int | None = 0
    heading: int = 0
    item: int = 0
    name: bytearray = field(default_factory=bytearray)

    def define(self, word: bytes, number: int | None) -> None:
        """Take in one control word of the definition."""
        if word in (b"cs", b"ds", b"ts"):
            self.number = None
        elif word == b"s":
            self.number = number or 0
        elif word == b"outlinelevel":
            self.heading = heading_of(number)
        elif word == b"ilvl":
            self.item = max(self.item, depth_of(number))
        elif word == b"ls":
            self.item = max(self.item, bool(number))

    def close(self) -> None:
        """The definition ends: its name may say that it is a heading."""
        name = self.name.decode("cp1252", "replace").partition(";")[0]
        self.heading = self.heading or named_level(name.strip())


def heading_of(number: int | None) -> int:
    """The heading level of an outline level, which counts from 0; 0 for body text."""
    return number + 1 if number is not None and 0 <= number < 9 else 0


def depth_of(number: int | None) -> int:
    """The depth of a list item from 1, of a list level from 0."""
    return min(max(number or 0, 0), 8) + 1
