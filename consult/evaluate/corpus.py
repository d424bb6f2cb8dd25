"""The labelled corpus as values: rounds, whole responses, passages with offsets and labels."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from consult.domain.documents import Block, BlockKind, Document, Span
from consult.domain.errors import ConsultError
from consult.domain.findings import LinkMethod, PassageKind, Stance
from consult.domain.people import RespondentKind
from consult.domain.proposals import Catalogue, Direction, Proposal

DEFAULT_CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "rounds"
JOINS = MappingProxyType({"blank": "\n\n", "line": "\n", "space": " "})
BLOCK_KINDS = MappingProxyType(
    {
        PassageKind.HEADING: BlockKind.HEADING,
        PassageKind.TABLE: BlockKind.TABLE,
        PassageKind.QUOTED: BlockKind.QUOTED,
        PassageKind.BOILERPLATE: BlockKind.BOILERPLATE,
    }
)


class CorpusError(ConsultError):
    """A file of the corpus cannot be read."""


@dataclass(frozen=True, slots=True)
class About:
    """What a passage says of one proposal (None: of the consultation as a whole).

    `stance` and `sure` (high, medium, low) are None on headings; `words` is a slice of the
    passage that carries the stance, None where the labeller named none.
    """

    proposal: str | None
    via: LinkMethod | None
    stance: Stance | None
    sure: str | None
    words: str | None


@dataclass(frozen=True, slots=True)
class LabelledPassage:
    """A passage of a response's text, `text[span.start:span.end]`, and its labels."""

    span: Span
    text: str
    kind: PassageKind
    join: str
    theme: str | None
    theme2: str | None
    about: tuple[About, ...]


@dataclass(frozen=True, slots=True)
class LabelledResponse:
    """One whole response; its text is its passages joined as `join` says."""

    id: str
    text: str
    respondent: str
    kind: RespondentKind
    channel: str
    given: tuple[str, ...]
    passages: tuple[LabelledPassage, ...]

    @property
    def document(self) -> Document:
        """The response as a reader would hand it on, one block a paragraph."""
        return Document(self.id, self.text, tuple(_blocks(self.passages)))


@dataclass(frozen=True, slots=True)
class Round:
    """One consultation: its subject, its catalogue and its responses.

    `writer` names whose hand wrote the responses, so that no hand is both learnt from and
    tested on; the round's own id where nobody wrote it down. `wordings` are further ways to
    name what is proposed, as a register of consultations would, by the proposal's number;
    None is the consultation as a whole. `opposites` say what might have been proposed
    instead, so that who is against the proposal would be for it, and the other way round.
    """

    id: str
    subject: str
    municipality: str
    type: str
    catalogue: Catalogue
    responses: tuple[LabelledResponse, ...]
    writer: str = ""
    wordings: Mapping[str | None, tuple[str, ...]] = field(default_factory=dict)
    opposites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_corpus(folder: Path = DEFAULT_CORPUS) -> tuple[Round, ...]:
    """Every round under `folder`, by id; a folder without `round.yaml` is not a round.

    Raises CorpusError where there is none: nothing can be learnt of nothing.
    """
    found = tuple(_round(path.parent) for path in sorted(folder.glob("*/round.yaml")))
    if not found:
        raise CorpusError(f"Der er ingen høringsrunder i {folder} – angiv korpussets mappe rounds.")
    return found


