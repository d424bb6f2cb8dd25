"""Names: the marked sentences, other names for them, and training that repeats itself."""

from pathlib import Path

import pytest

from consult.domain.documents import Span
from consult.domain.names import Name, NameKind
from consult.evaluate.corpus import read_yaml
from consult.evaluate.name_data import (
    DEFAULT_NAMES,
    NamedSentence,
    Renamer,
    marked,
    own_sentences,
    treebank_sentences,
)
from consult.evaluate.name_training import fit
from consult.evaluate.names import ListFinder, names_report, score
from consult.inference.manifest import DEFAULT_FOLDER
from consult.inference.names import NameModel
from consult.language.nlp import blank_danish

LISTS = read_yaml(DEFAULT_NAMES / "lists.yaml")
LINE = "[PER Jens Bak] fra [ORG Tved Skole] bor på [LOC Engvej 4]."


def words(sentence: NamedSentence) -> list[tuple[str, str]]:
    return [(n.kind.value, n.span.slice(sentence.text)) for n in sentence.names]


def test_marks_are_taken_out_and_kept_as_names() -> None:
    found = marked(LINE)
    assert found.text == "Jens Bak fra Tved Skole bor på Engvej 4."
    assert words(found) == [("PER", "Jens Bak"), ("ORG", "Tved Skole"), ("LOC", "Engvej 4")]


@pytest.mark.parametrize(("name", "least"), [("train", 150), ("test", 60)])
def test_the_own_sentences_are_many_and_well_marked(name: str, least: int) -> None:
    sentences = own_sentences(name)
    assert len(sentences) >= least
    assert [s.text for s in sentences if "[" in s.text or "]" in s.text] == []
    assert len({s.text for s in sentences}) == len(sentences)
    assert {n.kind for s in sentences for n in s.names} == set(NameKind)


def test_no_sentence_is_both_learnt_from_and_tested_on() -> None:
    assert not {s.text for s in own_sentences("train")} & {s.text for s in own_sentences("test")}


def test_other_names_stand_where_the_old_ones_stood() -> None:
    (new,) = Renamer(LISTS, 1).variants([marked(LINE)], 1)
    assert [n.kind for n in new.names] == [n.kind for n in marked(LINE).names]
    assert " fra " in new.text
    assert new.text.endswith(".")
    assert all(span.slice(new.text).strip() for span in (n.span for n in new.names))
    assert list(Renamer(LISTS, 1).variants([marked(LINE)], 1)) == [new]


def test_a_treebank_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.iob2"
    rows = ["1\tIb\tB-PER\tB\ts", "2\tHolm\tI-PER\tI\ts", "3\tler\tO\tO\ts", "4\t.\tO\tO\ts"]
    path.write_text("\n".join(["# sent_id = 1", "# text = Ib Holm ler.", *rows, "", ""]), "utf-8")
    (sentence,) = treebank_sentences(path)
    assert sentence == NamedSentence("Ib Holm ler.", (Name(NameKind.PERSON, Span(0, 7)),))


def test_rules_alone_know_what_the_lists_know() -> None:
    (found,) = ListFinder(LISTS).find(["Mette Lund fra Tved Skole gik ad Engvej til mødet."])
    assert [n.kind.value for n in found] == ["PER", "ORG", "LOC"]


def test_a_name_of_the_wrong_kind_is_false_and_missed() -> None:
    class Wrong:
        def find(self, texts: list[str]) -> list[tuple[Name, ...]]:
            return [(Name(NameKind.PLACE, Span(0, 8)),) for _ in texts]

    counts = score(Wrong(), [NamedSentence("Jens Bak", (Name(NameKind.PERSON, Span(0, 8)),))])
    assert (counts["f1"], counts["PER"]["recall"], counts["LOC"]["precision"]) == (0, 0, 0)


def test_the_same_sentences_give_the_same_bytes_and_a_finder() -> None:
    learnt = own_sentences("train")[:40]
    first, second = fit(learnt, epochs=1), fit(learnt, epochs=1)
    assert first == second
    assert fit(learnt, epochs=1, seed=8) != first
    found = NameModel.of(first, blank_danish).find(["Jens Bak bor her.", ""])
    assert len(found) == 2


def test_without_the_treebank_the_report_says_so(tmp_path: Path) -> None:
    report = names_report(DEFAULT_FOLDER, tmp_path)
    assert "CONSULT_NER_DATA" in report["trained"]
    assert report["shipped"]["hearing"]["f1"] > report["rules_only"]["hearing"]["f1"]
    assert report["shipped"]["hearing"]["f1"] >= 0.75
