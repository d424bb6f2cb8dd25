"""What a head is trained and measured on: labelled passages with the context of their response."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from consult.domain.findings import PassageKind
from consult.domain.proposals import Direction
from consult.evaluate.corpus import (
    LabelledPassage,
    LabelledResponse,
    Round,
    read_yaml,
)
from consult.inference.features import PassageContext
from consult.readers.directions import infer_direction
from consult.rules.loader import load_rules

# What a labeller's confidence is worth in training; the unsure teach, but less.
SURENESS = {"high": 1.0, "medium": 0.8, "low": 0.5}
STANCE_SEEDS = Path(__file__).with_name("stance_seeds.yaml")
BULLETS = ("-", "•", "*", "–")


@dataclass(frozen=True, slots=True)
class Case:
    """A context and its label; `second` is a further right answer, None where there is none.

    `hand` names the writer of the response: what one hand wrote is held out together.
    `wordings` are other ways to name what the context is held against, `opposites` proposals
    that pull the other way.
    """

    hand: str
    round: str
    round_type: str
    response: str
    context: PassageContext
    label: str
    second: str | None
    sure: str
    words: str | None = None
    share: float = 1.0
    wordings: tuple[str, ...] = ()
    opposites: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        """How much the case counts in training; `share` is its part of a repeated text."""
        return SURENESS[self.sure] * self.share


def theme_cases(rounds: Sequence[Round]) -> list[Case]:
    """One case a judged passage; its first linked proposal, if any, stands in the context."""
    return [
        Case(
            hand=round_.writer,
            round=round_.id,
            round_type=round_.type,
            response=response.id,
            context=_towards(context, round_, passage.about[0].proposal),
            label=passage.theme,
            second=passage.theme2,
            sure="high",
            wordings=_wordings(round_, passage.about[0].proposal),
        )
        for round_, response, passage, context in _judged(rounds)
        if passage.theme is not None
    ]


def stance_cases(rounds: Sequence[Round]) -> list[Case]:
    """One case for each proposal (or the consultation) that a judged passage speaks of."""
    return [
        Case(
            hand=round_.writer,
            round=round_.id,
            round_type=round_.type,
            response=response.id,
            context=_towards(context, round_, about.proposal),
            label=about.stance.value,
            second=None,
            sure=about.sure or "high",
            words=about.words,
            wordings=_wordings(round_, about.proposal),
            opposites=round_.opposites.get(about.proposal or "", ()),
        )
        for round_, response, passage, context in _judged(rounds)
        for about in passage.about
        if about.stance is not None
    ]


def seed_cases(name: str) -> list[Case]:
    """Examples that settle what a label means; only ever learnt from.

    For themes the taxonomy's own examples, for stance the guideline's wordings
    (`stance_seeds.yaml`), each held against a proposal of every direction it is true for.
    """
    return list(_theme_seeds() if name == "theme" else _stance_seeds())


def _theme_seeds() -> Iterator[Case]:
    for rule in load_rules("taxonomy").rules:
        for example in rule.match:
            yield _seed(rule.id, PassageContext(text=example.text), 1)


def _stance_seeds() -> Iterator[Case]:
    for group in read_yaml(STANCE_SEEDS)["groups"]:
        for text in group["texts"]:
            for direction in group["towards"]:
                context = PassageContext(text=text)
                if direction != "whole":
                    known = Direction(direction)
                    context = replace(context, proposal_title="Forslaget", direction=known)
                yield _seed(group["label"], context, len(group["towards"]))


def _seed(label: str, context: PassageContext, copies: int) -> Case:
    return Case("seed", "seed", "seed", "seed", context, label, None, "high", share=1 / copies)


def alone(case: Case, *, target: bool) -> Case:
    """The case with nothing known but the passage, the subject and (with `target`) the proposal."""
    context = case.context
    bare = about_subject(context.text, context.subject)
    if target:
        bare = replace(
            bare,
            proposal_number=context.proposal_number,
            proposal_title=context.proposal_title,
            proposal_text=context.proposal_text,
            direction=context.direction,
        )
    return replace(case, context=bare)


def worded(case: Case, choice: int = 0) -> Case:
    """The case with nothing known but the passage and a sentence that says what is proposed.

    That is how a table of answers comes, whose rows name their subject. Where nobody has
    worded it, the subject of the round stands.
    """
    subject = case.wordings[choice % len(case.wordings)] if case.wordings else case.context.subject
    return replace(case, context=about_subject(case.context.text, subject))


def about_subject(text: str, subject: str) -> PassageContext:
    """A passage of which nothing is known but the subject, and what its words say is done."""
    return PassageContext(text=text, subject=subject, direction=infer_direction(subject, "", {}))


def _wordings(round_: Round, proposal: str | None) -> tuple[str, ...]:
    return round_.wordings.get(proposal, ())


def _judged(
    rounds: Sequence[Round],
) -> Iterator[tuple[Round, LabelledResponse, LabelledPassage, PassageContext]]:
    for round_ in rounds:
        for response in round_.responses:
            for passage, context in contexts(round_, response):
                yield round_, response, passage, context


def contexts(
    round_: Round, response: LabelledResponse
) -> Iterator[tuple[LabelledPassage, PassageContext]]:
    """Each judged passage with its neighbours, headings and lead-in, towards no proposal yet."""
    judged = [p for p in response.passages if p.kind.is_judged]
    texts = tuple(p.text for p in judged)
    for position, passage in enumerate(judged):
        before = response.passages[: response.passages.index(passage)]
        yield (
            passage,
            PassageContext(
                text=passage.text,
                previous=texts[position - 1] if position else "",
                next=texts[position + 1] if position + 1 < len(texts) else "",
                headings=_headings(before),
                lead_in=_lead_in(before, passage),
                subject=round_.subject,
                direction=infer_direction(round_.subject, "", {}),
                respondent_kind=response.kind,
                document=texts,
                position=position,
            ),
        )


def _headings(before: Sequence[LabelledPassage]) -> tuple[str, ...]:
    """The latest heading, with those that stand right above it."""
    found: list[str] = []
    for passage in reversed(before):
        if passage.kind is PassageKind.HEADING:
            found.append(passage.text)
        elif found:
            break
    return tuple(reversed(found))


def _lead_in(before: Sequence[LabelledPassage], passage: LabelledPassage) -> str:
    if not passage.text.startswith(BULLETS):
        return ""
    introductions = (p for p in reversed(before) if not p.text.startswith(BULLETS))
    found = next(introductions, None)
    return found.text if found is not None and found.text.endswith(":") else ""


def _towards(context: PassageContext, round_: Round, number: str | None) -> PassageContext:
    proposal = round_.catalogue.get(number) if number is not None else None
    return context.towards(proposal, catalogue=len(round_.catalogue) > 0)