def corpus_hash(folder: Path = DEFAULT_CORPUS) -> str:
    """Short hash of the names and bytes of all files under `folder`."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*/*.yaml")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def held_out(task: str) -> frozenset[str]:
    """Ids of the rounds that the rules of a task were made without (`corpus/held-out.yaml`)."""
    return frozenset(read_yaml(DEFAULT_CORPUS.parent / "held-out.yaml")[task])


def read_yaml(path: Path) -> Any:  # noqa: ANN401 - checked by whoever reads the value
    """The file's content with every scalar left a string (`006` stays `006`).

    Raises CorpusError when it is not YAML.
    """
    try:
        # A base loader builds strings, lists and dicts only: nothing in a file can be executed.
        return yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)  # noqa: S506
    except yaml.YAMLError as error:
        where = str(getattr(error, "problem_mark", "")).strip()
        raise CorpusError(f"{path} er ikke gyldig YAML ({where}) – ret filen.") from error


def response_files(folder: Path) -> list[Path]:
    """The response files of a round, by name."""
    return sorted(folder.glob("responses*.yaml"))


def _round(folder: Path) -> Round:
    raw = read_yaml(folder / "round.yaml")
    responses = [_response(r) for path in response_files(folder) for r in read_yaml(path) or []]
    return Round(
        id=raw["id"],
        subject=raw["subject"],
        municipality=raw["municipality"],
        type=raw["type"],
        catalogue=Catalogue(tuple(_proposal(p) for p in raw["proposals"])),
        responses=tuple(sorted(responses, key=lambda r: r.id)),
        writer=raw.get("writer", raw["id"]),
        wordings=_wordings(folder / "subjects.yaml"),
        opposites=_opposites(folder / "opposites.yaml"),
    )


def _wordings(path: Path) -> dict[str | None, tuple[str, ...]]:
    if not path.is_file():
        return {}
    raw = read_yaml(path)
    named: dict[str | None, tuple[str, ...]] = {None: tuple(raw["round"])}
    return named | {number: tuple(texts) for number, texts in raw["proposals"].items()}


def _opposites(path: Path) -> dict[str, tuple[str, ...]]:
    if not path.is_file():
        return {}
    return {number: tuple(o["text"] for o in found) for number, found in read_yaml(path).items()}


def _proposal(raw: dict[str, Any]) -> Proposal:
    return Proposal(
        number=raw["number"],
        title=raw["title"],
        text=raw.get("text", ""),
        committee=raw.get("committee"),
        direction=Direction(raw["direction"]),
        amounts={year: float(value) for year, value in raw.get("amounts", {}).items()},
    )


def _response(raw: dict[str, Any]) -> LabelledResponse:
    text, passages = "", []
    for entry in raw["passages"]:
        join = entry.get("join", "blank")
        text += JOINS[join] if text else ""
        span = Span(len(text), len(text) + len(entry["text"]))
        text += entry["text"]
        passages.append(_passage(entry, span, join))
    return LabelledResponse(
        id=raw["id"],
        text=text,
        respondent=raw["respondent"].get("name", ""),
        kind=RespondentKind(raw["respondent"]["kind"]),
        channel=raw["channel"],
        given=tuple(raw.get("given", ())),
        passages=tuple(passages),
    )


def _passage(raw: dict[str, Any], span: Span, join: str) -> LabelledPassage:
    return LabelledPassage(
        span=span,
        text=raw["text"],
        kind=PassageKind(raw.get("kind", "body")),
        join=join,
        theme=raw.get("theme"),
        theme2=raw.get("theme2"),
        about=tuple(_about(a) for a in raw.get("about", [])),
    )


def _about(raw: dict[str, str]) -> About:
    return About(
        proposal=None if raw["proposal"] == "-" else raw["proposal"],
        via=LinkMethod(raw["via"]) if raw.get("via") else None,
        stance=Stance(raw["stance"]) if raw.get("stance") else None,
        sure=raw.get("sure"),
        words=raw.get("words"),
    )


def _blocks(passages: Sequence[LabelledPassage]) -> Iterator[Block]:
    """Passages of one paragraph, heading or letter head, joined to one block."""
    start: int | None = None
    for here, following in zip(passages, [*passages[1:], None], strict=True):
        start = here.span.start if start is None else start
        if following is None or following.join != "space" or following.kind is not here.kind:
            yield Block(start, here.span.end, _block_kind(here), _level(here))
            start = None


def _block_kind(passage: LabelledPassage) -> BlockKind:
    if passage.text.lstrip()[:1] in ("-", "•", "*", "–"):
        return BLOCK_KINDS.get(passage.kind, BlockKind.LIST_ITEM)
    return BLOCK_KINDS.get(passage.kind, BlockKind.PARAGRAPH)


def _level(passage: LabelledPassage) -> int:
    return int(_block_kind(passage) in (BlockKind.HEADING, BlockKind.LIST_ITEM))
