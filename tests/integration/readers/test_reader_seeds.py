"""The five real documents of the shared folder, where that folder is there."""

from pathlib import Path

import pytest

from consult.domain.documents import BlockKind, Document, RemovalKind
from consult.language.normalise import clean
from consult.readers import read
from consult.readers.catalogue import read_catalogue

ROOT = Path(__file__).parents[3]
SEEDS = ROOT.parent / "shared" / "seeds"
SAMPLE = ROOT / "corpus" / "sample"
with_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared folder is absent")


def _seed(number: str) -> Path:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path


def _read(number: str) -> Document:
    (document,) = read(_seed(number))
    return document


def _texts(document: Document, kind: BlockKind) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind is kind]


@with_seeds
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_nothing_is_lost(number: str) -> None:
    document = _read(number)
    covered = [i for b in document.blocks for i in range(b.start, b.end)]
    assert covered == sorted(set(covered))
    assert {i for i, c in enumerate(document.text) if not c.isspace()} <= set(covered)
    source = _seed(number).read_text(encoding="utf-8")
    removed = sum(len("".join(r.text.split())) for r in clean(source).removals)
    assert len("".join(source.split())) == len("".join(document.text.split())) + removed


@with_seeds
def test_typical_response() -> None:
    document = _read("000")
    assert _texts(document, BlockKind.HEADING) == ["Punkt 79", "Punkt 82"]
    assert len(_texts(document, BlockKind.PARAGRAPH)) == 12
    assert [(r.kind, r.text) for r in document.removals] == [
        (RemovalKind.WORD_LEFTOVER, "[bookmark: _GoBack]")
    ]


@with_seeds
def test_agreement_has_no_tags_left() -> None:
    document = _read("003")
    assert not any(tag in document.text for tag in ("<p>", "</p>", "<u>", "</u>"))
    assert sum(r.count for r in document.removals if r.kind is RemovalKind.MARKUP) == 88
    assert _texts(document, BlockKind.TABLE)[0].split("\t")[:2] == ["Delmål", "Indikator"]


@with_seeds
def test_contents_of_minutes_are_boilerplate() -> None:
    assert len(_texts(_read("001"), BlockKind.BOILERPLATE)) == 12


@with_seeds
def test_minutes_of_randers() -> None:
    catalogue = read_catalogue(_seed("001"))
    assert catalogue.numbers == tuple(str(n) for n in range(145, 157))
    assert {p.committee for p in catalogue} == {"Beskæftigelsesudvalget"}
    first, last = catalogue.proposals[0], catalogue.proposals[-1]
    assert (first.title, first.case_number) == ("Godkendelse af dagsorden", "00.22.02-P35-7-14")
    assert (last.title, last.case_number) == ("Gensidig orientering", "00.22.02-G01-5-13")
    assert all(p.case_number for p in catalogue)
    assert catalogue.proposals[5].title == "Driftstilskud til Finderiet"
    assert catalogue.proposals[5].text.startswith("Resume")
    assert catalogue.warnings == ()


@with_seeds
def test_minutes_of_soenderborg() -> None:
    catalogue = read_catalogue(_seed("004"))
    assert catalogue.numbers == tuple(str(n) for n in range(1, 12))
    assert {p.committee for p in catalogue} == {"Arbejdsmarkeds- og Integrationsudvalget"}
    first = catalogue.proposals[0]
    assert first.title == "Orientering om afdelingen Job og Fastholdelse"
    assert first.case_number == "19/7556"
    assert catalogue.proposals[2].text.count("Jobspor") > 0


@pytest.mark.skipif(not (SAMPLE / "katalog.docx").is_file(), reason="the sample is absent")
def test_sample_catalogue_is_the_same_in_both_formats() -> None:
    table = read_catalogue(SAMPLE / "katalog.xlsx")
    text = read_catalogue(SAMPLE / "katalog.docx")
    assert len(table) == len(text) > 20
    for one, other in zip(table, text, strict=True):
        assert (one.number, one.title, one.committee) == (
            other.number,
            other.title,
            other.committee,
        )
        assert (one.direction, dict(one.amounts)) == (other.direction, dict(other.amounts))


@pytest.mark.skipif(not (SAMPLE / "svar").is_dir(), reason="the sample is absent")
def test_sample_responses_are_covered_by_their_blocks() -> None:
    paths = sorted((SAMPLE / "svar").iterdir())
    assert len(paths) > 30
    for path in paths:
        for document in read(path):
            covered = [i for b in document.blocks for i in range(b.start, b.end)]
            assert covered == sorted(set(covered)), path
            assert {i for i, c in enumerate(document.text) if not c.isspace()} <= set(covered), path
