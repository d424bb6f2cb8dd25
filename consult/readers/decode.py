"""Bytes of a text file -> text, whatever encoding a Danish sender's program chose."""

import codecs

# Eight-bit encodings that Danish programs have written, the likeliest first.
_EIGHT_BIT = ("cp1252", "cp865", "mac_roman")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DANISH_LETTERS = frozenset("æøåÆØÅ")
# Characters beyond ASCII that a Danish text may hold; any other is a sign of a wrong encoding.
_USUAL = _DANISH_LETTERS | frozenset("éÉüöäÄÖÜè§–—’‘“”„»«…•°·½²³€´`¨ ")
# Controls that no text holds; a stray few are taken out when the text is cleaned.
_CONTROLS = bytes(sorted({*range(9), *range(14, 27), *range(28, 32)}))
_STRAY_CONTROLS = 3
_STRAY_SHARE = 1 / 500
# How much of a file is looked at to choose an encoding.
_SAMPLE_BYTES = 200_000


def decode(data: bytes) -> str | None:
    """The text that `data` holds; None where it is not text.

    A byte-order mark decides, then valid UTF-8, then UTF-16 without a mark, then the
    eight-bit encoding that gives the most Danish letters.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide, errors="replace")
    if is_binary(data):
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _eight_bit(data)


def is_binary(data: bytes) -> bool:
    """Whether there are more control characters than slip into a text by accident."""
    sample = data[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(_STRAY_CONTROLS, len(sample) * _STRAY_SHARE)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    sample = data[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _eight_bit(data: bytes) -> str:
    """The text in the encoding that makes most sense of it; charset-normalizer where none does."""
    slightly_broken = _best_utf8(data)
    if slightly_broken is not None:
        return slightly_broken
    texts = [data.decode(encoding, errors="replace") for encoding in _EIGHT_BIT]
    best = max(texts, key=_sense)
    if _sense(best) >= 0:
        return best
    from charset_normalizer import from_bytes

    match = from_bytes(data[:_SAMPLE_BYTES]).best()
    return data.decode(match.encoding, errors="replace") if match else texts[0]


def _best_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes, as where a file was cut in the middle of a letter."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    letters = sum(c in _DANISH_LETTERS for c in text)
    return text if broken <= letters // 20 else None


def _sense(text: str) -> int:
    """Danish letters, less the characters that no Danish writer would have typed."""
    beyond = [c for c in text if ord(c) > 0x7F]
    return sum(c in _DANISH_LETTERS for c in beyond) - sum(c not in _USUAL for c in beyond)
