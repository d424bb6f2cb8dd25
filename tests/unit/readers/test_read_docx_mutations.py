"""Word XML in any shape: only ReadError comes out, and every character is in one block."""

import io
import zipfile
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.domain.errors import ReadError
from consult.readers.docx import read
from consult.readers.source import SourceFile

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_WRAPS = (
    "w:p", "w:r", "w:tbl", "w:tr", "w:tc", "w:sdt", "w:sdtContent", "w:ins", "w:del", "w:moveFrom",
    "w:moveTo", "w:txbxContent", "mc:AlternateContent", "mc:Choice", "mc:Fallback", "w:hyperlink",
    "w:fldSimple", "a:p", "w:sdtPr", "w:pPr", "w:trPr", "w:tcPr", "w:rPr",
)  # fmt: skip
_MARKS = (
    "<w:t>Ord</w:t>", "<w:t>æ 79</w:t>", "<w:delText>Ord</w:delText>", "<w:br/>", "<w:tab/>",
    '<w:br w:type="page"/>', "<w:del/>", "<w:vanish/>", '<w:gridSpan w:val="3"/>', "<w:vMerge/>",
    '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="separate"/>',
    '<w:fldChar w:fldCharType="end"/>', "<w:showingPlcHdr/>", '<w:commentReference w:id="0"/>',
    '<w:footnoteReference w:id="1"/>', '<w:numPr><w:numId w:val="x"/></w:numPr>', "<w:sectPr/>",
    '<w:footnoteReference w:id="1" w:customMarkFollows="1"/>', "<w:lastRenderedPageBreak/>",
    '<w:sym w:font="Wingdings" w:char="F0FF"/>', '<w:outlineLvl w:val="99999999999"/>',
)  # fmt: skip
_XML = st.recursive(
    st.sampled_from(_MARKS),
    lambda inner: st.tuples(st.sampled_from(_WRAPS), st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=40,
)
_NOTE = "<w:footnote w:id='1'><w:p><w:r><w:t>Note</w:t></w:r></w:p></w:footnote>"
_END = "<w:p><w:r><w:t>Slut</w:t></w:r></w:p>"


def _source(xml: bytes) -> SourceFile:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", xml)
        archive.writestr("word/footnotes.xml", f"<w:footnotes {NAMES}>{_NOTE}</w:footnotes>")
    return SourceFile("svar.docx", data.getvalue())


def _document(body: str) -> bytes:
    return f"<w:document {NAMES}><w:body>{body}</w:body></w:document>".encode()


def _check(xml: bytes, words: int) -> None:
    """Every letter stands in one block, and every word in the text or among what was taken out."""
    try:
        (document,) = read(_source(xml))
    except ReadError:
        return
    covered = [False] * len(document.text)
    for block in document.blocks:
        assert not any(covered[block.start : block.end])
        covered[block.start : block.end] = [True] * (block.end - block.start)
    assert all(c or char.isspace() for c, char in zip(covered, document.text, strict=True))
    taken = sum(removal.text.count("Ord") * removal.count for removal in document.removals)
    assert document.text.count("Ord") + taken >= words


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(_XML, min_size=1, max_size=6))
def test_any_tree(pieces: list[str]) -> None:
    _check(_document("".join(pieces) + _END), 0)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "w:p",
                "w:r",
                "w:ins",
                "w:del",
                "w:tbl",
                "w:tr",
                "w:tc",
                "w:sdt",
                "w:txbxContent",
                "w:hyperlink",
                "a:p",
            ]
        ),
        max_size=8,
    )
)
def test_a_word_under_any_wraps_is_not_lost(wraps: list[str]) -> None:
    before = "".join(f"<{tag}>" for tag in wraps)
    after = "".join(f"</{tag}>" for tag in reversed(wraps))
    _check(_document(f"{before}<w:t>Ord</w:t>{after}{_END}"), 1)


_GOOD = _source(_document(_END)).data


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(_GOOD) - 1), st.integers(0, 255)), max_size=6))
def test_any_bytes_of_the_archive_may_be_wrong(changes: list[tuple[int, int]]) -> None:
    data = bytearray(_GOOD)
    for at, byte in changes:
        data[at] = byte
    with suppress(ReadError):
        assert read(SourceFile("svar.docx", bytes(data)))[0].text.strip()
