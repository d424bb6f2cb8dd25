"""The sentence report: marks, counts, and the treebank that may be missing."""

from pathlib import Path

from consult.evaluate.sentence_report import MARK, marked_passages, splitting_report


def test_marks_are_taken_out(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(f'- "Nu er det slut. {MARK}Vi går."\n', encoding="utf-8")
    assert list(marked_passages("x", tmp_path)) == [("Nu er det slut. Vi går.", frozenset({16}))]


def test_there_are_enough_hard_passages_and_most_are_cut_right(tmp_path: Path) -> None:
    passages = [*marked_passages("dev"), *marked_passages("test")]
    assert len(passages) >= 60
    assert len(passages) + sum(len(starts) for _, starts in passages) >= 250
    report = splitting_report(tmp_path)
    assert report["hearing"]["f1"] >= 0.9
    assert "CONSULT_TREEBANK" in report["treebank"]


def test_a_treebank_is_read_where_it_lies(tmp_path: Path) -> None:
    lines = ["# text = Vi går nu.", "1\tVi", "", "# text = Det er slut.", "1\tDet", ""]
    (tmp_path / "da_ddt-ud-test.conllu").write_text("\n".join(lines), encoding="utf-8")
    found = splitting_report(tmp_path)["treebank"]
    assert (found["n"], found["f1"]) == (1, 1.0)
